"""How much later, or earlier: in months where the dates allow it, else in weeks, days or years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.localized import LocalizedDate
from kamctl.i18n.message import Message, counted, message
from kamctl.plan.months import (
    DAYS_PER_MONTH,
    DAYS_PER_YEAR,
    MONTHS_PER_YEAR,
    last_of_month,
    months_later,
)

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.i18n.localized import SentenceValue
    from kamctl.plan.plan_date import PlanDate

_DAYS_PER_WEEK: Final = 7
_ABOUT_MONTHS: Final = 60
"""Days from which on a span that is no number of whole months is given in months, too."""
_YEARS_FROM_MONTHS: Final = 60
"""Months from which on a span is given in years: nobody counts 131 months."""


def moved(
    name: SentenceValue | None, before: PlanDate, after: PlanDate, *, times: int = 1
) -> Message:
    """Say how far a date has moved; `times` is how often it has slipped on the way."""
    later = after.day > before.day
    span = _span(*sorted((before.day, after.day)))
    values = {
        "name": name or "",
        "span": span,
        "before": LocalizedDate(before),
        "after": LocalizedDate(after),
    }
    if not later:
        return message("{name} {span} earlier ({before} → {after})", **values)
    if times < 2:
        return message("{name} {span} later ({before} → {after})", **values)
    return message(
        "{name} {span} later ({before} → {after}), postponed {times}",
        times=how_often(times),
        **values,
    )


def how_often(times: int) -> Message:
    """Say how often: once, twice, 3 times."""
    return message("twice") if times == 2 else counted("once", "{count} times", times)


def _span(first: dt.date, last: dt.date) -> Message:
    days = (last - first).days
    months = (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month
    whole = months_later(first, months) == last or (_is_last(first) and _is_last(last))
    if months >= _YEARS_FROM_MONTHS:
        if whole and months % MONTHS_PER_YEAR == 0:
            return counted("one year", "{count} years", months // MONTHS_PER_YEAR)
        return counted("about one year", "about {count} years", round(days / DAYS_PER_YEAR))
    if months and whole:
        return counted("one month", "{count} months", months)
    if days >= _ABOUT_MONTHS:
        return counted("about one month", "about {count} months", round(days / DAYS_PER_MONTH))
    if days % _DAYS_PER_WEEK == 0:
        return counted("one week", "{count} weeks", days // _DAYS_PER_WEEK)
    return counted("one day", "{count} days", days)


def _is_last(day: dt.date) -> bool:
    return day == last_of_month(day.year, day.month)
