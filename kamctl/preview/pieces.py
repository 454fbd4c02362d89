"""Sentences with `marks` around what is written in a file."""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = re.compile(r"`([^`]+)`")


class Piece(NamedTuple):
    """A stretch of text, or of what is written in a file."""

    text: str
    is_code: bool


def pieces(text: str) -> tuple[Piece, ...]:
    """Take a sentence apart at its marks."""
    parts = enumerate(_CODE.split(text))
    return tuple(Piece(part, number % 2 == 1) for number, part in parts if part)
