"""The sections of a plan, how far each has come, and which question helps most now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from kamctl.checks.engine.next_steps import next_steps
from kamctl.checks.engine.reader_identity import reader_in
from kamctl.i18n.message import Message, message
from kamctl.plan.fields import fields_at
from kamctl.plan.stored_values import place_in
from kamctl.scaffold.sections import plan_sections
from kamctl.web.editing.field_findings import field_finding, is_in_plan, nearest_path
from kamctl.web.editing.field_keys import field_key

if TYPE_CHECKING:
    from kamctl.checks.engine.next_steps import NextStep
    from kamctl.document.finding import Finding
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.outcome import FieldFinding

_PURPOSES: Final = {
    "account": message("Who the customer is"),
    "plan": message("Stage, people responsible, period and language"),
    "team": message("The people who work on this account"),
    "objectives": message("What we want to achieve together, how it is measured, who agrees"),
}
_NOT_SHOWN: Final = ("custom",)


class SectionStatus(str, Enum):
    """How far a section has come."""

    NOT_STARTED = "not-started"
    BEGUN = "begun"
    COMPLETE = "complete"
    """Something is in it, and nothing in it is asked for up to the next stage."""


@dataclass(frozen=True)
class PlanSection:
    """A section of a plan, in the language of the session."""

    key: str
    """Its key for `EditSession.fields`, or `EditSession.field` where it is a list."""
    name: str
    """Its key in the plan, such as `customer`; what `add_section` wants."""
    label: str
    purpose: str
    status: SectionStatus
    is_listed: bool
    """Whether the plan uses it; where false, it may stay empty."""
    open_questions: int
    """How many questions are open in it, up to the next stage."""
    rank: int
    """Its place in the order of `next`, from 0: the section that helps most comes first."""

    @property
    def is_used(self) -> bool:
        """Whether the plan has it, or lists it among those that it uses."""
        return self.is_listed or self.status is not SectionStatus.NOT_STARTED


@dataclass(frozen=True)
class OpenQuestion:
    """One thing to answer: a field, or an entry that something is missing of.

    `what` is the step of `kamctl next` that it belongs to, `whom` whom to ask, empty for nobody.
    """

    key: str
    section: str
    """The key of the section that it is in."""
    what: str
    whom: str
    finding: FieldFinding
    is_entry: bool


def sections(session: EditSession) -> list[PlanSection]:
    """Return the sections of a plan in the order of the format; `rank` has that of `next`."""
    document = session.form.document
    listed = document.get(("plan", "tools"))
    ranks: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for one in questions(session):
        ranks.setdefault(one.section, len(ranks))
        counts[one.section] += 1
    known = plan_sections()
    fields = [one for one in fields_at("") if one.name not in _NOT_SHOWN]
    made = []
    for place, field in enumerate(fields):
        key, place_key = field.key, field_key((field.key,))
        section = known.get(key)
        is_tool = section is not None and section.is_tool
        is_listed = not is_tool or not isinstance(listed, list) or key in listed
        purpose = _PURPOSES.get(key) or known[key].purpose
        made.append(
            PlanSection(
                place_key,
                key,
                session.say(Message(field.facet.label)),
                session.say(purpose),
                _status(document.get((key,)), counts[place_key]),
                is_listed,
                counts[place_key],
                ranks.get(place_key, len(fields) + place),
            )
        )
    order = {rank: at for at, rank in enumerate(sorted(one.rank for one in made))}
    return [replace(one, rank=order[one.rank]) for one in made]


def questions(session: EditSession) -> list[OpenQuestion]:
    """Return what to answer next, the most useful first; each field once."""
    made: dict[str, OpenQuestion] = {}
    for step in _steps(session):
        for finding in step.findings:
            question = _question(session, step, finding)
            if question is not None:
                made.setdefault(question.key, question)
    return list(made.values())


def _question(session: EditSession, step: NextStep, finding: Finding) -> OpenQuestion | None:
    form = session.form
    if not is_in_plan(finding, form.document):
        return None
    path = nearest_path(finding)
    if not path:
        return None
    key = field_key(place_in(form.document.value, path))
    return OpenQuestion(
        key,
        field_key(path[:1]),
        session.say(step.what),
        session.say(step.whom) if step.whom is not None else "",
        field_finding(finding, key, form),
        isinstance(path[-1], int),
    )


def _steps(session: EditSession) -> tuple[NextStep, ...]:
    """Return what to do next; whoever is at this computer is not told to ask themselves.

    That is the owner of the plan, unless it is somebody else of the team whom git knows.
    """
    report = session.report
    plan = report.plan
    reader = reader_in(plan, None, session.user)
    if reader is None and plan is not None and plan.plan.owner:
        reader = reader_in(plan, plan.plan.owner, None)
    return next_steps(report, reader)


def _status(value: Any, open_findings: int) -> SectionStatus:
    if value in (None, {}, []):
        return SectionStatus.NOT_STARTED
    return SectionStatus.BEGUN if open_findings else SectionStatus.COMPLETE
