"""Whether the statement of an objective says more than what we sell, and something definite."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kamctl.checks.helpers.word_search import WordSearch
from kamctl.checks.helpers.word_stems import (
    WORD,
    names_a_figure,
    normalized,
    stem,
    stems_of,
    stopwords,
    without_empty_figures,
)
from kamctl.i18n.locales import locale_of
from kamctl.i18n.words import all_words, compiled, either, word_languages, words_of

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context


_NOT_TERRITORIES = frozenset({"001", "ZZ", "QO"})
"""The whole world, and no place at all."""


def knows_figures_of(language: str) -> bool:
    """Tell whether figures written as words are known; another language may name one unseen."""
    return bool(words_of(language).statement.figures)


@cache
def _our_sales_words() -> WordSearch:
    """Return the search for words of which each match of `_our_sales` has at least one."""
    return WordSearch(all_words().statement.our_sales_words)


@cache
def _our_sales() -> re.Pattern[str]:
    return compiled(all_words().statement.our_sales, re.NOFLAG)


@cache
def _about_the_customer() -> re.Pattern[str]:
    words = all_words()
    pronoun = rf"\b{either(words.wording.customer)}\b"
    return compiled((pronoun, *words.statement.about_customer), re.NOFLAG)


@cache
def _customer_as_buyer() -> re.Pattern[str]:
    return compiled(all_words().statement.customer_as_buyer, re.NOFLAG)


@cache
def _clause_break() -> re.Pattern[str]:
    joins = either(all_words().wording.joins_statements)
    return compiled((r"[.,;:!?…]\s", r"\s[–—]\s", rf"\s{joins}\s"), re.NOFLAG)


@cache
def _figure_words() -> re.Pattern[str]:
    return compiled(all_words().statement.figures, re.NOFLAG)


@cache
def _adjectives_of_places() -> frozenset[str]:
    return stems_of(" ".join(all_words().statement.adjectives_of_places))


@cache
def _no_places() -> frozenset[str]:
    return stems_of(" ".join(all_words().statement.no_places))


def speaks_only_of_our_sales(context: Context, plain: str) -> bool:
    """Tell whether each clause of a statement is about our own figures, or says nothing more."""
    if not _our_sales_words().may_have_any(plain):
        return False
    words = all_words()
    account = normalized(context.plan.account.name)
    clauses = [clause.strip(" .!?…") for clause in _clause_break().split(plain)]
    ours = [_our_sales().search(clause) is not None for clause in clauses]
    if not any(ours):
        return False
    rest = " , ".join(
        _our_sales().sub(" ", clause.strip())
        for clause in _clause_break().split(_customer_as_buyer().sub(" ", plain))
    )
    if _about_the_customer().search(rest) or any(
        f"{account}{ending}" in rest for ending in words.statement.possessive
    ):
        return False
    known = (
        stopwords() | words.statement.time_words | stems_of(account).union(*_names_in_plan(context))
    )
    return all(
        own or _adds_nothing(clause, known) for clause, own in zip(clauses, ours, strict=True)
    )


def _adds_nothing(clause: str, known: frozenset[str]) -> bool:
    """Tell whether a clause holds only figures, times, and names that are `known`."""
    found = (part for word in WORD.findall(clause) for part in word.split("-"))
    return all(word[0].isdigit() or word in known or stem(word) in known for word in found)


def is_definite(context: Context, plain: str) -> bool:
    """Tell whether a statement names a figure, a date, or a unit, country or offering."""
    rest = plain.replace(normalized(context.plan.account.name), " ")
    if names_a_figure(rest) or _figure_words().search(rest):
        return True
    stems = stems_of(without_empty_figures(rest))
    return (
        not _adjectives_of_places().isdisjoint(stems)
        or any(name <= stems for name in _names_in_plan(context))
        or any(name <= stems for name in _territory_names())
    )


def _names_in_plan(context: Context) -> list[frozenset[str]]:
    """Return the units and offerings that the plan names, and where the customer sits, as stems."""
    plan = context.plan
    names = [(plan.account.headquarters or "").partition(",")[0]]
    if plan.whitespace is not None:
        names += (*plan.whitespace.units, *plan.whitespace.offerings)
    for objective in plan.objectives:
        if objective.scope is not None:
            names += (*objective.scope.units, *objective.scope.offerings)
    names += [person.unit for person in plan.stakeholders if person.unit]
    account = stems_of(plan.account.name)
    return [name for name in map(stems_of, names) if name and not name <= account | _no_places()]


@cache
def _territory_names() -> tuple[frozenset[str], ...]:
    """Return the names of countries and continents in the languages known here, as stems."""
    none = _NOT_TERRITORIES | all_words().statement.ordinary_names
    return tuple(
        stems
        for language in word_languages()
        for code, name in locale_of(language).territories.items()
        if code not in none and (stems := stems_of(str(name)))
    )
