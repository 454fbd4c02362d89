"""`kamctl diff`: show what changed in meaning, including invalidated sign-offs."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kamctl.checks.engine.plan_files import (
    STANDARD_INPUT,
    is_folder,
    plan_files,
    read_standard_input,
)
from kamctl.cli.completion import complete_plans
from kamctl.cli.errors import show_error
from kamctl.cli.global_options import OUTPUT_PANEL
from kamctl.cli.help import examples
from kamctl.cli.language_context import localized, translator_for
from kamctl.cli.load_plans import refuse_standard_input
from kamctl.cli.options import SINCE, parse_day
from kamctl.cli.parallel import relax_garbage_collection
from kamctl.comparison.change_values import language_of
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import STANDARD_INPUT as SHOWN_AS
from kamctl.document.source import Source, decode
from kamctl.git.repository import file_of
from kamctl.git.revision import HEAD
from kamctl.history.changed_files import changed_plans
from kamctl.history.compared_plans import (
    compare,
    compare_files,
    compare_pair,
    past_of,
    read_version,
)
from kamctl.i18n.markdown import escape
from kamctl.i18n.message import N_, counted, message
from kamctl.reports import difference as report
from kamctl.reports.difference import VERSION, DifferenceText
from kamctl.reports.json_text import json_document
from kamctl.signoffs.status import Rules
from kamctl.workspace.config import shown_path
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.text import Text

    from kamctl.cli.console import Console
    from kamctl.history.compared_plans import PlanComparison
    from kamctl.history.past_plan import PlanVersion
    from kamctl.i18n.message import Translate


class DiffFormat(str, Enum):
    """How it is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


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
        DiffFormat.TEXT,
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
    written = _DiffWriter(output_format, console)
    for piece in _compare_paths(paths or ["."], since, written):
        if isinstance(piece, str):
            console.write(piece)
        else:
            console.print(piece, end="")
    written.end()
    raise typer.Exit(written.code(exit_code))


class _DiffWriter:
    """Writes what is found, in the form that was asked for, and keeps how it came out."""

    def __init__(self, form: DiffFormat, console: Console) -> None:
        self.form = form
        self.console = console
        self.say: Translate = translator_for(form)
        self.different = self.unread = False
        self._values: list[dict[str, Any]] = []
        self._begun = False

    @property
    def language(self) -> str:
        """The language in which the plan's texts are read."""
        return language_of(self.say)

    def compared(self, one: PlanComparison) -> str | Text:
        """Write what is different in one plan."""
        self.different |= bool(one.difference.changes)
        _note_errors(one, self.console)
        if self.form is DiffFormat.JSON:
            self._values.append(report.difference_values(one, self.say))
            return ""
        if self.form is DiffFormat.MARKDOWN:
            return self._after_blank_line(report.difference_markdown(one, self.say))
        return self._after_blank_line(self._text().plan(one))

    def added_or_removed(self, file: str, side: PlanVersion | None) -> str | Text:
        """Write of a plan that is new, or deleted."""
        self.different = True
        account = side.plan.account.name if side else None
        if self.form is DiffFormat.JSON:
            kind = "new" if side else "gone"
            self._values.append({"path": file, "account": account, "different": True, "plan": kind})
            return ""
        if self.form is DiffFormat.MARKDOWN:
            sentence = N_("This plan is new.") if side else N_("This plan has been deleted.")
            return self._after_blank_line(
                f"## {escape(account or file)}\n\n{escape(file)}. {self.say(sentence)}\n"
            )
        text = self._text()
        return self._after_blank_line(
            text.added(file, account or "") if side else text.removed(file)
        )

    def end(self) -> None:
        """Write the end of the report."""
        if self.form is DiffFormat.JSON:
            whole = {"version": VERSION, "plans": self._values}
            self.console.write(json_document(whole, default=str))
        elif not self._begun and not self.unread:
            self.console.note(localized(message("No plan has changed.")))

    def code(self, asked: bool) -> int:
        """Return the exit code."""
        return 2 if self.unread else int(asked and self.different)

    def _after_blank_line(self, text: str | Text) -> str | Text:
        if self._begun:
            self.console.print()
        self._begun = True
        return text

    def _text(self) -> DifferenceText:
        return DifferenceText(translate=self.say)


def _compare_paths(
    paths: Sequence[str], since: str | None, written: _DiffWriter
) -> Iterator[str | Text]:
    """Compare what was named, one after the other.

    Raises:
        UserError: it cannot be compared.
    """
    if len(paths) == 2 and since is None and not any(is_folder(one) for one in paths):
        old, new = paths
        sides = _side(old), _side(new)
        yield written.compared(compare_files(*sides, (old, new), written.language, _rules(new)))
        return
    begin = HEAD if since is None else since
    for path in paths:
        if is_folder(path):
            yield from _compare_folder(Path(path), begin, written)
        else:
            refuse_standard_input([path])
            past = past_of(path, begin)
            file = Path(path).as_posix()
            yield written.compared(compare(file, past, written.language, _rules(path)))


def _compare_folder(folder: Path, since: str, written: _DiffWriter) -> Iterator[str | Text]:
    """Compare the plans in a folder that changed; one that cannot be read stops no other.

    Raises:
        UserError: there is no plan in the folder, or what it was cannot be known.
    """
    git, when, pairs = changed_plans(folder, since)
    if not pairs:
        plan_files([str(folder)])  # raises where there is no plan at all
    relax_garbage_collection()
    for pair in pairs:
        try:
            if pair.now is None:
                gone = file_of(git.root, pair.then or b"")
                yield written.added_or_removed(shown_path(gone), None)
            elif pair.then is None:
                yield written.added_or_removed(pair.now, read_version(None, pair.now))
            else:
                rules = _rules(pair.now)
                compared = compare_pair(git, when, pair.now, pair.then, written.language, rules)
                yield written.compared(compared)
        except UserError as error:
            written.unread = True
            show_error(written.console, error)


def _rules(file: str) -> Rules:
    """Return which sign-offs of a plan count today."""
    place = Path() if file == STANDARD_INPUT else Path(file)
    return Rules(find_workspace(place), parse_day(None))


def _side(file: str) -> PlanVersion:
    return read_version(_from_standard_input() if file == STANDARD_INPUT else None, file)


def _from_standard_input() -> Any:
    source = decode(read_standard_input(), SHOWN_AS)
    if not isinstance(source, Source):
        raise InvalidFile([source])
    return source


def _note_errors(one: PlanComparison, console: Console) -> None:
    """Say on standard error that a plan has errors, so that something may be missing here."""
    then, now = one.errors
    if then:
        sentence = counted(
            "{file} had an error at that time: its unreadable parts are not compared.",
            "{file} had {count} errors at that time: its unreadable parts are not compared.",
            then,
            file=one.file,
        )
        console.note(localized(sentence))
    if now:
        sentence = counted(
            "{file} has an error: its unreadable parts are not compared.",
            "{file} has {count} errors: its unreadable parts are not compared.",
            now,
            file=one.file,
        )
        console.note(localized(sentence))
