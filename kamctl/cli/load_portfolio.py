"""From the names on the command line to a portfolio."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.cli.language_context import user_translator
from kamctl.cli.load_plans import map_reports, process_count
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.status import unread_message
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import STANDARD_INPUT, plan_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.portfolio.portfolio import Portfolio


def load_portfolio(
    paths: Sequence[str],
    today: dt.date,
    console: Console,
    jobs: int | None = None,
    exclude: Sequence[str] = (),
) -> Portfolio:
    """Read the plans, and return what is known of the accounts.

    Raises:
        UserError: a folder holds no plan, or standard input is among them.
    """
    files = plan_files(paths, exclude)
    if STANDARD_INPUT in files:
        raise UserError(
            message("Several accounts cannot be read from standard input."),
            message("Give plans or folders of plans."),
        )
    summarize = partial(summarize_plan, today=today)
    found = map_reports(files, today, summarize, process_count(len(files), jobs), todos=False)
    with ProgressDisplay(console, len(files), has_pages=False) as progress:
        return build_portfolio(
            progress.over(found), today, tuple(find_workspace(Path(files[0])).tiers)
        )


def note_unread(loaded: Portfolio, console: Console) -> None:
    """Say on standard error which plans could not be read."""
    for one in loaded.unread:
        console.note(unread_message(one).say(user_translator()))
