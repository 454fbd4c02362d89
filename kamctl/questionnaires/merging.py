"""From answers to changes of the plan: what is new is added, nothing is replaced."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kamctl.briefing.formatter import PlanFormatter
from kamctl.checks.engine.change_errors import errors_of_change
from kamctl.checks.helpers.placeholders import is_mere_assent, is_placeholder
from kamctl.document.changes import CannotChange, Conflict, InsertItem, Obstacle, SetValue
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message
from kamctl.plan.amounts import Conventions
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.person_names import plain_email
from kamctl.plan.plan_file import PlanFile
from kamctl.questionnaires.answer_targets import answer_field_at, change_path, target_value
from kamctl.questionnaires.answer_values import (
    answer_value,
    comparable_text,
    plain_texts,
    shown_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.document.changes import Place, ValueEdit
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Message
    from kamctl.plan.fields import PlanField
    from kamctl.plan.load import Loaded
    from kamctl.plan.model import Plan
    from kamctl.questionnaires.answer_files import AnswerFile
    from kamctl.questionnaires.answer_values import AnswerValue
    from kamctl.questionnaires.record import QuestionRecord, RecordedQuestion
    from kamctl.questionnaires.text_answers import FoundAnswer
    from kamctl.workspace.config import Workspace

Merged = Literal["written", "same", "differs", "gone", "known", "refused"]
"""What became of an answer: of `AnswerOutcome`, or imported before, or refused."""
NEEDS_ATTENTION: Final[frozenset[Merged]] = frozenset({"differs", "gone", "refused"})


class MergedAnswer(NamedTuple):
    """An answer, who gave it, and what became of it.

    `current` is what the plan says instead; `problem` why the answer was refused.
    """

    question: RecordedQuestion
    name: str
    answer: str
    outcome: Merged
    current: str = ""
    problem: Message | None = None


@dataclass
class Merge:
    """What a plan and its record become, and what is to be reported."""

    file: PlanFile
    """The plan as it was read."""
    text: str
    """The plan's text afterwards."""
    record: QuestionRecord
    plan: Plan
    """The plan afterwards."""
    answers: list[MergedAnswer] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)

    @property
    def needs_attention(self) -> bool:
        """Tell whether somebody has to decide or to correct something."""
        return bool(self.problems) or any(one.outcome in NEEDS_ATTENTION for one in self.answers)


def merge_answers(
    file: PlanFile,
    loaded: Loaded,
    record: QuestionRecord,
    files: Iterable[AnswerFile],
    workspace: Workspace,
    today: dt.date,
) -> Merge:
    """Prepare to add answers to a plan; nothing is written yet.

    An answer that makes an error of the plan is refused: `workspace` and `today` are what its
    checks need.

    Raises:
        CannotChange: the plan's text cannot be changed, whatever the answer.
    """
    merger = _Merger(file, loaded, record, workspace, today)
    merge = Merge(file, file.source.text, record, merger.plan)
    for one in files:
        merge.problems += (
            message("{file}: {problem}", file=one.name, problem=problem)
            for problem in one.found.problems
        )
        if not (one.found.answers or one.found.problems):
            merge.problems.append(
                message("{file}: there is no answer between the markers.", file=one.name)
            )
        for answer in one.found.answers:
            found = merger.add(answer, one)
            if found is None:
                merge.problems.append(
                    message(
                        "{file}: [{code}] is not a question about this plan: “{answer}”",
                        file=one.name,
                        code=answer.code,
                        answer=answer.text,
                    )
                )
            else:
                merge.answers.append(found)
    merge.text, merge.record = merger.working.source.text, merger.record
    merge.plan = merger.plan
    return merge


class _Merger:
    """Adds one answer after the other; each sees what those before it have changed."""

    def __init__(
        self,
        file: PlanFile,
        loaded: Loaded,
        record: QuestionRecord,
        workspace: Workspace,
        today: dt.date,
    ) -> None:
        assert loaded.plan is not None
        self.working = file
        self.plan: Plan = loaded.plan
        self.loaded = loaded
        self.record = record
        self.workspace = workspace
        self.today = today
        self.formatter = PlanFormatter(self.plan, self.plan.plan.language, today)
        self.team = entries_by_id(self.plan.team)

    def add(self, answer: FoundAnswer, file: AnswerFile) -> MergedAnswer | None:
        """Add an answer; None where it is to no question that was asked about this plan."""
        asked = self.record.by_code.get(answer.code)
        if asked is None:
            return None
        person = self.team.get(asked.to)
        name = person.name if person else asked.to
        merged = MergedAnswer(asked, name, answer.text, "refused")
        problem = self._refusal_reason(asked, answer, file)
        if problem is not None:
            return merged._replace(problem=problem)
        if _is_known(asked, answer.text):
            return merged._replace(outcome="known")
        day = file.sent if file.sent is not None and file.sent <= self.today else self.today
        merged = self._merged(merged, day)
        if merged.outcome in ("written", "same", "differs", "gone"):
            self._note(asked, merged, day)
        return merged

    def _refusal_reason(
        self, asked: RecordedQuestion, answer: FoundAnswer, file: AnswerFile
    ) -> Message | None:
        """Return why an answer cannot be taken for one of the colleague who was asked."""
        person = self.team.get(asked.to)
        if person is None:
            return message("{id} is no longer on the team of the plan.", id=asked.to)
        sender, address = plain_email(file.sender), plain_email(person.email)
        others = {plain_email(one.email) for one in self.team.values() if one.id != asked.to}
        if sender and (sender != address if address else sender in others):
            return message(
                "The e-mail is from {sender}, and the question was for {name}.",
                sender=file.sender,
                name=person.name,
            )
        if is_placeholder(answer.text) or not any(map(str.isalnum, answer.text)):
            return message("The answer contains no information.")
        if any(unicodedata.category(one) == "Cc" and one != "\n" for one in answer.text):
            return message("The answer has a control character.")
        field_ = answer_field_at(asked.path)
        if field_ is None or field_.kind not in ("text", "claim"):
            return None
        if is_mere_assent(answer.text):
            return message("The answer says nothing without the question: add it by hand.")
        if answer.is_doubtful:
            return message("Its > may be “more than” or a sign of quoting: add it by hand.")
        return None

    def _merged(self, merged: MergedAnswer, day: dt.date) -> MergedAnswer:
        asked = merged.question
        field_ = answer_field_at(asked.path)
        try:
            if field_ is None:
                return merged._replace(outcome="gone")
            current = target_value(self.plan, asked.path)
            path = change_path(self.working.document.value, asked.path)
        except LookupError:
            return merged._replace(outcome="gone")
        conventions = Conventions(asked.language, self.plan.plan.currency)
        value = answer_value(field_, merged.answer, conventions, self.plan.plan.language)
        current_texts = plain_texts(current)
        if value.plain in current_texts:
            return merged._replace(outcome="same")
        if field_.is_list:
            earlier = asked.answer
            if earlier and comparable_text(earlier) in current_texts:
                return merged._replace(outcome="differs", current=earlier)
        elif current_texts:
            return merged._replace(
                outcome="differs",
                current=shown_value(self.formatter, field_, current),
            )
        return self._changed(merged, answer_change(field_, path, value, asked.to, day))

    def _changed(self, merged: MergedAnswer, change: ValueEdit) -> MergedAnswer:
        """Make a change, unless it makes an error of the plan."""
        try:
            edit = self.working.change([change])
        except Conflict as conflict:  # something is there that the format does not allow
            return merged._replace(outcome="differs", current=visible_line(str(conflict.theirs)))
        except CannotChange as obstacle:
            if obstacle.reason is not Obstacle.OTHER_FIELD:
                raise
            return merged._replace(problem=obstacle.message)
        errors = errors_of_change(self.loaded, edit.loaded, self.workspace, self.today)
        new = next(errors, None)
        if new is not None or edit.loaded.plan is None:
            return merged._replace(problem=_with_hint(new) if new is not None else None)
        self.working = PlanFile(self.working.path, self.working.data, edit.loaded.original.source)
        self.plan, self.loaded = edit.loaded.plan, edit.loaded
        return merged._replace(outcome="written")

    def _note(self, asked: RecordedQuestion, merged: MergedAnswer, day: dt.date) -> None:
        """Record an answer; one that was recorded just so keeps its day."""
        if asked.answered and asked.answer == merged.answer and asked.outcome == merged.outcome:
            return
        now = {"answered": day.isoformat(), "answer": merged.answer, "outcome": merged.outcome}
        self.record = self.record.with_questions([asked.model_copy(update=now)])


def _with_hint(finding: Finding) -> Message:
    if finding.hint is None:
        return finding.message
    return message("{problem} {fix}", problem=finding.message, fix=finding.hint)


def answer_change(
    field_: PlanField,
    path: Place,
    value: AnswerValue,
    told_by: str,
    day: dt.date,
    *,
    replaces: bool = False,
) -> ValueEdit:
    """Return the change that writes an answer of somebody, given on a day, into a plan.

    A list gets it as another claim; else nothing may be there, unless it `replaces` that.
    """
    claim = {
        "text": value.written,
        "told_by": told_by,
        "on": day.isoformat(),
        "status": "assumed",
    }
    if field_.is_list:
        return InsertItem(path, claim)
    written = claim if field_.kind == "claim" else value.written
    return SetValue(path, written) if replaces else SetValue(path, written, old=None)


def _is_known(asked: RecordedQuestion, answer: str) -> bool:
    """Tell whether an answer was imported before; what differed then is compared again."""
    is_settled = asked.outcome in ("written", "same", "declined")
    return is_settled and comparable_text(asked.answer or "") == comparable_text(answer)
