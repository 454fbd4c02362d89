"""A roadmap as a Gantt chart: what is done when, what waits for what, and where today is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
    shape,
    text,
)
from kamctl.briefing.charts.text_layout import label_text, lines, text_width

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.briefing.charts.data import Task, Tick, Timeline

_BESIDE: Final = 520.0
"""From this width on the names are beside the bars; below it, above them."""
_LABEL_SHARE: Final = 0.42
_BAR: Final = 12.0
_HEAD: Final = 2 * LEADING + 8
"""Today's label and, below it, those of the line of time."""
_EDGE: Final = 8.0
_OUTSIDE: Final = 18.0
"""Between the time that is shown and today's line, where today lies outside of it."""
_LEAST: Final = 5.0
_BETWEEN: Final = 10.0


class _Scale:
    """Turns days into places on the line of time."""

    def __init__(self, timeline: Timeline, left: float, right: float) -> None:
        self.first = timeline.start.toordinal()
        self.days = max(timeline.end.toordinal() - self.first, 1)
        self.right = right
        is_before, is_after = timeline.today < timeline.start, timeline.today > timeline.end
        self._begin = left + (_OUTSIDE if is_before else 0.0)
        self._end = right - (_OUTSIDE if is_after else 0.0)
        self.today = left if is_before else right if is_after else self.at(timeline.today)

    def at(self, day: dt.date) -> float:
        """Return where `day` lies, kept within the time that is shown."""
        part = (day.toordinal() - self.first) / self.days
        return self._begin + min(max(part, 0.0), 1.0) * (self._end - self._begin)


def draw_gantt(timeline: Timeline, room: float) -> tuple[str, float]:
    """Draw `timeline` in a picture `room` wide; return it with its height."""
    beside = room >= _BESIDE
    left = _LABEL_SHARE * room if beside else _EDGE
    scale = _Scale(timeline, left, room - _EDGE)
    drawn, tops, y = "", [], _HEAD
    for task in timeline.tasks:
        label, height = _label(task, left - 14 if beside else room, y, beside=beside)
        drawn += label
        tops.append(y + (2.0 if beside else height + 3.0))
        y += max(height, _BAR + 6) + _BETWEEN if beside else height + _BAR + _BETWEEN + 6
    bars = "".join(_bar(task, scale, top) for task, top in zip(timeline.tasks, tops, strict=True))
    waits = _waits(timeline, scale, tops)
    end = y - _BETWEEN + 4
    bands = (
        [(_HEAD - 6, end)]
        if beside
        else [(_HEAD - 6, _HEAD - 2), *((top - 3, top + _BAR + 3) for top in tops)]
    )
    return _ground(timeline, scale, bands, room) + waits + bars + drawn, end


def _label(task: Task, room: float, y: float, *, beside: bool) -> tuple[str, float]:
    indent = SIGN_WIDTH if task.kind else 0.0
    room -= indent
    drawn = draw_sign(task.kind, 0, y + SIZE) if task.kind else ""
    named, height = paragraph(task.label, indent, y, room, over_lines=not beside)
    drawn += named
    if task.note:
        last = indent + text_width(lines(task.label, SIZE, room)[-1], SIZE) + 10
        if not beside and last + text_width(label_text(task.note), SIZE) < room + indent:
            at = y + SIZE + height - LEADING
            drawn += text(label_text(task.note), last, at, color="quiet", over_lines=True)
        else:
            note, more = paragraph(
                task.note, indent, y + height, room, color="quiet", over_lines=not beside
            )
            drawn += note
            height += more
    if task.conflict:
        conflict, more = paragraph(
            task.conflict, indent, y + height, room, color="bad", over_lines=not beside
        )
        drawn += conflict
        height += more
    return drawn, height


def _bar(task: Task, scale: _Scale, y: float) -> str:
    color = "bad" if task.kind == "bad" else "accent"
    day = task.end or task.start
    if day is None:
        return ""
    if task.start is None or task.end is None or task.end <= task.start:
        middle = scale.at(day)
        half = _BAR / 2
        return shape(
            f"M{number(middle)} {number(y)}l{number(half)} {number(half)}-{number(half)} "
            f"{number(half)}-{number(half)}-{number(half)}z",
            color,
        )
    x, end = scale.at(task.start), scale.at(task.end)
    width = max(end - x, _LEAST)
    drawn = block(x, y, width, _BAR, "paper") + block(x, y, width, _BAR, color, strength=0.25)
    done = 1.0 if task.kind == "good" else task.done or 0.0
    if done > 0:
        drawn += block(x, y, width * min(done, 1.0), _BAR, color)
    return drawn + outline(x + 0.5, y + 0.5, width - 1, _BAR - 1, color, dashed=False)


def _waits(timeline: Timeline, scale: _Scale, tops: list[float]) -> str:
    """Draw from the end of what comes first to the start of what waits for it."""
    drawn = ""
    for place, task in enumerate(timeline.tasks):
        begins = task.start or task.end
        for before in task.after:
            first = timeline.tasks[before]
            ends = first.end or first.start
            if begins is None or ends is None or before == place:
                continue
            x, y = scale.at(ends), tops[before] + _BAR / 2
            to, down = scale.at(begins), tops[place] + _BAR / 2
            bend = max(x + 5, min(to - 6, scale.right + 5))
            color, thick = ("bad", 2.0) if before in task.early else ("edge", 1.2)
            drawn += path(
                f"M{number(x)} {number(y)}H{number(bend)}V{number(down)}H{number(to - 2)}",
                color,
                thick=thick,
            )
            drawn += shape(
                f"M{number(to)} {number(down)}l-5-3v6z"
                if bend <= to
                else f"M{number(to)} {number(down)}l5-3v6z",
                color,
            )
    return drawn


def _ground(
    timeline: Timeline, scale: _Scale, bands: list[tuple[float, float]], room: float
) -> str:
    """Draw the line of time and today's: through all of it, or only where there are no names."""
    drawn = ""
    for tick in _shown(timeline.ticks, scale, room):
        x, label = number(scale.at(tick.day)), _label_of_tick(tick, scale, room)
        steps = "".join(f"M{x} {number(begin)}V{number(end)}" for begin, end in bands)
        drawn += path(steps, "line")
        drawn += text(tick.label, label, LEADING + SIZE, color="quiet", over_lines=True)
    today = scale.today
    half = text_width(timeline.today_label, SIZE * BOLD) / 2
    middle = min(max(today, half), room - half)
    (_, first), *others = bands
    steps = "".join(
        f"M{number(today)} {number(begin)}V{number(end)}"
        for begin, end in ((LEADING + 1, first), *others)
    )
    drawn = path(steps, "ink", thick=1.5) + drawn
    if not timeline.start <= timeline.today <= timeline.end:
        forward = timeline.today > timeline.end
        drawn += draw_pointer(today + (6 if forward else -6), _HEAD - 4, forward=forward)
    return drawn + text(timeline.today_label, middle, SIZE, anchor="middle", bold=True)


def _label_of_tick(tick: Tick, scale: _Scale, room: float) -> float:
    """Return where the label of a tick begins: at the tick, or before it where the picture ends."""
    return min(scale.at(tick.day), room - text_width(tick.label, SIZE))


def _shown(ticks: tuple[Tick, ...], scale: _Scale, room: float) -> tuple[Tick, ...]:
    """Return each tick, or each second, fourth …: as many as have room for their labels.

    Where not all are shown, the beginnings of years are among those that are.
    """
    january = next((place for place, one in enumerate(ticks) if one.day.month == 1), 0)
    step = 1
    while step < len(ticks):
        shown = ticks[january % step :: step]
        begins = [_label_of_tick(one, scale, room) for one in shown]
        ends = [
            begin + text_width(one.label, SIZE) + 8
            for begin, one in zip(begins, shown, strict=True)
        ]
        if all(end <= begin for end, begin in zip(ends, begins[1:], strict=False)):
            return shown
        step *= 2
    return ticks[january : january + 1]
