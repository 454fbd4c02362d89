"""The figures of `position`, and how findings write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
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
    """Write a percentage, without its sign, to one decimal at most: 27.5, 28."""
    return f"{share:.1f}".removesuffix(".0")
