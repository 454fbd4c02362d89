"""The figures of `position`, and how findings write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.localized import LocalizedMoney, LocalizedPercent

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


def amount_with_currency(context: Context, amount: float) -> LocalizedMoney:
    """Return an amount in the plan's currency, to be written as the reader's language does."""
    return LocalizedMoney(amount, context.plan.plan.currency)


def percentage(share: float) -> LocalizedPercent:
    """Return a percentage given in points, to be written to one decimal at most: 27.5%, 28%."""
    return LocalizedPercent(share, 1)
