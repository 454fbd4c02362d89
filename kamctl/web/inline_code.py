"""Sentences with `code` in them, as messages write it."""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = re.compile(r"`([^`]+)`")


class Segment(NamedTuple):
    """A part of a sentence: plain text, or code."""

    text: str
    is_code: bool


def split_code(text: str) -> tuple[Segment, ...]:
    """Split a sentence at its backticks."""
    parts = enumerate(_CODE.split(text))
    return tuple(Segment(part, number % 2 == 1) for number, part in parts if part)
