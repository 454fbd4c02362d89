"""A questionnaire as plain text: each answer goes between two marks with the code of its question.

The marks are the same in every language, and are found again in a reply however it is quoted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from kamctl.i18n.catalog import translator
from kamctl.i18n.controls import visible_line
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.people import member_called
from kamctl.plan.text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.i18n.message import Translate
    from kamctl.plan.model import Plan
    from kamctl.questionnaires.choice import ColleagueQuestionText, Questionnaire
    from kamctl.questionnaires.record import QuestionRecord
    from kamctl.workspace.model import ColleagueQuestion

GREETING: Final = N_("Hello {name},")
INSTRUCTIONS: Final = N_(
    "Reply to this message and write each answer between the two lines that belong to it, such as "
    "{first} and {last}. One or two sentences are enough. Leave empty what you do not know."
)
CLOSING: Final = N_(
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

_SHORTEST_PHRASE: Final = 2
_TEMPLATE: Final = (
    *(GREETING, INSTRUCTIONS, CLOSING, WHY, CURRENT, THANKS),
    *_FORMS.values(),
)


class FormTexts:
    """The texts of questionnaires about one plan in one language."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.say = translator(language)
        self.account = visible_line(plan.account.name)
        self.language = language
        self.formats = Formats(language, self.say)
        owner = member_called(plan, plan.plan.owner)
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

    def greeting(self, questionnaire: Questionnaire) -> str:
        """Return the first line."""
        return Message(GREETING, {"name": visible_line(questionnaire.person.name)}).say(self.say)

    def introduction(self, questionnaire: Questionnaire) -> str:
        """Say what the questions are for, and how many there are."""
        count, since = len(questionnaire.questions), questionnaire.since
        if since is None:
            return _introduction(count, self.account).say(self.say)
        return _reminder(count, self.account, self.formats.day(since)).say(self.say)

    def answer_form(self, question: ColleagueQuestionText) -> str:
        """Say how an answer is written, where it is not simply a text."""
        return found.say(self.say) if (found := self._answer_form(question)) else ""

    def _answer_form(self, question: ColleagueQuestionText) -> Message | None:
        match question.field.kind:
            case "amount" if question.currency:
                example = Formats(self.language, self.say, question.currency).money(120_000)
                values = {"currency": question.currency, "example": example}
                return Message(_FORMS["amount"], values)
            case "percent":
                return Message(_FORMS["percent"], {"example": self.formats.percent(34)})
            case "date":
                day = dt.date(2027, 3, 31)
                return Message(_FORMS["date"], {"example": self.formats.day(day)})
            case "choice":
                return Message(_FORMS["choice"], {"choices": ", ".join(question.choices)})
            case _:
                return None

    def explanations(self, question: ColleagueQuestionText) -> Iterator[str]:
        """Return the lines below a question: why it is asked, what the plan has, how to answer."""
        if question.why:
            yield Message(WHY, {"why": question.why}).say(self.say)
        if question.current:
            yield Message(CURRENT, {"current": visible_line(question.current)}).say(self.say)
        form = self.answer_form(question)
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
    record: QuestionRecord,
    translators: Iterable[Translate],
    questions: Iterable[ColleagueQuestion] = (),
) -> list[str]:
    """Return what questionnaires say themselves: what is left of a reply was written by somebody.

    Of texts with names or figures in them these are the parts in between. `questions` say why they
    are asked.
    """
    phrases = [one.text for one in record.questions]
    asked = {one.question for one in record.questions}
    whys = [why for one in questions if one.id in asked for why in texts_of(one.why)]
    phrases += (part for why in whys for part in _parts(why))
    for say in translators:
        texts = [say(msgid) for msgid in _TEMPLATE]
        for count in (1, 2):
            texts.append(_introduction(count, "{account}").say(say))
            texts.append(_reminder(count, "{account}", "{day}").say(say))
        phrases += (part for text in texts for part in _parts(text))
    return phrases


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
    # No mark of a real question, which would be found before its answer.
    instructions = Message(INSTRUCTIONS, {"first": "[Q1-…]", "last": "[/Q1-…]"}).say(texts.say)
    parts = [
        texts.greeting(questionnaire),
        texts.introduction(questionnaire),
        instructions,
    ]
    for number, question in enumerate(questionnaire.questions, 1):
        lines = [f"{number}. {visible_line(question.text)}", *texts.explanations(question)]
        parts.append("\n".join(lines))
        marks = opening_mark(number, question.code), closing_mark(number, question.code)
        parts.append("\n\n".join(marks))
    parts += [texts.say(CLOSING), "\n".join(filter(None, (texts.say(THANKS), texts.sender)))]
    return "\n\n".join(parts) + "\n"
