"""Measures from baseline to target: where each is, and where it should be by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.svg_elements import (
    BOLD,
    LEADING,
    SIGN_WIDTH,
    SIZE,
    block,
    draw_pointer,
    draw_sign,
    number,
    outline,
    paragraph,
    path,
    text,
)
from kamctl.briefing.charts.text_layout import label_text, lines, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.charts.data import MeasureBar, MeasureBars, MeasurePoint

_BESIDE: Final = 600.0
"""From this width on two measures are beside each other."""
_BETWEEN: Final = 24.0
_BELOW: Final = 18.0
"""Between a measure and the one below it."""
_TRACK: Final = 10.0
_TICK: Final = 4.0
"""How far the mark of the expected value reaches beyond the track."""
_FURTHEST: Final = 0.5
"""How far beyond the ends of the track a reading is drawn, as a part of it."""
_GAP: Final = 8.0
_APART: Final = 5.0
"""Between a value and its date."""
_EDGE: Final = 6.0


def draw_measure_bars(measures: MeasureBars, room: float) -> tuple[str, float]:
    """Draw `measures` in a picture `room` wide; return it with its height."""
    at_once = 2 if room >= _BESIDE and len(measures.bars) > 1 else 1
    width = (room - _BETWEEN * (at_once - 1)) / at_once
    if room >= _BESIDE:
        width = min(width, (room - _BETWEEN) / 2)
    drawn, y = "", 0.0
    for first in range(0, len(measures.bars), at_once):
        if first:
            y += _BELOW
        shown = measures.bars[first : first + at_once]
        heads = [
            _head(one, place * (width + _BETWEEN), y, width) for place, one in enumerate(shown)
        ]
        drawn += "".join(head for head, _ in heads)
        y += max(height for _, height in heads) + 2
        parts = [_bar(one, place * (width + _BETWEEN), y, width) for place, one in enumerate(shown)]
        drawn += "".join(part for part, _ in parts)
        y += max(height for _, height in parts)
    return drawn, y


def _head(one: MeasureBar, left: float, y: float, width: float) -> tuple[str, float]:
    """Write the name, and at the right how it goes: on the same line where there is room."""
    named = lines(one.name, SIZE * BOLD, width)
    drawn, height = paragraph(one.name, left, y, width, bold=True)
    pace = label_text(one.pace)
    if not pace:
        return drawn, height
    x = max(left + SIGN_WIDTH, left + width - text_width(pace, SIZE))
    if x - SIGN_WIDTH - 2 * _APART < left + text_width(named[-1], SIZE) * BOLD:
        height += LEADING
    at = y + height - LEADING + SIZE
    color = "quiet" if one.kind == "plain" else one.kind
    drawn += draw_sign(one.kind, x - SIGN_WIDTH, at)
    return drawn + text(pace, x, at, color=color), height


class _Scale(NamedTuple):
    """Where fractions of the way lie: from `lowest`, at `left`, to `highest`, `width` further."""

    left: float
    width: float
    lowest: float
    highest: float

    def at(self, fraction: float) -> float:
        """Return where a fraction lies; what is beyond an end is at the end."""
        kept = min(max(fraction, self.lowest), self.highest)
        return self.left + (kept - self.lowest) / (self.highest - self.lowest) * self.width


def _scale(known: Sequence[float], left: float, width: float) -> _Scale:
    """Return the scale of a track with these positions, and room for pointers beyond its ends."""
    lowest = max(min([0.0, *known]), -_FURTHEST)
    highest = min(max([1.0, *known]), 1 + _FURTHEST)
    before = _EDGE if min(known) < lowest else 0.0
    after = _EDGE if max(known) > highest else 0.0
    return _Scale(left + before, width - before - after, lowest, highest)


def _bar(one: MeasureBar, left: float, y: float, width: float) -> tuple[str, float]:
    """Draw the track with its labels: the reading above it, all others below."""
    known = [
        point.at
        for point in (one.reading, one.expected)
        if point is not None and point.at is not None
    ]
    if not known:
        return _points(one, left, y, width)
    scale = _scale(known, left, width)
    begin = y
    drawn = ""
    if one.reading is not None:
        x = left if one.reading.at is None else scale.at(one.reading.at)
        label, height = _label(one.reading, x, left, y, width)
        drawn += label
        y += height + 3
    top = y + _TICK
    drawn += _track(one.reading, scale, top)
    y = top + _TRACK + _TICK + 1
    if one.expected is not None and one.expected.at is not None:
        x = scale.at(one.expected.at)
        label, height = _note(one.expected.note, x, left, y, width)
        drawn += _expected_mark(x, top) + label
        y += height + 2
    ends, height = _points(one._replace(reading=None, expected=None), left, y, width)
    return drawn + ends, y + height - begin


def _track(reading: MeasurePoint | None, scale: _Scale, top: float) -> str:
    """Draw the way from baseline to target, and how much of it the reading has gone."""
    start, end = scale.at(0.0), scale.at(1.0)
    drawn = block(start, top, end - start, _TRACK, "ground")
    drawn += outline(start + 0.5, top + 0.5, end - start - 1, _TRACK - 1, "edge", dashed=False)
    if reading is None or reading.at is None:
        return drawn
    x = scale.at(reading.at)
    if reading.at >= 0:
        drawn += block(start, top, x - start, _TRACK, "accent")
    else:
        # The wrong way: not filled, so that it is not taken for progress.
        drawn += outline(x, top + 0.8, start - x, _TRACK - 1.6, "accent", dashed=True)
    drawn += path(f"M{number(x)} {number(top - _TICK)}v{number(_TICK)}", "accent", thick=2)
    if scale.lowest <= reading.at <= scale.highest:
        return drawn
    forward = reading.at > 1
    tip = x + (_EDGE if forward else -_EDGE)
    return drawn + draw_pointer(tip, top + _TRACK / 2, forward=forward)


def _expected_mark(x: float, top: float) -> str:
    """Draw the mark of the expected value across the track."""
    steps = f"M{number(x)} {number(top - _TICK)}v{number(_TRACK + 2 * _TICK)}"
    return path(steps, "paper", thick=4) + path(steps, "ink", thick=2)


def _label(point: MeasurePoint, x: float, left: float, y: float, width: float) -> tuple[str, float]:
    """Write a point's value and what it is, centred on `x` as far as the picture allows."""
    caption = label_text(", ".join(part for part in (point.note, point.date) if part))
    before, after = text_width(caption, SIZE), text_width(label_text(point.value_text), SIZE) * BOLD
    both = before + _APART + after
    if both <= width:
        begin = min(max(x - both / 2, left), left + width - both)
        # Both end where they meet: an estimate of their widths parts them no further.
        meet = begin + before
        drawn = text(caption, meet, y + SIZE, color="quiet", anchor="end")
        value = text(label_text(point.value_text), meet + _APART, y + SIZE, bold=True)
        return drawn + value, LEADING
    note, height = _note(caption, x, left, y, width)
    value, more = _note(point.value_text, x, left, y + height, width, bold=True)
    return note + value, height + more


def _note(
    content: str, x: float, left: float, y: float, width: float, *, bold: bool = False
) -> tuple[str, float]:
    broken = lines(content, SIZE * BOLD if bold else SIZE, width)
    half = max(text_width(line, SIZE) * (BOLD if bold else 1) for line in broken) / 2
    anchor = "middle"
    if x - half < left:
        x, anchor = left, ""
    elif x + half > left + width:
        x, anchor = left + width, "end"
    return paragraph(
        content, x, y, width, anchor=anchor, bold=bold, color="ink" if bold else "quiet"
    )


def _points(one: MeasureBar, left: float, y: float, width: float) -> tuple[str, float]:
    """Write the points as text: the baseline on the left, the target on the right."""
    drawn, height = "", 0.0
    if one.expected is not None:
        drawn, height = paragraph(one.expected.note, left, y, width, color="quiet")
        height += 3
    if one.reading is not None:
        drawn_reading, more = _end(one.reading, left, y + height, width)
        drawn += drawn_reading
        height += more + 3
    ends = [point for point in (one.baseline, one.target) if point is not None]
    half = (width - _GAP) / 2
    widths = [_wide(point) for point in ends]
    deepest = 0.0
    for place, point in enumerate(ends):
        # What the other leaves free, but half of it at least.
        room = width if len(ends) < 2 else max(half, width - _GAP - widths[1 - place])
        is_right = point is one.target and len(ends) > 1
        x = left + width if is_right else left
        end, more = _end(point, x, y + height, room, anchor="end" if is_right else "")
        drawn += end
        deepest = max(deepest, more)
    return drawn, height + deepest


def _wide(point: MeasurePoint) -> float:
    """Return how wide a point's texts are: its value with the date beside it, and what it is."""
    value = text_width(label_text(point.value_text), SIZE) * BOLD
    date = text_width(label_text(point.date), SIZE) + _APART if point.date else 0.0
    return max(value + date, text_width(label_text(point.note), SIZE))


def _end(
    point: MeasurePoint, x: float, y: float, room: float, *, anchor: str = ""
) -> tuple[str, float]:
    """Write what a point is, and below it its value with the date beside it."""
    note, height = paragraph(point.note, x, y, room, color="quiet", anchor=anchor)
    date, value = label_text(point.date), label_text(point.value_text)
    beside = text_width(value, SIZE) * BOLD + _APART + text_width(date, SIZE)
    if date and beside <= room:
        at = y + height + SIZE
        first = x - text_width(date, SIZE) - _APART if anchor else x
        second = x if anchor else x + text_width(value, SIZE) * BOLD + _APART
        drawn = text(value, first, at, bold=True, anchor=anchor)
        drawn += text(date, second, at, color="quiet", anchor=anchor)
        return note + drawn, height + LEADING
    drawn, more = paragraph(point.value_text, x, y + height, room, bold=True, anchor=anchor)
    height += more
    if date:
        below, more = paragraph(date, x, y + height, room, color="quiet", anchor=anchor)
        drawn += below
        height += more
    return note + drawn, height
