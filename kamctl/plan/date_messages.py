"""Messages for dates that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.document import error_codes
from kamctl.i18n.message import Message, message
from kamctl.plan.date_forms import (
    both_readings,
    fiscal_year,
    has_short_year,
    is_year,
    iso_date,
    last_day_instead,
)
from kamctl.plan.explanation import Explanation

if TYPE_CHECKING:
    from kamctl.plan.explanation import InvalidValue


_START: Final = "start"
"""The key of every date that something begins on; the others end or happen on theirs."""


def bad_date(invalid: InvalidValue) -> Explanation:
    """Explain a date that is none, or that can mean two days."""
    return Explanation(
        error_codes.BAD_VALUE if isinstance(invalid.value, str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a date.", value=invalid.quoted),
        _date_hint(invalid.source_text, is_start=invalid.path[-1:] == (_START,)),
    )


def no_such_day(text: str, language: str = "en") -> Message | None:
    """Say which day is the last of the month, where a text names one beyond it."""
    day = last_day_instead(text, language)
    if day is None:
        return None
    return message("This date does not exist: the last day of that month is {day}.", day=day)


def _date_hint(text: str, *, is_start: bool) -> Message:
    """Say how a date is written, as near as can be to what was meant by `text`.

    Of a year, a start is meant by its first day, any other date by its last.
    """
    text = text.strip()
    if date := iso_date(text):
        return message("Write {date}, or run `kamctl validate --fix`.", date=date)
    if days := both_readings(text):
        return message("The date is ambiguous: write {one} or {other}.", one=days[0], other=days[1])
    if hint := no_such_day(text):
        return hint
    if is_year(text) and is_start:
        return message(
            "A year alone is not enough. If you mean its first day, write {day}.",
            day=f"{text}-01-01",
        )
    if is_year(text):
        return message(
            "A year alone is not enough. If you mean its last day, write {day}.",
            day=f"{text}-12-31",
        )
    if fiscal_year(text) and is_start:
        return message(
            "Fiscal years begin on different days: write the first day, for example {day}.",
            day="2027-04-01",
        )
    if fiscal_year(text):
        return message(
            "Fiscal years end on different days: write the last day, for example {day}.",
            day="2027-03-31",
        )
    if has_short_year(text):
        return message("Write the year with four digits, for example 2027-03-31.")
    return message(
        "Use a date such as 2027-03-31, a month such as 2027-03, a quarter such as 2027-Q1 "
        "or a half-year such as 2027-H1; a year alone is not enough."
    )
