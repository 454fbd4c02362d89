"""A quick question before a slow one: has a text any of some words?"""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_LETTERS: Final = ascii_lowercase.encode()
_TABLE: Final = bytes(byte if byte in _LETTERS else ord(" ") for byte in bytes(range(256)).lower())
"""Turns letters to small ones, and all that is none of a to z to spaces."""
_CASES_OF_LETTERS: Final = (b"\xc4\xb0", b"\xc4\xb1", b"\xc5\xbf", b"\xe2\x84\xaa")
"""The letters beyond ASCII that an expression takes for one of a to z in another case.

They are I with a dot, i without one, the long s, and the sign of kelvin.
"""


class WordSearch:
    """Says no only where a text has none of some words: asked before a regular expression.

    Bytes are the quickest to compare. Only the letters a to z are looked at: of a word with an
    accent, its longest part without one.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._parts = frozenset(
            max(re.findall("[a-z]+", word), key=len, default="").encode() for word in words
        )

    def may_have_any(self, text: str) -> bool:
        """Tell whether `text` may have one of the words, in small letters or not."""
        found = text.encode(errors="replace")
        if any(letter in found for letter in _CASES_OF_LETTERS):
            return True
        return not self._parts.isdisjoint(found.translate(_TABLE).split()) or b"" in self._parts
