"""What a page does to a plan besides filling in fields: sections, fixes, the stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.changes import SetValue
from kamctl.document.finding import Severity
from kamctl.i18n.message import counted, message
from kamctl.plan.autofix import fix_text
from kamctl.plan.labels import STAGES, stage_label
from kamctl.plan.plan_metadata import Stage
from kamctl.scaffold.new_section import insert_section
from kamctl.scaffold.sections import plan_sections
from kamctl.web.editing.field_findings import field_finding, finding_key
from kamctl.web.editing.field_keys import field_key
from kamctl.web.editing.outcome import ChangeOutcome, FieldFinding, OutcomeStatus

if TYPE_CHECKING:
    from kamctl.document.finding import Finding
    from kamctl.plan.autofix import FixedText
    from kamctl.web.editing.edit_session import EditSession


@dataclass(frozen=True)
class StageStep:
    """A stage of the plan, in the language of the session."""

    stage: str
    label: str
    is_current: bool


def add_section(session: EditSession, name: str) -> ChangeOutcome:
    """Add a section to the plan, explained as `kamctl add` does; the plan uses it from then on.

    `name` is that of `PlanSection`. `ChangeOutcome.key` is the section.
    """
    section = plan_sections()[name]

    def add() -> ChangeOutcome:
        form = session.form
        functions = form.functions
        done = insert_section(form.document, section, None, functions, session.today())
        session.write_text(done.text, message("Added: {what}", what=section.purpose))
        return ChangeOutcome(
            OutcomeStatus.SAVED, key=field_key((name,)) if not section.parent else ""
        )

    return session.guarded(add)


def fix_count(session: EditSession) -> int:
    """Return how many things in the plan have one right answer: `accept_fixes` corrects them."""
    return len(_fixed(session).fixes)


def accept_fixes(session: EditSession) -> ChangeOutcome:
    """Correct what has one right answer, as `kamctl validate --fix` does; it can be undone."""

    def fix() -> ChangeOutcome:
        found = _fixed(session)
        if not found.fixes:
            return ChangeOutcome(OutcomeStatus.UNCHANGED)
        number = len(found.fixes)
        done = counted("{count} correction", "{count} corrections", number)
        session.write_text(found.text, done)
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(done))

    return session.guarded(fix)


def stages(session: EditSession) -> list[StageStep]:
    """Return the stages of a plan, in their order."""
    now = session.report.stage or Stage.DRAFT
    translate = session.form.translate
    return [StageStep(one.value, translate(STAGES[one.value]), one is now) for one in Stage]


def missing_for(session: EditSession, stage: str) -> list[FieldFinding]:
    """Return what the plan needs for a stage, or lacks for the one it has: each at its field."""
    wanted = Stage(stage)
    if wanted.rank < (session.report.stage or Stage.DRAFT).rank:
        return []
    report = check_source(
        session.file.source,
        session.workspace,
        session.today(),
        CheckOptions(wanted),
        signoffs=session.snapshot.signoffs,
    )
    return [_at_field(session, one) for one in report.findings if one.severity is Severity.ERROR]


def move_stage(session: EditSession, stage: str) -> ChangeOutcome:
    """Move the plan to a stage that it meets; an earlier one it always may have.

    Where something is missing the outcome is held back, and `findings` say what.
    """
    wanted = Stage(stage)

    def move() -> ChangeOutcome:
        now = session.report.stage or Stage.DRAFT
        if wanted is now:
            return ChangeOutcome(OutcomeStatus.UNCHANGED)
        missing = missing_for(session, stage)
        if missing:
            text = counted(
                "Stage not changed from {now}: one requirement of stage {wanted} is not met.",
                "Stage not changed from {now}: {count} requirements of stage {wanted} are not met.",
                len(missing),
                wanted=stage_label(wanted),
                now=stage_label(now),
            )
            return ChangeOutcome(
                OutcomeStatus.HELD_BACK, session.say(text), findings=tuple(missing)
            )
        label = message("{before} → {after}", before=stage_label(now), after=stage_label(wanted))
        session.change([SetValue(("plan", "stage"), wanted.value)], label)
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(label))

    return session.guarded(move)


def _fixed(session: EditSession) -> FixedText:
    return fix_text(session.file.source, session.form.functions, session.snapshot.signoffs.ids)


def _at_field(session: EditSession, finding: Finding) -> FieldFinding:
    """Return a finding with the field that a page shows for it; none where it is elsewhere."""
    form = session.form
    return field_finding(finding, finding_key(finding, form.document), form)
