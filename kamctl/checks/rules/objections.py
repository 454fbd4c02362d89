"""Family 3xx, objections: negative impacts, concerns, and our own part in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import (
    NextRank,
    Observation,
    not_met,
    objective_check,
    plan_check,
)
from kamctl.checks.helpers.contacts import CRITICAL_ATTITUDES
from kamctl.checks.helpers.directions import (
    impacts_in_sentence,
    leader_name,
    missing_impacts,
    objector_name,
)
from kamctl.checks.helpers.plan_texts import is_answered, quoted
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name
from kamctl.plan.labels import IMPACT_AREAS
from kamctl.plan.people import has_left
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.directions import Direction, Resistance


@objective_check(
    "KAM305",
    "mitigated",
    N_("Add a mitigation for each negative impact"),
    required_from=Stage.ALIGNED,
    warns_from=Stage.SHARED,  # functions sign it with the request: added later, it invalidates that
)
def mitigated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every negative impact on a function has a mitigation.

    The function signs it with the request, so it is asked for as soon as the plan is shared: a
    mitigation that is added later invalidates the sign-off.

    Why:
        A function that is asked to give something up wants to know what will be done about it.
        Without an answer, the objective is resisted for a reason that could have been settled
        beforehand. Source: H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef
        d'orchestre ?" (2015): doubts are about budgets, resources and business.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                impact:
                  budget: {effect: negative, amount: -180_000, note: Stock carrying cost}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: supply-chain
                impact:
                  budget: {effect: negative, amount: -180_000, note: Stock carrying cost}
                mitigation: Stock is released to other customers after 60 days.
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        if is_answered(direction.mitigation):
            continue
        path = objective.at("directions", index, "mitigation")
        negative = _negative_impacts(direction)
        if not is_empty(direction.mitigation) or (not negative and missing_impacts(direction)):
            yield not_met(path)  # a placeholder is for KAM102 to say, a gap for KAM301
        elif negative:
            yield Observation(
                path,
                message(
                    "{function}: the impact on {things} is negative and has no mitigation.",
                    function=function_name(direction.function),
                    things=impacts_in_sentence(negative),
                ),
                message(
                    "Agree with {name} on a mitigation and add it under `mitigation:`. If "
                    "there is none, state that, and why the objective is worth it.",
                    name=(name := leader_name(context, direction)),
                    own=[
                        (
                            name,
                            message(
                                "Suggest a mitigation and add it under `mitigation:`. If there is "
                                "none, state that, and why the objective is worth it."
                            ),
                        )
                    ],
                ),
            )


def _negative_impacts(direction: Direction) -> list[str]:
    """Return what a direction is negative for."""
    impact = direction.impact
    if impact is None:
        return []
    return [
        name
        for name in IMPACT_AREAS
        if getattr(impact, name) is not None and getattr(impact, name).effect == "negative"
    ]


@objective_check(
    "KAM306",
    "nothing-blocking",
    N_("Respond to blocking resistance and to conditions"),
    required_from=Stage.ALIGNED,
    warns_from=Stage.SHARED,
    rank=NextRank(weight=60, order=130),  # somebody blocks: this comes before other work
)
def nothing_blocking(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """No blocking resistance is open; every open condition has a response, owner and due date.

    If the status says that one of them is answered, it has a response. Comments only record what
    was said and need none.

    Why:
        An objection that is ignored comes back when people and money are needed. Discussing it
        until those who do the work agree takes time once, and saves time later. Source: Y. Akao
        (ed.), "Hoshin Kanri: Policy Deployment for Successful TQM" (1991): catchball.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: local-sales
                resistances:
                  - concern: My team loses its bonus on local deals.
                    severity: blocking
                    raised_by: ines
        team:
          - {id: ines, name: Inés Ortega, function: local-sales}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: local-sales
                resistances:
                  - concern: My team loses its bonus on local deals.
                    severity: blocking
                    raised_by: ines
                    response: European call-offs delivered in Iberia count towards the bonus.
                    status: answered
        team:
          - {id: ines, name: Inés Ortega, function: local-sales}
    """
    if not objective.model.directions:
        yield not_met(objective.at("directions"))
    for index, direction in enumerate(objective.model.directions):
        for number, resistance in enumerate(direction.resistances):
            path = objective.at("directions", index, "resistances", number)
            if resistance.status == "answered":
                if resistance.severity != "comment" and not is_answered(resistance.response):
                    yield _missing_response(context, direction, resistance, path)
            elif resistance.status != "open":
                continue
            elif resistance.severity == "blocking":
                yield _blocking_resistance(context, direction, resistance, path)
            elif resistance.severity == "condition":
                yield from _incomplete_condition(context, direction, resistance, path)


def _blocking_resistance(
    context: Context, direction: Direction, resistance: Resistance, path: KeyPath
) -> Observation:
    raised_by = context.people.get(resistance.raised_by or "")
    name = objector_name(context, direction, resistance)
    concern = quoted(context, resistance.concern)
    function = direction.function
    return Observation(
        path,
        message(
            "{function}: {name} cannot agree: “{concern}”",
            function=function_name(function),
            name=raised_by,
            concern=concern,
        )
        if raised_by
        else message(
            "{function} cannot agree: “{concern}”",
            function=function_name(function),
            concern=concern,
        ),
        message(
            "There is a response: ask {name} whether they accept it, then set `status:` to "
            "answered.",
            name=name,
            own=[
                (
                    name,
                    message("There is a response: if you accept it, set `status:` to answered."),
                )
            ],
        )
        if is_answered(resistance.response)
        else message(
            "Find an answer with {name}, then note it under `response:` and set `status:` to "
            "answered.",
            name=name,
            own=[
                (
                    name,
                    message(
                        "Suggest an answer under `response:`, and set `status:` to answered once "
                        "it is accepted."
                    ),
                )
            ],
        ),
    )


def _missing_response(
    context: Context, direction: Direction, resistance: Resistance, path: KeyPath
) -> Observation:
    return Observation(
        (*path, "status"),
        message(
            "{function}: “{concern}” is marked as answered, but has no response.",
            function=function_name(direction.function),
            concern=quoted(context, resistance.concern),
        ),
        message(
            "Write under `response:` what {name} accepted, or set `status:` to open.",
            name=(name := objector_name(context, direction, resistance)),
            own=[(name, message("Write under `response:` what you accepted."))],
        ),
    )


def _incomplete_condition(
    context: Context, direction: Direction, resistance: Resistance, path: KeyPath
) -> Iterator[Observation]:
    missing = []
    if not is_answered(resistance.response):
        missing.append("`response`")
    if resistance.owner is None:
        missing.append("`owner`")
    if resistance.due is None:
        missing.append("`due`")
    if missing:
        yield Observation(
            path,
            message(
                "{function}: the condition “{concern}” is incomplete. Missing: {missing}.",
                function=function_name(direction.function),
                concern=quoted(context, resistance.concern),
                missing=", ".join(missing),
            ),
            message(
                "Agree with {name} on the response, its owner and its due date.",
                name=(name := objector_name(context, direction, resistance)),
                own=[(name, message("Suggest the response, its owner and its due date."))],
            ),
        )


@plan_check("KAM307", "our-part", warns_from=Stage.SHARED)  # the need is signed with the request
def our_part(context: Context) -> Iterator[Observation]:
    """Each resistance, and each critic at the customer, has our part in it and their need.

    `our_part` and `their_need` are expected for a function's blocking concern or condition, unless
    it was withdrawn (`their_need` is in the direction), and for stakeholders who are critics or
    opponents and have not left. “None that we know of” is valid.

    Why:
        When we do not see what people need, we treat them as obstacles, which reinforces what we
        complain about. We cannot change them, but we can change our own part. Source: The Arbinger
        Institute, "Leadership and Self-Deception" (2000).

    Example:
        stakeholders:
          - id: weiss
            name: Dieter Weiss
            attitude: critic

    Instead:
        stakeholders:
          - id: weiss
            name: Dieter Weiss
            attitude: critic
            our_part: Two deliveries came late, and nobody called.
            their_need: A date that holds, or a call the day before.
    """
    for objective in context.open_objectives:
        for index, direction in enumerate(objective.model.directions):
            if direction.resistances:
                path = objective.at("directions", index)
                yield from _our_part_in_concerns(context, direction, path)
    if context.in_use("stakeholders"):
        yield from _our_part_with_critics(context)


_CONCERN_MESSAGES = {
    "both": N_("{function}: our part in “{concern}” and their need are missing."),
    "our_part": N_("{function}: our part in “{concern}” is missing."),
    "their_need": N_("{function}: their need in “{concern}” is missing."),
}

_CRITIC_MESSAGES = {
    "both": N_("{name} is {attitude}; our part and their need are missing."),
    "our_part": N_("{name} is {attitude}; our part is missing."),
    "their_need": N_("{name} is {attitude}; their need is missing."),
}

_HINTS = {
    "both": N_(
        "Ask {name} what they need from us and what we could have done differently, and note "
        "it under `their_need:` and `our_part:`."
    ),
    "our_part": N_(
        "Ask {name} what we could have done differently, and note it under `our_part:`."
    ),
    "their_need": N_("Ask {name} what they need from us, and note it under `their_need:`."),
}

_OWN_HINTS = {
    "both": N_(
        "Note what you need under `their_need:`, and what others could have done differently "
        "under `our_part:`."
    ),
    "our_part": N_("Note what others could have done differently under `our_part:`."),
    "their_need": N_("Note what you need under `their_need:`."),
}


def _missing_notes(*, part: bool, need: bool) -> str | None:
    """Return which of the two is not noted, if any."""
    if not part and not need:
        return "both"
    return None if part and need else "their_need" if part else "our_part"


def _our_part_in_concerns(
    context: Context, direction: Direction, path: KeyPath
) -> Iterator[Observation]:
    need = is_answered(direction.their_need)
    for number, resistance in enumerate(direction.resistances):
        if resistance.severity == "comment" or resistance.status == "withdrawn":
            continue
        lack = _missing_notes(part=is_answered(resistance.our_part), need=need)
        need = True  # the need is the direction's: once said that it lacks is enough
        if lack is None:
            continue
        name = objector_name(context, direction, resistance)
        concern = quoted(context, resistance.concern)
        yield Observation(
            (*path, "their_need")
            if lack == "their_need"
            else (*path, "resistances", number, "our_part"),
            Message(
                _CONCERN_MESSAGES[lack],
                {"function": function_name(direction.function), "concern": concern},
            ),
            Message(_HINTS[lack], {"name": name, "own": [(name, Message(_OWN_HINTS[lack]))]}),
        )


def _our_part_with_critics(context: Context) -> Iterator[Observation]:
    for index, person in enumerate(context.plan.stakeholders):
        attitude = CRITICAL_ATTITUDES.get(person.attitude or "")
        if attitude is None or has_left(person, context.today):
            continue
        lack = _missing_notes(
            part=is_answered(person.our_part), need=is_answered(person.their_need)
        )
        if lack is not None:
            yield Observation(
                ("stakeholders", index, "their_need" if lack == "their_need" else "our_part"),
                Message(
                    _CRITIC_MESSAGES[lack], {"name": person.name, "attitude": Message(attitude)}
                ),
                Message(_HINTS[lack], {"name": person.name}),
            )
