"""Answers are read with good will, and refused with a way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import get_args

import pytest

from kamctl.document.errors import UserError
from kamctl.i18n.catalog import languages
from kamctl.i18n.locales import locale_of
from kamctl.plan.plan_metadata import Tool
from kamctl.scaffold import account_answers
from kamctl.scaffold.account_text import PlanPeriod
from tests.untranslated import UNTRANSLATED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("eur", "EUR"),
        (" USD ", "USD"),
        ("€", "EUR"),
        ("Euro", "EUR"),
        ("chf", "CHF"),
        ("Fr.", "CHF"),
        (" zł", "PLN"),
        ("₹", "INR"),
    ],
)
def test_currencies(text: str, code: str) -> None:
    assert account_answers.currency_code(text) == code


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("all", get_args(Tool)),
        ("none", ()),
        ("", ()),
        ("risks, SWOT", ("swot", "risks")),
        ("risks risks;swot", ("swot", "risks")),
    ],
)
def test_tools(text: str, tools: tuple[str, ...]) -> None:
    assert account_answers.tool_names(text) == tools


@pytest.mark.parametrize("code", languages())
def test_a_language_is_known_by_its_code_and_its_names(code: str) -> None:
    named = [locale_of(known).languages[code] for known in languages()]
    for text in (code, code.upper(), f"{code}_CA", *named, *map(str.capitalize, named)):
        assert account_answers.language_code(text) == code


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (account_answers.first_day, "2027", dt.date(2027, 1, 1)),
        (account_answers.last_day, "2027", dt.date(2027, 12, 31)),
        (account_answers.first_day, "2027-02", dt.date(2027, 2, 1)),
        (account_answers.last_day, "2028-02", dt.date(2028, 2, 29)),
        (account_answers.first_day, "2027-Q2", dt.date(2027, 4, 1)),
        (account_answers.last_day, "2027-q2", dt.date(2027, 6, 30)),
        (account_answers.first_day, "2027-04-15", dt.date(2027, 4, 15)),
        (account_answers.first_day, "2027-H2", dt.date(2027, 7, 1)),
        (account_answers.first_day, "15 April 2027", dt.date(2027, 4, 15)),
        (account_answers.first_day, "1er avril 2027", dt.date(2027, 4, 1)),
        (account_answers.last_day, "février 2028", dt.date(2028, 2, 29)),
        (account_answers.last_day, "31/12/2029", dt.date(2029, 12, 31)),
        (account_answers.last_day, " 2029 ", dt.date(2029, 12, 31)),
    ],
)
def test_days(read: Callable[[str], dt.date], text: str, expected: dt.date) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("start", "end", "today", "expected"),
    [
        (None, None, "2026-11-23", ("2027-01-01", "2029-12-31")),
        (None, None, "2026-03-01", ("2026-01-01", "2028-12-31")),
        ("2027-04-01", None, "2026-11-23", ("2027-04-01", "2030-03-31")),
        ("2028-02-29", None, "2026-11-23", ("2028-02-29", "2031-02-28")),
        (None, "2028-12-31", "2026-11-23", ("2026-01-01", "2028-12-31")),
        (None, "2035-12-31", "2026-11-23", ("2027-01-01", "2035-12-31")),
    ],
)
def test_periods(start: str | None, end: str | None, today: str, expected: tuple[str, str]) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (start, end)]
    period = account_answers.period(days[0], days[1], dt.date.fromisoformat(today))
    assert period == PlanPeriod(*map(dt.date.fromisoformat, expected))


@pytest.mark.parametrize(
    ("read", "text", "help_"),
    [
        (account_answers.currency_code, "EURR", "EUR"),
        (account_answers.currency_code, "Bitcoin", "ISO 4217"),
        (account_answers.language_code, UNTRANSLATED, f"Allowed: {', '.join(languages())}"),
        (account_answers.tool_names, "swott", "Did you mean `swot`? Allowed: "),
        (account_answers.tool_names, "zzz", "Allowed: customer"),
        (account_answers.first_day, "03/04/2027", "Write the month as a word."),
        (account_answers.first_day, "0001", "2027"),
        (account_answers.last_day, "soon", "31 March 2027"),
        (account_answers.last_day, "2027-02-30", "the last day of that month is 2027-02-28"),
        (account_answers.last_day, "31.6.2027", "the last day of that month is 2027-06-30"),
        (account_answers.account_id, "Léa", "letters without accents"),
        (account_answers.account_id, "x" * 65, "64"),
    ],
)
def test_refusals_say_what_would_do(read: Callable[[str], object], text: str, help_: str) -> None:
    with pytest.raises(UserError) as caught:
        read(text)
    assert text in str(caught.value.message)
    assert help_ in str(caught.value.hint)


def test_several_names_that_are_no_sections() -> None:
    with pytest.raises(UserError) as caught:
        account_answers.tool_names("risk,swott,abc")
    assert str(caught.value.message) == "These are not sections: swott, abc."


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(UserError):
        account_answers.period(dt.date(2028, 1, 1), dt.date(2027, 1, 1), dt.date(2026, 1, 1))


def test_everything_wrong_is_said_at_once() -> None:
    given = account_answers.OptionReader()
    assert given.read(account_answers.currency_code, "{x}", "EUR") == "EUR"
    given.read(account_answers.tool_names, "zzz", ())
    with pytest.raises(UserError) as caught:
        given.settle()
    output = str(caught.value)
    assert "{x}" in output
    assert "zzz" in output
    assert output.count("→") == 2
