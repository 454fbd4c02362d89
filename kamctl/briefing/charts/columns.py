"""Columns year by year: what was and what is aimed at, never mistaken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import (
    BOLD,
    LEADING,
    SIZE,
    block,
    legend,
    number,
    outline,
    path,
    text,
)
from kamctl.briefing.charts.text_layout import fitted, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.charts.data import ChartColumn, Columns, Panel, Sparkline

_HIGH: Final = 96.0
"""How high the highest column stands."""
_WIDEST: Final = 64.0
_BETWEEN: Final = 26.0
_LOW: Final = 34.0
_THIN: Final = 20.0
_NOTHING: Final = 1e-300
_APART: Final = 8.0
"""Between a panel's title and the word for today, where both go on one line."""


def draw_columns(columns: Columns, room: float) -> tuple[str, float]:
    """Draw `columns` in a picture `room` wide; return it with its height."""
    drawn, y = "", 0.0
    for panel in columns.panels:
        made, high = _panel(panel, columns.today, room, y)
        drawn += made
        y += high + _BETWEEN
    marks = [("accent", columns.actual), ("dashed", columns.planned)]
    made, high = legend([mark for mark in marks if mark[1]], 0, y - 4, room)
    return drawn + made, y + high - 8


def draw_sparkline(spark: Sparkline, room: float) -> tuple[str, float]:
    """Draw small columns without a word, today's line between what was and what is aimed at."""
    values = [one.value for one in spark.columns if one.value is not None]
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    scale = _scale(_LOW, highest - lowest)
    slot = room / max(len(spark.columns), 1)
    wide = min(max(slot * 0.68, 0.6), _THIN)
    zero = highest * scale
    drawn = "".join(
        _column(one, place * slot + (slot - wide) / 2, zero, wide, scale)
        for place, one in enumerate(spark.columns)
        if one.value is not None
    )
    drawn += path(f"M0 {number(zero)}h{number(room)}", "edge")
    kinds = [one.planned for one in spark.columns]
    if True in kinds and not kinds[0]:
        drawn += path(f"M{number(slot * kinds.index(True))} 0v{number(_LOW)}", "ink", dashed=True)
    return drawn, _LOW


def _scale(high: float, reach: float) -> float:
    """Return how high one unit is drawn, where figures reach so far; nothing has no scale."""
    return high / reach if reach > _NOTHING else 1.0


def _panel(panel: Panel, today: str, room: float, top: float) -> tuple[str, float]:
    values = [one.value for one in panel.columns if one.value is not None]
    highest, lowest = max([panel.min_top, *values]), min([0.0, *values])
    scale = _scale(_HIGH, highest - lowest)
    slot = room / max(len(panel.columns), 1)
    wide = max(min(slot * 0.62, _WIDEST), 1.0)
    title = fitted(panel.title, SIZE * BOLD, room)
    drawn = text(title, 0, top + SIZE, bold=True)
    line = _line_of_today(panel, slot)
    half = width(today, SIZE) / 2
    middle = min(max(line, half), room - half) if line else 0.0
    # The word for today goes beside the title, or below it where there is no room.
    beside = width(title, SIZE) * BOLD + _APART <= middle - half
    down = 0.0 if beside or not (line and today) else LEADING
    zero = top + LEADING + down + 22 + highest * scale
    for place, one in enumerate(panel.columns):
        if one.value is not None:
            drawn += _column(one, place * slot + (slot - wide) / 2, zero, wide, scale)
    drawn += path(f"M0 {number(zero)}h{number(room)}", "edge")
    below = zero - lowest * scale + (LEADING if lowest < 0 else 0)
    drawn += _values_text(panel, slot, zero, scale)
    drawn += _labels(panel, slot, below)
    if line and today:
        drawn += text(today, middle, top + down + SIZE, colour="quiet", anchor="middle")
        begin = top + down + LEADING + 2
        drawn += path(f"M{number(line)} {number(begin)}V{number(below)}", "edge", dashed=True)
    return drawn, below + LEADING + 4 - top


def _line_of_today(panel: Panel, slot: float) -> float:
    """Return where today lies between what was and what is aimed at; 0 where one is missing."""
    kinds = [one.planned for one in panel.columns]
    return slot * kinds.index(True) if True in kinds else 0.0


def _column(one: ChartColumn, x: float, zero: float, wide: float, scale: float) -> str:
    high = abs(one.value or 0.0) * scale
    y = zero - high if (one.value or 0.0) >= 0 else zero
    if not one.planned:
        return block(x, y, wide, high, "accent")
    inside = block(x, y, wide, high, "accent", strength=0.16)
    return inside + outline(x + 0.8, y + 0.8, wide - 1.6, high - 0.8, "accent", dashed=True)


def _values_text(panel: Panel, slot: float, zero: float, scale: float) -> str:
    """Write the values over their columns, or under those below zero."""
    drawn = ""
    for place, middle in _placed([one.value_text for one in panel.columns], slot):
        one = panel.columns[place]
        value = one.value or 0.0
        y = zero - value * scale + (SIZE + 1 if value < 0 else -5)
        colour = "quiet" if one.value is None else "ink"
        drawn += text(one.value_text, middle, y, colour=colour, anchor="middle")
    return drawn


def _labels(panel: Panel, slot: float, y: float) -> str:
    return "".join(
        text(panel.columns[place].label, middle, y + SIZE + 4, colour="quiet", anchor="middle")
        for place, middle in _placed([one.label for one in panel.columns], slot)
    )


def _placed(words: list[str], slot: float) -> Iterator[tuple[int, float]]:
    """Return the places that can be named without two names touching, and where: the last first.

    A name wider than its place is moved away from the picture's edge.
    """
    room = slot * len(words)
    step = max(1, -(-int(max(width(word, SIZE) for word in words) + 8) // max(int(slot), 1)))
    free = room + 1
    for place in range(len(words) - 1, -1, -step):
        half = width(words[place], SIZE) / 2
        middle = min(max(place * slot + slot / 2, half), room - half)
        if middle + half < free and middle - half >= -1:
            yield place, middle
            free = middle - half - 6
