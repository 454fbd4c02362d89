"""Family 3xx: does each function know what is asked of it, and has it answered?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, not_met, objective_check
from kamctl.checks.helpers.directions import impacts_in_sentence, leader_name, missing_impacts
from kamctl.checks.helpers.plan_texts import is_answered, quoted
from kamctl.i18n.message import N_, message
from kamctl.plan.functions import function_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


@objective_check(
    "KAM301",
    "impact-by-function",
    N_("State the impact on each function's budget, resources and business"),
    required_from=Stage.SHARED,
    rank=NextRank(order=140),
)
def impact_by_function(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The functions concerned are listed, each with the impact on budget, resources and business.

    `neutral` is a valid impact; a missing impact is not.

    Why:
        Colleagues resist when they fear for their budget, resources or business. An early answer
        is possible; a late surprise is a reason to refuse. Source: H. Faucher with K. Meraihia,
        "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: finance
                impact:
                  budget: {effect: negative, note: Working capital}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: finance
                impact:
                  budget: {effect: negative, note: Working capital}
                  resources: {effect: neutral}
                  business: {effect: positive, note: Less concentration risk}
    """
    directions = objective.model.directions
    if not directions:
        yield Observation(
            objective.at("directions"),
            message("The objective has no directions: no function is asked for anything."),
            message("Add `directions:` with one entry for each function concerned."),
        )
    for index, direction in enumerate(directions):
        missing = missing_impacts(direction)
        if missing:
            yield Observation(
                objective.at("directions", index, "impact"),
                message(
                    "{function}: the impact on {things} is missing.",
                    function=function_name(direction.function),
                    things=impacts_in_sentence(missing),
                ),
                message(
                    "Add it under `impact:`, for example {form}; `neutral` is valid.",
                    form=f"{missing[0]}: {{effect: neutral}}",
                ),
            )


@objective_check(
    "KAM302",
    "ask-and-leader",
    N_("Add a request and a leader for each function"),
    required_from=Stage.SHARED,
    rank=NextRank(order=150),
)
def ask_and_leader(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every direction has a request and a leader.

    Why:
        Each function needs its direction: it agrees through a person, and to something specific.
        Source: H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?"
        (2015).

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                leader: nadia
                ask: Hold four weeks of valves for Lactéa from March 2027.
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        if is_empty(direction.ask):
            yield Observation(
                objective.at("directions", index, "ask"),
                message(
                    "The direction for {function} has no request.",
                    function=function_name(direction.function),
                ),
                message("Add `ask:`, one sentence that can be answered with yes or no."),
            )
        if direction.leader is None:
            yield Observation(
                objective.at("directions", index, "leader"),
                message(
                    "{function} has no leader.",
                    function=function_name(direction.function),
                ),
                message("Add `leader:` with that manager's id from `team`."),
            )


@objective_check(
    "KAM303",
    "one-decider",
    N_("Name a decider"),
    required_from=Stage.SHARED,
    rank=NextRank(order=110),
)
def one_decider(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has exactly one decider.

    Why:
        If two people may say yes, either may say no, and work waits for both. Source: P. Rogers
        and M. Blenko, "Who Has the D?" (Harvard Business Review, 2006): one decision, one D.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            decider: thomas
        team:
          - {id: thomas, name: Thomas Berger, role: sponsor}
    """
    if objective.model.decider is None:
        yield Observation(
            objective.at("decider"),
            message("The objective has no decider."),
            message("Add `decider:` with the id of one person from `team`."),
        )


@objective_check(
    "KAM309",
    "resources-answered",
    N_("Have the resources requested granted or refused"),
    required_from=Stage.VALIDATED,
)
def resources_answered(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every request for resources is granted or refused.

    A refusal is a valid answer: the plan can be adapted to it.

    Why:
        A plan validated on resources that nobody has promised fails at the first step, and those
        who were to carry it out are blamed. Source: Y. Akao (ed.), "Hoshin Kanri: Policy Deployment
        for Successful TQM" (1991): targets and means are settled together.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: research-development
                leader: erik
                resources: {requested: 2 engineers for 9 months}
        team:
          - {id: erik, name: Erik Lindqvist, function: research-development}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: research-development
                leader: erik
                resources:
                  requested: 2 engineers for 9 months
                  granted: 1 engineer for 9 months, the second refused until June
        team:
          - {id: erik, name: Erik Lindqvist, function: research-development}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        resources = direction.resources
        if resources is None or is_empty(resources.requested) or is_answered(resources.granted):
            continue
        path = objective.at("directions", index, "resources", "granted")
        if not is_empty(resources.granted):
            yield not_met(path)  # a placeholder: KAM102 says so
            continue
        yield Observation(
            path,
            message(
                "{function} has not answered the request for resources: “{requested}”.",
                function=function_name(direction.function),
                requested=quoted(context, resources.requested),
            ),
            message(
                "Ask {name} for a yes or a no, and record it under `granted:`. A refusal is "
                "a valid answer.",
                name=(name := leader_name(context, direction)),
                own=[
                    (
                        name,
                        message(
                            "Answer yes or no, and record it under `granted:`. A refusal is a "
                            "valid answer."
                        ),
                    )
                ],
            ),
        )
