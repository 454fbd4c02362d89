"""What was typed into a field is saved, where nobody else has changed it since it was shown.

It is compared with what the page showed: the same field changed by others is a conflict, and
nothing is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kamctl.checks.helpers.custom_values import type_mismatch, type_mismatch_hint
from kamctl.document.changes import RemoveValue, is_same
from kamctl.i18n.message import message
from kamctl.plan.field_text import has_invisible, is_alike
from kamctl.plan.stored_values import change_of, stored_path, value_of
from kamctl.web.editing.change_writing import (
    deleted_meanwhile,
    field_label,
    held_back,
    write_changes,
)
from kamctl.web.editing.custom_fields import misfit
from kamctl.web.editing.field_findings import shown_hint
from kamctl.web.editing.field_keys import place_of
from kamctl.web.editing.form_field import Widget, not_in_list
from kamctl.web.editing.form_fields import form_field
from kamctl.web.editing.outcome import ChangeOutcome, FieldFinding, OutcomeStatus
from kamctl.web.editing.typed_values import typed_value

if TYPE_CHECKING:
    from kamctl.document.changes import Place
    from kamctl.i18n.message import Message
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_field import FormField


def commit_field(session: EditSession, key: str, old: str, new: str) -> ChangeOutcome:
    """Save what was typed into a field; `old` is what the page showed there.

    An empty text removes the field. What cannot be read is held back, and nothing else.

    Raises:
        UserError: `key` is none that a page was given.
    """
    place = place_of(key)
    done = session.guarded(lambda: _commit(session, place, old, new), new)
    if done.is_saved and has_invisible(new):
        left_out = session.say(message("Invisible characters were left out."))
        return replace(done, message=" ".join(filter(None, (done.message, left_out))))
    return done


def accept_fix(session: EditSession, key: str) -> ChangeOutcome:
    """Put the one right answer into a field that cannot be read: its `fix`.

    The text of it may be what is shown already, as of a year that the plan has as a text.

    Raises:
        UserError: `key` is none that a page was given.
    """
    place = place_of(key)

    def fix() -> ChangeOutcome:
        form = session.form
        path = session.find(form, place)
        if path is None:
            return deleted_meanwhile(session)
        right = form.fixes.get(stored_path(form.document.value, path))
        if right is None:
            return ChangeOutcome(OutcomeStatus.UNCHANGED, key=key)
        value = typed_value(form, path, right)
        change = change_of(form.document.value, path, value, form.conventions.language)
        return write_changes(session, [change], path, right, field_label(path))

    return session.guarded(fix)


def _commit(session: EditSession, place: Place, old: str, new: str) -> ChangeOutcome:
    form = session.unchecked_form
    path = session.find(form, place)
    shown = form_field(form, path) if path is not None else None
    if path is None or shown is None:
        return deleted_meanwhile(session, new)
    before = value_of(form.document.value, path, form.conventions.language)
    value = typed_value(form, path, new)
    if _is_same(value, before) or is_alike(new, shown.value):
        return ChangeOutcome(OutcomeStatus.UNCHANGED, key=shown.key, value=shown.value)
    if not is_alike(old, shown.value) and not _is_same(typed_value(form, path, old), before):
        return ChangeOutcome(
            OutcomeStatus.CONFLICT,
            session.say(message("Somebody else has changed this field.")),
            session.say(message("Compare both versions and choose one.")),
            key=shown.key,
            value=shown.value,
            mine=new,
            theirs=shown.value,
            was=old,
        )
    wrong = misfit(path, value, form.custom)
    text, hint = _not_offered(shown, new), ""
    if wrong is not None:
        text, is_figure = type_mismatch(wrong, shown.label), wrong.type == "number"
        hint = shown_hint(type_mismatch_hint(wrong, value), form, is_figure=is_figure)
    if text is not None:
        found = FieldFinding("", "error", session.say(text), hint, shown.key)
        return held_back(form, path, new, (found,))
    label = field_label(path)
    change = change_of(form.document.value, path, value, form.conventions.language)
    if isinstance(change, RemoveValue) and isinstance(change.path[-1], int):
        path = path[: len(change.path) - 1]  # the entry was this text alone: its list is left
    return write_changes(session, [change], path, new, label)


def _not_offered(field: FormField, typed: str) -> Message | None:
    """Say that a text is none of those to choose from; None where it is one, or nothing."""
    value = typed.strip()
    offered = {"", *(one.value for one in field.choices)}
    if field.widget is not Widget.CHOICE or value in offered:
        return None
    return not_in_list(value)


def _is_same(one: object, other: object) -> bool:
    """Tell whether two values say the same: 34 and 34.0 do, 1 and true do not."""
    numbers = [each for each in (one, other) if type(each) in (int, float)]
    return one == other if len(numbers) == 2 else is_same(one, other)
