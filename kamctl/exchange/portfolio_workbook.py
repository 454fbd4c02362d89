"""All accounts as an Excel file, with charts of Excel: to be read, filtered and calculated with.

It is not imported again: the plans stay the only source.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

from kamctl.briefing.engine.color import accents
from kamctl.document.office_files import stable_file
from kamctl.exchange.portfolio_sheets import portfolio_sheets
from kamctl.exchange.typed_sheets import Money
from kamctl.exchange.workbook_writing import LONGEST_TEXT, new_workbook, sheet_name, write_text
from kamctl.i18n.catalog import translator
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.exchange.typed_sheets import (
        CellKind,
        PortfolioSheets,
        SheetChart,
        TypedSheet,
        TypedValue,
    )
    from kamctl.portfolio.portfolio import Portfolio

_NUMBER_FORMATS: Final[dict[CellKind, str]] = {
    "text": "@",
    "count": "#,##0",
    "year": "0",
    "percent": "0.0%",
    "points": "+0.0;-0.0;0.0",
    "day": "d mmm yyyy",
}
_CHART_TYPES: Final = {
    "amounts": {"type": "bar"},
    "stages": {"type": "bar", "subtype": "stacked"},
    "agreement": {"type": "bar", "subtype": "stacked"},
    "line": {"type": "line"},
}
_COLORS: Final = {
    "amounts": ("", "#9DB7E0"),
    "stages": ("#D5D9DE", "#9AA3AD", "#5F6B77", ""),
    "agreement": ("#2E7D5B", "#C98A1B", "#C4C9CF", "#A33A2C", "#7B5EA7"),
    "line": ("",),
}
"""The colors of each series; an empty one stands for the accent."""
_DISPLAY_UNITS: Final = ((5e6, "millions"), (5e3, "thousands"))
"""From which value on an axis counts in millions or thousands."""
_PLAIN_AXIS: Final = {
    "num_font": {"size": 9},
    "major_tick_mark": "none",
    "minor_tick_mark": "none",
}
_A4: Final = 9
_NARROWEST, _WIDEST, _DAY_WIDTH, _CURRENCY_WIDTH = 8, 60, 12, 4
"""Characters."""
_LINE: Final = 15
"""Points."""
_CHART_ROWS: Final = 18
_CHARTS_ON_FIRST_PAGE, _CHARTS_ON_PAGE = 2, 3
_CHARTS_SCALE: Final = 75
"""Percent, with which so many charts are on a page."""
_COLUMNS_ON_PAPER: Final = 12
_CHART_WIDTH, _CHART_HEIGHT = 550, 330
"""Pixels."""


def portfolio_workbook(
    portfolio: Portfolio, audience: Audience, language: str, accent: str | None, sort: str = "tier"
) -> bytes:
    """Return all accounts that `audience` may know of as an Excel file in `language`.

    Figures are numbers, days are dates, amounts have their currency; texts are never formulas or
    links. `accent` is the company's color, such as `#1f4e9e`, None for kamctl's; `sort` one of
    `filters.SORTS`.
    """
    sheets = portfolio_sheets(portfolio, audience, language, sort)
    readable, _dark = accents(accent)
    return stable_file(_PortfolioWorkbook(sheets, language, readable).write(), portfolio.today)


class _PortfolioWorkbook:
    """Writes one workbook."""

    def __init__(self, sheets: PortfolioSheets, language: str, accent: str) -> None:
        self._sheets = sheets
        self._language = language
        self._say = translator(language)
        self._workbook, self._data = new_workbook(sheets.title)
        self._accent = accent
        self._formats: dict[str, Any] = {}
        self._in_currency: dict[str, Formats] = {}
        self._heading = self._workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF5"}
        )

    def write(self) -> bytes:
        """Write all sheets; the first has the totals and the charts."""
        overview = self._workbook.add_worksheet(sheet_name(self._say(N_("Overview"))))
        names = [overview.get_name()]
        for one in self._sheets.sheets:
            name = sheet_name(one.name, names)
            names.append(name)
            self._write_table(self._workbook.add_worksheet(name), one)
        self._write_overview(overview, names[1:])
        self._workbook.close()
        return self._data.getvalue()

    def _write_overview(self, sheet: Any, names: list[str]) -> None:
        sheet.hide_gridlines(2)
        title = self._workbook.add_format({"bold": True, "font_size": 16})
        bold = self._workbook.add_format({"bold": True})
        write_text(sheet, 0, 0, self._sheets.title, title)
        write_text(sheet, 1, 0, self._sheets.about)
        row = 3
        for fact in self._sheets.facts:
            write_text(sheet, row, 0, fact.label)
            self._write_cell(sheet, row, 1, fact.kind, fact.value, left=True)
            row += 1
        for notice in self._sheets.notices:
            write_text(sheet, row + 1, 0, notice, bold)
            row += 1
        sheet.set_column(0, 1, 40)
        row += 2
        places: list[int] = []
        for one, name in zip(self._sheets.sheets, names, strict=True):
            for chart in one.charts:
                made = self._chart(chart, one, name)
                sheet.insert_chart(row, 0, made, {"description": chart.title})
                places.append(row)
                row += _CHART_ROWS
        sheet.activate()
        sheet.set_paper(_A4)
        sheet.set_print_scale(_CHARTS_SCALE)
        sheet.set_h_pagebreaks(places[_CHARTS_ON_FIRST_PAGE::_CHARTS_ON_PAGE])

    def _chart(self, chart: SheetChart, content: TypedSheet, name: str) -> Any:
        made = self._workbook.add_chart(_CHART_TYPES[chart.kind])
        first, last = chart.first + 1, chart.last + 1
        for column, own in zip(chart.series, _COLORS[chart.kind], strict=True):
            color = own or self._accent
            made.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, first, chart.labels, last, chart.labels],
                    "values": [name, first, column, last, column],
                    "fill": {"color": color},
                    "line": {"color": color},
                    "marker": {"type": "circle", "fill": {"color": color}},
                    "gap": 60,
                    "smooth": False,
                }
            )
        made.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
        made.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        if len(chart.series) > 1:
            made.set_legend({"position": "bottom"})
        else:
            made.set_legend({"none": True})
        lines = {"visible": True, "line": {"color": "#DDDDDD"}}
        number = "0%" if content.columns[chart.series[0]].kind == "percent" else "#,##0"
        values = {"major_gridlines": lines, "num_format": number, **_PLAIN_AXIS}
        amounts = [cell.amount for row in content.rows for cell in row if isinstance(cell, Money)]
        if chart.kind == "amounts":
            highest = max(map(abs, amounts), default=0.0)
            unit = next((display for least, display in _DISPLAY_UNITS if highest >= least), None)
            values |= {"display_units": unit} if unit else {}
        if chart.kind == "line":
            made.set_x_axis(_PLAIN_AXIS)
            made.set_y_axis({**values, "min": 0})
        else:  # the first row is at the top, as in the table
            made.set_x_axis(values)
            made.set_y_axis({**_PLAIN_AXIS, "reverse": True, "crossing": "max",
                             "major_gridlines": {"visible": False}})  # fmt: skip
        return made

    def _write_table(self, sheet: Any, content: TypedSheet) -> None:
        for column, heading in enumerate(content.columns):
            write_text(sheet, 0, column, heading.heading, self._heading)
        widths = [min(len(heading.heading), 18) for heading in content.columns]
        for row, values in enumerate(content.rows, 1):
            for column, (heading, value) in enumerate(zip(content.columns, values, strict=True)):
                shown = self._write_cell(sheet, row, column, heading.kind, value)
                widths[column] = max(widths[column], shown)
        lines = 1
        for column, (heading, width) in enumerate(zip(content.columns, widths, strict=True)):
            wide = max(_NARROWEST, min(width + 3, _WIDEST))
            sheet.set_column(column, column, wide)
            lines = max(lines, math.ceil(len(heading.heading) / (wide - 3)))
        sheet.set_row(0, lines * _LINE)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(content.rows), 1), len(content.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        if len(content.columns) <= _COLUMNS_ON_PAPER:
            sheet.fit_to_pages(1, 0)

    def _write_cell(
        self,
        sheet: Any,
        row: int,
        column: int,
        kind: CellKind,
        value: TypedValue,
        *,
        left: bool = False,
    ) -> int:
        """Write a cell; return about how many characters it shows."""
        if value is None:
            return 0
        if isinstance(value, str):
            text = truncate("\n".join(map(visible_line, value.split("\n"))), LONGEST_TEXT)
            write_text(sheet, row, column, text, self._format(_NUMBER_FORMATS["text"], wrap=True))
            return max(map(len, text.split("\n")))
        if isinstance(value, dt.date):
            form = self._format(_NUMBER_FORMATS["day"], left=left)
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), form)
            return _DAY_WIDTH
        if isinstance(value, Money):
            form = self._format(self._money(value), left=left)
            sheet.write_number(row, column, value.amount, form)
            return len(f"{value.amount:,.0f}") + _CURRENCY_WIDTH
        sheet.write_number(row, column, value, self._format(_NUMBER_FORMATS[kind], left=left))
        return _NARROWEST

    def _money(self, value: Money) -> str:
        """Return the number format of an amount: with its currency, as the language writes it."""
        if value.currency not in self._in_currency:
            formats = Formats(self._language, self._say, value.currency or None)
            self._in_currency[value.currency] = formats
        has_decimals = value.amount != int(value.amount)
        return self._in_currency[value.currency].spreadsheet_money(has_decimals=has_decimals)

    def _format(self, number: str, *, left: bool = False, wrap: bool = False) -> Any:
        key = f"{number}|{left}|{wrap}"
        if key not in self._formats:
            align = {"align": "left"} if left else {}
            wrapped = {"text_wrap": True} if wrap else {}
            properties = {"num_format": number, "valign": "top", **align, **wrapped}
            self._formats[key] = self._workbook.add_format(properties)
        return self._formats[key]
