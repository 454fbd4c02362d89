"""The figures of `position`: how findings write them, and what else is called as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Option
from kamctl.i18n.localized import LocalizedMoney, LocalizedPercent

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context

SHARE_NAMES: Option[tuple[str, ...]] = Option(
    "share_names", (), "Additional names of a share-of-wallet measure in the company."
)


def amount_with_currency(context: Context, amount: float) -> LocalizedMoney:
    """Return an amount in the plan's currency, to be written as the reader's language does."""
    return LocalizedMoney(amount, context.plan.plan.currency)


def percentage(share: float) -> LocalizedPercent:
    """Return a percentage given in points, to be written to one decimal at most: 27.5%, 28%."""
    return LocalizedPercent(share, 1)
