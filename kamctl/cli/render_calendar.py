"""`kamctl render calendar`: the deadlines of plans, for a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from kamctl.checks.engine.runner import CheckOptions
from kamctl.cli.document_options import language_of_several
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized
from kamctl.cli.load_plans import note_unread_parts, open_plans
from kamctl.cli.options import DOCUMENT_LANGUAGE, EXCLUDE, FORCE, SAVED_PLANS, TODAY, parse_day
from kamctl.cli.output_files import write_output
from kamctl.cli.output_paths import ProtectedFiles, single_format_file
from kamctl.cli.page_names import ascii_page_names
from kamctl.document.code_frame import printable
from kamctl.document.errors import UserError
from kamctl.document.generated_files import made_by_kamctl
from kamctl.exchange.calendar import PRODUCT, calendar_file
from kamctl.i18n.message import N_, counted, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.people import find_member
from kamctl.reports.summary import Summary
from kamctl.workspace.plan_files import plan_files, workspace_of_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console

_NAME: Final = "calendar.ics"


@examples(
    ("kamctl render calendar lactea/plan.yaml", N_("Write the deadlines of a plan")),
    ("kamctl render calendar --for claire", N_("Write Claire's deadlines from all plans")),
)
def render_calendar(
    ctx: typer.Context,
    plans: list[str] = SAVED_PLANS,
    person: str = typer.Option(
        None,
        "--for",
        metavar="PERSON",
        help="Only the deadlines of this person: an id, a name or an e-mail address, such as "
        "claire.",
    ),
    exclude: list[str] = EXCLUDE,
    language: str = DOCUMENT_LANGUAGE,
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Output file or folder, such as calendar.ics; - for standard output.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Generate a calendar file with the open deadlines, for Outlook, Google or Apple.

    Import it again after a change: events are updated, not duplicated. For the account team only:
    it contains the dates of contracts and opportunities.

    Exit code: 0 written, 2 not generated, or a plan could not be read.
    """
    console: Console = ctx.obj
    single_format_file(output, _NAME)  # refuse another format before any plan is read
    paths = plans or ["."]
    files = plan_files(paths, exclude or ())
    day = parse_day(today)
    reports = list(open_plans(files, day, CheckOptions(todos=False)))
    summary = Summary()
    for report in reports:
        summary.add(report)
    readable = [report for report in reports if report.plan is not None]
    if unread := [report.file for report in reports if report.plan is None]:
        text = counted(
            "{count} plan could not be read and is not included: {files}.",
            "{count} plans could not be read and are not included: {files}.",
            len(unread),
            files=printable(", ".join(unread)),
        )
        console.note(localized(text))
    for report in readable:
        note_unread_parts(console, report.file, report.unread_parts)
    own = [report.plan.plan.language for report in readable if report.plan]
    chosen = language_of_several(language, own, workspace_of_run(paths, files))
    if person is not None:
        _must_be_known(person, readable)
    data = calendar_file(readable, chosen, day, person)
    name = f"{ascii_page_names(files)[0]}-{_NAME}" if len(files) == 1 else _NAME
    path = single_format_file(output, name)
    if path is None:
        console.write_bytes(data, is_text=True)
    else:
        write_output(
            path,
            data,
            console,
            ProtectedFiles(files),
            lambda there: force or made_by_kamctl(there, PRODUCT),
        )
    raise typer.Exit(2 if unread or summary.crashed else 0)


def _must_be_known(person: str, reports: Iterable[PlanReport]) -> None:
    """Refuse a person who is in no team of the plans.

    Raises:
        UserError: nobody has this id, name or address.
    """
    plans = [report.plan for report in reports if report.plan]
    if any(find_member(plan, person) for plan in plans):
        return
    known = sorted({text for plan in plans for one in plan.team for text in (one.id, one.name)})
    raise UserError(
        message("There is nobody called “{name}” in the team of these plans.", name=person),
        did_you_mean(
            person, known, message("Use an id, a name or an e-mail address from `team:`.")
        ),
    )
