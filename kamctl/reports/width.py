"""How wide a text for people is."""

from __future__ import annotations

from typing import Final

MAX_WIDTH: Final = 100
"""Columns of running text at most: longer lines are hard to read."""
