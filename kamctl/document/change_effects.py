"""What a change does to the values of a document, and the change that takes it back."""

from __future__ import annotations

from typing import Any, NamedTuple

from kamctl.document.changes import (
    UNCHECKED,
    Conflict,
    Entry,
    InsertItem,
    MoveItem,
    Place,
    RemoveValue,
    SetValue,
    ValueEdit,
    entry_path,
    find_entry,
    is_same,
    path_text,
)
from kamctl.document.key_paths import NoSuchPlace, put_value, value_at
from kamctl.document.span import KeyPath
from kamctl.i18n.message import message


class ChangeEffect(NamedTuple):
    """What one change comes to."""

    value: Any
    """The document's value afterwards; what was not changed is shared with the value before."""
    step: ValueEdit
    """The change with indexes in its path."""
    undo: ValueEdit
    """The change that takes it back, for the value afterwards."""


def effect(value: Any, change: ValueEdit) -> ChangeEffect | None:
    """Return what a change comes to; None where everything is as it wants it already.

    Raises:
        Conflict: what the change was made for is missing.
        NoSuchPlace: the path leads through something that has no such part.
    """
    match change:
        case SetValue():
            return _set(value, change)
        case RemoveValue():
            return _remove(value, change)
        case InsertItem():
            return _insert(value, change)
        case MoveItem():
            return _move(value, change)


def _set(value: Any, change: SetValue) -> ChangeEffect | None:
    path = _resolved(value, change)
    there = value_at(value, path)
    if is_same(there, change.value):
        return None
    _check_old(change, there, change.value)
    after = put_value(value, path, lambda _: change.value)
    made = _first_missing(value, path)
    undo: ValueEdit
    if made is None:
        undo = SetValue(entry_path(after, path), there, change.value)
    else:
        undo = RemoveValue(entry_path(after, made), value_at(after, made), with_empty=False)
    return ChangeEffect(after, SetValue(path, change.value), undo)


def _remove(value: Any, change: RemoveValue) -> ChangeEffect | None:
    try:
        path = _resolved(value, change)
    except Conflict as gone:
        if isinstance(change.path[-1], Entry) and gone.path == change.path:
            return None  # somebody else has removed it
        raise
    there = value_at(value, path)
    if there is None and not (isinstance(path[-1], int) and _has(value, path)):
        return None
    _check_old(change, there, None)
    if isinstance(path[-1], str) and change.with_empty:
        while isinstance(path[-1], str) and len(path) > 1 and len(value_at(value, path[:-1])) == 1:
            if not isinstance(path[-2], str):
                break
            path = path[:-1]
    there = value_at(value, path)
    *around, last = path
    after = put_value(value, tuple(around), lambda parent: _without(parent, last))
    undo: ValueEdit
    if isinstance(last, int):
        entries = value_at(after, tuple(around))
        undo = InsertItem(entry_path(after, tuple(around)), there, _before(entries, last), True)
    else:
        undo = SetValue((*entry_path(after, tuple(around)), last), there, None)
    return ChangeEffect(after, RemoveValue(path, with_empty=change.with_empty), undo)


def _insert(value: Any, change: InsertItem) -> ChangeEffect | None:
    path = _resolved(value, change)
    there = value_at(value, path)
    entries = [] if there is None else there
    if not isinstance(entries, list):
        raise NoSuchPlace
    own = change.value.get("id") if isinstance(change.value, dict) else None
    for entry in () if own is None or change.may_repeat else entries:
        if isinstance(entry, dict) and entry.get("id") == own:
            if is_same(entry, change.value):
                return None
            raise _conflict((*change.path, Entry({"id": own})), entry, change.value, None)
    at = _index(entries, change.before, change)
    after = put_value(value, path, lambda _: [*entries[:at], change.value, *entries[at:]])
    made = _first_missing(value, path)
    place = (*path, at) if made is None else made
    undo = RemoveValue(entry_path(after, place), value_at(after, place), with_empty=False)
    return ChangeEffect(after, InsertItem(path, change.value, at, change.may_repeat), undo)


def _move(value: Any, change: MoveItem) -> ChangeEffect | None:
    path = _resolved(value, change)
    *around, place = path
    entries = value_at(value, tuple(around))
    if not isinstance(place, int) or not isinstance(entries, list):
        raise NoSuchPlace
    to = _index(entries, change.before, change)
    if to in (place, place + 1):
        return None
    moved = _moved(entries, place, to)
    after = put_value(value, tuple(around), lambda _: moved)
    now = to if to < place else to - 1
    # Before which entry of the list as it is now, with the one that was moved in it.
    back = place if place <= now else place + 1
    undo = MoveItem(entry_path(after, (*around, now)), _before(moved, back))
    return ChangeEffect(after, MoveItem(path, to), undo)


def _moved(entries: list[Any], place: int, to: int) -> list[Any]:
    rest = entries[:place] + entries[place + 1 :]
    at = to if to <= place else to - 1
    return [*rest[:at], entries[place], *rest[at:]]


def _before(entries: list[Any], at: int) -> Entry | None:
    """Name the entry that is at an index; None at the end."""
    if at >= len(entries):
        return None
    step = entry_path(entries, (at,))[0]
    assert isinstance(step, Entry)
    return step


def _index(entries: list[Any], before: int | Entry | None, change: InsertItem | MoveItem) -> int:
    """Return the index that `before` means in a list."""
    if before is None or before == len(entries):
        return len(entries)
    at = find_entry(entries, before)
    if at is None:
        raise _conflict((*change.path, before), None, getattr(change, "value", None), before)
    return at


def _without(parent: Any, last: str | int) -> Any:
    copy = parent.copy()
    del copy[last]
    return copy


def _resolved(value: Any, change: ValueEdit) -> KeyPath:
    """Return the path of a change with indexes.

    Raises:
        Conflict: an entry on the way is missing.
    """
    if not change.path:
        raise NoSuchPlace
    found: list[str | int] = []
    for number, step in enumerate(change.path):
        if isinstance(step, str):
            if value is not None and not isinstance(value, dict):
                raise NoSuchPlace
            found.append(step)
            value = value.get(step) if value is not None else None
            continue
        at = find_entry(value, step)
        if at is None:
            if isinstance(step, int):
                raise NoSuchPlace
            mine = getattr(change, "value", None)
            was = getattr(change, "old", UNCHECKED)
            raise _conflict(change.path[: number + 1], None, mine, _known(was, step.holds))
        found.append(at)
        value = value[at]
    return tuple(found)


def _known(old: Any, holds: Any) -> Any:
    return holds if old is UNCHECKED else old


def _check_old(change: SetValue | RemoveValue, there: Any, mine: Any) -> None:
    if change.old is not UNCHECKED and not is_same(change.old, there):
        raise _conflict(change.path, there, mine, change.old)


def _conflict(path: Place, theirs: Any, mine: Any, was: Any) -> Conflict:
    where = path_text(path)
    text = (
        message("{where} is no longer in the file; nothing was changed.", where=where)
        if theirs is None
        else message("{where} was changed by somebody else; nothing was changed.", where=where)
    )
    return Conflict(path, theirs, mine, was, text, message("Compare both versions and choose one."))


def _has(value: Any, path: KeyPath) -> bool:
    parent, last = value_at(value, path[:-1]), path[-1]
    if isinstance(parent, list):
        return isinstance(last, int) and 0 <= last < len(parent)
    return isinstance(parent, dict) and last in parent


def _first_missing(value: Any, path: KeyPath) -> KeyPath | None:
    """Return the first part of a path at which there is nothing; None if all of it is there."""
    for length in range(1, len(path) + 1):
        if not _has(value, path[:length]):
            return path[:length]
    return None
