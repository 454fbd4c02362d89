"""Which questions to put to which colleague: few, and only those that they can answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.visibility.audience import audience_for
from kamctl.plan.amounts import Conventions
from kamctl.plan.months import days_later
from kamctl.plan.people import has_left
from kamctl.plan.text import Claim, is_empty, text_in
from kamctl.questionnaires.answer_targets import AnswerTarget, may_see_value, target_value, targets
from kamctl.questionnaires.answer_values import (
    answer_value,
    claims_in,
    comparable_text,
    plain_texts,
    shown_value,
    value_labels,
)
from kamctl.questionnaires.bank import question_bank
from kamctl.questionnaires.record import RecordedQuestion, new_code, value_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.plan.fields import PlanField
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member
    from kamctl.questionnaires.record import QuestionRecord
    from kamctl.workspace.config import Workspace
    from kamctl.workspace.model import ColleagueQuestion

MAX_QUESTIONS: Final = 7
"""How many questions one colleague is asked at a time."""
MAX_AGE_DAYS: Final = 180
"""How old, in days, what is known may be, where the tier of the account does not say."""


class Candidate(NamedTuple):
    """A question that a colleague could be asked about one place of the plan."""

    question: ColleagueQuestion
    target: AnswerTarget
    code: str


@dataclass(frozen=True)
class Questionnaire:
    """The questions to one colleague, in the order in which they are put."""

    person: Member
    questions: tuple[ColleagueQuestionText, ...]
    since: dt.date | None = None
    """Of a reminder, the day on which the questions were last put."""


class ColleagueQuestionText(NamedTuple):
    """A question as a colleague reads it, in one language.

    `current` is what the plan has there, as far as the colleague may see it, else empty;
    `choices` the values to choose from, by their labels; `currency` that of amounts, empty where
    the colleague does not see it. `before` is the hash of its current value.
    """

    code: str
    question: str
    path: str
    text: str
    why: str
    current: str
    field: PlanField
    choices: tuple[str, ...]
    currency: str
    before: str | None
    asked: dt.date | None
    """The day on which it was first put, if it was and has no answer yet."""


class QuestionChooser:
    """Chooses the questions about one plan; `record` has those that were asked before."""

    def __init__(
        self,
        plan: Plan,
        workspace: Workspace,
        record: QuestionRecord,
        language: str,
        today: dt.date,
    ) -> None:
        self.plan = plan
        self.record = record
        self.today = today
        self.language = language
        self.formatter = PlanFormatter(plan, language, today)
        self.bank = question_bank(workspace.questions)
        self._codes: dict[tuple[str, str, str], str] = {}
        tier = workspace.tiers.get(plan.account.tier or "")
        days = (tier.max_age_days if tier else None) or MAX_AGE_DAYS
        self._oldest = days_later(today, -days)

    def colleagues(self) -> tuple[Member, ...]:
        """Return those who can be asked: the team without its owner and those who have left."""
        return tuple(
            one
            for one in self.plan.team
            if one.id != self.plan.plan.owner and not has_left(one, self.today)
        )

    def questionnaires(self) -> tuple[Questionnaire, ...]:
        """Return what to ask each colleague, without those who have nothing to answer."""
        found = (self.questionnaire(one) for one in self.colleagues())
        return tuple(one for one in found if one.questions)

    def questionnaire(self, person: Member) -> Questionnaire:
        """Return what to ask a colleague: seven questions at most, most useful first.

        Those that everyone is asked always have a place.
        """
        due = [one for one in self.candidates(person) if self._is_due(one, person)]
        own = [one for one in due if not _is_general(one.question)]
        general = [one for one in due if _is_general(one.question)]
        own.sort(key=lambda one: self._rank(one, person))
        general.sort(key=lambda one: self._rank(one, person))
        general = general[-MAX_QUESTIONS:]
        chosen = (*own[: MAX_QUESTIONS - len(general)], *general)
        return Questionnaire(person, tuple(self.text(one, person) for one in chosen))

    def reminder(self, person: Member, since: dt.date) -> Questionnaire:
        """Return the questions that a colleague was put until a day and has not answered.

        Those whose place in the plan has gone are left out.
        """
        found = {one.code: one for one in self.candidates(person)}
        waiting = [
            found[one.code]
            for one in self.record.questions
            if one.code in found and one.answered is None and one.last_asked <= since
        ]
        return Questionnaire(person, tuple(self.text(one, person) for one in waiting), since)

    def candidates(self, person: Member) -> Iterator[Candidate]:
        """Return all questions that a colleague could answer, whatever the plan has there."""
        audience = audience_for(person.function)
        for question in self.bank:
            for target in targets(self.plan, question.fills, person, audience, self.today):
                if self._can_answer(question, target, person):
                    yield Candidate(question, target, self._code(question, target, person))

    def _code(self, question: ColleagueQuestion, target: AnswerTarget, person: Member) -> str:
        """Return the code of a question: that of the record, else one that no other has."""
        recorded = self.record.find(person.id, question.id, target.key)
        if recorded is not None:
            return recorded.code
        key = (person.id, question.id, target.key)
        if key not in self._codes:
            parts = (self.plan.account.name, person.id, question.id, target.entry)
            taken = {*self.record.by_code, *self._codes.values()}
            self._codes[key] = new_code(parts, taken)
        return self._codes[key]

    def _can_answer(
        self, question: ColleagueQuestion, target: AnswerTarget, person: Member
    ) -> bool:
        """Tell whether it is their function's, everyone's, or they have been a source there."""
        if _is_general(question) or person.function in question.functions:
            return True
        return any(
            one.told_by == person.id for one in claims_in(target_value(self.plan, target.key))
        )

    def _is_due(self, candidate: Candidate, person: Member) -> bool:
        recorded = self.record.by_code.get(candidate.code)
        if recorded is not None:
            answered = recorded.answered_on
            if answered is None:
                return True
            if answered > self._oldest:
                return False
        value = self._without_answers(candidate, person)
        match candidate.question.when:
            case "always":
                return True
            case "old":
                return _is_nothing(value) or self._is_old(value)
            case _:
                return _is_nothing(value)

    def _rank(self, candidate: Candidate, person: Member) -> tuple[bool, bool, bool]:
        """Sort key: what was asked and not answered, what they are a source of, what is missing."""
        recorded = self.record.by_code.get(candidate.code)
        value = target_value(self.plan, candidate.target.key)
        return (
            recorded is None or recorded.answered is not None,
            all(one.told_by != person.id for one in claims_in(value)),
            not _is_nothing(self._without_answers(candidate, person)),
        )

    def _is_old(self, value: Any) -> bool:
        """Tell whether the newest of the claims is older than the limit; without a date it is."""
        dates = [one.on.day for one in claims_in(value) if one.on is not None]
        return not dates or max(dates) < self._oldest

    def _without_answers(self, candidate: Candidate, person: Member) -> Any:
        """Return what the plan has at a place without what colleagues have answered.

        Nobody is shown, or spared, a question because of what another has answered to it.
        """
        value = target_value(self.plan, candidate.target.key)
        answers = [
            one
            for one in self.record.questions
            if one.path == candidate.target.key and one.to != person.id and one.answer
        ]
        if not answers:
            return value
        if isinstance(value, tuple):
            return tuple(one for one in value if not _is_one_of(one, answers))
        current = plain_texts(value)
        plain_answers = (self._plain_answer(one, candidate.target.field) for one in answers)
        is_answer = any(one in current for one in plain_answers)
        return None if is_answer else value

    def _plain_answer(self, answered: RecordedQuestion, field: PlanField) -> str:
        plan = self.plan.plan
        conventions = Conventions(answered.language, plan.currency)
        return answer_value(field, answered.answer or "", conventions, plan.language).plain

    def text(self, candidate: Candidate, person: Member) -> ColleagueQuestionText:
        """Put a question into words for a colleague."""
        question, target, code = candidate
        value = self._without_answers(candidate, person)
        may_see = may_see_value(target.field, audience_for(person.function))
        recorded = self.record.by_code.get(code)
        is_open = recorded is not None and recorded.answered is None
        return ColleagueQuestionText(
            code=code,
            question=question.id,
            path=target.key,
            text=self._filled(question.text, target),
            why=self._filled(question.why, target),
            current=shown_value(self.formatter, target.field, value) if may_see else "",
            field=target.field,
            choices=value_labels(self.formatter, target.field),
            # The briefing for everyone, and so for who has no function, does not have it.
            currency=(self.plan.plan.currency or "") if person.function else "",
            before=value_hash(plain_texts(target_value(self.plan, target.key))),
            asked=dt.date.fromisoformat(recorded.asked) if recorded and is_open else None,
        )

    def _filled(self, text: Any, target: AnswerTarget) -> str:
        written = text_in(text, self.language, self.plan.plan.language)
        entry = target.entry
        if entry and written.endswith("{entry}?"):
            entry = entry.rstrip(".")
        return written.replace("{account}", self.plan.account.name).replace("{entry}", entry)


def recorded_questions(
    questionnaires: Iterable[Questionnaire], record: QuestionRecord, language: str, today: dt.date
) -> Iterator[RecordedQuestion]:
    """Return the questions of questionnaires that are sent today, as they are recorded."""
    for questionnaire in questionnaires:
        for one in questionnaire.questions:
            known = record.by_code.get(one.code)
            if known is not None and known.answered is None:
                again = today.isoformat()
                reminded = known.reminded if again == known.asked else again
                now = {"reminded": reminded, "language": language, "text": one.text}
                yield known.model_copy(update=now)
            else:
                yield RecordedQuestion(
                    code=one.code,
                    to=questionnaire.person.id,
                    question=one.question,
                    path=one.path,
                    language=language,
                    text=one.text,
                    before=one.before,
                    asked=today.isoformat(),
                )


def _is_general(question: ColleagueQuestion) -> bool:
    return not question.functions


def _is_one_of(claim: Claim, answers: Iterable[RecordedQuestion]) -> bool:
    current_texts = plain_texts(claim)
    return any(
        claim.told_by == one.to and comparable_text(one.answer or "") in current_texts
        for one in answers
    )


def _is_nothing(value: Any) -> bool:
    if value is None or value == ():
        return True
    return isinstance(value, str | dict) and is_empty(value)
