"""Rows that a workbook has and the export had not: new entries of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.exchange.sheet_rows import ARROW
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.document.span import KeyPath
    from kamctl.exchange.cell_merge import CellMerger
    from kamctl.exchange.merge_result import WorkbookMerge
    from kamctl.exchange.plan_sheets import SheetLayout, SheetList
    from kamctl.exchange.planned_changes import PlannedChanges
    from kamctl.exchange.sheet_rows import PlanRows
    from kamctl.exchange.workbook_contents import FilledRow, FilledSheet


class EntryLabels:
    """Which entry of the plan a label means, where a row says what it belongs to."""

    def __init__(self) -> None:
        self._paths: dict[str, KeyPath] = {}

    def add(self, label: str, path: KeyPath, *, replace: bool = False) -> None:
        """Let a label mean an entry; where it means another already, only with `replace`."""
        key = comparison_key(label)
        if replace or key not in self._paths:
            self._paths[key] = path

    def add_new(self, parent: KeyPath, path: KeyPath, entry: Any) -> None:
        """Let the rows of other sheets name a new entry: by its id, or by its first text."""
        own = entry.get("id") or next((one for one in entry.values() if isinstance(one, str)), "")
        around = next((label for label, at in self._paths.items() if at == parent), "")
        for text in (str(own), f"{around}{ARROW}{own}" if around else ""):
            if text:
                self.add(text, path)

    def path_of(self, label: str) -> KeyPath | None:
        """Return the path of the entry that a label means; None where it means none."""
        return self._paths.get(comparison_key(label))


class NewRows:
    """Makes entries of new rows; `labels` name the entries that they may belong to."""

    def __init__(
        self,
        rows: PlanRows,
        planned: PlannedChanges,
        cells: CellMerger,
        labels: EntryLabels,
        merge: WorkbookMerge,
    ) -> None:
        self._rows = rows
        self._planned = planned
        self._cells = cells
        self._labels = labels
        self._merge = merge
        self._found: set[KeyPath] = set()

    def add(self, sheet: FilledSheet, row: FilledRow, added: Iterable[KeyPath]) -> None:
        """Plan the entry that a row becomes; an empty row becomes none.

        `added` are the entries of the sheet that the plan has got since the export: where one has
        all that the row has, an earlier import has added it. Each is found once only, as two
        equal rows are two entries.
        """
        filled = row.filled
        if not filled:
            return
        first = next(iter(filled.values()))
        list_ = list_of(sheet, row)
        if list_ is None:
            cell = row.list if row.list.place else first
            self._merge.add_problem(sheet, cell, message("choose the list of the new entry"))
            return
        parent = self._labels.path_of(row.parent.content.shown()) if sheet.layout.parent else ()
        if parent is None:
            cell = row.parent if row.parent.place else first
            self._merge.add_problem(sheet, cell, message("choose what the new entry belongs to"))
            return
        name = None
        if "id" in list_.keys and "id" not in filled and _needs_id(sheet.layout):
            name = filled["name"].content.shown() if "name" in filled else ""
        path = (*parent, *list_.place.rpartition("[].")[2].split("."))
        with self._planned.new_entry(path, name_for_id=name) as entry:
            for key, cell in filled.items():
                column = self._rows.column(sheet.layout, key)
                if column is None:
                    continue
                if cell.problem is None and column.source.key not in list_.keys:
                    reason = message("entries of this list have no such field")
                    self._merge.add_problem(sheet, cell, reason)
                else:
                    self._cells.fill(sheet, entry, column, cell)
        earlier = [one for one in added if one[:-1] == path and one not in self._found]
        known = self._planned.take_back_known(entry, earlier, has_made_id=name is not None)
        if known is not None:
            self._found.add(known)
            entry = known
        self._labels.add_new(parent, entry, self._planned.value_at(entry))


def list_of(sheet: FilledSheet, row: FilledRow) -> SheetList | None:
    """Return the list of the plan that a row is, or asks to be, an entry of; None for none."""
    lists = sheet.layout.lists
    if len(lists) == 1:
        return lists[0]
    asked = comparison_key(row.list.content.shown())
    for one in lists:
        labels = {comparison_key(translator(language)(one.label)) for language in languages()}
        if asked and asked in labels | {one.key}:
            return one
    return None


def _needs_id(layout: SheetLayout) -> bool:
    return any(one.key == "id" and one.field.is_required for one in layout.columns)
