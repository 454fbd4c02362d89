"""How far a measure has come, and how far it should have by now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.plan.objectives import Measure, Point

Pace = Literal["reached", "on_course", "behind", "unknown"]


@dataclass(frozen=True)
class Progress:
    """The way from baseline to target: 0.0 at the baseline, 1.0 at the target.

    `done` is where the latest reading stands and may lie outside 0 to 1; `due` is where a straight
    line from baseline to target stands today, within 0 to 1; `due_value` is the same in the
    measure's unit. Each is None where the plan does not say enough.
    """

    done: float | None
    due: float | None
    due_value: float | None
    pace: Pace


def latest(measure: Measure, today: dt.date) -> Point | None:
    """Return the newest reading not after `today`; undated readings stand where they are listed."""
    newest: Point | None = None
    for reading in measure.readings:
        if reading.on is not None and reading.on.day > today:
            continue
        if (
            newest is None
            or newest.on is None
            or reading.on is None
            or reading.on.day >= newest.on.day
        ):
            newest = reading
    return newest


def progress(measure: Measure, today: dt.date) -> Progress:
    """Work out how far `measure` has come by `today`."""
    baseline, target = measure.baseline, measure.target
    if baseline is None or target is None or baseline.value == target.value:
        return Progress(None, None, None, "unknown")
    way = target.value - baseline.value
    if (measure.direction == "increase" and way < 0) or (
        measure.direction == "decrease" and way > 0
    ):
        # Which way is better is contradictory: no bar is better than a wrong one.
        return Progress(None, None, None, "unknown")
    reading = latest(measure, today)
    done = None if reading is None else (reading.value - baseline.value) / way
    due: float | None = None
    if baseline.on is not None and target.on is not None and target.on.day > baseline.on.day:
        span = (target.on.day - baseline.on.day).days
        due = clamped((today - baseline.on.day).days / span)
    return Progress(
        done, due, None if due is None else baseline.value + due * way, _pace(done, due)
    )


def _pace(done: float | None, due: float | None) -> Pace:
    if done is None:
        return "unknown"
    if done >= 1:
        return "reached"
    if due is None:
        return "unknown"
    return "on_course" if done >= due else "behind"


def clamped(fraction: float) -> float:
    """Keep a fraction within 0 and 1, as a bar needs it."""
    return min(1.0, max(0.0, fraction))
