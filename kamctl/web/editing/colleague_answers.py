"""The answers of colleagues: replies that are added to the plan, and what differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kamctl.briefing.formatter import PlanFormatter
from kamctl.document.errors import UserError
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import Message, counted, message
from kamctl.plan.amounts import Conventions
from kamctl.plan.people import member_with_id
from kamctl.questionnaires.answer_files import read_answers
from kamctl.questionnaires.answer_targets import (
    answer_field_at,
    change_path,
    target_label,
    target_value,
)
from kamctl.questionnaires.answer_values import answer_value, claims_in, plain_texts, shown_value
from kamctl.questionnaires.merging import answer_change
from kamctl.questionnaires.record import locked_record, read_record, record_path
from kamctl.questionnaires.replies import merge_into, phrases_of_record
from kamctl.web.editing.field_keys import field_key
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kamctl.plan.fields import PlanField
    from kamctl.plan.model import Plan
    from kamctl.questionnaires.merging import Merge, MergedAnswer
    from kamctl.questionnaires.record import QuestionRecord, RecordedQuestion
    from kamctl.web.editing.edit_session import EditSession

SettleChoice = Literal["answer", "plan"]
"""Which of two values the plan has from now on."""
_LINE_KINDS: Final = {
    "written": "ok",
    "same": "quiet",
    "known": "quiet",
    "differs": "warning",
    "gone": "warning",
    "refused": "error",
}


@dataclass(frozen=True)
class DifferingAnswer:
    """An answer beside what the plan has: both stay until somebody chooses.

    `source` is who told us what the plan has, and when, as far as it is known. `adds` tells that
    the answer would be one more of a list.
    """

    code: str
    question: str
    place: str
    key: str
    current: str
    source: str
    answer: str
    name: str
    day: str
    adds: bool


@dataclass(frozen=True)
class ReportLine:
    """What became of an answer, or what could not be read; `kind` is ok, quiet, warning, error."""

    kind: str
    text: str


@dataclass(frozen=True)
class AnswersReport:
    """What became of a reply; `lines` are empty where it was refused as a whole."""

    outcome: ChangeOutcome
    lines: tuple[ReportLine, ...] = ()


def differences(session: EditSession) -> tuple[DifferingAnswer, ...]:
    """Return the answers that differ from what the plan has now.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: the record of the questions cannot be read.
    """
    plan = session.plan
    record = read_record(record_path(session.path))
    found = (_difference(session, plan, record, one) for one in record.questions)
    return tuple(one for one in found if one is not None)


def add_reply(session: EditSession, data: bytes, name: str) -> AnswersReport:
    """Add the answers in a reply to the plan; `name` is that of its file, empty for pasted text."""
    lines: list[ReportLine] = []
    shown: Message | str = visible_line(name) if name else message("Pasted text")

    def add() -> ChangeOutcome:
        today = session.today()
        with locked_record(record_path(session.path)) as (record, write):
            if not record.questions:
                raise UserError(
                    message("No colleague has been asked about this plan yet."),
                    message("Write the questions to a colleague first."),
                )
            workspace = session.snapshot.workspace
            phrases = phrases_of_record(session.file, record, workspace.questions, today)
            reply = read_answers(data, shown, phrases)
            merge = merge_into(session.file, record, [reply], workspace, today)
            is_new = merge.text != session.file.source.text
            if is_new:
                undo = _record_undo(session, record, merge.record)
                session.write_text(merge.text, message("Answers of colleagues"), undo)
            lines.extend(_report_lines(session, merge))
            if reply.found.outside:
                text = message(
                    "Written outside the markers, and not read: “{text}”",
                    text=reply.found.outside,
                )
                lines.append(ReportLine("warning", session.say(text)))
            failure = _write_record(session, write, merge.record, is_saved=is_new)
            if failure:
                lines.append(ReportLine("error", failure))
        added = sum(one.outcome == "written" for one in merge.answers)
        if not added:
            return ChangeOutcome(
                OutcomeStatus.UNCHANGED, session.say(message("No answer was added."))
            )
        text = counted("{count} answer was added.", "{count} answers were added.", added)
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(text))

    outcome = session.guarded(add)
    return AnswersReport(outcome, tuple(lines) if outcome.is_saved else ())


def settle(session: EditSession, code: str, choice: SettleChoice) -> ChangeOutcome:
    """Choose between an answer and what the plan has; the other value is no longer shown."""

    def choose() -> ChangeOutcome:
        plan = session.plan
        with locked_record(record_path(session.path)) as (record, write):
            asked = record.by_code.get(code)
            if asked is None or _difference(session, plan, record, asked) is None:
                raise UserError(message("This has been decided in the meantime."))
            outcome = "written" if choice == "answer" else "declined"
            after = record.with_questions([asked.model_copy(update={"outcome": outcome})])
            if choice == "answer":
                field = answer_field_at(asked.path)
                assert field is not None
                path = change_path(session.file.document.value, asked.path)
                day = asked.answered_on or session.today()
                value = answer_value(field, asked.answer or "", *_conventions(plan, asked))
                change = answer_change(field, path, value, asked.to, day, replaces=True)
                label = message("Answer from {name}", name=_member_name(plan, asked.to))
                session.change([change], label, _record_undo(session, record, after))
            failure = _write_record(session, write, after, is_saved=choice == "answer")
        text = (
            message("The answer is in the plan.")
            if choice == "answer"
            else message("The plan was kept as it is.")
        )
        words = filter(None, (session.say(text), failure))
        return ChangeOutcome(OutcomeStatus.SAVED, " ".join(words))

    return session.guarded(choose)


def _difference(
    session: EditSession, plan: Plan, record: QuestionRecord, one: RecordedQuestion
) -> DifferingAnswer | None:
    """Return an answer beside what the plan has; None where it no longer differs."""
    field = answer_field_at(one.path)
    if one.outcome != "differs" or not one.answer or field is None:
        return None
    try:
        value = target_value(plan, one.path)
        path = change_path(session.file.document.value, one.path)
    except LookupError:
        return None
    if answer_value(field, one.answer, *_conventions(plan, one)).plain in plain_texts(value):
        return None
    formats = Formats(session.language, session.form.translate)
    day = one.answered_on
    return DifferingAnswer(
        one.code,
        one.text,
        target_label(plan, one.path, session.form.translate),
        field_key(path),
        _current_text(session, plan, field, value, one.to),
        _source(plan, record, one, value, formats),
        one.answer,
        _member_name(plan, one.to),
        formats.day(day) if day else "",
        field.is_list,
    )


def _current_text(
    session: EditSession, plan: Plan, field: PlanField, value: object, to: str
) -> str:
    """Return what the plan has: of a list, what the colleague has told us before."""
    formatter = PlanFormatter(plan, session.language, session.today())
    if isinstance(value, tuple):
        return "\n".join(formatter.text(one.text) for one in claims_in(value) if one.told_by == to)
    return shown_value(formatter, field, value)


def _source(
    plan: Plan, record: QuestionRecord, asked: RecordedQuestion, value: object, formats: Formats
) -> str:
    """Return who told us what the plan has, and when: of the claim, or of an answer before."""
    for claim in claims_in(value):
        if claim.told_by:
            day = formats.date(claim.on) if claim.on is not None else ""
            return ", ".join(filter(None, (_member_name(plan, claim.told_by), day)))
    current = plain_texts(value)
    for one in record.questions:
        field = answer_field_at(one.path)
        if one.path != asked.path or one.outcome != "written" or field is None:
            continue
        if answer_value(field, one.answer or "", *_conventions(plan, one)).plain in current:
            day = formats.day(one.answered_on) if one.answered_on else ""
            return ", ".join(filter(None, (_member_name(plan, one.to), day)))
    return ""


def _conventions(plan: Plan, asked: RecordedQuestion) -> tuple[Conventions, str]:
    return Conventions(asked.language, plan.plan.currency), plan.plan.language


def _member_name(plan: Plan, person: str) -> str:
    member = member_with_id(plan, person)
    return member.name if member is not None else person


def _write_record(
    session: EditSession,
    write: Callable[[QuestionRecord], None],
    record: QuestionRecord,
    *,
    is_saved: bool,
) -> str:
    """Record what became of answers; where the plan is saved already, return why that failed.

    Raises:
        UserError: it cannot be recorded, and nothing was saved.
    """
    if is_saved:
        return session.also_written(lambda: write(record))
    write(record)
    return ""


def _record_undo(
    session: EditSession, before: QuestionRecord, after: QuestionRecord
) -> Callable[[], None]:
    """Return what records the questions as they were, where nothing was recorded since."""
    changed = [one for one in after.questions if before.by_code.get(one.code) != one]

    def undo() -> None:
        with locked_record(record_path(session.path)) as (record, write):
            write(
                record.with_questions(
                    before.by_code[one.code]
                    for one in changed
                    if record.by_code.get(one.code) == one and one.code in before.by_code
                )
            )

    return undo


def _report_lines(session: EditSession, merge: Merge) -> Iterator[ReportLine]:
    for one in merge.answers:
        yield ReportLine(_LINE_KINDS[one.outcome], session.say(_sentence(session, merge, one)))
    for problem in merge.problems:
        yield ReportLine("error", visible_line(session.say(problem)))


def _sentence(session: EditSession, merge: Merge, one: MergedAnswer) -> Message:
    place = target_label(merge.plan, one.question.path, session.form.translate)
    values = {"name": one.name, "place": place, "answer": visible_line(one.answer)}
    match one.outcome:
        case "written":
            return message("{name}, {place}: “{answer}” was added.", **values)
        case "same":
            return message("{name}, {place}: “{answer}” is in the plan already.", **values)
        case "known":
            return message("{name}, {place}: “{answer}” was received before.", **values)
        case "differs":
            return message("{name}, {place}: “{answer}” differs from the plan.", **values)
        case "gone":
            return message(
                "{name}, {place}: “{answer}” was not added, its place in the plan is gone.",
                **values,
            )
        case _:
            return message(
                "{name}, {place}: “{answer}” was not added. {problem}",
                problem=one.problem,
                **values,
            )
