"""From a document to a plan: what is wrong with its shape becomes findings, the rest is kept.

A plan with mistakes in it is still a plan: the values that cannot stand are left out, and what
remains is checked like any other.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from kamctl.document import problems
from kamctl.document.document import Branch
from kamctl.document.span import TOP, Path, dotted
from kamctl.plan.model import FORMAT_VERSION, Plan
from kamctl.plan.text import LANGUAGES
from kamctl.words.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding

_ROUNDS = 8
"""Leaving out a value can uncover the lack of another; a plan settles in two or three rounds."""

_STAND_INS = {"account": {"name": "?"}, "kamctl": FORMAT_VERSION}
_TAGS = frozenset({"one text", "by language", "[key]"})


@dataclass(frozen=True)
class Loaded:
    """A plan as far as it could be read.

    `original` is the document as read; `document` the one `plan` was made of, without the values
    that could not stand. `damaged` are their paths in it: nothing more should be said about them.
    """

    plan: Plan | None
    original: Document
    document: Document
    findings: tuple[Finding, ...]
    damaged: frozenset[Path]


def load_plan(document: Document) -> Loaded:
    """Check the shape of `document` and make a plan of it."""
    damaged = frozenset(document.damaged)
    if not isinstance(document.value, dict):
        return Loaded(None, document, document, (*document.findings, *_no_plan(document)), damaged)
    try:
        plan = Plan.model_validate(document.value)
    except ValidationError as error:
        return _mended(document, error, damaged)
    findings = (*document.findings, *_unknown_blanks(document))
    return Loaded(plan, document, document, findings, damaged)


def _no_plan(document: Document) -> tuple[Finding, ...]:
    """Say why a document that is no mapping is no plan, unless the reader has said it."""
    if document.findings:
        return ()
    start = message("Run `kamctl init account` to start a plan, or write `kamctl: 1` first.")
    if document.value is None:
        text = message("This file is empty.")
    else:
        text = message("A plan starts with keys such as `kamctl: 1` and `account:`.")
    return (
        problems.NOT_A_PLAN.found(
            document.source.name,
            text,
            document.span(()) if document.value is not None else TOP,
            hint=start,
        ),
    )


def _unknown_blanks(document: Document) -> Iterator[Finding]:
    """Report keys that stand with nothing after them and that the format does not know."""
    if not document.blank:
        return
    from kamctl.plan.shape import keys_at, takes_languages

    for path in document.blank:
        entry, key = path[:-1], path[-1]
        known = keys_at(entry)
        if not known or key in known or (key in LANGUAGES and takes_languages(entry)):
            continue
        yield _finding(document, path, [{"type": "extra_forbidden"}])


def _mended(document: Document, error: ValidationError, damaged: frozenset[Path]) -> Loaded:
    findings: list[Finding] = [*document.findings, *_unknown_blanks(document)]
    current = document
    ignored = set(damaged)
    for _ in range(_ROUNDS):
        groups = _by_path(current, error.errors(include_url=False, include_input=True))
        leave_out: set[Path] = set()
        for path, errors in groups.items():
            if not is_under(current.origin(path), ignored):
                findings.append(_finding(current, path, errors))
            leave_out.add(_removable(path, errors[0]))
            if errors[0]["type"] == "extra_forbidden":
                ignored |= _meant(current, path)
        ignored |= {current.origin(path) for path in leave_out}
        shrunk = current.without(leave_out)
        for key, stand_in in _STAND_INS.items():
            if () in leave_out or (key,) in leave_out or key not in shrunk.value:
                shrunk = shrunk.with_value((key,), stand_in)
        current = _with_needed(shrunk)
        try:
            plan = Plan.model_validate(current.value)
        except ValidationError as again:
            error = again
            continue
        return Loaded(plan, document, current, tuple(findings), frozenset(ignored))
    return Loaded(None, document, document, tuple(findings), frozenset(ignored))


def _with_needed(document: Document) -> Document:
    """Keep an account without a name, and objectives without id or sentence, in the plan."""
    account = document.value.get("account")
    if isinstance(account, dict) and "name" not in account:
        document = document.with_value(("account", "name"), "?")
    objectives = document.value.get("objectives")
    if isinstance(objectives, list):
        for place, objective in enumerate(objectives):
            if not isinstance(objective, dict):
                continue
            if "id" not in objective:
                document = document.with_value(
                    ("objectives", place, "id"), f"objective-{place + 1}"
                )
            if "statement" not in objective:
                document = document.with_value(("objectives", place, "statement"), "")
    return document


def _by_path(document: Document, errors: Iterable[Any]) -> dict[Path, list[Any]]:
    """Group pydantic's errors by the place in the document they are about."""
    groups: dict[Path, list[Any]] = defaultdict(list)
    for error in errors:
        loc = error["loc"]
        if error["type"] == "missing":
            path = (*_path(document, loc[:-1]), loc[-1])
        else:
            path = _path(document, loc)
        groups[path].append(error)
    return groups


def _path(document: Document, loc: Sequence[str | int]) -> Path:
    """Follow pydantic's location as far as the document goes: it also names unions and forms."""
    path: list[str | int] = []
    node = document.root
    for step in loc:
        if not isinstance(node, Branch) or step in _TAGS:
            break
        if node.is_mapping:
            if step not in node.children:
                continue
            node = node.children[step][1]
        elif isinstance(step, int) and step < len(node.children):
            node = node.children[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _meant(document: Document, path: Path) -> set[Path]:
    """Return the place a misspelt key was likely meant for: nobody should call it missing."""
    from kamctl.plan.shape import keys_at

    near = nearest(str(path[-1]), keys_at(path[:-1]))
    meant = (*path[:-1], near) if near else path
    return set() if near is None or document.has(meant) else {document.origin(meant)}


def _removable(path: Path, error: Any) -> Path:
    """Return what must go for the rest to stand: the value, or the entry that needs it."""
    if error["type"] != "missing":
        return path
    parent = path[:-1]
    if not parent or parent == ("account",) or (parent[0] == "objectives" and len(parent) == 2):
        return path
    return parent


def is_under(path: Path, others: Iterable[Path]) -> bool:
    """Tell whether `path` is one of `others` or lies inside one."""
    return any(path[: len(other)] == other for other in others)


def _finding(document: Document, path: Path, errors: list[Any]) -> Finding:
    error = errors[0]
    explain = _EXPLAIN.get(error["type"], _wrong_type)
    problem, text, hint = explain(path, error)
    if problem is problems.UNKNOWN_KEY:
        span = document.key_span(path)
    elif problem is problems.MISSING_KEY and not document.has(path):
        span = document.span(path[:-1]) if len(path) > 1 else _first_line(document)
    else:
        span = document.span(path)
    return problem.found(
        document.source.name, text, span, hint=hint, path=path, pointer=document.pointer(path)
    )


def _first_line(document: Document) -> Any:
    """Return the place of the document's first key."""
    first = next(iter(document.root.children), None)
    return document.span(()) if first is None else document.key_span((first,))


Explained = tuple[problems.Problem, Message, Message | None]


def _unknown_key(path: Path, error: Any) -> Explained:
    from kamctl.plan.shape import keys_at

    key, known = str(path[-1]), keys_at(path[:-1])
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


def _missing(path: Path, error: Any) -> Explained:
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


def _bad_choice(path: Path, error: Any) -> Explained:
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
    allowed = values_at(path)
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


def _bad_date(path: Path, error: Any) -> Explained:
    value = error["input"]
    return (
        problems.BAD_VALUE if isinstance(value, str) else problems.WRONG_TYPE,
        message("“{value}” is not a date.", value=_short(value)),
        message(
            "Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1; "
            "a year alone is not enough."
        ),
    )


def _bad_percent(path: Path, error: Any) -> Explained:
    return (
        problems.BAD_VALUE if isinstance(error["input"], str) else problems.WRONG_TYPE,
        message("“{value}” is not a percentage.", value=_short(error["input"])),
        message("Write it as 34% or 34.5%, with a point for decimals."),
    )


def _percent_or_fraction(path: Path, error: Any) -> Explained:
    value = error["input"]
    return (
        problems.BAD_VALUE,
        message("{value} could mean {value} % or {points:g} %.", value=value, points=value * 100),
        message("Write the percent sign: {points:g}%.", points=value * 100),
    )


def _percent_range(path: Path, error: Any) -> Explained:
    return (
        problems.BAD_VALUE,
        message("{value} is not between 0 % and 100 %.", value=_short(error["input"])),
        message("This is a share of a whole. Correct the figure."),
    )


def _bad_quantity(path: Path, error: Any) -> Explained:
    return (
        problems.BAD_VALUE if isinstance(error["input"], str) else problems.WRONG_TYPE,
        message("“{value}” is not a number.", value=_short(error["input"])),
        message("Write the number alone (27, 1_200_000 or 27%); its unit goes under `unit:`."),
    )


def _out_of_range(path: Path, error: Any) -> Explained:
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


def _pattern(path: Path, error: Any) -> Explained:
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


def _wrong_type(path: Path, error: Any) -> Explained:
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
            message("“{value}” is no amount that can be counted.", value=_short(value)),
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
        hint = message("The keys here are: {known}.", known=", ".join(keys_at(path)))
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


def _nothing_in_it(path: Path, error: Any) -> Explained:
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that `word` was most likely meant to be, or None."""
    known = list(known)
    by_lower = {name.lower(): name for name in known}
    lowered = word.lower().replace("-", "_").replace(" ", "_")
    for candidate in (word.lower(), lowered, lowered.replace("_", "-")):
        if candidate in by_lower:
            return by_lower[candidate]
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.7)
    return by_lower[close[0]] if close else None


def _short(value: object, limit: int = 40) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
