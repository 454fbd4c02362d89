"""Family 3xx: who has agreed to the text as it is, and who has validated it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import Mandatory, NextRank, Observation, not_met, objective_check
from kamctl.i18n.localized import LocalizedDay, StartOfSentence
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import function_name, party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty
from kamctl.signoffs.validity import is_valid

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
        if _is_text_changed(context, objective, status):
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
        return _invalidation(status)
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
            if _is_text_changed(context, objective, status):
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
        return _invalidation(status)
    if status.state == "objected":
        return Message(N_("{name} ({role}) objects."), values)
    return Message(N_("{name} ({role}) has not validated the current text."), values)


@objective_check(
    "KAM312",
    "text-changed",
    N_("Request invalidated sign-offs again"),
    warns_from=Stage.DRAFT,
    needs_signoff=True,
)
def text_changed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """An invalidated sign-off is reported, with the reasons.

    It no longer counts: request it again. From the stage that requires the sign-off, KAM310 or
    KAM311 reports this instead, and not before. A sign-off is invalidated when the text, the
    currency of its figures or the person responsible has changed. A change to one function's
    direction does not affect the others' sign-offs; a change to the statement, a target, the due
    date, the owner or the decider invalidates them all.

    Why:
        People who find their name under a text they have not read lose trust in the plan and its
        author. And months later nobody remembers exactly what was agreed.

    Example:
        # plan.yaml, when it was signed
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            due: 2028-12-31
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree
        # plan.yaml
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            due: 2027-12-31
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            due: 2027-12-31
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree
    """
    if not context.signoffs.entries:
        return
    reported: set[int] = set()
    for status in context.agreement[objective.index].everybody:
        entry = status.signoff
        if entry is None or entry.line in reported:
            continue
        if not _is_text_changed(context, objective, status):
            continue
        reported.add(entry.line)
        yield Observation(
            objective.at("directions", status.place)
            if status.place is not None
            else objective.at(status.party),
            _invalidation(status),
            message(
                "Discuss it with {name}, and request a new sign-off.",
                name=(
                    name := context.contact_name(status.person)
                    or context.contact_name(entry.by)
                    or context.name_of(entry.by)
                ),
                own=[(name, message("Review the changes, and record a new sign-off."))],
            ),
        )


def _invalidation(status: PartyStatus) -> Message:
    """Say that the sign-off of a party is invalidated, and why."""
    assert status.signoff is not None
    return message(
        "The sign-off by {name} ({party}) of {day} is invalidated. {reasons}.",
        name=status.signer,
        party=party_name(status.party),
        day=LocalizedDay(status.signoff.day),
        reasons=StartOfSentence(status.explanation),
    )


def _is_text_changed(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> bool:
    """Tell whether KAM312 reports a sign-off: given, invalidated by a change, not yet required.

    Then no other check here says that it is missing.
    """
    entry = status.signoff
    return (
        status.state == "invalidated"
        and entry is not None
        and any(one.id == entry.by for one in context.plan.team)  # else KAM314 says so
        # Else only the signature is missing: KAM311 says so.
        and not is_valid(entry, context.plan, objective.model)
        and not _fails_without(context, objective, status)
    )


def _fails_without(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> bool:
    """Tell whether the stage requires a sign-off of a party: without one a check here fails.

    It says why a sign-off that was given does not count.
    """
    if status.person is None:
        return False
    if status.place is None:
        return context.is_error("KAM311")
    ask = objective.model.directions[status.place].ask
    return context.is_error("KAM310") and not is_empty(ask)
