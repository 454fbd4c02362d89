"""`kamctl status`: show all accounts and which need attention."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import typer

from kamctl.cli.completion import complete_functions
from kamctl.cli.global_options import OUTPUT_PANEL, SELECTION_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import program_language, user_translator
from kamctl.cli.load_portfolio import load_portfolio, note_unread
from kamctl.cli.options import EXCLUDE, JOBS, SAVED_PLANS, TODAY, parse_day
from kamctl.document.errors import UserError
from kamctl.i18n.catalog import translator
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.filters import SORTS, AccountFilter, sorted_accounts
from kamctl.reports.status import StatusText
from kamctl.reports.status_data import status_csv, status_json, status_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.i18n.message import Translate
    from kamctl.portfolio.portfolio import Portfolio


class StatusFormat(str, Enum):
    """How the accounts are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


# mypy wants the names written out; they are those of the orders, and only the values are used.
Sort = Enum("Sort", {name.upper(): name for name in SORTS}, type=str)  # type: ignore[misc]


@examples(
    ("kamctl status", N_("Show all accounts below this folder")),
    ("kamctl status --sort attention", N_("Show accounts that need attention first")),
    (
        "kamctl status --tier key --format csv > key-accounts.csv",
        N_("Open one tier in a spreadsheet"),
    ),
)
def status(
    ctx: typer.Context,
    paths: list[str] = SAVED_PLANS,
    tier: list[str] = typer.Option(
        None,
        "--tier",
        metavar="TIER",
        help="Only accounts of this tier, such as strategic. May be repeated.",
        rich_help_panel=SELECTION_PANEL,
    ),
    owner: list[str] = typer.Option(
        None,
        "--owner",
        metavar="NAME",
        help="Only accounts of this owner: a name, part of a name, or an e-mail address, "
        "such as martin. May be repeated.",
        rich_help_panel=SELECTION_PANEL,
    ),
    stage: list[Stage] = typer.Option(
        None,
        "--stage",
        help="Only plans at this stage, such as shared. May be repeated.",
        rich_help_panel=SELECTION_PANEL,
    ),
    overdue: bool = typer.Option(
        False,
        "--overdue",
        help="Only accounts with overdue actions.",
        rich_help_panel=SELECTION_PANEL,
    ),
    function: list[str] = typer.Option(
        None,
        "--function",
        metavar="FUNCTION",
        help="Only accounts that ask something of this function, such as finance, with its "
        "sign-off status. May be repeated.",
        autocompletion=complete_functions,
        rich_help_panel=SELECTION_PANEL,
    ),
    exclude: list[str] = EXCLUDE,
    sort: Sort = typer.Option(
        Sort("tier"),
        "--sort",
        metavar="ORDER",
        help="Sort order, such as attention.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    output_format: StatusFormat = typer.Option(
        StatusFormat.TEXT,
        "--format",
        help="Output format: text to read, JSON for programs, CSV for spreadsheets, Markdown "
        "for documents.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    jobs: int = JOBS,
    today: str = TODAY,
) -> None:
    """Show all accounts and which need attention.

    Exit code: 0 all plans read, 2 a plan could not be read.
    """
    console: Console = ctx.obj
    everything = load_portfolio(paths or ["."], parse_day(today), console, jobs, exclude or ())
    choice = AccountFilter(
        tiers=tuple(tier or ()),
        owners=tuple(owner or ()),
        stages=tuple(one.value for one in stage or ()),
        functions=tuple(function or ()),
        overdue=overdue,
    )
    _check_selection(choice.tiers, choice.functions, everything)
    portfolio = everything.of(choice.wants)
    rows = sorted_accounts(portfolio.accounts, sort.value, portfolio.priorities, portfolio.order)
    match output_format:
        case StatusFormat.TEXT:
            text = StatusText(translate=user_translator(), functions=choice.functions)
            for part in text.report(portfolio, rows):
                console.print(part, end="")
        case StatusFormat.JSON:
            console.write(status_json(portfolio, rows, _say_to_programs()))
        case StatusFormat.CSV:
            console.write_csv(status_csv(rows, program_language()))
        case StatusFormat.MARKDOWN:
            console.write(status_markdown(portfolio, rows, _say_to_programs()))
    if output_format is not StatusFormat.TEXT:
        note_unread(portfolio, console)
    raise typer.Exit(2 if portfolio.unread else 0)


def _check_selection(tiers: Sequence[str], functions: Sequence[str], portfolio: Portfolio) -> None:
    """Refuse a tier or a function that no account has: a slip of the pen looks like good news.

    Raises:
        UserError: with those there are.
    """
    known = tuple(tier for tier in (*portfolio.order, *portfolio.tiers) if tier)
    for one in tiers:
        if known and one.casefold() not in {tier.casefold() for tier in known}:
            raise UserError(
                message("No account has the tier “{name}”.", name=one),
                did_you_mean(one, tuple(dict.fromkeys(known))),
            )
    asked = dict.fromkeys(each.function for one in portfolio.accounts for each in one.functions)
    for one in functions:
        if asked and one not in asked:
            raise UserError(
                message("No plan asks anything of “{name}”.", name=one),
                did_you_mean(one, tuple(asked)),
            )


def _say_to_programs() -> Translate:
    return translator(program_language())
