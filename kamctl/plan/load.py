"""From a document to a plan: errors of its shape become findings, the rest is kept.

A plan with errors is still a plan: invalid values are left out, and what remains is checked like
any other plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

from kamctl.document import error_codes
from kamctl.document.finding import Severity
from kamctl.document.key_paths import is_inside, is_inside_any
from kamctl.document.span import TOP, KeyPath
from kamctl.i18n.message import message
from kamctl.plan.amounts import conventions_of
from kamctl.plan.model import FORMAT_VERSION, Plan
from kamctl.plan.schema_findings import errors_by_path, finding_at, unknown_blank_keys
from kamctl.plan.schema_lookup import has_short_form, is_required
from kamctl.plan.text import NO_TEXT, is_blank
from kamctl.plan.unknown_keys import likely_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding

_MAX_ROUNDS = 8
"""Leaving out a value can reveal that another is missing; two or three rounds are common."""

UNNAMED_ACCOUNT: Final = "?"
"""What an account without a name is called."""
_PLACEHOLDERS = {"account": {"name": UNNAMED_ACCOUNT}, "kamctl": FORMAT_VERSION}


class Loaded(NamedTuple):
    """A plan as far as it could be read.

    `original` is the document as read; `document` the one `plan` was made of, without the invalid
    values. `damaged` are the paths of these in it: nothing more is reported about them.
    """

    plan: Plan | None
    original: Document
    document: Document
    findings: tuple[Finding, ...]
    damaged: frozenset[KeyPath]

    @property
    def unread_parts(self) -> int:
        """How many parts of the plan could not be read: what is made of it may lack them."""
        return sum(one.severity is Severity.ERROR for one in self.findings)


def load_plan(document: Document) -> Loaded:
    """Check the shape of `document` and make a plan of it."""
    damaged = frozenset(document.damaged)
    if not isinstance(document.value, dict):
        return Loaded(None, document, document, (*document.findings, *_no_plan(document)), damaged)
    conventions = conventions_of(document.value)
    try:
        plan = Plan.model_validate(document.value, context=conventions)
    except ValidationError as error:
        return _load_valid_part(document, _details(error), damaged)
    findings = (*document.findings, *unknown_blank_keys(document))
    return Loaded(plan, document, document, findings, damaged)


def _no_plan(document: Document) -> tuple[Finding, ...]:
    """Say why a document that is no mapping is no plan, unless the reader has said it."""
    if document.findings:
        return ()
    start = message("Run `kamctl init account` to create a plan, or write `kamctl: 1` first.")
    if document.value is None:
        text = message("This file is empty.")
    else:
        text = message("A plan must start with keys such as `kamctl: 1` and `account:`.")
    return (
        error_codes.NOT_A_PLAN.found(
            document.source.name,
            text,
            document.span(()) if document.value is not None else TOP,
            hint=start,
        ),
    )


def _details(error: ValidationError) -> list[ErrorDetails]:
    """Return what is wrong, without the exception: its traceback would keep the plan in memory."""
    return error.errors(include_url=False, include_input=True)


def _load_valid_part(
    document: Document, details: list[ErrorDetails], damaged: frozenset[KeyPath]
) -> Loaded:
    findings: list[Finding] = [*document.findings, *unknown_blank_keys(document)]
    conventions = conventions_of(document.value)
    current = document
    ignored = set(damaged)
    for _ in range(_MAX_ROUNDS):
        groups = errors_by_path(current, details)
        leave_out: set[KeyPath] = set()
        absent: set[KeyPath] = set()
        for path, errors in groups.items():
            if _counts_as_missing(path, errors[0]):
                absent.add(path)
                continue
            if not is_inside_any(current.origin(path), ignored) and not _is_reported(
                current.origin(path), errors[0], ignored
            ):
                findings.append(finding_at(current, path, errors))
            leave_out.add(_removable(path, errors[0]))
            if errors[0]["type"] == "extra_forbidden":
                ignored |= _intended_place(current, path)
        ignored |= {current.origin(path) for path in leave_out}
        shrunk = current.without(leave_out | absent)
        for key, placeholder in _PLACEHOLDERS.items():
            if () in leave_out or (key,) in leave_out or key not in shrunk.value:
                shrunk = shrunk.with_value((key,), placeholder)
        current = _with_required(shrunk)
        try:
            plan = Plan.model_validate(current.value, context=conventions)
        except ValidationError as again:
            details = _details(again)
            continue
        return Loaded(plan, document, current, _one_a_mistake(findings), frozenset(ignored))
    return Loaded(None, document, document, _one_a_mistake(findings), frozenset(ignored))


def _one_a_mistake(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out that a comma cut a text where the whole text is no valid value.

    That finding says how to write it, as a list or as another number; quotes are no help there.
    """
    wrong = {one.pointer for one in findings if one.severity is Severity.ERROR and one.pointer}
    cut = error_codes.CUT_TEXT.code
    return tuple(one for one in findings if one.code != cut or one.pointer not in wrong)


def _is_reported(path: KeyPath, error: Any, ignored: set[KeyPath]) -> bool:
    """Tell whether something is empty only because all that was in it was reported and left out."""
    return error["type"] == "too_short" and any(is_inside(one, path) for one in ignored)


def _with_required(document: Document) -> Document:
    """Keep an account without a name, and objectives without id or statement, in the plan."""
    account = document.value.get("account")
    if isinstance(account, dict) and "name" not in account:
        document = document.with_value(("account", "name"), UNNAMED_ACCOUNT)
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
                document = document.with_value(("objectives", place, "statement"), NO_TEXT)
    return document


def _counts_as_missing(path: KeyPath, error: Any) -> bool:
    """Tell whether a text is empty where none is required: it is as if the key was not there.

    An id, a name or a title that is empty is reported all the same.
    """
    if error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",):
        return False
    if error["type"] == "string_pattern_mismatch":
        return False
    if error["type"] == "empty_text" and not has_short_form(path):
        return False
    value = error["input"]
    return isinstance(value, str) and is_blank(value) and not is_required(path)


def _intended_place(document: Document, path: KeyPath) -> set[KeyPath]:
    """Return the place a misspelt key was likely meant for: it is not reported as missing."""
    near = likely_key(path)
    if near is None or document.has((*path[:-1], near)):
        return set()
    return {document.origin((*path[:-1], near))}


def _removable(path: KeyPath, error: Any) -> KeyPath:
    """Return what must be left out for the rest to be valid: the value, or the entry around it."""
    if error["type"] != "missing":
        return path
    parent = path[:-1]
    if not parent or parent == ("account",) or (parent[0] == "objectives" and len(parent) == 2):
        return path
    return parent
