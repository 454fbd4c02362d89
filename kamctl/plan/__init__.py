"""The plan format, version 1: one module a section, from the plan's text to typed values."""
