"""Where reports go: to the terminal, and to the files that were asked for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.cli.console import MAX_WIDTH
from kamctl.cli.speaking import language_for_programs
from kamctl.document.finding import Severity
from kamctl.document.refusal import Refusal
from kamctl.report.plain_text import plain_text
from kamctl.words.message import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.run import PlanReport
    from kamctl.cli.console import Console
    from kamctl.report.formats import Told, Wishes
    from kamctl.report.summary import Summary

_BY_SUFFIX = {".sarif": "sarif", ".xml": "junit", ".json": "json", ".txt": "text"}
_NO_REPORTS = (".yaml", ".yml", ".md", ".html", ".htm")
"""Endings of plans and pages: such a file is never written over, even if it quotes a report."""
_FORMS = (
    r'"tool": \{(?:"driver": \{)?"name": "kamctl"'
    r'|<testsuite package="kamctl"'
    r'|(?:"description": "|,title=| error | warning | todo )KAM\d{3}\b'
    r"|\A\s*\Z|\A\[\s*\]\s*\Z"
)
"""What a report of kamctl says at its beginning in every language, in one form or another."""
_HEAD, _TAIL = 4096, 200
_SOME = (1, 2, 5)
"""Numbers that need each form of the plural in most languages."""


@dataclass
class ReportFile:
    """A file to be written, in the form called `form`; its text is gathered here first."""

    path: Path
    form: str
    text: list[str] = field(default_factory=list)


def report_files(asked: Iterable[str], plans: Iterable[str]) -> list[ReportFile]:
    """Read what was given with `--output`: `report.sarif`, or `gitlab:report.json`.

    Raises:
        Refusal: the form cannot be told, or a file cannot be written there, or must not.
    """
    files = [_report_file(one) for one in asked]
    read = {_place(Path(plan)) for plan in plans} if files else set()
    written: set[str] = set()
    for file in files:
        place = _place(file.path)
        if place in read:
            raise Refusal(
                message("{path} is one of the plans to check.", path=file.path),
                message("Give the report a file of its own."),
            )
        if place in written:
            raise Refusal(
                message("{path} stands twice under --output.", path=file.path),
                message("Give each report a file of its own."),
            )
        written.add(place)
        _may_be_written(file.path)
    return files


def _place(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))  # unlike Path.resolve, never fails


def _report_file(asked: str) -> ReportFile:
    from kamctl.report.formats import NAMES

    form, colon, rest = asked.partition(":")
    if not colon or len(form) == 1 or not form.isalpha():  # "C:" is a drive, no form
        form, rest = "", asked
    path = Path(rest)
    if not path.name:
        raise Refusal(
            message("“{asked}” names no file.", asked=asked),
            message("Write it as report.sarif, or as gitlab:report.json."),
        )
    if not form:
        form = _BY_SUFFIX.get(path.suffix.lower(), "")
    if form not in NAMES:
        raise Refusal(
            message("What form should “{asked}” have? That cannot be told.", asked=asked),
            message(
                "End it in .sarif, .xml (JUnit), .json or .txt; or write the form before the file, "
                "as in gitlab:report.json. The forms are: {forms}.",
                forms=", ".join(NAMES),
            ),
        )
    return ReportFile(path, form)


def _may_be_written(path: Path) -> None:
    if path.is_dir():
        raise Refusal(
            message("{path} is a folder.", path=path),
            message("Name a file inside it, for example {file}.", file=path / "report.sarif"),
        )
    if not path.parent.is_dir():
        raise Refusal(
            message("There is no folder {folder}.", folder=path.parent),
            message("Make it first, or write the report somewhere else."),
        )
    if path.exists() and not _is_report(path):
        raise Refusal(
            message(
                "{path} is already there, and does not look like a report of kamctl.", path=path
            ),
            message("Choose another name, or take the file away first."),
        )


def _is_report(path: Path) -> bool:
    """Tell whether a file is an earlier report, or empty, by what it says."""
    if path.suffix.lower() in _NO_REPORTS:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(max(len(head), path.stat().st_size - _TAIL))
            said = (head + file.read(_TAIL)).decode(errors="replace")
            return re.search("|".join((_FORMS, *_said_in_texts())), said) is not None
    except OSError:
        return False


def _said_in_texts() -> Iterator[str]:
    """Return patterns of what a report for people says, in every language: weights, the end."""
    from collections import Counter

    from kamctl.report.summary import Summary
    from kamctl.report.text import TextReport
    from kamctl.report.weights import SEVERITIES
    from kamctl.words.catalogue import languages, translator

    for language in languages():
        say = translator(language)
        yield from (rf" {re.escape(say(word))} KAM\d{{3}}\b" for word in SEVERITIES.values())
        for plans in _SOME:
            ends = [Summary(plans)]
            ends += [
                Summary(plans, by_severity=Counter({Severity.ERROR: 1, one: count}))
                for one in Severity
                for count in _SOME
            ]
            for end in ends:
                # The last words, whatever the numbers and wherever the line was broken.
                said = TextReport(translate=say).end(end).split(", ")[-1].split()
                parts = [r"[\d.,\s]+" if part.isdigit() else re.escape(part) for part in said]
                yield r"(?:\A|\s)" + r"\s+".join(parts) + r"\n\Z"


def forms_of(
    form: str, files: Iterable[ReportFile], wishes: Wishes
) -> tuple[tuple[str, Wishes], ...]:
    """Return the form of standard output and of each file, with what is wished of it."""
    from dataclasses import replace

    language = language_for_programs()
    plain = replace(wishes, styled=False, width=MAX_WIDTH, language=language)
    return ((form, wishes), *((file.form, plain) for file in files))


def write_reports(
    reports: Iterable[PlanReport | Told],
    form: str,
    files: Sequence[ReportFile],
    wishes: Wishes,
    plans: int,
    console: Console,
) -> Summary:
    """Write the reports to standard output in `form`, and to `files`; return what was found.

    How many of the `plans` are done is told on a terminal.
    """
    from kamctl.cli.progress import Progress
    from kamctl.document.writing import write_whole
    from kamctl.report.formats import Writing, report_format
    from kamctl.report.summary import Summary

    writing = Writing([report_format(*one) for one in forms_of(form, files, wishes)], Summary())
    with Progress(console, plans, has_pages=False) as progress:
        # On a terminal the report itself shows how far it is.
        counted = reports if console.is_terminal else progress.over(reports)
        for number, piece in writing.pieces(counted):
            if number:
                files[number - 1].text.append(
                    piece if isinstance(piece, str) else plain_text(piece)
                )
            elif piece:
                console.print(piece, end="")
    for file in files:
        # A file's name may hold what is no character: shown as on the terminal.
        text = "".join(file.text).encode(errors="replace").decode()
        write_whole(file.path, text, over=True)
    return writing.summary
