"""What all workbooks that kamctl writes have in common: names of sheets, texts, drop-downs."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from kamctl.document.errors import UserError
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST_TEXT: Final = 32_767
"""Characters that a cell of Excel can hold."""
_LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAMES: Final = "[]:*?/\\'"
_CREATED: Final = dt.datetime(2000, 1, 1)


def new_workbook(title: str) -> tuple[Any, io.BytesIO]:
    """Return a workbook, and where its bytes are once it is closed.

    What a file says of itself does not depend on the minute or the machine.
    """
    data = io.BytesIO()
    workbook = xlsxwriter.Workbook(data, {"in_memory": True})
    workbook.set_properties({"title": visible_line(title), "created": _CREATED})
    return workbook, data


def sheet_name(name: str, taken: Collection[str] = ()) -> str:
    """Return a name that a sheet may have, other than those `taken`, whatever their case.

    A list with commas that is too long ends with a whole part.
    """
    known = {one.casefold() for one in taken}
    plain = "".join(one for one in name if one not in _NOT_IN_SHEET_NAMES).strip() or "-"
    if len(plain) > _LONGEST_SHEET_NAME and ", " in plain[:_LONGEST_SHEET_NAME]:
        plain = plain[: _LONGEST_SHEET_NAME + 1].rpartition(",")[0]
    found, number = plain[:_LONGEST_SHEET_NAME].strip(), 1
    while found.casefold() in known:
        number += 1
        end = f" {number}"
        found = plain[: _LONGEST_SHEET_NAME - len(end)].strip() + end
    return found


def write_text(sheet: Any, row: int, column: int, text: str, cell_format: Any = None) -> None:
    """Write a text into a cell, as text whatever it resembles.

    Raises:
        UserError: it is longer than a cell can be.
    """
    if not text:
        sheet.write_blank(row, column, None, cell_format)
    elif sheet.write_string(row, column, text, cell_format) != 0:  # it raises nothing
        raise UserError(
            message(
                "A text has {length} characters; a cell of Excel holds {limit}: “{text}…”",
                length=len(text),
                limit=LONGEST_TEXT,
                text=" ".join(text[:60].split()),
            ),
            message("Shorten it in the plan, or share the text in another way."),
        )


class ChoiceLists:
    """The values of drop-downs, on a hidden sheet: Excel cuts lists short that are in the cell."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}
        sheet.hide()

    def source(self, choices: Sequence[str]) -> str:
        """Return the range that has these choices, which is written the first time."""
        key = tuple(choices)
        if key not in self._ranges:
            column = len(self._ranges)
            for place, choice in enumerate(choices):
                write_text(self._sheet, place, column, choice)
            letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            name = self._sheet.get_name()
            self._ranges[key] = f"='{name}'!{letter}$1:{letter}${len(choices)}"
        return self._ranges[key]
