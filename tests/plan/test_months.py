"""Months as a calendar counts them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.plan.months import (
    days_later,
    last_of_month,
    months_between,
    months_later,
    span_end,
)

_days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
_within = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
_few = st.integers(0, 600)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-02-09", "2026-06-12", 4),
        ("2026-02-09", "2026-06-09", 4),
        ("2026-02-09", "2026-06-08", 3),
        ("2026-01-01", "2029-01-01", 36),
        ("2026-01-01", "2028-12-31", 35),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2028-01-31", "2028-02-28", 0),
        ("2028-02-29", "2029-02-28", 12),
        ("2026-06-12", "2026-02-09", -4),
        ("2026-06-12", "2026-06-12", 0),
    ],
)
def test_months_between(first: str, last: str, months: int) -> None:
    assert months_between(_day(first), _day(last)) == months


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("9999-12-31", 1, "9999-12-31"),
        ("9999-11-30", 1, "9999-12-30"),
        ("0001-01-01", -1, "0001-01-01"),
    ],
)
def test_months_later(day: str, months: int, later: str) -> None:
    assert months_later(_day(day), months) == _day(later)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-02-09", 12, "2027-02-08"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-01", 0, "2026-02-28"),
    ],
)
def test_the_last_day_of_a_span(first: str, months: int, last: str) -> None:
    assert span_end(_day(first), months) == _day(last)


@given(_within, _few)
def test_between_undoes_later(day: dt.date, months: int) -> None:
    assert months_between(day, months_later(day, months)) == months


@given(_within, _within)
def test_whole_months_fit_and_one_more_does_not(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    months = months_between(first, last)
    assert months_later(first, months) <= last < months_later(first, months + 1)


@given(_within, _few)
def test_only_a_day_that_is_not_there_is_moved(day: dt.date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, last_of_month(later.year, later.month).day)


@given(_within, st.integers(1, 600))
def test_spans_follow_one_another_without_a_gap(day: dt.date, months: int) -> None:
    later = months_later(day, months)
    assert later - span_end(day, months) in (dt.timedelta(0), dt.timedelta(1))


@given(_days, st.integers(-4_000_000, 4_000_000))
def test_days_stay_within_the_calendar(day: dt.date, days: int) -> None:
    later = days_later(day, days)
    try:
        assert later == day + dt.timedelta(days=days)
    except OverflowError:
        assert later == (dt.date.max if days > 0 else dt.date.min)


@given(_days, st.integers(-150_000, 150_000))
def test_months_stay_within_the_calendar(day: dt.date, months: int) -> None:
    assert dt.date.min <= months_later(day, months) <= dt.date.max
