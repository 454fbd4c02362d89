"""A workbook back into its plan, merged in three ways: what was exported, the workbook, the plan.

What the workbook has as it was exported is left alone, whatever the plan has by now. A cell that
both have changed is a conflict, and then nothing is written. Nothing is removed because a row is
missing.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from kamctl.briefing.readers import document_language
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.checks.engine.change_errors import errors_of_change
from kamctl.document.changes import CannotChange, Obstacle
from kamctl.exchange.cell_merge import CellMerger
from kamctl.exchange.cell_values import EMPTY
from kamctl.exchange.merge_result import CellConflict, WorkbookMerge
from kamctl.exchange.new_rows import EntryLabels, NewRows, list_of
from kamctl.exchange.plan_workbook import YES
from kamctl.exchange.planned_changes import PlannedChanges
from kamctl.exchange.row_matching import MatchedRows, match_rows
from kamctl.exchange.sheet_rows import ARROW, PlanRows, values_as_written
from kamctl.exchange.workbook_contents import CellProblem, FilledCell
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import comparison_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.exchange.cell_values import SheetCell
    from kamctl.exchange.sheet_rows import Row, SheetRows
    from kamctl.exchange.workbook_base import BaseRow
    from kamctl.exchange.workbook_contents import FilledRow, FilledSheet, FilledWorkbook
    from kamctl.plan.load import Loaded
    from kamctl.plan.plan_file import PlanFile
    from kamctl.workspace.config import Workspace

_MIN_MOVED: Final = 3
"""How many different values of a column change rows before it looks sorted.

Two may be exchanged, in any number of rows: the owners of several actions.
"""
_YES_MARKS: Final = frozenset({"x", "1", "true"})
"""What means yes beside the word itself."""


def merge_workbook(
    file: PlanFile,
    loaded: Loaded,
    filled: FilledWorkbook,
    workspace: Workspace,
    today: dt.date,
    *,
    delete_missing: bool = False,
) -> WorkbookMerge:
    """Prepare to import a workbook into a plan; nothing is written yet.

    A change that makes an error of the plan is refused: `workspace` and `today` are what its checks
    need. `delete_missing` removes the entries whose rows are gone.

    Raises:
        CannotChange: the plan's text cannot be changed at all.
    """
    assert loaded.plan is not None
    language = filled.base.language if filled.base else document_language(None, loaded.plan)
    audience = audience_for(filled.base.reader if filled.base else ACCOUNT_TEAM)
    rows = PlanRows(values_as_written(file.document), audience, language, workspace.functions)
    merge = WorkbookMerge(file.source.text, list(filled.problems))
    planned = PlannedChanges(rows.value, rows.plan_language, merge)
    _SheetMerger(rows, filled, planned, merge, delete_missing=delete_missing).run()
    planned.check_ids()
    if not merge.is_refused and planned.changes:
        changed = partial(errors_of_change, loaded, workspace=workspace, today=today)
        _apply(merge, file, planned, changed)
    return merge


def _apply(
    merge: WorkbookMerge,
    file: PlanFile,
    planned: PlannedChanges,
    errors: Callable[[Loaded], Iterator[Finding]],
) -> None:
    """Make the changes in the plan's text, unless there are `errors` after them."""
    try:
        edit = file.change(planned.changes)
    except CannotChange as obstacle:
        if obstacle.reason is not Obstacle.OTHER_FIELD:
            raise
        merge.problems.append(CellProblem("", "", "", obstacle.message))
        return
    merge.problems += (
        planned.problem_at(
            one.path,
            message("{problem} {fix}", problem=one.message, fix=one.hint)
            if one.hint is not None
            else one.message,
        )
        for one in errors(edit.loaded)
    )
    if not merge.problems:
        merge.text = edit.text


class _SheetMerger:
    """Compares the sheets one after the other, those of entries before those inside them."""

    def __init__(
        self,
        rows: PlanRows,
        filled: FilledWorkbook,
        planned: PlannedChanges,
        merge: WorkbookMerge,
        *,
        delete_missing: bool,
    ) -> None:
        self._rows, self._filled, self._base = rows, filled, filled.base
        self._planned = planned
        self._merge = merge
        self._delete_missing = delete_missing
        self._matched = MatchedRows({}, set())
        self._labels = EntryLabels()
        self._cells = CellMerger(rows, planned, merge)
        self._new_rows = NewRows(rows, planned, self._cells, self._labels, merge)

    def run(self) -> None:
        """Compare all sheets: forms, then the tables in the order of the plan."""
        for sheet in self._filled.sheets:
            if not sheet.layout.lists:
                self._merge_form(sheet)
        filled = {one.layout.id: one for one in self._filled.sheets if one.layout.lists}
        for plan in self._rows.sheets:
            if not plan.layout.lists:
                continue
            exported = self._base.rows.get(plan.layout.id, {}) if self._base else {}
            self._match_entries(plan, exported)
            if plan.layout.id in filled:
                self._merge_table(filled[plan.layout.id], plan, exported)

    def _match_entries(self, plan: SheetRows, exported: Mapping[str, BaseRow]) -> None:
        """Find the exported rows of a sheet in the plan, and what its entries are called."""
        matched = match_rows(exported.values(), plan, self._matched)
        self._matched.entries.update(matched.entries)
        self._matched.by_place.update(matched.by_place)
        for key, row in plan.by_key.items():
            self._labels.add(row.label, row.path)
            if self._base is None:
                self._matched.entries.setdefault(key, row)
        for key, base in exported.items():
            entry = self._matched.entries.get(key)
            if entry is not None and key not in self._matched.by_place:
                self._labels.add(base.label, entry.path, replace=True)

    # --- Forms --------------------------------------------------------------------------------

    def _merge_form(self, sheet: FilledSheet) -> None:
        base = self._base.rows.get(sheet.layout.id, {}).get("") if self._base else None
        seen: set[str] = set()
        for row in sheet.rows:
            for key, cell in row.cells.items():
                column = self._rows.column(sheet.layout, key)
                if column is None:
                    self._merge.add_problem(
                        sheet, cell, message("the plan format has no such field")
                    )
                elif key in seen:
                    self._merge.add_problem(
                        sheet, cell, message("this field is in the sheet twice")
                    )
                else:
                    self._cells.merge_cell(sheet, (), column, cell, base)
                seen.add(key)

    # --- Tables -------------------------------------------------------------------------------

    def _merge_table(
        self, sheet: FilledSheet, plan: SheetRows, exported: Mapping[str, BaseRow]
    ) -> None:
        by_key: dict[str, list[FilledRow]] = {}
        new: list[FilledRow] = []
        for row in sheet.rows:
            if row.key and (row.key in exported or (self._base is None and row.key in plan.by_key)):
                by_key.setdefault(row.key, []).append(row)
            elif row.key and self._base is None:
                self._add_unmatched(sheet, row)
            else:
                new.append(row)
        existing: list[tuple[FilledRow, Mapping[str, SheetCell]]] = []
        for key, rows in by_key.items():
            base = exported.get(key)
            chosen = self._original_row(sheet, rows, base, new)
            if chosen is not None:
                self._merge_row(sheet, chosen, base)
                existing.append((chosen, (base or plan.by_key[key]).cells))
        self._merge.moved += _moved_columns(sheet, existing)
        if self._base is not None:
            for key, base in exported.items():
                entry = self._matched.entries.get(key)
                if key not in by_key and entry is not None:
                    self._handle_missing(sheet, entry, base)
        added = self._added_since(plan)
        for row in sorted(new, key=lambda one: one.number):
            if row.filled and not self._asks_to_remove(sheet, row):
                self._new_rows.add(sheet, row, added)

    def _added_since(self, plan: SheetRows) -> list[KeyPath]:
        """Return the entries of a sheet that were not exported; without a base, all of them."""
        exported = set()
        if self._base is not None:
            exported = {one.path for one in self._matched.entries.values() if one is not None}
        return [one.path for one in plan.rows if one.path not in exported]

    def _original_row(
        self,
        sheet: FilledSheet,
        rows: list[FilledRow],
        base: BaseRow | None,
        new: list[FilledRow],
    ) -> FilledRow | None:
        """Return which of several rows with one key is the entry: the others are copies of it."""
        if len(rows) == 1:
            return rows[0]
        cells: Mapping[str, SheetCell] = base.cells if base is not None else {}
        own_id = cells.get("id", EMPTY)
        if own_id.is_empty:
            same = [row for row in rows if _is_unedited(row, cells)]
        else:
            nothing = FilledCell()
            same = [row for row in rows if row.cells.get("id", nothing).content.is_same(own_id)]
        if len(same) == 1:
            new += [row for row in rows if row is not same[0]]
            return same[0]
        numbers = ", ".join(str(row.number) for row in rows)
        self._merge.problems.append(
            CellProblem(
                sheet.name,
                f"A{rows[-1].number}",
                base.label if base else "",
                message(
                    "rows {numbers} are copies of one entry; give each copy its own ID, or fill "
                    "the new entry into an empty row",
                    numbers=numbers,
                ),
            )
        )
        return None

    def _merge_row(self, sheet: FilledSheet, row: FilledRow, base: BaseRow | None) -> None:
        """Merge a row into its entry, remove the entry, or note why neither can be."""
        entry = self._matched.entries.get(row.key)
        if self._base is None and entry is not None and not self._is_same_entry(row, entry):
            self._add_unmatched(sheet, row)
            return
        if self._asks_to_remove(sheet, row):
            if entry is not None:
                self._remove(sheet, entry, base, row.remove)
            return
        if base is not None:
            self._check_place(sheet, row, base)
        if entry is None:
            if base is not None:
                self._check_unedited(sheet, row, base)
            return
        instead = entry.label if row.key in self._matched.by_place else ""
        for key, cell in row.cells.items():
            column = self._rows.column(sheet.layout, key)
            if column is not None:
                self._cells.merge_cell(sheet, entry.path, column, cell, base, instead)

    def _check_unedited(self, sheet: FilledSheet, row: FilledRow, base: BaseRow) -> None:
        """Note a conflict where cells of an entry were changed that the plan no longer has."""
        for key, cell in row.cells.items():
            was = base.cells.get(key, EMPTY)
            if cell.problem is not None or not cell.content.is_same(was):
                self._merge.conflicts.append(
                    CellConflict(
                        sheet.name,
                        cell.place,
                        cell.content.shown(),
                        "",
                        was.shown(),
                        base.label,
                        cell.label,
                    )
                )
                return

    def _add_unmatched(self, sheet: FilledSheet, row: FilledRow) -> None:
        first = next((one for one in row.cells.values() if not one.content.is_empty), row.remove)
        reason = message("the plan has no such entry, or it is not clear which one this is")
        self._merge.add_problem(sheet, first, reason)

    def _is_same_entry(self, row: FilledRow, entry: Row) -> bool:
        """Tell without a base whether a row is an entry: by its id, or by what it is called."""
        if not entry.key.rpartition("/")[2].startswith("#"):
            return True
        for key, cell in entry.cells.items():
            if not cell.is_empty:  # the first is what it is called
                return key in row.cells and row.cells[key].content.is_same(cell)
        return False

    def _check_place(self, sheet: FilledSheet, row: FilledRow, base: BaseRow) -> None:
        """Refuse to move an entry to another list."""
        lists = {one.key: one for one in sheet.layout.lists}
        if not row.list.content.is_empty and list_of(sheet, row) != lists.get(base.list):
            self._merge.add_problem(
                sheet, row.list, message("an entry cannot be moved to another list")
            )
        parent = base.label.rpartition(ARROW)[0]
        shown = row.parent.content
        is_same = comparison_key(shown.shown()) == comparison_key(parent)
        if sheet.layout.parent and not shown.is_empty and not is_same:
            self._merge.add_problem(
                sheet, row.parent, message("an entry cannot be moved to another")
            )

    def _handle_missing(self, sheet: FilledSheet, entry: Row, base: BaseRow) -> None:
        if self._delete_missing:
            self._remove(sheet, entry, base, None)
        else:
            self._merge.missing.append(f"{sheet.name}: {base.label}")

    def _asks_to_remove(self, sheet: FilledSheet, row: FilledRow) -> bool:
        cell = row.remove
        if cell.content.is_empty and cell.problem is None:
            return False
        if cell.problem is None and cell.content.shown().strip().casefold() in _yes_words():
            return True
        self._merge.add_problem(
            sheet, cell, message("write “yes” here to remove the entry, or clear the cell")
        )
        return False

    def _remove(
        self, sheet: FilledSheet, entry: Row, base: BaseRow | None, cell: FilledCell | None
    ) -> None:
        place = cell.place if cell else ""
        if not self._rows.audience.sees("all_details"):
            self._merge.problems.append(
                CellProblem(
                    sheet.name,
                    place,
                    entry.label,
                    message("only a workbook of the account team can remove an entry"),
                )
            )
            return
        changed = base is not None and (
            base.key in self._matched.by_place
            or any(not was.is_same(entry.cells.get(key, EMPTY)) for key, was in base.cells.items())
        )
        if changed:
            theirs = "; ".join(
                now.shown()
                for key, now in entry.cells.items()
                if base is not None and not now.is_same(base.cells.get(key, EMPTY))
            )
            self._merge.conflicts.append(CellConflict(sheet.name, place, "", theirs, entry.label))
            return
        reason = message("other entries name its ID; change them first")
        self._planned.remove(entry.path, CellProblem(sheet.name, place, entry.label, reason))


@cache
def _yes_words() -> frozenset[str]:
    """Return what means yes in the column of rows to remove, in every language."""
    return _YES_MARKS.union(translator(one)(YES).casefold() for one in languages())


def _moved_columns(
    sheet: FilledSheet, rows: Sequence[tuple[FilledRow, Mapping[str, SheetCell]]]
) -> Iterator[CellProblem]:
    """Find columns that have the values they had, in other rows: sorted without the rest.

    `rows` are those of entries, each with the cells it had.
    """
    for key in dict.fromkeys(key for row, _ in rows for key in row.cells):
        cells = [
            (row.cells[key], before.get(key, EMPTY)) for row, before in rows if key in row.cells
        ]
        moved = [cell for cell, before in cells if not cell.content.is_same(before)]
        if any(cell.problem is not None for cell in moved):
            continue
        if len({cell.content.shown() for cell in moved}) < _MIN_MOVED:
            continue
        now = Counter(cell.content.shown() for cell, _ in cells)
        if now == Counter(before.shown() for _, before in cells):
            yield CellProblem(
                sheet.name,
                f"{moved[0].place}:{moved[-1].place}",
                "",
                message(
                    "{count} values are in other rows than before, as if this column had been "
                    "sorted without the others",
                    count=len(moved),
                ),
                moved[0].label,
            )


def _is_unedited(row: FilledRow, base: Mapping[str, SheetCell]) -> bool:
    return all(
        cell.problem is None and cell.content.is_same(base.get(key, EMPTY))
        for key, cell in row.cells.items()
    )
