"""`kamctl export xlsx`: a plan as an Excel file, to be filled in and imported again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from kamctl.briefing.readers import document_language, reader_of
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.cli.completion import complete_functions
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.load_plans import note_unread_parts
from kamctl.cli.options import FORCE, PLAN_OR_ONLY_ONE, TODAY, parse_day
from kamctl.cli.output_files import write_output
from kamctl.cli.output_paths import ProtectedFiles, single_format_file
from kamctl.exchange.plan_workbook import plan_workbook
from kamctl.exchange.sheet_rows import values_as_written
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_file import PlanFile
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import refuse_standard_input

if TYPE_CHECKING:
    from kamctl.cli.console import Console

_READER: Final = typer.Option(
    None,
    "--for",
    metavar="FUNCTION",
    help="Reader: a function such as finance, executive, sponsor or everyone; the file has only "
    "what they may see (default: the account team, which sees everything).",
    autocompletion=complete_functions,
)


@examples(
    (
        "kamctl export xlsx lactea/plan.yaml -o lactea.xlsx",
        N_("Write the plan as an Excel file, to be filled in"),
    ),
    (
        "kamctl export xlsx lactea/plan.yaml --for finance -o finance.xlsx",
        N_("Write only what finance may see"),
    ),
)
def export_xlsx(
    ctx: typer.Context,
    plan: str = PLAN_OR_ONLY_ONE,
    reader: str = _READER,
    output: str = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Output file or folder, such as lactea.xlsx; - for standard output (default: the "
        "name of the account).",
        rich_help_panel=OUTPUT_PANEL,
    ),
    force: bool = FORCE,
    today: str = TODAY,
) -> None:
    """Write a plan as an Excel file: to be filled in, and imported with `kamctl import xlsx`.

    A sheet for each section, in the plan's language, with drop-downs and explanations.

    Exit code: 0 written, 2 not written.
    """
    console: Console = ctx.obj
    day = parse_day(today)
    refuse_standard_input(
        [plan], message("Standard input cannot be exported: the workbook is imported into a file.")
    )
    file = PlanFile.read(plan)
    loaded, account_plan = file.load()
    account = account_plan.account.id or Path(plan).resolve().parent.name or "plan"
    path = single_format_file(output, f"{account}.xlsx")
    workspace = find_workspace(Path(plan))
    audience = audience_for(reader_of(reader or ACCOUNT_TEAM, account_plan, workspace))
    language = document_language(None, account_plan)
    value = values_as_written(file.document)
    data = plan_workbook(value, audience, language, workspace.functions, day)
    note_unread_parts(console, plan, loaded.unread_parts)
    if path is None:
        console.write_bytes(data)
        return
    # Somebody may have filled in the one that exists.
    write_output(path, data, console, ProtectedFiles([plan]), lambda _: force)
