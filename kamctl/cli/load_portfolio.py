"""From the files of plans to a portfolio."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.runner import CheckOptions
from kamctl.cli.language_context import user_translator
from kamctl.cli.load_plans import map_reports, note_unread_parts, process_count
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.i18n.message import message
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.status import unread_message
from kamctl.workspace.plan_files import refuse_standard_input

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from kamctl.cli.console import Console
    from kamctl.portfolio.portfolio import Portfolio
    from kamctl.workspace.config import Workspace

ONE_PLAN_ONLY: Final = (
    message("Several accounts cannot be read from standard input."),
    message("Give plans or folders of plans."),
)
"""Why standard input, which holds one plan, is refused where all accounts are read."""


def load_portfolio(
    files: Sequence[str],
    workspace: Workspace,
    today: dt.date,
    console: Console,
    jobs: int | None = None,
) -> Portfolio:
    """Read the plans, and return what is known of the accounts; `workspace` orders the tiers.

    Raises:
        UserError: standard input is among the files.
    """
    refuse_standard_input(files, *ONE_PLAN_ONLY)
    summarize = partial(summarize_plan, today=today)
    processes = process_count(len(files), jobs)
    found = map_reports(files, today, summarize, CheckOptions(todos=False), processes)
    with ProgressDisplay(console, len(files), has_pages=False) as progress:
        return build_portfolio(progress.over(found), today, tuple(workspace.tiers))


def note_unread(loaded: Portfolio, console: Console, *, are_named: bool = False) -> None:
    """Say on standard error which plans could not be read, and which not whole.

    Those that could not be read at all may be named elsewhere already.
    """
    for one in () if are_named else loaded.unread:
        console.note(unread_message(one).say(user_translator()))
    for account in loaded.accounts:
        note_unread_parts(console, account.file, account.unread_parts)
