"""The command line: one module a command. Options in, one call, exit code out."""
