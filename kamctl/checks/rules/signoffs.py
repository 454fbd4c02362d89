"""Family 3xx: are the sign-offs that were given still valid, and for this plan?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Mandatory, Observation, objective_check, plan_check
from kamctl.checks.helpers.signoff_lines import at_signoff
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import nearest
from kamctl.i18n.text_normalization import normalized_words
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.functions import function_name, party_name
from kamctl.plan.labels import InSentence
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import texts_of
from kamctl.signoffs.signers import account_names, is_of_account, signer_of
from kamctl.signoffs.signoff import CONCERN_SEVERITY, DECISION_LABELS, in_effect_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.directions import Direction, Resistance
    from kamctl.signoffs.party_status import PartyStatus, PassedOver
    from kamctl.signoffs.signoff import Signoff


@objective_check(
    "KAM313",
    "heard",
    N_("Add every condition and objection to the plan"),
    required_from=Stage.ALIGNED,
)
def heard(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """An objection or a condition in a sign-off is also one of the plan's resistances.

    There it gets our part, a response, an owner and a due date. `kamctl align record` offers to
    add it. A resistance of that person counts if it is dated on the day of the sign-off or later,
    or has the same text: earlier concerns are separate. One of the severity `comment` does not
    count, because comments need no response.

    Why:
        A condition that is only noted is soon forgotten, except by the person who set it. Source:
        Y. Akao (ed.), "Hoshin Kanri: Policy Deployment for Successful TQM" (1991), on catchball.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision object --note "Too long."

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: finance
                leader: paulo
                ask: Accept 60 days.
                resistances:
                  - concern: Too long.
                    severity: blocking
                    raised_by: paulo
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision object --note "Too long."
    """
    if not context.signoffs.entries:
        return
    reported: set[int] = set()
    for status in context.agreement[objective.index].everybody:
        entry = status.signoff
        if entry is None or entry.decision not in CONCERN_SEVERITY or entry.line in reported:
            continue
        reported.add(entry.line)
        directions = (
            objective.model.directions
            if status.place is None
            else (objective.model.directions[status.place],)
        )
        theirs = [one for each in directions for one in _resistances_of(entry, each)]
        if any(
            one.severity != "comment" and (_has_words_of(entry, one) or _is_not_before(entry, one))
            for one in theirs
        ):
            continue
        values = {
            "party": party_name(status.party),
            "name": status.signer,
            "note": entry.note or "–",
        }
        if any(_has_words_of(entry, one) for one in theirs):
            yield Observation(
                _path_of_resistances(objective, status),
                message(
                    "{party}: the condition or objection of {name} is only a comment among the "
                    "resistances: “{note}”.",
                    **values,
                ),
                message(
                    "Set its `severity:` to {severity}, and add our response.",
                    severity=CONCERN_SEVERITY[entry.decision],
                ),
            )
            continue
        yield Observation(
            _path_of_resistances(objective, status),
            message(
                "{party}: the condition or objection of {name} is not among the resistances: "
                "“{note}”.",
                **values,
            ),
            message(
                "Add it under `resistances:` with `raised_by: {person}`, `on: {day}` and our "
                "response.",
                person=entry.by,
                day=entry.day.isoformat(),
            ),
        )


def _path_of_resistances(objective: ObjectiveInPlan, status: PartyStatus) -> KeyPath:
    if status.place is None:
        return objective.at(status.party)
    return objective.at("directions", status.place, "resistances")


def _resistances_of(entry: Signoff, direction: Direction) -> Iterator[Resistance]:
    """Return what the signer has raised on a direction."""
    return (one for one in direction.resistances if one.raised_by == entry.by)


def _has_words_of(entry: Signoff, resistance: Resistance) -> bool:
    note = normalized_words(entry.note)
    return bool(note) and note in map(normalized_words, texts_of(resistance.concern))


def _is_not_before(entry: Signoff, resistance: Resistance) -> bool:
    """Tell whether it is of the day of the sign-off or later: earlier concerns are separate."""
    return resistance.on is not None and resistance.on.day >= entry.day


@plan_check("KAM314", "signoff-fits", warns_from=Stage.DRAFT)
def signoff_fits(context: Context) -> Iterator[Observation]:
    """Every sign-off refers to this account and to an objective, function and person of the plan.

    A sign-off that does not match is kept and does not count; a later sign-off for the same
    function replaces it. One that came later than the sign-off that counts is reported with the
    reason: somebody else gave it, or somebody who had left.

    Why:
        Sign-offs are kept when a plan changes: an objective is removed, somebody leaves the team,
        a folder is copied for another account. A sign-off that no longer matches must not look
        like an agreement, and must not disappear either.

    Example:
        # plan.yaml, when it was signed
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree
        # plan.yaml
        objectives:
          - id: SO2
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree
    """
    counted = in_effect_order(context.signoffs.entries, context.rules.now)
    last = {(entry.objective, entry.party): entry for entry in counted}
    names = account_names(context.plan)
    for entry in last.values():
        found = _why_it_does_not_fit(context, entry, names)
        if found is not None:
            yield at_signoff(context, entry, *found)
    reported: set[int] = set()
    for objective in context.agreement:
        for status in objective.everybody:
            passed = status.passed_over
            if passed is None or passed.signoff.line in reported:
                continue
            reported.add(passed.signoff.line)
            if _why_it_does_not_fit(context, passed.signoff, names) is None:
                yield at_signoff(context, passed.signoff, *_passed_over(context, status, passed))


def _passed_over(
    context: Context, status: PartyStatus, passed: PassedOver
) -> tuple[Message, Message]:
    entry = passed.signoff
    name = context.contact_name(status.person) or context.name_of(entry.by)
    return (
        message(
            "A later sign-off of {name} ({party}) of {day} does not count: {reasons}. Decision: "
            "{decision}.",
            name=signer_of(context.plan, entry),
            party=party_name(entry.party),
            day=LocalizedDay(entry.day),
            reasons=passed.reasons,
            decision=InSentence(DECISION_LABELS[entry.decision]),
        ),
        message(
            "Discuss it with {name}, and request a new sign-off.",
            name=name,
            own=[(name, message("Review it, and record a new sign-off."))],
        ),
    )


def _why_it_does_not_fit(
    context: Context, entry: Signoff, names: frozenset[str]
) -> tuple[Message, Message] | None:
    plan = context.plan
    if not is_of_account(names, entry):
        return (
            message(
                "This sign-off is for {other}, but this plan is for {account}: it does not count.",
                other=entry.account,
                account=plan.account.name,
            ),
            message(
                "If the account was renamed, add `formerly: [{other}]` under `account:`. If "
                "the file was copied from another plan, delete it.",
                other=_yaml_list_item(entry.account),
            ),
        )
    objectives = entries_by_id(plan.objectives)
    objective = objectives.get(entry.objective)
    if objective is None:
        near = nearest(entry.objective, objectives)
        return (
            message("The plan no longer has an objective {id}.", id=entry.objective),
            message(
                "Was it renamed to {near}? If so, request the sign-off again under that name.",
                near=near,
            )
            if near
            else message("If it was removed on purpose, delete this line; it remains in git."),
        )
    if entry.by not in {one.id for one in plan.team}:
        return (
            message(
                "{person} is not in the plan's team: this sign-off does not count.",
                person=entry.by,
            ),
            message("Add them under `team:` again, or ask the current leader."),
        )
    if entry.function is not None and entry.function not in {
        one.function for one in objective.directions
    }:
        return _without_direction(context, entry)
    return None


def _without_direction(context: Context, entry: Signoff) -> tuple[Message, Message]:
    """Say that the function of a sign-off is no longer asked for anything, and what to do."""
    assert entry.function is not None
    if entry.decision == "object":
        return (
            message(
                "{name} objected for {function}, and {objective} no longer has a direction for it.",
                name=(name := context.name_of(entry.by)),
                function=function_name(entry.function),
                objective=entry.objective,
            ),
            message(
                "Restore the direction. If {name} agrees that nothing is asked of them, "
                "delete this line; it remains in git.",
                name=name,
                own=[
                    (
                        name,
                        message(
                            "Restore the direction. If nothing is asked of you, delete this "
                            "line; it remains in git."
                        ),
                    )
                ],
            ),
        )
    return (
        message(
            "{objective} no longer has a direction for {function}.",
            objective=entry.objective,
            function=function_name(entry.function),
        ),
        message(
            "Inform {name}, who signed it; then delete this line. It remains in git.",
            name=(name := context.name_of(entry.by)),
            own=[(name, message("You signed it: delete this line. It remains in git."))],
        ),
    )


@plan_check(
    "KAM319",
    "signoff-in-future",
    required_from=Stage.DRAFT,
    mandatory=Mandatory(
        N_("Remove the sign-off dated in the future, and request it again."),
        N_("Remove this line, and the sign-offs dated in the future."),
    ),
)
def signoff_in_future(context: Context) -> Iterator[Observation]:
    """No sign-off is dated in the future.

    Such a sign-off does not count until that date; until then, earlier ones count.

    Why:
        A person's latest sign-off is the valid one. A date in the future, from a wrong clock or on
        purpose, would override all later objections.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # clock at 2031-01-01: kamctl align record plan.yaml SO1 --for finance --decision agree

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            directions:
              - {function: finance, leader: paulo, ask: Accept 60 days.}
        team:
          - {id: paulo, name: Paulo Ferreira, function: finance}
        # kamctl align record plan.yaml SO1 --for finance --decision agree
    """
    now = context.rules.now
    for entry in context.signoffs.entries:
        if entry.instant > now:
            name = entry.name or context.name_of(entry.by)
            yield at_signoff(
                context,
                entry,
                message(
                    "The sign-off by {name} is dated in the future ({day}) and does not count.",
                    name=name,
                    day=LocalizedDay(entry.day),
                ),
                message(
                    "Remove the line, check the clock of the computer that recorded it, and "
                    "request the sign-off of {name} again.",
                    name=name,
                    own=[
                        (
                            name,
                            message(
                                "Remove the line, check the clock of the computer that recorded "
                                "it, and record your sign-off again."
                            ),
                        )
                    ],
                ),
            )


def _yaml_list_item(text: str) -> str:
    """Write a text so that it is one item of a list, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
