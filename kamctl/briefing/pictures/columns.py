"""Columns year by year: what was and what is aimed at, never mistaken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.pictures.lettering import fitted, width
from kamctl.briefing.pictures.svg import (
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.pictures.shapes import Column, Columns, Panel, Spark

_HIGH: Final = 96.0
"""How high the highest column stands."""
_WIDEST: Final = 64.0
_BETWEEN: Final = 26.0
_LOW: Final = 34.0
_THIN: Final = 20.0
_TITLE: Final = 0.45
"""How much of the width a panel's title may take: today is named beside it."""


def draw_columns(columns: Columns, room: float) -> tuple[str, float]:
    """Draw `columns` in a picture `room` wide; return it with its height."""
    drawn, y = "", 0.0
    for panel in columns.panels:
        made, high = _panel(panel, room, y)
        drawn += made + _today(panel, columns.today, room, y, high)
        y += high + _BETWEEN
    marks = [("accent", columns.actual), ("dashed", columns.planned)]
    made, high = legend([mark for mark in marks if mark[1]], 0, y - 4, room)
    return drawn + made, y + high - 8


def draw_spark(spark: Spark, room: float) -> tuple[str, float]:
    """Draw small columns without a word, today's line between what was and what is aimed at."""
    values = [one.value for one in spark.columns if one.value is not None]
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    scale = _LOW / ((highest - lowest) or 1.0)
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


def _panel(panel: Panel, room: float, top: float) -> tuple[str, float]:
    values = [one.value for one in panel.columns if one.value is not None]
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    scale = _HIGH / ((highest - lowest) or 1.0)
    slot = room / max(len(panel.columns), 1)
    wide = max(min(slot * 0.62, _WIDEST), 1.0)
    drawn = text(fitted(panel.title, SIZE * BOLD, _TITLE * room), 0, top + SIZE, bold=True)
    zero = top + LEADING + 22 + highest * scale
    for place, one in enumerate(panel.columns):
        if one.value is not None:
            drawn += _column(one, place * slot + (slot - wide) / 2, zero, wide, scale)
    drawn += path(f"M0 {number(zero)}h{number(room)}", "edge")
    below = zero - lowest * scale
    drawn += _said(panel, slot, zero, scale)
    drawn += _labels(panel, slot, below + (LEADING if lowest < 0 else 0))
    return drawn, below + (LEADING if lowest < 0 else 0) + LEADING + 4 - top


def _today(panel: Panel, word: str, room: float, top: float, high: float) -> str:
    """Mark today between what was and what is aimed at."""
    kinds = [one.planned for one in panel.columns]
    if not word or True not in kinds or kinds[0]:
        return ""
    x = room / len(kinds) * kinds.index(True)
    half = width(word, SIZE) / 2
    words = text(word, min(max(x, half), room - half), top + SIZE, colour="quiet", anchor="middle")
    line = f"M{number(x)} {number(top + LEADING + 2)}V{number(top + high - LEADING - 4)}"
    return words + path(line, "edge", dashed=True)


def _column(one: Column, x: float, zero: float, wide: float, scale: float) -> str:
    high = abs(one.value or 0.0) * scale
    y = zero - high if (one.value or 0.0) >= 0 else zero
    if not one.planned:
        return block(x, y, wide, high, "accent")
    inside = block(x, y, wide, high, "accent", strength=0.16)
    return inside + outline(x + 0.8, y + 0.8, wide - 1.6, high - 0.8, "accent", dashed=True)


def _said(panel: Panel, slot: float, zero: float, scale: float) -> str:
    """Write the values over their columns, or under those below zero."""
    drawn = ""
    for place, middle in _placed([one.said for one in panel.columns], slot):
        one = panel.columns[place]
        value = one.value or 0.0
        y = zero - value * scale + (SIZE + 1 if value < 0 else -5)
        colour = "quiet" if one.value is None else "ink"
        drawn += text(one.said, middle, y, colour=colour, anchor="middle")
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
