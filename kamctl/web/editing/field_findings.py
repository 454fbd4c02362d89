"""Findings at the fields and entries that a page shows, in the words of its labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic_core import PydanticCustomError

from kamctl.checks.engine.registry import find_check
from kamctl.document.key_paths import place_name
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import Message, message
from kamctl.plan.field_text import FIGURE_KINDS
from kamctl.plan.fields import field_at, fields_in
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.schema_lookup import is_custom_field
from kamctl.plan.stored_values import place_in
from kamctl.web.editing.field_keys import field_key, place_of
from kamctl.web.editing.outcome import FieldFinding

if TYPE_CHECKING:
    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.i18n.message import Translate
    from kamctl.web.editing.form_plan import FormPlan

CONFIRMATION: Final = "customer_confirmation"
"""What a customer has confirmed of an objective: a form of its own records it, and no field."""
_KEY: Final = re.compile("`([a-z_]+)`")
"""A key of the format inside a message."""
_PLAN_DATE: Final = re.compile(
    r"(?<![\w-])[0-9]{4}-(?:[0-9]{2}(?:-[0-9]{2})?|[QHS][1-4])(?![\w-])", re.ASCII
)
"""A date inside a hint, as a plan has it."""


def nearest_path(finding: Finding) -> KeyPath:
    """Return the path of the field or entry that a finding is about, as a page shows it."""
    path = finding.path_in_file
    while path and not _is_field(path) and not _is_entry(path):
        path = path[:-1]
    return path


def is_in_plan(finding: Finding, document: Document) -> bool:
    """Tell whether a finding is about a place in the plan, and not about another file."""
    return bool(finding.pointer) and finding.file == document.source.name


def finding_key(finding: Finding, document: Document) -> str:
    """Return the key of the field that a finding is about; empty where no page shows one."""
    path = nearest_path(finding) if is_in_plan(finding, document) else ()
    return field_key(place_in(document.value, path)) if path else ""


def field_finding(finding: Finding, key: str, form: FormPlan) -> FieldFinding:
    """Return a finding in the language of a page."""
    field = field_at(finding.path_in_file)
    is_figure = field is not None and field.kind in FIGURE_KINDS
    text = _with_labels(finding.message.say(form.translate), finding.path_in_file, form.translate)
    hint = finding.hint
    return FieldFinding(
        finding.code,
        finding.severity.value,
        capitalized(text),
        shown_hint(hint, form, is_figure=is_figure) if hint is not None else "",
        key,
    )


def shown_hint(hint: Message, form: FormPlan, *, is_figure: bool) -> str:
    """Return a hint whose examples are written as people type them into a form.

    `is_figure` tells whether it is about a figure: numbers elsewhere may be years.
    """
    text = _with_dates(hint.say(form.translate), form.translate)
    return form.texts.with_figures(text) if is_figure else text


def needs_signoff(found: FieldFinding) -> bool:
    """Tell whether a sign-off or a confirmation answers a finding: a meeting records those."""
    check = find_check(found.code)
    return (check is not None and check.needs_signoff) or _is_confirmation(found.key)


def _is_confirmation(key: str) -> bool:
    """Tell whether a field is one of a customer's confirmation, which has no other form."""
    place = place_of(key)
    around = place.index(CONFIRMATION) if CONFIRMATION in place else len(place)
    return len(place) > around + 1 and place[around + 1] != "waiver"


def _is_field(path: KeyPath) -> bool:
    found = field_at(path)
    return found.kind != "custom" if found is not None else is_custom_field(path)


def _is_entry(path: KeyPath) -> bool:
    around = field_at(path[:-1]) if isinstance(path[-1], int) else None
    return around is not None and around.kind in ("part", "claim")


def _with_labels(text: str, path: KeyPath, translate: Translate) -> str:
    """Return a text that calls the fields around `path` by their labels, not by their keys."""
    known: dict[str, str] = {}
    for length in range(len(path) + 1):
        for one in fields_in(place_name(path[:length])):
            label = message("“{text}”", text=Message(one.facet.label))
            known[one.key] = label.say(translate)
    return _KEY.sub(lambda key: known.get(key[1], key[0]), text)


def _with_dates(text: str, translate: Translate) -> str:
    """Return a text that writes dates as people do, not as a plan has them."""

    def in_words(written: re.Match[str]) -> str:
        try:
            return PlanDate.parse(written[0]).say(translate)
        except PydanticCustomError:
            return written[0]

    return _PLAN_DATE.sub(in_words, text)
