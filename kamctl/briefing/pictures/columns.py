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
    from kamctl.briefing.pictures.shapes import Column, Columns, Panel

_HIGH: Final = 96.0
"""How high the highest column stands."""
_WIDEST: Final = 64.0
_BETWEEN: Final = 26.0
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
    """Write the values over their columns: as many as there is room for, the last one always."""
    longest = max((width(one.said, SIZE) for one in panel.columns), default=0.0)
    drawn = ""
    for place in _thinned(len(panel.columns), longest + 8, slot):
        one = panel.columns[place]
        middle = _kept_inside(place * slot + slot / 2, width(one.said, SIZE), slot, panel)
        if one.value is None:
            drawn += text(one.said, middle, zero - 5, colour="quiet", anchor="middle")
        elif one.value < 0:
            at = zero - one.value * scale + SIZE + 1
            drawn += text(one.said, middle, at, anchor="middle")
        else:
            drawn += text(one.said, middle, zero - one.value * scale - 5, anchor="middle")
    return drawn


def _labels(panel: Panel, slot: float, y: float) -> str:
    longest = max((width(one.label, SIZE) for one in panel.columns), default=0.0)
    drawn = ""
    for place in _thinned(len(panel.columns), longest + 8, slot):
        label = panel.columns[place].label
        middle = _kept_inside(place * slot + slot / 2, width(label, SIZE), slot, panel)
        drawn += text(label, middle, y + SIZE + 4, colour="quiet", anchor="middle")
    return drawn


def _kept_inside(middle: float, wide: float, slot: float, panel: Panel) -> float:
    """Move what is wider than its place away from the picture's edge."""
    room = slot * len(panel.columns)
    return min(max(middle, wide / 2), room - wide / 2) if wide < room else room / 2


def _thinned(count: int, wide: float, slot: float) -> list[int]:
    """Return the places that can be labelled without two labels touching."""
    step = max(1, -(-int(wide) // max(int(slot), 1)))
    return list(range(count - 1, -1, -step))[::-1]
