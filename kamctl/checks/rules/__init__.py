"""The checks, one module a family: each is a function, and its docstring its page."""
