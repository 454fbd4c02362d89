"""A plan as an Excel file, for one reader: filled in there and read back by `workbook_merge`.

Row 1 of a sheet has the keys of its columns and column A those of its rows, both hidden: nothing
is found by its place.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from kamctl.briefing.visibility.audience import AUDIENCE_LABELS
from kamctl.exchange.sheet_rows import PlanRows
from kamctl.exchange.workbook_base import BASE_SHEET, base_pieces
from kamctl.exchange.workbook_writing import ChoiceLists, new_workbook, sheet_name, write_text
from kamctl.i18n.catalog import translator
from kamctl.i18n.locales import own_name
from kamctl.i18n.localized import formats_for
from kamctl.i18n.marked_text import filled
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name
from kamctl.plan.references import names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.exchange.cell_values import SheetCell
    from kamctl.exchange.sheet_rows import Column, Row, SheetRows
    from kamctl.i18n.message import Translate
    from kamctl.plan.fields import PlanField

ROW, PARENT, LIST, REMOVE = "#row", "#in", "#list", "#remove"
LABEL, VALUE, HELP = "#label", "#value", "#help"
"""The columns that hold no field: their keys follow the name of the sheet."""
HEADINGS_MARK: Final = "#headings"
"""In the place of a row's key: this row has the headings."""
REMOVE_HEADING: Final = N_("Remove?")
PARENT_HEADING: Final = N_("Belongs to")
LIST_HEADING: Final = N_("List")
FIELD_HEADING: Final = N_("Field")
VALUE_HEADING: Final = N_("Content")
HELP_HEADING: Final = N_("Explanation")
YES: Final = N_("yes")
BETWEEN_LABELS: Final = " – "
KEYS_ROW, HEADINGS_ROW, FIRST_ROW = 0, 1, 2
_SPARE_ROWS: Final = 300
"""Rows below those of the plan that have drop-downs."""
_WIDTHS: Final = {"text": 42, "reference": 18, "country": 18, "choice": 16, "plain": 22}
_PROTECTION: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
_COVER: Final = (
    N_(
        "This workbook holds the account plan, one sheet for each section. Fill it in and send it "
        "back: kamctl import xlsx adds to the plan what you have changed, and nothing else."
    ),
    N_(
        "You may sort and hide rows, add columns for your notes and leave out what you do not "
        "know. Add an entry in an empty row below the others; leave its ID empty."
    ),
    N_(
        "Dates are written as days, or as 2027-03 for a month and 2027-Q1 for a quarter. "
        "Percentages are written with their sign, such as 34%. Write several values on a line "
        "each (Alt+Enter)."
    ),
    N_(
        "A deleted row removes nothing from the plan. To remove an entry, choose “{yes}” in the "
        "column “{remove}”. To remove a single value, clear its cell."
    ),
    N_("Gray cells are locked. Formulas are not read: paste values instead."),
)


def plan_workbook(
    value: Any,
    audience: Audience,
    language: str,
    functions: Sequence[str],
    today: dt.date,
) -> bytes:
    """Return a plan as an Excel file in `language`, with what `audience` may see of it.

    `value` is what the plan's document holds; `functions` are those of the company.

    Raises:
        UserError: a text is longer than a cell can be.
    """
    return _PlanWorkbook(PlanRows(value, audience, language, functions), today).write()


class _PlanWorkbook:
    """Writes one workbook."""

    def __init__(self, rows: PlanRows, today: dt.date) -> None:
        self._rows = rows
        self._say: Translate = translator(rows.language)
        self._today = today
        account = rows.value.get("account") if isinstance(rows.value, dict) else None
        self._account = str(account.get("name", "")) if isinstance(account, dict) else ""
        self._title = filled(self._say(N_("Account plan: {name}")), {"name": self._account})
        self._workbook, self._data = new_workbook(self._title)
        self._formats: dict[tuple[str, bool], Any] = {}
        self._heading = self._workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0", "border": 1}
        )
        self._references = self._known_references()

    def write(self) -> bytes:
        """Write all sheets."""
        cover = self._workbook.add_worksheet(sheet_name(self._say(N_("Read me"))))
        taken = [cover.get_name(), BASE_SHEET]
        sheets = []
        for one in self._rows.sheets:
            name = sheet_name(", ".join(self._say(label) for label in one.layout.labels), taken)
            taken.append(name)
            sheets.append((one, self._workbook.add_worksheet(name)))
        lists = self._workbook.add_worksheet(sheet_name(self._say(N_("Lists")), taken))
        self._lists = ChoiceLists(lists)
        described = []
        for one, sheet in sheets:
            headings = (
                self._write_table(sheet, one) if one.layout.lists else self._write_form(sheet, one)
            )
            described.append((one, sheet.get_name(), headings))
        self._write_cover(cover, described)
        base = self._workbook.add_worksheet(BASE_SHEET)
        pieces = base_pieces(
            self._account, self._rows.audience.name, self._rows.language, described
        )
        for row, piece in enumerate(pieces):
            write_text(base, row, 0, piece)
        base.very_hidden()
        cover.activate()
        self._workbook.close()
        return self._data.getvalue()

    def _write_cover(self, sheet: Any, sheets: Iterable[tuple[SheetRows, str, Any]]) -> None:
        bold = self._workbook.add_format({"bold": True, "font_size": 16})
        wrapped = self._workbook.add_format({"text_wrap": True, "valign": "top"})
        link = self._workbook.add_format({"font_color": "#1F4E9E", "underline": 1})
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 100)
        write_text(sheet, 0, 0, self._title, bold)
        formats = formats_for(self._say)
        name = self._rows.audience.name
        reader = Message(AUDIENCE_LABELS[name]) if name in AUDIENCE_LABELS else function_name(name)
        about = message("For {reader}, as of {day}.", reader=reader, day=formats.day(self._today))
        write_text(sheet, 1, 0, about.say(self._say), wrapped)
        row = 3
        names = {"yes": self._say(YES), "remove": self._say(REMOVE_HEADING)}
        for one in _COVER:
            write_text(sheet, row, 0, filled(self._say(one), names), wrapped)
            row += 1
        row += 1
        for _, sheet_called, _ in sheets:
            target = f"internal:'{sheet_called}'!A1"
            sheet.write_url(row, 0, target, link, string=sheet_called)
            row += 1
        sheet.protect("", {"format_columns": True, "format_rows": True})

    # --- Forms --------------------------------------------------------------------------------

    def _write_form(self, sheet: Any, content: SheetRows) -> Mapping[str, str]:
        locked = self._format("text", True)
        for place, key in enumerate((ROW, LABEL, VALUE, HELP)):
            write_text(sheet, KEYS_ROW, place, f"{content.layout.id}{key}", locked)
        write_text(sheet, HEADINGS_ROW, 0, HEADINGS_MARK, locked)
        for place, text in enumerate((FIELD_HEADING, VALUE_HEADING, HELP_HEADING), 1):
            write_text(sheet, HEADINGS_ROW, place, self._say(text), self._heading)
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 2, 60)
        sheet.set_column(3, 3, 60)
        (row,) = content.rows
        headings: dict[str, str] = {}
        at = FIRST_ROW
        for column in content.columns:
            if column.key not in row.cells:
                continue
            headings[column.key] = self._label(column)
            write_text(sheet, at, 0, column.key, locked)
            write_text(sheet, at, 1, headings[column.key], locked)
            self._write_cell(sheet, at, 2, column, row.cells[column.key], is_locked=column.is_id)
            write_text(sheet, at, 3, self._help(column.source.field), locked)
            self._drop_down(sheet, column, at, at, 2)
            at += 1
        self._finish(sheet)
        return headings

    # --- Tables -------------------------------------------------------------------------------

    def _write_table(self, sheet: Any, content: SheetRows) -> Mapping[str, str]:
        layout = content.layout
        extra: dict[str, str] = {}
        if layout.parent:
            extra[PARENT] = self._say(PARENT_HEADING)
        if len(layout.lists) > 1:
            extra[LIST] = self._say(LIST_HEADING)
        headings = {column.key: self._label(column) for column in content.columns}
        titles = [
            (f"{layout.id}{ROW}", HEADINGS_MARK),
            *((f"{layout.id}{key}", text) for key, text in extra.items()),
            *((f"{layout.id}.{key}", text) for key, text in headings.items()),
            (f"{layout.id}{REMOVE}", self._say(REMOVE_HEADING)),
        ]
        for at, (key, text) in enumerate(titles):
            write_text(sheet, KEYS_ROW, at, key, self._format("text", True))
            write_text(sheet, HEADINGS_ROW, at, text, self._heading)
        self._prepare_columns(sheet, content, extra)
        for number, row in enumerate(content.rows, FIRST_ROW):
            self._write_row(sheet, number, content, row, extra)
        self._finish(sheet)
        return headings

    def _prepare_columns(self, sheet: Any, content: SheetRows, extra: Collection[str]) -> None:
        """Prepare the columns for what is filled in: how it is shown, and the drop-downs."""
        first, last = 1 + len(extra), FIRST_ROW + len(content.rows) + _SPARE_ROWS
        for at, key in enumerate(extra, 1):
            sheet.set_column(at, at, 24, self._format("text", False))
            if key == PARENT:
                labels = self._entry_labels(content.layout.parent)
                self._validate(sheet, FIRST_ROW, last, at, labels, stops=False)
            else:
                names = [self._say(each.label) for each in content.layout.lists]
                self._validate(sheet, FIRST_ROW, last, at, names)
        for at, column in enumerate(content.columns, first):
            width = _WIDTHS.get(column.source.field.kind, 14)
            sheet.set_column(at, at, width, self._format(_kind(column), False))
            note = self._help(column.source.field)
            sheet.write_comment(HEADINGS_ROW, at, note, {"x_scale": 2, "author": ""})
            self._drop_down(sheet, column, FIRST_ROW, last, at)
        end = first + len(content.columns)
        sheet.set_column(end, end, 10, self._format("text", False))
        self._validate(sheet, FIRST_ROW, last, end, [self._say(YES)])

    def _write_row(
        self, sheet: Any, number: int, content: SheetRows, row: Row, extra: Collection[str]
    ) -> None:
        locked = self._format("text", True)
        write_text(sheet, number, 0, row.key, locked)
        lists = {each.key: self._say(each.label) for each in content.layout.lists}
        for at, key in enumerate(extra, 1):
            text = self._parent_label(row) if key == PARENT else lists[row.list]
            write_text(sheet, number, at, text, locked)
        for at, column in enumerate(content.columns, 1 + len(extra)):
            cell = row.cells.get(column.key)
            if cell is None:
                sheet.write_blank(number, at, None, locked)
            elif not cell.is_empty or column.is_id:
                self._write_cell(sheet, number, at, column, cell, is_locked=column.is_id)

    def _entry_labels(self, place: str) -> list[str]:
        """Return what the entries at a place are called."""
        return [
            row.label
            for one in self._rows.sheets
            if any(f"{each.place}[]" == place for each in one.layout.lists)
            for row in one.rows
        ]

    def _parent_label(self, row: Row) -> str:
        found = (
            one.by_key[row.parent].label for one in self._rows.sheets if row.parent in one.by_key
        )
        return next(found, "")

    # --- Cells --------------------------------------------------------------------------------

    def _finish(self, sheet: Any) -> None:
        sheet.set_row(KEYS_ROW, None, None, {"hidden": True})
        sheet.set_column(0, 0, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW, 2)
        sheet.protect("", _PROTECTION)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _write_cell(
        self, sheet: Any, row: int, at: int, column: Column, cell: SheetCell, *, is_locked: bool
    ) -> None:
        value = cell.value
        if value is None:
            sheet.write_blank(row, at, None, self._format(_kind(column), is_locked))
        elif isinstance(value, bool):
            sheet.write_boolean(row, at, value, self._format("general", is_locked))
        elif isinstance(value, int | float):
            if cell.is_percent:
                points = round(value * 100, 9)
                kind = "percent" if points == int(points) else "exact percent"
            elif column.source.field.kind == "amount":
                kind = "amount" if value == int(value) else "exact amount"
            else:
                kind = "general"
            sheet.write_number(row, at, value, self._format(kind, is_locked))
        elif column.source.field.kind == "date" and cell.is_day:
            day = dt.datetime.fromisoformat(value)
            sheet.write_datetime(row, at, day, self._format("date", is_locked))
        else:
            write_text(sheet, row, at, value, self._format("text", is_locked))

    def _format(self, kind: str, is_locked: bool) -> Any:
        if (kind, is_locked) not in self._formats:
            number = {
                "text": "@",
                "date": "yyyy-mm-dd",
                "amount": "#,##0",
                "exact amount": "#,##0.00#######",
                "percent": "0%",
                "exact percent": "0.0########%",
                "general": "General",
            }[kind]
            gray = {"bg_color": "#EEEEEE", "font_color": "#444444"} if is_locked else {}
            self._formats[kind, is_locked] = self._workbook.add_format(
                {"num_format": number, "locked": is_locked, "text_wrap": True, "valign": "top"}
                | gray
            )
        return self._formats[kind, is_locked]

    def _label(self, column: Column) -> str:
        text = BETWEEN_LABELS.join(self._say(one) for one in column.source.labels)
        return f"{text} ({own_name(column.language)})" if column.language else text

    def _help(self, field: PlanField) -> str:
        lines = [field.facet.question, field.description]
        if field.is_required:
            lines.append(N_("Required."))
        if field.facet.signed:
            lines.append(N_("Signed: a change invalidates the sign-offs."))
        return "\n".join(self._say(one) for one in lines if one)

    def _drop_down(self, sheet: Any, column: Column, first: int, last: int, at: int) -> None:
        field = column.source.field
        if field.may_be_list:  # a drop-down of Excel takes one value
            return
        if field.kind == "reference":
            choices = [id_ for kind, id_ in self._references if kind in field.references]
        else:
            choices = self._rows.values.choices(field)
        self._validate(sheet, first, last, at, choices, stops=field.kind == "choice")

    def _validate(
        self,
        sheet: Any,
        first: int,
        last: int,
        at: int,
        choices: Sequence[str],
        *,
        stops: bool = True,
    ) -> None:
        if not choices:
            return
        sheet.data_validation(
            first,
            at,
            last,
            at,
            {
                "validate": "list",
                "source": self._lists.source(choices),
                "error_type": "stop" if stops else "information",
            },
        )

    def _known_references(self) -> list[tuple[str, str]]:
        """Return the entries that can be named, each with its kind: those the reader knows of."""
        named = [(one.kind, one.id) for one in names_in(self._rows.value).entries]
        if self._rows.audience.sees("all_details"):
            return named
        shown: set[str] = set()
        for one in self._rows.sheets:
            fields = {column.key: column.source.field for column in one.columns}
            for row in one.rows:
                for key, cell in row.cells.items():
                    if fields[key].kind == "reference" or key == "id":
                        shown.update(str(cell.value or "").split("\n"))
        return [(kind, id_) for kind, id_ in named if id_ in shown]


def _kind(column: Column) -> str:
    kind = column.source.field.kind
    return (
        kind if kind in ("date", "amount", "percent") else "general" if kind == "number" else "text"
    )
