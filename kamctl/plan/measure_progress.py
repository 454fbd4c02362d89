"""How far a measure has come, and how far it should have when it was last read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.plan.objectives import Measure, Point
    from kamctl.plan.plan_date import PlanDate

Pace = Literal["reached", "ahead", "on_track", "behind", "unknown"]

_AHEAD: Final = 0.1
"""How much more than expected is done, as a part of the whole, where a measure is ahead."""
_TOLERANCE: Final = 0.05
"""How far from its target, as a part of it, a measure that is to hold may be."""


@dataclass(frozen=True)
class Progress:
    """The progress from baseline to target: 0.0 at the baseline, 1.0 at the target.

    `done` is where the latest reading is and may lie outside 0 to 1; `due` is where a straight
    line from baseline to target would be on the day `on`, within 0 to 1; `due_value` is the same in
    the measure's unit. The day is that of the latest reading, else today: a reading is not behind
    because time has passed since. Each is None where the plan does not say enough.

    A measure that is to hold has no distance to cover: its `due_value` is its target.
    """

    done: float | None
    due: float | None
    due_value: float | None
    on: dt.date | None
    pace: Pace


UNKNOWN: Final = Progress(None, None, None, None, "unknown")


def latest(measure: Measure, today: dt.date) -> Point | None:
    """Return the newest reading that is neither in the future nor before the baseline.

    Of two of one day, the one listed last counts. Undated readings are where they are listed.
    """
    return _newest(measure, measure.readings, today)


def latest_dated(measure: Measure, today: dt.date) -> Point | None:
    """Return what `latest` does, of the readings that have a date."""
    return _newest(measure, [one for one in measure.readings if one.on is not None], today)


def _newest(measure: Measure, readings: Iterable[Point], today: dt.date) -> Point | None:
    since = measure.baseline.on if measure.baseline else None
    newest: Point | None = None
    for reading in readings:
        if reading.on is not None and (
            reading.on.first > today or is_before_baseline(reading.on, since)
        ):
            continue
        if (
            newest is None
            or newest.on is None
            or reading.on is None
            or reading.on.day >= newest.on.day
        ):
            newest = reading
    return newest


def is_before_baseline(reading: PlanDate, baseline: PlanDate | None) -> bool:
    """Tell whether all days that a reading may be of are before those of the baseline."""
    return baseline is not None and reading.day < baseline.first


def holds(value: float, target: float) -> bool:
    """Tell whether a value is at its target, or near enough on either side."""
    return abs(value - target) <= _TOLERANCE * abs(target)


def progress(measure: Measure, today: dt.date) -> Progress:
    """Return how far `measure` has come by `today`, by its latest reading."""
    baseline, target = measure.baseline, measure.target
    reading = latest(measure, today)
    day = today if reading is None or reading.on is None else min(reading.on.day, today)
    if measure.direction == "hold":
        return _held(reading, target, day)
    if baseline is None or target is None or baseline.value == target.value:
        return UNKNOWN
    distance = target.value - baseline.value
    if (measure.direction == "increase" and distance < 0) or (
        measure.direction == "decrease" and distance > 0
    ):
        # Which way is better is contradictory: no bar is better than a wrong one.
        return UNKNOWN
    done = None if reading is None else (reading.value - baseline.value) / distance
    due: float | None = None
    if baseline.on is not None and target.on is not None and target.on.day > baseline.on.day:
        span = (target.on.day - baseline.on.day).days
        due = clamped((day - baseline.on.day).days / span)
    if due is None:
        return Progress(done, None, None, None, _pace(done, None))
    return Progress(done, due, baseline.value + due * distance, day, _pace(done, due))


def _held(reading: Point | None, target: Point | None, day: dt.date) -> Progress:
    """Judge a measure that is to hold: off on either side of its target counts as behind."""
    if target is None:
        return UNKNOWN
    if reading is None:
        return Progress(None, None, target.value, day, "unknown")
    pace: Pace = "on_track" if holds(reading.value, target.value) else "behind"
    return Progress(None, None, target.value, day, pace)


def _pace(done: float | None, due: float | None) -> Pace:
    if done is None:
        return "unknown"
    if done >= 1:
        return "reached"
    if due is None:
        return "unknown"
    if done < due:
        return "behind"
    return "ahead" if done >= due + _AHEAD else "on_track"


def clamped(fraction: float) -> float:
    """Keep a fraction within 0 and 1, as a bar needs it."""
    return min(1.0, max(0.0, fraction))
