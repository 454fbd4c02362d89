"""Family 3xx: who has agreed to the text as it is, and who has validated it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import Mandatory, NextRank, Observation, not_met, objective_check
from kamctl.checks.helpers.invalidated_signoffs import invalidation, is_text_changed
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name, party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.directions import Direction
    from kamctl.signoffs.party_status import PartyStatus

_SIGNOFF_REQUIRED: Final = Mandatory(
    N_("Agreement is recorded as a sign-off: request it with `kamctl align ask`.")
)


@objective_check(
    "KAM310",
    "agreed",
    N_("Get each leader's sign-off on the current text"),
    required_from=Stage.ALIGNED,
    mandatory=_SIGNOFF_REQUIRED,
    needs_signoff=True,
)
def functions_agreed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Every direction's leader has agreed to the current text, with or without conditions.

    Sign-offs are not written by hand: `kamctl align record` shows the text and adds the sign-off
    to `signoffs.yaml` beside the plan. A sign-off covers the statement, the measures with their
    targets, the due date, the owner, the decider, and the direction it was given for; when one of
    these changes, it is invalidated (KAM312).

    Why:
        “Aligned” often only means that a slide said so. Here it means that each manager concerned
        has read the request and agreed to it. What was agreed meets less resistance and gets more
        resources. Source: H. Faucher with K. Meraihia, "Key Account Manager: vendeur ou chef
        d'orchestre ?" (2015).

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
        team:
          - {id: nadia, name: Nadia Rahmani, function: supply-chain}
        # kamctl align record plan.yaml SO1 --for supply-chain --decision agree
    """
    is_error = context.is_error("KAM310")
    if not objective.model.directions:
        path = objective.at("directions")
        yield _nobody_asked(path) if is_error else not_met(path)  # before, KAM301 says it alone
    for direction, status in context.agreement[objective.index].directions:
        if status.has_agreed:
            continue
        path = objective.at("directions", status.place or 0)
        if direction.leader is None or is_empty(direction.ask):
            # Before, KAM302 says it alone; but that can be ignored, and this cannot.
            yield _cannot_agree(path, direction) if is_error else not_met(path)
            continue
        if is_text_changed(context, objective, status):
            yield not_met(path)  # KAM312 says it alone
            continue
        name = _signatory_name(context, status)
        yield Observation(
            path, _not_agreed(status, name), _how_to_get_agreement(context, objective, status, name)
        )


def _nobody_asked(path: KeyPath) -> Observation:
    return Observation(
        path,
        message("No function is asked for anything, so there are no sign-offs."),
        message("Add `directions:`, then request each leader's sign-off with `kamctl align ask`."),
    )


def _cannot_agree(path: KeyPath, direction: Direction) -> Observation:
    function = function_name(direction.function)
    if direction.leader is None:
        return Observation(
            path,
            message("{function} has no leader who could sign.", function=function),
            message("Add `leader:`, then request that person's sign-off with `kamctl align ask`."),
        )
    return Observation(
        path,
        message("The direction for {function} has no request to sign.", function=function),
        message("Add `ask:`, then request the leader's sign-off with `kamctl align ask`."),
    )


def _not_agreed(status: PartyStatus, name: str | Message) -> Message:
    values = {"function": function_name(status.party), "name": name}
    if status.state == "objected":
        return Message(N_("{function}: {name} objects."), values)
    if status.state == "invalidated":
        return invalidation(status)
    return Message(N_("{function}: {name} has not signed off the current text."), values)


def _how_to_get_agreement(
    context: Context, objective: ObjectiveInPlan, status: PartyStatus, name: str | Message
) -> Message:
    if status.state == "objected":
        return message(
            "Discuss it with {name}; when they agree, record it with `kamctl align record`.",
            name=name,
            own=[(name, message("When you agree, record it with `kamctl align record`."))],
        )
    plan = context.printable_name
    return message(
        "Ask {name} with `{request}`, then record the answer: {command}",
        name=name,
        request=f"kamctl align ask {plan} --for {status.party}",
        command=f"kamctl align record {plan} {objective.model.id} "
        f"--for {status.party} --decision agree",
    )


def _signatory_name(context: Context, status: PartyStatus) -> str | Message:
    """Return the name of who signs today: the successor of a person who has left."""
    return context.contact_name(status.person) or context.name_of(status.person)


@objective_check(
    "KAM311",
    "validated",
    N_("Have the decider and the sponsor validate the current text"),
    required_from=Stage.VALIDATED,
    mandatory=_SIGNOFF_REQUIRED,
    needs_signoff=True,
    rank=NextRank(group="validation"),
)
def validated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The decider and the sponsor have validated the current text of the objective.

    They sign everything that a function signs, and the directions of all functions. A person who
    is both signs once. A company can require signatures made with a key (`signatures:` in
    kamctl.yaml); then only these count.

    Why:
        Teams and money are released for a decision that somebody has made by name. A validation of
        last quarter's text does not cover this one. Source: P. Rogers and M. Blenko, "Who Has the
        D?" (Harvard Business Review, 2006).

    Example:
        plan: {sponsor: thomas}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            decider: thomas
        team:
          - {id: thomas, name: Thomas Berger, role: sponsor}

    Instead:
        plan: {sponsor: thomas}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            decider: thomas
        team:
          - {id: thomas, name: Thomas Berger, role: sponsor}
        # kamctl align record plan.yaml SO1 --as decider --decision validate
    """
    agreement = context.agreement[objective.index]
    seen: set[str] = set()
    for status in (agreement.decider, agreement.sponsor):
        if status.person is None:
            yield _nobody_named(context, objective, status)
        elif status.person not in seen and not status.has_agreed:
            seen.add(status.person)
            if is_text_changed(context, objective, status):
                yield not_met(objective.at(status.party))  # KAM312 says it alone
                continue
            name = _signatory_name(context, status)
            yield Observation(
                objective.at(status.party),
                _not_validated(status, name),
                _how_to_get_validation(context, objective, status, name),
            )


def _how_to_get_validation(
    context: Context, objective: ObjectiveInPlan, status: PartyStatus, name: str | Message
) -> Message:
    command = (
        f"kamctl align record {context.printable_name} {objective.model.id} "
        f"--as {status.party} --decision validate"
    )
    if status.state == "objected":
        return message(
            "Discuss it with {name}; when they agree, record the validation: {command}",
            name=name,
            command=command,
        )
    return message(
        "Ask {name} to validate the current text, then record it: {command}",
        name=name,
        command=command,
    )


def _nobody_named(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> Observation:
    path = objective.at(status.party)
    if status.party == "sponsor":
        return Observation(
            path,
            message("The plan has no sponsor to validate this objective."),
            message("Add the executive sponsor under `plan:` as `sponsor:`."),
        )
    if context.is_error("KAM311"):
        return Observation(
            path,
            message("The objective has no decider to validate it."),
            message("Add `decider:`, and ask that person to validate the objective."),
        )
    return not_met(path)  # KAM303 says it alone


def _not_validated(status: PartyStatus, name: str | Message) -> Message:
    values = {"role": party_name(status.party), "name": name}
    if status.state == "invalidated":
        return invalidation(status)
    if status.state == "objected":
        return Message(N_("{name} ({role}) objects."), values)
    return Message(N_("{name} ({role}) has not validated the current text."), values)
