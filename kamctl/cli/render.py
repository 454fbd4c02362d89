"""`kamctl render`: what others read."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.language import did_you_mean, spoken_language
from kamctl.cli.reading import STANDARD_INPUT, TODAY

if TYPE_CHECKING:
    from kamctl.checks.run import PlanReport
    from kamctl.plan.model import Plan

render_app = typer.Typer(
    name="render", help="Make what others read from a plan.", no_args_is_help=True
)

STANDARD_OUTPUT = "-"
CANNOT_READ = 2
HAS_ERRORS = 1


class Format(str, Enum):
    """How a briefing is written."""

    HTML = "html"
    MARKDOWN = "markdown"


_SUFFIXES = {
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
}


@render_app.callback()
def render() -> None:
    """Make what others read from a plan."""


@render_app.command("briefing")
def briefing(
    plan: str = typer.Argument(
        ...,
        metavar="PLAN",
        help="The plan, or - for standard input.",
        autocompletion=complete_plans,
    ),
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="Who will read it: finance, supply-chain, …; executive, sponsor, account-team. "
        "By default everyone.",
        autocompletion=complete_functions,
    ),
    language: str = typer.Option(
        None, "--lang", metavar="LANG", help="The language: en or fr. By default the plan's."
    ),
    output_format: Format = typer.Option(
        None, "--format", help="By default as the output file is named, else html."
    ),
    output: str = typer.Option(
        None, "--output", "-o", metavar="FILE", help="Where to write it; - is standard output."
    ),
    strict: bool = typer.Option(False, "--strict", help="Make nothing from a plan with errors."),
    force: bool = typer.Option(False, "--force", help="Write over a file that is in the way."),
    today: str = TODAY,
) -> None:
    """Make a briefing: why the objective is there and what it means for the reader.

    Ends with 0 once it is written, 1 with --strict if the plan has errors, 2 if it cannot be made.
    """
    from kamctl.briefing.audience import audience_for
    from kamctl.briefing.build import build_view
    from kamctl.cli.reading import day, open_plan
    from kamctl.workspace.discover import find_workspace

    as_of = day(today)
    workspace = find_workspace(Path() if plan == STANDARD_INPUT else Path(plan))
    report = open_plan(plan, as_of)
    if report.plan is None:
        _show(report)
        raise typer.Exit(CANNOT_READ)
    _check_function(function, report.plan, workspace.functions)
    if strict and report.errors:
        _show(report)
        raise typer.Exit(HAS_ERRORS)
    spoken = spoken_language(language, report.plan)
    written = _format(output_format, output)
    view = build_view(
        report.plan, audience_for(function), spoken, report, as_of, workspace.shown_name
    )
    if written is Format.HTML:
        from kamctl.briefing.html import MARK, render_html

        text, mark = render_html(view, workspace.accent), MARK
    else:
        from kamctl.briefing.markdown import MARK as MARKDOWN_MARK
        from kamctl.briefing.markdown import render_markdown

        text, mark = render_markdown(view), MARKDOWN_MARK
    if output == STANDARD_OUTPUT:
        sys.stdout.write(text)
        return
    path = Path(output) if output else Path(_name(plan, report.plan, function, spoken, written))
    _write(path, text, mark, force=force)


def _write(path: Path, text: str, mark: str, *, force: bool) -> None:
    from kamctl.cli.boundary import say
    from kamctl.document.writing import made_by_kamctl, write_whole

    write_whole(path, text, over=force or made_by_kamctl(path, mark))
    say(path.as_posix())


def _show(report: PlanReport) -> None:
    """Print what is wrong as `kamctl validate` does, on standard error."""
    import shutil

    from kamctl.cli.boundary import say
    from kamctl.report.text import TextReport

    columns = shutil.get_terminal_size().columns
    say(TextReport(columns=columns, colour=False, todos=False).plan(report).rstrip("\n"))


def _check_function(function: str | None, plan: Plan, functions: tuple[str, ...]) -> None:
    """Refuse a function that neither the company nor the plan knows.

    Raises:
        Refusal: with those there are, and the likely one.
    """
    from kamctl.briefing.audience import audience_names

    if function is None:
        return
    in_plan = {one.function for objective in plan.objectives for one in objective.directions}
    in_plan |= {member.function for member in plan.team if member.function}
    allowed = audience_names((*functions, *sorted(in_plan.difference(functions))))
    if function in allowed:
        return
    from kamctl.document.refusal import Refusal
    from kamctl.words.message import message

    raise Refusal(
        message("There is no function called “{name}” here.", name=function),
        did_you_mean(function, allowed),
    )


def _format(asked: Format | None, output: str | None) -> Format:
    if asked is not None:
        return asked
    suffix = Path(output).suffix.lower() if output and output != STANDARD_OUTPUT else ""
    return _SUFFIXES.get(suffix, Format.HTML)


def _name(plan_path: str, plan: Plan, function: str | None, spoken: str, written: Format) -> str:
    """Name the file: `lactea-briefing-for-finance-fr.html`."""
    folder = Path(plan_path).resolve().parent.name if plan_path != STANDARD_INPUT else ""
    parts = [plan.account.id or folder or "plan", "briefing"]
    if function:
        parts += ["for", function]
    if spoken != "en":
        parts.append(spoken)
    return "-".join(parts) + (".html" if written is Format.HTML else ".md")
