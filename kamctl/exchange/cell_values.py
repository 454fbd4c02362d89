"""The values of a plan as cells of a workbook, and cells as values of a plan.

A full day is written `2027-03-31` here and is a date in the file; a month or a quarter is a text.
A percentage is a share of one, as Excel has it. Several values are one a line.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.exchange.excel_text import excel_text
from kamctl.i18n.catalog import translator
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced_lines
from kamctl.plan.amounts import LARGEST_NUMBER, SMALLEST_NUMBER
from kamctl.plan.date_forms import both_readings, is_plan_date
from kamctl.plan.field_text import FIGURE_KINDS, FieldTexts, cleaned
from kamctl.plan.functions import function_name
from kamctl.plan.labels import labels_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.i18n.message import Message
    from kamctl.plan.amounts import Conventions
    from kamctl.plan.fields import PlanField

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch
_CHOSEN: Final = frozenset({"choice", "country", "function", "reference"})
_SEPARATORS: Final = re.compile(r"[\n;]")
_MAX_PERCENT: Final = 10
"""Above 1,000%, a number in a column of percentages was meant as one of points."""
_TOLERANCE: Final = 1e-12
CellScalar = str | int | float | bool


class SheetCell(NamedTuple):
    """What a cell shows; `is_percent` where a number is shown as a percentage."""

    value: CellScalar | None = None
    is_percent: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be seen in it."""
        return self.value is None or (isinstance(self.value, str) and not cleaned(self.value))

    @property
    def is_day(self) -> bool:
        """Whether it is a date of the calendar: Excel has none before 1900."""
        return (
            isinstance(self.value, str) and _DAY(self.value) is not None and self.value > "1900-03"
        )

    def is_same(self, other: SheetCell) -> bool:
        """Tell whether people see the same in both."""
        if self.is_empty or other.is_empty:
            return self.is_empty and other.is_empty
        one, two = self.value, other.value
        if isinstance(one, bool) or isinstance(two, bool):
            return one is two
        if isinstance(one, int | float) and isinstance(two, int | float):
            return self.is_percent == other.is_percent and math.isclose(
                one, two, rel_tol=_TOLERANCE, abs_tol=0.0
            )
        return isinstance(one, str) and isinstance(two, str) and _cell_key(one) == _cell_key(two)

    def shown(self) -> str:
        """Return it as it is named in a message."""
        if self.value is None:
            return ""
        if self.is_percent and isinstance(self.value, int | float):
            return f"{_digits(round(self.value * 100, 9))} %"
        if isinstance(self.value, bool):
            return str(self.value).upper()  # as Excel shows it
        return _digits(self.value) if isinstance(self.value, float) else str(self.value)


EMPTY: Final = SheetCell()


class Unreadable(Exception):
    """What is in a cell is no value of its field; `reason` says why, in a clause."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class CellValues:
    """Shows and reads cells, as the language and the currency of one plan have it."""

    def __init__(self, conventions: Conventions, language: str, functions: Iterable[str]) -> None:
        self.texts = FieldTexts(conventions)
        self._conventions = conventions
        self._say = translator(language)
        self._functions = tuple(functions)

    # --- What is shown ------------------------------------------------------------------------

    def cell(self, field: PlanField, value: Any, unit: str = "") -> SheetCell:
        """Return the cell of what a plan has in a field; `unit` is that of its measure."""
        if value is None:
            return EMPTY
        if isinstance(value, list):
            return SheetCell("\n".join(str(self.cell(field, one, unit).shown()) for one in value))
        if field.kind in FIGURE_KINDS and not isinstance(value, bool):
            return self._figure(field, value, unit)
        if isinstance(value, bool | int | float):
            return SheetCell(value)
        if not isinstance(value, str):
            return SheetCell(str(value))
        return SheetCell(self._label(field, value))

    def _figure(self, field: PlanField, value: Any, unit: str) -> SheetCell:
        is_percent = field.kind == "percent"
        if isinstance(value, str):
            is_percent = is_percent or value.rstrip().endswith("%")
            found = self.texts.read(field, value, 1 if field.kind == "percent" else None, unit)
            if isinstance(found, str) and found.endswith("%"):  # a small one keeps its sign
                found = _number(found[:-1])
            if not isinstance(found, int | float) or abs(found) >= LARGEST_NUMBER:
                return SheetCell(value)
            value = found
        if not isinstance(value, int | float):
            return SheetCell(str(value))
        return SheetCell(float(value) / 100, is_percent=True) if is_percent else SheetCell(value)

    def _label(self, field: PlanField, value: str) -> str:
        if field.kind == "choice":
            label = labels_of(field.values).get(value)
            return self._say(label) if label else value
        if field.kind == "country":
            return self.texts.country(value) if value in field.values else value
        if field.kind == "function":
            return self._function_label(value)
        return value

    def _function_label(self, name: str) -> str:
        """Return what a function is called in a drop-down."""
        label = function_name(name).say(self._say)
        is_known = self._function_ids.get(label.casefold()) == name
        return capitalized(label) if is_known else name

    def _function_named(self, label: str) -> str:
        return self._function_ids.get(_cell_key(label).casefold(), label)

    @cached_property
    def _function_ids(self) -> dict[str, str]:
        return {function_name(one).say(self._say).casefold(): one for one in self._functions}

    def choices(self, field: PlanField) -> list[str]:
        """Return what a drop-down of a field offers; of references nothing."""
        if field.kind == "function":
            return [self._function_label(one) for one in self._functions]
        if field.kind in ("choice", "country"):
            found = [self._label(field, one) for one in field.values]
            return sorted(found) if field.kind == "country" else found
        return []

    # --- What is read -------------------------------------------------------------------------

    def value(
        self, field: PlanField, cell: SheetCell, before: Any, unit: str, *, several: bool
    ) -> Any:
        """Return the value that a cell means; `before` is what the plan has there.

        `several` says that the field takes a list.

        Raises:
            Unreadable: it means none, or could mean several.
        """
        if isinstance(cell.value, str):
            cell = cell._replace(value=excel_text(cell.value))
        if several and isinstance(cell.value, str):
            return self._list(field, cell.value, before, unit)
        found = self._one(field, cell, before, unit)
        return [found] if several and (field.is_list or isinstance(before, list)) else found

    def _list(self, field: PlanField, text: str, before: Any, unit: str) -> Any:
        there = before if isinstance(before, list) else [] if before is None else [before]
        known = {_cell_key(str(self.cell(field, one, unit).value)): one for one in there}
        parts = _SEPARATORS.split(text) if field.kind in _CHOSEN else text.split("\n")
        if field.kind == "reference":
            parts = [one for part in parts for one in part.split(",")]
        shown = [one for part in parts if (one := cleaned(part))]
        found = [
            known[one] if one in known else self._one(field, SheetCell(one), None, unit)
            for one in map(_cell_key, shown)
        ]
        return (
            found[0]
            if len(found) == 1 and not (field.is_list or isinstance(before, list))
            else found
        )

    def _one(self, field: PlanField, cell: SheetCell, before: Any, unit: str) -> Any:
        value = cell.value
        if field.kind == "custom":
            return cleaned(value) if isinstance(value, str) else value
        if isinstance(value, bool):
            raise Unreadable(message("this value is not allowed in the field"))
        if isinstance(value, int | float):
            return self._from_number(field, value, unit, is_percent=cell.is_percent)
        text = cleaned(str(value))
        if is_placeholder(text):
            raise Unreadable(message("this is a placeholder; clear the cell to remove the value"))
        if field.kind == "percent" and "%" not in text:
            raise Unreadable(message("write a percentage with its sign, such as 34%"))
        if field.kind == "function":
            return self._function_named(text)
        found = self.texts.read(field, text, before, unit)
        if field.kind == "date" and not is_plan_date(str(found)):
            if both_readings(text):
                raise Unreadable(
                    message("the day and the month are ambiguous; write it as 2027-03-31")
                )
            raise Unreadable(message("this is not a date; write it as 2027-03-31 or 2027-Q1"))
        if field.kind in FIGURE_KINDS and isinstance(found, str) and not found.endswith("%"):
            raise Unreadable(message("write this number in digits alone, such as 1200000"))
        if field.kind == "choice" and found not in field.values:
            raise Unreadable(
                message("choose one of the values: {values}", values=", ".join(self.choices(field)))
            )
        return found

    def _from_number(self, field: PlanField, value: float, unit: str, *, is_percent: bool) -> Any:
        if not math.isfinite(value):
            raise Unreadable(message("this is not a number"))
        if abs(value) >= LARGEST_NUMBER:
            raise Unreadable(message("this number is too large"))
        if 0 < abs(value) < SMALLEST_NUMBER and not is_percent:
            raise Unreadable(message("this value is not allowed in the field"))
        if field.kind == "percent" and (not is_percent or abs(value) > _MAX_PERCENT):
            raise Unreadable(message("write a percentage with its sign, such as 34%"))
        if field.kind == "date":
            raise Unreadable(message("this is a number, not a date"))
        if field.kind in FIGURE_KINDS:
            if is_percent:
                text = f"{_digits(round(value * 100, 9))}%"
                return self.texts.read(field, text, None, unit)
            return int(value) if value == int(value) else value
        if is_percent:
            raise Unreadable(message("this is a percentage, not a text"))
        text = _digits(value)
        return self.texts.read(field, text)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _digits(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _cell_key(text: str) -> str:
    """Return a text as cells are compared: as Excel keeps it, and however it is spaced."""
    return single_spaced_lines(unicodedata.normalize("NFC", cleaned(excel_text(text))))


def day_of(value: dt.datetime | dt.date) -> str | None:
    """Return a date of a workbook as a plan has it; None where it has a time of day."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else None
    return value.isoformat()
