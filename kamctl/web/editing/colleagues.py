"""Colleagues who are asked about a plan: whom, what, and the file with their questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.i18n.formats import Formats
from kamctl.i18n.locales import own_name
from kamctl.i18n.message import counted, message
from kamctl.plan.entry_lookup import entry_with_id
from kamctl.plan.functions import function_name
from kamctl.questionnaires.answer_targets import target_label
from kamctl.questionnaires.bank import bank_languages
from kamctl.questionnaires.choice import QuestionChooser, Questionnaire, recorded_questions
from kamctl.questionnaires.overview import question_state
from kamctl.questionnaires.questionnaire_form import QuestionnaireForm, questionnaire_file
from kamctl.questionnaires.record import locked_record, read_record, record_path
from kamctl.questionnaires.text_form import FormTexts
from kamctl.web.editing.form_field import Choice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.questionnaires.record import QuestionRecord
    from kamctl.web.editing.edit_session import EditSession


@dataclass(frozen=True)
class QuestionLine:
    """A question to a colleague: the place in the plan that it fills, and what came of it."""

    text: str
    place: str
    state: str
    answer: str = ""


@dataclass(frozen=True)
class AskedColleague:
    """A colleague, what to ask them now, and what they were asked before."""

    id: str
    name: str
    function: str
    state: str
    questions: tuple[QuestionLine, ...]
    answered: tuple[QuestionLine, ...]
    languages: tuple[Choice, ...]
    """In which they can be asked; the one in which they were asked last is chosen."""


def asked_colleagues(session: EditSession) -> tuple[AskedColleague, ...]:
    """Return who can be asked about the plan, with their questions.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: the record of the questions cannot be read.
    """
    record = read_record(record_path(session.path))
    chooser = _chooser(session, record, session.language)
    return tuple(
        _asked_colleague(session, chooser.questionnaire(one), record)
        for one in chooser.colleagues()
    )


def ask_colleague(session: EditSession, person: str, language: str = "") -> None:
    """Record that a colleague is asked today, in a language; by default in that of the page.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: there is nothing to ask them, or it cannot be recorded.
    """
    with session.exclusively(), locked_record(record_path(session.path)) as (record, write):
        asked_in = language if language in bank_languages() else session.language
        found = _questionnaire(session, record, person, asked_in)
        today = session.today()
        write(record.with_questions(recorded_questions([found], record, asked_in, today)))


def questionnaire(session: EditSession, person: str, form: QuestionnaireForm) -> bytes:
    """Return the file with the questions that a colleague was asked and has not answered.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: there are none.
    """
    record = read_record(record_path(session.path))
    language = _language_of(session, record, person)
    found = _questionnaire(session, record, person, language)
    asked = tuple(
        one
        for one in found.questions
        if one.code in record.by_code and record.by_code[one.code].answered is None
    )
    if not asked:
        raise _nothing_to_ask(found.person.name)
    texts = FormTexts(session.plan, language)
    return questionnaire_file(Questionnaire(found.person, asked), texts, form)


def _chooser(session: EditSession, record: QuestionRecord, language: str) -> QuestionChooser:
    workspace = session.snapshot.workspace
    return QuestionChooser(session.plan, workspace, record, language, session.today())


def _questionnaire(
    session: EditSession, record: QuestionRecord, person: str, language: str
) -> Questionnaire:
    """Return what there is to ask a colleague.

    Raises:
        UserError: nothing, or they are no colleague who can be asked.
    """
    chooser = _chooser(session, record, language)
    member = entry_with_id(chooser.colleagues(), person)
    if member is None:
        raise UserError(message("This has been deleted in the meantime."))
    found = chooser.questionnaire(member)
    if not found.questions:
        raise _nothing_to_ask(member.name)
    return found


def _language_of(session: EditSession, record: QuestionRecord, person: str) -> str:
    """Return the language in which a colleague was asked last; that of the page at first."""
    asked = [one for one in record.questions if one.to == person]
    last = max(asked, key=lambda one: (one.last_asked, one.answered is None), default=None)
    return last.language if last is not None else session.language


def _nothing_to_ask(name: str) -> UserError:
    return UserError(message("There is nothing to ask {name} now.", name=name))


def _asked_colleague(
    session: EditSession, found: Questionnaire, record: QuestionRecord
) -> AskedColleague:
    person, say, plan = found.person, session.say, session.plan
    translate = session.form.translate
    formats = Formats(session.language, translate)
    codes = {one.code for one in found.questions}
    answered = tuple(
        QuestionLine(
            one.text,
            target_label(plan, one.path, translate),
            say(question_state(one, formats)[0]),
            one.answer or "",
        )
        for one in record.questions
        if one.to == person.id and one.code not in codes and one.answered
    )
    questions = tuple(
        QuestionLine(
            one.text,
            target_label(plan, one.path, translate),
            say(message("Asked on {day}, no answer yet.", day=formats.day(one.asked)))
            if one.asked
            else "",
        )
        for one in found.questions
    )
    waiting = [record.by_code[one.code].last_asked for one in found.questions if one.asked]
    return AskedColleague(
        person.id,
        person.name,
        say(function_name(person.function)) if person.function else "",
        _state_of(session, len(questions), waiting, len(answered), formats),
        questions,
        answered,
        tuple(
            Choice(code, own_name(code), code == _language_of(session, record, person.id))
            for code in bank_languages()
        ),
    )


def _state_of(
    session: EditSession, total: int, waiting: Sequence[dt.date], answered: int, formats: Formats
) -> str:
    if waiting:
        text = counted(
            "{count} question asked, last on {day}: no answer yet.",
            "{count} questions asked, last on {day}: no answer yet.",
            len(waiting),
            day=formats.day(max(waiting)),
        )
    elif total:
        text = counted("{count} question to ask.", "{count} questions to ask.", total)
    elif answered:
        text = counted("{count} question answered.", "{count} questions answered.", answered)
    else:
        text = message("Nothing to ask now.")
    return session.say(text)
