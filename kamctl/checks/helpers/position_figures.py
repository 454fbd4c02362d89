"""The figures of `position`, and the measures that count the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.i18n.words import all_words
from kamctl.plan.text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Measure
    from kamctl.plan.position import YearFigures

    Figures = Sequence[tuple[YearFigures, KeyPath]]


def yearly_figures(context: Context, key: str) -> Figures:
    """Return the years of `history` or `targets`, each with its place."""
    position = context.plan.position
    if position is None:
        return ()
    return [(year, ("position", key, index)) for index, year in enumerate(getattr(position, key))]


def amount_with_currency(context: Context, amount: float) -> str:
    """Write an amount so that it can be read in any language: EUR 19 000 000."""
    digits = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    grouped = digits.replace(",", "\N{NO-BREAK SPACE}")
    currency = context.plan.plan.currency
    return f"{currency}\N{NO-BREAK SPACE}{grouped}" if currency else grouped


def percentage(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0")


def is_share_of_wallet(measure: Measure, more: Iterable[str] = ()) -> bool:
    """Tell whether a measure counts the share of wallet; `more` are names it has in the company."""
    unit = measure.unit_name.lower()
    words = all_words()
    if unit != "%" and unit not in words.amounts.percent:
        return False
    return has_name(measure, words.measures.share_of_wallet, more)


def has_name(measure: Measure, known: frozenset[str], more: Iterable[str]) -> bool:
    names = {_normalized(name) for name in texts_of(measure.name)}
    return not (names.isdisjoint(known) and names.isdisjoint(map(_normalized, more)))


@lru_cache(maxsize=256)
def _normalized(name: str) -> str:
    """Write a name in small letters, without what stands around it: `Share of wallet (%)`."""
    plain = " ".join(name.casefold().replace("’", "'").replace("-", " ").split())
    return plain.strip(" .:%()")
