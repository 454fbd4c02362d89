"""`kamctl history`: show a plan's history."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.global_options import OUTPUT_PANEL, SELECTION_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import program_language, translator_for
from kamctl.cli.load_plans import NO_HISTORY
from kamctl.cli.options import PLAN_OR_ONLY_ONE
from kamctl.history.past_plan import account_name
from kamctl.history.timeline import timeline
from kamctl.history.versions import find_tracked_plan, plan_since
from kamctl.i18n.message import N_
from kamctl.reports import history as report
from kamctl.reports.json_text import json_document
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import refuse_standard_input

if TYPE_CHECKING:
    from kamctl.cli.console import Console


class HistoryFormat(str, Enum):
    """How it is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"


@examples(
    (
        "kamctl history lactea/plan.yaml",
        N_("Show each commit: stage, completeness, postponed dates"),
    ),
    ("kamctl history lactea/plan.yaml --since 2026-01-01", N_("Start at a date")),
)
def history(
    ctx: typer.Context,
    plan: str = PLAN_OR_ONLY_ONE,
    since: str = typer.Option(
        None,
        "--since",
        metavar="WHEN",
        help="Start at this date, such as 2026-09-01, or at this commit (HEAD~3, a tag, a branch).",
        rich_help_panel=SELECTION_PANEL,
    ),
    output_format: HistoryFormat = typer.Option(
        HistoryFormat.TEXT,
        "--format",
        help="Output format: text to read, Markdown for a wiki, JSON for programs, CSV for a "
        "spreadsheet.",
        rich_help_panel=OUTPUT_PANEL,
    ),
) -> None:
    """Show a plan's history.

    One row per commit: stage, completeness, share of wallet, next due date, postponed dates.
    Completeness is calculated for the day of the commit, with today's workspace settings.
    """
    console: Console = ctx.obj
    refuse_standard_input([plan], *NO_HISTORY)
    found = find_tracked_plan(plan)
    then = plan_since(found, since) if since is not None else None
    # What was there at that moment is no change since; the first commit of all is.
    steps = timeline(found, find_workspace(Path(plan)), then=then)
    steps = steps[1:] if then and not then.moment.begins else steps
    account = account_name(found)
    say = translator_for(output_format)
    match output_format:
        case HistoryFormat.JSON:
            console.write(json_document(report.history_values(plan, account, steps)))
        case HistoryFormat.CSV:
            console.write_csv(report.history_csv(steps, program_language()))
        case HistoryFormat.MARKDOWN:
            console.write(report.history_markdown(account, steps, say))
        case HistoryFormat.TEXT:
            for part in report.HistoryText(translate=say).plan(account, plan, steps):
                console.print(part, end="")
