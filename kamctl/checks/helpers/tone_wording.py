"""Words that call the customer one's own or blame colleagues."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kamctl.checks.helpers.word_search import WordSearch
from kamctl.i18n.words import all_words, compiled, either

QUOTATION = re.compile(r"“[^“”]*”|«[^«»]*»|‘[^‘’]*’|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
"""Somebody's own words: not ours to judge."""


@cache
def personal_words() -> WordSearch:
    """Return the search for words of which each match of `my_customer` has at least one."""
    return WordSearch(all_words().tone.ours)


@cache
def blame_words() -> WordSearch:
    """Return the search for words of which each match of `blame` has at least one."""
    return WordSearch(all_words().tone.blame_words)


@cache
def personal_or_blame_words() -> WordSearch:
    """Return the search for the words of both: most plans have none."""
    return WordSearch({*all_words().tone.ours, *all_words().tone.blame_words})


@cache
def my_customer() -> re.Pattern[str]:
    """Return what finds the customer as one person's own."""
    return compiled(all_words().tone.my_customer)


@cache
def blame() -> re.Pattern[str]:
    """Return what finds blame."""
    return compiled(all_words().tone.blame)


def first_match(known: re.Pattern[str] | None, own: tuple[str, ...], text: str) -> str | None:
    """Return the first words of `text` that `known` finds, or one of the company's expressions."""
    expressions = (known, _any_of(own) if own else None)
    matches = (expression.search(text) for expression in expressions if expression)
    return next((match[0] for match in matches if match), None)


@lru_cache(maxsize=16)
def _any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """Make an expression that finds any of the company's own, as whole words."""
    return compiled((rf"(?<!\w){either(expressions)}(?!\w)",))
