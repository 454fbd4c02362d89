"""Rows for a spreadsheet, as CSV: a text is a text, whatever it begins with."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula."""


def csv_text(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Write rows below their heads; None is an empty cell, and a number stays one.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return "".join(map(_line, (heads, *(map(_safe, row) for row in rows))))


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    # A carriage return in a text is put between quotes only where lines end in one.
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _safe(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" \ufeff").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
