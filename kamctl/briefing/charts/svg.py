"""A picture as inline SVG: once for a wide page and paper, once for a phone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.columns import draw_columns, draw_sparkline
from kamctl.briefing.charts.data import Columns, Drawing, Grid, Sparkline, Timeline
from kamctl.briefing.charts.grid import draw_grid
from kamctl.briefing.charts.svg_elements import SIZE, number
from kamctl.briefing.charts.timeline import draw_timeline
from kamctl.briefing.charts.tree import draw_tree

if TYPE_CHECKING:
    from kamctl.briefing.views.elements import Chart

WIDE: Final = 680.0
NARROW: Final = 340.0
SMALL: Final = 150.0


class SafeSvg(str):
    """SVG made here, of escaped parts."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def draw(chart: Chart) -> SafeSvg:
    """Draw `chart` for wide and for narrow pages; the style shows one of the two.

    One that is small enough for both is drawn once.
    """
    if isinstance(chart.drawing, Sparkline):
        return SafeSvg(_svg(chart, SMALL, "small"))
    return SafeSvg(_svg(chart, WIDE, "wide") + _svg(chart, NARROW, "narrow"))


def _svg(chart: Chart, room: float, which: str) -> str:
    drawn, high = _drawn(chart.drawing, room)
    name = escape(f"picture-{chart.id}-{which}")
    return (
        f'<svg class="picture {which}" viewBox="0 0 {number(room)} {number(high + 2)}" '
        f'role="img" aria-labelledby="{name}-t {name}-d" font-size="{SIZE}" '
        f'font-family="system-ui, sans-serif">\n'
        f'<title id="{name}-t">{escape(chart.title, quote=False)}</title>\n'
        f'<desc id="{name}-d">{escape(chart.description, quote=False)}</desc>\n'
        f"{drawn}</svg>\n"
    )


def _drawn(drawing: Drawing, room: float) -> tuple[str, float]:
    if isinstance(drawing, Grid):
        return draw_grid(drawing, room)
    if isinstance(drawing, Columns):
        return draw_columns(drawing, room)
    if isinstance(drawing, Sparkline):
        return draw_sparkline(drawing, room)
    if isinstance(drawing, Timeline):
        return draw_timeline(drawing, room)

    return draw_tree(drawing, room)
