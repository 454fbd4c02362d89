"""`kamctl diff`: what has changed in a plan, in meaning and in words."""

from __future__ import annotations

import json
import shutil
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kamctl.cli.colour import COLOR, Color, is_coloured
from kamctl.cli.completion import complete_plans
from kamctl.cli.speaking import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.history.comparison import Compared, Side
    from kamctl.words.message import Translate

_WIDEST = 120
_TWO = 2


class DiffFormat(str, Enum):
    """How it is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


SINCE = typer.Option(
    None,
    "--since",
    metavar="WHEN",
    help="A day (2026-09-01: as it was when that day began), or what git calls a commit: HEAD~3, "
    "a tag, a branch.",
)


def diff(
    paths: list[str] = typer.Argument(
        None,
        metavar="[PLAN]...",
        help="A plan, against what it was; two files, one against the other; or a folder: all "
        "plans in it that changed. By default this folder.",
        autocompletion=complete_plans,
    ),
    since: str = SINCE,
    output_format: DiffFormat = typer.Option(
        DiffFormat.TEXT, "--format", help="For people, for a wiki, or for programs."
    ),
    exit_code: bool = typer.Option(
        False, "--exit-code", help="End with 1 where something is different."
    ),
    color: Color = COLOR,
) -> None:
    """Say what has changed, in meaning: agreements that fell, dates, figures, people.

    Without --since a plan is compared with its last commit.

    Ends with 0, with 1 under --exit-code if something is different, with 2 if a plan could not be
    read.
    """
    written = _Written(output_format, is_coloured(color))
    for piece in _found(paths or ["."], since, written):
        typer.echo(piece, nl=False)
    written.end()
    raise typer.Exit(written.code(exit_code))


class _Written:
    """Writes what is found, in the form that was asked for, and keeps how it came out."""

    def __init__(self, form: DiffFormat, colour: bool) -> None:
        self.form = form
        self.say: Translate = words_for(form)
        self.different = self.unread = False
        self._values: list[dict[str, Any]] = []
        self._colour = colour
        self._begun = False

    @property
    def language(self) -> str:
        """The language in which the plan's texts are read."""
        from kamctl.history.values import language_of

        return language_of(self.say)

    def compared(self, one: Compared) -> str:
        """Write what is different in one plan."""
        from kamctl.report import difference as report

        self.different |= bool(one.difference.changes)
        _warn(one)
        if self.form is DiffFormat.JSON:
            self._values.append(report.difference_values(one, self.say))
            return ""
        if self.form is DiffFormat.MARKDOWN:
            return self._apart(report.difference_markdown(one, self.say))
        return self._apart(self._text().plan(one))

    def come_or_gone(self, file: str, side: Side | None) -> str:
        """Write of a plan that is new, or not there any more."""
        from kamctl.words.markdown import escape
        from kamctl.words.message import N_

        self.different = True
        account = side.plan.account.name if side else None
        if self.form is DiffFormat.JSON:
            kind = "new" if side else "gone"
            self._values.append({"path": file, "account": account, "different": True, "plan": kind})
            return ""
        if self.form is DiffFormat.MARKDOWN:
            said = N_("This plan is new.") if side else N_("This plan is not there any more.")
            return self._apart(
                f"## {escape(account or file)}\n\n{escape(file)}. {self.say(said)}\n"
            )
        text = self._text()
        return self._apart(text.come(file, account or "") if side else text.gone(file))

    def end(self) -> None:
        """Write what stands after the last plan."""
        from kamctl.cli.speaking import said
        from kamctl.words.message import message

        if self.form is DiffFormat.JSON:
            whole = {"version": 1, "plans": self._values}
            typer.echo(json.dumps(whole, ensure_ascii=False, indent=2, default=str))
        elif not self._begun and not self.unread:
            typer.echo(said(message("No plan has changed.")), err=True)

    def code(self, asked: bool) -> int:
        """Return the exit code."""
        return 2 if self.unread else int(asked and self.different)

    def _apart(self, text: str) -> str:
        begun, self._begun = self._begun, True
        return f"\n{text}" if begun else text

    def _text(self) -> Any:
        from kamctl.report.difference import DifferenceText

        columns = min(shutil.get_terminal_size().columns, _WIDEST)
        return DifferenceText(columns, colour=self._colour, translate=self.say)


def _found(paths: Sequence[str], since: str | None, written: _Written) -> Iterator[str]:
    """Compare what was named, one after the other.

    Raises:
        Refusal: it cannot be compared.
    """
    from kamctl.cli.reading import no_past
    from kamctl.history.comparison import compare, compare_files, past_of
    from kamctl.history.revision import HEAD

    if len(paths) == _TWO and since is None and not any(Path(one).is_dir() for one in paths):
        old, new = paths
        sides = _side(old), _side(new)
        yield written.compared(compare_files(*sides, (old, new), written.language))
        return
    for path in paths:
        if Path(path).is_dir():
            yield from _below(Path(path), since or HEAD, written)
        else:
            no_past([path])
            past = past_of(path, since or HEAD)
            yield written.compared(compare(Path(path).as_posix(), past, written.language))


def _below(folder: Path, since: str, written: _Written) -> Iterator[str]:
    """Compare the plans in a folder that changed; one that cannot be read stops no other.

    Raises:
        Refusal: there is no plan in the folder, or what it was cannot be known.
    """
    from kamctl.cli.errors import show
    from kamctl.cli.reading import plan_files
    from kamctl.cli.workers import collect_rarely
    from kamctl.document.refusal import Refusal
    from kamctl.history.changed import plans_changed
    from kamctl.history.comparison import compare_pair, side_of
    from kamctl.history.git import file_of
    from kamctl.workspace.config import shown_path

    git, when, pairs = plans_changed(folder, since)
    if not pairs:
        plan_files([str(folder)])  # where there is no plan at all, that is said
    collect_rarely()
    for pair in pairs:
        try:
            if pair.now is None:
                gone = file_of(git.root, pair.then or b"")
                yield written.come_or_gone(shown_path(gone), None)
            elif pair.then is None:
                yield written.come_or_gone(pair.now, side_of(None, pair.now))
            else:
                compared = compare_pair(git, when, pair.now, pair.then, written.language)
                yield written.compared(compared)
        except Refusal as refusal:
            written.unread = True
            show(refusal)


def _side(file: str) -> Side:
    from kamctl.cli.reading import STANDARD_INPUT
    from kamctl.history.comparison import side_of

    return side_of(_from_standard_input() if file == STANDARD_INPUT else None, file)


def _from_standard_input() -> Any:
    import sys

    from kamctl.document.refusal import BadFile
    from kamctl.document.source import MAX_BYTES, STANDARD_INPUT, Source, decode

    source = decode(sys.stdin.buffer.read(MAX_BYTES + 1), STANDARD_INPUT)
    if not isinstance(source, Source):
        raise BadFile([source])
    return source


def _warn(one: Compared) -> None:
    """Say on standard error that a plan has errors, so that something may be missing here."""
    from kamctl.cli.errors import say
    from kamctl.cli.speaking import said
    from kamctl.words.message import counted

    then, now = one.errors
    if then:
        told = counted(
            "{file} had an error then: what could not be understood is not compared.",
            "{file} had {count} errors then: what could not be understood is not compared.",
            then,
            file=one.file,
        )
        say(said(told))
    if now:
        told = counted(
            "{file} has an error: what cannot be understood is not compared.",
            "{file} has {count} errors: what cannot be understood is not compared.",
            now,
            file=one.file,
        )
        say(said(told))
