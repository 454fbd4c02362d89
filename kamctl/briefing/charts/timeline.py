"""A roadmap: what is done when, what waits for what, and where today is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import (
    BOLD,
    LEADING,
    SIGN_WIDTH,
    SIZE,
    block,
    number,
    path,
    shape,
    sign,
    text,
)
from kamctl.briefing.charts.text_layout import fitted, lines, width

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.briefing.charts.data import Task, Timeline

_BESIDE: Final = 520.0
"""From this width on the names stand beside the bars; below it, above them."""
_LABEL_SHARE: Final = 0.42
_BAR: Final = 12.0
_HEAD: Final = 24.0
_LEAST: Final = 5.0


class _Scale:
    """Turns days into places on the line of time."""

    def __init__(self, timeline: Timeline, left: float, right: float) -> None:
        self.first = timeline.start.toordinal()
        self.days = max(timeline.end.toordinal() - self.first, 1)
        self.left, self.right = left, right

    def at(self, day: dt.date) -> float:
        """Return where `day` lies, kept within the picture."""
        part = (day.toordinal() - self.first) / self.days
        return self.left + min(max(part, 0.0), 1.0) * (self.right - self.left)


def draw_timeline(timeline: Timeline, room: float) -> tuple[str, float]:
    """Draw `timeline` in a picture `room` wide; return it with its height."""
    beside = room >= _BESIDE
    left = _LABEL_SHARE * room if beside else 2.0
    scale = _Scale(timeline, left, room - 8)
    drawn, tops, y = "", [], _HEAD
    for task in timeline.tasks:
        label, high = _label(task, left if beside else room, y, beside=beside)
        drawn += label
        tops.append(y + (2.0 if beside else high + 1.0))
        y += max(high, _BAR + 6) + 8 if beside else high + _BAR + 14
    bars = "".join(_bar(task, scale, top) for task, top in zip(timeline.tasks, tops, strict=True))
    waits = _waits(timeline, scale, tops)
    return _ground(timeline, scale, y, room) + waits + bars + drawn, y


def _label(task: Task, room: float, y: float, *, beside: bool) -> tuple[str, float]:
    indent = SIGN_WIDTH if task.kind else 0.0
    named = lines(task.label, SIZE, room - indent - 12, 2)
    drawn = sign(task.kind, 0, y + SIZE) if task.kind else ""
    for place, line in enumerate(named):
        drawn += text(line, indent, y + SIZE + place * LEADING, over_lines=not beside)
    high = len(named) * LEADING
    if task.note:
        note = fitted(task.note, SIZE, room - indent - 12)
        last = indent + width(named[-1] + "  ", SIZE)
        if not beside and last + width(note, SIZE) < room:
            x, down = last, high - LEADING
        else:
            x, down = indent, high
            high += LEADING
        drawn += text(note, x, y + SIZE + down, colour="quiet", over_lines=not beside)
    for line in lines(task.conflict, SIZE, room - indent - 12, 2) if task.conflict else ():
        drawn += text(line, indent, y + SIZE + high, colour="bad", over_lines=not beside)
        high += LEADING
    return drawn, high


def _bar(task: Task, scale: _Scale, y: float) -> str:
    colour = "bad" if task.kind == "bad" else "accent"
    day = task.end or task.start
    if day is None:
        return ""
    if task.start is None or task.end is None or task.end <= task.start:
        middle = scale.at(day)
        half = _BAR / 2
        return shape(
            f"M{number(middle)} {number(y)}l{number(half)} {number(half)}-{number(half)} "
            f"{number(half)}-{number(half)}-{number(half)}z",
            colour,
        )
    x, end = scale.at(task.start), scale.at(task.end)
    wide = max(end - x, _LEAST)
    drawn = block(x, y, wide, _BAR, colour, strength=0.25, round_=2)
    done = 1.0 if task.kind == "good" else task.done or 0.0
    if done > 0:
        drawn += block(x, y, wide * min(done, 1.0), _BAR, colour, round_=2)
    return drawn


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
            colour, thick = ("bad", 2.0) if before in task.early else ("edge", 1.2)
            drawn += path(
                f"M{number(x)} {number(y)}H{number(bend)}V{number(down)}H{number(to - 2)}",
                colour,
                thick=thick,
            )
            drawn += shape(
                f"M{number(to)} {number(down)}l-5-3v6z"
                if bend <= to
                else f"M{number(to)} {number(down)}l5-3v6z",
                colour,
            )
    return drawn


def _ground(timeline: Timeline, scale: _Scale, high: float, room: float) -> str:
    drawn = ""
    inside = timeline.start <= timeline.today <= timeline.end
    today = scale.at(timeline.today)
    half = width(timeline.today_label, SIZE * BOLD) / 2
    middle = min(max(today, half), room - half)
    free = middle - half - 10 if inside else room
    after = middle + half + 10 if inside else room
    last = -1.0
    for tick in timeline.ticks:
        x = scale.at(tick.day)
        drawn += path(f"M{number(x)} {number(_HEAD - 6)}V{number(high)}", "line")
        wide = width(tick.label, SIZE)
        if x > last and x + wide <= room and (x + wide < free or x > after):
            drawn += text(tick.label, x, SIZE, colour="quiet")
            last = x + wide + 12
    if inside:
        drawn += path(f"M{number(today)} {number(_HEAD - 8)}V{number(high)}", "ink", thick=1.5)
        drawn += text(timeline.today_label, middle, SIZE, anchor="middle", bold=True)
    return drawn
