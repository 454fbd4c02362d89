"""What a chart shows, as plain data."""

import datetime as dt
from typing import NamedTuple


class GridCell(NamedTuple):
    """A cell of a grid with its lines, each of which may wrap.

    `kind` (good, warn, bad, plain) gives it a tint and, with `has_sign`, a sign beside its first
    line; quiet sets its text back. `weight` (0 to 3) is the strength of the accent behind it. With
    `has_list`, the lines below the first are the items of a list; `notes` say more about each of
    them, in the same order, and are empty where there is no more.
    """

    lines: tuple[str, ...] = ()
    kind: str = ""
    weight: int = 0
    has_sign: bool = True
    has_list: bool = False
    notes: tuple[str, ...] = ()


def cell_weight(value: float, most: float) -> int:
    """Return the weight of a cell with `value`, in a grid whose largest value is `most`."""
    return 1 + min(2, int(3 * value / most)) if value > 0 and most > 0 else 0


class Grid(NamedTuple):
    """Rows × columns of cells; `rows` are a label and its cells, one for each column.

    `across` and `down` say what the columns and the rows are, where their labels do not;
    `min_column_width` is in units of about a pixel. Without any labels, the cells follow each
    other as in a text, as many in a row as there is room for.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]
    across: str = ""
    down: str = ""
    min_column_width: float = 92.0


class ChartColumn(NamedTuple):
    """A value and its text; `value` is None where none is known. `planned`: a target."""

    label: str
    value: float | None
    value_text: str
    planned: bool = False


class Panel(NamedTuple):
    """One row of columns on a common scale that starts at zero.

    `min_top` is what the scale reaches at least: 100 for percentages of a whole.
    """

    title: str
    columns: tuple[ChartColumn, ...]
    min_top: float = 0.0


class TodayMark(NamedTuple):
    """Where today lies among columns: 2.5 is in the middle of the third.

    `is_outside`: before the first or after the last. Then `at` is the edge, and `label` has the
    date.
    """

    label: str
    at: float
    is_outside: bool = False


class Columns(NamedTuple):
    """Panels over the same labels.

    `actual` and `planned` name the two kinds of columns; an empty one is not in the picture.
    """

    panels: tuple[Panel, ...]
    actual: str
    planned: str
    today: TodayMark | None = None


class Sparkline(NamedTuple):
    """Columns so small that their words are beside them."""

    columns: tuple[ChartColumn, ...]


class MeasurePoint(NamedTuple):
    """A point of a measure: `at` is 0.0 at the baseline and 1.0 at the target, and may lie outside.

    `note` says what it is. Each of the texts may wrap, but for the date.
    """

    value_text: str
    note: str
    date: str
    at: float | None = None


class MeasureBar(NamedTuple):
    """A measure from its baseline to its target, with where it is and where it should be.

    Without positions there is no bar: the points are as text. `kind` is good, warn, bad or plain.
    """

    name: str
    pace: str
    kind: str
    baseline: MeasurePoint | None
    target: MeasurePoint | None
    reading: MeasurePoint | None
    expected: MeasurePoint | None


class MeasureBars(NamedTuple):
    """Measures, each on a scale of its own."""

    bars: tuple[MeasureBar, ...]


class Task(NamedTuple):
    """A stretch of time, or a day where `start` is None; `end` is None where it is not known.

    `done` is a fraction from 0 to 1; `after` are the places of the tasks it waits for, and `early`
    those of them that end only after it has started. `conflict` says so in words.
    """

    label: str
    note: str
    kind: str
    start: dt.date | None
    end: dt.date | None
    done: float | None = None
    after: tuple[int, ...] = ()
    early: tuple[int, ...] = ()
    conflict: str = ""


class Tick(NamedTuple):
    """A mark on the line of time."""

    day: dt.date
    label: str


class Timeline(NamedTuple):
    """Tasks on a common line of time, with today's line: at the edge where `today` lies outside."""

    start: dt.date
    end: dt.date
    today: dt.date
    today_label: str
    ticks: tuple[Tick, ...]
    tasks: tuple[Task, ...]


class TreeNode(NamedTuple):
    """Somebody in a tree, `depth` steps below the top."""

    depth: int
    label: str
    note: str


class Tree(NamedTuple):
    """A tree, in the order in which it is read from top to bottom."""

    nodes: tuple[TreeNode, ...]


Drawing = Grid | Columns | Sparkline | MeasureBars | Timeline | Tree
