"""Family 3xx, who answers: does each function have its own manager, each role its own person?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, not_met, objective_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import N_, message
from kamctl.plan.actions import is_waited_for
from kamctl.plan.functions import function_name
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signers import sponsor_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.plan.team import Member


def _ignore_comment(code: str) -> str:
    """Return the comment that ignores a check, as a hint writes it."""
    return f"`# kamctl: ignore {code} because …`"


def _first_entry_of(context: Context, named: str | None) -> Member | None:
    """Return the first entry of the team for who answers: one person may have several entries."""
    person = context.current_member(named)
    return None if person is None else context.first_entries[person.id]


@objective_check(
    "KAM315",
    "leader-of-function",
    N_("Name leaders who belong to the function they lead"),
    required_from=Stage.VALIDATED,
    warns_from=Stage.SHARED,
    rank=NextRank(order=160),
)
def leader_of_function(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The leader of each direction belongs to the function that is asked.

    The `function` of a person is set under `team`. A leader without one is reported too. For a
    leader who has left, the successor is checked.

    If somebody is responsible for another function, for example while a post is vacant, ignore the
    check with the reason: `# kamctl: ignore KAM315 because …`.

    Why:
        A function is aligned when its own manager has agreed. A colleague from another function
        cannot commit its people or its budget. Source: hoshin kanri, the exchange with each
        function (catchball).

    Example:
        team:
          - {id: claire, name: Claire Morel, function: sales}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - {function: finance, leader: claire, ask: Accept 60 days' payment terms.}

    Instead:
        team:
          - {id: claire, name: Claire Morel, function: sales}
          - {id: paulo, name: Paulo Ferreira, function: finance}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days' payment terms.}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        leader = context.current_member(direction.leader)
        if leader is not None and leader.function == direction.function:
            continue
        path = objective.at("directions", index, "leader")
        if leader is None:
            yield not_met(path)  # KAM302 and KAM201 say so
        elif leader.function is None:
            yield Observation(
                path,
                message(
                    "{function}: the leader, {name}, has no function in `team`.",
                    function=function_name(direction.function),
                    name=leader.name,
                ),
                message(
                    "Add `function:` to the entry of {name} under `team`.",
                    name=leader.name,
                    own=[(leader.name, message("Add `function:` to your own entry in `team`."))],
                ),
            )
        else:
            yield Observation(
                path,
                message(
                    "{function}: the leader, {name}, belongs to {other}.",
                    function=function_name(direction.function),
                    name=leader.name,
                    other=function_name(leader.function),
                ),
                message(
                    "Name the function's manager as `leader:`; if {name} is responsible for "
                    "it, add {form}.",
                    name=leader.name,
                    form=(form := _ignore_comment("KAM315")),
                    own=[
                        (
                            leader.name,
                            message(
                                "Name the function's manager as `leader:`; if you are "
                                "responsible for it, add {form}.",
                                form=form,
                            ),
                        )
                    ],
                ),
            )


@objective_check(
    "KAM316",
    "several-people",
    N_("Name a different leader for each function"),
    required_from=Stage.VALIDATED,
    warns_from=Stage.SHARED,
    rank=NextRank(order=170),
)
def several_people(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Nobody leads several functions, and the only leader is neither the owner nor the decider.

    Two entries of the team with the same name or address are one person: names that look alike
    count as the same, and `claire+x@…` as the address `claire@…`.

    If one person heads several functions, ignore the check with the reason: `# kamctl: ignore
    KAM316 because …`.

    Why:
        The agreement of several functions counts because several people have assessed the
        objective. One person who agrees three times has assessed it once.

    Example:
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - {function: supply-chain, leader: nadia, ask: Hold four weeks of valves.}
              - {function: finance, leader: nadia, ask: Accept 60 days' payment terms.}

    Instead:
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
          - {id: paulo, name: Paulo Ferreira, function: finance}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - {function: supply-chain, leader: nadia, ask: Hold four weeks of valves.}
              - {function: finance, leader: paulo, ask: Accept 60 days' payment terms.}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    led: dict[str, list[int]] = {}
    for index, direction in enumerate(objective.model.directions):
        leader = _first_entry_of(context, direction.leader)
        if leader is None:
            yield not_met(objective.at("directions", index, "leader"))
        else:
            led.setdefault(leader.id, []).append(index)
    several = [one for one in led.items() if _leads_several_functions(objective, one[1])]
    for person, indexes in several:
        yield _several_functions(context, objective, person, indexes)
    if not several and len(led) == 1:
        ((person, indexes),) = led.items()
        yield from _asked_alone(context, objective, person, indexes[0])


def _leads_several_functions(objective: ObjectiveInPlan, directions: list[int]) -> bool:
    return len({objective.model.directions[index].function for index in directions}) > 1


def _several_functions(
    context: Context, objective: ObjectiveInPlan, person: str, directions: list[int]
) -> Observation:
    functions = dict.fromkeys(objective.model.directions[index].function for index in directions)
    first, second, *_ = (objective.at("directions", index, "leader") for index in directions)
    return Observation(
        second,
        message(
            "{name} leads {count} functions: {functions}.",
            name=context.people[person],
            count=len(functions),
            functions=tuple(function_name(one) for one in functions),
        ),
        message(
            "Name each function's manager as `leader:`; if one person heads them all, add {form}.",
            form=_ignore_comment("KAM316"),
        ),
        related=((message("First occurrence"), first),),
    )


def _asked_alone(
    context: Context, objective: ObjectiveInPlan, leader: str, direction: int
) -> Iterator[Observation]:
    """Find that the only leader is the owner or the decider too."""
    owner = _first_entry_of(context, objective.model.owner)
    decider = _first_entry_of(context, objective.model.decider)
    if owner is not None and owner.id == leader:
        text = message(
            "Only {name} is asked to agree, and {name} is also the owner.", name=owner.name
        )
    elif decider is not None and decider.id == leader:
        text = message(
            "Only {name} is asked to agree, and {name} is also the decider.", name=decider.name
        )
    else:
        return
    yield Observation(
        objective.at("directions", direction, "leader"),
        text,
        message(
            "Add a direction for each other function concerned; if there is none, add {form}.",
            form=_ignore_comment("KAM316"),
        ),
    )


@objective_check(
    "KAM317",
    "owner-and-decider",
    N_("Name a decider other than the owner"),
    required_from=Stage.VALIDATED,
    warns_from=Stage.SHARED,
    rank=NextRank(order=120),
)
def owner_and_decider(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The owner of an objective is neither its decider nor its sponsor.

    The sponsor is that of the objective, otherwise that of the plan. Two entries of the team with
    the same name or address are one person. Decider and sponsor may be the same person.

    If there is nobody else, ignore the check with the reason: `# kamctl: ignore KAM317 because …`.

    Why:
        The person who proposes an objective already supports it. A decision counts if it comes
        from a person who could have refused, and who has other uses for the money and the people.
        Source: Bain's RAPID: who recommends does not decide.

    Example:
        team:
          - {id: claire, name: Claire Morel}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
            decider: claire

    Instead:
        team:
          - {id: claire, name: Claire Morel}
          - {id: thomas, name: Thomas Berger}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
            decider: thomas
    """
    model = objective.model
    owner, decider = _first_entry_of(context, model.owner), _first_entry_of(context, model.decider)
    if owner is None or decider is None:
        yield not_met(objective.at("owner" if owner is None else "decider"))
    if owner is None:
        return
    form = _ignore_comment("KAM317")
    if owner is decider:
        yield Observation(
            objective.at("decider"),
            message("{name} is both owner and decider.", name=owner.name),
            message(
                "Name another person as `decider:`; if there is none, add {form}.",
                form=form,
            ),
        )
    elif owner is _first_entry_of(context, sponsor_of(context.plan, model)):
        yield Observation(
            objective.at("sponsor"),
            message("{name} is both owner and sponsor.", name=owner.name),
            message(
                "Name another person as `sponsor:`; if there is none, add {form}.",
                form=form,
            ),
        )


@objective_check(
    "KAM318",
    "direction-for-actions",
    N_("Add a direction for each function that owns actions"),
    warns_from=Stage.ALIGNED,
)
def direction_for_actions(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Each function that owns an open action of the objective has a direction.

    An action's function is the one it names, otherwise that of its owner in `team`. The function
    of the objective's owner needs none. Actions that are done or cancelled are not checked.

    Why:
        A function that has work but no direction was never asked: it has not stated its needs, and
        nobody has agreed to the time it takes.

    Example:
        team:
          - {id: claire, name: Claire Morel, function: sales}
          - {id: jan, name: Jan Kowalczyk, function: service}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
            directions: []
            actions:
              - {title: Trial contract Trondheim, owner: jan, due: 2027-03-31}

    Instead:
        team:
          - {id: claire, name: Claire Morel, function: sales}
          - {id: jan, name: Jan Kowalczyk, function: service}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
            directions:
              - {function: service, leader: jan, ask: Look after the trial in Trondheim.}
            actions:
              - {title: Trial contract Trondheim, owner: jan, due: 2027-03-31}
    """
    model = objective.model
    functions = {one.id: one.function for one in context.plan.team}
    asked = {direction.function for direction in model.directions}
    asked |= {functions.get(model.owner or "") or ""}
    for index, action in enumerate(model.actions):
        function = action.function or functions.get(action.owner or "")
        if function is None or function in asked or not is_waited_for(action):
            continue
        asked.add(function)  # one finding a function
        yield Observation(
            objective.at("actions", index),
            message(
                "{function} owns “{action}” but has no direction.",
                function=function_name(function),
                action=quoted(context, action.title),
            ),
            message(
                "Add an entry for {function} under `directions:`, with `leader:` and `ask:`.",
                function=function_name(function),
            ),
        )
