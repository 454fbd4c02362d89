"""`kamctl ask`: choose the questions that colleagues can answer, and write the questionnaires."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.briefing.readers import document_language
from kamctl.cli.completion import complete_people
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, note_untranslated, translator_for
from kamctl.cli.load_plans import load_checked_plan, note_unread_parts
from kamctl.cli.mail_drafts import note_missing_addresses
from kamctl.cli.options import (
    FORCE,
    MESSAGE_LANGUAGE,
    PLAN_OR_ONLY_ONE,
    TEXT_OR_JSON,
    TODAY,
    TextOrJson,
    parse_day,
)
from kamctl.cli.output_paths import STANDARD_OUTPUT, check_has_name, check_new_files, file_ending
from kamctl.document.code_frame import printable
from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.document.mail_draft import mailbox
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import N_, alternatives, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import find_member, has_left
from kamctl.plan.value_synonyms import value_for
from kamctl.questionnaires.choice import QuestionChooser, recorded_questions
from kamctl.questionnaires.overview import (
    questions_text,
    questions_values,
    status_text,
    status_values,
)
from kamctl.questionnaires.questionnaire_form import QuestionnaireForm, questionnaire_file
from kamctl.questionnaires.record import locked_record, read_record, record_path
from kamctl.questionnaires.reminders import reminders
from kamctl.questionnaires.text_form import FormTexts, text_form
from kamctl.reports.json_text import json_document
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import refuse_standard_input

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.cli.console import Console
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.team import Member
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.record import QuestionRecord


@examples(
    ("kamctl ask lactea/plan.yaml", N_("List the questions for each colleague")),
    ("kamctl ask lactea/plan.yaml -o questions/", N_("Write an e-mail draft for each colleague")),
    (
        "kamctl ask lactea/plan.yaml --for anke -o anke.xlsx",
        N_("Write an Excel file for one colleague"),
    ),
    ("kamctl ask lactea/plan.yaml --status", N_("Show who was asked what, and who has answered")),
    (
        "kamctl ask lactea/plan.yaml --remind -o reminders/",
        N_("Write a reminder for each colleague who has not answered for a week"),
    ),
)
def ask(
    ctx: typer.Context,
    plan: str = PLAN_OR_ONLY_ONE,
    person: str = typer.Option(
        None,
        "--for",
        metavar="PERSON",
        help="Only this colleague: an id of the team, such as anke (default: all).",
        autocompletion=complete_people,
    ),
    status: bool = typer.Option(
        False, "--status", help="Show who was asked what, when, and who has answered."
    ),
    remind: bool = typer.Option(
        False,
        "--remind",
        help="Only what was asked a week ago or longer and has no answer yet.",
    ),
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Write the questionnaires: a file for one colleague, such as anke.eml, anke.txt or "
        "anke.xlsx; a folder for all; - for standard output.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    form: QuestionnaireForm = typer.Option(
        QuestionnaireForm.EML,
        "--as",
        metavar="FORM",
        help="What to write into a folder: e-mail drafts (eml), text (txt) or Excel files (xlsx).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    output_format: TextOrJson = TEXT_OR_JSON,
    force: bool = FORCE,
    language: str = MESSAGE_LANGUAGE,
    today: str = TODAY,
) -> None:
    """Ask colleagues for what only they know.

    A few questions are chosen for each of them. Nothing is sent: you send the messages yourself.
    The questions asked are recorded beside the plan; `kamctl answers` adds the answers to the plan.
    """
    console: Console = ctx.obj
    now = parse_day(today)
    refuse_standard_input(
        [plan], message("The questions are kept beside the plan's file; standard input has none.")
    )
    report, account_plan = load_checked_plan(plan, now)
    if status:
        _print_status(console, account_plan, plan, output_format)
        return
    note_untranslated(console, language, account_plan.plan.language)
    note_unread_parts(console, plan, report.unread_parts)
    request = _QuestionRequest(
        account_plan,
        plan,
        document_language(language, account_plan),
        now,
        is_reminder=remind,
        person=_colleague(account_plan, person, now) if person is not None else None,
    )
    if output is None:
        _print_questions(console, request, output_format)
    elif output == STANDARD_OUTPUT:
        _print_one(console, request)
    else:
        _write(console, request, output, form, force=force)


@dataclass(frozen=True)
class _QuestionRequest:
    """What a run asks: about which plan, in which language, and of whom, if not of all.

    A reminder asks again what has no answer yet.
    """

    plan: Plan
    file: str
    language: str
    today: dt.date
    is_reminder: bool = False
    person: Member | None = None

    @property
    def record(self) -> Path:
        """Where the questions are recorded."""
        return record_path(Path(self.file))

    def questionnaires(self, record: QuestionRecord) -> tuple[Questionnaire, ...]:
        """Return the questionnaires for everyone concerned who has something to answer."""
        workspace = find_workspace(Path(self.file))
        chooser = QuestionChooser(self.plan, workspace, record, self.language, self.today)
        if self.is_reminder:
            waiting = (
                chooser.reminder(one.person, one.since)
                for one in reminders(self.plan, record, self.today)
                if self.person is None or one.person.id == self.person.id
            )
            return tuple(one for one in waiting if one.questions)
        if self.person is None:
            return chooser.questionnaires()
        found = chooser.questionnaire(self.person)
        return (found,) if found.questions else ()

    def nothing_to_ask(self) -> UserError:
        """Return the error that there is nothing to ask, and why."""
        if self.is_reminder:
            return UserError(
                message("There is nobody to remind: no question has been waiting for a week."),
                self._see_status(),
            )
        if self.person is not None:
            return UserError(
                message("There is nothing to ask {name} now.", name=self.person.name),
                self._see_status(),
            )
        if len(self.plan.team) < 2:
            return UserError(
                message("The plan names no colleagues to ask."),
                message("Add them under `team:`, each with a `function`."),
            )
        return UserError(
            message("There is nothing to ask colleagues now."),
            self._see_status(),
        )

    def _see_status(self) -> Message:
        command = f"kamctl ask {as_argument(self.file)} --status"
        return message("Show what was asked: {command}", command=command)


def _print_status(console: Console, plan: Plan, file: str, output_format: TextOrJson) -> None:
    record = read_record(record_path(Path(file)))
    if output_format is TextOrJson.JSON:
        console.write(json_document(status_values(plan, record, file)))
    else:
        console.print(status_text(plan, record, translator_for(output_format)), end="")


def _print_questions(
    console: Console, request: _QuestionRequest, output_format: TextOrJson
) -> None:
    found = request.questionnaires(read_record(request.record))
    if output_format is TextOrJson.JSON:
        console.write(json_document(questions_values(request.plan, found, request.file)))
        return
    if not found:
        nothing = request.nothing_to_ask()
        console.print(localized(nothing.message))
        console.print(f"→ {localized(nothing.hint)}" if nothing.hint else "")
        return
    say = translator_for(output_format)
    person = request.person.id if request.person is not None else None
    console.print(questions_text(request.plan, found, request.file, say, person), end="")


def _colleague(plan: Plan, id_: str, today: dt.date) -> Member:
    """Return the member of the team who is asked.

    Raises:
        UserError: there is none of that id, or they have left, or own the plan.
    """
    team = tuple(one.id for one in plan.team)
    person = find_member(plan, id_)
    if person is None:
        function = value_for(id_, [one.function for one in plan.team if one.function])
        of_function = [one.id for one in plan.team if function and one.function == function]
        raise UserError(
            message("No team member has the id “{id}”.", id=id_),
            message("Give a person, such as {id}.", id=of_function[0])
            if of_function
            else did_you_mean(id_, team),
        )
    if has_left(person, today):
        raise UserError(
            message("{name} has left.", name=person.name),
            message("Ask whoever has taken over."),
        )
    if person.id == plan.plan.owner:
        raise UserError(
            message("{name} owns this plan.", name=person.name),
            message("See what to write next: kamctl next"),
        )
    return person


def _form_of(output: str) -> QuestionnaireForm | None:
    """Return what the ending of a file asks for; None where the name is that of a folder.

    Raises:
        UserError: the ending is no form of a questionnaire, or there is no name.
    """
    check_has_name(output, "questions/")
    ending = file_ending(output).removeprefix(".")
    if not ending:
        return None
    known = [one.value for one in QuestionnaireForm]
    if ending not in known:
        raise UserError(
            message("A questionnaire cannot be written to {file}.", file=output),
            message(
                "Use a file name that ends in {endings}, or a folder.",
                endings=alternatives([f".{one}" for one in known]),
            ),
        )
    return QuestionnaireForm(ending)


def _write(
    console: Console,
    request: _QuestionRequest,
    output: str,
    form: QuestionnaireForm,
    *,
    force: bool,
) -> None:
    """Write the questionnaires and record them: all of it, or nothing.

    Raises:
        UserError: there is nothing to ask, or something cannot be written.
    """
    of_file = _form_of(output)
    texts = FormTexts(request.plan, request.language)
    with locked_record(request.record) as (record, write):
        found = request.questionnaires(record)
        if not found:
            raise request.nothing_to_ask()
        if of_file is not None and len(found) > 1:
            raise UserError(
                message(
                    "{file} is one file, and there are several colleagues to ask.", file=output
                ),
                message("Add --for PERSON, or use a folder: -o questions/"),
            )
        used = of_file or form
        files = {}
        for one in found:
            path = Path(output) if of_file else Path(output, f"{one.person.id}.{used.value}")
            files[path] = questionnaire_file(one, texts, used)
        check_new_files(files, request.file, force=force)
        sent = recorded_questions(found, record, request.language, request.today)
        write(record.with_questions(sent))
        try:
            for path, data in files.items():
                write_atomically(path, data, over=force)
        except BaseException:
            write(record)  # what was not written is not asked
            raise
    for path in files:
        console.note(printable(path.as_posix()))
    if used is QuestionnaireForm.EML:
        note_missing_addresses(
            console,
            [
                one.person.name
                for one in found
                if not mailbox(one.person.name, one.person.email or "")
            ],
        )


def _print_one(console: Console, request: _QuestionRequest) -> None:
    """Write one questionnaire to standard output and record it."""
    texts = FormTexts(request.plan, request.language)
    with locked_record(request.record) as (record, write):
        found = request.questionnaires(record)
        if not found:
            raise request.nothing_to_ask()
        if len(found) > 1:
            raise UserError(
                message("There are several colleagues to ask."),
                message("Add --for PERSON, or use a folder: -o questions/"),
            )
        console.write(text_form(found[0], texts))
        console.flush()
        write(
            record.with_questions(
                recorded_questions(found, record, request.language, request.today)
            )
        )
