"""What the company's own fields may hold, as its workspace declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import did_you_mean_to_write
from kamctl.i18n.words import all_words
from kamctl.plan.date_forms import is_plan_date
from kamctl.plan.text import is_invisible

if TYPE_CHECKING:
    from kamctl.workspace.model import CustomField


def fits(field: CustomField, value: Any) -> bool:
    """Tell whether a value is of a field's type; a text left blank is for `required_from`."""
    if is_left_blank(value):
        return True
    match field.type:
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "yes_no":
            return isinstance(value, bool) or str(value).lower() in all_words().wording.yes_no
        case "date":
            return isinstance(value, str) and is_plan_date(value)
        case "choice":
            return not isinstance(value, bool | tuple) and str(value) in field.choices
        case _:
            return isinstance(value, str)


def is_left_blank(value: Any) -> bool:
    """Tell whether a value is a text without anything in it."""
    return isinstance(value, str) and is_invisible(value)


def type_mismatch(field: CustomField, name: str) -> Message:
    """Say of a value that it is not of the type of its field, called `name`."""
    return message("`{name}` should be {kind}.", name=name, kind=kind_of(field))


def type_mismatch_hint(field: CustomField, value: Any) -> Message:
    """Say what to write in a field instead of a value that is not of its type."""
    choices = field.choices if field.type == "choice" else ()
    return did_you_mean_to_write(str(value), choices, _how_to_write(field))


def _how_to_write(field: CustomField) -> Message:
    match field.type:
        case "number":
            return message("Write the number without a unit, for example 1_200_000 or 12.5.")
        case "date":
            return message("Write a date as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1.")
        case "yes_no":
            return message("Write yes or no; true and false are also accepted.")
        case "choice":
            return message("Choose one. Others can be added in kamctl.yaml under `custom:`.")
        case _:
            return message("Put it in quotes; write several texts as one, separated by commas.")


def kind_of(field: CustomField) -> Message:
    """Return what a field holds, for a sentence: “a number”."""
    match field.type:
        case "number":
            return message("a number")
        case "yes_no":
            return message("yes or no")
        case "date":
            return message("a date")
        case "choice":
            return message("one of: {choices}", choices=", ".join(field.choices))
        case _:
            return message("a text")
