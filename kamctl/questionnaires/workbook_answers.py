"""Answers in an Excel file: found by the mark in their row and the heading of their column.

Rows may be sorted and columns added; nothing is found by its position. Formulas are never computed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.errors import UserError
from kamctl.exchange.excel_text import excel_text
from kamctl.exchange.workbook_reading import open_workbook
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.questionnaires.answer_values import comparable_text
from kamctl.questionnaires.record import CODE_LETTERS, LONGEST_CODE, SHORTEST_CODE
from kamctl.questionnaires.text_answers import LONGEST_ANSWER, FoundAnswer, FoundAnswers
from kamctl.questionnaires.workbook_form import ANSWER_HEADING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.i18n.message import Message

_MAX_ROWS: Final = 5_000
_MAX_COLUMNS: Final = 60
_MARK: Final = re.compile(
    rf"\s*\[?\s*Q[0-9]{{1,3}}-(?P<code>[{CODE_LETTERS}]{{{SHORTEST_CODE},{LONGEST_CODE}}})\s*\]?\s*",
    re.IGNORECASE,
)


def workbook_answers(data: bytes, name: Message | str) -> FoundAnswers:
    """Find the answers in an Excel file called `name`.

    Raises:
        UserError: it is no workbook that can be read, is too large, has macros or leads to other
            files, or has no questions in it.
    """
    found = FoundAnswers()
    with open_workbook(data, name, read_only=True) as workbook:
        for sheet in workbook.worksheets:
            sheet.reset_dimensions()  # which a file may have wrong
            rows = sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS)
            _read_rows(rows, found)
    if not found.codes:
        raise UserError(
            message("{file} contains no questions from kamctl.", file=name),
            message(
                "Use the file that kamctl wrote. Its first column, with references such as "
                "[Q1-k7f2], and the heading of the answers must stay."
            ),
        )
    return found


def _read_rows(rows: Iterator[Sequence[Any]], found: FoundAnswers) -> None:
    """Read the rows of a sheet: first the heading of the answers, then a question a row."""
    column: int | None = None
    for row in rows:
        if column is None:
            column = _answer_column(row)
            continue
        code = next((match["code"].lower() for one in row if (match := _mark_in(one))), None)
        if code is None:
            continue
        cell = row[column] if column < len(row) else None
        _read_cell(cell, code, found)


def _answer_column(row: Sequence[Any]) -> int | None:
    wanted = {comparable_text(translator(one)(ANSWER_HEADING)) for one in languages()}
    for place, cell in enumerate(row):
        if isinstance(cell.value, str) and comparable_text(cell.value) in wanted:
            return place
    return None


def _mark_in(cell: Any) -> re.Match[str] | None:
    return _MARK.fullmatch(cell.value) if isinstance(cell.value, str) else None


def _read_cell(cell: Any, code: str, found: FoundAnswers) -> None:
    """Read an answer, or report why it cannot be taken."""
    is_repeated = code in found.codes
    if not is_repeated:
        found.codes.append(code)
    if cell is None or cell.value is None:
        return
    values = {"mark": f"[{code}]", "text": truncate(visible_line(str(cell.value)), 100)}
    text = _cell_text(cell)
    if cell.data_type == "f":
        found.problems.append(
            message(
                "The answer to {mark} is a formula, which kamctl does not compute: {text}", **values
            )
        )
    elif cell.data_type == "e":
        text_of_error = message("The answer to {mark} is an Excel error: {text}", **values)
        found.problems.append(text_of_error)
    elif len(text) > LONGEST_ANSWER:
        found.problems.append(
            message(
                "The answer to {mark} is longer than {limit} characters; it was not read.",
                limit=LONGEST_ANSWER,
                **values,
            )
        )
    elif text and is_repeated and any(_is_other(one, code, text) for one in found.answers):
        found.answers[:] = [one for one in found.answers if one.code != code]
        found.problems.append(
            message(
                "The question {mark} has several answers; none was read: {texts}",
                mark=f"[{code}]",
                texts=f"“{values['text']}”, …",
            )
        )
    elif text and not any(one.code == code for one in found.answers):
        found.answers.append(FoundAnswer(code, text))


def _is_other(one: FoundAnswer, code: str, text: str) -> bool:
    return one.code == code and comparable_text(one.text) != comparable_text(text)


def _cell_text(cell: Any) -> str:
    """Write what a cell shows: a date as a plan has it, a percentage with its sign."""
    value = cell.value
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if "%" in str(cell.number_format or ""):
            return f"{_digits(value * 100)}%"
        return _digits(value)
    return single_spaced(visible_line(excel_text(str(value))))


def _digits(value: float) -> str:
    return f"{round(value, 9):.12g}" if abs(value) < 1e12 else f"{value:.0f}"
