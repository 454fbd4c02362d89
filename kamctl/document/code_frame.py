"""Code frames: the lines a finding is about, with a caret under the place."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.span import Span

_USUAL = "\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u257f"
"""What French, English and the tool itself are written with, but for their no-break spaces.

Each of these characters takes one column.
"""
_UNUSUAL = re.compile(f"[^{_USUAL}]")
_MAX_LINES = 3
_CONTEXT = 12
"""How much of a long line is kept left of the place."""


def printable(text: str) -> str:
    """Make what cannot be printed visible, so that a text can neither hide nor steer a terminal."""
    return text if text.isprintable() else _UNUSUAL.sub(_replacement, text)


def printable_lines(text: str) -> str:
    """Make what cannot be printed visible, as `printable` does, but for line ends."""
    return "\n".join(map(printable, text.split("\n")))


def _replacement(match: re.Match[str]) -> str:
    char = match[0]
    if unicodedata.category(char)[0] not in "CZ":
        return char
    if char in "\t\u00a0\u202f\u2009":
        return " "
    return "" if char in "\ufeff\u200d" else "\u00b7"


def display_width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if not _UNUSUAL.search(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def frame(lines: Sequence[str], span: Span, columns: int) -> list[tuple[str, str, str]]:
    """Return the lines of `span` as (number, line, marks): marks are under the line, or are "".

    `columns` is the room for a line; a longer one is cut around the place.
    """
    shown: list[tuple[str, str, str]] = []
    for number in range(span.line, min(span.end_line, span.line + _MAX_LINES - 1) + 1):
        if not 1 <= number <= len(lines):
            continue
        line = lines[number - 1]
        start = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
        end = span.end_column - 1 if number == span.end_line else len(line)
        text, start, end = _cut(line, start, max(end, start + 1), columns)
        if not _UNUSUAL.search(text):
            marks = " " * start + "^" * max(1, min(end, len(text)) - start)
        else:
            before, marked = printable(text[:start]), printable(text[start:end])
            marks = " " * display_width(before) + "^" * max(1, display_width(marked))
            text = before + marked + printable(text[end:])
        shown.append((str(number), text, marks))
    return shown


def _cut(line: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    if display_width(line) <= columns:
        return line, start, end
    first = 0 if end < columns else max(0, start - _CONTEXT)
    text = line[first : first + columns - 2]
    start, end = start - first, min(end - first, len(text))
    if first:
        text, start, end = "…" + text, start + 1, end + 1
    if first + columns - 2 < len(line):
        text += "…"
    return text, start, end
