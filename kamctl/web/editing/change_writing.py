"""How a change of one field or entry is written: unless it could not be read then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kamctl.document.apply_changes import check_editable
from kamctl.document.error_codes import BAD_VALUE, UNKNOWN_KEY, WRONG_TYPE
from kamctl.document.key_paths import is_inside
from kamctl.i18n.message import Message, message
from kamctl.plan.fields import field_at
from kamctl.plan.stored_values import place_in, stored_path
from kamctl.web.editing.custom_fields import custom_field
from kamctl.web.editing.field_findings import field_finding
from kamctl.web.editing.field_keys import field_key
from kamctl.web.editing.form_fields import form_field
from kamctl.web.editing.outcome import ChangeOutcome, FieldFinding, OutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.changes import ValueEdit
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.plan.plan_file import PlanEdit
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_plan import FormPlan

_UNREADABLE: Final = frozenset({UNKNOWN_KEY.code, WRONG_TYPE.code, BAD_VALUE.code})
"""What keeps a value from being saved: it cannot be read. What is missing does not."""


def write_changes(
    session: EditSession, changes: Sequence[ValueEdit], path: KeyPath, mine: str, label: Message
) -> ChangeOutcome:
    """Write changes of the field or entry at `path`; what cannot be read is held back.

    `mine` is what was typed, `label` what the change is called where it can be undone.
    """
    form = session.unchecked_form
    edit = session.file.change(changes, allow_errors=True)
    after = replace(form, document=edit.loaded.original)
    wrong = _unreadable(edit, path)
    if wrong:
        key = field_key(place_in(form.document.value, path))
        found = tuple(field_finding(one, key, form) for one in wrong)
        return held_back(form, path, mine, found)
    after_value = edit.loaded.original.value
    renamed = session.renames.note(session.file.document.value, after_value, path)
    session.save(edit, label)
    shown = form_field(after, path)
    return ChangeOutcome(
        OutcomeStatus.SAVED,
        key=field_key(place_in(after_value, path)),
        value=shown.value if shown is not None else "",
        keys=renamed,
    )


def held_back(
    form: FormPlan, path: KeyPath, mine: str, why: tuple[FieldFinding, ...]
) -> ChangeOutcome:
    """Return the outcome of a text that cannot be read, with what a date in it can be."""
    field = field_at(path) or custom_field(form.document, path, form.custom)
    readings = form.texts.readings(field, mine) if field is not None else ()
    key = field_key(place_in(form.document.value, path))
    return ChangeOutcome(
        OutcomeStatus.HELD_BACK, key=key, mine=mine, findings=why, readings=readings
    )


def deleted_meanwhile(session: EditSession, mine: str = "") -> ChangeOutcome:
    """Return the outcome of a change of what was deleted in the meantime.

    Raises:
        CannotChange: the plan cannot be changed now; an editor may be in the middle of saving it.
    """
    check_editable(session.file.document)
    return ChangeOutcome(
        OutcomeStatus.GONE,
        session.say(message("This has been deleted in the meantime.")),
        session.say(message("Copy your text to where it belongs now.")) if mine else "",
        mine=mine,
    )


def field_label(path: KeyPath) -> Message:
    """Return what the field at a path is called; the nearest that has a name."""
    while path:
        field = field_at(path)
        if field is not None:
            return Message(field.facet.label)
        path = path[:-1]
    return message("Plan")


def _unreadable(edit: PlanEdit, path: KeyPath) -> list[Finding]:
    """Return what cannot be read in the field or entry at `path`, once a change is made."""
    stored = stored_path(edit.loaded.original.value, path)
    return [
        one
        for one in edit.loaded.findings
        if one.code in _UNREADABLE and is_inside(one.path_in_file, stored)
    ]
