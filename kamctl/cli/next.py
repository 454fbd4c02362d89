"""`kamctl next`: the three most useful things to do now."""

from __future__ import annotations

import json
import shutil

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.completion import complete_plans
from kamctl.cli.explain import PageFormat
from kamctl.cli.reading import TODAY
from kamctl.cli.speaking import words_for

_WIDEST = 100


def next_(
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="Plans, folders of plans, or - for standard input. By default the plans below "
        "this folder.",
        autocompletion=complete_plans,
    ),
    output_format: PageFormat = typer.Option(
        PageFormat.TEXT, "--format", help="For people, or for programs."
    ),
    color: Color = COLOR,
    today: str = TODAY,
) -> None:
    """Say what to do next: three things, whom to ask, and where to write it down."""
    from kamctl.cli.reading import day, open_plans, plan_files
    from kamctl.report.next import next_text, next_values
    from kamctl.report.summary import Summary

    summary = Summary()
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    coloured = is_coloured(color)
    say = words_for(output_format)
    values = []
    for number, report in enumerate(open_plans(plan_files(paths or ["."]), day(today))):
        summary.add(report)
        if output_format is PageFormat.JSON:
            values.append(next_values(report, say))
        else:
            typer.echo(
                ("\n" if number else "")
                + next_text(report, columns, colour=coloured, translate=say),
                nl=False,
            )
    if output_format is PageFormat.JSON:
        typer.echo(json.dumps({"version": 1, "plans": values}, ensure_ascii=False, indent=2))
    raise typer.Exit(2 if summary.unreadable or summary.crashed else 0)
