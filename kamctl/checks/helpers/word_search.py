"""A quick question before a slow one: has a text any of some words?"""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PUNCTUATION: Final = "’“”«»‘…–—\u00a0\u202f"
"""What may touch a word, and is no ASCII."""


class WordSearch:
    """Tells whether a text has any of some words, in small letters or not.

    Bytes are the quickest to compare. A table turns them to small letters, and to spaces what is
    in none of the words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word.encode() for word in words)
        letters = set(ascii_lowercase.encode()).union(*self._words)
        self._table = bytes(
            byte if byte in letters else ord(" ") for byte in bytes(range(256)).lower()
        )
        self._letter_like = [one for one in _PUNCTUATION if not letters.isdisjoint(one.encode())]
        """The punctuation of which some byte is one of the letters: the table leaves it."""

    def finds_any_in(self, text: str) -> bool:
        """Tell whether `text` has one of the words."""
        if not text.isascii():
            text = text.lower()
            for sign in self._letter_like:
                text = text.replace(sign, " ")
        found = text.encode(errors="replace").translate(self._table).split()
        return not self._words.isdisjoint(found)
