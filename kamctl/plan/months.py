"""Calendar arithmetic: months as a calendar counts them, and days that stay within it."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

MONTHS_PER_YEAR: Final = 12
_DAYS_OF_ANY_MONTH: Final = 28
DAYS_PER_MONTH: Final = 30.44
"""On average."""
DAYS_PER_YEAR: Final = 365.2425
"""On average."""


def last_of_month(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or earlier where `months` is negative.

    Where that month is shorter, it is its last day: 31 January and one month is 28 February. What
    lies beyond the calendar is its first or its last day.
    """
    number = day.year * MONTHS_PER_YEAR + day.month - 1 + months
    year, month = number // MONTHS_PER_YEAR, number % MONTHS_PER_YEAR + 1
    if year < dt.MINYEAR:
        return dt.date.min
    if year > dt.MAXYEAR:
        return dt.date.max
    if day.day <= _DAYS_OF_ANY_MONTH:
        return dt.date(year, month, day.day)
    return dt.date(year, month, min(day.day, last_of_month(year, month).day))


def months_between(first: dt.date, last: dt.date) -> int:
    """Return how many whole months lie between two days; negative where `last` comes first.

    From 9 February to 12 June are four, and to 8 June three; from 31 January to 28 February is one.
    """
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month
    return months if months_later(first, months) <= last else months - 1


def span_end(first: dt.date, months: int) -> dt.date:
    """Return the last day of a span of so many months that begins on `first`.

    A year from 1 January ends on 31 December; one from 29 February 2028 on 28 February 2029.
    """
    after = months_later(first, months)
    return after if after.day < first.day else days_later(after, -1)


def days_later(day: dt.date, days: int) -> dt.date:
    """Return a day so many days later, or earlier; never beyond the calendar's first or last."""
    number = day.toordinal() + days
    return dt.date.fromordinal(min(max(number, dt.date.min.toordinal()), dt.date.max.toordinal()))
