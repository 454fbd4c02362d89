"""`kamctl init workspace`: the file in which a company settles what counts for all its plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.speaking import language as language_of_talk
from kamctl.cli.speaking import words

if TYPE_CHECKING:
    from kamctl.words.message import Translate


def workspace(
    folder: Path = typer.Argument(
        Path(), metavar="[DIR]", help="The folder of your plans; by default this one."
    ),
    company: str | None = typer.Option(
        None, "--company", metavar="NAME", help="Your company's name.", show_default=False
    ),
    language: str | None = typer.Option(
        None,
        "--language",
        "-l",
        metavar="LANG",
        help="The language of new plans.",
        show_default=False,
    ),
    currency: str | None = typer.Option(
        None, "--currency", metavar="CODE", help="Of new plans: EUR, USD…", show_default=False
    ),
    no_input: bool = typer.Option(False, "--no-input", help="Ask nothing."),
) -> None:
    """Start a workspace: what your company settles for all its plans, in one file, kamctl.yaml."""
    from kamctl.cli.asking import ask, may_ask, optional_line
    from kamctl.starter import answers
    from kamctl.starter.workspace import (
        WorkspaceStart,
        check_place,
        start_workspace,
        workspace_languages,
    )
    from kamctl.words.catalogue import SOURCE_LANGUAGE
    from kamctl.words.message import N_, message

    say = words()
    likely = language_of_talk() if language_of_talk() in workspace_languages() else SOURCE_LANGUAGE

    given = answers.Answers()
    chosen_company = given.read(optional_line, company, None)
    spoken = given.read(answers.language_code, language, likely)
    chosen_currency = given.read(answers.currency_code, currency, None)
    given.settle()
    check_place(folder)
    if may_ask(no_input=no_input):
        if language is None:
            spoken = ask(
                message(
                    "Language of new plans ({languages})",
                    languages=", ".join(workspace_languages()),
                ),
                spoken,
                answers.language_code,
                say,
            )
        if company is None:
            chosen_company = ask(
                N_("Your company's name (Enter to leave it open)"), "", optional_line, say
            )
        if currency is None:
            chosen_currency = ask(N_("Currency of new plans"), "EUR", answers.currency_code, say)
    file = start_workspace(WorkspaceStart(chosen_company, spoken, chosen_currency), folder)
    _next_steps(file, say)


def _next_steps(file: Path, say: Translate) -> None:
    """Name the file and the two things to do with it."""
    from kamctl.words.message import message

    typer.echo(message("Your workspace: {path}", path=file).say(say))
    typer.echo(message("1. Open it in your editor: every line says what it is for.").say(say))
    typer.echo(
        message("2. Start an account there: kamctl init account").say(say)
        if file.parent != Path()
        else message("2. Start an account: kamctl init account").say(say)
    )
