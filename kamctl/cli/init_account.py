"""`kamctl init account`: create the first plan of an account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Group
from rich.table import Table
from rich.text import Text

from kamctl.cli import clock
from kamctl.cli.command_text import as_argument
from kamctl.cli.global_options import GENERAL_PANEL, OUTPUT_PANEL, PLAN_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, user_language, user_translator
from kamctl.cli.prompts import (
    Answers,
    FormConfirmation,
    Question,
    ask_and_confirm,
    can_ask,
    summary,
)
from kamctl.document.errors import UserError
from kamctl.i18n.catalog import SOURCE_LANGUAGE
from kamctl.i18n.formats import Formats
from kamctl.i18n.language import untranslated_note
from kamctl.i18n.message import N_, Message, message
from kamctl.reports.terminal_text import hide_no_break_spaces
from kamctl.scaffold import answers as parse
from kamctl.scaffold.account_text import AccountStart, PlanPeriod, plan_languages
from kamctl.scaffold.answers import OptionReader
from kamctl.scaffold.names import account_slug, slug_note
from kamctl.scaffold.new_account import PLAN_NAMES, check_account_folder, create_account
from kamctl.scaffold.sections import plan_sections
from kamctl.scaffold.typed_text import required_name
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.cli.console import Console
    from kamctl.workspace.config import Workspace

DEFAULT_TOOLS = "none"
DEFAULT_CURRENCY = "EUR"


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
    no_input: bool = typer.Option(
        False,
        "--no-input",
        help="Ask no questions; use the defaults.",
        rich_help_panel=GENERAL_PANEL,
    ),
    today: str | None = typer.Option(None, "--today", hidden=True),
) -> None:
    """Create an account plan.

    Creates a folder for the account with a short first plan. Add sections later with `kamctl add`,
    or all at once with `--tools`. In a terminal, kamctl asks for what is not given as an option.
    """
    console: Console = ctx.obj
    workspace = find_workspace(Path.cwd())
    options = OptionReader()
    day = options.read(parse.last_day, today, clock.today())
    first = options.read(parse.first_day, start, None)
    last = options.read(parse.last_day, end, None)
    known: Answers = {
        "language": options.read(parse.language_code, language, _default_language(workspace)),
        "name": options.read(required_name, name, ""),
        "owner": options.read(required_name, owner, None) if owner else None,
        "currency": options.read(parse.currency_code, currency, _default_currency(workspace)),
        "tier": options.read(required_name, tier, None) if tier else None,
        "tools": options.read(parse.tool_names, tools, parse.tool_names(DEFAULT_TOOLS)),
    }
    place = _AccountFolder(
        _parent(parent, workspace), options.read(parse.account_id, account_id, None)
    )
    period = PlanPeriod(day, day)
    if not options.refused:
        period = options.read(lambda _: parse.period(first, last, day), "", period)
    options.settle()
    if language is None and workspace.root and workspace.default_language not in plan_languages():
        console.note(localized(untranslated_note(workspace.default_language)))
    known |= {"start": period.start, "end": period.end}
    if known["name"]:
        check_account_folder(place.folder(known["name"]))

    if can_ask(no_input=no_input):
        given = {
            "language": language,
            "name": name,
            "owner": owner,
            "currency": currency,
            "tier": tier,
            "start": start or end,
            "end": start or end,
            "tools": tools,
        }
        open_ones = [
            one for one in _questions(known, day, workspace, place) if given[one.key] is None
        ]
        if open_ones:
            create = FormConfirmation(
                label=message("Create this plan?"),
                summary=lambda answers: _summary(answers, place),
                refused=message("Nothing was created."),
                default=True,
            )
            known = ask_and_confirm(console, open_ones, create, known)
    if not known["name"]:
        raise UserError(
            message("The customer's name is missing."),
            message('Add it to the command: kamctl init account "North Dairy".'),
        )

    folder = place.folder(known["name"])
    begun = AccountStart(
        name=known["name"],
        period=PlanPeriod(known["start"], known["end"]),
        language=known["language"],
        currency=known["currency"],
        tools=known["tools"],
        id=place.account_id or folder.name,
        owner=known["owner"],
        tier=known["tier"],
        functions=workspace.functions,
    )
    plan = create_account(begun, folder, find_workspace(folder).root)
    _next_steps(console, plan, slug_note(place.account_id or known["name"]))


@dataclass(frozen=True)
class _AccountFolder:
    """Where the folder of the account goes, and its name if not made from the customer's."""

    parent: Path
    account_id: str | None

    def folder(self, name: str) -> Path:
        """Return the folder of an account.

        Raises:
            UserError: the name has no letter to call a folder by.
        """
        return self.parent / account_slug(self.account_id or name)


def _questions(
    known: Answers, day: dt.date, workspace: Workspace, place: _AccountFolder
) -> list[Question]:
    """Return all questions about a new account; `known` has the defaults."""

    def name(text: str, _: Answers) -> str:
        line = required_name(text)
        check_account_folder(place.folder(line))
        return line

    def last_day(text: str, answers: Answers) -> dt.date:
        return parse.period(answers["start"], parse.last_day(text), day).end

    languages, tiers = ", ".join(plan_languages()), ", ".join(workspace.tiers)
    return [
        Question(
            key="language",
            label=message("Plan language ({languages})", languages=languages),
            read=lambda text, _: parse.language_code(text),
            default=lambda _: str(known["language"]),
        ),
        Question(key="name", label=message("Customer name"), read=name),
        Question(
            key="owner",
            label=message("Your name, as owner of the plan"),
            read=lambda text, _: required_name(text),
            optional=True,
        ),
        Question(
            key="currency",
            label=message("Currency of all amounts"),
            read=lambda text, _: parse.currency_code(text),
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
            read=lambda text, _: parse.first_day(text),
            default=lambda _: str(known["start"]),
        ),
        Question(
            key="end",
            label=message("Last day of the plan"),
            read=last_day,
            default=lambda answers: str(parse.period(answers["start"], None, day).end),
        ),
        Question(
            key="tools",
            label=message("Sections"),
            read=lambda text, _: parse.tool_names(text),
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


def _summary(known: Answers, place: _AccountFolder) -> Group:
    date = Formats(user_language(), user_translator()).day
    return summary(
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


def _default_language(workspace: Workspace) -> str:
    """Return the workspace's language for new plans; without a workspace, the reader's own."""
    likely = user_language() if workspace.root is None else workspace.default_language
    return likely if likely in plan_languages() else SOURCE_LANGUAGE


def _default_currency(workspace: Workspace) -> str:
    return workspace.default_currency or DEFAULT_CURRENCY


def _parent(chosen: Path | None, workspace: Workspace) -> Path:
    """Return the parent folder: as given, else the workspace's accounts, else this one."""
    if chosen is not None:
        return chosen
    if workspace.accounts_dir is None:
        return Path()
    here = Path.cwd()
    accounts = workspace.accounts_dir
    return accounts.relative_to(here) if accounts.is_relative_to(here) else accounts


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
