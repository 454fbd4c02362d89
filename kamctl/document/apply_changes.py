"""Changes made in a text, and taken back to the byte.

Each change is spliced into the text, and the text is read again: if it does not say what it said
before and the change, nothing is done.

    document = read(source)
    done = apply_changes(document, [SetValue((*path, "due"), "2028-12-31", old="2028-06-30")])
    done.text                                   # what to write
    apply_undo(read(...), done.undo).text       # the bytes as they were
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document import error_codes
from kamctl.document.change_effects import ChangeEffect, effect
from kamctl.document.changes import (
    CannotChange,
    Entry,
    InsertItem,
    MoveItem,
    Obstacle,
    RemoveValue,
    SetValue,
    ValueEdit,
    is_same,
    path_text,
)
from kamctl.document.emit import pair
from kamctl.document.key_paths import NoSuchPlace
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.document.splicing import spliced
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.insertion_splicing import KeyOrder
    from kamctl.document.span import KeyPath

_REASONS = {
    error_codes.CONFLICT_MARKERS.code: Obstacle.CONFLICT_MARKERS,
    error_codes.DUPLICATE_KEY.code: Obstacle.DUPLICATE_KEY,
    error_codes.ALIAS.code: Obstacle.ALIAS,
    error_codes.UNSAFE_TAG.code: Obstacle.TAG,
}
_MERGE_KEY = "<<"
_MAX_PARTS = 50
"""How many values of a list are changed one by one; more are another list."""
_CONTEXT = 2
"""Lines around a change by which its place is found again."""
_MAX_TRIES = 6
"""Places that are tried for it, each at the price of reading the text."""


class Undo(NamedTuple):
    """What takes changes back: to the byte where the text about them is still the same.

    It is applied like changes, with the same conflicts; where somebody has rewritten the lines
    about it, the values come back and not how they were written.
    """

    changes: tuple[ValueEdit, ...]
    lines: ReplacedLines

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take back."""
        return not self.changes


class ReplacedLines(NamedTuple):
    """Lines that took the place of others, and those about them; without their line feeds."""

    line: int
    """Where they begin, from 0."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """What changes came to: the document afterwards, and what takes them back."""

    document: Document
    undo: Undo

    @property
    def text(self) -> str:
        """The text afterwards."""
        return self.document.source.text


def _no_order(_: KeyPath) -> Sequence[str]:
    return ()


def apply_changes(
    document: Document, changes: Sequence[ValueEdit], key_order: KeyOrder = _no_order
) -> Applied:
    """Make changes in a text; those that it has already are left out.

    `key_order` gives the keys of the mapping at a path in the order of the format: a new key goes
    below those that come before it, by default to the end.

    Raises:
        CannotChange: the text cannot be changed at all, or not without changing something else.
        Conflict: what a change was made for is missing.
    """
    check_editable(document)
    now = document
    undos: list[ValueEdit] = []
    for change in changes:
        now, undo = _apply(now, change, key_order)
        if undo is not None:
            undos.insert(0, undo)
    lines = _replaced_lines(document.source.text, now.source.text)
    return Applied(now, Undo(tuple(undos), lines))


def apply_undo(document: Document, undo: Undo, key_order: KeyOrder = _no_order) -> Applied:
    """Take changes back; what comes with the result makes them again.

    Raises:
        CannotChange: as in `apply_changes`.
        Conflict: what was changed is gone, or was changed since.
    """
    check_editable(document)
    value = document.value
    again: list[ValueEdit] = []
    for change in undo.changes:
        found = _effect(document, value, change)
        if found is not None:
            value = found.value
            again.insert(0, found.undo)
    if not again:
        return apply_changes(document, ())
    for text in _with_lines_put_back(document.source.text, undo.lines):
        after = read(Source(document.source.name, text))
        if after.value == value:
            lines = _replaced_lines(document.source.text, text)
            return Applied(after, Undo(tuple(again), lines))
    return apply_changes(document, undo.changes, key_order)


def check_editable(document: Document) -> None:
    """Check that a document can be changed at all.

    Raises:
        CannotChange: it cannot be read, or has what a change could not keep: a key twice, an
            anchor, an alias, a merge key, a tag, the markers of a conflict in git.
    """
    for finding in document.findings:
        reason = _REASONS.get(finding.code)
        if reason is not None:
            raise _refused(document, reason, finding)
    if not isinstance(document.value, dict) or document.root is None:
        found = document.findings[0] if document.findings else None
        raise _refused(document, Obstacle.BROKEN, found)
    if _MERGE_KEY in document.source.text:
        path = next(_merge_keys(document.value, ()), None)
        if path is not None:
            raise CannotChange(
                Obstacle.ALIAS,
                document.key_span(path).line,
                message(
                    "`<<` is a YAML merge key, which plans cannot use. Nothing was changed in "
                    "{file}.",
                    file=document.source.name,
                ),
                message("Write the values in full where they are needed."),
            )


def _merge_keys(value: Any, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(value, dict):
        if _MERGE_KEY in value:
            yield (*path, _MERGE_KEY)
        for key, inner in value.items():
            yield from _merge_keys(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _merge_keys(inner, (*path, at))


def _refused(document: Document, reason: Obstacle, finding: Finding | None) -> CannotChange:
    file = document.source.name
    if finding is None:
        return CannotChange(
            reason,
            1,
            message("{file} is not a plan; nothing was changed.", file=file),
            message("Run `kamctl validate` to see the errors."),
        )
    text = message(
        "{file}, line {line}: {problem} Nothing was changed.",
        file=file,
        line=finding.span.line,
        problem=finding.message,
    )
    return CannotChange(reason, finding.span.line, text, finding.hint)


# --- One change -----------------------------------------------------------------------------------


def _apply(
    document: Document, change: ValueEdit, key_order: KeyOrder
) -> tuple[Document, ValueEdit | None]:
    """Make one change; return its undo, None where there was nothing to do."""
    found = _effect(document, document.value, change)
    if found is None:
        return document, None
    return _written(document, found.step, found.value, key_order), found.undo


def _effect(document: Document, value: Any, change: ValueEdit) -> ChangeEffect | None:
    try:
        return effect(value, change)
    except NoSuchPlace:
        indexes = tuple(step for step in change.path if not isinstance(step, Entry))
        raise CannotChange(
            Obstacle.NO_SUCH_PLACE,
            document.span(indexes).line,
            message(
                "{where} has no place in {file}: what is above it is a text or a number. Nothing "
                "was changed.",
                where=path_text(change.path),
                file=document.source.name,
            ),
            message("Change what is above it first."),
        ) from None


def _written(document: Document, step: ValueEdit, value: Any, key_order: KeyOrder) -> Document:
    """Write a change whose path has indexes, so that the text says `value`."""
    parts = _parts(document, step)
    if parts is not None:
        try:
            now = document
            for part in parts:
                now, _ = _apply(now, part, key_order)
        except CannotChange:
            pass  # as a whole, then
        else:
            if is_same(now.value, value):
                return now
    for text in spliced(document, step, key_order):
        after = _read_as(document, text, value)
        if after is not None:
            return after
    raise _means_more(document, step)


def _read_as(document: Document, text: str, value: Any) -> Document | None:
    """Read a text; None where it says anything else than `value`, or has more findings."""
    after = read(Source(document.source.name, text))
    if after.value != value or len(after.findings) > len(document.findings):
        return None
    return after


def _means_more(document: Document, step: ValueEdit) -> CannotChange:
    where, file = path_text(step.path), document.source.name
    path: Any = step.path
    line = document.span(path).line
    if isinstance(step, SetValue | InsertItem):
        entry = [step.value] if isinstance(step, InsertItem) else step.value
        lines = pair(str(path[-1]), entry)
        return CannotChange(
            Obstacle.MEANS_MORE,
            line,
            message(
                "{where} could not be added to {file} without changing something else.",
                where=where,
                file=file,
            ),
            message("Add it by hand:\n{lines}", lines="\n".join(f"      {one}" for one in lines)),
        )
    return CannotChange(
        Obstacle.MEANS_MORE,
        line,
        message(
            "{where} could not be changed in {file} without changing something else.",
            where=where,
            file=file,
        ),
        message("Change it by hand, in line {line}.", line=line),
    )


# --- Changes in parts -----------------------------------------------------------------------------


def _parts(document: Document, step: ValueEdit) -> Sequence[ValueEdit] | None:
    """Return the smaller changes that one comes to: of what stays, nothing is written again."""
    path: Any = step.path
    if isinstance(step, SetValue):
        there = document.get(path)
        if isinstance(there, dict) and isinstance(step.value, dict):
            return [
                *(SetValue((*path, key), one) for key, one in step.value.items()),
                *(
                    RemoveValue((*path, key), with_empty=False)
                    for key in there
                    if key not in step.value
                ),
            ]
        if isinstance(there, list) and isinstance(step.value, list) and there:
            if _is_another_list(there, step.value) and not _can_have_comment(document, path):
                return None
            return list(_list_parts(path, there, step.value))
    return None


def _is_another_list(there: Sequence[Any], wanted: Sequence[Any]) -> bool:
    """Tell whether so many plain values are others that the list is written as a whole.

    After each smaller change the text is read again. Entries that are groups are kept all the same.
    """
    if any(isinstance(one, dict | list) for one in (*there, *wanted)):
        return False
    before, after = Counter(map(_identity, there)), Counter(map(_identity, wanted))
    return ((before - after) + (after - before)).total() > _MAX_PARTS


def _can_have_comment(document: Document, path: KeyPath) -> bool:
    """Tell whether a number sign is on the lines of a value and its key, or just below."""
    _, node = document.place(path)
    lines = document.source.lines[document.span(path).line - 1 : node.end_mark.line + 1]
    return any("#" in line for line in lines)


def _list_parts(path: KeyPath, there: Sequence[Any], wanted: Sequence[Any]) -> Iterator[ValueEdit]:
    """Give the changes of entries that make one list of another."""
    now = [_identity(one) for one in there]
    names = [_identity(one) for one in wanted]
    for at, name in enumerate(names):
        later = names[at:]
        while at < len(now) and now[at] != name and now[at] not in later and name in now[at:]:
            yield RemoveValue((*path, at))
            del now[at]
        if at < len(now) and now[at] == name:
            pass
        elif name in now[at:]:
            place = now.index(name, at)
            yield MoveItem((*path, place), at)
            now.insert(at, now.pop(place))
        elif at < len(now) and now[at] not in later:
            now[at] = name
        else:
            yield InsertItem(path, wanted[at], at)
            now.insert(at, name)
            continue
        yield SetValue((*path, at), wanted[at])
    for at in range(len(now) - 1, len(wanted) - 1, -1):
        yield RemoveValue((*path, at))


def _identity(entry: Any) -> str:
    """Return by what an entry is known again in another list."""
    own = entry.get("id") if isinstance(entry, dict) else None
    return json.dumps(entry if own is None else {"id": own}, sort_keys=True)


# --- Undo -----------------------------------------------------------------------------------------


def _replaced_lines(before: str, after: str) -> ReplacedLines:
    old, new = before.split("\n"), after.split("\n")
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    end = len(new) - tail
    return ReplacedLines(
        head,
        tuple(old[head : len(old) - tail]),
        tuple(new[head:end]),
        tuple(new[max(head - _CONTEXT, 0) : head]),
        tuple(new[end : end + _CONTEXT]),
    )


def _with_lines_put_back(text: str, replaced: ReplacedLines) -> Iterator[str]:
    """Give the texts in which lines may be put back, the likeliest first."""
    lines = text.split("\n")
    for at in _places(lines, replaced):
        behind = lines[at + len(replaced.after) :]
        yield "\n".join([*lines[:at], *replaced.before, *behind])


def _places(lines: Sequence[str], replaced: ReplacedLines) -> list[int]:
    """Return where the lines may be now: first with the same about them, then the nearest."""
    found: list[int] = []
    for context in range(_CONTEXT, -1, -1):
        above = replaced.above[max(len(replaced.above) - context, 0) :]
        below = replaced.below[:context]
        wanted = [*above, *replaced.after, *below]
        if not wanted:
            found.append(replaced.line)
            continue
        starts = (
            at + len(above)
            for at in range(len(lines) - len(wanted) + 1)
            if lines[at] == wanted[0] and lines[at : at + len(wanted)] == wanted
        )
        found += sorted(starts, key=lambda at: abs(at - replaced.line))[:_MAX_TRIES]
    return list(dict.fromkeys(found))[:_MAX_TRIES]
