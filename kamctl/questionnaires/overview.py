"""What there is to ask, and what was asked: for people and for programs."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.i18n.formats import Formats
from kamctl.i18n.localized import language_of
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.functions import function_name
from kamctl.questionnaires.answer_targets import target_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.i18n.message import Translate
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.record import AnswerOutcome, QuestionRecord, RecordedQuestion

_VERSION: Final = 1
_OUTCOMES: Final[dict[AnswerOutcome, str]] = {
    "written": N_("added to the plan"),
    "same": N_("already in the plan"),
    "differs": N_("differs from the plan"),
    "declined": N_("not used, the plan was kept"),
    "gone": N_("its place in the plan no longer exists"),
}
_KEPT: Final = ("differs", "gone")
"""What became of answers that are only in the record: they are shown."""


def questions_text(
    plan: Plan,
    questionnaires: Sequence[Questionnaire],
    file: str,
    say: Translate,
    person: str | None = None,
) -> Text:
    """Compose the questions for each colleague, with the field of the plan that each fills.

    `person` is the id of the only colleague who is asked.
    """
    formats = Formats(language_of(say), say)
    total = sum(len(one.questions) for one in questionnaires)
    head = message(
        "{account} · {questions} for {colleagues}",
        account=plan.account.name,
        questions=counted("{count} question", "{count} questions", total),
        colleagues=counted("{count} colleague", "{count} colleagues", len(questionnaires)),
    )
    text = Text().append(f"{printed_line(head.say(say))}\n", "bold")
    for one in questionnaires:
        text.append(f"\n{_named(one.person, say)}\n", "bold")
        for number, question in enumerate(one.questions, 1):
            text.append(f"  {number}. {printed_line(question.text)}\n")
            place = target_label(plan, question.path, say)
            where = message("Fills “{place}”.", place=printable(place)).say(say)
            asked = question.asked
            if asked is not None:
                day = formats.day(asked)
                where += " " + message("Asked on {day}, no answer yet.", day=day).say(say)
            text.append(f"     {where}\n", "dim")
    to = "questions/" if person is None else f"{person}.eml"
    only = "" if person is None else f"--for {person} "
    command = f"kamctl ask {as_argument(file)} {only}-o {to}"
    tail = message("Write the messages: {command}", command=command).say(say)
    return text.append(f"\n→ {tail}\n", "hint")


def questions_values(
    plan: Plan, questionnaires: Iterable[Questionnaire], file: str
) -> dict[str, Any]:
    """Return the questions for each colleague as plain values."""
    return {
        "version": _VERSION,
        "path": file,
        "account": plan.account.name,
        "colleagues": [
            {
                "id": one.person.id,
                "name": one.person.name,
                "function": one.person.function,
                "questions": [
                    {
                        "code": question.code,
                        "question": question.question,
                        "text": question.text,
                        "why": question.why or None,
                        "path": question.path,
                        "asked": question.asked.isoformat() if question.asked else None,
                    }
                    for question in one.questions
                ],
            }
            for one in questionnaires
        ],
    }


def status_text(plan: Plan, record: QuestionRecord, say: Translate) -> Text:
    """Compose who was asked what, when, and what came of it."""
    formats = Formats(language_of(say), say)
    asked = record.questions
    answered = sum(1 for one in asked if one.answered)
    if not asked:
        nothing = message("{account}: no colleague has been asked yet.", account=plan.account.name)
        return Text(f"{printed_line(nothing.say(say))}\n")
    head = message(
        "{account} · {answered} of {questions} answered",
        account=plan.account.name,
        answered=answered,
        questions=counted("{count} question", "{count} questions", len(asked)),
    )
    text = Text().append(f"{printed_line(head.say(say))}\n", "bold")
    people = entries_by_id(plan.team)
    for id_, questions in _by_colleague(asked):
        person = people.get(id_)
        name = _named(person, say) if person else printed_line(id_)
        text.append(f"\n{name}\n", "bold")
        for one in questions:
            text.append(f"  • {printed_line(one.text)}\n")
            state, style = question_state(one, formats)
            text.append(f"    {printed_line(state.say(say))}\n", style)
            if one.answer and one.outcome in _KEPT:
                kept = message("Answer: “{answer}”", answer=one.answer).say(say)
                text.append(f"    {printed_line(kept)}\n")
    return text


def question_state(one: RecordedQuestion, formats: Formats) -> tuple[Message, str]:
    """Say when a question was asked and what came of it, with a style of `reports/`."""
    asked = formats.day(one.last_asked)
    answered = one.answered_on
    if answered is None:
        return message("Asked on {day}, no answer yet.", day=asked), "todo"
    what = Message(_OUTCOMES[one.outcome or "written"])
    sentence = message(
        "Asked on {day}, answered on {answered}: {what}.",
        day=asked,
        answered=formats.day(answered),
        what=what,
    )
    return sentence, "warning" if one.outcome in _KEPT else "ok"


def status_values(plan: Plan, record: QuestionRecord, file: str) -> dict[str, Any]:
    """Return who was asked what as plain values."""
    people = entries_by_id(plan.team)
    return {
        "version": _VERSION,
        "path": file,
        "account": plan.account.name,
        "colleagues": [
            {
                "id": id_,
                "name": people[id_].name if id_ in people else None,
                "questions": [
                    one.model_dump(
                        include={
                            *("code", "question", "path", "text", "asked", "reminded"),
                            *("answered", "outcome"),
                        }
                    )
                    for one in questions
                ],
            }
            for id_, questions in _by_colleague(record.questions)
        ],
    }


def _by_colleague(
    questions: Iterable[RecordedQuestion],
) -> Iterator[tuple[str, list[RecordedQuestion]]]:
    ordered = sorted(questions, key=lambda one: one.to)
    for id_, found in groupby(ordered, key=lambda one: one.to):
        yield id_, list(found)


def _named(person: Member, say: Translate) -> str:
    function = function_name(person.function).say(say) if person.function else ""
    return printed_line(f"{person.name} ({function})" if function else person.name)
