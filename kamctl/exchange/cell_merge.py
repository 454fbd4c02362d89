"""One cell, merged in three ways: what was exported, what the workbook has, what the plan has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.key_paths import NoSuchPlace
from kamctl.exchange.cell_values import Unreadable
from kamctl.exchange.merge_result import CellConflict
from kamctl.i18n.message import message
from kamctl.plan.stored_values import measure_unit_at

if TYPE_CHECKING:
    from kamctl.document.span import KeyPath
    from kamctl.exchange.merge_result import WorkbookMerge
    from kamctl.exchange.planned_changes import PlannedChanges
    from kamctl.exchange.sheet_rows import Column, PlanRows
    from kamctl.exchange.workbook_base import BaseRow
    from kamctl.exchange.workbook_contents import FilledCell, FilledSheet


class CellMerger:
    """Puts what cells have into a plan, or notes in `merge` why it cannot."""

    def __init__(self, rows: PlanRows, planned: PlannedChanges, merge: WorkbookMerge) -> None:
        self._rows = rows
        self._planned = planned
        self._merge = merge

    def merge_cell(
        self,
        sheet: FilledSheet,
        entry: KeyPath,
        column: Column,
        cell: FilledCell,
        base: BaseRow | None,
        instead: str = "",
    ) -> None:
        """Compare one cell with what was exported and with the plan, and plan what it changes.

        `instead` is the label of the entry that is in the place of the exported one, where it may
        be another.
        """
        was = base.cells.get(column.key) if base is not None else None
        if cell.problem is None and was is not None and cell.content.is_same(was):
            return
        if base is not None and was is None:
            if not cell.content.is_empty:
                reason = message("this cell is locked; it was not exported")
                self._merge.add_problem(sheet, cell, reason)
            return
        now = self._rows.cell_at(self._rows.value, entry, column)
        if cell.problem is None and cell.content.is_same(now):
            return
        if was is None and cell.content.is_empty:
            return  # without a base, an empty cell removes nothing
        if cell.problem is None and column.is_id and not now.is_empty:
            reason = message("an ID cannot be changed here: other entries refer to it")
            self._merge.add_problem(sheet, cell, reason)
            return
        try:
            new = self._value(entry, column, cell)
        except Unreadable as error:
            self._merge.add_problem(sheet, cell, error.reason)
            return
        if was is not None and not now.is_same(was):
            # “130 000 €” that an earlier import wrote as 130000 is the same value.
            unit = measure_unit_at(self._rows.value, entry)
            if not self._rows.values.cell(column.source.field, new, unit).is_same(now):
                shown = (cell.content.shown(), now.shown(), was.shown())
                self._add_conflict(sheet, cell, shown)
            return
        if instead and base is not None:
            self._add_conflict(sheet, cell, (cell.content.shown(), instead, base.label))
            return
        self._set(sheet, entry, column, cell, new)

    def _add_conflict(
        self, sheet: FilledSheet, cell: FilledCell, shown: tuple[str, str, str]
    ) -> None:
        self._merge.conflicts.append(CellConflict(sheet.name, cell.place, *shown, label=cell.label))

    def fill(self, sheet: FilledSheet, entry: KeyPath, column: Column, cell: FilledCell) -> None:
        """Put a cell into a new entry."""
        try:
            new = self._value(entry, column, cell)
        except Unreadable as error:
            self._merge.add_problem(sheet, cell, error.reason)
        else:
            self._set(sheet, entry, column, cell, new)

    def _value(self, entry: KeyPath, column: Column, cell: FilledCell) -> Any:
        """Return the value that a cell means for a field of an entry; None empties it.

        Raises:
            Unreadable: it means none, or could mean several.
        """
        if cell.problem is not None:
            raise Unreadable(cell.problem)
        if cell.content.is_empty:
            return None
        before = self._planned.value_at((*entry, *column.path))
        field = column.source.field
        several = field.may_be_list or isinstance(before, list)
        unit = measure_unit_at(self._planned.value, entry)
        return self._rows.values.value(field, cell.content, before, unit, several=several)

    def _set(
        self, sheet: FilledSheet, entry: KeyPath, column: Column, cell: FilledCell, new: Any
    ) -> None:
        try:
            self._planned.set_cell(sheet, entry, column, cell, new)
        except NoSuchPlace:
            self._merge.add_problem(sheet, cell, message("the plan has something else here"))
