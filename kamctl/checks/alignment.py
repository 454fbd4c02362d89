"""Family 3xx: does each function know what is asked of it, and what it costs?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Observation, objective_check, unmet
from kamctl.checks.objectives import is_filled
from kamctl.plan.header import Stage
from kamctl.words.message import N_, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.context import Context, ObjectiveInPlan
    from kamctl.plan.directions import Direction

_IMPACTS = ("budget", "resources", "business")


@objective_check(
    "KAM301",
    "impact-by-function",
    N_("Say what it does to each function's budget, resources and business"),
    required_from=Stage.SHARED,
)
def impact_by_function(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The functions touched are listed, each with the impact on budget, resources and business.

    Colleagues resist when they fear for their budgets, their resources or their business; named
    early, the fear can be answered. "neutral" is an answer; silence is not.
    """
    directions = objective.objective.directions
    if not directions:
        yield Observation(
            objective.at("directions"),
            message("No function is told what this objective asks of it."),
            message("Add `directions:`, one entry for each function that is touched."),
        )
    for place, direction in enumerate(directions):
        unsaid = _unsaid(direction)
        if unsaid:
            yield Observation(
                objective.at("directions", place, "impact"),
                message(
                    "{function}: the impact on {unsaid} is not said.",
                    function=direction.function,
                    unsaid=", ".join(unsaid),
                ),
                message(
                    "Add it under `impact:`, for example {form}; neutral is an answer too.",
                    form=f"{unsaid[0]}: {{effect: neutral}}",
                ),
            )


def _unsaid(direction: Direction) -> list[str]:
    impact = direction.impact
    return [
        name
        for name in _IMPACTS
        if impact is None or getattr(impact, name) is None or getattr(impact, name).effect is None
    ]


@objective_check(
    "KAM302",
    "ask-and-leader",
    N_("Give each function an ask and a leader"),
    required_from=Stage.SHARED,
)
def ask_and_leader(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every direction says what is asked, and of whom.

    A direction must be set for each one: a function agrees through a person, to something
    definite.
    """
    if not objective.objective.directions:
        yield unmet(objective.at("directions"))
    for place, direction in enumerate(objective.objective.directions):
        if not is_filled(direction.ask):
            yield Observation(
                objective.at("directions", place, "ask"),
                message("{function}: nothing is asked yet.", function=direction.function),
                message("Add `ask:`, one sentence that can be answered with yes or no."),
            )
        if direction.leader is None:
            yield Observation(
                objective.at("directions", place, "leader"),
                message("{function}: nobody is named who must align.", function=direction.function),
                message("Add `leader:` with the id of that manager from `team`."),
            )


@objective_check("KAM303", "one-decider", N_("Name who decides"), required_from=Stage.SHARED)
def one_decider(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Exactly one person says yes or no to the objective.

    Source: P. Rogers and M. Blenko, "Who Has the D?" (Harvard Business Review, 2006): one
    decision, one D.
    """
    if objective.objective.decider is None:
        yield Observation(
            objective.at("decider"),
            message("Nobody is named who says yes or no to this objective."),
            message("Add `decider:` with the id of one person from `team`."),
        )
