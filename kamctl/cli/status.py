"""`kamctl status`: show all accounts and which need attention."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.cli.completion import complete_functions
from kamctl.cli.console import BYTE_ORDER_MARK, plain_lines
from kamctl.cli.global_options import OUTPUT_PANEL, SELECTION_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import program_language, user_language, user_translator
from kamctl.cli.load_portfolio import load_portfolio, note_unread
from kamctl.cli.options import EXCLUDE, FORCE, JOBS, SAVED_PLANS, TODAY, parse_day
from kamctl.cli.output_files import write_output
from kamctl.cli.output_paths import (
    STANDARD_OUTPUT,
    ProtectedFiles,
    check_output_name,
    output_file,
)
from kamctl.document.errors import UserError
from kamctl.document.office_files import is_untouched
from kamctl.i18n.catalog import translator
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.labels import TIERS
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.value_synonyms import asked_value
from kamctl.portfolio.filters import SORTS, AccountFilter, sorted_accounts
from kamctl.reports.status import StatusText
from kamctl.reports.status_data import status_csv, status_json, status_markdown
from kamctl.workspace.plan_files import plan_files, workspace_of_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.portfolio.account_summary import AccountSummary
    from kamctl.portfolio.portfolio import Portfolio

_TEXT, _JSON, _CSV, _MARKDOWN, _EXCEL = "text", "json", "csv", "markdown", "xlsx"
STATUS_FORMATS: Final = {
    _TEXT: (".txt",),
    _JSON: (".json",),
    _CSV: (".csv",),
    _MARKDOWN: (".md", ".markdown"),
    _EXCEL: (".xlsx",),
}
"""How the accounts are written, with the endings of each, the one that kamctl writes first."""
StatusFormat = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "StatusFormat", {name.upper(): name for name in STATUS_FORMATS}, type=str
)
Sort = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "Sort", {name.upper(): name for name in SORTS}, type=str
)


@examples(
    ("kamctl status", N_("Show all accounts below this folder")),
    ("kamctl status --sort attention", N_("Show accounts that need attention first")),
    (
        "kamctl status --tier key --format csv > key-accounts.csv",
        N_("Open one tier in a spreadsheet"),
    ),
    ("kamctl status -o accounts.xlsx", N_("Write an Excel file with charts")),
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
        None,
        "--format",
        help="Output format: text to read, JSON for programs, CSV for spreadsheets, Markdown "
        "for documents, xlsx for Excel, with charts (default: from the output file's name, "
        "otherwise text).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Output file or folder, such as accounts.xlsx (default: standard output).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    force: bool = FORCE,
    jobs: int = JOBS,
    today: str = TODAY,
) -> None:
    """Show all accounts and which need attention.

    Exit code: 0 all plans read, 2 a plan could not be read.
    """
    console: Console = ctx.obj
    path, form = _target(output, output_format.value if output_format else None)
    paths = paths or ["."]
    files = plan_files(paths, exclude or ())
    workspace = workspace_of_run(paths, files)
    everything = load_portfolio(files, workspace, parse_day(today), console, jobs)
    choice = AccountFilter(
        tiers=_asked_tiers(tier or (), everything),
        owners=tuple(owner or ()),
        stages=tuple(one.value for one in stage or ()),
        functions=_asked_functions(function or (), everything),
        overdue=overdue,
    )
    portfolio = everything.filtered(choice.wants)
    rows = sorted_accounts(
        portfolio.accounts, sort.value, portfolio.priorities, portfolio.tier_order
    )
    if form == _TEXT:
        text = StatusText(translate=user_translator(), functions=choice.functions)
        parts = text.report(portfolio, rows)
        if path is None:
            for part in parts:
                console.print(part, end="")
        else:
            _write(path, plain_lines(parts), files, console, force=force)
    elif form == _EXCEL:
        from kamctl.exchange.portfolio_workbook import portfolio_workbook  # needs XlsxWriter

        # The file is for people, so in the language of the user.
        audience, language = audience_for(ACCOUNT_TEAM), user_language()
        data = portfolio_workbook(portfolio, audience, language, workspace.accent, sort.value)
        if path is None:
            console.write_bytes(data)
        else:
            _write(path, data, files, console, force=force)
    else:
        written = _for_programs(form, portfolio, rows)
        if path is not None:
            mark = BYTE_ORDER_MARK if form == _CSV else ""
            _write(path, mark + written, files, console, force=force)
        elif form == _CSV:
            console.write_csv(written)
        else:
            console.write(written)
    note_unread(portfolio, console, are_named=form == _TEXT and path is None)
    raise typer.Exit(2 if portfolio.unread else 0)


def _target(output: str | None, asked: str | None) -> tuple[Path | None, str]:
    """Return the file to write, and its format; without a file it is standard output.

    Raises:
        UserError: the name of the file is one of another format.
    """
    if output is None or output == STANDARD_OUTPUT:
        return None, asked or _TEXT
    ProtectedFiles(()).check(Path(output))
    form = check_output_name(output, STATUS_FORMATS, asked, "accounts.xlsx") or asked or _TEXT
    return output_file(output, f"accounts{STATUS_FORMATS[form][0]}"), form


def _for_programs(form: str, portfolio: Portfolio, rows: Sequence[AccountSummary]) -> str:
    """Return the accounts in a format that programs read or keep."""
    language = program_language()
    if form == _JSON:
        return status_json(portfolio, rows, translator(language))
    if form == _CSV:
        return status_csv(rows, language)
    return status_markdown(portfolio, rows, translator(language))


def _write(
    path: Path, data: str | bytes, plans: Sequence[str], console: Console, *, force: bool
) -> None:
    """Write the file: never over a plan, and over no other that is not kamctl's without `force`.

    Raises:
        UserError: the place is taken, or cannot be written.
    """
    write_output(
        path, data, console, ProtectedFiles(plans), lambda there: force or is_untouched(there)
    )


def _asked_tiers(asked: Sequence[str], portfolio: Portfolio) -> tuple[str, ...]:
    """Return the tiers to show: a slip of the pen would look like good news.

    Raises:
        UserError: no account has one of them, but others.
    """
    known = dict.fromkeys(tier for tier in (*portfolio.tier_order, *portfolio.tiers) if tier)
    spelled = {tier.casefold(): tier for tier in known}
    found = []
    for one in asked:
        tier = spelled.get(one.casefold()) or asked_value(one, known, TIERS)
        if tier is None and known:
            raise UserError(
                message("No account has the tier “{name}”.", name=one),
                did_you_mean(one, tuple(known)),
            )
        found.append(tier or one)
    return tuple(found)


def _asked_functions(asked: Sequence[str], portfolio: Portfolio) -> tuple[str, ...]:
    """Return the functions that are asked for.

    Raises:
        UserError: no plan asks anything of one of them, but of others.
    """
    known = dict.fromkeys(each.function for one in portfolio.accounts for each in one.functions)
    found = []
    for one in asked:
        function = asked_value(one, known)
        if function is None and known:
            raise UserError(
                message("No plan asks anything of “{name}”.", name=one),
                did_you_mean(one, tuple(known)),
            )
        found.append(function or one)
    return tuple(found)
