"""The chapters that lead to the objectives, and to what each of their actions is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.sections.alignment_matrix import alignment_matrix
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Chapter, Link
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.status import ObjectiveStatus


def objectives_chapter(
    plan: Plan,
    alignments: Sequence[ObjectiveStatus],
    audience: Audience,
    places: Anchors,
    formatter: PlanFormatter,
) -> Chapter:
    """Return the objectives at a glance, and where each function stands on them."""
    _ = formatter.translate
    overview = table(
        _("All objectives"),
        (
            _("Objective"),
            _("Kind"),
            _("Priority"),
            _("Due"),
            _("Owner"),
            _("Status"),
            _("Builds on"),
            _("Goes without the customer's word by"),
            _("What was learned"),
        ),
        (
            (
                _named(one, places, formatter),
                formatter.label(labels.CATEGORIES, one.category),
                formatter.label(labels.LEVELS, one.priority),
                formatter.short_date(one.due),
                formatter.person_name(one.owner),
                formatter.label(labels.OBJECTIVE_STATUS, one.status),
                places.lines(one.uses),
                _waived(one, formatter),
                _learned(one, formatter),
            )
            for one in plan.objectives
        ),
    )
    matrix = alignment_matrix(alignments, audience, formatter)
    return Chapter(
        "objectives",
        _("The objectives at a glance"),
        (),
        (),
        tuple(one for one in (overview, matrix) if one is not None),
    )


def _named(objective: Objective, places: Anchors, formatter: PlanFormatter) -> Cell:
    said = formatter.text(objective.statement) or formatter.translate(
        "This objective has no sentence yet."
    )
    return Cell(said, links=(Link(said, places.objectives([objective.id]).links[0].url),))


def _waived(objective: Objective, formatter: PlanFormatter) -> str:
    said = objective.customer_confirmation
    return formatter.name_and_date(said.waiver.by, said.waiver.on) if said and said.waiver else ""


def _learned(objective: Objective, formatter: PlanFormatter) -> str:
    outcome = objective.outcome
    if outcome is None:
        return ""
    said = formatter.text(outcome.learned)
    on = formatter.date(outcome.on)
    return f"{said} ({on})" if said and on else said or on


def actions_chapter(plan: Plan, places: Anchors, formatter: PlanFormatter) -> Chapter:
    """Return what each action is for; the actions of which the plan says no more are left out."""
    _ = formatter.translate
    titles = {
        action.id: formatter.text(action.title)
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }
    shown = table(
        _("What each action is for"),
        (
            _("Action"),
            _("Objective"),
            _("Function"),
            _("Serves"),
            _("How we see that it worked"),
            _("Comes after"),
        ),
        (
            (
                formatter.text(one.title),
                places.objectives([objective.id]),
                formatter.function_title(one.function) if one.function else "",
                places.claims(one.serves),
                formatter.text(one.success),
                formatter.join(titles.get(each) or each for each in one.after),
            )
            for objective in plan.objectives
            for one in objective.actions
            if one.function or one.serves or one.success or one.after
        ),
    )
    return Chapter("actions", _("The actions"), (), (), (shown,) if shown is not None else ())
