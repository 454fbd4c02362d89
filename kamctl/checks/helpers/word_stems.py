"""A text as word lists are compared with it: normalized, in stems, without stopwords."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kamctl.i18n.text_normalization import comparison_key
from kamctl.i18n.words import all_words, compiled, either

_MIN_STEM = 3

WORD = re.compile(r"\w+(?:-\w+)*")

_DIGITS = re.compile(r"\d+")

_DIGITS_OF_EMPTY_FIGURES = frozenset(("1", "24", "7", "360", "2", "100"))
"""The digits of figures that say nothing: a text with any others needs no closer look."""


@cache
def _empty_figure() -> re.Pattern[str]:
    words = all_words().wording
    return compiled(
        (
            rf"(?:\# | \bn\s?[°º] | \b{either(words.before_number_one)})\s?1\b",
            rf"\b1{either(words.after_number_one)}\b",
            r"\b24/7\b | \b360\s?°? | \b[bt]2[bce]\b | \b100\s?%",
        ),
        re.NOFLAG,
    )


def without_empty_figures(text: str) -> str:
    """Return a text without the figures that say nothing: number 1, 24/7, 100%."""
    return _empty_figure().sub(" ", text) if _DIGITS.search(text) else text


def stopwords() -> frozenset[str]:
    """Return the words that say nothing by themselves."""
    return all_words().wording.stopwords


def normalized(text: str) -> str:
    """Return a text as word lists are written: lower case, plain apostrophes and spaces."""
    text = (
        unicodedata.normalize("NFC", text).replace("’", "'").replace("\N{NON-BREAKING HYPHEN}", "-")
    )
    return comparison_key(text)


def stem(word: str) -> str:
    """Return a word without the end of its plural: pumps and pump, usines and usine."""
    for end in _plural_endings():
        if word.endswith(end) and len(word) - len(end) >= _MIN_STEM:
            return word.removesuffix(end)
    if len(word) > _MIN_STEM and word[-1] in all_words().endings.mute:
        return word[:-1]
    return word


@cache
def _plural_endings() -> tuple[str, ...]:
    return tuple(sorted(all_words().endings.plural, key=len, reverse=True))


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something."""
    found = WORD.findall(normalized(text))
    return frozenset(stem(part) for word in found for part in word.split("-")) - stopwords()


def names_a_figure(plain: str) -> bool:
    """Tell whether a text holds a figure that says something."""
    digits = _DIGITS.findall(plain)
    if not _DIGITS_OF_EMPTY_FIGURES.issuperset(digits):
        return True
    if not digits and plain.isascii():  # beyond ASCII there are others, such as ² and ①
        return False
    return any(map(str.isdigit, without_empty_figures(plain)))
