"""A workbook back into its plan, merged in three ways: what was exported, the workbook, the plan.

What the workbook has as it was exported is left alone, whatever the plan has by now. A cell that
both have changed is a conflict, and then nothing is written. Nothing is removed because a row is
missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.briefing.pages.rendering import document_language
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.document.change_effects import NoSuchPlace, effect, put_value
from kamctl.document.changes import CannotChange, InsertItem, Obstacle, RemoveValue
from kamctl.exchange.cell_values import EMPTY, Unreadable
from kamctl.exchange.plan_workbook import YES
from kamctl.exchange.row_matching import MatchedRows, match_rows
from kamctl.exchange.sheet_rows import ARROW, PlanRows
from kamctl.exchange.workbook_contents import CellProblem, FilledCell
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import comparison_key
from kamctl.plan.new_ids import new_id
from kamctl.plan.plan_file import new_errors
from kamctl.plan.references import names_in
from kamctl.plan.stored_values import change_of, measure_unit_at, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.document.changes import ValueEdit
    from kamctl.document.span import KeyPath
    from kamctl.exchange.cell_values import SheetCell
    from kamctl.exchange.plan_sheets import SheetLayout, SheetList
    from kamctl.exchange.sheet_rows import Column, Row, SheetRows
    from kamctl.exchange.workbook_base import BaseRow
    from kamctl.exchange.workbook_contents import FilledRow, FilledSheet, FilledWorkbook
    from kamctl.i18n.message import Message
    from kamctl.plan.fields import PlanField
    from kamctl.plan.load import Loaded
    from kamctl.plan.plan_file import PlanFile

_MARKS: Final = frozenset({"x", "1", "true"})
"""What also means yes in the column of rows to remove."""


class CellConflict(NamedTuple):
    """A cell that both have changed: what the workbook has, what the plan has, and what it was."""

    sheet: str
    cell: str
    mine: str
    theirs: str
    was: str


@dataclass
class WorkbookMerge:
    """What an import comes to; with problems or conflicts, `text` is that of the plan as it is."""

    text: str
    problems: list[CellProblem] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The entries of the plan whose rows are gone; they stay in the plan."""

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be written."""
        return bool(self.problems or self.conflicts)


def merge_workbook(
    file: PlanFile,
    loaded: Loaded,
    filled: FilledWorkbook,
    functions: Sequence[str],
    *,
    delete_missing: bool = False,
) -> WorkbookMerge:
    """Prepare to import a workbook into a plan; nothing is written yet.

    `functions` are those of the company. `delete_missing` removes the entries whose rows are gone.

    Raises:
        CannotChange: the plan's text cannot be changed at all.
    """
    assert loaded.plan is not None
    language = filled.base.language if filled.base else document_language(None, loaded.plan)
    audience = audience_for(filled.base.reader if filled.base else ACCOUNT_TEAM)
    rows = PlanRows(file.document.value, audience, language, functions)
    merger = _Merger(rows, filled, delete_missing=delete_missing)
    merger.run()
    merge = WorkbookMerge(
        file.source.text, [*filled.problems, *merger.problems], merger.conflicts, merger.missing
    )
    if not merge.is_refused and merger.changes:
        _apply(merge, file, loaded, merger)
    return merge


def _apply(merge: WorkbookMerge, file: PlanFile, loaded: Loaded, merger: _Merger) -> None:
    """Make the changes in the plan's text, unless something in it becomes invalid."""
    try:
        edit = file.change(merger.changes)
    except CannotChange as obstacle:
        if obstacle.reason is not Obstacle.OTHER_FIELD:
            raise
        merge.problems.append(CellProblem("", "", "", obstacle.message))
        return
    merge.problems += (
        merger.problem_at(one.path, one.message) for one in new_errors(loaded, edit.loaded)
    )
    if not merge.problems:
        merge.text = edit.text


class _Merger:
    """Compares the sheets one after the other, those of entries before those inside them."""

    def __init__(self, rows: PlanRows, filled: FilledWorkbook, *, delete_missing: bool) -> None:
        self._rows, self._filled, self._base = rows, filled, filled.base
        self._delete_missing = delete_missing
        self._value = rows.value
        self._sets: list[ValueEdit] = []
        self._inserts: list[ValueEdit] = []
        self._removed: dict[KeyPath, CellProblem] = {}
        self._ids: list[tuple[FilledSheet, FilledCell, Any]] = []
        self._places: list[tuple[KeyPath, str, FilledCell]] = []
        self._matched = MatchedRows({}, set())
        self._references: list[tuple[FilledSheet, FilledCell, PlanField, Any]] = []
        self._labels: dict[str, KeyPath] = {}
        self.problems: list[CellProblem] = []
        self.conflicts: list[CellConflict] = []
        self.missing: list[str] = []

    @property
    def changes(self) -> list[ValueEdit]:
        """The changes to the plan: entries are removed last, from the end of each list."""
        removed = [
            RemoveValue(path)
            for path in sorted(self._removed, key=_from_the_end)
            if not any(path[: len(one)] == one for one in self._removed if one != path)
        ]
        return [*self._sets, *self._inserts, *removed]

    def run(self) -> None:
        """Compare all sheets."""
        current = {one.layout.id: one for one in self._rows.sheets}
        for sheet in self._filled.sheets:
            if not sheet.layout.lists:
                self._form(sheet)
        filled = {one.layout.id: one for one in self._filled.sheets if one.layout.lists}
        for id_, plan in current.items():
            if not plan.layout.lists:
                continue
            known = self._base.rows.get(id_, {}) if self._base else {}
            matched = match_rows(known.values(), plan, self._matched)
            self._matched.entries.update(matched.entries)
            self._matched.by_place.update(matched.by_place)
            for key, row in plan.by_key.items():
                self._labels.setdefault(comparison_key(row.label), row.path)
                if self._base is None:
                    self._matched.entries.setdefault(key, row)
            for key, base in known.items():
                there = self._matched.entries.get(key)
                if there is not None and key not in self._matched.by_place:
                    self._labels[comparison_key(base.label)] = there.path
            if id_ in filled:
                self._table(filled[id_], plan, known)
        self._check_names()

    def _check_names(self) -> None:
        """Refuse ids that no entry of the plan has or that two would have, new ones included."""
        names = names_in(self._value)
        left = [one for one in names.entries if self._removal_of(one.path) is None]
        times = Counter(one.id for one in left)
        for sheet, cell, id_ in self._ids:
            if times[id_] > 1:
                self._problem(sheet, cell, message("another entry has the ID {id}", id=id_))
        named = {one.id for one in names.references if self._removal_of(one.path) is None}
        for entry in names.entries:
            removal = self._removal_of(entry.path)
            if removal is not None and entry.id in named and not times[entry.id]:
                self.problems.append(removal)
        known = {(one.id, one.kind) for one in left}
        for sheet, cell, field_, ids in self._references:
            for id_ in ids if isinstance(ids, list) else [ids]:
                if not any((id_, kind) in known for kind in field_.references):
                    self._problem(
                        sheet,
                        cell,
                        message("no entry that may be named here has the ID {id}", id=id_),
                    )

    def _removal_of(self, path: KeyPath) -> CellProblem | None:
        """Return what is wrong if others name what is at a path; None where it stays."""
        return next((one for at, one in self._removed.items() if path[: len(at)] == at), None)

    def problem_at(self, path: KeyPath, reason: Message) -> CellProblem:
        """Return a problem with the cell that changed what is at a path, or is nearest to it."""
        nearest = [
            one
            for one in self._places
            if one[0][: len(path)] == path or path[: len(one[0])] == one[0]
        ] or [one for one in self._places if one[0][:2] == path[:2]]
        if not nearest:
            return CellProblem("", "", "", reason)
        _, sheet, cell = max(nearest, key=lambda one: len(one[0]))
        return CellProblem(sheet, cell.place, cell.cell.shown(), reason)

    # --- Forms --------------------------------------------------------------------------------

    def _form(self, sheet: FilledSheet) -> None:
        base = self._base.rows.get(sheet.layout.id, {}).get("") if self._base else None
        seen: set[str] = set()
        for row in sheet.rows:
            for key, cell in row.cells.items():
                column = self._rows.column(sheet.layout, key)
                if column is None:
                    self._problem(sheet, cell, message("the plan format has no such field"))
                elif key in seen:
                    self._problem(sheet, cell, message("this field is in the sheet twice"))
                else:
                    self._compare(sheet, (), column, cell, base)
                seen.add(key)

    # --- Tables -------------------------------------------------------------------------------

    def _table(self, sheet: FilledSheet, plan: SheetRows, known: Mapping[str, BaseRow]) -> None:
        by_key: dict[str, list[FilledRow]] = {}
        new: list[FilledRow] = []
        for row in sheet.rows:
            if row.key and (row.key in known or (self._base is None and row.key in plan.by_key)):
                by_key.setdefault(row.key, []).append(row)
            elif row.key and self._base is None:
                self._unmatched(sheet, row)
            else:
                new.append(row)
        for key, rows in by_key.items():
            base = known.get(key)
            chosen = self._chosen(sheet, rows, base, new)
            if chosen is not None:
                self._existing(sheet, chosen, base)
        if self._base is not None:
            for key, base in known.items():
                there = self._matched.entries.get(key)
                if key not in by_key and there is not None:
                    self._missing(sheet, there, base)
        for row in sorted(new, key=lambda one: one.number):
            self._new(sheet, row)

    def _chosen(
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
            same = [row for row in rows if row.cells.get("id", nothing).cell.is_same(own_id)]
        if len(same) == 1:
            new += [row for row in rows if row is not same[0]]
            return same[0]
        numbers = ", ".join(str(row.number) for row in rows)
        self.problems.append(
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

    def _existing(self, sheet: FilledSheet, row: FilledRow, base: BaseRow | None) -> None:
        there = self._matched.entries.get(row.key)
        if self._base is None and there is not None and not self._is_same_entry(row, there):
            self._unmatched(sheet, row)
            return
        if self._asks_to_remove(sheet, row):
            if there is not None:
                self._remove(sheet, there, base, row.remove)
            return
        if base is not None:
            self._check_place(sheet, row, base)
            if there is None:
                if not _is_unedited(row, base.cells):
                    first = next(
                        cell
                        for key, cell in row.cells.items()
                        if not cell.cell.is_same(base.cells.get(key, EMPTY)) or cell.problem
                    )
                    was = base.label
                    self.conflicts.append(
                        CellConflict(sheet.name, first.place, first.cell.shown(), "", was)
                    )
                return
        if there is None:
            return
        instead = there.label if row.key in self._matched.by_place else ""
        for key, cell in row.cells.items():
            column = self._rows.column(sheet.layout, key)
            if column is not None:
                self._compare(sheet, there.path, column, cell, base, instead)

    def _unmatched(self, sheet: FilledSheet, row: FilledRow) -> None:
        first = next((one for one in row.cells.values() if not one.cell.is_empty), row.remove)
        reason = message("the plan has no such entry, or it is not clear which one this is")
        self._problem(sheet, first, reason)

    def _is_same_entry(self, row: FilledRow, there: Row) -> bool:
        """Tell without a base whether a row is an entry: by its id, or by what it is called."""
        if not there.key.rpartition("/")[2].startswith("#"):
            return True
        shown = [(key, cell) for key, cell in there.cells.items() if not cell.is_empty]
        return bool(shown) and any(
            key in row.cells and row.cells[key].cell.is_same(cell) for key, cell in shown[:1]
        )

    def _check_place(self, sheet: FilledSheet, row: FilledRow, base: BaseRow) -> None:
        """Refuse to move an entry to another list."""
        lists = {one.key: one for one in sheet.layout.lists}
        if not row.list.cell.is_empty and self._list_of(sheet, row) != lists.get(base.list):
            self._problem(sheet, row.list, message("an entry cannot be moved to another list"))
        parent = base.label.rpartition(ARROW)[0]
        shown = row.parent.cell
        is_same = comparison_key(shown.shown()) == comparison_key(parent)
        if sheet.layout.parent and not shown.is_empty and not is_same:
            self._problem(sheet, row.parent, message("an entry cannot be moved to another"))

    def _missing(self, sheet: FilledSheet, there: Row, base: BaseRow) -> None:
        if self._delete_missing:
            self._remove(sheet, there, base, None)
        else:
            self.missing.append(f"{sheet.name}: {base.label}")

    def _asks_to_remove(self, sheet: FilledSheet, row: FilledRow) -> bool:
        cell = row.remove
        if cell.cell.is_empty and cell.problem is None:
            return False
        yes = {translator(one)(YES).casefold() for one in languages()} | _MARKS
        if cell.problem is None and cell.cell.shown().strip().casefold() in yes:
            return True
        self._problem(
            sheet, cell, message("write “yes” here to remove the entry, or clear the cell")
        )
        return False

    def _remove(
        self, sheet: FilledSheet, there: Row, base: BaseRow | None, cell: FilledCell | None
    ) -> None:
        place = cell.place if cell else ""
        if not self._rows.audience.sees("all_details"):
            self.problems.append(
                CellProblem(
                    sheet.name,
                    place,
                    there.label,
                    message("only a workbook of the account team can remove an entry"),
                )
            )
            return
        changed = base is not None and (
            base.key in self._matched.by_place
            or any(
                not cell.is_same(there.cells.get(key, EMPTY)) for key, cell in base.cells.items()
            )
        )
        if changed:
            theirs = "; ".join(
                now.shown()
                for key, now in there.cells.items()
                if base is not None and not now.is_same(base.cells.get(key, EMPTY))
            )
            self.conflicts.append(CellConflict(sheet.name, place, "", theirs, there.label))
            return
        reason = message("other entries name its ID; change them first")
        self._removed[there.path] = CellProblem(sheet.name, place, there.label, reason)

    def _compare(
        self,
        sheet: FilledSheet,
        path: KeyPath,
        column: Column,
        cell: FilledCell,
        base: BaseRow | None,
        instead: str = "",
    ) -> None:
        """Compare one cell with what was exported and with the plan.

        `instead` is the label of the entry that is in the place of the exported one, where it may
        be another.
        """
        was = base.cells.get(column.key) if base is not None else None
        if cell.problem is None and was is not None and cell.cell.is_same(was):
            return
        if base is not None and was is None:
            if not cell.cell.is_empty:
                self._problem(sheet, cell, message("this cell is locked; it was not exported"))
            return
        now = self._rows.cell_at(self._rows.value, path, column)
        if cell.problem is None and cell.cell.is_same(now):
            return
        if was is None and cell.cell.is_empty:
            return  # without a base, an empty cell removes nothing
        if cell.problem is not None:
            self._problem(sheet, cell, cell.problem)
            return
        if column.path[-1] == "id" and not now.is_empty:
            self._problem(
                sheet, cell, message("an ID cannot be changed here: other entries refer to it")
            )
            return
        new = self._new_value(sheet, path, column, cell)
        if new is _REFUSED:
            return
        if was is not None and not now.is_same(was):
            # “130 000 €” that an earlier import wrote as 130000 is the same value.
            unit = measure_unit_at(self._rows.value, path)
            if self._rows.values.cell(column.source.field, new, unit).is_same(now):
                return
            self.conflicts.append(
                CellConflict(sheet.name, cell.place, cell.cell.shown(), now.shown(), was.shown())
            )
            return
        if instead and base is not None:
            self.conflicts.append(
                CellConflict(sheet.name, cell.place, cell.cell.shown(), instead, base.label)
            )
            return
        self._set(sheet, path, column, cell, new)

    def _new_value(
        self, sheet: FilledSheet, path: KeyPath, column: Column, cell: FilledCell
    ) -> Any:
        if cell.cell.is_empty:
            return None
        before = value_of(self._value, (*path, *column.path), self._rows.own)
        field_ = column.source.field
        several = field_.may_be_list or isinstance(before, list)
        unit = measure_unit_at(self._value, path)
        try:
            return self._rows.values.value(field_, cell.cell, before, unit, several=several)
        except Unreadable as error:
            self._problem(sheet, cell, error.reason)
            return _REFUSED

    def _set(
        self, sheet: FilledSheet, path: KeyPath, column: Column, cell: FilledCell, new: Any
    ) -> None:
        place = (*path, *column.path_of_field)
        there = value_of(self._value, place, self._rows.own)
        if column.language or isinstance(there, dict):  # a text that is written for each language
            place = (*path, *column.path)
        change = change_of(self._value, place, new, self._rows.own)
        try:
            done = effect(self._value, change)
        except NoSuchPlace:
            self._problem(sheet, cell, message("the plan has something else here"))
            return
        if done is not None:
            self._value = done.value
            self._sets.append(change)
            if column.path[-1] == "id" and new is not None:
                self._ids.append((sheet, cell, new))
            if column.source.field.kind == "reference" and new is not None:
                self._references.append((sheet, cell, column.source.field, new))
            self._places.append(((*path, *column.path_of_field), sheet.name, cell))

    # --- New entries --------------------------------------------------------------------------

    def _new(self, sheet: FilledSheet, row: FilledRow) -> None:
        filled = {
            key: cell
            for key, cell in row.cells.items()
            if not cell.cell.is_empty or cell.problem is not None
        }
        if not filled or not row.remove.cell.is_empty:
            return
        first = next(iter(filled.values()))
        list_ = self._list_of(sheet, row)
        if list_ is None:
            self._problem(sheet, row.list if row.list.place else first,
                          message("choose the list of the new entry"))  # fmt: skip
            return
        parent = self._parent_of(sheet, row)
        if parent is None:
            self._problem(sheet, row.parent if row.parent.place else first,
                          message("choose what the new entry belongs to"))  # fmt: skip
            return
        steps = list_.place.rpartition("[].")[2].split(".")
        path = (*parent, *steps)
        entries = value_of(self._value, path, self._rows.own)
        at = len(entries) if isinstance(entries, list) else 0
        inserted, before = (*path, at), self._value
        self._value = put_value(before, path, lambda there: [*(there or ()), {}])
        sets, self._sets = self._sets, []
        if "id" in list_.keys and "id" not in filled and _needs_id(sheet.layout):
            name = filled["name"].cell.shown() if "name" in filled else ""
            change = change_of(
                self._value, (*inserted, "id"), new_id(before, path, name), self._rows.own
            )
            self._value = _after(self._value, change)
        for key, cell in filled.items():
            column = self._rows.column(sheet.layout, key)
            if column is None:
                continue
            if cell.problem is not None:
                self._problem(sheet, cell, cell.problem)
            elif column.source.key not in list_.keys:
                self._problem(sheet, cell, message("entries of this list have no such field"))
            else:
                new = self._new_value(sheet, inserted, column, cell)
                if new is not _REFUSED:
                    self._set(sheet, inserted, column, cell, new)
        self._sets = sets
        entry = value_of(self._value, inserted, self._rows.own)
        self._inserts.append(InsertItem(path, entry, may_repeat=True))
        self._name(parent, inserted, entry)

    def _name(self, parent: KeyPath, path: KeyPath, entry: Any) -> None:
        """Let the rows of other sheets name a new entry: by its id, or by its first text."""
        around = next((label for label, at in self._labels.items() if at == parent), "")
        own = entry.get("id") or next((one for one in entry.values() if isinstance(one, str)), "")
        for text in (str(own), f"{around}{ARROW}{own}" if around else ""):
            if text:
                self._labels.setdefault(comparison_key(text), path)

    def _list_of(self, sheet: FilledSheet, row: FilledRow) -> SheetList | None:
        lists = sheet.layout.lists
        if len(lists) == 1:
            return lists[0]
        asked = comparison_key(row.list.cell.shown())
        for one in lists:
            labels = {comparison_key(translator(language)(one.label)) for language in languages()}
            if asked and asked in labels | {one.key}:
                return one
        return None

    def _parent_of(self, sheet: FilledSheet, row: FilledRow) -> KeyPath | None:
        if not sheet.layout.parent:
            return ()
        return self._labels.get(comparison_key(row.parent.cell.shown()))

    def _problem(self, sheet: FilledSheet, cell: FilledCell, reason: Message) -> None:
        self.problems.append(CellProblem(sheet.name, cell.place, cell.cell.shown(), reason))


_REFUSED: Final = object()


def _after(value: Any, change: ValueEdit) -> Any:
    done = effect(value, change)
    return value if done is None else done.value


def _needs_id(layout: SheetLayout) -> bool:
    return any(one.key == "id" and one.field.is_required for one in layout.columns)


def _is_unedited(row: FilledRow, base: Mapping[str, SheetCell]) -> bool:
    return all(
        cell.problem is None and cell.cell.is_same(base.get(key, EMPTY))
        for key, cell in row.cells.items()
    )


def _from_the_end(path: KeyPath) -> tuple[Any, ...]:
    return tuple(-step if isinstance(step, int) else 0 for step in path)
