"""Tables of typed values with their charts: what a spreadsheet is written from."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple, TypeAlias

CellKind = Literal["text", "count", "year", "money", "percent", "points", "day"]
ChartKind = Literal["amounts", "stages", "agreement", "line"]
"""What a chart is of: amounts beside each other; numbers that add up, by stage or by answer."""


class Money(NamedTuple):
    """An amount; `currency` is a code, or empty."""

    amount: float
    currency: str


TypedValue: TypeAlias = str | float | dt.date | Money | None
"""A percentage is a share of 1, as spreadsheets have it."""


class TypedColumn(NamedTuple):
    """A column: its heading in the reader's language, and what its cells hold."""

    heading: str
    kind: CellKind = "text"


class SheetChart(NamedTuple):
    """A chart of some rows of a sheet: columns and rows are counted from 0, `last` included."""

    kind: ChartKind
    title: str
    labels: int
    series: tuple[int, ...]
    first: int
    last: int


class TypedSheet(NamedTuple):
    """A table with a row for each thing, so that it can be filtered, and what is drawn of it."""

    name: str
    columns: tuple[TypedColumn, ...]
    rows: tuple[tuple[TypedValue, ...], ...]
    charts: tuple[SheetChart, ...] = ()


class TypedFact(NamedTuple):
    """A figure over all accounts, with its label."""

    label: str
    kind: CellKind
    value: TypedValue


class PortfolioSheets(NamedTuple):
    """All accounts as an audience may see them; `notices` say what is missing."""

    title: str
    about: str
    facts: tuple[TypedFact, ...]
    notices: tuple[str, ...]
    sheets: tuple[TypedSheet, ...]
