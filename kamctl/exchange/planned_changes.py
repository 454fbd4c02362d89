"""The changes that an import makes to a plan, gathered, with what the plan holds after them."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.change_effects import effect
from kamctl.document.changes import InsertItem, RemoveValue
from kamctl.document.key_paths import is_inside, put_value
from kamctl.exchange.workbook_contents import CellProblem
from kamctl.i18n.message import message
from kamctl.plan.new_ids import new_id
from kamctl.plan.references import names_in
from kamctl.plan.stored_values import change_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.document.changes import ValueEdit
    from kamctl.document.span import KeyPath
    from kamctl.exchange.merge_result import WorkbookMerge
    from kamctl.exchange.sheet_rows import Column
    from kamctl.exchange.workbook_contents import FilledCell, FilledSheet
    from kamctl.i18n.message import Message


class _ChangedCell(NamedTuple):
    """A cell that changes a field of the plan: the field's path and its new value."""

    sheet: FilledSheet
    cell: FilledCell
    column: Column
    path: KeyPath
    new: Any


class PlannedChanges:
    """The changes of an import. `value` is what the plan's document holds after those so far.

    `language` is that of the plan; problems go to `merge`.
    """

    def __init__(self, value: Any, language: str, merge: WorkbookMerge) -> None:
        self.value = value
        self._language = language
        self._merge = merge
        self._sets: list[ValueEdit] = []
        self._inserts: list[ValueEdit] = []
        self._removals: dict[KeyPath, CellProblem] = {}
        self._cells: list[_ChangedCell] = []

    @property
    def changes(self) -> list[ValueEdit]:
        """The changes to the plan: entries are removed last, from the end of each list."""
        removed = [
            RemoveValue(path)
            for path in sorted(self._removals, key=_from_the_end)
            if self._removal_around(path[:-1]) is None
        ]
        return [*self._sets, *self._inserts, *removed]

    def value_at(self, path: KeyPath) -> Any:
        """Return what the plan has in the field at a path; None for nothing."""
        return value_of(self.value, path, self._language)

    def set_cell(
        self, sheet: FilledSheet, entry: KeyPath, column: Column, cell: FilledCell, new: Any
    ) -> None:
        """Put the value of a cell into the field of an entry; None empties it.

        Raises:
            NoSuchPlace: the plan has something else there.
        """
        path = (*entry, *column.path_of_field)
        if column.language or isinstance(self.value_at(path), dict):  # written for each language
            path = (*entry, *column.path)
        if self._set(path, new):
            field = (*entry, *column.path_of_field)
            self._cells.append(_ChangedCell(sheet, cell, column, field, new))

    def _set(self, path: KeyPath, new: Any) -> bool:
        change = change_of(self.value, path, new, self._language)
        after = effect(self.value, change)
        if after is not None:
            self.value = after.value
            self._sets.append(change)
        return after is not None

    @contextmanager
    def new_entry(self, list_: KeyPath, *, name_for_id: str | None) -> Iterator[KeyPath]:
        """Add an entry to a list, to be filled within the block; gives its path.

        `name_for_id` is what its id is made of; None where it gets none, or one of its own.
        """
        entries = self.value_at(list_)
        path = (*list_, len(entries) if isinstance(entries, list) else 0)
        id_ = None if name_for_id is None else new_id(self.value, list_, name_for_id)
        self.value = put_value(self.value, list_, lambda there: [*(there or ()), {}])
        sets, self._sets = self._sets, []
        if id_ is not None:
            self._set((*path, "id"), id_)
        yield path
        self._sets = sets  # what the entry holds is inserted with it
        self._inserts.append(InsertItem(list_, self.value_at(path), may_repeat=True))

    def take_back_known(
        self, entry: KeyPath, others: Iterable[KeyPath], *, has_made_id: bool
    ) -> KeyPath | None:
        """Take back the entry added last where one of `others` holds the same; return its path.

        The other may hold more. An id that was made here (`has_made_id`) is not compared.
        """
        new = self.value_at(entry)
        typed = {key: one for key, one in new.items() if key != "id" or not has_made_id}
        for other in others:
            there = self.value_at(other)
            if isinstance(there, dict) and typed.items() <= there.items():
                self.value = put_value(self.value, entry[:-1], lambda entries: entries[:-1])
                self._inserts.pop()
                self._cells = [one for one in self._cells if not is_inside(one.path, entry)]
                return other
        return None

    def remove(self, entry: KeyPath, problem_if_named: CellProblem) -> None:
        """Remove an entry; `problem_if_named` is what is wrong where others name its id."""
        self._removals[entry] = problem_if_named

    def _removal_around(self, path: KeyPath) -> CellProblem | None:
        """Return the problem of the removed entry that a path is in; None where it stays."""
        return next((one for at, one in self._removals.items() if is_inside(path, at)), None)

    def check_ids(self) -> None:
        """Refuse ids that no entry of the plan has or that two would have, new ones included."""
        names = names_in(self.value)
        left = [one for one in names.entries if self._removal_around(one.path) is None]
        times = Counter(one.id for one in left)
        for one in self._cells:
            if one.column.is_id and one.new is not None and times[one.new] > 1:
                reason = message("another entry has the ID {id}", id=one.new)
                self._merge.add_problem(one.sheet, one.cell, reason)
        named = {one.id for one in names.references if self._removal_around(one.path) is None}
        for entry in names.entries:
            removal = self._removal_around(entry.path)
            if removal is not None and entry.id in named and not times[entry.id]:
                self._merge.problems.append(removal)
        known = {(one.id, one.kind) for one in left}
        for one in self._cells:
            field = one.column.source.field
            if field.kind != "reference" or one.new is None:
                continue
            for id_ in one.new if isinstance(one.new, list) else [one.new]:
                if not any((id_, kind) in known for kind in field.references):
                    meant = [
                        entry.id
                        for entry in left
                        if entry.kind in field.references and entry.name == id_
                    ]
                    reason = (
                        message("write the ID: {id}", id=meant[0])
                        if len(meant) == 1
                        else message("no entry that may be named here has the ID {id}", id=id_)
                    )
                    self._merge.add_problem(one.sheet, one.cell, reason)

    def problem_at(self, path: KeyPath, reason: Message) -> CellProblem:
        """Return a problem with the cell that changed what is at a path, or is nearest to it."""
        nearest = [
            one for one in self._cells if is_inside(one.path, path) or is_inside(path, one.path)
        ] or [one for one in self._cells if one.path[:2] == path[:2]]
        if not nearest:
            return CellProblem("", "", "", reason)
        sheet, cell, *_ = max(nearest, key=lambda one: len(one.path))
        return CellProblem(sheet.name, cell.place, cell.content.shown(), reason, cell.label)


def _from_the_end(path: KeyPath) -> tuple[Any, ...]:
    return tuple(-step if isinstance(step, int) else 0 for step in path)
