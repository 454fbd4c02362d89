"""How far a measure has come, and how far it should have when it was last read."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kamctl.plan.amounts import is_money, is_percent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.plan.objectives import Measure, Point
    from kamctl.plan.plan_date import PlanDate

Pace = Literal["reached", "ahead", "on_track", "behind", "unknown"]

_AHEAD: Final = Fraction(1, 10)
"""How much more than expected is done, as a part of the whole, where a measure is ahead."""
_TOLERANCE: Final = 0.05
"""How far from its target, as a part of it, a measure that is to hold may be."""


class Progress(NamedTuple):
    """The progress from baseline to target: 0.0 at the baseline, 1.0 at the target.

    `done` is where the latest reading is and may lie outside 0 to 1; `due` is where a straight
    line from baseline to target would be on the day `on`, within 0 to 1; `due_value` is the same in
    the measure's unit. Both are as exact as the values of the measure are written, and the pace is
    judged by them: what a reader sees as expected is what a reading is compared with. The day is
    that of the latest reading, else today: a reading is not behind because time has passed since.
    Each is None where the plan does not say enough.

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
    start = _exact(baseline.value)
    distance = _exact(target.value) - start
    if (measure.direction == "increase" and distance < 0) or (
        measure.direction == "decrease" and distance > 0
    ):
        # Which way is better is contradictory: no bar is better than a wrong one.
        return UNKNOWN
    done = None if reading is None else (_exact(reading.value) - start) / distance
    if baseline.on is None or target.on is None or target.on.day <= baseline.on.day:
        return Progress(_as_float(done), None, None, None, _pace(done))
    past = Fraction((day - baseline.on.day).days, (target.on.day - baseline.on.day).days)
    due, next_due = _in_steps(min(max(past, Fraction(0)), Fraction(1)), abs(distance), measure)
    value = _as_float(start + due * distance)
    return Progress(_as_float(done), _as_float(due), value, day, _pace(done, due, next_due))


def _in_steps(due: Fraction, distance: Fraction, measure: Measure) -> tuple[Fraction, Fraction]:
    """Return a part of the distance from baseline to target in whole steps of the measure.

    Percentages, amounts and values with decimals are rounded. Of what is counted (hubs, plants),
    only those are due that are due in full, and the second part has one more if another is due in
    part: two thirds of a hub make nobody behind, and nobody ahead.
    """
    unit = measure.unit_name
    exponent = _finest_exponent(measure)
    is_count = exponent >= 0 and not (is_money(unit) or is_percent(unit) or "%" in unit)
    if exponent > 0:
        # The zeros of 12,000,000 are rounded away, but a tenth of the distance stays visible.
        coarsest = math.floor(math.log10(distance)) - 1 if is_money(unit) else 0
        exponent = max(0, min(exponent, coarsest))
    steps = due * distance / Fraction(10) ** exponent
    step = Fraction(10) ** exponent / distance
    if is_count:
        return math.floor(steps) * step, math.ceil(steps) * step
    rounded = math.floor(steps + Fraction(1, 2)) * step
    return rounded, rounded


def _finest_exponent(measure: Measure) -> int:
    """Return the power of ten of the last digit but zeros that a value has: 12.5 has -1."""
    points = (measure.baseline, measure.target, *measure.readings)
    values = (Decimal(str(one.value)) for one in points if one is not None and one.value)
    return min((int(one.normalize().as_tuple().exponent) for one in values), default=0)


def _exact(value: float) -> Fraction:
    """Return a value as the plan has it in digits: 0.1 is a tenth, without what floats add."""
    return Fraction(str(value))


def _as_float(value: Fraction | None) -> float | None:
    if value is None:
        return None
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def _held(reading: Point | None, target: Point | None, day: dt.date) -> Progress:
    """Judge a measure that is to hold: off on either side of its target counts as behind."""
    if target is None:
        return UNKNOWN
    if reading is None:
        return Progress(None, None, target.value, day, "unknown")
    pace: Pace = "on_track" if holds(reading.value, target.value) else "behind"
    return Progress(None, None, target.value, day, pace)


def _pace(
    done: Fraction | None, due: Fraction | None = None, next_due: Fraction | None = None
) -> Pace:
    if done is None:
        return "unknown"
    if done >= 1:
        return "reached"
    if due is None or next_due is None:
        return "unknown"
    if done < due:
        return "behind"
    return "ahead" if done >= next_due + _AHEAD else "on_track"


def clamped(fraction: float) -> float:
    """Keep a fraction within 0 and 1, as a bar needs it."""
    return min(1.0, max(0.0, fraction))
