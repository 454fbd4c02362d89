"""`kamctl history`: a plan's way, commit by commit."""

from __future__ import annotations

import json
import shutil
from enum import Enum
from pathlib import Path

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.completion import complete_plans
from kamctl.cli.diff import SINCE
from kamctl.cli.speaking import words_for

_WIDEST = 160


class HistoryFormat(str, Enum):
    """How it is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"


def history(
    plan: str = typer.Argument(
        ..., metavar="PLAN", help="The plan.", autocompletion=complete_plans
    ),
    since: str = SINCE,
    output_format: HistoryFormat = typer.Option(
        HistoryFormat.TEXT,
        "--format",
        help="For people, for a wiki, for programs, or for a spreadsheet.",
    ),
    color: Color = COLOR,
) -> None:
    """Show a plan's way, commit by commit: stage, completeness, share of wallet, what slipped.

    Completeness is that of the day of the commit, by the workspace's rules of today.
    """
    from kamctl.cli.reading import one_file
    from kamctl.history.past import account_of
    from kamctl.history.revision import moment
    from kamctl.history.timeline import timeline
    from kamctl.history.versions import plan_at, tracked
    from kamctl.report import history as report
    from kamctl.workspace.discover import find_workspace

    file = one_file(plan)
    found = tracked(file)
    then = plan_at(found, moment(found.git, since)) if since else None
    steps = timeline(found, find_workspace(Path(file)), then=then)[1 if then else 0 :]
    account = account_of(found)
    say = words_for(output_format)
    if output_format is HistoryFormat.JSON:
        values = report.history_values(file, account, steps)
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    elif output_format is HistoryFormat.CSV:
        text = report.history_csv(steps)
    elif output_format is HistoryFormat.MARKDOWN:
        text = report.history_markdown(account, steps, say)
    else:
        columns = min(shutil.get_terminal_size().columns, _WIDEST)
        made = report.HistoryText(columns, colour=is_coloured(color), translate=say)
        text = made.plan(account, file, steps)
    typer.echo(text, nl=False)
