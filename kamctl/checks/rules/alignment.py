"""Family 3xx: does each function know what is asked of it, and did it answer in its own words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check
from kamctl.checks.plan_texts import is_filled, quoted
from kamctl.checks.text_analysis import bare_words, is_mere_assent, is_placeholder
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path
    from kamctl.plan.directions import Direction, Restatement
    from kamctl.plan.text import Text

IMPACTS = ("budget", "resources", "business")
"""What a function fears for."""


def is_said(text: Text | None) -> bool:
    """Tell whether `text` says something in at least one language, and is no placeholder."""
    return any(wording.strip() and not is_placeholder(wording) for wording in texts_of(text))


def leader_of(context: Context, direction: Direction) -> str:
    """Return the name of the manager who must align, else the function."""
    return context.people.get(direction.leader or "", direction.function)


@objective_check(
    "KAM301",
    "impact-by-function",
    N_("Say what it does to each function's budget, resources and business"),
    required_from=Stage.SHARED,
)
def impact_by_function(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The functions touched are listed, each with the impact on budget, resources and business.

    “neutral” is an answer; silence is not.

    Why:
        Colleagues resist when they fear for their budgets, their resources or their business.
        Named early, the fear can be answered; found out late, it is a reason to say no. Source:
        H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef d'orchestre ?" (2015).

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
    directions = objective.objective.directions
    if not directions:
        yield Observation(
            objective.at("directions"),
            message("No function is told what this objective asks of it."),
            message("Add `directions:`, one entry for each function that is touched."),
        )
    for place, direction in enumerate(directions):
        unsaid = impacts_unsaid(direction)
        if unsaid:
            yield Observation(
                objective.at("directions", place, "impact"),
                message(
                    "{function}: the impact on {unsaid} is not said.",
                    function=function_name(direction.function),
                    unsaid=", ".join(unsaid),
                ),
                message(
                    "Add it under `impact:`, for example {form}; neutral is an answer too.",
                    form=f"{unsaid[0]}: {{effect: neutral}}",
                ),
            )


def impacts_unsaid(direction: Direction) -> list[str]:
    """Return what a direction does not say the impact on."""
    impact = direction.impact
    return [
        name
        for name in IMPACTS
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

    Why:
        A direction must be set for each one: a function agrees through a person, and to something
        definite. Source: H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef
        d'orchestre ?" (2015).

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
    if not objective.objective.directions:
        yield not_met(objective.at("directions"))
    for place, direction in enumerate(objective.objective.directions):
        if not is_filled(direction.ask):
            yield Observation(
                objective.at("directions", place, "ask"),
                message(
                    "{function}: nothing is asked yet.", function=function_name(direction.function)
                ),
                message("Add `ask:`, one sentence that can be answered with yes or no."),
            )
        if direction.leader is None:
            yield Observation(
                objective.at("directions", place, "leader"),
                message(
                    "{function}: nobody is named who must align.",
                    function=function_name(direction.function),
                ),
                message("Add `leader:` with the id of that manager from `team`."),
            )


@objective_check("KAM303", "one-decider", N_("Name who decides"), required_from=Stage.SHARED)
def one_decider(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Exactly one person says yes or no to the objective.

    Why:
        Where two may say yes, either may say no, and work waits for both. Source: P. Rogers and
        M. Blenko, "Who Has the D?" (Harvard Business Review, 2006): one decision, one D.

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
    if objective.objective.decider is None:
        yield Observation(
            objective.at("decider"),
            message("Nobody is named who says yes or no to this objective."),
            message("Add `decider:` with the id of one person from `team`."),
        )


@objective_check(
    "KAM304",
    "restated",
    N_("Have each function say it in its own words"),
    required_from=Stage.ALIGNED,
)
def restated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every function has said in its own words what is asked of it: who did, and when.

    The one who restates is the direction's leader, or somebody whose function it is. The ask
    repeated word for word is no restatement, whatever its punctuation, and neither is a mere
    “Ok” or “n/a”.

    Why:
        What people have said themselves, they have understood, and they begin to own it; a nod in
        a meeting is neither. The restatement also shows where the two sides meant different things,
        while that is still cheap. Source: H. Faucher with K. Meraihia, "Key Account Manager:
        vendeur ou chef d'orchestre ?" (2015): those inside must understand it, own it, adapt it.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                leader: nadia
                ask: Hold four weeks of valves for Lactéa from March 2027.
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                leader: nadia
                ask: Hold four weeks of valves for Lactéa from March 2027.
                restatement:
                  text: We carry the stock, and sales carries the forecast.
                  by: nadia
                  on: 2026-10-14
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
    """
    if not objective.objective.directions:
        yield not_met(objective.at("directions"))
    functions: dict[str, str | None] = {}
    for place, direction in enumerate(objective.objective.directions):
        path = objective.at("directions", place, "restatement")
        said = direction.restatement
        if not is_filled(direction.ask) or (
            said and is_filled(said.text) and not is_said(said.text)
        ):
            yield not_met(path)  # KAM302 and KAM102 say what comes first
        elif said is None or not is_filled(said.text):
            yield _not_restated(context, direction, path)
        elif all(map(is_mere_assent, filter(str.strip, texts_of(said.text)))):
            yield Observation(
                (*path, "text"),
                message(
                    "{function}: the restatement says nothing in words of their own.",
                    function=function_name(direction.function),
                ),
                message(
                    "Ask {name} how they would explain it to their own team, and write that down.",
                    name=leader_of(context, direction),
                ),
            )
        elif said.by is None or said.on is None:
            yield _unsigned(direction, said, path)
        elif _wording(direction.ask) & _wording(said.text):
            yield Observation(
                (*path, "text"),
                message(
                    "{function}: the restatement repeats the ask word for word.",
                    function=function_name(direction.function),
                ),
                message(
                    "Ask {name} how they would explain it to their own team, and write that down.",
                    name=context.people.get(said.by, said.by),
                ),
            )
        elif said.by != direction.leader:
            functions = functions or {one.id: one.function for one in context.plan.team}
            if functions.get(said.by) not in (None, direction.function):
                yield _by_another(context, direction, said.by, path)


def _wording(text: Text | None) -> set[str]:
    """Return what a text says in each language, capitals and punctuation aside."""
    return {bare_words(wording) for wording in texts_of(text)} - {""}


def _not_restated(context: Context, direction: Direction, path: Path) -> Observation:
    if direction.leader is None:
        return Observation(
            path,
            message(
                "{function}: nobody has put the ask into their own words yet.",
                function=function_name(direction.function),
            ),
            message("Ask for it, and note it under `restatement:` with `text`, `by` and `on`."),
        )
    objective = context.objectives[int(path[1])].objective.id
    start = f"kamctl align restate {context.document.source.name} {objective}"
    return Observation(
        path,
        message(
            "{function}: {name} has not put the ask into their own words yet.",
            function=function_name(direction.function),
            name=leader_of(context, direction),
        ),
        message(
            "Ask how they would put it, and note it: {command}",
            command=f'{start} --for {direction.function} --text "…"',
        ),
    )


def _unsigned(direction: Direction, said: Restatement, path: Path) -> Observation:
    if said.by is None and said.on is None:
        text = N_("{function}: it is not said who restated the ask, nor when.")
        hint = N_("Add `by:` with the id of that person, and `on:` with the day.")
    elif said.by is None:
        text = N_("{function}: it is not said who restated the ask.")
        hint = N_("Add `by:` with the id of that person from `team`.")
    else:
        text = N_("{function}: it is not said when the ask was restated.")
        hint = N_("Add `on:` with the day: 2026-10-14.")
    return Observation(
        path, Message(text, {"function": function_name(direction.function)}), Message(hint)
    )


def _by_another(context: Context, direction: Direction, by: str, path: Path) -> Observation:
    name = context.people.get(by, by)
    return Observation(
        (*path, "by"),
        message(
            "{function}: the restatement is by {name}, of another function.",
            function=function_name(direction.function),
            name=name,
        ),
        message(
            "Ask {leader} to say it in their own words; or, where {name} answers for this "
            "function, name them as `leader:`.",
            leader=leader_of(context, direction),
            name=name,
        ),
    )


@objective_check(
    "KAM309",
    "resources-answered",
    N_("Have the resources requested granted or refused"),
    required_from=Stage.VALIDATED,
)
def resources_answered(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Where resources are requested of a function, it has granted or refused them.

    A refusal is an answer: it can be planned around.

    Why:
        A plan that is validated on resources nobody has promised fails at the first step, and then
        it looks as if the people had failed. Source: Y. Akao (ed.), "Hoshin Kanri: Policy
        Deployment for Successful TQM" (1991): targets and means are settled together.

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
    if not objective.objective.directions:
        yield not_met(objective.at("directions"))
    for place, direction in enumerate(objective.objective.directions):
        resources = direction.resources
        if resources is None or not is_filled(resources.requested) or is_said(resources.granted):
            continue
        path = objective.at("directions", place, "resources", "granted")
        if is_filled(resources.granted):
            yield not_met(path)  # a placeholder: KAM102 says so
            continue
        yield Observation(
            path,
            message(
                "{function}: “{requested}” is requested, and neither granted nor refused yet.",
                function=function_name(direction.function),
                requested=quoted(context, resources.requested),
            ),
            message(
                "Ask {name} for a yes or a no, and note it under `granted:`; a refusal is an "
                "answer too.",
                name=leader_of(context, direction),
            ),
        )
