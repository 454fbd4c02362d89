"""`kamctl validate`: check plans for errors and missing information."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.runner import CheckOptions
from kamctl.checks.engine.selection import selection
from kamctl.cli.completion import complete_codes
from kamctl.cli.global_options import OUTPUT_PANEL, SELECTION_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, program_language, user_language
from kamctl.cli.load_plans import NO_HISTORY, process_count
from kamctl.cli.options import EXCLUDE, JOBS, PLANS, TODAY, parse_day
from kamctl.cli.report_output import formats_with_options, report_files, write_reports
from kamctl.cli.validation_run import check_plans
from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage
from kamctl.reports.report_formats import REPORT_FORMATS
from kamctl.reports.report_options import ReportOptions
from kamctl.reports.repository_paths import RepositoryPaths
from kamctl.workspace.plan_files import STANDARD_INPUT, is_folder, plan_files, refuse_standard_input

if TYPE_CHECKING:
    from kamctl.checks.engine.selection import Selection
    from kamctl.cli.console import Console

_FEW = 3
"""With so few plans, the report also shows what the next stage needs."""
ReportFormatName = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "ReportFormatName", {name.upper(): name for name in REPORT_FORMATS}, type=str
)


@examples(
    ("kamctl validate", N_("Check all plans below this folder")),
    ("kamctl validate --fix lactea/plan.yaml", N_("Apply safe fixes first")),
    (
        "kamctl validate --stage shared lactea/plan.yaml",
        N_("Check against the requirements of another stage"),
    ),
)
def validate(
    ctx: typer.Context,
    paths: list[str] = PLANS,
    stage: Stage = typer.Option(
        None, "--stage", help="Check against the requirements of another stage, such as validated."
    ),
    fix_: bool = typer.Option(False, "--fix", help="Apply safe fixes before checking."),
    diff_: bool = typer.Option(
        False, "--diff", help="Show what --fix would change, without changing it."
    ),
    todo: bool = typer.Option(False, "--todo", help="Also show the requirements of later stages."),
    strict: bool = typer.Option(False, "--strict", help="Exit with code 1 for warnings too."),
    since: str = typer.Option(
        None,
        "--since",
        metavar="WHEN",
        help="Only plans that changed since this date (2026-09-01) or commit (HEAD~3, a tag, "
        "a branch), or whose sign-offs or workspace did.",
        rich_help_panel=SELECTION_PANEL,
    ),
    select: list[str] = typer.Option(
        None,
        "--select",
        metavar="CODES",
        help="Only these checks: codes, names or the start of a code, such as KAM3.",
        autocompletion=complete_codes,
        rich_help_panel=SELECTION_PANEL,
    ),
    ignore: list[str] = typer.Option(
        None,
        "--ignore",
        metavar="CODES",
        help="Ignore these checks, such as KAM104 or KAM3.",
        autocompletion=complete_codes,
        rich_help_panel=SELECTION_PANEL,
    ),
    exclude: list[str] = EXCLUDE,
    stdin_filename: str = typer.Option(
        None,
        "--stdin-filename",
        metavar="PATH",
        help="Check standard input as if it were this file, such as lactea/plan.yaml, with "
        "its workspace and sign-offs.",
        rich_help_panel=SELECTION_PANEL,
    ),
    output_format: ReportFormatName = typer.Option(
        ReportFormatName("text"),
        "--format",
        help="Report format, such as json.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    output: list[str] = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FILE",
        help="Also write a report to a file in the format of its ending, such as report.sarif; or "
        "put the format before the name, such as gitlab:report.json. May be repeated.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    jobs: int = JOBS,
    today: str = TODAY,
) -> None:
    """Check plans for errors and missing information.

    Exit code: 0 no errors, 1 errors found, 2 input could not be read.
    """
    console: Console = ctx.obj
    files = plan_files(paths or ["."], exclude or ())
    read_as = _stdin_as(stdin_filename, files)
    if since is not None:
        files = _changed(files, since, console)
    options = ReportOptions(
        parse_day(today),
        RepositoryPaths.around(Path.cwd()),
        todos=todo,
        ahead=len(files) <= _FEW and stage is None,
        checklists=not select,
        strict=strict,
        width=console.out.width,
        styled=console.out.is_styled,
        language=user_language()
        if REPORT_FORMATS[output_format.value].for_people
        else program_language(),
    )
    chosen = _selection(select, ignore)
    written = report_files(output or (), [*files, *([read_as] if read_as else [])])
    if diff_ or fix_:
        from kamctl.cli.fix import apply_fixes, print_fix_diff

        if diff_:
            raise typer.Exit(int(print_fix_diff(files, console, read_as)))
        apply_fixes(files, console)
    formats = formats_with_options(output_format.value, written, options)
    asked = CheckOptions(stage, stdin_as=read_as)
    reports = check_plans(files, formats, asked, chosen, process_count(len(files), jobs))
    summary = write_reports(reports, formats, written, len(files), console)
    raise typer.Exit(summary.exit_code(strict=strict))


def _stdin_as(named: str | None, files: list[str]) -> str | None:
    """Return what standard input is called; the file of that name is not read as well.

    Raises:
        UserError: standard input is not among the files, or the name is empty or a folder's.
    """
    if named is None:
        return None
    if STANDARD_INPUT not in files:
        raise UserError(
            message("--stdin-filename only works with standard input."),
            message("Add -: kamctl validate - --stdin-filename {path}", path=named),
        )
    if is_folder(named):
        raise UserError(
            message("{path} is a folder.", path=named),
            message(
                "Use a file in that folder, for example {file}.", file=Path(named) / "plan.yaml"
            ),
        )
    place = os.path.realpath(named)
    files[:] = [one for one in files if one == STANDARD_INPUT or os.path.realpath(one) != place]
    return Path(named).as_posix()


def _changed(files: list[str], since: str, console: Console) -> list[str]:
    """Keep those plans that changed since; print a note where there is none.

    Raises:
        UserError: they are not under git, or there was no such commit.
    """
    from kamctl.history.changed_files import affected_plans

    refuse_standard_input(files, *NO_HISTORY)
    found = affected_plans(files, since)
    if not found:
        console.note(localized(message("No plan has changed since {since}.", since=since)))
    return found


def _selection(select: list[str] | None, ignore: list[str] | None) -> Selection | None:
    if not select and not ignore:
        return None
    return selection(select or (), ignore or ())
