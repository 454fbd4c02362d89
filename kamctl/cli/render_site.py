"""`kamctl render site`: the pages of all accounts as a folder, one folder for each audience."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from kamctl.briefing.document_kinds import CURRENT_DOCUMENTS, INDEX, PORTFOLIO
from kamctl.briefing.pages.index_page import audience_index, site_index
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.pages.rendering import branding_of, render_page
from kamctl.briefing.plan_document import DocumentOptions, PlanDocument
from kamctl.briefing.readers import ALL_READERS
from kamctl.briefing.visibility.account_visibility import may_know_of
from kamctl.briefing.visibility.audience import (
    ACCOUNT_TEAM,
    EVERYONE,
    EXECUTIVE,
    SPONSOR,
    audience_for,
)
from kamctl.checks.engine.runner import check_file
from kamctl.cli.document_options import language_of_several
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_portfolio import ONE_PLAN_ONLY, note_unread
from kamctl.cli.options import (
    DOCUMENT_LANGUAGE,
    EXCLUDE,
    FORCE,
    JOBS,
    SAVED_PLANS,
    TODAY,
    parse_day,
)
from kamctl.cli.page_names import ascii_page_names, document_file_name
from kamctl.cli.parallel import available_cores, parallel_map
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.cli.site_folder import INDEX_FILE, PAGE_ENDING, SiteFolder, folder_of
from kamctl.document.code_frame import printable
from kamctl.document.errors import UserError
from kamctl.document.output_formats import HTML
from kamctl.i18n.message import N_, counted, message
from kamctl.portfolio.account_summary import AccountSummary
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.plan_files import plan_files, refuse_standard_input, workspace_of_run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.portfolio.account_summary import PlanSummary
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.workspace.config import Workspace

_FOLDER = typer.Option(
    ...,
    "--output",
    "-o",
    metavar="FOLDER",
    help="Output folder, such as site. Pages that kamctl generated earlier and no longer "
    "needs are removed; other files are kept.",
)
_WORTH_SHARING: Final = 8
"""Fewer accounts than this have their pages before another process has started."""


@examples(("kamctl render site -o site", N_("Generate all pages of all accounts into a folder")))
def render_site(
    ctx: typer.Context,
    plans: list[str] = SAVED_PLANS,
    folder: str = _FOLDER,
    exclude: list[str] = EXCLUDE,
    language: str = DOCUMENT_LANGUAGE,
    force: bool = FORCE,
    jobs: int = JOBS,
    today: str = TODAY,
) -> None:
    """Generate a site for an intranet: the portfolio and the pages of each account.

    Each audience has its own folder, with only what it may see.

    Exit code: 0 written, 2 not generated, or a plan could not be read.
    """
    console: Console = ctx.obj
    if not folder.strip():
        raise UserError(
            message("--output has no folder name."), message("Use a folder: --output site.")
        )
    paths = plans or ["."]
    files = plan_files(paths, exclude or ())
    refuse_standard_input(files, *ONE_PLAN_ONLY)
    workspace = workspace_of_run(paths, files)
    site = SiteFolder(Path(folder), files, force=force)
    site.check()
    work = partial(
        render_account, folder=folder, force=force, language=language, today=parse_day(today)
    )
    named = list(zip(files, ascii_page_names(files), strict=True))
    processes = jobs or (available_cores() if len(files) >= _WORTH_SHARING else 1)
    pages: list[AccountPages] = []
    with ProgressDisplay(console, len(files)) as progress:
        for one in parallel_map(named, work, processes):
            pages.append(one)
            progress.plan(len(one.pages))
            for _ in one.pages:
                progress.page()
            progress.done()
    portfolio = build_portfolio([one.summary for one in pages], parse_day(today))
    _write_indexes(site, portfolio, pages, language, workspace)
    gone = site.tidy()
    note_unread(portfolio, console)
    parts = [counted("{count} page generated", "{count} pages generated", site.written)]
    if gone:
        parts.append(counted("{count} page removed", "{count} pages removed", gone))
    made_there = ", ".join(localized(part) for part in parts)
    console.note(f"{printable(site.folder.as_posix())}: {made_there}")
    raise typer.Exit(2 if portfolio.unread else 0)


class SitePage(NamedTuple):
    """A page of one account that was written: for which audience, its label, its file's name."""

    audience: str
    label: str
    name: str


class AccountPages(NamedTuple):
    """What came of one plan: what is known of it, and its pages."""

    summary: PlanSummary
    pages: tuple[SitePage, ...]


def render_account(
    plan: tuple[str, str],
    *,
    folder: str,
    force: bool,
    language: str | None,
    today: dt.date,
) -> AccountPages:
    """Make and write all pages of one plan; `plan` is its file, and what its pages are called.

    Raises:
        UserError: a file already exists, or cannot be written.
    """
    file, name = plan
    report = check_file(file, today)
    known = summarize_plan(report, today)
    if report.plan is None or not isinstance(known, AccountSummary):
        return AccountPages(known, ())
    site = SiteFolder(Path(folder), [file], force=force)
    documents = [
        PlanDocument(
            report,
            DocumentOptions(
                kind.name, None if kind.for_account_team else ALL_READERS, language=language
            ),
        )
        for kind in CURRENT_DOCUMENTS
    ]
    pages: list[SitePage] = []
    for reader in dict.fromkeys(reader for one in documents for reader in one.readers):
        audience = audience_for(reader)
        if not may_know_of(known, audience):
            continue
        for document in documents:
            if reader in document.readers:
                page_name = document_file_name(document.kind, PAGE_ENDING, account=name)
                page = SitePage(audience.name, document.kind.label, page_name)
                site.write(folder_of(audience.name), page.name, document.render(reader).text)
                pages.append(page)
    return AccountPages(known, tuple(pages))


def _write_indexes(
    site: SiteFolder,
    portfolio: Portfolio,
    pages: Sequence[AccountPages],
    language: str | None,
    workspace: Workspace,
) -> None:
    """Write a portfolio and an index for each audience, then the index of the site."""
    branding, company = branding_of(workspace), workspace.shown_name
    page_language = language_of_several(
        language, [one.language for one in portfolio.accounts], workspace
    )
    portfolio = replace(portfolio, tier_order=tuple(workspace.tiers))
    audiences = list(dict.fromkeys(page.audience for one in pages for page in one.pages))
    order = (EVERYONE, EXECUTIVE, SPONSOR, ACCOUNT_TEAM)
    audiences.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    for name in audiences:
        groups = []
        links = {}
        for one in pages:
            own = [page for page in one.pages if page.audience == name]
            if own and isinstance(one.summary, AccountSummary):
                links[one.summary.file] = own[0].name
                groups.append((one.summary.name, [(page.label, page.name) for page in own]))
        groups.sort(key=lambda group: group[0].casefold())
        audience = audience_for(name)
        folder = folder_of(name)
        view = portfolio_view(portfolio, audience, page_language, company, links)
        overview = document_file_name(PORTFOLIO, PAGE_ENDING)
        site.write(folder, overview, render_page(view, branding, PORTFOLIO.name, HTML))
        index = audience_index(name, overview, groups, page_language, portfolio.today, company)
        site.write(folder, INDEX_FILE, render_page(index, branding, INDEX.name, HTML))
        for group in pages:
            site.note(folder, [page.name for page in group.pages if page.audience == name])
    top = site_index(
        [(name, f"{folder_of(name)}/{INDEX_FILE}") for name in audiences],
        page_language,
        portfolio.today,
        company,
    )
    site.write("", INDEX_FILE, render_page(top, branding, INDEX.name, HTML))
