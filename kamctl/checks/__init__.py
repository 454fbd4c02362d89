"""The checks: one module a family, one function a check."""
