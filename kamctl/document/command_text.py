"""Commands as they are shown to be copied into a terminal."""

from __future__ import annotations


def as_argument(path: str) -> str:
    """Write a path as an argument: with quotes that POSIX shells, PowerShell and cmd all take."""
    return f'"{path}"' if " " in path else path
