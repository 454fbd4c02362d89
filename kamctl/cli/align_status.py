"""`kamctl align status`: show who has agreed to each objective."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.runner import CheckOptions
from kamctl.cli.findings_text import findings_text
from kamctl.cli.help import examples
from kamctl.cli.language_context import translator_for
from kamctl.cli.load_plans import note_unread_parts, open_plans
from kamctl.cli.options import SAVED_PLANS, TEXT_OR_JSON, TODAY, TextOrJson, parse_day
from kamctl.document.command_text import as_argument
from kamctl.i18n.message import N_
from kamctl.reports.alignment import ALIGNMENT_VERSION, AlignmentText, alignment_values
from kamctl.reports.json_text import json_document
from kamctl.reports.summary import Summary
from kamctl.signoffs.signoff_file import is_signoff_file
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import plan_files

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.document.finding import Finding


@examples(
    ("kamctl align status lactea/plan.yaml", N_("Show who has agreed to each objective")),
    (
        "kamctl align status --format json > alignment.json",
        N_("Write the sign-off status of all plans as JSON"),
    ),
)
def status(
    ctx: typer.Context,
    paths: list[str] = SAVED_PLANS,
    output_format: TextOrJson = TEXT_OR_JSON,
    today: str = TODAY,
) -> None:
    """Show who has agreed to each objective, who is next and what is blocking.

    Exit code: 0 all plans read, 2 a plan or its sign-offs could not be read.
    """
    console: Console = ctx.obj
    summary = Summary()
    say = translator_for(output_format)
    values = []
    unread = False
    files, day = plan_files(paths or ["."]), parse_day(today)
    for number, report in enumerate(open_plans(files, day, CheckOptions())):
        summary.add(report)
        if report.plan is None:
            unread = True
            console.note(findings_text(console.err).plan(report), end="")
            continue
        source = report.signoffs.source
        lines = source.lines if source else ()
        console.note(findings_text(console.err).findings(_of_signoffs(report), lines), end="")
        note_unread_parts(console, report.file, report.unread_parts)
        shows_signatures = find_workspace(Path(report.file)).allowed_signers is not None
        if output_format is TextOrJson.JSON:
            values.append(
                alignment_values(
                    report.file,
                    report.plan,
                    report.agreement,
                    say,
                    is_stage_met=report.is_stage_met,
                )
            )
            continue
        if number:
            console.print()
        text = AlignmentText(shows_signatures=shows_signatures, translate=say, today=day)
        for part in text.plan(
            report.plan,
            report.agreement,
            file=as_argument(report.file),
            is_stage_met=report.is_stage_met,
        ):
            console.print(part, end="")
    if output_format is TextOrJson.JSON:
        console.write(json_document({"version": ALIGNMENT_VERSION, "plans": values}))
    raise typer.Exit(2 if unread or summary.unreadable or summary.crashed else 0)


def _of_signoffs(report: PlanReport) -> tuple[Finding, ...]:
    """Return what is wrong with the sign-offs: those that do not count are in no list."""
    return tuple(one for one in report.findings if is_signoff_file(Path(one.file).name))
