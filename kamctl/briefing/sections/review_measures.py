"""The measures of a review: where each is, where it should be, and what is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import cell_kinds, document_labels
from kamctl.briefing.sections.measures import expected_value
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell
from kamctl.plan.measure_progress import latest, progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.i18n.formats import UnitForms
    from kamctl.plan.measure_progress import Progress
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Measure, Point


def review_measures_table(
    plan: Plan, numbers: Mapping[str, str], formatter: PlanFormatter
) -> Table | None:
    """Return the measures of the active objectives, with the numbers of these by their ids."""
    _ = formatter.translate
    rows = [
        _row(
            numbers.get(objective.id, ""),
            formatter.person_name(objective.owner),
            measure,
            formatter,
        )
        for objective in plan.objectives
        if objective.is_active
        for measure in objective.measures
    ]
    return table(
        _("Measures"),
        (
            _("Measure"),
            _("Objective"),
            _("Actual"),
            _("Expected"),
            _("Target"),
            _("Owner"),
            _("Status and decision"),
        ),
        rows,
        keep=(2, 3, 4, 5, 6),
    )


def _row(
    objective: str, owner: str, measure: Measure, formatter: PlanFormatter
) -> tuple[Cell | str, ...]:
    _ = formatter.translate
    measured = progress(measure, formatter.today)
    reading = latest(measure, formatter.today)
    return (
        formatter.text(measure.name),
        objective,
        _point(reading, measure.unit, formatter) or Cell(_("no reading yet")),
        expected_value(measure, measured, formatter),
        _point(measure.target, measure.unit, formatter) or "",
        owner,
        _decision(measure, measured, reading, formatter),
    )


def _point(
    point: Point | None, unit: str | UnitForms | None, formatter: PlanFormatter
) -> Cell | None:
    if point is None:
        return None
    return Cell(
        formatter.quantity(point.value, unit),
        note=formatter.unbroken(formatter.short_date(point.on)),
    )


def _decision(
    measure: Measure, measured: Progress, reading: Point | None, formatter: PlanFormatter
) -> Cell:
    _ = formatter.translate
    if measured.pace == "behind":
        if measure.direction == "hold":
            return Cell(_("Off target: corrective action"), "warn")
        return Cell(_("Behind: corrective action"), "warn")
    if reading is None:
        return Cell(_("Agree on the first reading"), "plain")
    if measured.pace == "unknown":
        return Cell(_("Complete baseline and target"), "plain")
    pace = formatter.label(document_labels.PACES, measured.pace)
    return Cell(pace, cell_kinds.PACE_KINDS[measured.pace])
