"""Some of the accounts, in an order: what `kamctl status` filters and sorts by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kamctl.portfolio.account_summary import AccountSummary, PersonSummary
    from kamctl.portfolio.priorities import Priority

SORTS: Final = (
    "tier",
    "account",
    "attention",
    "stage",
    "completeness",
    "alignment",
    "share",
    "trend",
    "turnover",
    "measures",
    "overdue",
    "review",
    "owner",
)
"""What accounts can be sorted by: always what needs somebody first, the rest by name."""


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts are wanted; an empty field wants all."""

    tiers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    overdue: bool = False

    @property
    def is_some(self) -> bool:
        """Tell whether only some are wanted."""
        return any((self.tiers, self.owners, self.stages, self.functions, self.overdue))

    def wants(self, account: AccountSummary) -> bool:
        """Tell whether an account is wanted."""
        return (
            (not self.tiers or account.tier.casefold() in _folded(self.tiers))
            and (not self.stages or account.stage in self.stages)
            and (not self.owners or _is_one_of(account.owner, self.owners))
            and (not self.functions or any(map(account.asks, self.functions)))
            and (not self.overdue or bool(account.overdue))
        )


def _folded(words: Iterable[str]) -> set[str]:
    return {one.casefold() for one in words}


def _is_one_of(person: PersonSummary | None, asked: Iterable[str]) -> bool:
    """Tell whether a person is one of those asked for, by a part of the name or the address."""
    if person is None:
        return False
    known = f"{person.name}\n{person.email}".casefold()
    return any(one in known for one in _folded(asked))


def sorted_accounts(
    accounts: Iterable[AccountSummary],
    by: str,
    priorities: Sequence[Priority],
    tiers: Sequence[str],
) -> list[AccountSummary]:
    """Return the accounts sorted `by` one of `SORTS`; `tiers` are in the company's order."""
    urgency = {id(one.account): place for place, one in enumerate(priorities)}
    first = _sort_key(by, urgency, {tier: place for place, tier in enumerate(tiers)})
    return sorted(accounts, key=lambda one: (*first(one), one.name.casefold(), one.file))


def _agreement_key(one: AccountSummary) -> tuple[object, ...]:
    """Return what comes first by agreement: the least agreed; conditions count as less."""
    found = one.agreed
    if not found.asked:
        return (True, 0.0, 0.0)
    return (
        False,
        (found.agreed + found.with_conditions) / found.asked,
        found.agreed / found.asked,
    )


def _sort_key(
    by: str, urgency: dict[int, int], tiers: dict[str, int]
) -> Callable[[AccountSummary], tuple[object, ...]]:
    """Return what comes first in the order; what is not known comes last."""
    ranks = {stage.value: stage.rank for stage in Stage}
    orders: dict[str, Callable[[AccountSummary], tuple[object, ...]]] = {
        "account": lambda _: (),
        "tier": lambda one: (not one.tier, tiers.get(one.tier, len(tiers)), one.tier.casefold()),
        "attention": lambda one: (urgency.get(id(one), len(urgency)),),
        "stage": lambda one: (ranks[one.stage],),
        "completeness": lambda one: (not one.of, one.met / one.of if one.of else 0.0),
        "alignment": _agreement_key,
        "share": lambda one: (one.share is None, one.share or 0.0),
        "trend": lambda one: (one.trend is None, one.trend or 0.0),
        "turnover": lambda one: (
            one.turnover is None,
            one.currency,
            -(one.turnover.turnover or 0.0) if one.turnover else 0.0,
        ),
        "measures": lambda one: (-one.behind, one.on_course),
        "overdue": lambda one: (-one.overdue, one.late[0].due if one.late else dt.date.max),
        "review": lambda one: (one.review or dt.date.max,),
        "owner": lambda one: (one.owner is None, one.owner.name.casefold() if one.owner else ""),
    }
    return orders[by]
