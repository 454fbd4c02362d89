"""Stand-ins for characters that a terminal's encoding does not have."""

from __future__ import annotations

import codecs
import unicodedata
from itertools import accumulate
from typing import Final

from rich.text import Span, Text

STAND_INS: Final = "kamctl-stand-ins"
"""The name of the error handler that puts stand-ins where a stream cannot write a character."""
_PLAINER: Final = {
    "→": "->", "↗": "^", "↘": "v", "…": "...", "–": "-", "—": "-", "−": "-", "·": "-", "•": "*",
    "“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "│": "|", "≤": "<=", "≥": ">=",
    "✓": "+", "€": "EUR", "\xa0": " ", "\u202f": " ", "œ": "oe", "Œ": "OE",
}  # fmt: skip
"""Stand-ins where a stream has no such character; any other becomes a question mark."""


def spelled(text: str, encoding: str) -> str:
    """Return a text as a stream of this encoding shows it."""
    return text if _has_all(encoding) else text.encode(encoding, STAND_INS).decode(encoding)


def writable(text: Text, encoding: str) -> Text:
    """Return a text as a stream of this encoding shows it: laid out, it keeps its width."""
    if _has_all(encoding):
        return text
    parts = [spelled(char, encoding) for char in text.plain]
    starts = list(accumulate(map(len, parts), initial=0))
    made = text.blank_copy("".join(parts))
    made.spans = [Span(starts[one.start], starts[one.end], one.style) for one in text.spans]
    return made


def _has_all(encoding: str) -> bool:
    return encoding.lower().startswith("utf")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    missing = error.object[error.start : error.end]
    return "".join(map(_plainer, missing)), error.end


def _plainer(char: str) -> str:
    """Return an ASCII stand-in for a character: é becomes e; any without one, a question mark."""
    if char in _PLAINER:
        return _PLAINER[char]
    letter = unicodedata.normalize("NFKD", char)[0]
    return letter if letter.isascii() else "?"


codecs.register_error(STAND_INS, _replaced)
