"""Text as terminals, pipes and files get it: its width, its spaces, the characters it may have."""

from __future__ import annotations

import codecs
import unicodedata
from itertools import accumulate
from typing import Final

from rich.text import Span, Text

from kamctl.document.code_frame import printable_lines

MAX_WIDTH: Final = 100
"""Columns of running text at most: longer lines are hard to read."""
ENCODE_ERRORS: Final = "kamctl-ascii"
"""The name of the error handler for characters that the encoding of a stream does not have."""

_PRIVATE: Final = {0xA0: 0xE0A0, 0x202F: 0xE02F}
"""No-break spaces, and characters of the same width at which rich does not break a line."""
_RESTORED: Final = {private: space for space, private in _PRIVATE.items()}
_SPACES: Final = dict.fromkeys((*_PRIVATE, *_PRIVATE.values()), " ")
_ASCII: Final = {
    "→": "->", "↗": "^", "↘": "v", "…": "...", "–": "-", "—": "-", "−": "-", "·": "-", "•": "*",
    "“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "│": "|", "≤": "<=", "≥": ">=",
    "✓": "+", "✗": "x", "€": "EUR", "\xa0": " ", "\u202f": " ", "œ": "oe", "Œ": "OE",
}  # fmt: skip


def hide_no_break_spaces(text: str) -> str:
    """Return a text in which rich breaks no line at a no-break space.

    Once it is laid out, `restore_no_break_spaces` or `plain_spaces` puts spaces back.
    """
    return text.translate(_PRIVATE)


def restore_no_break_spaces(text: str) -> str:
    """Return a text that was laid out, with its no-break spaces."""
    return text.translate(_RESTORED)


def plain_spaces(text: str) -> str:
    """Return a text that was laid out, with ordinary spaces instead of no-break spaces."""
    return text.translate(_SPACES)


def plain_text(text: Text) -> str:
    """Return a text for a pipe or a file: without styles, control characters made visible."""
    return printable_lines(text.plain)


def encodable(text: str, encoding: str) -> str:
    """Return a text as a stream of this encoding shows it: `->` for `→` in ASCII."""
    return text if _has_all(encoding) else text.encode(encoding, ENCODE_ERRORS).decode(encoding)


def encodable_text(text: Text, encoding: str) -> Text:
    """Return a styled text as a stream of this encoding shows it, so that it can be measured."""
    if _has_all(encoding):
        return text
    parts = [encodable(char, encoding) for char in text.plain]
    starts = list(accumulate(map(len, parts), initial=0))
    made = text.blank_copy("".join(parts))
    made.spans = [Span(starts[one.start], starts[one.end], one.style) for one in text.spans]
    return made


def _has_all(encoding: str) -> bool:
    return encoding.lower().startswith("utf")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    missing = error.object[error.start : error.end]
    return "".join(map(_ascii, missing)), error.end


def _ascii(char: str) -> str:
    """Return what is written instead of a character: é becomes e; without any, a question mark."""
    if char in _ASCII:
        return _ASCII[char]
    letter = unicodedata.normalize("NFKD", char)[0]
    return letter if letter.isascii() else "?"


codecs.register_error(ENCODE_ERRORS, _replaced)
