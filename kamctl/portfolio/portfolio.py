"""All accounts of a run together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.portfolio.account_groups import accounts_with_same_id, tier_names
from kamctl.portfolio.account_summary import AccountSummary, UnreadPlan
from kamctl.portfolio.priorities import priorities

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from kamctl.portfolio.account_summary import PlanSummary
    from kamctl.portfolio.priorities import Priority


@dataclass(frozen=True)
class Portfolio:
    """The accounts, the plans that could not be read, and the day.

    `tier_order` are the company's tiers, from the first to the last.
    """

    accounts: tuple[AccountSummary, ...]
    unread: tuple[UnreadPlan, ...]
    today: dt.date
    tier_order: tuple[str, ...] = ()

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The tiers there are; "" stands for accounts without one, and comes last."""
        return tuple(tier_names(self.accounts, self.tier_order))

    @cached_property
    def priorities(self) -> tuple[Priority, ...]:
        """Which accounts need somebody, and why; the most urgent first."""
        return tuple(priorities(self.accounts, self.today))

    @cached_property
    def same_ids(self) -> tuple[tuple[AccountSummary, ...], ...]:
        """Accounts that share an id."""
        return tuple(accounts_with_same_id(self.accounts))

    def filtered(self, wanted: Callable[[AccountSummary], bool]) -> Portfolio:
        """Return the portfolio with those accounts only."""
        return replace(self, accounts=tuple(filter(wanted, self.accounts)))


def build_portfolio(
    found: Iterable[PlanSummary], today: dt.date, tier_order: Sequence[str] = ()
) -> Portfolio:
    """Put together what is known of the accounts."""
    accounts: list[AccountSummary] = []
    unread: list[UnreadPlan] = []
    for one in found:
        if isinstance(one, AccountSummary):
            accounts.append(one)
        else:
            unread.append(one)
    return Portfolio(tuple(accounts), tuple(unread), today, tuple(tier_order))
