"""A date that somebody types in answer to a question, outside the fields of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.plan.date_forms import both_readings, iso_date
from kamctl.plan.date_messages import no_such_day
from kamctl.plan.plan_date import PlanDate

if TYPE_CHECKING:
    from kamctl.i18n.message import Message


def typed_date(text: str, language: str, hint: Message) -> PlanDate:
    """Read a date as people write it; `language` is that of the names of months.

    Raises:
        UserError: it is not a date, and `hint` says how to write one; or it is ambiguous.
    """
    written = iso_date(text, language)
    if written is not None:
        return PlanDate.parse(written)
    days = both_readings(text)
    if days is None:
        raise not_a_date(text, no_such_day(text, language) or hint)
    one, other = map(PlanDate.parse, days)
    raise UserError(
        message(
            "“{value}” is ambiguous: it can be {one} or {other}.",
            value=text.strip(),
            one=one,
            other=other,
        ),
        message("Write the month as a word."),
    )


def not_a_date(text: str, hint: Message) -> UserError:
    """Return the error about a text that is no date; `hint` says how to write one."""
    return UserError(message("“{value}” is not a date.", value=text), hint)
