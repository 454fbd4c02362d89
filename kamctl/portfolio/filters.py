"""Some of the accounts, in an order: what `kamctl status` filters and sorts by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_summary import AccountSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.portfolio.account_summary import PersonSummary
    from kamctl.portfolio.priorities import Priority


_SortKey: TypeAlias = tuple[object, ...]


class _Ranking(NamedTuple):
    """The places of accounts, by identity, among those that need somebody, and of tiers."""

    urgency: dict[int, int]
    tiers: dict[str, int]


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts are wanted; an empty field wants all."""

    tiers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    overdue: bool = False

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


def _agreement_key(one: AccountSummary) -> _SortKey:
    """Return what comes first by agreement: the least agreed; conditions count as less."""
    found = one.agreed
    if not found.asked:
        return (True, 0.0, 0.0)
    return (
        False,
        (found.agreed + found.with_conditions) / found.asked,
        found.agreed / found.asked,
    )


_RANKS: Final = {stage.value: stage.rank for stage in Stage}
_ORDERS: Final[dict[str, Callable[[AccountSummary, _Ranking], _SortKey]]] = {
    "tier": lambda one, ranking: (
        not one.tier,
        ranking.tiers.get(one.tier, len(ranking.tiers)),
        one.tier.casefold(),
    ),
    "account": lambda *_: (),
    "attention": lambda one, ranking: (ranking.urgency.get(id(one), len(ranking.urgency)),),
    "stage": lambda one, _: (_RANKS[one.stage],),
    "completeness": lambda one, _: (
        not one.required,
        one.met / one.required if one.required else 0.0,
    ),
    "alignment": lambda one, _: _agreement_key(one),
    "share": lambda one, _: (one.share is None, one.share or 0.0),
    "trend": lambda one, _: (one.trend is None, one.trend or 0.0),
    "turnover": lambda one, _: (
        one.turnover is None,
        one.currency,
        -(one.turnover.turnover or 0.0) if one.turnover else 0.0,
    ),
    "measures": lambda one, _: (-one.behind, one.on_track),
    "overdue": lambda one, _: (-one.overdue, one.late[0].due if one.late else dt.date.max),
    "review": lambda one, _: (one.review or dt.date.max,),
    "owner": lambda one, _: (one.owner is None, one.owner.name.casefold() if one.owner else ""),
}
"""What comes first in each order; what is not known comes last."""
SORTS: Final = tuple(_ORDERS)
"""What accounts can be sorted by: always what needs somebody first, the rest by name."""


def sorted_accounts(
    accounts: Iterable[AccountSummary],
    by: str,
    priorities: Sequence[Priority],
    tiers: Sequence[str],
) -> list[AccountSummary]:
    """Return the accounts sorted `by` one of `SORTS`; `tiers` are in the company's order."""
    ranking = _Ranking(
        {id(one.account): place for place, one in enumerate(priorities)},
        {tier: place for place, tier in enumerate(tiers)},
    )
    key = _ORDERS[by]
    return sorted(accounts, key=lambda one: (*key(one, ranking), one.name.casefold(), one.file))
