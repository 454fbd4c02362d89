"""`kamctl next`: show the most useful next steps for a plan."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from kamctl.cli.completion import complete_plans
from kamctl.cli.explain import PageFormat
from kamctl.cli.help import examples
from kamctl.cli.options import OUTPUT_PANEL
from kamctl.cli.reading import TODAY
from kamctl.cli.speaking import words_for
from kamctl.words.message import N_

if TYPE_CHECKING:
    from kamctl.cli.console import Console


@examples(
    ("kamctl next lactea/plan.yaml", N_("Show three steps, whom to ask and where to write")),
    ("kamctl next --format json", N_("Write the steps of all plans for a program")),
)
def next_(
    ctx: typer.Context,
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="Plans, folders of plans, or - for standard input. By default the plans below "
        "this folder.",
        autocompletion=complete_plans,
    ),
    output_format: PageFormat = typer.Option(
        PageFormat.TEXT,
        "--format",
        help="For people, or for programs.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    today: str = TODAY,
) -> None:
    """Show the most useful next steps for a plan.

    Exit code: 0 all plans read, 2 a plan could not be read.
    """
    from kamctl.cli.reading import day, open_plans, plan_files
    from kamctl.report.next import next_text, next_values
    from kamctl.report.summary import Summary

    console: Console = ctx.obj
    summary = Summary()
    say = words_for(output_format)
    values = []
    for number, report in enumerate(open_plans(plan_files(paths or ["."]), day(today))):
        summary.add(report)
        if output_format is PageFormat.JSON:
            values.append(next_values(report, say))
        else:
            if number:
                console.print()
            console.print(next_text(report, say), end="")
    if output_format is PageFormat.JSON:
        console.write(
            json.dumps(
                {"version": 1, "plans": values}, ensure_ascii=False, indent=2, allow_nan=False
            )
            + "\n"
        )
    raise typer.Exit(2 if summary.unreadable or summary.crashed else 0)
