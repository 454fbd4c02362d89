"""All accounts of a run together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.portfolio.attention import needs
from kamctl.portfolio.facts import Account, Unread
from kamctl.portfolio.sums import by_tier, same_ids

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from kamctl.portfolio.attention import Need
    from kamctl.portfolio.facts import Facts


@dataclass(frozen=True)
class Portfolio:
    """The accounts, the plans that could not be read, and the day.

    `order` are the company's tiers, from the first to the last.
    """

    accounts: tuple[Account, ...]
    unread: tuple[Unread, ...]
    today: dt.date
    order: tuple[str, ...] = ()

    @cached_property
    def tiers(self) -> tuple[str, ...]:
        """The tiers there are; "" stands for accounts without one, and comes last."""
        return tuple(by_tier(self.accounts, self.order))

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Which accounts need somebody, and why; the most urgent first."""
        return tuple(needs(self.accounts, self.today))

    @cached_property
    def same_ids(self) -> tuple[tuple[Account, ...], ...]:
        """Accounts that share an id."""
        return tuple(same_ids(self.accounts))

    def of(self, wanted: Callable[[Account], bool]) -> Portfolio:
        """Return the portfolio of those accounts only."""
        return replace(self, accounts=tuple(filter(wanted, self.accounts)))


def portfolio(found: Iterable[Facts], today: dt.date, order: Sequence[str] = ()) -> Portfolio:
    """Put together what is known of the accounts."""
    accounts: list[Account] = []
    unread: list[Unread] = []
    for one in found:
        if isinstance(one, Account):
            accounts.append(one)
        else:
            unread.append(one)
    return Portfolio(tuple(accounts), tuple(unread), today, tuple(order))
