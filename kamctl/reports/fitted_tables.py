"""Tables: on a terminal columns are cut, then leave, until all fit; in a pipe a row is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.console import ConsoleRenderable, Group
from rich.table import Table
from rich.text import Text

from kamctl.document.code_frame import printable
from kamctl.i18n.text_normalization import printed_line
from kamctl.reports.terminal_text import encodable, encodable_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_GAP: Final = 2
_SIMPLE_HEAD_ASCII: Final = Box(str(SIMPLE_HEAD).replace("─", "-"), ascii=True)
_CUT: Final = "…"
"""What rich puts where a cell is cut."""
NONE: Final = "–"
"""What a cell without a value shows."""


class ColumnForm(NamedTuple):
    """One way to write a column: its head and its cells, a cell for each row."""

    head: str
    cells: Sequence[Text]
    min_width: int | None = None
    """Columns of the terminal that it may be cut to; by default it is never cut."""
    below: Sequence[Text | None] = ()
    """A text below each cell, wrapped; in a pipe it follows on the same line."""

    @property
    def full_width(self) -> int:
        """How many columns of the terminal it takes where nothing is cut."""
        return max(map(cell_len, (self.head, *(cell.plain for cell in self.cells))))

    @property
    def width(self) -> int:
        """How many columns of the terminal it needs."""
        return self.full_width if self.min_width is None else min(self.full_width, self.min_width)


class ReportColumn(NamedTuple):
    """A column in the forms it may take, the longest first."""

    name: str
    forms: Sequence[ColumnForm]
    is_numeric: bool = False
    """Whether its cells are figures, aligned at their ends."""


class FittedTable(ConsoleRenderable):
    """A table as wide as a terminal at most.

    Each of `steps` names the column that is shortened next where there is no room: it takes its
    next form, and is left out after its last.
    """

    def __init__(self, columns: Sequence[ReportColumn], steps: Sequence[str] = ()) -> None:
        self.columns = columns
        self.steps = steps

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = [_writable(one, options.encoding) for one in self.columns]
        yield _table(fitting(columns, self.steps, options.max_width), options)


class StackedTable(ConsoleRenderable):
    """A table whose columns go on below, beside the first column again, where they have no room."""

    def __init__(self, columns: Sequence[ReportColumn]) -> None:
        self.columns = columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = [_writable(one, options.encoding) for one in self.columns]
        first, *others = ((column, column.forms[0]) for column in columns)
        shown = [first]
        room = options.max_width - first[1].full_width
        for one in others:
            room -= _GAP + one[1].full_width
            if len(shown) > 1 and room < 0:
                yield _table(shown, options)
                yield ""
                shown = [first]
                room = options.max_width - first[1].full_width - _GAP - one[1].full_width
            shown.append(one)
        yield _table(shown, options)


def fitting(
    columns: Sequence[ReportColumn], steps: Sequence[str], room: int
) -> list[tuple[ReportColumn, ColumnForm]]:
    """Return the columns that have room together, in the longest forms that do."""
    taken = {column.name: 0 for column in columns}

    def shown() -> Iterator[tuple[ReportColumn, ColumnForm]]:
        for column in columns:
            if taken[column.name] < len(column.forms):
                yield column, column.forms[taken[column.name]]

    for step in steps:
        if _total(list(shown())) <= room:
            break
        taken[step] = taken.get(step, 0) + 1
    return list(shown())


def _writable(column: ReportColumn, encoding: str) -> ReportColumn:
    """Return a column as a stream of this encoding shows it, so that it can be measured."""
    has_cut = encodable(_CUT, encoding) == _CUT

    def shown(text: Text) -> Text:
        made = encodable_text(text, encoding)
        if not has_cut:
            made.overflow = "crop"  # its replacement would be wider than what is cut
        return made

    return column._replace(
        forms=[
            form._replace(
                head=encodable(form.head, encoding),
                cells=list(map(shown, form.cells)),
                below=[one and shown(one) for one in form.below],
            )
            for form in column.forms
        ]
    )


def _table(shown: Sequence[tuple[ReportColumn, ColumnForm]], options: ConsoleOptions) -> Table:
    box = _SIMPLE_HEAD_ASCII if options.ascii_only else SIMPLE_HEAD
    table = Table(
        box=box if options.is_terminal else None,
        # The box has a column of its own between two others.
        padding=(0, _GAP - 1 if options.is_terminal else _GAP, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
        border_style="dim",
    )
    for column, form in shown:
        table.add_column(
            Text(form.head, no_wrap=True, overflow="ellipsis"),
            justify="right" if column.is_numeric else "left",
            no_wrap=form.min_width is None,
            overflow="fold" if form.below else "ellipsis",
        )
    for row in zip(*(_cells(form, options) for _, form in shown), strict=True):
        table.add_row(*row)
    return table


def _cells(form: ColumnForm, options: ConsoleOptions) -> Iterator[RenderableType]:
    if not form.below:
        yield from form.cells
        return
    for one, below in zip(form.cells, form.below, strict=True):
        if not below:
            yield one
        elif options.is_terminal:
            yield Group(one, below)
        else:
            yield Text.assemble(one, " · ", below, no_wrap=True)


def cell(text: str, style: str = "") -> Text:
    """Return a text, which may be a plan's, as a cell of one line."""
    return Text(printable(printed_line(text)) or NONE, style, no_wrap=True, overflow="ellipsis")


def _total(shown: Sequence[tuple[ReportColumn, ColumnForm]]) -> int:
    return sum(form.width for _, form in shown) + _GAP * (len(shown) - 1)
