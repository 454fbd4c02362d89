"""Which years of `position` have results, and which are still aimed at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kamctl.plan.months import days_later, last_of_month

if TYPE_CHECKING:
    from kamctl.plan.model import Plan
    from kamctl.plan.position import YearFigures

_DAYS_TO_RESULTS: Final = 180
"""How long after its end the figures of a year may be unknown."""


def past_years(plan: Plan, today: dt.date) -> list[YearFigures]:
    """Return the history in the order of its years; one of a year to come is an error, no result.

    The year that is running is one of them.
    """
    years = plan.position.history if plan.position else ()
    return sorted((one for one in years if one.year <= today.year), key=lambda one: one.year)


def targets_ahead(plan: Plan, today: dt.date) -> list[YearFigures]:
    """Return the targets of the years that are not over, in the order of these years."""
    years = plan.position.targets if plan.position else ()
    return sorted(
        (one for one in years if not is_year_over(plan, one.year, today)), key=lambda one: one.year
    )


def is_year_over(plan: Plan, year: int, today: dt.date) -> bool:
    """Tell whether a year ended so long ago that its results should be known."""
    return days_later(_last_day(plan, year), _DAYS_TO_RESULTS) < today


def _last_day(plan: Plan, year: int) -> dt.date:
    """Return the day on which a year ends at the latest.

    A plan that ends before December has fiscal years, which may have the name of the calendar year
    in which they begin.
    """
    period = plan.plan.period
    end = period.end.day if period and period.end else None
    if end is None or end.month == 12:
        return dt.date(year, 12, 31)
    last = last_of_month(year + 1, end.month)
    return last.replace(day=min(end.day, last.day))
