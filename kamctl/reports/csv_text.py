"""Rows for a spreadsheet, as CSV: a text is a text, whatever it begins with."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, Final

from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.control_characters import visible
from kamctl.i18n.locales import decimal_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula; in full width, it does in Japanese."""


def csv_text(
    heads: Sequence[str], rows: Iterable[Iterable[object]], language: str = SOURCE_LANGUAGE
) -> str:
    """Write rows below their heads; None is an empty cell, and a number stays one.

    Where `language` writes a decimal comma, cells are separated by semicolons, as Excel expects
    there. A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    mark = decimal_mark(language)
    separator = ";" if mark == "," else ","

    def cell(value: object) -> object:
        if isinstance(value, str):
            return _without_formula(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return int(value) if value.is_integer() else str(value).replace(".", mark)
        return "" if value is None else value

    return "".join(_line(map(cell, row), separator) for row in (heads, *rows))


def _line(cells: Iterable[object], separator: str) -> str:
    out = io.StringIO()
    # A carriage return in a text is put between quotes only where lines end in one.
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _without_formula(text: str) -> str:
    begins = unicodedata.normalize("NFKC", text.lstrip(" \ufeff")[:1])
    shown = visible(text)
    return f"'{shown}" if begins.startswith(_FORMULA) else shown
