"""`kamctl init workspace`: the file with the settings that all plans of a company share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, user_language
from kamctl.cli.options import NO_INPUT
from kamctl.cli.prompts import (
    Answers,
    FormConfirmation,
    Question,
    answers_summary,
    ask_and_confirm,
    can_ask,
)
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.message import N_, message
from kamctl.plan.codes import DEFAULT_CURRENCY
from kamctl.scaffold import account_answers
from kamctl.scaffold.account_answers import OptionReader
from kamctl.scaffold.new_workspace import (
    WorkspaceStart,
    check_workspace_folder,
    create_workspace,
    workspace_languages,
)
from kamctl.scaffold.typed_text import required_name
from kamctl.workspace.files import WORKSPACE_FILE

if TYPE_CHECKING:
    from rich.console import Group

    from kamctl.cli.console import Console


@examples(
    ("kamctl init workspace", N_("Create a workspace in this folder")),
    (
        "kamctl init workspace plans --company Corvane --no-input",
        N_("Create one in the folder plans, without questions"),
    ),
)
def workspace(
    ctx: typer.Context,
    folder: Path = typer.Argument(
        Path(),
        metavar="[DIR]",
        help="The folder of your plans (default: this folder).",
        show_default=False,
    ),
    company: str | None = typer.Option(
        None,
        "--company",
        metavar="NAME",
        help='Your company\'s name, such as "Fromexo".',
        show_default=False,
    ),
    language: str | None = typer.Option(
        None,
        "--language",
        "-l",
        metavar="LANG",
        help="The language of new plans, such as fr.",
        show_default=False,
    ),
    currency: str | None = typer.Option(
        None,
        "--currency",
        metavar="CODE",
        help="Currency of new plans, such as EUR.",
        show_default=False,
    ),
    no_input: bool = NO_INPUT,
) -> None:
    """Create a workspace.

    A workspace is a folder of plans and one file, kamctl.yaml, with the settings they share.
    """
    console: Console = ctx.obj
    reader_language = user_language()
    options = OptionReader()
    known: Answers = {
        "language": options.read(
            account_answers.language_code,
            language,
            reader_language if reader_language in workspace_languages() else SOURCE_LANGUAGE,
        ),
        "company": options.read(required_name, (company or "").strip() or None, None),
        "currency": options.read(account_answers.currency_code, currency, None),
    }
    options.settle()
    check_workspace_folder(folder)
    if can_ask(no_input=no_input):
        given = {"language": language, "company": company, "currency": currency}
        open_ones = [one for one in _questions(known) if given[one.key] is None]
        if open_ones:
            create = FormConfirmation(
                label=message("Create this workspace?"),
                summary=lambda answers: _summary(answers, folder),
                refused=message("Nothing was created."),
                default=True,
            )
            known = ask_and_confirm(console, open_ones, create, known)
    start = WorkspaceStart(known["company"], known["language"], known["currency"])
    _next_steps(console, create_workspace(start, folder))


def _questions(known: Answers) -> list[Question]:
    languages = ", ".join(workspace_languages())
    return [
        Question(
            key="language",
            label=message("Language of new plans ({languages})", languages=languages),
            read=lambda text, _: account_answers.language_code(text),
            default=lambda _: str(known["language"]),
        ),
        Question(
            key="company",
            label=message("Company name"),
            read=lambda text, _: required_name(text),
            optional=True,
        ),
        Question(
            key="currency",
            label=message("Currency of new plans"),
            read=lambda text, _: account_answers.currency_code(text),
            default=lambda _: DEFAULT_CURRENCY,
        ),
    ]


def _summary(known: Answers, folder: Path) -> Group:
    return answers_summary(
        message("New workspace"),
        [
            (message("Language"), known["language"]),
            (message("Company"), known["company"]),
            (message("Currency"), known["currency"]),
            (message("File"), str(folder / WORKSPACE_FILE)),
        ],
    )


def _next_steps(console: Console, file: Path) -> None:
    """Name the file and the two things to do with it."""
    for line in (
        message("Created {path}", path=str(file)),
        message("1. Open it in your editor: each setting is explained there."),
        message("2. Create an account plan: kamctl init account")
        if file.parent == Path()
        else message("2. Create an account plan in that folder: kamctl init account"),
    ):
        console.print_result(localized(line))
