"""How wide the columns of a table on a slide are, how high its rows, and where one is divided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.charts.text_layout import LONGEST, text_width, word_width
from kamctl.briefing.slides.text_fitting import (
    LINE_HEIGHT,
    MEASURED_SIGN,
    divided_text,
    text_height,
    text_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.views.elements import Cell, Table

CELL_MARGIN: Final = 5.0
_LEAST_COLUMN: Final = 46.0
_SAFE: Final = 1.06
"""A word alone has no others whose widths make up for what was estimated too narrow."""
_STEPS: Final = 60
"""In so many steps the width to spare goes to the columns whose texts take the most lines."""


def _cell_text(cell: Cell) -> str:
    """Return what is measured of a cell's text: with its sign, if it has one."""
    return f"{MEASURED_SIGN}{cell.text}" if cell.kind in ("good", "warn", "bad") else cell.text


def head_height(made: Table, widths: Sequence[float], size: float) -> float:
    """Return how high the row of headings is."""
    highest = max(
        text_height(one, size, width - 2 * CELL_MARGIN, bold=True)
        for one, width in zip(made.columns, widths, strict=True)
    )
    return highest + 2 * CELL_MARGIN


def row_height(row: tuple[Cell, ...], widths: Sequence[float], size: float) -> float:
    """Return how high a row is: as its highest cell. The first cell is bold."""
    height = 0.0
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        room = width - 2 * CELL_MARGIN
        cell_high = text_height(_cell_text(cell), size, room, bold=place == 0)
        if cell.note:
            cell_high += text_height(cell.note, size, room)
        height = max(height, cell_high)
    return height + 2 * CELL_MARGIN


def divided_row(
    row: tuple[Cell, ...], widths: Sequence[float], size: float, room: float
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Divide a row that is higher than a page; its first cell is on both, unless it is the long."""
    count = max(int((room - 2 * CELL_MARGIN) / (size * LINE_HEIGHT)) - 1, 1)
    heads, tails = [], []
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        inner = (width - 2 * CELL_MARGIN) / BOLD
        if len(text_lines(_cell_text(cell), size, inner)) <= count:
            heads.append(cell)
            tails.append(cell if place == 0 else cell._replace(text="", kind="", note=""))
            continue
        head, tail = divided_text(_cell_text(cell), size, inner, count)
        heads.append(cell._replace(text=head.removeprefix(MEASURED_SIGN), note=""))
        tails.append(cell._replace(text=tail))
    return tuple(heads), tuple(tails)


def column_widths(made: Table, room: float, size: float) -> tuple[float, ...]:
    """Return the widths of a table's columns: what each needs, or its share of what there is.

    The first column is bold.
    """
    wanted, least = [], []
    for place, column in enumerate(made.columns):
        texts = [(column, size * BOLD)]
        for row in made.rows:
            bold = size * BOLD if place == 0 else size
            texts += [(_cell_text(row[place]), bold), (row[place].note, size)]
        margins = 2 * CELL_MARGIN + 1
        wanted.append(max(text_width(one[:LONGEST], each) for one, each in texts) + margins)
        words = max(word_width(one, each) for one, each in texts) * _SAFE + margins
        least.append(max(min(words, room / len(made.columns)), _LEAST_COLUMN))
    if sum(least) > room:
        return (room / len(least),) * len(least)
    if sum(wanted) <= room:
        more = (room - sum(wanted)) / len(wanted)
        return tuple(one + more for one in wanted)
    widths = list(least)
    spare = room - sum(least)
    for _step in range(_STEPS):
        ratios = [one / width for one, width in zip(wanted, widths, strict=True)]
        widths[ratios.index(max(ratios))] += spare / _STEPS
    return tuple(widths)
