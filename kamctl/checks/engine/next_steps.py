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
from kamctl.checks.engine.registry import family_of, find_check, rank_of
from kamctl.checks.engine.reported_dates import days_left, is_about_date
from kamctl.checks.engine.step_texts import StepKey, text_and_people
from kamctl.document.error_codes import is_structural
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import Message, message
from kamctl.plan.people import current_person, name_with_role, person_name
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signers import answers_for

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.span import KeyPath
    from kamctl.plan.model import Plan
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
    if is_about_date(finding):
        return max(_SEVERITY_WEIGHTS[finding.severity], _DATE_WEIGHT)
    return max(_SEVERITY_WEIGHTS[finding.severity], rank_of(finding.code).weight)


def most_useful_first(finding: Finding) -> tuple[bool, int, tuple[str, int, int, str, str]]:
    """Sort key for what a stage requires: alignment before the rest."""
    return (
        family_of(finding.code) != _ALIGNMENT_FAMILY,
        -usefulness(finding),
        finding.order,
    )


def next_steps(report: PlanReport, reader: Member | None = None) -> tuple[NextStep, ...]:
    """Return all steps of a plan, the most useful first.

    What fails or warns now counts, and what the next stage requires; later stages do not. The
    `reader`, where it is known who it is, is never asked to talk to themselves.
    """
    groups: dict[StepKey, list[Finding]] = defaultdict(list)
    for finding in _once_each_answer(_findings_until_next_stage(report)):
        groups[_key_of(finding, report.plan)].append(finding)
    for found in groups.values():
        found.sort(key=_order_in_step)
    # Decider and sponsor validate what the functions have agreed to, as `align ask` has it.
    too_early = {
        StepKey("validation", status.place)
        for status in report.agreement
        if not status.agreed.is_complete
    }
    steps = {
        key: _step(key, found, report.plan, reader, report.today) for key, found in groups.items()
    }
    for key in steps.keys() & _invalidated(report):
        steps[key].asks_for_signoff = _needs_signoff(steps[key].findings[0])
    ordered = sorted(steps.items(), key=lambda one: (one[0] in too_early, -one[1].usefulness))
    return tuple(step for _, step in ordered)


def _invalidated(report: PlanReport) -> set[StepKey]:
    """Return the keys of the directions whose sign-off is invalidated, to be requested again."""
    return {
        StepKey("direction", status.place, one.place)
        for status in report.agreement
        for one in status.functions
        if one.state == "invalidated"
    }


def _order_in_step(
    finding: Finding,
) -> tuple[int, int, tuple[bool, int], tuple[str, int, int, str, str]]:
    """Sort key inside a step: what an objective needs first, else what helps most."""
    if usefulness(finding) >= _UNREADABLE_WEIGHT:
        order = -1
    elif (own := rank_of(finding.code).order) is not None:
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
    days = days_left(finding)
    return (True, 0) if days is None else (False, 2 * abs(days) + (days < 0))


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


def _once_each_answer(findings: list[Finding]) -> list[Finding]:
    """Keep the most useful of the findings that one answer resolves.

    Where the customer confirmed an earlier text, one says so, and one that a confirmation is
    missing, at the same place.
    """
    kept: dict[KeyPath | int, Finding] = {}
    for number, one in enumerate(findings):
        place = one.path if _needs_signoff(one) else number
        if place not in kept or usefulness(one) > usefulness(kept[place]):
            kept[place] = one
    return list(kept.values())


def _key_of(finding: Finding, plan: Plan | None) -> StepKey:
    """Return the key of the step that a finding belongs to."""
    if is_about_date(finding):
        return StepKey("dates")
    group = rank_of(finding.code).group
    if group == "correction":
        return StepKey("correction")
    if group == "verification":
        return StepKey("verification", finding.path[1])
    if group == "departure":
        return StepKey("departure", str(finding.message.values["who"]))
    if plan is None or _is_structure(finding) or family_of(finding.code) == _OF_CHECKS_FAMILY:
        return StepKey("file")
    return _key_of_place(finding, plan)


def _key_of_place(finding: Finding, plan: Plan) -> StepKey:
    """Return the key of the step about the entry that a finding is about."""
    match finding.path:
        case ("objectives", int(index), "directions", int(number), *_):
            return StepKey("direction", index, number)
        case ("objectives", int(index), "actions", int(number), *_):
            owner = plan.objectives[index].actions[number].owner
            is_named = person_name(plan, owner) is not None
            return StepKey("owner", owner) if is_named else StepKey("unowned", index)
        case ("objectives", int(index), "decider" | "sponsor") if _awaits_validation(finding, plan):
            return StepKey("validation", index)
        case ("objectives", int(index), *_):
            return StepKey("objective", index)
        case ("stakeholders", int(index), *_):
            return StepKey("stakeholder", index)
        case ("customer", str(key), int(index), *_):
            return StepKey("teller", _source_of_claim(plan, key, index))
        case ("risks", int(index), *_):
            return StepKey("risk", index)
        case (str(section), *_) if section != "plan":
            return StepKey("section", section)
        case _:
            return StepKey("plan")


def _is_structure(finding: Finding) -> bool:
    """Tell whether kamctl cannot read what a finding is about: others may follow from it."""
    return is_structural(finding.code) or rank_of(finding.code).group == "structure"


def _awaits_validation(finding: Finding, plan: Plan) -> bool:
    """Tell whether decider or sponsor, who are named, have not validated an objective."""
    _, index, role = finding.path
    objective = plan.objectives[int(index)]
    return _needs_signoff(finding) and answers_for(plan, objective, str(role)) is not None


def _needs_signoff(finding: Finding) -> bool:
    """Tell whether a colleague answers a finding, and not who writes the plan."""
    check = find_check(finding.code)
    return check is not None and check.needs_signoff


def _source_of_claim(plan: Plan, key: str, index: int) -> str | None:
    claims = getattr(plan.customer, key, ())
    claim = claims[index] if index < len(claims) else None
    return getattr(claim, "told_by", None) or next(iter(getattr(claim, "who_cares", ())), None)


def _step(
    key: StepKey,
    found: list[Finding],
    plan: Plan | None,
    reader: Member | None,
    today: dt.date,
) -> NextStep:
    if plan is None or key.kind == "file":
        return NextStep(message("Correct what kamctl cannot read."), None, found)
    what, near = text_and_people(key, found, plan, reader.id if reader else None, today)
    if key.kind == "validation":
        return NextStep(what, None, found, asks_for_signoff=True)
    # Whoever has left is not asked: who has taken over is, else the next.
    there = (current_person(plan, str(one), today) for one in (*near, plan.plan.owner) if one)
    named = next((person for one in there if (person := name_with_role(plan, one))), None)
    asks_reader = reader is not None and named == name_with_role(plan, reader.id)
    return NextStep(what, None if asks_reader else named, found)
