"""`kamctl render portfolio`: one page over all accounts."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import typer

from kamctl.briefing.document_kinds import PORTFOLIO
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.pages.rendering import branding_of, render_page
from kamctl.briefing.visibility.audience import (
    ACCOUNT_TEAM,
    AUDIENCE_LABELS,
    audience_for,
    audience_names,
)
from kamctl.cli.document_options import RenderOptions, language_of_several
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.load_portfolio import load_portfolio, note_unread
from kamctl.cli.options import (
    DOCUMENT_LANGUAGE,
    EXCLUDE,
    FORCE,
    JOBS,
    OUTPUT_FILE,
    PAPER,
    PORTFOLIO_AUDIENCE,
    SAVED_PLANS,
    TODAY,
    Paper,
    parse_day,
)
from kamctl.cli.output_paths import ProtectedFiles, output_file
from kamctl.cli.page_names import document_file_name
from kamctl.cli.page_output import page_printer, write_page
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.document.errors import UserError
from kamctl.document.output_formats import EXCEL, PDF, PORTFOLIO_FORMATS
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.value_synonyms import asked_value
from kamctl.workspace.plan_files import plan_files, workspace_of_run

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.cli.console import Console
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.workspace.config import Workspace


PortfolioFormat = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "PortfolioFormat", {name.upper(): name for name in PORTFOLIO_FORMATS}, type=str
)


@examples(
    ("kamctl render portfolio", N_("Generate one page about all accounts below this folder")),
    ("kamctl render portfolio -o accounts.xlsx", N_("Write an Excel file with charts")),
)
def render_portfolio(
    ctx: typer.Context,
    plans: list[str] = SAVED_PLANS,
    function: str = PORTFOLIO_AUDIENCE,
    exclude: list[str] = EXCLUDE,
    language: str = DOCUMENT_LANGUAGE,
    output_format: PortfolioFormat = typer.Option(
        None,
        "--format",
        help="Output format (default: from the output file's name, otherwise html). pdf needs "
        "Chrome, Edge, Chromium or Brave; xlsx is for Excel, with charts.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    paper: Paper = PAPER,
    output: str = OUTPUT_FILE,
    force: bool = FORCE,
    jobs: int = JOBS,
    today: str = TODAY,
) -> None:
    """Generate one page about all accounts: priorities, tiers, figures, functions, dates, people.

    Written for the account team, unless --for gives another audience.

    Exit code: 0 written, 2 not generated, or a plan could not be read.
    """
    console: Console = ctx.obj
    options = RenderOptions(
        PORTFOLIO.name,
        function or ACCOUNT_TEAM,
        language,
        output_format.value if output_format else None,
        paper.value,
        output,
        strict=False,
        force=force,
        today=parse_day(today),
    )
    options.check_output()
    paths = plans or ["."]
    files = plan_files(paths, exclude or ())
    workspace = workspace_of_run(paths, files)
    portfolio = load_portfolio(files, workspace, options.today, console, jobs)
    audience = portfolio_audience(options.function or "", portfolio, workspace)
    own = [one.language for one in portfolio.accounts]
    chosen = language_of_several(language, own, workspace)
    reader = audience.name if function else None
    name = document_file_name(PORTFOLIO, options.ending, audience=reader, language=chosen)
    prints = options.output_format == PDF
    printed = page_printer(options)
    with ProgressDisplay(console, 1, at_once=prints):
        data: str | bytes
        if options.output_format == EXCEL:
            from kamctl.exchange.portfolio_workbook import portfolio_workbook  # needs XlsxWriter

            data = portfolio_workbook(portfolio, audience, chosen, workspace.accent)
        else:
            view = portfolio_view(portfolio, audience, chosen, workspace.shown_name)
            data = printed(
                render_page(view, branding_of(workspace), PORTFOLIO.name, options.template_format)
            )
    write_page(
        output_file(output or name, name),
        data,
        options,
        options.output_format,
        console,
        ProtectedFiles(files),
    )
    note_unread(portfolio, console)
    raise typer.Exit(2 if portfolio.unread else 0)


def portfolio_audience(asked: str, portfolio: Portfolio, workspace: Workspace) -> Audience:
    """Return for whom to make a page.

    Raises:
        UserError: there is no such audience.
    """
    touched = {one.function for account in portfolio.accounts for one in account.functions}
    known = audience_names((*workspace.functions, *sorted(touched.difference(workspace.functions))))
    found = asked_value(asked, known, AUDIENCE_LABELS)
    if found is not None:
        return audience_for(found)
    raise UserError(
        message("Unknown function “{name}”.", name=asked),
        did_you_mean(asked, known),
    )
