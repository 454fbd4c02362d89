"""Where everything goes on slides: no text leaves its place; what is too long goes on.

All lengths are in points, from the left and the top of the slide. Widths of texts are estimates for
wide fonts, so that a company's own font needs less room, not more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.data import Columns
from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.charts.text_layout import LONGEST, lines, text_width, word_width
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
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.truncate import limit_combining_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.briefing.slides.slide import Block, CaptionedChart, Slide
    from kamctl.briefing.views.elements import Cell, Chart, Fact, Table

LINE_HEIGHT: Final = 1.25
"""The height of a line, as a multiple of the size of its font."""
CELL_MARGIN: Final = 5.0
BULLET_INDENT: Final = 16.0
"""How far the text of a list is behind its bullet."""
SIGN: Final = "●\N{NO-BREAK SPACE}"
"""What is before a cell that is good, bad or to be watched."""
_MEASURED_SIGN: Final = "m\N{NO-BREAK SPACE}"
"""As wide as the sign is in wide fonts."""
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
_WORDS: Final = re.compile(r"(?<= )")
_BLANKS: Final = re.compile(" +")
_LEAST_COLUMN: Final = 46.0
_SAFE: Final = 1.06
"""A word alone has no others whose widths make up for what was estimated too narrow."""
_STEPS: Final = 60
"""In so many steps the width to spare goes to the columns whose texts take the most lines."""


class Area(NamedTuple):
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


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


def clean_text(text: str) -> str:
    """Return a text on one line as it is shown: control characters visible, single spaces."""
    return _BLANKS.sub(" ", limit_combining_marks(visible_line(text))).strip(" ")


@lru_cache(maxsize=8192)
def text_lines(text: str, size: float, room: float) -> tuple[str, ...]:
    """Break a text of any length into lines of at most `room` in a font of this `size`."""
    found: list[str] = []
    for part in _portions(clean_text(text)):
        found += lines(part, size, room)
    return tuple(found)


def _portions(text: str) -> Iterator[str]:
    """Divide a text where words end, each part as long as `lines` takes."""
    part = ""
    for word in _WORDS.split(text):
        if part and len(part) + len(word) > LONGEST:
            yield part
            part = ""
        part += word
        while len(part) > LONGEST:
            yield part[:LONGEST]
            part = part[LONGEST:]
    yield part


def fitting_size(text: str, area: Area, sizes: Sequence[float]) -> float:
    """Return the first of the `sizes` in which a bold text fits into an area, else the last."""
    wide = area.width / BOLD
    for size in sizes:
        if len(text_lines(text, size, wide)) * size * LINE_HEIGHT <= area.height:
            return size
    return sizes[-1]


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
    used = _height(block.heading, heading, room.width, bold=True) if block.heading else 0.0
    wide = room.width - (BULLET_INDENT if block.style == BULLETS else 0.0)
    if block.style == STATEMENT:
        wide /= BOLD
    after = size * 0.4
    fits: list[str] = []
    waiting = list(block.paragraphs)
    while waiting:
        high = _height(waiting[0], size, wide) + (after if fits else 0.0)
        if used + high > room.height + 0.01:
            break
        used += high
        fits.append(waiting.pop(0))
    if not fits:
        if not is_first:
            return _Taken((), 0.0)
        count = max(int((room.height - used) / (size * LINE_HEIGHT)), 1)
        head, waiting[0] = _divided_text(waiting[0], size, wide, count)
        fits = [head]
        used = room.height
    shown = block._replace(paragraphs=tuple(fits))
    rest = block._replace(paragraphs=tuple(waiting)) if waiting else None
    return _Taken((PlacedText(room._replace(height=used), shown, size, heading),), used, rest)


def _divided_text(text: str, size: float, wide: float, count: int) -> tuple[str, str]:
    """Divide a text after so many lines."""
    text, end = clean_text(text), 0
    for line in text_lines(text, size, wide)[:count]:
        end = text.index(line, end) + len(line)
    return text[:end], text[end:].lstrip(" ")


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


def _height(text: str, size: float, wide: float, *, bold: bool = False) -> float:
    return len(text_lines(text, size, wide / BOLD if bold else wide)) * size * LINE_HEIGHT


def _take_facts(block: FactsBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    """Put facts beside each other, as many as have room, in as many rows as it takes."""
    label, value = _LABEL * scale, _FACT * scale
    placed: list[Placed] = []
    used = 0.0
    waiting = list(block.facts)
    while waiting:
        shown = waiting[:_FACTS_AT_ONCE]
        wide = (room.width - _GAP * (len(shown) - 1)) / len(shown)
        high = max(
            _height(one.label, label, wide) + _height(one.value, value, wide) for one in shown
        )
        if used + high > room.height + 0.01:
            if placed or not is_first:
                break
            first, waiting = waiting[0], waiting[1:]
            text = TextBlock((first.value,), first.label)
            return _with_rest(_take_text(text, room, scale, is_first=True), waiting)
        for place, one in enumerate(shown):
            area = Area(room.left + place * (wide + _GAP), room.top + used, wide, high)
            text = TextBlock((one.value,), one.label, FACT)
            placed.append(PlacedText(area, text, value, label))
        waiting = waiting[_FACTS_AT_ONCE:]
        used += high + (_GAP if waiting else 0.0)
    return _Taken(tuple(placed), used, FactsBlock(tuple(waiting)) if waiting else None)


def _with_rest(taken: _Taken, waiting: Sequence[Fact]) -> _Taken:
    if taken.rest is None and waiting:
        return taken._replace(rest=FactsBlock(tuple(waiting)))
    return taken


# Tables


def cell_text(cell: Cell) -> str:
    """Return what is measured of a cell: its text with its sign, and its note below."""
    return f"{_MEASURED_SIGN}{cell.text}" if cell.kind in ("good", "warn", "bad") else cell.text


def _take_table(block: TableBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    size = max(_TABLE * scale, _SMALLEST)
    made = block.table
    widths = column_widths(made, room.width, size)
    heading: tuple[Placed, ...] = ()
    used = 0.0
    if block.heading:
        text = _HEADING * scale
        used = _height(block.heading, text, room.width, bold=True)
        area = room._replace(height=used)
        heading = (PlacedText(area, TextBlock((), block.heading), text, text),)
        used += 2
    top = room.top + used
    head = (
        max(
            _height(one, size, wide - 2 * CELL_MARGIN, bold=True)
            for one, wide in zip(made.columns, widths, strict=True)
        )
        + 2 * CELL_MARGIN
    )
    heights, rows = [head], list(made.rows)
    shown: list[tuple[Cell, ...]] = []
    used += head
    while rows:
        high = _row_height(rows[0], widths, size)
        if used + high > room.height + 0.01:
            if shown or not is_first:
                break
            part, rest = _divided(rows[0], widths, size, room.height - used)
            rows[:1] = [part, rest]
            high = min(_row_height(part, widths, size), room.height - used)
        used += high
        heights.append(high)
        shown.append(rows.pop(0))
    if not shown:
        return _Taken((), 0.0)
    area = Area(room.left, top, sum(widths), sum(heights))
    table = made._replace(rows=tuple(shown))
    placed = PlacedTable(area, table, size, widths, tuple(heights))
    rest_of = block._replace(table=made._replace(rows=tuple(rows))) if rows else None
    return _Taken((*heading, placed), used, rest_of)


def _row_height(row: tuple[Cell, ...], widths: Sequence[float], size: float) -> float:
    high = 0.0
    for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
        room = wide - 2 * CELL_MARGIN
        cell_high = _height(cell_text(cell), size, room, bold=place == 0)
        if cell.note:
            cell_high += _height(cell.note, size, room)
        high = max(high, cell_high)
    return high + 2 * CELL_MARGIN


def _divided(
    row: tuple[Cell, ...], widths: Sequence[float], size: float, room: float
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Divide a row that is higher than a page; its first cell is on both, unless it is the long."""
    count = max(int((room - 2 * CELL_MARGIN) / (size * LINE_HEIGHT)) - 1, 1)
    heads, tails = [], []
    for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
        inner = (wide - 2 * CELL_MARGIN) / BOLD
        if len(text_lines(cell_text(cell), size, inner)) <= count:
            heads.append(cell)
            tails.append(cell if place == 0 else cell._replace(text="", kind="", note=""))
            continue
        head, tail = _divided_text(cell_text(cell), size, inner, count)
        heads.append(cell._replace(text=head.removeprefix(_MEASURED_SIGN), note=""))
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
            texts += [(cell_text(row[place]), bold), (row[place].note, size)]
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
        ratios = [one / wide for one, wide in zip(wanted, widths, strict=True)]
        widths[ratios.index(max(ratios))] += spare / _STEPS
    return tuple(widths)


# Charts


def _take_charts(block: ChartsBlock, room: Area, scale: float, *, is_first: bool) -> _Taken:
    rows = -(-len(block.charts) // _CHARTS_AT_ONCE)
    shown = block.charts[: -(-len(block.charts) // rows)]
    wide = (room.width - _GAP * (len(shown) - 1)) / len(shown)
    size = max(_CAPTION * scale, _SMALLEST)
    captions = [
        _height(_MEASURED_SIGN + one.caption, size, wide, bold=True) if one.caption else 0.0
        for one in shown
    ]
    least = min(_CHART, room.height * 0.6) if is_first else _CHART
    below = max(captions)
    if below > room.height - least:
        if not is_first:
            return _Taken((), 0.0)
        below = room.height - least
    rest = block.charts[len(shown) :]
    high = room.height - below if rest else min(room.height - below, max(wide * 0.75, 300.0))
    high = max(high, least)
    label_size = min(_label_size(one.chart, wide, size) for one in shown)
    placed: list[Placed] = []
    for place, one in enumerate(shown):
        left = room.left + place * (wide + _GAP)
        area = Area(left, room.top, wide, high)
        placed.append(PlacedChart(area, one, size, label_size))
        if one.caption:
            text_area = Area(left, room.top + high, wide, below)
            fitted = fitting_size(
                _MEASURED_SIGN + one.caption, text_area, (size, 11.0, _SMALLEST, 9.0, 8.0)
            )
            placed.append(
                PlacedText(text_area, TextBlock((one.caption,), "", QUIET, one.kind), fitted, size)
            )
    return _Taken(tuple(placed), high + below, ChartsBlock(rest) if rest else None)


def _label_size(chart: Chart, wide: float, size: float) -> float:
    """Return a size in which the values on columns are beside each other."""
    assert isinstance(chart.drawing, Columns)
    columns = [one for panel in chart.drawing.panels for one in panel.columns]
    room = Area(0, 0, wide / len(columns) * 1.1, size * 1.5)
    longest = max(
        (clean_text(one.value_text) for one in columns), key=lambda one: text_width(one, 1)
    )
    return fitting_size(longest, room, (size, 11.0, 10.0, 9.0))
