"""What pydantic's errors mean, in words for people who write plans: what is wrong, what to do.

Errors are told apart by pydantic's `type`, never by its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document import problems
from kamctl.document.span import Path, dotted
from kamctl.plan.ids import id_for
from kamctl.plan.model import FORMAT_VERSION, Plan
from kamctl.words.message import Message, message
from kamctl.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.plan.shape import Root

Explained = tuple[problems.Problem, Message, Message | None]
"""A kind of problem, what is wrong, and what to do."""


def explain(path: Path, error: Any, root: Root = Plan) -> Explained:
    """Explain the value at `path`: `error` is one of pydantic's `ValidationError.errors()`.

    `root` is the model of the file; one of another kind says itself what is special in it.
    """
    return _EXPLAIN.get(error["type"], _wrong_type)(path, error, root)


def _unknown_key(path: Path, error: Any, root: Root) -> Explained:
    from kamctl.plan.shape import keys_at

    key, known = str(path[-1]), keys_at(path[:-1], root)
    near = nearest(key, known)
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
        problems.UNKNOWN_KEY,
        message("`{key}` is not a key of {where}.", key=key, where=where),
        hint,
    )


def _where(path: Path) -> Message:
    return message("`{path}`", path=dotted(path)) if path else message("a plan")


def _missing(path: Path, error: Any, root: Root) -> Explained:
    key, parent = str(path[-1]), path[:-1]
    if path == ("kamctl",):
        return (
            problems.MISSING_KEY,
            message("The plan does not say which version of the format it uses."),
            message("Write `kamctl: 1` as the first line."),
        )
    return (
        problems.MISSING_KEY,
        message("{where} has no `{key}`.", where=_where(parent), key=key),
        message("Add `{key}: …`; a plan cannot do without it.", key=key),
    )


def _bad_choice(path: Path, error: Any, root: Root) -> Explained:
    from kamctl.plan.shape import values_at

    value = error["input"]
    if path == ("kamctl",):
        if isinstance(value, int) and not isinstance(value, bool):
            return (
                problems.WRONG_VERSION,
                message("This plan says format version {version}.", version=value),
                message(
                    "This kamctl reads version {known}. Update kamctl, or correct the number.",
                    known=FORMAT_VERSION,
                ),
            )
        return (
            problems.WRONG_TYPE,
            message("The format version is a whole number."),
            message("Write `kamctl: {known}`.", known=FORMAT_VERSION),
        )
    key = str(path[-1]) if path and isinstance(path[-1], str) else ""
    if error["loc"][-1] == "[key]":
        return (
            problems.BAD_VALUE,
            message("`{key}` is not a language.", key=error["loc"][-2]),
            message("Use two letters, for example `en: …` and `fr: …` (ISO 639-1)."),
        )
    allowed = values_at(path, root)
    near = nearest(str(value), allowed)
    text = (
        message("“{value}” is not a value that `{key}` can have.", value=_short(value), key=key)
        if key
        else message("“{value}” is not one of the values allowed here.", value=_short(value))
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
    return problems.BAD_VALUE, text, hint


def _familiar(codes: Sequence[str]) -> list[str]:
    known = [code for code in ("FR", "DE", "GB", "EUR", "USD", "GBP", "en", "fr") if code in codes]
    return known or list(codes[:3])


def _bad_date(path: Path, error: Any, root: Root) -> Explained:
    value = error["input"]
    return (
        problems.BAD_VALUE if isinstance(value, str) else problems.WRONG_TYPE,
        message("“{value}” is not a date.", value=_short(value)),
        message(
            "Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1; "
            "a year alone is not enough."
        ),
    )


def _bad_percent(path: Path, error: Any, root: Root) -> Explained:
    return (
        problems.BAD_VALUE if isinstance(error["input"], str) else problems.WRONG_TYPE,
        message("“{value}” is not a percentage.", value=_short(error["input"])),
        message("Write it as 34% or 34.5%, with a point for decimals."),
    )


def _percent_or_fraction(path: Path, error: Any, root: Root) -> Explained:
    value = error["input"]
    return (
        problems.BAD_VALUE,
        message("{value} could mean {value} % or {points:g} %.", value=value, points=value * 100),
        message("Write the percent sign: {points:g}%.", points=value * 100),
    )


def _percent_range(path: Path, error: Any, root: Root) -> Explained:
    return (
        problems.BAD_VALUE,
        message("{value} is not between 0 % and 100 %.", value=_short(error["input"])),
        message("This is a share of a whole. Correct the figure."),
    )


def _bad_quantity(path: Path, error: Any, root: Root) -> Explained:
    return (
        problems.BAD_VALUE if isinstance(error["input"], str) else problems.WRONG_TYPE,
        message("“{value}” is not a number.", value=_short(error["input"])),
        message("Write the number alone (27, 1_200_000 or 27%); its unit goes under `unit:`."),
    )


def _out_of_range(path: Path, error: Any, root: Root) -> Explained:
    limits = error.get("ctx", {})
    low, high = limits.get("ge"), limits.get("le")
    hint = (
        message("It must be at least {low}.", low=low)
        if low is not None
        else message("It must be at most {high}.", high=high)
    )
    return (
        problems.BAD_VALUE,
        message("{value} cannot be right here.", value=_short(error["input"])),
        hint,
    )


def _pattern(path: Path, error: Any, root: Root) -> Explained:
    value = str(error["input"])
    if not value.strip():
        return (
            problems.MISSING_KEY,
            message("`{path}` is empty.", path=dotted(path)),
            message("Write something here, or take the line out if the entry can do without it."),
        )
    if path[-1:] == ("function",):
        from kamctl.plan.values import FUNCTIONS

        near = nearest(value.lower().replace(" ", "-").replace("_", "-"), FUNCTIONS)
        return (
            problems.BAD_VALUE,
            message("“{value}” is not the name of a function.", value=_short(value)),
            message("Did you mean `{near}`?", near=near)
            if near
            else message("Allowed: {allowed}.", allowed=", ".join(FUNCTIONS)),
        )
    if (meant := id_for(value)) is not None:
        return (
            problems.BAD_VALUE,
            message("“{value}” cannot be an id.", value=_short(value)),
            message(
                "Use a–z without accents, digits, - and _, and no space: `{meant}`.", meant=meant
            ),
        )
    return (
        problems.BAD_VALUE,
        message("“{value}” cannot be an id.", value=_short(value)),
        message(
            "An id has letters, digits, - and _ only, and no space: for example `claire` or `SO1`."
        ),
    )


_KINDS: dict[type, Message] = {
    str: message("a text"),
    bool: message("true or false"),
    int: message("a number"),
    float: message("a number"),
    list: message("a list"),
    dict: message("a group of keys"),
    type(None): message("nothing"),
}
_TEXT_TYPES = {"string_type", "string_sub_type"}
_NUMBER_TYPES = {"int_type", "float_type", "int_parsing", "float_parsing"}
_WHOLE_TYPES = {"int_type", "int_from_float", "int_parsing"}
_LIST_TYPES = {"tuple_type", "list_type"}
_GROUP_TYPES = {"model_type", "dict_type", "model_attributes_type"}


def _wrong_type(path: Path, error: Any, root: Root) -> Explained:
    value, kind = error["input"], error["type"]
    hint: Message | None
    if kind in _WHOLE_TYPES and isinstance(value, float):
        return (
            problems.WRONG_TYPE,
            message("`{path}` should be a whole number.", path=dotted(path)),
            message("Write it without decimals: {value}.", value=_short(f"{value:.0f}")),
        )
    if kind == "finite_number":
        return (
            problems.BAD_VALUE,
            message("“{value}” is not an amount.", value=_short(value)),
            message("Write the figure, or take the line out while it is not known."),
        )
    if kind in _TEXT_TYPES:
        wanted = message("a text")
        hint = (
            message('Put it between quotes: "{value}".', value=_short(value))
            if isinstance(value, int | float)
            else message("Write one text here.")
        )
    elif kind in _NUMBER_TYPES:
        wanted = message("a number")
        hint = (
            message("Take the quotes away: {value}.", value=value)
            if isinstance(value, str) and value.isdecimal()
            else message("Write the digits alone, for example 1_200_000; no currency, no unit.")
        )
    elif kind in _LIST_TYPES:
        wanted = message("a list")
        hint = (
            message("Put it in brackets: [{value}].", value=_short(value))
            if not isinstance(value, dict)
            else message("Put “- ” before each entry.")
        )
    elif kind in _GROUP_TYPES:
        from kamctl.plan.shape import keys_at

        wanted = message("a group of keys")
        hint = message("The keys here are: {known}.", known=", ".join(keys_at(path, root)))
    else:
        wanted, hint = message("something else"), None
    where = dotted(path) or "plan"
    return (
        problems.WRONG_TYPE,
        message(
            "`{path}` should be {wanted}, and is {found}.",
            path=where,
            wanted=wanted,
            found=_KINDS.get(type(value), message("something else")),
        ),
        hint,
    )


def _nothing_in_it(path: Path, error: Any, root: Root) -> Explained:
    return (
        problems.BAD_VALUE,
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
    "quantity": _bad_quantity,
    "string_pattern_mismatch": _pattern,
    **dict.fromkeys(
        ("greater_than", "greater_than_equal", "less_than", "less_than_equal"), _out_of_range
    ),
}


def _short(value: object, limit: int = 40) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
