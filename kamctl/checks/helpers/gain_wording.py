"""Whether a customer's gain is theirs, and concrete."""

from __future__ import annotations

import re
from functools import cache

from kamctl.checks.helpers.sentences import count_words
from kamctl.checks.helpers.word_stems import (
    WORD,
    names_a_figure,
    normalized,
    stopwords,
    without_empty_figures,
)
from kamctl.i18n.words import all_words, compiled, either

_OUR_FIGURES_MARK = "\N{SYMBOL FOR SUBSTITUTE}"
"""What stands for our own figures once they are found."""

_MIN_WORDS = 4

_SCRIPTS_WITHOUT_SPACES = (("\u0e00", "\u0eff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"))
"""First and last characters of scripts without spaces: there, words cannot be counted."""


@cache
def _our_figures() -> re.Pattern[str]:
    return compiled(all_words().gain.our_figures)


@cache
def _about_the_customer() -> re.Pattern[str]:
    return compiled((rf"\b{either(all_words().wording.customer)}\b",))


@cache
def _about_us() -> re.Pattern[str]:
    return compiled((rf"\b{either(all_words().wording.us)}\b | {_OUR_FIGURES_MARK}",))


@cache
def _clause_break() -> re.Pattern[str]:
    joins = either(all_words().wording.joins_gains)
    return compiled((r"[.,;:!?…]\s+", r"\s[–—]\s", rf"\s{joins}\s"))


def speaks_only_of_our_figures(wording: str) -> bool:
    """Tell whether a gain is about our figures and nothing else.

    Each of its clauses must be about us: what gets better for the customer is often said without
    a word for them ("a quarter less water").
    """
    lowered = wording.lower()
    contained = all_words().gain.our_figures_contains
    if not any(sign in lowered for sign in contained) or not _our_figures().search(wording):
        return False
    rest = _our_figures().sub(_OUR_FIGURES_MARK, wording)
    return not _about_the_customer().search(rest) and all(
        _about_us().search(clause)
        for clause in _clause_break().split(rest)
        if clause.strip(" .!?…")
    )


def says_nothing_concrete(wording: str) -> bool:
    """Tell whether a gain is under four words, or made of empty phrases."""
    plain = normalized(wording)
    counted = count_words(plain.replace("%", " _ "))
    if counted < _MIN_WORDS and not _has_no_word_spaces(plain):
        return True
    if names_a_figure(plain):
        return False
    empty = all_words().gain.empty_phrases
    return all(
        word in empty or word in stopwords()
        for found in WORD.findall(without_empty_figures(plain))
        for word in ([found] if found in empty else found.split("-"))
    )


def _has_no_word_spaces(text: str) -> bool:
    return any(first <= char <= last for char in text for first, last in _SCRIPTS_WITHOUT_SPACES)
