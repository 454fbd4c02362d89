"""What to do next: the findings of a plan, gathered by the conversation or the page they need.

A list of forty findings is work nobody begins. Most of them fall together: what one manager has
not answered, what one objective does not say. Each such group is a step, and the step that helps
most comes first. Inside a step what matters most comes first: the sentence, then what the customer
gains, then who answers for it and by when.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.plan_report import CRASHED
from kamctl.checks.engine.registry import find_check
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import Message, counted, message
from kamctl.i18n.truncate import truncate
from kamctl.plan.functions import function_name
from kamctl.plan.people import current_person
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import text_in
from kamctl.signoffs.signers import member_at, member_called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.plan.team import Member

MAX_STEPS = 3
"""How many steps are shown: a person remembers three."""

_SEVERITY_WEIGHTS = {Severity.ERROR: 10, Severity.WARNING: 4, Severity.TODO: 1}
_CHECK_WEIGHTS = {
    "KAM120": 500,  # without an objective there is nothing to share, align or validate
    "KAM101": 60,
    "KAM306": 60,  # somebody blocks: nothing else moves before it is heard
    "KAM701": 12,  # a date that has passed is noticed by all
    "KAM502": 8,
    "KAM506": 9,  # what was theirs is done by nobody
}
"""What weighs more than its severity says, in a manager's eyes."""
_DATE_WEIGHT = 12
"""What a date weighs that is near or past."""
_NEXT_REVIEW_CODE = "KAM405"
_DEPARTURE_CODE = "KAM506"
_ORDER_IN_OBJECTIVE = (
    *("KAM120", "KAM101", "KAM102", "KAM121", "KAM108", "KAM122", "KAM104", "KAM105"),
    *("KAM110", "KAM111", "KAM303", "KAM317", "KAM306", "KAM301", "KAM302", "KAM315", "KAM316"),
    *("KAM107", "KAM109", "KAM103"),
)
"""What an objective needs, in the order in which it helps: a sentence, a gain, a person, a date.

Of a direction, what blocks comes first.
"""
_REFERENCE_FAMILY = "2"
"""The family of references: one to nobody is worth as much as what it should name."""
_ALIGNMENT_FAMILY = "3"
"""The family of what colleagues have to answer: it takes longest, so it begins first."""
_UNREADABLE_WEIGHT = 1000
"""What cannot be read comes before everything: the rest may not mean what it says."""
_DATES_CODE: Final = "KAM206"
_MAX_QUOTE: Final = 70
"""Characters of a text that is quoted in a step."""
_LAST_SHAPE_CODE = "KAM016"


@dataclass
class Step:
    """One thing to do: in words, whom to ask, and the findings that it mends.

    `whom` is a person's name with what they are, where the plan names one; None where it is the
    reader. Of the `findings` what matters most comes first.
    """

    what: Message
    whom: Message | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def use(self) -> int:
        """How much doing it mends: larger is more."""
        return sum(usefulness(finding) for finding in self.findings)


def usefulness(finding: Finding) -> int:
    """Return how much it helps to mend a finding now: larger is more."""
    if finding.code <= _LAST_SHAPE_CODE and finding.severity is Severity.ERROR:
        return _UNREADABLE_WEIGHT
    if _is_date(finding):
        return max(_SEVERITY_WEIGHTS[finding.severity], _DATE_WEIGHT)
    return max(_SEVERITY_WEIGHTS[finding.severity], _CHECK_WEIGHTS.get(finding.code, 0))


def most_useful_first(finding: Finding) -> tuple[bool, bool, int, tuple[str, int, int, str, str]]:
    """Sort key for to-dos: what is required before what only warns, people before papers."""
    check = find_check(finding.code)
    required = check is not None and check.required_from is not None
    return (not required, finding.code[3] != _ALIGNMENT_FAMILY, -usefulness(finding), finding.order)


def next_steps(report: PlanReport, reader: Member | None = None) -> tuple[Step, ...]:
    """Return all steps of a plan, the most useful first.

    What fails or warns now counts, and what the next stage requires; later stages do not. The
    `reader`, where it is known who it is, is never told to ask herself.
    """
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in _findings_until_next_stage(report):
        groups[_group_key(finding, report.plan)].append(finding)
    for found in groups.values():
        found.sort(key=_order_in_step)
    steps = [_step(key, found, report.plan, reader, report.today) for key, found in groups.items()]
    return tuple(sorted(steps, key=lambda step: -step.use))


def _order_in_step(finding: Finding) -> tuple[int, int, int, tuple[str, int, int, str, str]]:
    """Sort key inside a step: what an objective needs first, else what helps most."""
    if usefulness(finding) >= _UNREADABLE_WEIGHT:
        place = -1
    elif finding.code in _ORDER_IN_OBJECTIVE:
        place = _ORDER_IN_OBJECTIVE.index(finding.code)
    elif finding.code[3] == _REFERENCE_FAMILY and finding.severity is Severity.ERROR:
        place = _ORDER_IN_OBJECTIVE.index("KAM104")
    else:
        place = len(_ORDER_IN_OBJECTIVE)
    return (place, -usefulness(finding), _days_left(finding), finding.order)


def reader_in(plan: Plan | None, named: str | None, address: str | None) -> Member | None:
    """Return who of the team reads this: the one `named` by an id, else the one of an e-mail."""
    if plan is None:
        return None
    return member_called(plan, named) if named is not None else member_at(plan, address)


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
    """Return what a finding falls together with."""
    path = finding.path
    if _is_date(finding):
        return ("dates",)
    if finding.code == _DEPARTURE_CODE:
        return ("left", finding.message.values["who"])
    if plan is None or finding.code <= _LAST_SHAPE_CODE or finding.code.startswith("KAM9"):
        return ("file",)
    match path:
        case ("objectives", int(place), "directions", int(number), *_):
            return ("direction", place, number)
        case ("objectives", int(place), "actions", int(number), *_):
            owner = plan.objectives[place].actions[number].owner
            return ("owner", owner) if _name(plan, owner) else ("unowned", place)
        case ("objectives", int(place), *_):
            return ("objective", place)
        case ("stakeholders", int(place), *_):
            return ("stakeholder", place)
        case ("customer", str(key), int(place), *_):
            return ("teller", _source_of_claim(plan, key, place))
        case ("risks", int(place), *_):
            return ("risk", place)
        case (str(section), *_) if section != "plan":
            return ("section", section)
        case _:
            return ("plan",)


def _days_left(finding: Finding) -> int:
    """Return how many days are left until a date that is near; below zero it is past."""
    if not _is_date(finding):
        return 0
    days = finding.message.values.get("days")
    return days if isinstance(days, int) else -1  # without a date it is open since a review


def _is_date(finding: Finding) -> bool:
    """Tell whether a finding is about a date that is near or past, and not about one missing."""
    if finding.code == _NEXT_REVIEW_CODE:
        return "days" in finding.message.values
    return finding.code == _DATES_CODE


def _source_of_claim(plan: Plan, key: str, place: int) -> str | None:
    claims = getattr(plan.customer, key, ())
    claim = claims[place] if place < len(claims) else None
    return getattr(claim, "told_by", None) or next(iter(getattr(claim, "who_cares", ())), None)


def _step(
    key: tuple[object, ...],
    found: list[Finding],
    plan: Plan | None,
    reader: Member | None,
    today: dt.date,
) -> Step:
    if plan is None or key == ("file",):
        return Step(message("Correct what kamctl cannot read as it stands."), None, found)
    what, near = _text_and_people(key, found, plan, reader.id if reader else None, today)
    # Whoever has left is not asked: who has taken over is, else the next.
    there = (current_person(plan, str(one), today) for one in (*near, plan.plan.owner) if one)
    named = next((person for one in there if (person := _person_with_role(plan, one))), None)
    asks_reader = reader is not None and named == _person_with_role(plan, reader.id)
    return Step(what, None if asks_reader else named, found)


def _text_and_people(  # noqa: PLR0912 - a case for each kind
    key: tuple[object, ...], found: list[Finding], plan: Plan, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    """Say what a step is about, and the ids of whom to ask, the nearest first."""
    kind, *rest = key
    match kind, rest:
        case "dates", _:
            if _days_left(found[0]) < 0:
                return message(
                    "Update the dates that are past, and prepare those that are near."
                ), ()
            return message("Prepare for the dates that are near."), ()
        case "direction", [int(place), int(number)]:
            return _direction(plan, place, number, me, today)
        case "owner", [str(owner)]:
            if owner == me:
                return message("Update the status of your own actions."), (owner,)
            there = current_person(plan, owner, today)
            if there is None:
                return message("Say how the actions stand."), ()
            return message("Ask {name} how the actions stand.", name=_name(plan, there)), (there,)
        case "unowned", [int(place)]:
            return _actions_without_owner(plan, found), (plan.objectives[place].owner,)
        case "objective", [int(place)]:
            objective = plan.objectives[place]
            return _objective_text(plan, objective), (objective.owner,)
        case "stakeholder", [int(place)]:
            person = plan.stakeholders[place]
            near = (me,) if me in person.covered_by else person.covered_by
            return message("See to {name}.", name=person.name), near
        case "left", [who]:
            return message("Hand over what was with {name}.", name=_name(plan, who)), (who,)
        case "teller", [teller]:
            return message("Make sure of what the customer wants."), (teller,)
        case "risk", [int(place)]:
            risk = plan.risks[place]
            said = text_in(risk.text, plan.plan.language, plan.plan.language)
            return (
                message("Answer the risk “{risk}”.", risk=_quoted(said)),
                (risk.owner, _owner_of(plan, risk.threatens)),
            )
        case "section", ["objectives"]:
            account = " ".join(plan.account.name.split())
            return message("Write an objective for {account}.", account=account), ()
        case "section", [str(section)]:
            return message("Go through `{section}` once more.", section=section), ()
    return message("Settle what concerns the plan as a whole."), ()


def _actions_without_owner(plan: Plan, found: list[Finding]) -> Message:
    """Ask for an owner of actions that have none, or one who is not in the plan."""
    paths = dict.fromkeys(finding.path[:4] for finding in found)
    if len(paths) > 1:
        return counted(
            "Name an owner for {count} action.", "Name an owner for {count} actions.", len(paths)
        )
    _, place, _, number = next(iter(paths))
    title = plan.objectives[int(place)].actions[int(number)].title
    return message(
        "Name an owner for “{action}”.",
        action=_quoted(text_in(title, plan.plan.language, plan.plan.language)),
    )


def _direction(
    plan: Plan, place: int, number: int, me: str | None, today: dt.date
) -> tuple[Message, tuple[object, ...]]:
    objective = plan.objectives[place]
    direction = objective.directions[number]
    function = function_name(direction.function)
    leader = current_person(plan, direction.leader, today)
    name = _name(plan, leader)
    if name is None:
        text = message(
            "Find out who in {function} answers for {objective}, and talk with them.",
            function=function,
            objective=objective.id,
        )
        return text, (objective.owner,)
    if leader == me:
        text = message(
            "Answer for {function} on {objective}.", function=function, objective=objective.id
        )
        return text, (me,)
    text = message("Talk with {name} about {objective}.", name=name, objective=objective.id)
    return text, (leader,)


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


def _name(plan: Plan, named: object) -> str | None:
    for people in (plan.team, plan.stakeholders):
        for person in people:
            if person.id == named:
                return str(person.name)
    return None


def _person_with_role(plan: Plan, named: object) -> Message | None:
    """Return a person as others know them: the name, and the function or the title."""
    for ours in plan.team:
        if ours.id == named:
            return _name_with_role(
                ours.name, function_name(ours.function) if ours.function else None
            )
    for theirs in plan.stakeholders:
        if theirs.id == named:
            title = text_in(theirs.title, plan.plan.language, plan.plan.language)
            return _name_with_role(theirs.name, title)
    return None


def _name_with_role(name: str, of: Message | str | None) -> Message:
    return message("{name} ({of})", name=name, of=of) if of else message("{name}", name=name)


def _quoted(text: str) -> str:
    """Return a text whole, or its first words; without the full stop at its end."""
    return truncate(text, _MAX_QUOTE).rstrip(" .")
