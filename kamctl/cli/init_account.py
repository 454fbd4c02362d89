"""`kamctl init account`: create the first plan of an account."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from kamctl.cli import clock
from kamctl.cli.global_options import OUTPUT_PANEL, PLAN_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, user_language, user_translator
from kamctl.cli.options import NO_INPUT
from kamctl.cli.prompts import (
    Answers,
    FormConfirmation,
    Question,
    answers_summary,
    ask_and_confirm,
    can_ask,
)
from kamctl.document.command_text import as_argument
from kamctl.i18n.formats import Formats
from kamctl.i18n.language import untranslated_note
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.text import is_invisible
from kamctl.reports.terminal_text import hide_no_break_spaces
from kamctl.scaffold import account_answers
from kamctl.scaffold.account_options import (
    DEFAULT_TOOLS,
    AccountFolder,
    AccountOptions,
    KnownAccount,
    account_start,
    read_account_options,
)
from kamctl.scaffold.account_slug import slug_note
from kamctl.scaffold.account_text import plan_languages
from kamctl.scaffold.new_account import PLAN_NAMES, check_account_folder, create_account
from kamctl.scaffold.sections import plan_sections
from kamctl.scaffold.typed_text import required_name
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.cli.console import Console
    from kamctl.workspace.config import Workspace


@examples(
    ("kamctl init account", N_("Answer a few questions")),
    (
        'kamctl init account "North Dairy" --currency USD --no-input',
        N_("Create the plan without questions"),
    ),
)
def account(
    ctx: typer.Context,
    name: str | None = typer.Argument(
        None,
        metavar="[NAME]",
        help='The customer\'s name, such as "North Dairy".',
        show_default=False,
    ),
    language: str | None = typer.Option(
        None,
        "--language",
        "-l",
        metavar="LANG",
        help="The plan's language, such as fr.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    currency: str | None = typer.Option(
        None,
        "--currency",
        metavar="CODE",
        help="Currency of all amounts, such as EUR.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    owner: str | None = typer.Option(
        None,
        "--owner",
        metavar="NAME",
        help='Your name as the plan\'s owner, such as "Claire Martin".',
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    tier: str | None = typer.Option(
        None,
        "--tier",
        metavar="NAME",
        help="The account's tier in your company, such as strategic.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    start: str | None = typer.Option(
        None,
        "--start",
        metavar="DATE",
        help="The plan's first day or year, such as 2027.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    end: str | None = typer.Option(
        None,
        "--end",
        metavar="DATE",
        help="The plan's last day or year, such as 2029.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    tools: str | None = typer.Option(
        None,
        "--tools",
        metavar="NAMES",
        help="Sections to include, all fields explained: names separated by commas, all, none.",
        show_default=False,
        rich_help_panel=PLAN_PANEL,
    ),
    parent: Path | None = typer.Option(
        None,
        "--dir",
        metavar="DIR",
        help="Where to create the account's folder, such as accounts.",
        show_default=False,
        rich_help_panel=OUTPUT_PANEL,
    ),
    account_id: str | None = typer.Option(
        None,
        "--id",
        metavar="ID",
        help="The account's id, also the name of its folder, such as north-dairy (default: "
        "from the customer's name).",
        show_default=False,
        rich_help_panel=OUTPUT_PANEL,
    ),
    no_input: bool = NO_INPUT,
    today: str | None = typer.Option(None, "--today", hidden=True),
) -> None:
    """Create an account plan.

    Creates a folder for the account with a short first plan. Add sections later with `kamctl add`,
    or all at once with `--tools`. In a terminal, kamctl asks for what is not given as an option.
    """
    console: Console = ctx.obj
    workspace = find_workspace(Path.cwd())
    options = AccountOptions(
        language=language,
        name=None if name is None or is_invisible(name) else name,
        owner=owner,
        currency=currency,
        tier=tier,
        start=start,
        end=end,
        tools=tools,
        account_id=account_id,
        today=today,
        parent=parent,
    )
    known = read_account_options(options, workspace, clock.today(), user_language())
    if language is None and workspace.root and workspace.default_language not in plan_languages():
        console.note(localized(untranslated_note(workspace.default_language)))
    answers = known.answers
    if can_ask(no_input=no_input):
        answers = _ask(console, options, known, workspace)
    begun = account_start(answers, known.place, workspace)
    folder = known.place.folder(begun.name)
    plan = create_account(begun, folder, find_workspace(folder).root)
    _next_steps(console, plan, slug_note(known.place.account_id or begun.name))


def _ask(
    console: Console, options: AccountOptions, known: KnownAccount, workspace: Workspace
) -> Answers:
    """Ask for what no option gives, and whether to create the plan."""
    questions = [one for one in _questions(known, workspace) if not options.is_given(one.key)]
    if not questions:
        return known.answers
    create = FormConfirmation(
        label=message("Create this plan?"),
        summary=lambda answers: _summary(answers, known.place),
        refused=message("Nothing was created."),
        default=True,
    )
    return ask_and_confirm(console, questions, create, known.answers)


def _questions(account: KnownAccount, workspace: Workspace) -> list[Question]:
    """Return all questions about a new account; `account` has the defaults."""
    known, place, day = account.answers, account.place, account.today

    def name(text: str, _: Answers) -> str:
        line = required_name(text)
        check_account_folder(place.folder(line))
        return line

    def last_day(text: str, answers: Answers) -> dt.date:
        return account_answers.period(answers["start"], account_answers.last_day(text), day).end

    languages, tiers = ", ".join(plan_languages()), ", ".join(workspace.tiers)
    return [
        Question(key="name", label=message("Customer name"), read=name),
        Question(
            key="language",
            label=message("Plan language ({languages})", languages=languages),
            read=lambda text, _: account_answers.language_code(text),
            default=lambda _: str(known["language"]),
        ),
        Question(
            key="owner",
            label=message("Your name, as owner of the plan"),
            read=lambda text, _: required_name(text),
            optional=True,
        ),
        Question(
            key="currency",
            label=message("Currency of all amounts"),
            read=lambda text, _: account_answers.currency_code(text),
            default=lambda _: str(known["currency"]),
        ),
        Question(
            key="tier",
            label=message("Account tier"),
            read=lambda text, _: required_name(text),
            optional=True,
            intro=_shown_before(
                message("Tiers in your workspace: {tiers}.", tiers=tiers) if tiers else None
            ),
        ),
        Question(
            key="start",
            label=message("First day of the plan"),
            read=lambda text, _: account_answers.first_day(text),
            default=lambda _: str(known["start"]),
        ),
        Question(
            key="end",
            label=message("Last day of the plan"),
            read=last_day,
            default=lambda answers: str(account_answers.period(answers["start"], None, day).end),
        ),
        Question(
            key="tools",
            label=message("Sections"),
            read=lambda text, _: account_answers.tool_names(text),
            default=lambda _: DEFAULT_TOOLS,
            intro=lambda _: _sections(),
        ),
    ]


def _shown_before(text: Message | None) -> Callable[[Answers], Text | None]:
    return lambda _: Text(localized(text), "dim") if text else None


def _sections() -> Group:
    """Lay out the sections there are: what to type beside what it is for."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="code", no_wrap=True)
    table.add_column(overflow="fold")
    for one in plan_sections().values():
        if one.is_tool:
            purpose = hide_no_break_spaces(localized(one.purpose))
            table.add_row(Text(f"  {one.name}"), Text(purpose))
    how = message(
        "Separate names with commas, or type all or none. You can add sections later with "
        "kamctl add."
    )
    return Group(table, Text(localized(how), "dim"))


def _summary(known: Answers, place: AccountFolder) -> Group:
    date = Formats(user_language(), user_translator()).day
    return answers_summary(
        message("New account plan"),
        [
            (message("Customer"), known["name"]),
            (message("Language"), known["language"]),
            (message("Owner"), known["owner"]),
            (message("Currency"), known["currency"]),
            (message("Tier"), known["tier"]),
            (
                message("Period"),
                message("{start} to {end}", start=date(known["start"]), end=date(known["end"])),
            ),
            (message("Sections"), ", ".join(known["tools"]) or message("none")),
            (message("File"), str(place.folder(known["name"]) / PLAN_NAMES[0])),
        ],
    )


def _next_steps(console: Console, plan: Path, note: Message | None) -> None:
    """Name the file, with a `note` on its name, and the two things to do with it."""
    path = str(plan)
    for line in (
        message("Created {path}", path=path),
        *([note] if note else []),
        message("1. Open it in your editor and write the first objective under `objectives`."),
        message("2. List what is missing: kamctl validate --todo {path}", path=as_argument(path)),
    ):
        console.print_result(localized(line))
