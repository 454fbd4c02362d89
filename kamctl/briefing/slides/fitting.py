"""Where everything goes on slides: no text leaves its place; what is too long goes on.

All lengths are in points, from the left and the top of the slide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.data import Columns
from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.charts.text_layout import text_width
from kamctl.briefing.slides.slide import (
    BULLETS,
    FACT,
    QUIET,
    STATEMENT,
    ChartsBlock,
    FactsBlock,
    TableBlock,
    TextBlock,
)
from kamctl.briefing.slides.table_fitting import (
    column_widths,
    divided_row,
    head_height,
    row_height,
)
from kamctl.briefing.slides.text_fitting import (
    LINE_HEIGHT,
    MEASURED_SIGN,
    Area,
    clean_text,
    divided_text,
    fitting_size,
    text_height,
    text_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.slides.slide import Block, CaptionedChart, Slide
    from kamctl.briefing.views.elements import Cell, Chart, Fact, Table

BULLET_INDENT: Final = 16.0
"""How far the text of a list is behind its bullet."""
_GAP: Final = 14.0
_SCALES: Final = (1.15, 1.0, 0.9, 0.8)
"""The sizes of text to try before a slide is divided."""
_DIVIDED: Final = 0.9
"""The size of what takes several slides."""
_SIZES: Final = {STATEMENT: (32.0, 28.0, 24.0, 20.0), QUIET: (14.0,)}
_TEXT: Final = 18.0
_HEADING: Final = 14.0
_TABLE: Final = 14.0
_LABEL: Final = 12.0
_FACT: Final = 16.0
_SMALLEST: Final = 10.0
_STATEMENT_LINES: Final = 5
_FACTS_AT_ONCE: Final = 4
_CHARTS_AT_ONCE: Final = 3
_CHART: Final = 190.0
"""A chart is at least so high, and has so much width."""
_CAPTION: Final = 13.0


class PlacedText(NamedTuple):
    """Paragraphs in a place, the heading before them; `size` is that of the paragraphs."""

    area: Area
    block: TextBlock
    size: float
    heading_size: float


class PlacedTable(NamedTuple):
    """A table in a place, with the widths of its columns and the heights of its rows."""

    area: Area
    table: Table
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


class PlacedChart(NamedTuple):
    """A chart in a place; its caption is a text of its own below it.

    `size` is that of its texts, `label_size` that of the values on its columns.
    """

    area: Area
    captioned: CaptionedChart
    size: float
    label_size: float


Placed = PlacedText | PlacedTable | PlacedChart


class SlidePage(NamedTuple):
    """One slide of the file."""

    title: str
    placed: tuple[Placed, ...]
    notes: tuple[str, ...]


class _Taken(NamedTuple):
    """What of a block fits, how high that is, and what is left of the block."""

    placed: tuple[Placed, ...]
    height: float
    rest: Block | None = None


def pages_of(slide: Slide, area: Area, again: str) -> list[SlidePage]:
    """Return a slide as one page, in a smaller size where it takes that, else as several.

    `again` is the title of each of several pages, with places for {title}, {number} and {of}.
    """
    for scale in _SCALES:
        whole = _flow(slide.blocks, area, scale, most=1)
        if whole is not None:
            return [SlidePage(slide.title, whole[0], slide.notes)]
    placed = _flow(slide.blocks, area, _DIVIDED)
    assert placed is not None
    return [
        SlidePage(again.format(title=slide.title, number=number, of=len(placed)), one, slide.notes)
        for number, one in enumerate(placed, 1)
    ]


def _flow(
    blocks: Sequence[Block], area: Area, scale: float, most: int | None = None
) -> list[tuple[Placed, ...]] | None:
    """Put blocks below each other, from page to page; None where that takes more than `most`."""
    pages: list[list[Placed]] = [[]]
    top = area.top
    waiting = list(blocks)
    while waiting:
        if most is not None and len(pages) > most:
            return None
        block = waiting.pop(0)
        room = area._replace(top=top, height=area.bottom - top)
        taken = _take(block, room, scale, is_first=not pages[-1])
        divides = isinstance(block, TableBlock) and taken.rest is not None and bool(pages[-1])
        if not taken.placed or (divides and _take(block, area, scale, is_first=True).rest is None):
            pages.append([])
            top = area.top
            waiting.insert(0, block)
            continue
        pages[-1] += taken.placed
        top += taken.height + _GAP
        if taken.rest is not None:
            waiting.insert(0, taken.rest)
            pages.append([])
            top = area.top
    return None if most is not None and len(pages) > most else [tuple(one) for one in pages]


def _take(block: Block, room: Area, scale: float, *, is_first: bool) -> _Taken:
    """Return what of a block fits into `room`: of the first on a page, something always does."""
    if isinstance(block, TextBlock):
        return _take_text(block, room, scale, is_first=is_first)
    if isinstance(block, FactsBlock):
        return _take_facts(block, room, scale, is_first=is_first)
    if isinstance(block, TableBlock):
        return _take_table(block, room, scale, is_first=is_first)
    return _take_charts(block, room, scale, is_first=is_first)


# Texts


def _take_text(block: TextBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    size = _text_size(block, room, scale)
    heading = _HEADING * scale
    used = text_height(block.heading, heading, room.width, bold=True) if block.heading else 0.0
    width = room.width - (BULLET_INDENT if block.style == BULLETS else 0.0)
    if block.style == STATEMENT:
        width /= BOLD
    after = size * 0.4
    fits: list[str] = []
    waiting = list(block.paragraphs)
    while waiting:
        height = text_height(waiting[0], size, width) + (after if fits else 0.0)
        if used + height > room.height + 0.01:
            break
        used += height
        fits.append(waiting.pop(0))
    if not fits:
        if not is_first:
            return _Taken((), 0.0)
        count = max(int((room.height - used) / (size * LINE_HEIGHT)), 1)
        head, waiting[0] = divided_text(waiting[0], size, width, count)
        fits = [head]
        used = room.height
    shown = block._replace(paragraphs=tuple(fits))
    rest = block._replace(paragraphs=tuple(waiting)) if waiting else None
    return _Taken((PlacedText(room._replace(height=used), shown, size, heading),), used, rest)


def _text_size(block: TextBlock, room: Area, scale: float) -> float:
    if block.style == QUIET:
        return max(_SIZES[QUIET][0] * scale, _SMALLEST)
    if block.style == STATEMENT:
        several = room._replace(height=room.height * 0.6)
        sizes = [one for one in _SIZES[STATEMENT] if one <= _SIZES[STATEMENT][0] * scale]
        text = block.paragraphs[0]
        few = (
            one
            for one in sizes
            if len(text_lines(text, one, room.width / BOLD)) <= _STATEMENT_LINES
        )
        return next(few, fitting_size(text, several, sizes))
    return _TEXT * scale


def _take_facts(block: FactsBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    """Put facts beside each other, as many as have room, in as many rows as it takes."""
    label, value = _LABEL * scale, _FACT * scale
    placed: list[Placed] = []
    used = 0.0
    waiting = list(block.facts)
    while waiting:
        shown = waiting[:_FACTS_AT_ONCE]
        width = (room.width - _GAP * (len(shown) - 1)) / len(shown)
        height = max(
            text_height(one.label, label, width) + text_height(one.value, value, width)
            for one in shown
        )
        if used + height > room.height + 0.01:
            if placed or not is_first:
                break
            first, waiting = waiting[0], waiting[1:]
            text = TextBlock((first.value,), first.label)
            return _with_rest(_take_text(text, room, scale, is_first=True), waiting)
        for place, one in enumerate(shown):
            area = Area(room.left + place * (width + _GAP), room.top + used, width, height)
            text = TextBlock((one.value,), one.label, FACT)
            placed.append(PlacedText(area, text, value, label))
        waiting = waiting[_FACTS_AT_ONCE:]
        used += height + (_GAP if waiting else 0.0)
    return _Taken(tuple(placed), used, FactsBlock(tuple(waiting)) if waiting else None)


def _with_rest(taken: _Taken, waiting: Sequence[Fact]) -> _Taken:
    if taken.rest is None and waiting:
        return taken._replace(rest=FactsBlock(tuple(waiting)))
    return taken


# Tables


def _take_table(block: TableBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    size = max(_TABLE * scale, _SMALLEST)
    made = block.table
    widths = column_widths(made, room.width, size)
    heading: tuple[Placed, ...] = ()
    used = 0.0
    if block.heading:
        text = _HEADING * scale
        used = text_height(block.heading, text, room.width, bold=True)
        area = room._replace(height=used)
        heading = (PlacedText(area, TextBlock((), block.heading), text, text),)
        used += 2
    top = room.top + used
    head = head_height(made, widths, size)
    heights, rows = [head], list(made.rows)
    shown: list[tuple[Cell, ...]] = []
    used += head
    while rows:
        height = row_height(rows[0], widths, size)
        if used + height > room.height + 0.01:
            if shown or not is_first:
                break
            part, rest = divided_row(rows[0], widths, size, room.height - used)
            rows[:1] = [part, rest]
            height = min(row_height(part, widths, size), room.height - used)
        used += height
        heights.append(height)
        shown.append(rows.pop(0))
    if not shown:
        return _Taken((), 0.0)
    area = Area(room.left, top, sum(widths), sum(heights))
    table = made._replace(rows=tuple(shown))
    placed = PlacedTable(area, table, size, widths, tuple(heights))
    rest_of = block._replace(table=made._replace(rows=tuple(rows))) if rows else None
    return _Taken((*heading, placed), used, rest_of)


# Charts


def _take_charts(block: ChartsBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    rows = -(-len(block.charts) // _CHARTS_AT_ONCE)
    shown = block.charts[: -(-len(block.charts) // rows)]
    width = (room.width - _GAP * (len(shown) - 1)) / len(shown)
    size = max(_CAPTION * scale, _SMALLEST)
    captions = [
        text_height(MEASURED_SIGN + one.caption, size, width, bold=True) if one.caption else 0.0
        for one in shown
    ]
    least = min(_CHART, room.height * 0.6) if is_first else _CHART
    below = max(captions)
    if below > room.height - least:
        if not is_first:
            return _Taken((), 0.0)
        below = room.height - least
    rest = block.charts[len(shown) :]
    height = room.height - below if rest else min(room.height - below, max(width * 0.75, 300.0))
    height = max(height, least)
    label_size = min(_label_size(one.chart, width, size) for one in shown)
    placed: list[Placed] = []
    for place, one in enumerate(shown):
        left = room.left + place * (width + _GAP)
        area = Area(left, room.top, width, height)
        placed.append(PlacedChart(area, one, size, label_size))
        if one.caption:
            text_area = Area(left, room.top + height, width, below)
            fitted = fitting_size(
                MEASURED_SIGN + one.caption, text_area, (size, 11.0, _SMALLEST, 9.0, 8.0)
            )
            placed.append(
                PlacedText(text_area, TextBlock((one.caption,), "", QUIET, one.kind), fitted, size)
            )
    return _Taken(tuple(placed), height + below, ChartsBlock(rest) if rest else None)


def _label_size(chart: Chart, width: float, size: float) -> float:
    """Return a size in which the values on columns are beside each other."""
    assert isinstance(chart.drawing, Columns)
    columns = [one for panel in chart.drawing.panels for one in panel.columns]
    room = Area(0, 0, width / len(columns) * 1.1, size * 1.5)
    longest = max(
        (clean_text(one.value_text) for one in columns), key=lambda one: text_width(one, 1)
    )
    return fitting_size(longest, room, (size, 11.0, 10.0, 9.0))
