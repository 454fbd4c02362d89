"""Messages for values of another type than the format has at their place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.document.emit import flow_style
from kamctl.document.key_paths import place_name
from kamctl.document.span import dotted
from kamctl.i18n.message import Message, message
from kamctl.plan.amounts import score_of_ten, score_scaled_to_ten
from kamctl.plan.date_forms import fiscal_year
from kamctl.plan.explanation import MAX_NAMED_VALUES, Explanation
from kamctl.plan.ids import is_id
from kamctl.plan.references import REFERENCES, SHORT_FORMS
from kamctl.plan.schema_lookup import (
    example_entry,
    is_custom_field,
    keys_at,
    needed_in_entries,
    values_at,
)
from kamctl.plan.text import missing_space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.plan.explanation import InvalidValue

_FOUND: dict[type, Message] = {
    str: message("a text"),
    int: message("a number"),
    float: message("a number"),
    list: message("a list"),
    dict: message("a group of keys"),
    type(None): message("nothing"),
}
"""What was found, by its Python type."""
_EXPECTED: dict[str, tuple[Message, Message]] = {
    **dict.fromkeys(
        ("literal_error", "enum"), (message("one word"), message("Write one word here."))
    ),
    "plan_date": (
        message("a date"),
        message("Write a date as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1."),
    ),
    "percent": (message("a percentage"), message("Write it as 34% or 34.5%.")),
    **dict.fromkeys(
        ("amount", "quantity", "float_parsing"),
        (
            message("a number"),
            message(
                "Write the number in digits, for example 1_200_000, 1.2M or 48 500, "
                "without other words."
            ),
        ),
    ),
    **dict.fromkeys(
        ("count", "int_type", "int_parsing", "int_from_float"),
        (message("a whole number"), message("Write it without decimals, for example 11_000.")),
    ),
    "year": (message("a year"), message("Write the year in four digits, for example 2023.")),
    "float_type": (message("a number"), message("Write one number, for example 8 or 7.5.")),
    **dict.fromkeys(
        ("string_type", "string_sub_type"),
        (message("a text"), message("Write one text here.")),
    ),
    **dict.fromkeys(
        ("bool_type", "bool_parsing"),
        (message("true or false"), message("Write `true` or `false`.")),
    ),
}
"""By the type of pydantic's error: what is expected, and how it is written."""
_NUMBER_TYPES = {"int_type", "float_type", "int_parsing", "float_parsing", "year"}
_WHOLE_TYPES = {"int_type", "int_from_float", "int_parsing"}
_LIST_TYPES = {"tuple_type", "list_type"}
_GROUP_TYPES = {"model_type", "dict_type", "model_attributes_type"}
_YEARS = r"\s*((?:19|20)[0-9]{2})\s*[-–/]\s*((?:19|20)[0-9]{2})\s*"
_YEAR = re.compile(r"\s*((?:19|20)[0-9]{2})[^0-9].*", re.ASCII | re.DOTALL).fullmatch
_WITH_COMMA = re.compile(r"[0-9]{1,2},[0-9]{1,2}", re.ASCII).fullmatch
_MAX_PRINTED = 1e15
"""A number below this is written with all its digits."""


def wrong_type(invalid: InvalidValue) -> Explanation:
    """Explain a value of another type than is expected."""
    value, kind = invalid.value, invalid.kind
    where = dotted(invalid.path) or "plan"
    if isinstance(value, str) and (
        key := missing_space(value, keys_at(invalid.path, invalid.root))
    ):
        return Explanation(
            error_codes.WRONG_TYPE,
            message(
                "“{value}” is one text: there is no space after a colon.", value=invalid.quoted
            ),
            message("Write a space after each colon, as in `{key}: …`.", key=key),
        )
    wanted, hint = _expected(invalid)
    if kind in _WHOLE_TYPES and isinstance(value, float):
        text = message("`{path}` should be a whole number.", path=where)
        if abs(value) < _MAX_PRINTED:
            hint = message("Write it without decimals: {value}.", value=f"{value:.0f}")
    else:
        found = (
            message("`{value}`", value=invalid.quoted)
            if isinstance(value, bool)
            else _FOUND.get(type(value), message("something else"))
        )
        text = message(
            "`{path}` should be {wanted}, but is {found}.", path=where, wanted=wanted, found=found
        )
    return Explanation(error_codes.WRONG_TYPE, text, hint)


def _expected(invalid: InvalidValue) -> tuple[Message, Message]:
    """Return what is expected instead, and how it is written."""
    value, kind = invalid.value, invalid.kind
    if is_custom_field(invalid.path, invalid.root):
        return (
            message("a text, a number, true or false, or a list of these"),
            message("Write the value itself; a custom field has no keys below it."),
        )
    if kind in _LIST_TYPES:
        return message("a list"), _list_hint(invalid)
    if kind in _GROUP_TYPES:
        keys = keys_at(invalid.path, invalid.root)
        if set(keys) == {"value", "on"} and isinstance(value, int | float | str):
            return message("a group of keys"), _point_hint(invalid)
        if set(keys) == {"start", "end"} and (years := re.fullmatch(_YEARS, str(value), re.ASCII)):
            form = f"{invalid.path[-1]}: {{start: {years[1]}-01-01, end: {years[2]}-12-31}}"
            return message("a group of keys"), message("Write `{form}`.", form=form)
        return message("a group of keys"), _group_hint(invalid, keys)
    wanted, hint = _EXPECTED.get(kind, _EXPECTED["string_type"])
    if isinstance(value, list) and value:
        hint = message("Write one value, not a list.")
    return wanted, _exact_hint(invalid, hint) or hint


def _point_hint(invalid: InvalidValue) -> Message:
    """Say how a figure is written with its date, which nobody but the author knows."""
    form = f"{{value: {invalid.quoted}, on: …}}"
    key = invalid.path[-1]
    if isinstance(key, str):
        form = f"{key}: {form}"
    if key == "target":
        return message("Write `{form}`, with the date by which it is to be reached.", form=form)
    return message("Write `{form}`, with the date of the figure.", form=form)


def _group_hint(invalid: InvalidValue, keys: Sequence[str]) -> Message:
    """Say which keys a group has, and how it is written."""
    if not keys:
        return message("Write one line for each, for example `{form}`.", form="region: West")
    known = ", ".join(keys)
    example = example_entry(invalid.path, invalid.root)
    if example is None:
        return message("Possible keys: {known}.", known=known)
    before = "-" if isinstance(key := invalid.path[-1], int) else f"{key}:"
    return message(
        "Possible keys: {known}. Example: `{form}`.",
        known=known,
        form=f"{before} {flow_style(example)}",
    )


def _list_hint(invalid: InvalidValue) -> Message:
    """Say how a list is written: of groups with the keys that each needs, or in brackets."""
    if isinstance(invalid.value, dict) or invalid.value is None:
        example = example_entry(invalid.path, invalid.root)
        if example is None:
            return message("Put “- ” before each entry.")
        return message(
            "Put “- ” before each entry, for example `{form}`.", form=f"- {flow_style(example)}"
        )
    needed = needed_in_entries(invalid.path, invalid.root)
    if needed:
        form = ", ".join(f"{key}: …" for key in needed)
        return message("Write each entry with its keys: {form}.", form=f"- {{{form}}}")
    kinds = REFERENCES.get(place_name((*invalid.path, 0)), ())
    words = str(invalid.value).split(",")
    if kinds and isinstance(invalid.value, str) and not all(is_id(one.strip()) for one in words):
        ids = "[G1, N2]" if set(kinds) & SHORT_FORMS else "[claire, thomas]"
        return message("Write ids in brackets, for example {form}.", form=f"`{ids}`")
    return message("Put it in brackets: [{value}].", value=invalid.quoted)


def _exact_hint(invalid: InvalidValue, hint: Message) -> Message | None:
    """Return a hint that shows the value as it should be; None where that is not known."""
    value, kind = invalid.value, invalid.kind
    if kind in ("literal_error", "enum"):
        allowed = values_at(invalid.path, invalid.root)
        if 0 < len(allowed) <= MAX_NAMED_VALUES:
            return message("{hint} Allowed: {allowed}.", hint=hint, allowed=", ".join(allowed))
    if kind in ("string_type", "string_sub_type") and isinstance(value, int | float):
        return message('Put it in quotes: "{value}".', value=invalid.quoted)
    if not isinstance(value, str):
        return None
    if kind == "float_type" and (mark := score_of_ten(value)):
        return message("Write only the rating: {mark}.", mark=mark)
    if kind == "float_type" and (mark := score_scaled_to_ten(value)):
        return message("Write the rating out of 10: {mark}.", mark=mark)
    if kind == "float_type" and _WITH_COMMA(value.strip()):
        return message(
            "Use a point as the decimal separator: {value}.",
            value=value.strip().replace(",", "."),
        )
    if kind in _NUMBER_TYPES and value.isdecimal() and value.isascii():
        return message("Remove the quotes: {value}.", value=invalid.quoted)
    if kind == "year" and (written := _YEAR(value)):
        return message("Write the year alone: {year}.", year=written[1])
    if kind == "year" and (year := fiscal_year(value)):
        return message("Write the year with four digits: {year}.", year=f"20{year[1][-2:]}")
    return None
