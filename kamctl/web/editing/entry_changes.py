"""Entries of lists are added, moved and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.changes import InsertItem, MoveItem, RemoveValue
from kamctl.i18n.message import message
from kamctl.plan.stored_values import value_of
from kamctl.web.editing.change_writing import deleted_meanwhile, field_label, write_changes
from kamctl.web.editing.field_keys import no_field, place_of
from kamctl.web.editing.form_fields import form_entry
from kamctl.web.editing.new_entries import new_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.document.span import KeyPath
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.outcome import ChangeOutcome


def insert_entry(
    session: EditSession, key: str, values: Mapping[str, str] | None = None, before: str = ""
) -> ChangeOutcome:
    """Add an entry to the list called `key`, at its end or before the entry `before`.

    `values` are typed texts by field, such as `{"name": "Ana Ruiz"}`. The entry gets an id
    where others could refer to it; `ChangeOutcome.key` is how it is called.
    """
    place, following = place_of(key), place_of(before)
    typed = "\n".join((values or {}).values())

    def insert() -> ChangeOutcome:
        form = session.unchecked_form
        path = session.find(form, place)
        at = session.find(form, following) if before else None
        if path is None or (before and at is None):
            return deleted_meanwhile(session, typed)
        entry = new_entry(form, path, values or {})
        index = _index_in(path, at) if at else len(form.document.get(path) or ())
        label = message("Added to: {what}", what=field_label(path))
        change = InsertItem(path, entry, index, may_repeat=True)
        return write_changes(session, [change], (*path, index), typed, label)

    return session.guarded(insert, typed)


def remove_part(session: EditSession, key: str) -> ChangeOutcome:
    """Remove an entry, or a part with all that is in it."""
    place = place_of(key)

    def remove() -> ChangeOutcome:
        form = session.unchecked_form
        path = session.find(form, place)
        if not path or value_of(form.document.value, path, "") is None:
            return deleted_meanwhile(session)
        is_entry = isinstance(path[-1], int)
        what = form_entry(form, path).title if is_entry else field_label(path)
        label = message("Removed: {what}", what=what)
        return write_changes(session, [RemoveValue(path)], path[:-1], "", label)

    return session.guarded(remove)


def move_entry(session: EditSession, key: str, before: str = "") -> ChangeOutcome:
    """Move an entry before another of its list, or to the end."""
    place, following = place_of(key), place_of(before)

    def move() -> ChangeOutcome:
        form = session.unchecked_form
        path = session.find(form, place)
        at = session.find(form, following) if before else None
        if path is None or (before and at is None):
            return deleted_meanwhile(session)
        _index_in(path[:-1], path)
        index = _index_in(path[:-1], at) if at else None
        label = message("Moved: {what}", what=form_entry(form, path).title)
        return write_changes(session, [MoveItem(path, index)], path[:-1], "", label)

    return session.guarded(move)


def _index_in(entries: KeyPath, path: KeyPath) -> int:
    """Return the index that the entry at `path` has in the list at `entries`.

    Raises:
        UserError: it is no entry of that list.
    """
    if path[:-1] != entries or not path or not isinstance(path[-1], int):
        raise no_field()
    return path[-1]
