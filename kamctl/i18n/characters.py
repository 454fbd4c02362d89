"""Characters that are written in one place and read in another."""

from __future__ import annotations

from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
"""The sign before a negative number, which no line ends after."""
