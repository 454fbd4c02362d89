"""How wide a text will be, and how it breaks: SVG does neither by itself.

Widths are estimates for the widest of the sans-serif fonts that systems have, DejaVu and Verdana.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, east_asian_width

from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.truncate import limit_combining_marks

_NARROW = frozenset("iljtfI.,:;!|'’‘()[]/ \u00a0\u202f·")
_WIDE = frozenset("mwMWOQGDHNU@%&—…<>=+~#±×÷")
_DIGITS = frozenset("0123456789$€£¥")
_BLANKS = re.compile(r" +")
_ELLIPSIS = "…"
_JOINER = "\u200d"
_JOINED = frozenset("\u200d\ufe0e\ufe0f")
LONGEST = 400
"""Characters of a text in a picture; the table that goes with it has the rest."""


@lru_cache(maxsize=512)
def _of(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.88
    if character in _DIGITS:
        return 0.64
    if combining(character):
        return 0.3  # a font that does not know a mark sets it beside its letter
    if east_asian_width(character) in "WF":
        return 1.05
    return 0.7 if character.isupper() else 0.605


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Return how wide `text` is in a font of this `size`, both in the picture's units."""
    return size * sum(map(_of, text))


@lru_cache(maxsize=4096)
def label_text(text: str) -> str:
    """Return `text` on one line, control characters shown; cut after `LONGEST` characters."""
    shown = limit_combining_marks(_BLANKS.sub(" ", visible_line(text[:LONGEST]))).strip(" ")
    return shown if len(text) <= LONGEST else shown.rstrip(" ,;:.") + _ELLIPSIS


def word_width(text: str, size: float) -> float:
    """Return how wide the widest word of `text` is: in less room it is broken."""
    return max((text_width(word, size) for word in label_text(text).split(" ")), default=0.0)


def lines(text: str, size: float, room: float) -> list[str]:
    """Break `text` into lines of at most `room`: as many as it takes.

    A word that is too long for a line is broken where the line ends.
    """
    made: list[str] = []
    line = ""
    words = label_text(text).split(" ")
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= room:
            line = longer
        elif line:
            made.append(line)
            line = ""
            words.insert(0, word)
        else:
            head = _head(word, size, room)
            made.append(head)
            if head != word:
                words.insert(0, word[len(head) :])
    return [*made, line] if line or not made else made


def _head(word: str, size: float, room: float) -> str:
    """Return as much of `word` as goes on a line, a letter at least."""
    used = 0.0
    for place, character in enumerate(word):
        used += size * _of(character)
        if used > room and _letter(word, place):
            return word[: _letter(word, place)]
    return word


def _letter(text: str, place: int) -> int:
    """Return where the letter at `place` begins: a letter is not separated from its accents."""
    while place and (
        combining(text[place]) or text[place] in _JOINED or text[place - 1] == _JOINER
    ):
        place -= 1
    return place
