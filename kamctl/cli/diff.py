"""`kamctl diff`: show what changed in meaning, including invalidated sign-offs."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kamctl.checks.engine.plan_sources import read_standard_input
from kamctl.cli.completion import complete_plans
from kamctl.cli.errors import show_error
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, translator_for
from kamctl.cli.load_plans import NO_HISTORY
from kamctl.cli.options import SINCE, parse_day
from kamctl.cli.parallel import relax_garbage_collection
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import STANDARD_INPUT_NAME, Source, decode
from kamctl.git.repository import file_of
from kamctl.git.revision import HEAD
from kamctl.history.changed_files import changed_plans
from kamctl.history.compared_plans import (
    compare_files,
    compare_plans,
    past_at_commit,
    past_of,
    read_version,
)
from kamctl.i18n.localized import language_of
from kamctl.i18n.message import N_, message
from kamctl.reports.difference import DIFFERENCE_REPORTS, error_notes
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.workspace.config import shown_path
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import STANDARD_INPUT, is_folder, plan_files, refuse_standard_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from kamctl.cli.console import Console
    from kamctl.history.compared_plans import PlanComparison
    from kamctl.history.past_plan import PlanVersion
    from kamctl.i18n.message import Translate
    from kamctl.reports.difference import DifferenceReport


DiffFormat = Enum(  # type: ignore[misc]  # mypy wants the names written out
    "DiffFormat", {name.upper(): name for name in DIFFERENCE_REPORTS}, type=str
)


@examples(
    ("kamctl diff lactea/plan.yaml", N_("Show what changed since the last commit")),
    ("kamctl diff --since 2026-09-01", N_("Show all plans that changed since a date")),
    ("kamctl diff old.yaml new.yaml", N_("Compare two files")),
)
def diff(
    ctx: typer.Context,
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="A plan, compared with its last commit or --since; two files, compared with "
        "each other; or a folder: all plans in it that changed (default: this folder).",
        autocompletion=complete_plans,
    ),
    since: str = SINCE,
    output_format: DiffFormat = typer.Option(
        DiffFormat("text"),
        "--format",
        help="Output format: text to read, Markdown for a wiki, JSON for programs.",
        rich_help_panel=OUTPUT_PANEL,
    ),
    exit_code: bool = typer.Option(
        False, "--exit-code", help="Exit with code 1 if there are differences."
    ),
) -> None:
    """Show what changed in meaning, including invalidated sign-offs.

    Without --since, a plan is compared with its last commit.

    Exit code: 0 done, 1 differences found (with --exit-code), 2 a plan could not be read.
    """
    console: Console = ctx.obj
    translate = translator_for(output_format)
    written = _DiffWriter(DIFFERENCE_REPORTS[output_format.value](translate), translate, console)
    _compare_paths(paths or ["."], since, written)
    written.end()
    raise typer.Exit(written.code(exit_code))


class _DiffWriter:
    """Writes what is found as the report has it, and keeps how it came out."""

    def __init__(self, report: DifferenceReport, translate: Translate, console: Console) -> None:
        self.console = console
        self.language = language_of(translate)
        """The language in which the plan's texts are read."""
        self.different = self.unread = False
        self._report = report
        self._is_empty = True

    def compared(self, one: PlanComparison) -> None:
        """Write what is different in one plan."""
        self.different |= bool(one.difference.changes)
        for note in error_notes(one):
            self.console.note(localized(note))
        self._write(self._report.plan(one))

    def added(self, file: str, side: PlanVersion) -> None:
        """Write of a plan that is new."""
        self.different = True
        self._write(self._report.added(file, side.plan.account.name))

    def removed(self, file: str) -> None:
        """Write of a plan that was deleted."""
        self.different = True
        self._write(self._report.removed(file))

    def end(self) -> None:
        """Write the end of the report, or say that nothing is in it."""
        self._write(self._report.end())
        if self._is_empty and not self.unread:
            self.console.note(localized(message("No plan has changed.")))

    def code(self, asked: bool) -> int:
        """Return the exit code."""
        return 2 if self.unread else int(asked and self.different)

    def _write(self, piece: Text | str) -> None:
        if not piece:
            return
        self._is_empty = False
        if isinstance(piece, str):
            self.console.write(piece)
        else:
            self.console.print(piece, end="")


def _compare_paths(paths: Sequence[str], since: str | None, written: _DiffWriter) -> None:
    """Compare what was named, one after the other.

    Raises:
        UserError: it cannot be compared.
    """
    if len(paths) == 2 and since is None and not any(is_folder(one) for one in paths):
        old, new = paths
        sides = _side(old), _side(new)
        written.compared(compare_files(*sides, (old, new), written.language, _rules(new)))
        return
    begin = HEAD if since is None else since
    for path in paths:
        if is_folder(path):
            _compare_folder(Path(path), begin, written)
        else:
            refuse_standard_input([path], *NO_HISTORY)
            past = past_of(path, begin)
            file = Path(path).as_posix()
            written.compared(compare_plans(file, past, written.language, _rules(path)))


def _compare_folder(folder: Path, since: str, written: _DiffWriter) -> None:
    """Compare the plans in a folder that changed; one that cannot be read stops no other.

    Raises:
        UserError: there is no plan in the folder, or what it was cannot be known.
    """
    git, when, changed = changed_plans(folder, since)
    if not changed:
        plan_files([str(folder)])  # raises where there is no plan at all
    relax_garbage_collection()
    for one in changed:
        try:
            if one.now is None:
                gone = file_of(git.root, one.then or b"")
                written.removed(shown_path(gone))
            elif one.then is None:
                written.added(one.now, read_version(None, one.now))
            else:
                past = past_at_commit(git, when, one.now, one.then)
                language, rules = written.language, _rules(one.now)
                written.compared(compare_plans(one.now, past, language, rules))
        except UserError as error:
            written.unread = True
            show_error(written.console, error)


def _rules(file: str) -> SignoffRules:
    """Return which sign-offs of a plan count today."""
    place = Path() if file == STANDARD_INPUT else Path(file)
    return SignoffRules(find_workspace(place), parse_day(None))


def _side(file: str) -> PlanVersion:
    return read_version(_from_standard_input() if file == STANDARD_INPUT else None, file)


def _from_standard_input() -> Source:
    source = decode(read_standard_input(), STANDARD_INPUT_NAME)
    if not isinstance(source, Source):
        raise InvalidFile([source])
    return source
