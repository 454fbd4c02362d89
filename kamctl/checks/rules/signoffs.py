"""Family 3xx: who has signed the text as it is, which sign-offs are invalidated, what was said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, not_met, objective_check, plan_check
from kamctl.checks.plan_texts import is_filled
from kamctl.checks.text_analysis import bare_words
from kamctl.document.finding import Severity
from kamctl.document.span import Span
from kamctl.i18n.message import N_, Message, message
from kamctl.i18n.nearest import nearest
from kamctl.plan.functions import function_name, party_name
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import texts_of
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import counting, last_moment
from kamctl.signoffs.validity import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path
    from kamctl.plan.directions import Direction, Resistance
    from kamctl.signoffs.signoff import Signoff
    from kamctl.signoffs.status import PartyStatus

_HEARD = ("agree_with_conditions", "object")


@objective_check(
    "KAM310",
    "agreed",
    N_("Have each function's leader agree to this very text"),
    required_from=Stage.ALIGNED,
)
def agreed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The leader of every direction has agreed, with or without conditions, to the text as it is.

    Sign-offs are not written by hand: `kamctl align record` shows the text and puts them into
    `signoffs.yaml` beside the plan. A sign-off holds for the sentence, the measures with their
    targets, the due date, the owner, the decider, and the one direction it was given for; when one
    of these changes, it is invalidated (KAM312).

    Why:
        “Aligned” usually means that a slide said so. Here it means that each manager concerned has
        read what is asked of them and said yes to it. What has been shared and agreed finds less
        resistance and more resources. Source: H. Faucher with K. Meraihia, "Key Account Manager:
        vendeur ou chef d'orchestre ?" (2015).

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
    counts = _counts(context, "KAM310")
    if not objective.objective.directions:
        path = objective.at("directions")
        yield _nobody_asked(path) if counts else not_met(path)  # before, KAM301 says it alone
    for status in context.agreement[objective.place].functions:
        if status.has_agreed:
            continue
        path = objective.at("directions", status.place or 0)
        direction = objective.objective.directions[status.place or 0]
        if direction.leader is None or not is_filled(direction.ask):
            # Before, KAM302 says it alone; but that can be set aside, and this cannot.
            yield _cannot_agree(path, direction) if counts else not_met(path)
            continue
        yield Observation(path, _not_agreed(context, status), _how(context, objective, status))


def _counts(context: Context, code: str) -> bool:
    """Tell whether what a check finds is an error in a plan of this stage."""
    return context.settings.severities(context.stage)[code] is Severity.ERROR


def _nobody_asked(path: Path) -> Observation:
    return Observation(
        path,
        message("No function is asked, so nobody has agreed to this text."),
        message("Add `directions:`, and ask each leader for a sign-off with `kamctl align ask`."),
    )


def _cannot_agree(path: Path, direction: Direction) -> Observation:
    function = function_name(direction.function)
    if direction.leader is None:
        return Observation(
            path,
            message("{function}: nobody is named who could agree to this text.", function=function),
            message("Add `leader:`, and ask that person for a sign-off with `kamctl align ask`."),
        )
    return Observation(
        path,
        message("{function}: nothing is asked that could be agreed to.", function=function),
        message("Add `ask:`, and ask the leader for a sign-off with `kamctl align ask`."),
    )


def _not_agreed(context: Context, status: PartyStatus) -> Message:
    values = {"function": function_name(status.party), "name": _name(context, status.person)}
    if status.state == "objected":
        return Message(N_("{function}: {name} objects."), values)
    if status.state == "invalidated":
        return Message(
            N_("{function}: the sign-off of {name} is invalidated: {reasons}."),
            values | {"name": status.signer, "reasons": status.reasons},
        )
    return Message(N_("{function}: {name} has not agreed to this text yet."), values)


def _how(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> Message:
    if status.state == "objected":
        return message(
            "Talk it through with {name}; when they agree, `kamctl align record` notes it.",
            name=_name(context, status.person),
        )
    return message(
        "`kamctl align ask` writes the message to {name}. Their answer is noted with: {command}",
        name=_name(context, status.person),
        command=f"kamctl align record {context.document.source.name} {objective.objective.id} "
        f"--for {status.party} --decision agree",
    )


@objective_check(
    "KAM311",
    "validated",
    N_("Have decider and sponsor validate this very text"),
    required_from=Stage.VALIDATED,
)
def validated(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The decider and the sponsor have validated the objective as it stands.

    They sign the whole: what a function signs, and the directions of all functions. One person who
    is both signs once. A company can ask for signatures made with a key (`signatures:` in
    kamctl.yaml); then only these count.

    Why:
        Teams and money open up for what has been decided by name. A validation of last quarter's
        text is none of this one. Source: P. Rogers and M. Blenko, "Who Has the D?" (Harvard
        Business Review, 2006).

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
    agreement = context.agreement[objective.place]
    seen: set[str] = set()
    for status in (agreement.decider, agreement.sponsor):
        path = objective.at("decider" if status.party == "decider" else "sponsor")
        if status.person is None:
            if status.party == "sponsor":
                yield Observation(
                    path,
                    message("Nobody is named who sponsors this objective."),
                    message("Name the executive sponsor under `plan:`, as `sponsor:`."),
                )
            elif _counts(context, "KAM311"):
                yield Observation(
                    path,
                    message("Nobody is named who decides, so nobody has validated this text."),
                    message("Add `decider:`, and ask that person to validate the objective."),
                )
            else:
                yield not_met(path)  # KAM303 says it alone
            continue
        if status.person in seen or status.has_agreed:
            continue
        seen.add(status.person)
        yield Observation(
            path,
            _not_validated(context, status),
            message(
                "When they do: {command}",
                command=f"kamctl align record {context.document.source.name} "
                f"{objective.objective.id} --as {status.party} --decision validate",
            ),
        )


def _not_validated(context: Context, status: PartyStatus) -> Message:
    values = {"role": party_name(status.party), "name": _name(context, status.person)}
    if status.state == "invalidated":
        return Message(
            N_("The validation of {name} as {role} is invalidated: {reasons}."),
            values | {"name": status.signer, "reasons": status.reasons},
        )
    if status.state == "objected":
        return Message(N_("{name}, {role}, objects."), values)
    return Message(N_("{name}, {role}, has not validated this text yet."), values)


@objective_check(
    "KAM312",
    "text-changed",
    N_("Ask again where the text has changed since it was signed"),
    warns_from=Stage.DRAFT,
)
def text_changed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """An invalidated sign-off is named, with the reasons.

    It no longer counts: ask again. A sign-off is invalidated where the text has changed since, the
    currency of its figures, or the person who answers for it. A change to one function's direction
    leaves the others' sign-offs as they are; a change to the sentence, a target, the due date, the
    owner or the decider invalidates them all.

    Why:
        People who find their name under a text they have not read trust neither the plan nor its
        author again. And nobody remembers in spring what exactly was on the table in autumn.

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
    team = {one.id for one in context.plan.team}
    told: set[int] = set()
    for status in context.agreement[objective.place].everybody:
        entry = status.signoff
        if status.state != "invalidated" or entry is None or entry.line in told:
            continue
        if entry.by not in team:
            continue  # KAM314 says so
        if matches(entry, context.plan, objective.objective):
            continue  # only the signature is missing: KAM311 says so
        told.add(entry.line)
        yield Observation(
            objective.at("directions", status.place)
            if status.place is not None
            else objective.at(status.party),
            message(
                "The sign-off of {name} ({party}) of {day} is invalidated: {reasons}.",
                name=status.signer,
                party=party_name(status.party),
                day=entry.day.isoformat(),
                reasons=status.reasons,
            ),
            message(
                "Talk to {name} about it, and ask for a new sign-off.",
                name=_name(context, status.person or entry.by),
            ),
        )


@objective_check(
    "KAM313",
    "heard",
    N_("Take every condition and objection into the plan"),
    required_from=Stage.ALIGNED,
)
def heard(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """An objection or a condition in a sign-off stands among the plan's resistances too.

    There it has our part in it, an answer, an owner and a date. `kamctl align record` offers to put
    it there. A resistance of that person counts where it is dated on the day of the sign-off or
    later, or says the same: what they had raised before is something else.

    Why:
        A condition that is only noted is soon forgotten by those who heard it, never by the one
        who made it. Nothing that was heard is lost. Source: Y. Akao (ed.), "Hoshin Kanri: Policy
        Deployment for Successful TQM" (1991), on catchball.

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
    told: set[int] = set()
    for status in context.agreement[objective.place].everybody:
        entry = status.signoff
        if entry is None or entry.decision not in _HEARD or entry.line in told:
            continue
        told.add(entry.line)
        directions = (
            objective.objective.directions
            if status.place is None
            else (objective.objective.directions[status.place],)
        )
        if _is_among(entry, (one for each in directions for one in each.resistances)):
            continue
        yield Observation(
            _place_of_resistances(objective, status),
            message(
                "{party}: what {name} said when signing is not among the resistances: “{note}”.",
                party=party_name(status.party),
                name=status.signer,
                note=entry.note or "–",
            ),
            message(
                "Add it under `resistances:` with `raised_by: {person}`, `on: {day}` and what we "
                "answer.",
                person=entry.by,
                day=entry.day.isoformat(),
            ),
        )


def _place_of_resistances(objective: ObjectiveInPlan, status: PartyStatus) -> Path:
    if status.place is None:
        return objective.at(status.party)
    return objective.at("directions", status.place, "resistances")


def _is_among(entry: Signoff, resistances: Iterable[Resistance]) -> bool:
    """Tell whether what somebody said when signing is there: by its words, or by its day.

    What they had raised before is something else, unless it is said again in the same words.
    """
    said = bare_words(entry.note)
    return any(
        one.raised_by == entry.by
        and (
            (one.on is not None and one.on.day >= entry.day)
            or (said and said in map(bare_words, texts_of(one.concern)))
        )
        for one in resistances
    )


@plan_check("KAM314", "signoff-fits", warns_from=Stage.DRAFT)
def signoff_fits(context: Context) -> Iterator[Observation]:
    """Every sign-off is about this account, an objective, a function and a person of the plan.

    What does not fit is left where it is, and counts for
    nothing; a later sign-off for the same function takes its place.

    Why:
        Sign-offs are kept when a plan changes: an objective is dropped, somebody leaves the team, a
        folder is copied to begin another account. What no longer fits must not look like an
        agreement, and must not vanish either.

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
    counted = counting(context.signoffs.entries, last_moment(context.today))
    last = {(entry.objective, entry.party): entry for entry in counted}
    names = account_names(context.plan)
    for entry in last.values():
        found = _unfit(context, entry, names)
        if found is not None:
            yield Observation(
                (),
                *found,
                span=Span(entry.line, 1, entry.line, 2),
                source=context.signoffs.source,
            )


def _unfit(
    context: Context, entry: Signoff, names: frozenset[str]
) -> tuple[Message, Message] | None:
    plan = context.plan
    if not is_of_account(names, entry):
        return (
            message(
                "This sign-off was given for {other}, and this plan is of {account}: it does not "
                "count.",
                other=entry.account,
                account=plan.account.name,
            ),
            message(
                "If the account was renamed, add under `account:` the line `formerly: [{other}]`. "
                "If the file was copied from another plan, delete it here.",
                other=_in_yaml(entry.account),
            ),
        )
    objectives = {one.id: one for one in plan.objectives}
    objective = objectives.get(entry.objective)
    if objective is None:
        near = nearest(entry.objective, objectives)
        return (
            message("There is no objective {id} in the plan any more.", id=entry.objective),
            message("Was it renamed to {near}? Then ask again there.", near=near)
            if near
            else message("If it was dropped for good, take this line out; git remembers it."),
        )
    if entry.by not in {one.id for one in plan.team}:
        return (
            message(
                "{person} is not in the team of the plan: this sign-off does not count.",
                person=entry.by,
            ),
            message("Add them under `team:` again, or ask whoever leads now."),
        )
    if entry.function is not None and entry.function not in {
        one.function for one in objective.directions
    }:
        return (
            message(
                "{objective} asks nothing of {function} any more.",
                objective=entry.objective,
                function=function_name(entry.function),
            ),
            message(
                "Tell {name}, who has signed for it; then take this line out, git remembers it.",
                name=_name(context, entry.by),
            ),
        )
    return None


@plan_check("KAM319", "signoff-in-future", required_from=Stage.DRAFT)
def signoff_in_future(context: Context) -> Iterator[Observation]:
    """No sign-off is dated later than today.

    One that is does not count until its day; earlier ones count until then.

    Why:
        The latest sign-off of a person is the one that holds. A date in the future, from a clock
        that is wrong or from somebody who wants the last word, would win over all later objections.

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
    now = last_moment(context.today)
    for entry in context.signoffs.entries:
        if entry.instant > now:
            yield Observation(
                (),
                message(
                    "This sign-off of {name} is dated {day}, in the future: it does not count.",
                    name=entry.name or _name(context, entry.by),
                    day=entry.day,
                ),
                message(
                    "Remove the line, check the clock of the computer it was recorded on, and ask "
                    "{name} again.",
                    name=entry.name or _name(context, entry.by),
                ),
                span=Span(entry.line, 1, entry.line, 2),
                source=context.signoffs.source,
            )


def _in_yaml(text: str) -> str:
    """Write a text so that it is one item of a list, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def _name(context: Context, person: str | None) -> str:
    return context.people.get(person or "", person or "?")
