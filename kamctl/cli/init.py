"""`kamctl init`: the first plan of an account, in a minute; a workspace for several."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.asking import ask, may_ask, optional_line
from kamctl.cli.commands import Commands
from kamctl.cli.init_workspace import workspace
from kamctl.cli.speaking import language as language_of_talk
from kamctl.cli.speaking import words

if TYPE_CHECKING:
    from kamctl.starter.account import Period
    from kamctl.words.message import Translate
    from kamctl.workspace.config import Workspace

DEFAULT_TOOLS = "customer,stakeholders,risks"
DEFAULT_CURRENCY = "EUR"

init_app = Commands(
    help="Start something new: an account with its first plan, or a workspace.",
)


@init_app.callback()
def _init() -> None:
    """Start something new: an account with its first plan, or a workspace."""


@init_app.command("account")
def account(
    name: str | None = typer.Argument(
        None, metavar="NAME", help="The customer's name.", show_default=False
    ),
    language: str | None = typer.Option(
        None, "--language", "-l", metavar="LANG", help="The plan's language.", show_default=False
    ),
    currency: str | None = typer.Option(
        None, "--currency", metavar="CODE", help="Of all amounts: EUR, USD…", show_default=False
    ),
    owner: str | None = typer.Option(
        None,
        "--owner",
        metavar="NAME",
        help="Your name: you answer for the plan.",
        show_default=False,
    ),
    tier: str | None = typer.Option(
        None, "--tier", metavar="NAME", help="How you class the account.", show_default=False
    ),
    start: str | None = typer.Option(
        None,
        "--start",
        metavar="DATE",
        help="The plan's first day, or its year.",
        show_default=False,
    ),
    end: str | None = typer.Option(
        None, "--end", metavar="DATE", help="The plan's last day, or its year.", show_default=False
    ),
    tools: str | None = typer.Option(
        None,
        "--tools",
        metavar="NAMES",
        help="Sections to use, with commas; or all, none.",
        show_default=False,
    ),
    parent: Path | None = typer.Option(
        None, "--dir", metavar="DIR", help="Where the account's folder goes.", show_default=False
    ),
    account_id: str | None = typer.Option(
        None,
        "--id",
        metavar="ID",
        help="A short name for the account and its folder.",
        show_default=False,
    ),
    no_input: bool = typer.Option(False, "--no-input", help="Ask nothing."),
    today: str | None = typer.Option(None, "--today", hidden=True),
) -> None:
    """Start an account: a folder with a first plan that explains itself and asks little."""
    from kamctl.document.refusal import Refusal
    from kamctl.starter import answers
    from kamctl.starter.account import AccountStart, Period, ascii_id, plan_languages
    from kamctl.starter.names import folder_name
    from kamctl.starter.place import start_account
    from kamctl.starter.quoting import one_line
    from kamctl.words.message import N_, message
    from kamctl.workspace.discover import find_workspace

    say = words()
    house = find_workspace(Path.cwd())
    given = answers.Answers()
    day = given.read(answers.last_day, today, dt.date.today())
    spoken = given.read(answers.language_code, language, _default_language(house))
    chosen_currency = given.read(answers.currency_code, currency, _default_currency(house))
    chosen_tools = given.read(answers.tool_names, tools, answers.tool_names(DEFAULT_TOOLS))
    chosen_id = given.read(answers.account_id, account_id, None)
    chosen_name = given.read(one_line, name, "")
    chosen_owner = given.read(one_line, owner, None) if owner else None
    chosen_tier = given.read(one_line, tier, None) if tier else None
    first = given.read(answers.first_day, start, None)
    last = given.read(answers.last_day, end, None)
    period = Period(day, day)
    if not given.refused:
        period = given.read(lambda _: answers.period(first, last, day), "", period)
    given.settle()

    if may_ask(no_input=no_input):
        if language is None:
            spoken = ask(
                message(
                    "Language of the plan ({languages})", languages=", ".join(plan_languages())
                ),
                spoken,
                answers.language_code,
                say,
            )
        if name is None:
            chosen_name = ask(N_("The customer's name"), None, one_line, say)
        if owner is None:
            typer.echo(
                say(N_("Your name stands in the plan as the one who answers for it.")), err=True
            )
            chosen_owner = ask(N_("Your name (Enter to leave it open)"), "", optional_line, say)
        if currency is None:
            chosen_currency = ask(
                N_("Currency of all amounts"), chosen_currency, answers.currency_code, say
            )
        if tier is None:
            chosen_tier = ask(
                N_("How your company classes it (Enter to leave it open)"), "", optional_line, say
            )
        if start is None and end is None:
            period = _ask_period(period.start, day, say)
        if tools is None:
            chosen_tools = _ask_tools(say)
    if not chosen_name:
        raise Refusal(
            message("The customer's name is missing."),
            message('Write it after the command: kamctl init account "North Dairy".'),
        )

    folder = _parent(parent, house) / folder_name(chosen_id or chosen_name)
    begun = AccountStart(
        name=chosen_name,
        period=period,
        language=spoken,
        currency=chosen_currency,
        tools=chosen_tools,
        id=chosen_id or ascii_id(folder.name),
        owner=chosen_owner,
        tier=chosen_tier,
        functions=house.functions,
    )
    plan = start_account(begun, folder, find_workspace(folder).root)
    _next_steps(plan, say)


def _default_language(house: Workspace) -> str:
    """Return the workspace's language for new plans; without a workspace, the reader's own."""
    from kamctl.starter.account import plan_languages
    from kamctl.words.catalogue import SOURCE_LANGUAGE

    likely = language_of_talk() if house.root is None else house.default_language
    return likely if likely in plan_languages() else SOURCE_LANGUAGE


def _default_currency(house: Workspace) -> str:
    return house.default_currency or DEFAULT_CURRENCY


def _parent(chosen: Path | None, house: Workspace) -> Path:
    """Return where the account's folder goes: as said, else the workspace's accounts, else here."""
    if chosen is not None:
        return chosen
    if house.accounts_dir is None:
        return Path()
    here = Path.cwd()
    accounts = house.accounts_dir
    return accounts.relative_to(here) if accounts.is_relative_to(here) else accounts


def _ask_period(likely: dt.date, day: dt.date, say: Translate) -> Period:
    from kamctl.starter import answers
    from kamctl.words.message import N_

    start = ask(N_("First day of the plan"), str(likely), answers.first_day, say)
    usual = answers.period(start, None, day)
    return ask(
        N_("Last day of the plan"),
        str(usual.end),
        lambda text: answers.period(start, answers.last_day(text), day),
        say,
    )


def _ask_tools(say: Translate) -> tuple[str, ...]:
    from kamctl.starter import answers
    from kamctl.words.message import N_

    toolbox = N_("A plan is a toolbox: take what helps now, add the rest later.")
    typer.echo(say(toolbox), err=True)
    typer.echo("  " + ", ".join(answers.tool_names("all")), err=True)
    return ask(N_("Sections (with commas; or all, none)"), DEFAULT_TOOLS, answers.tool_names, say)


def _next_steps(plan: Path, say: Translate) -> None:
    """Name the file and the two things to do with it."""
    from kamctl.words.message import message

    path = str(plan)
    shown = f'"{path}"' if " " in path else path
    typer.echo(message("Your plan: {path}", path=path).say(say))
    typer.echo(
        message("1. Open it in your editor, and write the one sentence under `objectives`.").say(
            say
        )
    )
    typer.echo(
        message("2. See what it still needs: kamctl validate --todo {path}", path=shown).say(say)
    )


init_app.command("workspace")(workspace)
