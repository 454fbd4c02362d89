"""What pydantic's errors mean, in words for people who write plans: what is wrong, what to do.

Errors are told apart by pydantic's `type`, never by its text.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kamctl.document import error_codes
from kamctl.document.span import Path, dotted
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import nearest
from kamctl.i18n.truncate import short
from kamctl.plan import date_forms as forms
from kamctl.plan.amounts import Doubt, score_of_ten
from kamctl.plan.ids import has_other_script, id_for
from kamctl.plan.labels import value_for
from kamctl.plan.model import FORMAT_VERSION, Plan
from kamctl.plan.schema_lookup import is_custom_field, keys_at, values_at
from kamctl.plan.text import is_empty
from kamctl.plan.values import FUNCTIONS, NAME_PATTERN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.plan.schema_lookup import Root

Explained = tuple[error_codes.Problem, Message, Message | None]
"""A kind of problem, what is wrong, and what to do."""


def explain(path: Path, error: Any, root: Root = Plan) -> Explained:
    """Explain the value at `path`: `error` is one of pydantic's `ValidationError.errors()`.

    Its `written` is what stands in the file there: figures are quoted as they were written. `root`
    the model of the file; one of another kind says itself what is special in it.
    """
    kind, value = error["type"], error.get("input")
    if kind not in ("extra_forbidden", "missing", "too_short", "empty_text"):
        if error["loc"][-1:] == ("[key]",):
            return _bad_key(path, error, root)
        if isinstance(value, str) and is_empty(value):
            return _empty(path, error, root)
        if path != ("kamctl",) and not isinstance(value, str | int | float):
            return _wrong_type(path, error, root)
        if path != ("kamctl",) and isinstance(value, bool):
            return _wrong_type(path, error, root)
        if kind == "finite_number" or (isinstance(value, float) and value - value != 0):
            return _no_figure(path, error, root)
    return _EXPLAIN.get(kind, _wrong_type)(path, error, root)


def _written(error: Any) -> str:
    """Return what the author wrote, in short: a text without its quotes."""
    value = error["input"]
    return _short(value if isinstance(value, str) else error.get("written") or str(value))


def _unknown_key(path: Path, error: Any, root: Root) -> Explained:
    key, known = _short(path[-1]), keys_at(path[:-1], root)
    near = nearest(str(path[-1]), known)
    where = _where(path[:-1])
    if near:
        hint = message("Did you mean `{near}`?", near=near)
    elif len(path) == 1:
        hint = message(
            "The sections are: {known}. The house's own fields go under `custom:`.",
            known=", ".join(known),
        )
    else:
        hint = message(
            "The keys here are: {known}. The house's own go under `custom:`, where there is one.",
            known=", ".join(known),
        )
    return (
        error_codes.UNKNOWN_KEY,
        message("`{key}` is not a key of {where}.", key=key, where=where),
        hint,
    )


def _where(path: Path) -> Message:
    return message("`{path}`", path=dotted(path)) if path else message("a plan")


def _missing(path: Path, error: Any, root: Root) -> Explained:
    key, parent = str(path[-1]), path[:-1]
    if path == ("kamctl",):
        return (
            error_codes.MISSING_KEY,
            message("The plan does not say which version of the format it uses."),
            message("Write `kamctl: 1` as the first line."),
        )
    return (
        error_codes.MISSING_KEY,
        message("{where} has no `{key}`.", where=_where(parent), key=key),
        message("Add `{key}: …`; a plan cannot do without it.", key=key),
    )


def _bad_choice(path: Path, error: Any, root: Root) -> Explained:
    value = error["input"]
    if path == ("kamctl",):
        if isinstance(value, int) and not isinstance(value, bool):
            return (
                error_codes.WRONG_VERSION,
                message("This plan says format version {version}.", version=_written(error)),
                message(
                    "This kamctl reads version {known}. Update kamctl, or correct the number.",
                    known=FORMAT_VERSION,
                ),
            )
        return (
            error_codes.WRONG_TYPE,
            message("The format version is a whole number."),
            message("Write `kamctl: {known}`.", known=FORMAT_VERSION),
        )
    key = str(path[-1]) if path and isinstance(path[-1], str) else ""
    allowed = values_at(path, root)
    near = nearest(str(value), allowed) or value_for(str(value), allowed)
    said = _written(error)
    text = (
        message("“{value}” is not a value that `{key}` can have.", value=said, key=key)
        if key
        else message("“{value}” is not one of the values allowed here.", value=said)
    )
    if len(allowed) > 20:
        code = message("a code such as {some}", some=", ".join(_familiar(allowed)))
        hint = (
            message("Did you mean `{near}`?", near=near)
            if near
            else message("Write {code}.", code=code)
        )
    elif near:
        hint = message(
            "Did you mean `{near}`? Allowed: {allowed}.", near=near, allowed=", ".join(allowed)
        )
    else:
        hint = message("Allowed: {allowed}.", allowed=", ".join(allowed))
    return error_codes.BAD_VALUE, text, hint


def _familiar(codes: Sequence[str]) -> list[str]:
    known = [code for code in ("FR", "DE", "GB", "EUR", "USD", "GBP", "en", "fr") if code in codes]
    return known or list(codes[:3])


def _bad_key(path: Path, error: Any, root: Root) -> Explained:
    key = _short(error["loc"][-2])
    if error["type"] == "literal_error":
        return (
            error_codes.BAD_VALUE,
            message("`{key}` is not a language.", key=key),
            message("Use two letters, for example `en: …` and `fr: …` (ISO 639-1)."),
        )
    return _no_id(key)


def _bad_date(path: Path, error: Any, root: Root) -> Explained:
    value = error["input"]
    return (
        error_codes.BAD_VALUE if isinstance(value, str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a date.", value=_written(error)),
        _date_hint(value if isinstance(value, str) else str(error.get("written") or value)),
    )


def _date_hint(text: str) -> Message:
    text = text.strip()
    if date := forms.iso_date(text):
        return message("Write {date}; `kamctl validate --fix` does so.", date=date)
    if days := forms.both_readings(text):
        return message(
            "It could be either of two days: write {one} or {other}.", one=days[0], other=days[1]
        )
    if found := forms.no_such_day(text):
        year, month, last = found
        return message(
            "There is no such day: the last one of that month is {day}.",
            day=f"{year:04}-{month:02}-{last:02}",
        )
    if text.isascii() and text.isdecimal() and len(text) == len("2027"):
        return message(
            "A year alone is not enough. If its last day is meant, write {day}.",
            day=f"{text}-12-31",
        )
    if forms.BUSINESS_YEAR(text):
        return message(
            "Business years end on different days: write the last day, for example {day}.",
            day="2027-03-31",
        )
    if forms.has_short_year(text):
        return message("Write the year with four digits, and first: for example 2027-03-31.")
    return message(
        "Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1, a half-year as "
        "2027-H1; a year alone is not enough."
    )


def _bad_percent(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE if isinstance(error["input"], str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a percentage.", value=_written(error)),
        _doubt(error, path) or message("Write it as 34% or 34.5%."),
    )


def _percent_or_fraction(path: Path, error: Any, root: Root) -> Explained:
    said = _written(error)
    points = error["input"] * 100
    try:
        exact = f"{(Decimal(said) * 100).normalize():f}"
    except InvalidOperation:
        exact = f"{points:g}"
    return (
        error_codes.BAD_VALUE,
        message("{value} could mean {value} % or {points} %.", value=said, points=_short(exact)),
        message("Write the percent sign: {points}%.", points=_short(exact)),
    )


def _percent_range(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("{value} is not between 0 % and 100 %.", value=_written(error)),
        message("This is a share of a whole. Correct the figure."),
    )


def _percent_above(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("{value} is more than 100 %.", value=_written(error)),
        message("A margin is what is left of the turnover. Correct the figure."),
    )


def _bad_quantity(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE if isinstance(error["input"], str) else error_codes.WRONG_TYPE,
        message("“{value}” is not a number.", value=_written(error)),
        _doubt(error, path)
        or message("Write the number alone (27, 1_200_000 or 27%); its unit goes under `unit:`."),
    )


def _bad_amount(path: Path, error: Any, root: Root) -> Explained:
    where = dotted(path)
    return (
        error_codes.WRONG_TYPE,
        message("“{value}” is not an amount.", value=_written(error))
        if error["type"] == "amount"
        else message("`{path}` should be a whole number.", path=where),
        _doubt(error, path)
        or (
            message("Write the digits, for example 1_200_000, 1.2M or 48 500; no other words.")
            if error["type"] == "amount"
            else message("Write it without decimals, for example 11_000.")
        ),
    )


def _doubt(error: Any, path: Path) -> Message | None:
    """Say why a figure that people write so is not read here; None where there is nothing to say"""
    doubt = error.get("ctx", {}).get("doubt")
    if not isinstance(doubt, Doubt):
        return None
    match doubt.kind:
        case "two_readings":
            return message(
                "It could mean {one} or {other}: write one of these.",
                one=doubt.first,
                other=_without_zeros(doubt.second),
            )
        case "decimals":
            return message(
                "In the language of this plan decimals begin with a point: {value}.",
                value=doubt.first,
            )
        case "currency":
            return message(
                "Amounts are in the plan's currency, {currency}: convert it, or correct "
                "`plan.currency`.",
                currency=doubt.second,
            )
        case "no_currency":
            return message(
                "Name the currency of the plan: `currency: {currency}` under `plan:`.",
                currency=doubt.second,
            )
        case "range":
            return message(
                "This is a range. Write the one figure you count on; the range can go into a note."
            )
        case "percent":
            return message("A percentage stands where an amount belongs: write the amount.")
        case "share":
            return message(
                "Write it as a percentage: {points}%.", points=_without_zeros(doubt.first)
            )
        case "letters":
            return message("In the language of this plan write {value}.", value=doubt.first)
        case "score":
            score = score_of_ten(str(error["input"]))
            return (
                message("Write the mark alone: {mark}.", mark=score)
                if score
                else message("Write one number, not one of several.")
            )
    return None


def _without_zeros(number: str) -> str:
    sign = "%" if number.endswith("%") else ""
    number = number.removesuffix("%")
    return (number.rstrip("0").rstrip(".") if "." in number else number) + sign


def _no_figure(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("“{value}” is not an amount.", value=_written(error)),
        message("Write the figure, or take the line out while it is not known."),
    )


def _too_large(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("{value} is too large to be right here.", value=_written(error)),
        message("Correct the figure."),
    )


def _below_zero(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("{value} cannot be right here.", value=_written(error)),
        message("It must be at least {low}.", low=0),
    )


def _out_of_range(path: Path, error: Any, root: Root) -> Explained:
    limits = error.get("ctx", {})
    low, high = limits.get("ge"), limits.get("le")
    hint = (
        message("It must be at least {low}.", low=f"{low:g}")
        if low is not None
        else message("It must be at most {high}.", high=f"{high:g}")
    )
    return (
        error_codes.BAD_VALUE,
        message("{value} cannot be right here.", value=_written(error)),
        hint,
    )


def _empty(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.MISSING_KEY,
        message("`{path}` is empty.", path=dotted(path)),
        message("Write something here, or take the line out if the entry can do without it."),
    )


def _pattern(path: Path, error: Any, root: Root) -> Explained:
    value = str(error["input"])
    if path[-1:] == ("function",):
        near = nearest(value.lower().replace(" ", "-").replace("_", "-"), FUNCTIONS)
        near = near or value_for(value, FUNCTIONS)
        return (
            error_codes.BAD_VALUE,
            message("“{value}” is not the name of a function.", value=_written(error)),
            message("Did you mean `{near}`?", near=near)
            if near
            else message("Allowed: {allowed}.", allowed=", ".join(FUNCTIONS)),
        )
    if error["ctx"]["pattern"] == NAME_PATTERN:
        return (
            error_codes.BAD_VALUE,
            message("`{path}` has only characters that cannot be seen.", path=dotted(path)),
            message("Write something here, or take the line out if the entry can do without it."),
        )
    return _no_id(_written(error), id_for(value))


def _no_id(said: str, meant: str | None = None) -> Explained:
    if meant is not None:
        return (
            error_codes.BAD_VALUE,
            message("“{value}” cannot be an id.", value=said),
            message(
                "Use a–z without accents, digits, - and _, and no space: `{meant}`.", meant=meant
            ),
        )
    return (
        error_codes.BAD_VALUE,
        message("“{value}” cannot be an id.", value=said),
        message("Write it in Latin letters, a–z without accents: for example `ivan` or `SO1`.")
        if has_other_script(said)
        else message(
            "Use a–z without accents, digits, - and _, and no space: for example `claire` or `SO1`."
        ),
    )


_KINDS: dict[type, Message] = {
    str: message("a text"),
    int: message("a number"),
    float: message("a number"),
    list: message("a list"),
    dict: message("a group of keys"),
    type(None): message("nothing"),
}
_WANTED: dict[str, tuple[Message, Message]] = {
    **dict.fromkeys(
        ("literal_error", "enum"), (message("one word"), message("Write one word here."))
    ),
    "plan_date": (
        message("a date"),
        message("Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1."),
    ),
    **dict.fromkeys(
        ("percent", "percent_or_fraction"),
        (message("a percentage"), message("Write it as 34% or 34.5%.")),
    ),
    **dict.fromkeys(
        ("amount", "quantity", "float_type", "float_parsing", "finite_number"),
        (
            message("a number"),
            message("Write the digits, for example 1_200_000, 1.2M or 48 500; no other words."),
        ),
    ),
    **dict.fromkeys(
        ("count", "int_type", "int_parsing", "int_from_float"),
        (message("a whole number"), message("Write it without decimals, for example 11_000.")),
    ),
    **dict.fromkeys(
        ("string_type", "string_sub_type", "string_pattern_mismatch", "empty_text"),
        (message("a text"), message("Write one text here.")),
    ),
    **dict.fromkeys(
        ("bool_type", "bool_parsing"),
        (message("true or false"), message("Write `true` or `false`.")),
    ),
}
_NUMBER_TYPES = {"int_type", "float_type", "int_parsing", "float_parsing"}
_WHOLE_TYPES = {"int_type", "int_from_float", "int_parsing"}
_LIST_TYPES = {"tuple_type", "list_type"}
_GROUP_TYPES = {"model_type", "dict_type", "model_attributes_type"}


def _wrong_type(path: Path, error: Any, root: Root) -> Explained:
    value, kind = error["input"], error["type"]
    where = dotted(path) or "plan"
    wanted, hint = _wanted(path, error, root)
    if kind in _WHOLE_TYPES and isinstance(value, float):
        text = message("`{path}` should be a whole number.", path=where)
        if abs(value) < _PRINTED:
            hint = message("Write it without decimals: {value}.", value=f"{value:.0f}")
    else:
        found = (
            message("`{value}`", value=_written(error))
            if isinstance(value, bool)
            else _KINDS.get(type(value), message("something else"))
        )
        text = message(
            "`{path}` should be {wanted}, and is {found}.", path=where, wanted=wanted, found=found
        )
    return error_codes.WRONG_TYPE, text, hint


_ROOM = 40
"""Characters of a value that is quoted."""
_PRINTED = 1e15
"""A number below this is written with all its digits."""


def _wanted(path: Path, error: Any, root: Root) -> tuple[Message, Message]:
    """Return what should be there instead of a value of another kind, and how it is written."""
    value, kind, said = error["input"], error["type"], _written(error)
    if is_custom_field(path, root):
        return (
            message("a text, a number, true or false, or a list of these"),
            message("Write the value itself; a field of the company's own has no keys below it."),
        )
    if kind in _LIST_TYPES:
        return message("a list"), (
            message("Put “- ” before each entry.")
            if isinstance(value, dict) or value is None
            else message("Put it in brackets: [{value}].", value=said)
        )
    if kind in _GROUP_TYPES:
        known = ", ".join(keys_at(path, root))
        return (
            message("a group of keys"),
            message("The keys here are: {known}.", known=known)
            if known
            else message("Write one line for each, for example `{form}`.", form="region: West"),
        )
    wanted, hint = _WANTED.get(kind, _WANTED["string_type"])
    if isinstance(value, list) and value:
        hint = message("Write one only, not a list.")
    if kind in ("literal_error", "enum") and 0 < len(allowed := values_at(path, root)) <= _FEW:
        hint = message("{hint} Allowed: {allowed}.", hint=hint, allowed=", ".join(allowed))
    elif kind in ("string_type", "string_sub_type") and isinstance(value, int | float):
        hint = message('Put it between quotes: "{value}".', value=said)
    elif kind == "float_type" and isinstance(value, str) and (mark := score_of_ten(value)):
        hint = message("Write the mark alone: {mark}.", mark=mark)
    elif kind == "float_type" and isinstance(value, str) and _WITH_COMMA(value.strip()):
        hint = message(
            "A number alone has a point before its decimals: {value}.",
            value=value.strip().replace(",", "."),
        )
    elif kind in _NUMBER_TYPES and isinstance(value, str) and value.isdecimal() and value.isascii():
        hint = message("Take the quotes away: {value}.", value=said)
    elif kind in _WHOLE_TYPES and isinstance(value, str) and (year := forms.BUSINESS_YEAR(value)):
        hint = message("Write the year in four digits: {year}.", year=f"20{year[1][-2:]}")
    return wanted, hint


_WITH_COMMA = re.compile(r"[0-9]{1,2},[0-9]{1,2}", re.ASCII).fullmatch
_FEW = 20
"""So many values can be named in a hint."""


def _nothing_in_it(path: Path, error: Any, root: Root) -> Explained:
    return (
        error_codes.BAD_VALUE,
        message("`{path}` has nothing in it.", path=dotted(path)),
        message("Write the text, or one text for each language: {form}.", form="{en: …, fr: …}"),
    )


_EXPLAIN = {
    "too_short": _nothing_in_it,
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _bad_choice,
    "enum": _bad_choice,
    "plan_date": _bad_date,
    "percent": _bad_percent,
    "percent_or_fraction": _percent_or_fraction,
    "percent_range": _percent_range,
    "percent_above": _percent_above,
    "quantity": _bad_quantity,
    "amount": _bad_amount,
    "count": _bad_amount,
    "too_large": _too_large,
    "below_zero": _below_zero,
    "empty_text": _empty,
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(
        ("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _out_of_range
    ),
}


def _short(value: object) -> str:
    return short(" ".join(str(value).split()), _ROOM)
