"""A questionnaire as plain text: each answer goes between two marks with the code of its question.

The marks are the same in every language, and are found again in a reply however it is quoted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from kamctl.briefing.formatter import PlanFormatter
from kamctl.i18n.catalog import translator
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.people import member_with_id
from kamctl.plan.text import texts_of
from kamctl.questionnaires.answer_targets import answer_field_at, target_value
from kamctl.questionnaires.answer_values import shown_value, value_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.plan.fields import PlanField
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member
    from kamctl.questionnaires.choice import ColleagueQuestionText, Questionnaire
    from kamctl.questionnaires.record import QuestionRecord
    from kamctl.workspace.model import ColleagueQuestion

GREETING: Final = N_("Hello {name},")
_INSTRUCTIONS: Final = N_(
    "Reply to this message and write each answer between the two lines that belong to it, such as "
    "{first} and {last}. One or two sentences are enough. Leave empty what you do not know."
)
CLOSING_NOTE: Final = N_(
    "Your answers are added to the plan with your name and the date, as not yet confirmed. They do "
    "not count as a sign-off."
)
WHY: Final = N_("Why: {why}")
CURRENT: Final = N_("In the plan now: {current}")
THANKS: Final = N_("Thank you.")
_FORMS: Final = {
    "amount": N_("As an amount in {currency}, for example {example}"),
    "percent": N_("As a percentage, for example {example}"),
    "date": N_("As a date, for example {example}"),
    "choice": N_("Choose one of: {choices}"),
}

FIRST_MARK: Final = "[Q1-…]"
LAST_MARK: Final = "[/Q1-…]"
"""The marks in the instructions: not of a real question, which would be found before its answer."""
_SHORTEST_PHRASE: Final = 2
_TEMPLATE: Final = (
    *(GREETING, _INSTRUCTIONS, CLOSING_NOTE, WHY, CURRENT, THANKS),
    *_FORMS.values(),
)


class FormTexts:
    """The texts of questionnaires about one plan in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.say = translator(language)
        self.account = visible_line(plan.account.name)
        self.language = language
        self.formats = Formats(language, self.say)
        owner = member_with_id(plan, plan.plan.owner)
        self.sender = visible_line(owner.name) if owner else ""

    def title(self, questionnaire: Questionnaire) -> str:
        """Return the heading of a questionnaire: the subject of an e-mail."""
        title = (
            message("{account}: questions for the account plan", account=self.account)
            if questionnaire.since is None
            else message("Reminder: {account}, questions for the account plan",
                         account=self.account)
        )  # fmt: skip
        return title.say(self.say)

    def greeting(self, person: Member) -> str:
        """Return the first line."""
        return Message(GREETING, {"name": visible_line(person.name)}).say(self.say)

    def introduction(self, questionnaire: Questionnaire) -> str:
        """Say what the questions are for, and how many there are."""
        count, since = len(questionnaire.questions), questionnaire.since
        if since is None:
            return _introduction(count, self.account).say(self.say)
        return _reminder(count, self.account, self.formats.day(since)).say(self.say)

    def instructions(self) -> str:
        """Say how to reply."""
        return Message(_INSTRUCTIONS, {"first": FIRST_MARK, "last": LAST_MARK}).say(self.say)

    def ending(self) -> str:
        """Return the last lines: the thanks and the name of the sender."""
        return "\n".join(filter(None, (self.say(THANKS), self.sender)))

    def answer_form(self, field: PlanField, currency: str, choices: Sequence[str]) -> str:
        """Say how an answer is written, where it is not simply a text.

        `currency` is empty where the reader does not see it.
        """
        found = self._answer_form(field, currency, choices)
        return found.say(self.say) if found is not None else ""

    def _answer_form(
        self, field: PlanField, currency: str, choices: Sequence[str]
    ) -> Message | None:
        match field.kind:
            case "amount" if currency:
                example = Formats(self.language, self.say, currency).money(120_000)
                return Message(_FORMS["amount"], {"currency": currency, "example": example})
            case "percent":
                return Message(_FORMS["percent"], {"example": self.formats.percent(34)})
            case "date":
                day = dt.date(2027, 3, 31)
                return Message(_FORMS["date"], {"example": self.formats.day(day)})
            case "choice":
                return Message(_FORMS["choice"], {"choices": ", ".join(choices)})
            case _:
                return None

    def explanations(self, question: ColleagueQuestionText) -> Iterator[str]:
        """Return the lines below a question: why it is asked, what the plan has, how to answer."""
        if question.why:
            yield Message(WHY, {"why": question.why}).say(self.say)
        if question.current:
            yield Message(CURRENT, {"current": visible_line(question.current)}).say(self.say)
        form = self.answer_form(question.field, question.currency, question.choices)
        if form:
            yield form


def _introduction(count: int, account: str) -> Message:
    return counted(
        "There is {count} question for the account plan of {account} that you can answer best.",
        "There are {count} questions for the account plan of {account} that you can answer best.",
        count,
        account=account,
    )


def _reminder(count: int, account: str, day: str) -> Message:
    return counted(
        "{count} question of {day} for the account plan of {account} has no answer yet. You can "
        "answer it best.",
        "{count} questions of {day} for the account plan of {account} have no answer yet. You can "
        "answer them best.",
        count,
        account=account,
        day=day,
    )


def template_phrases(
    plan: Plan,
    record: QuestionRecord,
    languages: Iterable[str],
    questions: Iterable[ColleagueQuestion],
    today: dt.date,
) -> list[str]:
    """Return what questionnaires say themselves: what is left of a reply was written by somebody.

    These are their texts, and the parts between the names and figures in them, which may have
    changed since. `questions` say why they are asked.
    """
    phrases = [one.text for one in record.questions]
    asked = {one.question for one in record.questions}
    whys = [why for one in questions if one.id in asked for why in texts_of(one.why)]
    phrases += (part for why in whys for part in _parts(why))
    for language in languages:
        texts = FormTexts(plan, language)
        parts = [texts.say(msgid) for msgid in _TEMPLATE]
        for count in (1, 2):
            parts.append(_introduction(count, "{account}").say(texts.say))
            parts.append(_reminder(count, "{account}", "{day}").say(texts.say))
        phrases += (part for text in parts for part in _parts(text))
        phrases += _filled_texts(plan, record, texts, today)
    return phrases


def _filled_texts(
    plan: Plan, record: QuestionRecord, texts: FormTexts, today: dt.date
) -> Iterator[str]:
    """Return the texts of questionnaires with the names and figures that the plan has now."""
    colleagues = {one.to for one in record.questions}
    for person in plan.team:
        if person.id in colleagues:
            yield texts.greeting(person)
    days = {one.last_asked for one in record.questions}
    for count in range(1, len(record.questions) + 1):
        yield _introduction(count, texts.account).say(texts.say)
        for day in days:
            yield _reminder(count, texts.account, texts.formats.day(day)).say(texts.say)
    yield texts.instructions()
    yield texts.ending()
    formatter = PlanFormatter(plan, texts.language, today)
    for one in record.questions:
        field = answer_field_at(one.path)
        if field is None:
            continue
        choices = value_labels(formatter, field)
        yield texts.answer_form(field, plan.plan.currency or "", choices)
        try:
            current = shown_value(formatter, field, target_value(plan, one.path))
        except LookupError:  # the entry is gone
            continue
        if current:
            yield Message(CURRENT, {"current": visible_line(current)}).say(texts.say)


def _parts(text: str) -> list[str]:
    """Return what is between the names and figures of a text."""
    parts = (part.strip() for part in re.split(r"\{\w+\}|[0-9]", text))
    return [part for part in parts if len(part) > _SHORTEST_PHRASE]


def opening_mark(number: int, code: str) -> str:
    """Return the line above an answer, such as `[Q3-k7f2]`."""
    return f"[Q{number}-{code}]"


def closing_mark(number: int, code: str) -> str:
    """Return the line below an answer, such as `[/Q3-k7f2]`."""
    return f"[/Q{number}-{code}]"


def text_form(questionnaire: Questionnaire, texts: FormTexts) -> str:
    """Return a questionnaire as plain text, with a line end at its end."""
    parts = [
        texts.greeting(questionnaire.person),
        texts.introduction(questionnaire),
        texts.instructions(),
    ]
    for number, question in enumerate(questionnaire.questions, 1):
        lines = [f"{number}. {visible_line(question.text)}", *texts.explanations(question)]
        parts.append("\n".join(lines))
        marks = opening_mark(number, question.code), closing_mark(number, question.code)
        parts.append("\n\n".join(marks))
    parts += [texts.say(CLOSING_NOTE), texts.ending()]
    return "\n\n".join(parts) + "\n"
