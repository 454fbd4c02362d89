"""The share of wallet: which measures count it, and what it is now."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kamctl.i18n.text_normalization import comparison_key
from kamctl.i18n.words import all_words
from kamctl.plan.amounts import is_percent
from kamctl.plan.measure_progress import latest_dated
from kamctl.plan.position_years import past_years
from kamctl.plan.text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Measure


class WalletShare(NamedTuple):
    """A share of wallet in percent, the day it is of, and whether it is a reading of a measure."""

    day: dt.date
    percent: float
    is_reading: bool


def share_of_wallet(plan: Plan, day: dt.date) -> WalletShare | None:
    """Return the share of wallet as last known on `day`; None where the plan does not say.

    It is that of the last year of `position.history`, or the last reading of a measure of it if
    that is later: a year's figures are known months after its end, and a reading of this year
    is nearer to the truth than they are.
    """
    known = [
        WalletShare(_day_of(one.year, day), share, is_reading=False)
        for one in past_years(plan, day)
        if (share := one.share_of_wallet) is not None
    ]
    for objective in plan.objectives:
        for measure in objective.measures:
            if is_share_of_wallet(measure):
                known += [
                    WalletShare(min(one.on.day, day), one.value, is_reading=True)
                    for one in (latest_dated(measure, day), measure.baseline)
                    if one and one.on and one.on.first <= day
                ]
    return max(known, key=lambda one: one.day, default=None)


def _day_of(year: int, today: dt.date) -> dt.date:
    """Return the day a year's figures are of: its last; its first while it is not over."""
    last = dt.date(year, 12, 31)
    return last if last <= today else dt.date(year, 1, 1)


def is_share_of_wallet(measure: Measure, more: Iterable[str] = ()) -> bool:
    """Tell whether a measure counts the share of wallet; `more` are names it has in the company."""
    if not is_percent(measure.unit_name):
        return False
    return has_name(measure, all_words().measures.share_of_wallet, more)


def has_name(measure: Measure, known: frozenset[str], more: Iterable[str]) -> bool:
    """Tell whether a measure is called one of `known` or `more`, in any of its languages."""
    names = {_normalized(name) for name in texts_of(measure.name)}
    return not (names.isdisjoint(known) and names.isdisjoint(map(_normalized, more)))


@lru_cache(maxsize=256)
def _normalized(name: str) -> str:
    """Write a name in small letters, without what is around it: `Share of wallet (%)`."""
    plain = comparison_key(name.replace("’", "'").replace("-", " "))
    return plain.strip(" .:%()")
