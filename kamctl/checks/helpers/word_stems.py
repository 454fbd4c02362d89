"""A text as word lists are compared with it: normalized, in stems, without stopwords."""

from __future__ import annotations

import re
import unicodedata

_MIN_STEM = 3

STOPWORDS = frozenset(
    """
    a an and are as at be become been being both by do for from have in into is it its make more
    most much of on or our so that the them there this to us very we will with à au aux avec ce
    ces cette d de des du elle en est et être il l la le les leur leurs nos notre nous on ou où
    par pas plus pour qu que qui s sa se ses son sur très un une y devenir faire rester
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is no easier to read
)

WORD = re.compile(r"\w+(?:-\w+)*")

EMPTY_FIGURES = re.compile(
    r"(?:\#|\bn\s?[°º]|\bno\.|\bnumber|\bnuméro|\btop)\s?1\b|\b1(?:st|er|ère|re)\b|\b24/7\b|\b360\s?°?"
    r"|\b[bt]2[bce]\b|\b100\s?%"
)
"""Figures that say nothing: number 1, 24/7, 100 %."""

_DIGITS = re.compile(r"\d+")

_DIGITS_OF_EMPTY_FIGURES = frozenset(("1", "24", "7", "360", "2", "100"))
"""The digits in these: a text with any others needs no closer look."""


def normalized(text: str) -> str:
    """Return a text as the lists above are written: lower case, plain apostrophes and spaces."""
    text = (
        unicodedata.normalize("NFC", text).replace("’", "'").replace("\N{NON-BREAKING HYPHEN}", "-")
    )
    return " ".join(text.split()).casefold()


def stem(word: str) -> str:
    """Return a word without the end of its plural: pumps and pump, usines and usine."""
    for end in ("ies", "es", "s", "x"):
        if word.endswith(end) and len(word) - len(end) >= _MIN_STEM:
            return word.removesuffix(end)
    return word.removesuffix("e") if len(word) > _MIN_STEM else word


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something."""
    found = WORD.findall(normalized(text))
    return frozenset(stem(part) for word in found for part in word.split("-")) - STOPWORDS


def names_a_figure(plain: str) -> bool:
    """Tell whether a text holds a figure that says something."""
    found = _DIGITS.findall(plain)
    if not _DIGITS_OF_EMPTY_FIGURES.issuperset(found):
        return True
    return any(map(str.isdigit, EMPTY_FIGURES.sub(" ", plain) if found else plain))
