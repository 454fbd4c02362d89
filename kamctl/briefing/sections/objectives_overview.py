"""All objectives of a plan in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Link
from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective


def objectives_table(plan: Plan, anchors: Anchors, formatter: PlanFormatter) -> Table | None:
    """Return the objectives, each with a link to its chapter."""
    _, heading = formatter.translate, formatter.headings("objectives[]")
    return table(
        _("All objectives"),
        (
            _("Objective"),
            _("Kind"),
            heading("priority"),
            heading("due"),
            heading("owner"),
            heading("status"),
            heading("uses"),
            _("Customer confirmation waived by"),
            formatter.headings("objectives[].outcome")("learned"),
        ),
        (
            (
                _statement(one, anchors, formatter),
                formatter.label(labels.CATEGORIES, one.category),
                formatter.label(labels.LEVELS, one.priority),
                formatter.short_date(one.due),
                formatter.person_name(one.owner),
                formatter.label(labels.OBJECTIVE_STATUS, one.status),
                anchors.swot_lines(one.uses),
                _waiver(one, formatter),
                _lesson(one, formatter),
            )
            for one in plan.objectives
        ),
    )


def _statement(objective: Objective, anchors: Anchors, formatter: PlanFormatter) -> Cell:
    statement = formatter.text(objective.statement) or formatter.translate(
        "This objective has no statement yet."
    )
    return Cell(
        statement, links=(Link(statement, anchors.objectives([objective.id]).links[0].url),)
    )


def _waiver(objective: Objective, formatter: PlanFormatter) -> str:
    """Return who has decided to go without the customer's confirmation, and when."""
    confirmation = objective.customer_confirmation
    waiver = confirmation.waiver if confirmation else None
    return formatter.name_and_date(waiver.by, waiver.on) if waiver else ""


def _lesson(objective: Objective, formatter: PlanFormatter) -> str:
    outcome = objective.outcome
    if outcome is None:
        return ""
    lesson, on = formatter.text(outcome.learned), formatter.date(outcome.on)
    return f"{lesson} ({on})" if lesson and on else lesson or on
