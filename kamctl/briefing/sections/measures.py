"""Measures as a reader sees them: figures in words, and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing import cell_kinds, document_labels
from kamctl.briefing.charts.data import MeasureBar, MeasureBars, MeasurePoint
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Chart, Table
from kamctl.briefing.views.objective import MeasureView, PointView, ProgressBar
from kamctl.i18n.message import N_
from kamctl.plan.measure_progress import Progress, clamped, latest, progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.i18n.formats import UnitForms
    from kamctl.plan.objectives import Measure, Point

_POINTS: Final = {
    "baseline": N_("Baseline"),
    "reading": N_("Latest reading"),
    "target": N_("Target"),
}


class JudgedMeasure(NamedTuple):
    """A measure, how far it has come, and what a reader sees of both."""

    measure: Measure
    progress: Progress
    view: MeasureView


def judged_measure(measure: Measure, formatter: PlanFormatter) -> JudgedMeasure:
    """Judge a measure once, for all that shows it."""
    measured = progress(measure, formatter.today)
    return JudgedMeasure(measure, measured, _view(measure, measured, formatter))


def measure_view(measure: Measure, formatter: PlanFormatter) -> MeasureView:
    """Return one measure as a reader sees it."""
    return judged_measure(measure, formatter).view


def _view(measure: Measure, measured: Progress, formatter: PlanFormatter) -> MeasureView:
    _ = formatter.translate
    name = formatter.text(measure.name)
    reading = latest(measure, formatter.today)
    points = (
        *_point("baseline", measure.baseline, measure.unit, formatter),
        *(
            _point("reading", reading, measure.unit, formatter)
            or (PointView(_(_POINTS["reading"]), _("none yet"), "", "reading"),)
        ),
        *_point("target", measure.target, measure.unit, formatter),
    )
    done, due = _reached(measured, formatter), _due(measured, measure, formatter)
    bar = None
    if measured.done is not None:
        description = points_in_words(points, formatter)
        bar = ProgressBar(
            clamped(measured.done),
            measured.due,
            name,
            " ".join(part for part in (f"{description}.", done, due) if part),
        )
    pace = Cell(_pace(measured, measure, formatter), cell_kinds.PACE_KINDS[measured.pace])
    return MeasureView(name, points, pace, done, due, bar)


def points_in_words(points: Iterable[PointView], formatter: PlanFormatter) -> str:
    """Say the values of a measure, each with its label and, where it has one, its date."""
    colon = formatter.translate(":")
    return ", ".join(
        f"{point.label}{colon} {point.value}" + (f" ({point.date})" if point.date else "")
        for point in points
    )


def expected_value(measure: Measure, measured: Progress, formatter: PlanFormatter) -> str:
    """Return the value expected by now, with its unit; empty where none is known."""
    value = measured.due_value
    return "" if value is None else formatter.quantity(value, measure.unit)


def measures_table(
    objective: str, measures: Sequence[JudgedMeasure], formatter: PlanFormatter
) -> Table | None:
    """Return the measures of the objective with this id as bars, each labelled, and as a table."""
    _ = formatter.translate
    if not measures:
        return None
    caption = _("Measures")

    def points(view: MeasureView) -> tuple[Cell, ...]:
        by_key = {point.key: Cell(point.value, "", point.date) for point in view.points}
        return tuple(by_key.get(key, Cell("")) for key in _POINTS)

    chart = Chart(
        formatter.unique_id(f"measures-{objective}"),
        caption,
        " ".join(_sentence(one.view, formatter) for one in measures),
        MeasureBars(tuple(_bar(one.view, one.progress, formatter) for one in measures)),
    )
    return table(
        caption,
        (_("Measure"), *map(_, _POINTS.values()), _("Expected"), _("Status")),
        (
            (one.view.name, *points(one.view), _expected_cell(one, formatter), one.view.pace)
            for one in measures
        ),
        charts=(chart,),
        folded=True,
    )


def _expected_cell(one: JudgedMeasure, formatter: PlanFormatter) -> Cell:
    value = expected_value(one.measure, one.progress, formatter)
    if not value or one.progress.on is None:
        return Cell("")
    return Cell(value, note=formatter.day(one.progress.on, short=True))


def _sentence(view: MeasureView, formatter: PlanFormatter) -> str:
    """Say what a bar shows: each point, what was expected, how it goes."""
    colon = formatter.translate(":")
    points = points_in_words(view.points, formatter)
    name = f"{view.name} ({view.pace.text})" if view.pace.text else view.name
    text = f"{name}{colon} {points}."
    return f"{text} {view.expected}" if view.expected else text


def _bar(view: MeasureView, measured: Progress, formatter: PlanFormatter) -> MeasureBar:
    by_key = {point.key: point for point in view.points}
    positions = (0.0, measured.done, 1.0)
    baseline, reading, target = (
        MeasurePoint(
            point.value,
            point.label,
            formatter.unbroken(point.date),
            position,
        )
        if (point := by_key.get(key))
        else None
        for key, position in zip(_POINTS, positions, strict=True)
    )
    expected = (
        MeasurePoint("", view.expected.rstrip("."), "", measured.due) if view.expected else None
    )
    return MeasureBar(
        view.name, view.pace.text, view.pace.kind, baseline, target, reading, expected
    )


def _point(
    key: str, point: Point | None, unit: str | UnitForms | None, formatter: PlanFormatter
) -> tuple[PointView, ...]:
    if point is None:
        return ()
    value = formatter.quantity(point.value, unit)
    label = formatter.translate(_POINTS[key])
    return (PointView(label, value, formatter.short_date(point.on), key),)


def _pace(measured: Progress, measure: Measure, formatter: PlanFormatter) -> str:
    if measure.direction == "hold" and measured.pace == "behind":
        return formatter.translate("Off target")
    return formatter.label(document_labels.PACES, measured.pace)


def _reached(measured: Progress, formatter: PlanFormatter) -> str:
    _ = formatter.translate
    if measured.done is None:
        return ""
    if measured.done < 0:
        return _(
            "Moved away from the target by {percent}.",
            percent=formatter.percent(-100 * measured.done, 0),
        )
    percent = 100 * measured.done
    if measured.done < 1:
        percent = min(percent, 99)  # 99.6% is not the target
    return _("{percent} of the target reached.", percent=formatter.percent(percent, 0))


def _due(measured: Progress, measure: Measure, formatter: PlanFormatter) -> str:
    _ = formatter.translate
    value = expected_value(measure, measured, formatter)
    if not value or measured.on is None:
        return ""
    if measure.direction == "hold":
        return _("Target: hold at {value}.", value=value)
    return _(
        "Expected by {date}: {value}.",
        date=formatter.unbroken(formatter.day(measured.on, short=True)),
        value=value,
    )
