"""What somebody has filled in: the sheets of a workbook, found by their keys and not by place.

Rows may be sorted, columns moved, headings translated. Formulas are not computed: where one is, and
what else no field can have, is noted with its cell.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.document.errors import UserError
from kamctl.document.source import CONTROL
from kamctl.exchange.cell_values import EMPTY, SheetCell, day_of
from kamctl.exchange.excel_text import excel_text
from kamctl.exchange.plan_sheets import sheet_layouts
from kamctl.exchange.plan_workbook import (
    HEADINGS_MARK,
    LIST,
    LIST_HEADING,
    PARENT,
    PARENT_HEADING,
    REMOVE,
    REMOVE_HEADING,
    ROW,
    VALUE,
    VALUE_HEADING,
)
from kamctl.exchange.workbook_base import BASE_SHEET, Base, read_base
from kamctl.exchange.workbook_reading import open_workbook
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamctl.exchange.plan_sheets import SheetLayout
    from kamctl.i18n.message import Message

_MAX_ROWS: Final = 5_000
_MAX_COLUMNS: Final = 200
_MAX_EMPTY: Final = 500_000
"""Formatted cells beyond them that are looked at: to look makes all cells up to the last one."""
_HEADING_ROWS: Final = 30
"""Rows among which the keys and the headings are."""


class CellProblem(NamedTuple):
    """What is wrong with a cell or with a range: where it is, what it shows, and why.

    `label` is the heading of its field, where it is the cell of one.
    """

    sheet: str
    cell: str
    shown: str
    reason: Message
    label: str = ""


class FilledCell(NamedTuple):
    """A cell as it was filled in; `problem` says why it has no value.

    `label` is the heading of its field in the export.
    """

    content: SheetCell = EMPTY
    place: str = ""
    problem: Message | None = None
    label: str = ""


class FilledRow(NamedTuple):
    """A row as it was filled in: an entry, or a field of a form; cells by their columns."""

    key: str
    number: int
    parent: FilledCell
    list: FilledCell
    remove: FilledCell
    cells: Mapping[str, FilledCell]

    @property
    def filled(self) -> dict[str, FilledCell]:
        """Its cells that hold something."""
        return {
            key: one
            for key, one in self.cells.items()
            if not one.content.is_empty or one.problem is not None
        }


@dataclass
class FilledSheet:
    """A sheet of the plan as it was filled in."""

    name: str
    layout: SheetLayout
    rows: list[FilledRow] = field(default_factory=list)


@dataclass
class FilledWorkbook:
    """A workbook as it was filled in; `base` is what it was exported with, if that is left."""

    base: Base | None
    sheets: list[FilledSheet] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """The names of sheets that are none of the plan."""

    def headings_of(self, sheet: str) -> Mapping[str, str]:
        """Return the headings of a sheet by the keys of their columns, as they were exported."""
        layouts = [one.layout.id for one in self.sheets if one.name == sheet]
        return self.base.headings.get(layouts[0], {}) if self.base and layouts else {}

    @property
    def missing(self) -> list[str]:
        """The names of the sheets that were exported and are gone."""
        names = self.base.names if self.base is not None else {}
        there = {one.layout.id for one in self.sheets}
        wrong = {one.sheet for one in self.problems}
        return [name for id_, name in names.items() if id_ not in there and name not in wrong]


def read_workbook(data: bytes, name: str) -> FilledWorkbook:
    """Read a workbook that was exported and filled in.

    Raises:
        UserError: it cannot be read, does harm, or is another workbook.
    """
    with open_workbook(data, name) as workbook:
        base = None
        if BASE_SHEET in workbook.sheetnames:
            sheet = workbook[BASE_SHEET]
            last = min(sheet.max_row, _MAX_ROWS)
            rows = sheet.iter_rows(max_row=last, max_col=1, values_only=True)
            base = read_base(row[0] for row in rows)
        found = FilledWorkbook(base)
        for number, sheet in enumerate(workbook.worksheets):
            if sheet.title != BASE_SHEET:
                _SheetReader(sheet, found, is_first=number == 0).read()
    if found.base is None and not found.sheets and not found.problems:
        raise UserError(
            message("{file} has no sheet of an account plan.", file=name),
            message("Give the file that kamctl export xlsx wrote."),
        )
    return found


class _SheetReader:
    """Reads one sheet."""

    def __init__(self, sheet: Any, found: FilledWorkbook, *, is_first: bool) -> None:
        self._sheet, self._found, self._is_first = sheet, found, is_first
        self._last_row = rows = min(sheet.max_row or 0, _MAX_ROWS)
        columns = min(sheet.max_column or 0, _MAX_COLUMNS)
        self._rows: list[Sequence[Any]] = (
            list(sheet.iter_rows(max_row=rows, max_col=columns)) if rows and columns else []
        )

    def read(self) -> None:
        """Read the sheet into the workbook, or note why it cannot be."""
        layout, keys = self._layout_by_keys()
        if layout is None:
            layout, keys = self._layout_by_headings()
        if layout is None:
            if self._is_of_plan():
                reason = message(
                    "the hidden first row with the keys is missing, and the headings are not "
                    "those of the export"
                )
                self._add_problem("A1", "", reason)
            elif self._sheet.sheet_state == "visible" and not self._is_first:
                self._found.ignored.append(self._sheet.title)
            return
        if beyond := self._cell_beyond():
            reason = message(
                "a sheet is read up to {rows} rows and {columns} columns; delete what is beyond",
                rows=_MAX_ROWS,
                columns=_MAX_COLUMNS,
            )
            self._add_problem(beyond.coordinate, str(beyond.value or ""), reason)
            return
        if ROW not in keys.values():
            self._add_problem("A1", "", message("the hidden column with the keys is missing"))
            return
        if len(set(keys.values())) < len(keys):
            self._add_problem("A1", "", message("a column is in the sheet twice; delete the copy"))
            return
        if any(one.layout is layout for one in self._found.sheets):
            self._add_problem(
                "A1", "", message("this sheet is in the workbook twice; delete the copy")
            )
            return
        start = self._first_row(keys)
        if self._is_merged(start, keys):
            return
        filled = FilledSheet(self._sheet.title, layout)
        for row in self._rows[start:]:
            one = self._row(row, layout, keys)
            if one is not None:
                filled.rows.append(one)
        self._found.sheets.append(filled)

    def _cell_beyond(self) -> Any:
        """Return a cell with something in it that is too far away to be read; None without one."""
        down = self._sheet.iter_rows(min_row=_MAX_ROWS + 1)
        right = self._sheet.iter_rows(max_row=self._last_row, min_col=_MAX_COLUMNS + 1)
        for number, one in enumerate(chain.from_iterable(chain(down, right))):
            if one.value is not None or number == _MAX_EMPTY:
                return one
        return None

    def _add_problem(self, place: str, shown: str, reason: Message) -> None:
        self._found.problems.append(CellProblem(self._sheet.title, place, shown, reason))

    def _layout_by_keys(self) -> tuple[SheetLayout | None, dict[int, str]]:
        """Return whose sheet it is, and the keys of its columns by their places."""
        for row in self._rows[:_HEADING_ROWS]:
            texts = {at: one.value for at, one in enumerate(row) if isinstance(one.value, str)}
            for layout in sheet_layouts():
                if f"{layout.id}{ROW}" in texts.values() or (
                    sum(_key_in(text, layout) is not None for text in texts.values()) > 1
                    and not any(f"{one.id}{ROW}" in texts.values() for one in sheet_layouts())
                ):
                    keys = {at: key for at, text in texts.items() if (key := _key_in(text, layout))}
                    return layout, keys
        return None, {}

    def _layout_by_headings(self) -> tuple[SheetLayout | None, dict[int, str]]:
        """Return the same where the row of keys is gone: by the headings of the export."""
        base = self._found.base
        if base is None:
            return None, {}
        for row in self._rows[:_HEADING_ROWS]:
            texts = {at: one.value for at, one in enumerate(row) if isinstance(one.value, str)}
            if HEADINGS_MARK not in texts.values():
                continue
            for layout in sheet_layouts():
                if base.names.get(layout.id) != self._sheet.title:
                    continue
                headings = base.headings.get(layout.id, {}) if layout.lists else {}
                known = {text: key for key, text in headings.items()} | _own_headings()
                return layout, {at: known[text] for at, text in texts.items() if text in known}
        return None, {}

    def _is_of_plan(self) -> bool:
        base = self._found.base
        return base is not None and self._sheet.title in base.names.values()

    def _first_row(self, keys: Mapping[int, str]) -> int:
        """Return the number of the first row below the headings, from 0."""
        column = next(at for at, key in keys.items() if key == ROW)
        for number, row in enumerate(self._rows[:_HEADING_ROWS]):
            if column < len(row) and row[column].value == HEADINGS_MARK:
                return number + 1
        return 2

    def _is_merged(self, start: int, keys: Mapping[int, str]) -> bool:
        """Note merged cells: all but one of them are empty without anybody having cleared them."""
        merged = [
            one
            for one in self._sheet.merged_cells.ranges
            if one.max_row > start and any(one.min_col <= at + 1 <= one.max_col for at in keys)
        ]
        for one in merged:
            self._add_problem(str(one.coord), "", message("these cells are merged; separate them"))
        return bool(merged)

    def _row(
        self, row: Sequence[Any], layout: SheetLayout, keys: Mapping[int, str]
    ) -> FilledRow | None:
        cells = {key: _filled(row[at]) for at, key in keys.items() if at < len(row)}
        if all(one.content.is_empty and one.problem is None for one in cells.values()):
            return None
        key = str(cells.pop(ROW, FilledCell()).content.value or "").strip()
        nothing = FilledCell(place=str(row[0].coordinate) if row else "")
        if not layout.lists:
            value = cells.get(VALUE, nothing)
            if not key:
                return None
            named = value._replace(label=self._heading(layout, key))
            return FilledRow(key, row[0].row, nothing, nothing, nothing, {key: named})
        parent, list_, remove = (cells.pop(one, nothing) for one in (PARENT, LIST, REMOVE))
        fields = {
            one: cell._replace(label=self._heading(layout, one)) for one, cell in cells.items()
        }
        return FilledRow(key, row[0].row, parent, list_, remove, fields)

    def _heading(self, layout: SheetLayout, key: str) -> str:
        base = self._found.base
        return base.headings.get(layout.id, {}).get(key, "") if base is not None else ""


def _key_in(text: str, layout: SheetLayout) -> str | None:
    """Return the key of a column as its sheet has it: `due`, `#row`; None for another text."""
    for one in (ROW, PARENT, LIST, REMOVE, VALUE):
        if text == f"{layout.id}{one}":
            return one
    if not layout.lists or not text.startswith(f"{layout.id}."):
        return None
    key = text.removeprefix(f"{layout.id}.")
    first = key.partition("@")[0]
    is_known = any(
        one.key == first or (one.field.kind == "custom" and first.startswith(f"{one.key}."))
        for one in layout.columns
    )
    return key if is_known else None


def _filled(cell: Any) -> FilledCell:
    value, place = cell.value, str(cell.coordinate)
    if value is None:
        return FilledCell(EMPTY, place)
    shown = SheetCell(str(value))
    if cell.data_type == "f":
        return FilledCell(shown, place, message("this is a formula; paste its value instead"))
    if cell.data_type == "e":
        return FilledCell(shown, place, message("this is an Excel error"))
    if isinstance(value, bool):
        return FilledCell(SheetCell(value), place)
    if isinstance(value, int | float):
        is_percent = "%" in str(cell.number_format or "")
        return FilledCell(SheetCell(value, is_percent=is_percent), place)
    if isinstance(value, dt.datetime | dt.date):
        day = day_of(value)
        if day is None:
            return FilledCell(shown, place, message("this date has a time of day"))
        return FilledCell(SheetCell(day), place)
    if not isinstance(value, str):
        return FilledCell(shown, place, message("this is a time of day"))
    if CONTROL(excel_text(value)) is not None:
        return FilledCell(shown, place, message("this has a control character"))
    return FilledCell(SheetCell(value), place)


@cache
def _own_headings() -> dict[str, str]:
    """Return the keys of the columns that hold no field, by their headings in every language."""
    found = {HEADINGS_MARK: ROW}
    for language in languages():
        say = translator(language)
        found |= {
            say(PARENT_HEADING): PARENT,
            say(LIST_HEADING): LIST,
            say(REMOVE_HEADING): REMOVE,
            say(VALUE_HEADING): VALUE,
        }
    return found
