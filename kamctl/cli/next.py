"""`kamctl next`: show the most useful next steps for a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.next_steps import reader_in
from kamctl.checks.engine.plan_files import plan_files
from kamctl.cli.completion import complete_plans
from kamctl.cli.help import examples
from kamctl.cli.language_context import translator_for
from kamctl.cli.load_plans import open_plans
from kamctl.cli.options import TEXT_OR_JSON, TODAY, TextOrJson, parse_day
from kamctl.document.errors import UserError
from kamctl.git.identity import current_user
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import nearest
from kamctl.reports.json_text import json_document
from kamctl.reports.next import next_text, next_values
from kamctl.reports.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console


@examples(
    ("kamctl next lactea/plan.yaml", N_("Show three steps, whom to ask and where to write")),
    ("kamctl next lactea/plan.yaml --me claire", N_("Show what Claire can do, and whom to ask")),
    ("kamctl next --format json", N_("Write the next steps of all plans as JSON")),
)
def next_(
    ctx: typer.Context,
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="Plans, folders of plans, or - for standard input (default: all plans below "
        "this folder).",
        autocompletion=complete_plans,
    ),
    output_format: TextOrJson = TEXT_OR_JSON,
    me: str = typer.Option(
        None,
        "--me",
        metavar="ID",
        help="Who reads this: an id of the team. By default the person with git's e-mail address "
        "or name.",
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
    reports: Iterable[PlanReport] = open_plans(plan_files(paths or ["."]), parse_day(today))
    if me is not None:
        reports = list(reports)
        _must_be_known(me, reports)
    user = current_user(Path()) if me is None else None
    for number, report in enumerate(reports):
        summary.add(report)
        unreadable |= report.plan is None
        reader = reader_in(report.plan, me, user)
        if output_format is TextOrJson.JSON:
            values.append(next_values(report, say, reader))
        else:
            if number:
                console.print()
            console.print(next_text(report, say, reader), end="")
    if output_format is TextOrJson.JSON:
        console.write(json_document({"version": 1, "plans": values}))
    raise typer.Exit(2 if unreadable or summary.crashed else 0)


def _must_be_known(me: str, reports: list[PlanReport]) -> None:
    """Refuse an id that is in no team of the plans that could be read.

    Raises:
        UserError: nobody has it.
    """
    team = [one.id for report in reports if report.plan for one in report.plan.team]
    if me in team or all(report.plan is None for report in reports):
        return
    near = nearest(me, team)
    raise UserError(
        message("No team member has the id “{id}”.", id=me),
        message("Did you mean `{near}`?", near=near)
        if near
        else message("Use one of: {known}.", known=", ".join(dict.fromkeys(team)))
        if team
        else message("Add people under `team:`, each with an `id` and a `name`."),
    )
