"""`kamctl next`: show the most useful next steps for a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.reader_identity import check_reader, reader_in
from kamctl.checks.engine.runner import CheckOptions
from kamctl.cli.errors import show_error
from kamctl.cli.help import examples
from kamctl.cli.language_context import translator_for
from kamctl.cli.load_plans import open_plans
from kamctl.cli.options import PLANS, TEXT_OR_JSON, TODAY, TextOrJson, parse_day
from kamctl.document.errors import UserError
from kamctl.git.identity import current_user
from kamctl.i18n.message import N_
from kamctl.questionnaires.record import read_record, record_path
from kamctl.questionnaires.reminders import reminders
from kamctl.reports.next import next_document, next_text, next_values
from kamctl.reports.summary import Summary
from kamctl.workspace.plan_files import STANDARD_INPUT, plan_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.questionnaires.reminders import Reminder


@examples(
    ("kamctl next lactea/plan.yaml", N_("Show three steps, whom to ask and where to write")),
    ("kamctl next lactea/plan.yaml --me claire", N_("Show what Claire can do, and whom to ask")),
    ("kamctl next --format json", N_("Write the next steps of all plans as JSON")),
)
def next_(
    ctx: typer.Context,
    paths: list[str] = PLANS,
    output_format: TextOrJson = TEXT_OR_JSON,
    me: str = typer.Option(
        None,
        "--me",
        metavar="ID",
        help="Your id in the team, such as claire (default: the member with git's e-mail address "
        "or name).",
    ),
    today: str = TODAY,
) -> None:
    """Show the most useful next steps for a plan.

    Exit code: 0 all plans read, 2 a plan could not be read.
    """
    console: Console = ctx.obj
    summary = Summary()
    say = translator_for(output_format)
    values = []
    unreadable = False
    files, day = plan_files(paths or ["."]), parse_day(today)
    reports: Iterable[PlanReport] = open_plans(files, day, CheckOptions())
    if me is not None:
        reports = list(reports)
        check_reader(me, reports)
    user = current_user(Path()) if me is None else None
    for number, report in enumerate(reports):
        summary.add(report)
        unreadable |= report.plan is None
        reader = reader_in(report.plan, me, user)
        waiting = _reminders(console, report, day)
        if output_format is TextOrJson.JSON:
            reminded = {"reminders": [one.values for one in waiting]}
            values.append(next_values(report, say, reader) | reminded)
        else:
            if number:
                console.print()
            console.print(next_text(report, say, reader), end="")
            for one in waiting:
                console.print(f"  {one.sentence(report.file, say)}")
    if output_format is TextOrJson.JSON:
        console.write(next_document(values))
    raise typer.Exit(2 if unreadable or summary.crashed else 0)


def _reminders(console: Console, report: PlanReport, today: dt.date) -> Sequence[Reminder]:
    """Return which colleagues have not answered the questions that were put to them."""
    path = record_path(Path(report.file))
    if report.plan is None or report.file == STANDARD_INPUT or not path.is_file():
        return ()
    try:
        return reminders(report.plan, read_record(path), today)
    except UserError as error:  # the steps are shown all the same
        show_error(console, error)
        return ()
