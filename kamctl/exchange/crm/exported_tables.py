"""The tables in exported files: CSV in its variants, and Excel files. Formulas are never computed.

Rows keep their numbers, so that whatever is wrong in one can be named by file and line.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.exchange.excel_text import excel_text
from kamctl.exchange.workbook_base import BASE_SHEET
from kamctl.exchange.workbook_reading import is_workbook, open_workbook
from kamctl.i18n.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LARGEST: Final = 200 * 1024 * 1024
"""Bytes of a file."""
LARGEST_UNPACKED: Final = 600 * 1024 * 1024
"""Bytes of the parts of an Excel file."""
MAX_ROWS: Final = 200_000
_MAX_COLUMNS: Final = 500
_HEADINGS_WITHIN: Final = 20
"""In how many of the first rows the headings are looked for: reports have a title above them."""
_DELIMITERS: Final = ",;\t"
_DELIMITER_NAMES: Final = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}


class _UnreadableRow(Exception):
    """The row that begins on a line is not CSV: quotation marks are missing."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Formula(str):
    """A formula, or the error of one, in the place of a value: reported, and never computed."""

    __slots__ = ()


CellValue = str | float | int | bool | dt.date | Formula | None
"""A value of a table; in a CSV file a text, without the blanks around it."""


@dataclass(frozen=True)
class CrmRow:
    """A row: where it is, counted from 1 as editors and Excel do, and its cells."""

    line: int
    cells: Sequence[CellValue]

    def cell(self, place: int) -> CellValue:
        """Return a cell; None where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass
class CrmTable:
    """A table: what it is called, its headings, its rows, and how it was read."""

    name: str
    headings: Sequence[str]
    rows: Sequence[CrmRow]
    notes: list[Message] = field(default_factory=list)
    is_csv: bool = False


def read_tables(file: str, are_headings: Callable[[Sequence[str]], bool]) -> list[CrmTable]:
    """Read the tables of a file: one of a CSV file, one for each visible sheet of an Excel file.

    `are_headings` tells whether a row has the headings.

    Raises:
        UserError: the file cannot be read, or has no table with such headings.
    """
    data = read_given_file(
        Path(file), LARGEST, message("Give a CSV or Excel file that the CRM has exported.")
    )
    if len(data) > LARGEST:
        raise UserError(
            message("{file} is too large.", file=file),
            message("Export fewer columns, or several files."),
        )
    if is_workbook(data):
        tables = list(_sheets(data, file, are_headings))
    else:
        tables = [_csv_table(data, file, are_headings)]
    return tables


def _csv_table(data: bytes, file: str, are_headings: Callable[[Sequence[str]], bool]) -> CrmTable:
    text, encoding = _decoded(data, file)
    if "\0" in text:
        raise _no_table(file)
    if not text.strip():
        raise UserError(message("{file} is empty.", file=file), message("Export the table again."))
    lines = text.encode()
    try:
        found = _csv_headings(lines, are_headings)
        if found is None:
            raise _no_headings(file, _first_line(text))
        delimiter, start = found
        rows = list(islice(_csv_rows(lines, delimiter), MAX_ROWS + 1))
    except _UnreadableRow as error:
        raise UserError(
            message("{file} cannot be read from line {line} on: quotation marks are not closed, "
                    "or not doubled inside a text.", file=file, line=error.line),
            message("Correct the line in a text editor, or export the table again."),
        ) from error  # fmt: skip
    if len(rows) > MAX_ROWS:
        raise _too_many_rows(file)
    table = CrmTable(
        file,
        [one.strip() for one in rows[start][1]],
        [CrmRow(line, [_csv_cell(one) for one in row]) for line, row in rows[start + 1 :]],
        [message("{encoding}, {delimiter}", encoding=encoding,
                 delimiter=Message(_DELIMITER_NAMES[delimiter]))],
        is_csv=True,
    )  # fmt: skip
    return _records_only(table)


def _csv_headings(
    data: bytes, are_headings: Callable[[Sequence[str]], bool]
) -> tuple[str, int] | None:
    """Return the delimiter with which there are headings, and the place of their row."""
    for delimiter in _DELIMITERS:
        first: list[list[str]] = []
        # What comes after the headings is read with their delimiter only.
        with suppress(_UnreadableRow):
            for _, row in islice(_csv_rows(data, delimiter), _HEADINGS_WITHIN):
                first.append(row)
        start = _headings_in(first, are_headings)
        if start is not None:
            return delimiter, start
    return None


def _csv_rows(data: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a text in UTF-8 with the lines that they begin on.

    Raises:
        _UnreadableRow: one is not CSV.
    """
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise _UnreadableRow(line) from error


def _decoded(data: bytes, file: str) -> tuple[str, Message | str]:
    """Return a text and its encoding, which is said where it is a guess."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(name), name.removesuffix("-sig").upper()
            except UnicodeDecodeError as error:
                raise _no_table(file) from error
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), message("not UTF-8, read as Windows-1252")
    except UnicodeDecodeError as error:
        raise _no_table(file) from error


def _csv_cell(text: str) -> CellValue:
    text = text.strip()
    if text.startswith("=") and len(text) > 1:
        return Formula(text)
    return text or None


def _sheets(
    data: bytes, file: str, are_headings: Callable[[Sequence[str]], bool]
) -> Iterator[CrmTable]:
    skipped: list[str] = []
    found = False
    limits = {"largest": LARGEST, "largest_unpacked": LARGEST_UNPACKED}
    with open_workbook(data, file, read_only=True, **limits) as workbook:
        if BASE_SHEET in workbook.sheetnames:
            raise UserError(
                message("{file} is a plan that kamctl exported, not a table of a CRM.", file=file),
                message(
                    "Add it to its plan: kamctl import xlsx {file} --into PLAN",
                    file=as_argument(file),
                ),
            )
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # which a file may have wrong
            cells = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=_MAX_COLUMNS)
            rows = [CrmRow(line, _sheet_cells(row)) for line, row in enumerate(cells, 1)]
            first = [[_heading(one) for one in row.cells] for row in rows[:_HEADINGS_WITHIN]]
            start = _headings_in(first, are_headings)
            if start is None:
                skipped.append(sheet.title)
                continue
            if len(rows) > MAX_ROWS:
                raise _too_many_rows(file)
            found = True
            name = f"{file} [{sheet.title}]"
            yield _records_only(CrmTable(name, first[start], rows[start + 1 :]))
    if not found:
        raise _no_headings(file, ", ".join(skipped))


def _sheet_cells(row: Sequence[Any]) -> Sequence[CellValue]:
    """Return the values of a row, up to the last one."""
    cells = [_sheet_cell(cell) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _sheet_cell(cell: Any) -> CellValue:
    """Return the value of a cell: a percentage as its points with the sign, a date as one."""
    value: Any = cell.value
    if value is None:
        return None
    if cell.data_type in ("f", "e"):
        return Formula(str(value))
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, bool | dt.date):
        return value
    if isinstance(value, int | float):
        if "%" in str(cell.number_format or ""):
            return f"{round(value * 100, 9):.12g}%"
        return value
    return excel_text(str(value)).strip() or None


def _heading(cell: CellValue) -> str:
    return "" if cell is None else str(cell).strip()


def _headings_in(
    rows: Sequence[Sequence[str]], are_headings: Callable[[Sequence[str]], bool]
) -> int | None:
    return next((number for number, row in enumerate(rows) if are_headings(row)), None)


def _records_only(table: CrmTable) -> CrmTable:
    """Leave out what is no record: empty rows, headings once more, lines below a report's rows."""
    rows = table.rows
    end = len(rows)
    if len(table.headings) > 1:
        while end and (_is_empty(rows[end - 1]) or _is_text_line(rows[end - 1])):
            end -= 1
        while end < len(rows) and not _begins_footer(rows, end):
            end += 1
        lines = [row.line for row in rows[end:] if not _is_empty(row)]
        if lines:
            table.notes.append(
                message("footer of a report in lines {first} to {last}", first=lines[0],
                        last=lines[-1])
            )  # fmt: skip
    headings = list(table.headings)
    table.rows = [
        row
        for row in rows[:end]
        if not _is_empty(row) and [_heading(one) for one in row.cells] != headings
    ]
    return table


def _begins_footer(rows: Sequence[CrmRow], at: int) -> bool:
    """Tell whether a text is the only cell of its row, or follows an empty row."""
    row = rows[at]
    return _is_text_line(row) and (len(row.cells) == 1 or (at > 0 and _is_empty(rows[at - 1])))


def _is_empty(row: CrmRow) -> bool:
    return all(one is None for one in row.cells)


def _is_text_line(row: CrmRow) -> bool:
    return row.cell(0) is not None and all(one is None for one in row.cells[1:])


def _first_line(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0].strip()


def _no_headings(file: str, seen: str) -> UserError:
    return UserError(
        message("{file} has no columns of accounts, contacts or opportunities: “{seen}”.",
                file=file, seen=seen[:200]),
        message("Name its columns under `crm:` in kamctl.yaml, and give the name with --as."),
    )  # fmt: skip


def _no_table(file: str) -> UserError:
    return UserError(
        message("{file} is not a table of text.", file=file),
        message("Export it from the CRM as CSV or .xlsx."),
    )


def _too_many_rows(file: str) -> UserError:
    return UserError(
        message("{file} has more than {limit} rows.", file=file, limit=MAX_ROWS),
        message("Export the accounts in several parts."),
    )
