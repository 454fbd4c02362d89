"""Columns year by year: what was and what is aimed at, never mistaken for each other.

Where a label has no room over its column or under it, bars lie below one another instead.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.svg_elements import (
    BOLD,
    LEADING,
    SIZE,
    block,
    draw_pointer,
    number,
    outline,
    paragraph,
    path,
    text,
)
from kamctl.briefing.charts.text_layout import lines, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.briefing.charts.data import ChartColumn, Columns, Panel, Sparkline, TodayMark

_HIGH: Final = 96.0
"""The height of the highest column."""
_LESS_HIGH: Final = 72.0
"""The same in a wide picture, where panels are below one another as their labels need the room."""
_WIDEST: Final = 56.0
_BETWEEN: Final = 20.0
"""Between panels."""
_APART: Final = 3.0
"""Between two labels side by side."""
_CLEAR: Final = 6.0
"""Between a label and today's line, which is interrupted beside it."""
_BESIDE: Final = 600.0
"""From this width on two panels may be beside each other."""
_MAX_COLUMNS: Final = 24
_ROW: Final = 20.0
_BAR: Final = 12.0
_GAP: Final = 10.0
_LOW: Final = 34.0
_THIN: Final = 20.0
_NOTHING: Final = 1e-300


class _Frame(NamedTuple):
    """Where a panel is drawn: its left edge, its top, and how wide it is."""

    left: float
    top: float
    room: float
    title_height: float
    """What its title takes, or a longer one beside it."""

    @property
    def right(self) -> float:
        return self.left + self.room

    @property
    def below_title(self) -> float:
        return self.top + self.title_height


def draw_columns(columns: Columns, room: float) -> tuple[str, float]:
    """Draw `columns` in a picture `room` wide; return it with its height."""
    count = len(columns.panels)
    half = (room - _BETWEEN) / 2
    is_wide = count > 1 and room >= _BESIDE
    is_beside = is_wide and _fit(columns, half)
    if is_beside:
        places = [(place % 2 * (half + _BETWEEN), half) for place in range(count)]
    else:
        places = [(0.0, room)] * count
    tallest = _LESS_HIGH if is_wide and not is_beside else _HIGH
    upright = _fit(columns, places[0][1] if places else room)
    drawn, top, y = "", 0.0, 0.0
    for (x, width), panel in zip(places, columns.panels, strict=True):
        if not x:
            top = y
        title_lines = max(
            (len(lines(one.title, SIZE * BOLD, width)) for one in columns.panels), default=0
        )
        frame = _Frame(x, top, width, title_lines * LEADING)
        made, height = (
            _upright(columns, panel, frame, tallest) if upright else _lying(columns, panel, frame)
        )
        drawn += made
        y = max(y, top + height + _BETWEEN)
    return drawn, max(y - _BETWEEN, 0.0)


def draw_sparkline(spark: Sparkline, room: float) -> tuple[str, float]:
    """Draw small columns without a word, with a line between what was and what is aimed at."""
    values = [one.value for one in spark.columns if one.value is not None]
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    scale = _scale(_LOW, highest - lowest)
    slot = room / max(len(spark.columns), 1)
    width = min(max(slot * 0.68, 0.6), _THIN)
    zero = highest * scale
    drawn = "".join(
        _column(one, place * slot + (slot - width) / 2, zero, width, scale)
        for place, one in enumerate(spark.columns)
        if one.value is not None
    )
    drawn += path(f"M0 {number(zero)}h{number(room)}", "edge")
    kinds = [one.planned for one in spark.columns]
    if True in kinds and not kinds[0]:
        drawn += path(f"M{number(slot * kinds.index(True))} 0v{number(_LOW)}", "ink", dashed=True)
    return drawn, _LOW


def _scale(height: float, reach: float) -> float:
    """Return how high one unit is drawn, where figures reach so far; nothing has no scale."""
    return height / reach if reach > _NOTHING else 1.0


def _reach(panel: Panel) -> tuple[float, float]:
    """Return the highest and the lowest value that the scale shows."""
    values = [one.value for one in panel.columns if one.value is not None]
    return max([panel.min_top, 0.0, *values]), min([0.0, *values])


def _runs(columns: Columns, panel: Panel) -> Iterator[tuple[int, int, str]]:
    """Return the stretches of actual and of planned columns: the first, the end, the name."""
    first = 0
    for planned, group in groupby(panel.columns, key=lambda one: one.planned):
        end = first + len(list(group))
        yield first, end, columns.planned if planned else columns.actual
        first = end


def _fit(columns: Columns, room: float) -> bool:
    """Tell whether every label has room at its column in a panel `room` wide."""
    for panel in columns.panels:
        if len(panel.columns) > _MAX_COLUMNS:
            return False
        slot = room / max(len(panel.columns), 1)
        labels = [label for one in panel.columns for label in (one.label, one.value_text)]
        if max((text_width(label, SIZE) for label in labels), default=0.0) + _APART > slot:
            return False
        if any(
            text_width(name, SIZE) + _APART > (end - first) * slot
            for first, end, name in _runs(columns, panel)
        ):
            return False
    return True


def _upright(columns: Columns, panel: Panel, frame: _Frame, tallest: float) -> tuple[str, float]:
    """Draw columns, the highest of which takes `tallest`."""
    highest, lowest = _reach(panel)
    scale = _scale(tallest, highest - lowest)
    slot = frame.room / max(len(panel.columns), 1)
    width = max(min(slot * 0.62, _WIDEST), 1.0)
    drawn, _ = paragraph(panel.title, frame.left, frame.top, frame.room, bold=True)
    y = frame.below_title
    today = columns.today
    if today and not _has_room_beside_titles(columns, today, frame.room):
        y += LEADING
    zero = y + LEADING + 6 + highest * scale
    below = zero - lowest * scale + (LEADING if lowest < 0 else 0)
    line = frame.left + slot * today.at if today else 0.0
    beside_line = []
    for place, one in enumerate(panel.columns):
        x = frame.left + place * slot + (slot - width) / 2
        if one.value is not None:
            drawn += _column(one, x, zero, width, scale, over_line=today is not None)
        middle = frame.left + (place + 0.5) * slot
        value = one.value or 0.0
        at = zero - value * scale + (SIZE + 1 if value < 0 else -5)
        if abs(line - middle) < text_width(one.value_text, SIZE) / 2 + _CLEAR:
            beside_line.append((at - SIZE, at + 4))
        color = "quiet" if one.value is None else "ink"
        drawn += text(one.value_text, middle, at, color=color, anchor="middle")
        drawn += text(one.label, middle, below + SIZE + 4, color="quiet", anchor="middle")
    if today:
        drawn = (
            _today_label(today, frame, line, y)
            + _today_line(line, y + 2, below, beside_line)
            + (draw_pointer(line, y + 6, forward=today.at > 0) if today.is_outside else "")
            + drawn
        )
    drawn += path(f"M{number(frame.left)} {number(zero)}h{number(frame.room)}", "edge")
    y = below + LEADING + 4
    if columns.actual or columns.planned:
        for first, end, name in _runs(columns, panel):
            drawn += _bracket(name, frame.left + first * slot + 3, y, (end - first) * slot - 6)
        y += 9 + LEADING
    return drawn, y - frame.top


def _bracket(name: str, x: float, y: float, across: float) -> str:
    """Draw what holds columns together, with their name below it."""
    if not name:
        return ""
    return path(f"M{number(x)} {number(y + 1)}v4h{number(across)}v-4", "edge") + text(
        name, x + across / 2, y + 8 + SIZE, color="quiet", anchor="middle"
    )


def _has_room_beside_titles(columns: Columns, today: TodayMark, room: float) -> bool:
    """Tell whether today's label may be on the line of the titles: in all panels or in none."""
    count = max(len(columns.panels[0].columns), 1)
    half = text_width(today.label, SIZE) / 2
    begin = min(today.at / count * room, room - half) - half - _GAP
    return all(text_width(panel.title, SIZE) * BOLD <= begin for panel in columns.panels)


def _today_label(today: TodayMark, frame: _Frame, line: float, y: float) -> str:
    """Write what today's line is, above the columns and inside the frame."""
    half = text_width(today.label, SIZE) / 2
    middle = min(max(line, frame.left + half), frame.right - half)
    return text(today.label, middle, y - LEADING + SIZE, anchor="middle")


def _today_line(x: float, begin: float, below: float, gaps: list[tuple[float, float]]) -> str:
    """Draw today's line behind the columns, from `begin` to `below` but not in `gaps`."""
    steps = ""
    for top, end in [*sorted(gaps), (below, below)]:
        if top > begin:
            steps += f"M{number(x)} {number(begin)}V{number(min(top, below))}"
        begin = max(begin, end)
    return path(steps, "ink", dashed=True)


def _lying(columns: Columns, panel: Panel, frame: _Frame) -> tuple[str, float]:
    """Draw bars below one another, each on a line with its label and its value."""
    highest, lowest = _reach(panel)
    left, room = frame.left, frame.room
    drawn, _ = paragraph(panel.title, left, frame.top, room, bold=True)
    y = frame.below_title + 4
    today = columns.today
    beside = text_width(today.label, SIZE) + _GAP if today and not today.is_outside else 0.0
    labels = min(max(text_width(one.label, SIZE) for one in panel.columns) + _GAP, 0.4 * room)
    values = max(text_width(one.value_text, SIZE) for one in panel.columns) + _GAP
    across = max(room - labels - values - beside, 0.1 * room)
    scale = _scale(across, highest - lowest)
    zero = left + labels - lowest * scale
    end_of_values = left + labels + across + values
    if today and today.is_outside and not today.at:
        made, y = _today_outside(today, left, room, y)
        drawn += made
    begin = y
    for first, end, name in _runs(columns, panel):
        if name:
            drawn += text(name, left, y + SIZE, color="quiet")
            y += LEADING + 2
        for place in range(first, end):
            one = panel.columns[place]
            named = lines(one.label, SIZE, labels - _GAP)
            height = max(_ROW, len(named) * LEADING + 4)
            if today and not today.is_outside and place <= today.at < place + 1:
                at = y + (today.at - place) * height
                line_of_today = f"M{number(left + labels)} {number(at)}H{number(end_of_values + 4)}"
                drawn += path(line_of_today, "ink", dashed=True)
                drawn += text(today.label, frame.right, at + SIZE / 3, anchor="end")
            for line, label in enumerate(named):
                drawn += text(label, left, y + SIZE + 1 + line * LEADING, color="quiet")
            if one.value is not None:
                drawn += _lying_bar(one, zero, y, scale, over_line=today is not None)
            color = "quiet" if one.value is None else "ink"
            drawn += text(
                one.value_text, end_of_values, y + SIZE + 1, color=color, anchor="end",
                over_lines=True,
            )  # fmt: skip
            y += height
        y += 4
    drawn += path(f"M{number(zero)} {number(begin)}V{number(y - 4)}", "edge")
    if today and today.is_outside and today.at:
        made, y = _today_outside(today, left, room, y)
        drawn += made
    return drawn, y - frame.top


def _lying_bar(one: ChartColumn, zero: float, y: float, scale: float, *, over_line: bool) -> str:
    value = one.value or 0.0
    long = abs(value) * scale
    x = zero if value >= 0 else zero - long
    return _filled(one, x, y + (_ROW - _BAR) / 2 - 1, long, _BAR, over_line=over_line)


def _today_outside(today: TodayMark, left: float, room: float, y: float) -> tuple[str, float]:
    """Write the label of a day before the first or after the last column, over a line."""
    drawn, height = paragraph(today.label, left, y, room)
    drawn += path(f"M{number(left)} {number(y + height + 2)}h{number(room)}", "ink", dashed=True)
    return drawn, y + height + 6


def _column(
    one: ChartColumn, x: float, zero: float, width: float, scale: float, *, over_line: bool = False
) -> str:
    height = abs(one.value or 0.0) * scale
    y = zero - height if (one.value or 0.0) >= 0 else zero
    return _filled(one, x, y, width, height, over_line=over_line)


def _filled(
    one: ChartColumn, x: float, y: float, width: float, height: float, *, over_line: bool
) -> str:
    """Fill what was; what is planned has a broken edge and little in it.

    `over_line`: today's line may run behind it, and is not to shine through.
    """
    if not one.planned:
        return block(x, y, width, height, "accent")
    under = block(x, y, width, height, "paper") if over_line else ""
    inside = block(x, y, width, height, "accent", strength=0.16)
    edge = outline(x + 0.8, y + 0.8, width - 1.6, height - 1.6, "accent", dashed=True)
    return under + inside + edge
