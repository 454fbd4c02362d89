"""A picture as inline SVG: once for a wide page and paper, once for a phone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.column_chart import draw_columns, draw_sparkline
from kamctl.briefing.charts.data import (
    Columns,
    Drawing,
    Grid,
    MeasureBars,
    Sparkline,
    Timeline,
    Tree,
)
from kamctl.briefing.charts.gantt import draw_gantt
from kamctl.briefing.charts.grid import draw_grid
from kamctl.briefing.charts.measure_bars import draw_measure_bars
from kamctl.briefing.charts.svg_elements import SIZE, number
from kamctl.briefing.charts.tree import draw_tree
from kamctl.i18n.control_characters import visible_line

if TYPE_CHECKING:
    from kamctl.briefing.views.elements import Chart

WIDE: Final = 680.0
NARROW: Final = 300.0
"""At 320 pixels less the margins, letters are still larger than 11 pixels."""
SMALL: Final = 150.0
SHEET: Final = 860.0
"""What a printed sheet holds below a heading. What is higher comes in parts: a sheet cuts it."""


_Picture = tuple[str, float]
"""What is drawn, and how high it is."""


class SafeSvg(str):
    """SVG made here, of escaped parts."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def draw(chart: Chart) -> SafeSvg:
    """Draw `chart` for wide and for narrow pages; the style shows one of the two.

    One that is small enough for both is drawn once. For wide pages, which are printed, one that is
    higher than a sheet is drawn in parts.
    """
    drawing = chart.drawing
    if isinstance(drawing, Sparkline):
        return SafeSvg(_svg(chart, _drawn(drawing, SMALL), SMALL, "small"))
    pictures = _parts(drawing)
    parts = [
        _svg(chart, picture, WIDE, "wide", (place, len(pictures)))
        for place, picture in enumerate(pictures, 1)
    ]
    return SafeSvg("".join(parts) + _svg(chart, _drawn(drawing, NARROW), NARROW, "narrow"))


def _svg(
    chart: Chart, picture: _Picture, room: float, which: str, part: tuple[int, int] = (1, 1)
) -> str:
    drawn, height = picture
    place, of = part
    name = escape(f"picture-{chart.id}-{which}" + (f"-{place}" if place > 1 else ""))
    title = chart.title if of == 1 else f"{chart.title} ({place}/{of})"
    return (
        f'<svg class="picture {which}" viewBox="0 0 {number(room)} {number(height + 2)}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-size="{SIZE}" '
        f'font-family="system-ui, sans-serif">\n'
        f'<title id="{name}-t">{escape(visible_line(title), quote=False)}</title>\n'
        f'<desc id="{name}-d">{escape(visible_line(chart.description), quote=False)}</desc>\n'
        f"{drawn}</svg>\n"
    )


def _drawn(drawing: Drawing, room: float) -> _Picture:
    if isinstance(drawing, Grid):
        return draw_grid(drawing, room)
    if isinstance(drawing, Columns):
        return draw_columns(drawing, room)
    if isinstance(drawing, Sparkline):
        return draw_sparkline(drawing, room)
    if isinstance(drawing, MeasureBars):
        return draw_measure_bars(drawing, room)
    if isinstance(drawing, Timeline):
        return draw_gantt(drawing, room)
    return draw_tree(drawing, room)


def _parts(drawing: Drawing) -> list[_Picture]:
    """Draw `drawing`; where it is higher than a sheet, draw parts of it that are not."""
    whole = _drawn(drawing, WIDE)
    rows = _rows(drawing)
    if whole[1] <= SHEET or rows < 2:
        return [whole]
    parts: list[_Picture] = []
    first = 0
    while first < rows:
        count = max(1, int(rows * SHEET / whole[1]))
        part = _drawn(_part(drawing, first, first + count), WIDE)
        while count > 1 and part[1] > SHEET:
            count -= 1
            part = _drawn(_part(drawing, first, first + count), WIDE)
        parts.append(part)
        first += count
    return parts


def _rows(drawing: Drawing) -> int:
    """Return how many rows a drawing has; one that cannot be parted has none."""
    if isinstance(drawing, Grid):
        return len(drawing.rows)
    if isinstance(drawing, MeasureBars):
        return len(drawing.bars)
    if isinstance(drawing, Timeline):
        return len(drawing.tasks)
    return len(drawing.nodes) if isinstance(drawing, Tree) else 0


def _part(drawing: Drawing, first: int, end: int) -> Drawing:
    """Return the rows from `first` to before `end` of a drawing that has rows."""
    if isinstance(drawing, Grid):
        return drawing._replace(rows=drawing.rows[first:end])
    if isinstance(drawing, MeasureBars):
        return drawing._replace(bars=drawing.bars[first:end])
    if isinstance(drawing, Timeline):
        within = range(first, end)
        return drawing._replace(
            tasks=tuple(
                task._replace(
                    after=tuple(place - first for place in task.after if place in within),
                    early=tuple(place - first for place in task.early if place in within),
                )
                for task in drawing.tasks[first:end]
            )
        )
    assert isinstance(drawing, Tree)
    return drawing._replace(nodes=drawing.nodes[first:end])
