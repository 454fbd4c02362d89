"""Where reports go: to the terminal, and to the files that were asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.cli.language_context import program_language
from kamctl.cli.output_paths import RESERVED_ENDINGS, ProtectedFiles, canonical_path, file_ending
from kamctl.cli.progress_bar import ProgressDisplay
from kamctl.document.errors import UserError
from kamctl.document.writing import write_atomically
from kamctl.i18n.message import alternatives, message
from kamctl.reports.report_formats import (
    REPORT_FORMATS,
    ReportWriter,
    file_endings,
    formats_with_ending,
)
from kamctl.reports.summary import Summary
from kamctl.reports.terminal_text import MAX_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.cli.console import Console
    from kamctl.i18n.message import Message
    from kamctl.reports.report_formats import RenderedReport
    from kamctl.reports.report_options import ReportOptions

_TEXT = ".txt"
"""The ending that fits every format."""


@dataclass
class ReportFile:
    """A file to be written, in the format called `form`; its text is gathered here first."""

    path: Path
    form: str
    text: list[str] = field(default_factory=list)


def report_files(asked: Iterable[str], plans: Iterable[str]) -> list[ReportFile]:
    """Read what was given with `--output`: `report.sarif`, or `gitlab:report.json`.

    Raises:
        UserError: the format is not clear, or a file cannot be written there, or must not be.
    """
    files = [_report_file(one) for one in asked]
    if not files:
        return files
    plans = list(plans)
    checked = {canonical_path(Path(plan)) for plan in plans}
    kept = ProtectedFiles(plans)
    written: set[str] = set()
    for file in files:
        place = canonical_path(file.path)
        if place in checked:
            raise UserError(
                message("{path} is one of the plans to check.", path=file.path),
                message("Choose another output file."),
            )
        if place in written:
            raise UserError(
                message("{path} is given twice with --output.", path=file.path),
                message("Use a different file for each report."),
            )
        written.add(place)
        kept.check(file.path)
        _check_writable(file.path)
    return files


def _report_file(asked: str) -> ReportFile:
    form, colon, rest = asked.partition(":")
    if not colon or len(form) == 1 or not form.isalpha():  # "C:" is a drive, no format
        form, rest = "", asked
    path = Path(rest)
    if not path.name:
        raise UserError(
            message("“{asked}” has no file name.", asked=asked),
            message("Use a name such as report.sarif or gitlab:report.json."),
        )
    if not form:
        form = next(iter(formats_with_ending(path.suffix.lower())), "")
    if form not in REPORT_FORMATS:
        raise UserError(
            message("The format of “{asked}” is not clear from its name.", asked=asked),
            message(
                "Use a file name that ends in {endings}, or put the format before the name, "
                "such as gitlab:report.json. Formats: {forms}.",
                endings=_endings(),
                forms=", ".join(REPORT_FORMATS),
            ),
        )
    ending = file_ending(rest)
    known = formats_with_ending(ending)
    fits = form in known or ending == _TEXT if known else ending not in RESERVED_ENDINGS
    if not fits:
        raise UserError(
            message(
                "{path} ends in {ending}, which does not match the format {form}.",
                path=path,
                ending=ending,
                form=form,
            ),
            message("Use a file name that ends in {endings}.", endings=_endings()),
        )
    return ReportFile(path, form)


def _endings() -> Message:
    """Return the endings of report files, each with the format it means."""
    return alternatives([f"{one} ({formats_with_ending(one)[0]})" for one in file_endings()])


def _check_writable(path: Path) -> None:
    if path.is_dir():
        raise UserError(
            message("{path} is a folder.", path=path),
            message("Use a file in that folder, for example {file}.", file=path / "report.sarif"),
        )
    if not path.parent.is_dir():
        raise UserError(
            message("There is no folder {folder}.", folder=path.parent),
            message("Create it first, or write the report to another folder."),
        )


def formats_with_options(
    form: str, files: Iterable[ReportFile], options: ReportOptions
) -> tuple[tuple[str, ReportOptions], ...]:
    """Return the format of standard output and of each file, each with its options."""
    language = program_language()
    plain = replace(options, styled=False, width=MAX_WIDTH, language=language)
    return ((form, options), *((file.form, plain) for file in files))


def write_reports(
    reports: Iterable[PlanReport | RenderedReport],
    formats: Sequence[tuple[str, ReportOptions]],
    files: Sequence[ReportFile],
    plans: int,
    console: Console,
) -> Summary:
    """Write the reports to standard output and to `files`; return what was found.

    `formats` are those of `formats_with_options`. On a terminal a bar shows how many of the `plans`
    are done.
    """
    writing = ReportWriter(formats, Summary())
    on_screen = REPORT_FORMATS[formats[0][0]]
    with ProgressDisplay(console, plans, has_pages=False) as progress:
        # On a terminal the report itself shows how far it is.
        counted = reports if console.out.is_terminal else progress.over(reports)
        for number, piece in writing.pieces(counted):
            if number:
                files[number - 1].text.append(str(piece))
            elif not isinstance(piece, str):
                console.print(piece, end="")
            elif on_screen.for_people:
                console.print_plain(piece)
            else:
                console.write(piece)
    for file in files:
        # A file's name may hold what is no character: shown as on the terminal.
        text = "".join(file.text).encode(errors="replace").decode()
        write_atomically(file.path, text, over=True)
    return writing.summary
