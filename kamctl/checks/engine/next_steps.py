"""What to do next: the findings of a plan in groups, the most useful group first.

Findings that one person can answer, or that are about one entry of the plan, make one step. In a
step the most important comes first: the sentence, what the customer gains, who answers for it and
by when.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.plan_report import CRASHED
from kamctl.checks.engine.registry import NO_RANK, NextRank, family_of, find_check
from kamctl.document.error_codes import is_structure
from kamctl.document.errors import UserError
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import Message, counted, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import function_name
from kamctl.plan.people import (
    current_person,
    member_with_email,
    member_with_id,
    member_with_name,
    name_with_role,
    person_name,
)
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.git.identity import User
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.team import Member

MAX_STEPS = 3
"""How many steps are shown."""

_SEVERITY_WEIGHTS = {Severity.ERROR: 10, Severity.WARNING: 4, Severity.TODO: 1}
_DATE_WEIGHT = 12
"""The weight of a date that is near or past."""
_REFERENCE_FAMILY = "2"
"""The family of references."""
_REFERENCE_ORDER = 70
"""Where an error in a reference is among what an objective needs: as who answers for it."""
_LAST: Final = 1000
"""The order of what has none."""
_OF_CHECKS_FAMILY = "9"
"""The family of the checks themselves, and of what lies between plans."""
_ALIGNMENT_FAMILY = "3"
"""The family of what colleagues have to answer: it takes longest, so it comes first."""
_UNREADABLE_WEIGHT = 1000
"""What cannot be read comes first: other findings may follow from it."""
_MAX_QUOTE: Final = 70
"""Characters of a text that is quoted in a step."""


@dataclass
class NextStep:
    """One thing to do, whom to ask, and the findings that it resolves.

    `whom` is a name with the function or title; None where the plan names nobody, or the reader.
    The most important of the `findings` comes first. Where it `asks_for_signoff`, nothing is
    written in the plan by hand.
    """

    what: Message
    whom: Message | None
    findings: list[Finding] = field(default_factory=list)
    asks_for_signoff: bool = False

    @property
    def usefulness(self) -> int:
        """How useful the step is: larger is more."""
        return sum(usefulness(finding) for finding in self.findings)


def usefulness(finding: Finding) -> int:
    """Return how useful it is to resolve a finding now: larger is more."""
    if _is_structure(finding) and finding.severity is Severity.ERROR:
        return _UNREADABLE_WEIGHT
    if _is_date(finding):
        return max(_SEVERITY_WEIGHTS[finding.severity], _DATE_WEIGHT)
    return max(_SEVERITY_WEIGHTS[finding.severity], _rank(finding).weight)


def most_useful_first(finding: Finding) -> tuple[bool, bool, int, tuple[str, int, int, str, str]]:
    """Sort key for to-dos: required checks before warnings, alignment before the rest."""
    check = find_check(finding.code)
    required = check is not None and check.required_from is not None
    return (
        not required,
        family_of(finding.code) != _ALIGNMENT_FAMILY,
        -usefulness(finding),
        finding.order,
    )


def next_steps(report: PlanReport, reader: Member | None = None) -> tuple[NextStep, ...]:
    """Return all steps of a plan, the most useful first.

    What fails or warns now counts, and what the next stage requires; later stages do not. The
    `reader`, where it is known who it is, is never asked to talk to themselves.
    """
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in _findings_until_next_stage(report):
        groups[_group_key(finding, report.plan)].append(finding)
    for found in groups.values():
        found.sort(key=_order_in_step)
    steps = [_step(key, found, report.plan, reader, report.today) for key, found in groups.items()]
    return tuple(sorted(steps, key=lambda step: -step.usefulness))


def _order_in_step(
    finding: Finding,
) -> tuple[int, int, tuple[bool, int], tuple[str, int, int, str, str]]:
    """Sort key inside a step: what an objective needs first, else what helps most."""
    if usefulness(finding) >= _UNREADABLE_WEIGHT:
        order = -1
    elif (own := _rank(finding).order) is not None:
        order = own
    elif family_of(finding.code) == _REFERENCE_FAMILY and finding.severity is Severity.ERROR:
        order = _REFERENCE_ORDER
    else:
        order = _LAST
    return (order, -usefulness(finding), _distance_from_today(finding), finding.order)


def _distance_from_today(finding: Finding) -> tuple[bool, int]:
    """Sort key for dates: the nearest to today first, a coming one before one as long past.

    What can still be met is not hidden behind what is long past. What has no date comes last: it
    cannot be missed, only given a date.
    """
    days = _days_left(finding)
    return (True, 0) if days is None else (False, 2 * abs(days) + (days < 0))


def reader_in(plan: Plan | None, named: str | None, user: User | None) -> Member | None:
    """Return who of the team reads this: the one `named` by an id, else the user of git.

    That one is known by the e-mail address, else by a name that one member of the team alone has.
    """
    if plan is None:
        return None
    if named is not None:
        return member_with_id(plan, named)
    if user is None:
        return None
    return member_with_email(plan, user.email) or member_with_name(plan, user.name)


def check_reader(named: str, reports: Sequence[PlanReport]) -> None:
    """Refuse an id that is in no team of the plans that could be read.

    Raises:
        UserError: nobody has it.
    """
    plans = [report.plan for report in reports if report.plan is not None]
    team = tuple(dict.fromkeys(member.id for plan in plans for member in plan.team))
    if named in team or not plans:
        return
    raise UserError(
        message("No team member has the id “{id}”.", id=named),
        did_you_mean(named, team)
        if team
        else message("Add people under `team:`, each with an `id` and a `name`."),
    )


def next_stage(report: PlanReport) -> Stage | None:
    """Return the stage after the one the plan claims; None after the last."""
    stages = list(Stage)
    rank = (report.stage or Stage.DRAFT).rank + 1
    return stages[rank] if rank < len(stages) else None


def _findings_until_next_stage(report: PlanReport) -> list[Finding]:
    coming = next_stage(report)
    return [
        finding
        for finding in report.findings
        if finding.code != CRASHED
        and (
            finding.severity is not Severity.TODO
            or (
                coming is not None
                and finding.stage is not None
                and Stage(finding.stage).rank <= coming.rank
            )
        )
    ]


def _group_key(finding: Finding, plan: Plan | None) -> tuple[object, ...]:
    """Return the key of the step that a finding belongs to."""
    path = finding.path
    if _is_date(finding):
        return ("dates",)
    if _rank(finding).group == "departure":
        return ("left", finding.message.values["who"])
    if plan is None or _is_structure(finding) or family_of(finding.code) == _OF_CHECKS_FAMILY:
        return ("file",)
    match path:
        case ("objectives", int(index), "directions", int(number), *_):
            return ("direction", index, number)
        case ("objectives", int(index), "actions", int(number), *_):
            owner = plan.objectives[index].actions[number].owner
            return ("owner", owner) if person_name(plan, owner) else ("unowned", index)
        case ("objectives", int(index), "decider" | "sponsor") if _awaits_validation(finding):
            return ("validation", index)
        case ("objectives", int(index), *_):
            return ("objective", index)
        case ("stakeholders", int(index), *_):
            return ("stakeholder", index)
        case ("customer", str(key), int(index), *_):
            return ("teller", _source_of_claim(plan, key, index))
        case ("risks", int(index), *_):
            return ("risk", index)
        case (str(section), *_) if section != "plan":
            return ("section", section)
        case _:
            return ("plan",)


def _days_left(finding: Finding) -> int | None:
    """Return how many days are left until a date that is near; below zero it is past.

    None where the finding is about no date, or about a decision that has none.
    """
    days = finding.message.values.get("days") if _is_date(finding) else None
    return days if isinstance(days, int) else None


def _is_date(finding: Finding) -> bool:
    """Tell whether a finding is about a date that is near or past, and not about one missing."""
    return _rank(finding).group == "dates" and "date" in finding.message.values


def _is_structure(finding: Finding) -> bool:
    """Tell whether kamctl cannot read what a finding is about: others may follow from it."""
    return is_structure(finding.code) or _rank(finding).group == "structure"


def _rank(finding: Finding) -> NextRank:
    check = find_check(finding.code)
    return NO_RANK if check is None else check.rank


def _awaits_validation(finding: Finding) -> bool:
    """Tell whether decider or sponsor, who are named, have not validated an objective."""
    return _rank(finding).group == "validation" and "name" in finding.message.values


def _source_of_claim(plan: Plan, key: str, index: int) -> str | None:
    claims = getattr(plan.customer, key, ())
    claim = claims[index] if index < len(claims) else None
    return getattr(claim, "told_by", None) or next(iter(getattr(claim, "who_cares", ())), None)


def _step(
    key: tuple[object, ...],
    found: list[Finding],
    plan: Plan | None,
    reader: Member | None,
    today: dt.date,
) -> NextStep:
    if plan is None or key == ("file",):
        return NextStep(message("Correct what kamctl cannot read."), None, found)
    what, near = _text_and_people(key, found, plan, reader.id if reader else None, today)
    if key[0] == "validation":
        return NextStep(what, None, found, asks_for_signoff=True)
    # Whoever has left is not asked: who has taken over is, else the next.
    there = (current_person(plan, str(one), today) for one in (*near, plan.plan.owner) if one)
    named = next((person for one in there if (person := name_with_role(plan, one))), None)
    asks_reader = reader is not None and named == name_with_role(plan, reader.id)
    return NextStep(what, None if asks_reader else named, found)


def _text_and_people(  # noqa: PLR0912 - a case for each kind
    key: tuple[object, ...], found: list[Finding], plan: Plan, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    """Say what a step is about, and the ids of whom to ask, the nearest first."""
    kind, *rest = key
    match kind, rest:
        case "dates", _:
            # A decision without a date has been open since a review: it is to be updated, too.
            if any((days := _days_left(finding)) is None or days < 0 for finding in found):
                return message("Update past dates and prepare for upcoming ones."), ()
            return message("Prepare for the upcoming dates."), ()
        case "direction", [int(index), int(number)]:
            return _direction(plan, index, number, me, today)
        case "owner", [str(owner)]:
            if owner == me:
                return message("Update the status of your own actions."), (owner,)
            there = current_person(plan, owner, today)
            if there is None:
                return message("Report the progress of the actions."), ()
            return message(
                "Ask {name} for the progress of the actions.", name=person_name(plan, there)
            ), (there,)
        case "unowned", [int(index)]:
            return _actions_without_owner(plan, found), (plan.objectives[index].owner,)
        case "validation", [int(index)]:
            return _validation(plan, index, found, me), ()
        case "objective", [int(index)]:
            objective = plan.objectives[index]
            return _objective_text(plan, objective), (objective.owner,)
        case "stakeholder", [int(index)]:
            person = plan.stakeholders[index]
            near = (me,) if me in person.covered_by else person.covered_by
            return message("Review {name}.", name=person.name), near
        case "left", [str(who)]:
            return message(
                "Reassign the responsibilities of {name}.", name=person_name(plan, who)
            ), (who,)
        case "teller", [teller]:
            return message("Confirm what the customer wants."), (teller,)
        case "risk", [int(index)]:
            risk = plan.risks[index]
            text = text_in(risk.text, plan.plan.language, plan.plan.language)
            return (
                message("Respond to the risk “{risk}”.", risk=_quoted(text)),
                (risk.owner, _owner_of(plan, risk.threatens)),
            )
        case "section", ["objectives"]:
            account = single_spaced(plan.account.name)
            return message("Write an objective for {account}.", account=account), ()
        case "section", [str(section)]:
            return message("Review `{section}`.", section=section), ()
    return message("Resolve the issues of the plan as a whole."), ()


def _actions_without_owner(plan: Plan, found: list[Finding]) -> Message:
    """Ask for an owner of actions that have none, or one who is not in the plan."""
    paths = dict.fromkeys(finding.path[:4] for finding in found)
    if len(paths) > 1:
        return counted(
            "Name an owner for {count} action.", "Name an owner for {count} actions.", len(paths)
        )
    _, index, _, number = next(iter(paths))
    title = plan.objectives[int(index)].actions[int(number)].title
    return message(
        "Name an owner for “{action}”.",
        action=_quoted(text_in(title, plan.plan.language, plan.plan.language)),
    )


def _direction(
    plan: Plan, index: int, number: int, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    objective = plan.objectives[index]
    direction = objective.directions[number]
    function = function_name(direction.function)
    leader = current_person(plan, direction.leader, today)
    name = person_name(plan, leader)
    if name is None:
        text = message(
            "Find out who leads {function}, and discuss {objective} with them.",
            function=function,
            objective=objective.id,
        )
        return text, (objective.owner,)
    if leader == me:
        text = message(
            "Respond for {function} on {objective}.", function=function, objective=objective.id
        )
        return text, (me,)
    text = message("Discuss {objective} with {name}.", name=name, objective=objective.id)
    return text, (leader,)


def _validation(plan: Plan, index: int, found: list[Finding], me: str | None) -> Message:
    """Say who has to validate an objective; the reader `me` is not asked to ask themselves."""
    objective = plan.objectives[index].id
    own = person_name(plan, me)
    names = list(dict.fromkeys(str(finding.message.values["name"]) for finding in found))
    if own not in names:
        both = message("{one} and {other}", one=names[0], other=names[-1])
        whom = both if len(names) > 1 else names[0]
        return message("Ask {names} to validate {objective}.", names=whom, objective=objective)
    names.remove(str(own))
    if not names:
        return message("Validate {objective}, or object to it.", objective=objective)
    return message(
        "Validate {objective}, and request the validation by {name}.",
        objective=objective,
        name=names[0],
    )


def _objective_text(plan: Plan, objective: Objective) -> Message:
    language = plan.plan.language
    statement = _quoted(text_in(objective.statement, language, language))
    if not statement:
        return message("Complete {objective}.", objective=objective.id)
    return message(
        "Complete {objective}, “{statement}”.", objective=objective.id, statement=statement
    )


def _owner_of(plan: Plan, ids: Iterable[str]) -> str | None:
    wanted = set(ids)
    return next((one.owner for one in plan.objectives if one.id in wanted and one.owner), None)


def _quoted(text: str) -> str:
    """Return a text whole, or its first words; without the full stop at its end."""
    return truncate(text, _MAX_QUOTE).rstrip(" .")
