"""The checks, one module a subject: each is a function, and its docstring its page."""
