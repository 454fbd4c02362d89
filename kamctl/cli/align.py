"""`kamctl align`: who agreed to which text; ask, note what they say, see where it stands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.commands import Commands
from kamctl.cli.completion import complete_functions, complete_plans
from kamctl.cli.explain import PageFormat
from kamctl.cli.reading import TODAY
from kamctl.cli.record import record, restate
from kamctl.cli.speaking import words, words_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.alignment.entry import Signoff
    from kamctl.checks.run import PlanReport

align_app = Commands(
    name="align", help="Ask your colleagues, note what they say, see who agreed to which text.",
)  # fmt: skip
_WIDEST = 160


@align_app.callback()
def align() -> None:
    """Ask your colleagues, note what they say, see who agreed to which text."""


@align_app.command("status")
def status(
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="Plans, or folders of plans. By default the plans below this folder.",
        autocompletion=complete_plans,
    ),
    output_format: PageFormat = typer.Option(
        PageFormat.TEXT, "--format", help="For people, or for programs."
    ),
    color: Color = COLOR,
    today: str = TODAY,
) -> None:
    """Show who stands where: functions by objectives, who is next, and what is in the way.

    Ends with 0, or with 2 if a plan could not be read.
    """
    from kamctl.alignment.standing import alignments
    from kamctl.cli.reading import day, open_plans, plan_files
    from kamctl.report.alignment import AlignmentText, alignment_values
    from kamctl.report.summary import Summary

    summary = Summary()
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    say = words_for(output_format)
    values = []
    unread = False
    for number, report in enumerate(open_plans(plan_files(paths or ["."]), day(today))):
        summary.add(report)
        if report.plan is None:
            unread = True
            _show(report)
            continue
        _show_signoff_findings(report)
        found = alignments(report.plan, report.signoffs.entries)
        signature_of = _signature_of(report)
        if output_format is PageFormat.JSON:
            values.append(alignment_values(report.file, report.plan, found, signature_of, say))
            continue
        text = AlignmentText(
            columns, colour=is_coloured(color), signature_of=signature_of, translate=say
        )
        typer.echo(("\n" if number else "") + text.plan(report.plan, found), nl=False)
    if output_format is PageFormat.JSON:
        typer.echo(json.dumps({"version": 1, "plans": values}, ensure_ascii=False, indent=2))
    raise typer.Exit(2 if unread or summary.crashed else 0)


def _show(report: PlanReport) -> None:
    """Say on standard error why a plan could not be read."""
    from kamctl.report.text import TextReport

    typer.echo(TextReport(translate=words()).plan(report), err=True, nl=False)


def _show_signoff_findings(report: PlanReport) -> None:
    """Say on standard error what is wrong with the file of sign-offs."""
    from kamctl.report.text import TextReport

    source = report.signoffs.source
    lines = source.lines if source else ()
    typer.echo(
        TextReport(translate=words()).findings(report.signoffs.findings, lines), err=True, nl=False
    )


def _signature_of(report: PlanReport) -> Callable[[Signoff], str]:
    """Return what to say of a signature: nothing where neither house nor entry knows of any."""
    from kamctl.alignment.signatures import verify
    from kamctl.workspace.discover import find_workspace

    signers = find_workspace(Path(report.file)).allowed_signers
    team = report.plan.team if report.plan else ()
    emails = {one.id: one.email or "" for one in team}

    def said(entry: Signoff) -> str:
        if not entry.signature and signers is None:
            return ""
        return verify(entry.payload, entry.signature, emails.get(entry.by, ""), signers).value

    return said


align_app.command("record")(record)
align_app.command("restate")(restate)


@align_app.command("ask")
def ask(
    plan: str = typer.Argument(
        ..., metavar="PLAN", help="The plan.", autocompletion=complete_plans
    ),
    function: str = typer.Option(
        None,
        "--for",
        metavar="FUNCTION",
        help="Whom to ask: a function, decider, sponsor; or all. By default who is next.",
        autocompletion=complete_functions,
    ),
    objective: str = typer.Option(
        None, "--objective", metavar="ID", help="Only about this objective."
    ),
    by: str = typer.Option(
        None, "--by", metavar="DATE", help="By when to answer. By default in two weeks."
    ),
    language: str = typer.Option(
        None, "--lang", metavar="LANG", help="The language, such as fr. By default the plan's."
    ),
    today: str = TODAY,
) -> None:
    """Write the message to send: the sentence, what is asked of them, by when, how to answer.

    Ready for mail or chat; nothing is sent.
    """
    from kamctl.alignment.standing import alignments
    from kamctl.briefing.asking import messages
    from kamctl.cli.language import spoken_language
    from kamctl.cli.reading import day, plan_of

    now = day(today)
    report, read = plan_of(plan, now)
    found = alignments(read, report.signoffs.entries)
    texts = messages(
        read,
        found,
        spoken_language(language, read),
        now,
        to=function,
        objective=objective,
        by=day(by) if by else None,
        file=plan,
    )
    typer.echo("\n\n".join(texts))
