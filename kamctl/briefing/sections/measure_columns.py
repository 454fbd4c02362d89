"""The figures of a measure as columns: baseline, latest reading and target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.charts.data import ChartColumn, Columns, Panel
from kamctl.briefing.sections.measures import measure_view, points_in_words
from kamctl.briefing.views.elements import Chart
from kamctl.plan.measure_progress import latest

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.objectives import Measure

_MIN_FIGURES = 2
"""Figures from which on a chart says more than a text."""


def measure_columns(measure: Measure, formatter: PlanFormatter) -> Chart | None:
    """Return the figures of a measure as a chart; None where there are too few to compare."""
    view = measure_view(measure, formatter)
    points = {
        "baseline": measure.baseline,
        "reading": latest(measure, formatter.today),
        "target": measure.target,
    }
    columns = tuple(
        ChartColumn(
            f"{shown.label}\n{shown.date}".rstrip(),
            float(point.value),
            shown.value,
            planned=shown.key == "target",
        )
        for shown in view.points
        if (point := points[shown.key]) is not None
    )
    if len(columns) < _MIN_FIGURES:
        return None
    listed = points_in_words(view.points, formatter)
    return Chart(
        formatter.unique_id("measure"),
        view.name,
        " ".join(
            part
            for part in (f"{listed}.", view.pace.text and f"{view.pace.text}.", view.expected)
            if part
        ),
        Columns((Panel(view.name, columns),), "", ""),
    )
