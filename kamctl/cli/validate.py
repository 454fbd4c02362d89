"""`kamctl validate`: what is wrong, what is missing, and where."""

from __future__ import annotations

import os
import sys
from enum import Enum

import typer

from kamctl.cli.reading import TODAY


class Format(str, Enum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"


class Color(str, Enum):
    """When the findings are coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class StageName(str, Enum):
    """The stages, as the command line takes them."""

    DRAFT = "draft"
    SHARED = "shared"
    ALIGNED = "aligned"
    VALIDATED = "validated"


def validate(
    paths: list[str] = typer.Argument(
        None,
        metavar="[PATH]...",
        help="Plans, folders of plans, or - for standard input. By default the plans below "
        "this folder.",
    ),
    stage: StageName = typer.Option(
        None, "--stage", help="Ask: would the plan be entitled to this stage?"
    ),
    output_format: Format = typer.Option(
        Format.TEXT, "--format", help="For people, or for programs."
    ),
    todo: bool = typer.Option(False, "--todo", help="Show what later stages need, too."),
    strict: bool = typer.Option(False, "--strict", help="Let warnings fail."),
    color: Color = typer.Option(Color.AUTO, "--color", help="When to use colour."),
    today: str = TODAY,
) -> None:
    """Say what is wrong and what is missing, at the exact line.

    Ends with 0 if nothing fails, 1 if something does, 2 if something could not be read.
    """
    from kamctl.cli.reading import day, open_plans, plan_files
    from kamctl.plan.header import Stage
    from kamctl.report.summary import Summary

    as_of = day(today)
    files = plan_files(paths or ["."])
    reports = open_plans(files, as_of, Stage(stage.value) if stage else None)
    summary = Summary()
    write = sys.stdout.write
    if output_format is Format.JSON:
        from kamctl.report.json import json_report

        for piece in json_report(reports, as_of, summary):
            write(piece)
    else:
        from kamctl.report.text import TextReport

        colour = is_coloured(color)
        text = TextReport(columns=_columns(), colour=colour, todos=todo)
        for report in reports:
            summary.add(report)
            write(text.plan(report))
        write(text.end(summary))
    raise typer.Exit(summary.exit_code(strict=strict))


def is_coloured(color: Color) -> bool:
    """Decide on colour: what is asked for, else what the environment and the terminal say."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    )


def _columns() -> int:
    import shutil

    return shutil.get_terminal_size().columns
