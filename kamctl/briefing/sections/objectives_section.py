"""The chapters that lead to the objectives, and to what each of their actions is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import views
from kamctl.briefing.formatter import table
from kamctl.briefing.sections.alignment_matrix import alignment_matrix
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
    say: PlanFormatter,
) -> views.Chapter:
    """Return the objectives at a glance, and where each function stands on them."""
    overview = table(
        say.t("All objectives"),
        (
            say.t("Objective"),
            say.t("Kind"),
            say.t("Priority"),
            say.t("Due"),
            say.t("Owner"),
            say.t("Status"),
            say.t("Builds on"),
            say.t("Goes without the customer's word by"),
            say.t("What was learned"),
        ),
        (
            (
                _named(one, places, say),
                say.word(labels.CATEGORIES, one.category),
                say.word(labels.LEVELS, one.priority),
                say.short_date(one.due),
                say.person(one.owner),
                say.word(labels.OBJECTIVE_STATUS, one.status),
                places.lines(one.uses),
                _waived(one, say),
                _learned(one, say),
            )
            for one in plan.objectives
        ),
    )
    matrix = alignment_matrix(alignments, audience, say)
    return views.Chapter(
        "objectives",
        say.t("The objectives at a glance"),
        (),
        (),
        tuple(one for one in (overview, matrix) if one is not None),
    )


def _named(objective: Objective, places: Anchors, say: PlanFormatter) -> views.Cell:
    said = say.text(objective.statement) or say.t("This objective has no sentence yet.")
    return views.Cell(said, to=(views.Link(said, places.objectives([objective.id]).to[0].url),))


def _waived(objective: Objective, say: PlanFormatter) -> str:
    said = objective.customer_confirmation
    return say.by_on(said.waiver.by, said.waiver.on) if said and said.waiver else ""


def _learned(objective: Objective, say: PlanFormatter) -> str:
    outcome = objective.outcome
    if outcome is None:
        return ""
    said = say.text(outcome.learned)
    on = say.date(outcome.on)
    return f"{said} ({on})" if said and on else said or on


def actions_chapter(plan: Plan, places: Anchors, say: PlanFormatter) -> views.Chapter:
    """Return what each action is for; the actions of which the plan says no more are left out."""
    titles = {
        action.id: say.text(action.title)
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }
    shown = table(
        say.t("What each action is for"),
        (
            say.t("Action"),
            say.t("Objective"),
            say.t("Function"),
            say.t("Serves"),
            say.t("How we see that it worked"),
            say.t("Comes after"),
        ),
        (
            (
                say.text(one.title),
                places.objectives([objective.id]),
                say.function_title(one.function) if one.function else "",
                places.claims(one.serves),
                say.text(one.success),
                say.series(titles.get(each) or each for each in one.after),
            )
            for objective in plan.objectives
            for one in objective.actions
            if one.function or one.serves or one.success or one.after
        ),
    )
    return views.Chapter(
        "actions", say.t("The actions"), (), (), (shown,) if shown is not None else ()
    )
