"""Numbers and dates as English and French readers write them."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.plan.values import PlanDate
from kamctl.words.catalogue import translator
from kamctl.words.numbers import Formats

EN = Formats("en", translator("en"), "EUR")
FR = Formats("fr", translator("fr"), "EUR")


@pytest.mark.parametrize(
    ("written", "english", "french"),
    [
        ("2027-03-12", "12\u00a0March 2027", "12\u00a0mars 2027"),
        ("2027-03-01", "1\u00a0March 2027", "1er\u00a0mars 2027"),
        ("2027-03", "March 2027", "mars 2027"),
        ("2027-08", "August 2027", "août 2027"),
        ("2027-Q1", "Q1 2027", "T1 2027"),
    ],
)
def test_dates(written: str, english: str, french: str) -> None:
    date = PlanDate.parse(written)
    assert (EN.date(date), FR.date(date)) == (english, french)


def test_short_dates() -> None:
    date = PlanDate.parse("2027-02-12")
    assert EN.date(date, short=True) == "12\u00a0Feb 2027"
    assert FR.date(date, short=True) == "12\u00a0févr. 2027"
    assert EN.date(PlanDate.parse("2027-02"), short=True) == "Feb 2027"


@pytest.mark.parametrize(
    ("amount", "english", "french"),
    [
        (4_100_000, "€4,100,000", "4\u202f100\u202f000\u00a0€"),
        (1234.5, "€1,234.50", "1\u202f234,50\u00a0€"),
        (-180_000, "−€180,000", "−180\u202f000\u00a0€"),
        (0, "€0", "0\u00a0€"),
    ],
)
def test_money(amount: float, english: str, french: str) -> None:
    assert (EN.money(amount), FR.money(amount)) == (english, french)


def test_money_without_a_currency_is_a_number() -> None:
    assert Formats("en", translator("en")).money(1200) == "1,200"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (1234.567, "1,234.57", "1\u202f234,57"),
        (0.125, "0.125", "0,125"),
        (-0.004, "−0.004", "−0,004"),
        (1 / 3, "0.333", "0,333"),
        (0.5, "0.5", "0,5"),
        (0.999999, "1", "1"),
        (5e-324, "0", "0"),
    ],
)
def test_small_numbers_are_not_rounded_away(value: float, english: str, french: str) -> None:
    assert (EN.number(value), FR.number(value)) == (english, french)


@pytest.mark.parametrize("value", [1e26, -1e300, 1.7976931348623157e308])
def test_no_number_is_too_large_to_be_written(value: float) -> None:
    for said in (EN.number(value), EN.money(value), EN.percent(value), FR.money(value)):
        assert sum(map(str.isdigit, said)) >= len(f"{abs(value):.0f}")
    assert EN.short_money(value) and FR.short_money(value)


@pytest.mark.parametrize(
    ("points", "english", "french"),
    [
        (23.5, "23.5%", "23,5\u00a0%"),
        (29, "29%", "29\u00a0%"),
        (-4.25, "−4.25%", "−4,25\u00a0%"),
        (0, "0%", "0\u00a0%"),
        (120, "120%", "120\u00a0%"),
    ],
)
def test_percentages_are_not_rounded_away(points: float, english: str, french: str) -> None:
    said = FR.percent(points).replace("\u202f%", "\u00a0%")
    assert (EN.percent(points), said) == (english, french)


def test_quantities() -> None:
    assert EN.quantity(14, "plants") == "14\u00a0plants"
    assert EN.quantity(1200, "EUR") == "€1,200"
    assert EN.quantity(3, None) == "3"


def test_lists() -> None:
    assert EN.list(["a"]) == "a"
    assert EN.list(["a", "b", "{0}"]) == "a, b and {0}"
    assert FR.list(["a", "b", "c"]) == "a, b et c"
    assert FR.list([]) == ""


def test_every_day_of_a_year_is_said_without_babels_dates() -> None:
    from babel.dates import format_date

    def unbroken(date: str) -> str:
        return date.replace(" ", "\u00a0", 1)

    for number in range(365):
        day = dt.date(2027, 1, 1) + dt.timedelta(number)
        assert EN.day(day) == unbroken(format_date(day, "long", locale="en_GB"))
        if day.day > 1:
            assert FR.day(day) == unbroken(format_date(day, "long", locale="fr"))
