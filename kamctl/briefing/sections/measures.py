"""Measures as a reader sees them: figures in words, and a bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kamctl.briefing import cell_kinds, document_labels, views
from kamctl.plan.progress import Progress, clamped, latest, progress

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.i18n.formats import UnitForms
    from kamctl.plan.objectives import Measure, Point


def measure_view(measure: Measure, say: PlanFormatter) -> views.MeasureView:
    """Return one measure as a reader sees it."""
    name = say.text(measure.name)
    reading = latest(measure, say.today)
    way = progress(measure, say.today)
    points = (
        *_point(say.t("Baseline"), measure.baseline, measure.unit, say),
        *(
            _point(say.t("Latest reading"), reading, measure.unit, say)
            or (views.PointView(say.t("Latest reading"), say.t("not read yet"), ""),)
        ),
        *_point(say.t("Target"), measure.target, measure.unit, say),
    )
    done, due = _way(way, say), _due(way, measure, say)
    bar = None
    if way.done is not None:
        told = ", ".join(
            f"{point.label}{say.t(':')} {point.value}" + (f" ({point.on})" if point.on else "")
            for point in points
        )
        bar = views.Bar(
            clamped(way.done),
            way.due,
            name,
            " ".join(part for part in (f"{told}.", done, due) if part),
        )
    pace = views.Cell(_pace(way, measure, say), cell_kinds.PACE_KINDS[way.pace])
    return views.MeasureView(name, points, pace, done, due, bar)


def _point(
    label: str, point: Point | None, unit: str | UnitForms | None, say: PlanFormatter
) -> tuple[views.PointView, ...]:
    if point is None:
        return ()
    return (views.PointView(label, say.formats.quantity(point.value, unit), say.date(point.on)),)


def _pace(way: Progress, measure: Measure, say: PlanFormatter) -> str:
    if measure.direction == "hold" and way.pace == "behind":
        return say.t("Off target")
    return say.word(document_labels.PACES, way.pace)


def _way(way: Progress, say: PlanFormatter) -> str:
    if way.done is None:
        return ""
    if way.done < 0:
        return say.say(
            "Moved away from the target by {percent} of the way.",
            percent=say.formats.percent(-100 * way.done, 0),
        )
    return say.say("{percent} of the way done.", percent=say.formats.percent(100 * way.done, 0))


def _due(way: Progress, measure: Measure, say: PlanFormatter) -> str:
    if way.due_value is None or way.on is None:
        return ""
    if measure.direction == "hold":
        return say.say(
            "To be held at {value}.", value=say.formats.quantity(way.due_value, measure.unit)
        )
    return say.say(
        "Expected by {date}: {value}.",
        date=say.formats.day(way.on),
        value=say.formats.quantity(round(way.due_value, _decimals(measure)), measure.unit),
    )


def _decimals(measure: Measure) -> int:
    """Return how many decimals tell where a measure should stand: the shorter its way, the more."""
    if measure.baseline is None or measure.target is None:
        return 1
    way = abs(measure.target.value - measure.baseline.value)
    # Not the logarithm of a half: half of the least number there is is nothing.
    return min(1 - math.floor(math.log10(way) - math.log10(2)), 6) if 0 < way < 2 else 1
