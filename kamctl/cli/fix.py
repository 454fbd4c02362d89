"""`kamctl validate --fix` and `--diff`: fixing plans, or showing what would be fixed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kamctl.checks.engine.plan_sources import read_standard_input, signoffs_of
from kamctl.cli.language_context import localized
from kamctl.cli.unified_diff import print_unified_diff
from kamctl.document.source import Source, decode
from kamctl.document.writing import locked
from kamctl.i18n.message import message
from kamctl.plan.autofix import fix_text
from kamctl.plan.plan_file import PlanFile
from kamctl.workspace.discovery import find_workspace
from kamctl.workspace.plan_files import STANDARD_INPUT, refuse_standard_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.cli.console import Console
    from kamctl.i18n.message import Message
    from kamctl.plan.autofix import Fix, FixedText


def apply_fixes(files: Sequence[str], console: Console) -> None:
    """Fix what has one right answer in the plans, and print each fix to standard error.

    What cannot be read is left to the validation that follows.

    Raises:
        UserError: standard input is among the files, and nothing is fixed; or a plan cannot be
            written, or has changed meanwhile, and is as it was then.
    """
    refuse_standard_input(
        files,
        message("Standard input cannot be fixed in place."),
        message("Give the file, or use --diff to see the changes."),
    )
    for file in files:
        found = _fixed(_read(file), file)
        if found is None or not found.fixes:
            continue
        with locked(Path(file)):  # fix the current text
            there = PlanFile.read(file)
            found = _fixed(there.data, file)
            if found is None or not found.fixes:
                continue
            there.write(found.text)
        for fix in found.fixes:
            console.note(localized(_change(f"{file}:{fix.line}", fix)))


def _change(place: str, fix: Fix) -> Message:
    """Say what was fixed: where both texts look the same, by the numbers of the characters."""
    if not fix.after:
        return message("{place}: removed “{before}”", place=place, before=fix.before)
    unseen = [char for char in fix.before if char != " " and not char.isprintable()]
    if fix.after == "".join(char for char in fix.before if char not in unseen):
        return message(
            "{place}: removed invisible characters from “{text}”: {codes}",
            place=place,
            text=fix.after,
            codes=", ".join(f"U+{ord(char):04X}" for char in unseen),
        )
    return message(
        "{place}: fixed “{before}” → “{after}”", place=place, before=fix.before, after=fix.after
    )


def print_fix_diff(files: Iterable[str], console: Console, stdin_as: str | None = None) -> bool:
    """Print what `--fix` would change, as a unified diff; return whether there is anything.

    Standard input is called `stdin_as`.
    """
    anything = False
    for file in files:
        data = read_standard_input() if file == STANDARD_INPUT else _read(file)
        name = stdin_as if file == STANDARD_INPUT and stdin_as else file
        found = _fixed(data, name)
        if found is None or not found.fixes:
            continue
        anything = True
        print_unified_diff(console, name, data.decode("utf-8-sig"), found.text)
    return anything


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        return b""  # validation reports it


def _fixed(data: bytes, name: str) -> FixedText | None:
    source = decode(data, name)
    if not isinstance(source, Source):
        return None
    workspace = find_workspace(Path() if name == STANDARD_INPUT else Path(name))
    return fix_text(source, workspace.functions, signoffs_of(name).ids)
