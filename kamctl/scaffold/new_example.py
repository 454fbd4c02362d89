"""The example that kamctl ships: a complete plan and its sign-offs, one folder a language."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kamctl.document.errors import UserError
from kamctl.document.generated_files import made_by_kamctl
from kamctl.document.writing import write_atomically
from kamctl.i18n.catalog import english_first
from kamctl.i18n.data_files import examples_dir
from kamctl.i18n.message import message
from kamctl.plan.schema import plan_schema_text
from kamctl.scaffold.account_text import PLAN_SCHEMA_FILE
from kamctl.scaffold.editor_schema import refresh_schema
from kamctl.scaffold.new_account import PLAN_NAMES, SCHEMA_MARK
from kamctl.scaffold.undo import undone_on_error
from kamctl.signoffs.signoff_file import signoffs_path

_EXAMPLE = re.compile(r"complete-([a-z]{2})").fullmatch


@dataclass(frozen=True)
class NewExample:
    """The files of an example that was written."""

    plan: Path
    signoffs: Path


def example_languages() -> tuple[str, ...]:
    """Return the languages that there is an example in, English first."""
    names = (folder.name for folder in examples_dir().iterdir())
    return english_first(match[1] for name in names if (match := _EXAMPLE(name)))


def create_example(language: str, folder: Path, root: Path | None, *, over: bool) -> NewExample:
    """Write the example in `language` into `folder`, the schema beside it or in `root`.

    `root` is the workspace around the folder, where there is one. With `over`, an example that is
    there already is written anew; no other plan is replaced.

    Raises:
        UserError: there is a plan already, or something cannot be written.
    """
    plan = folder / PLAN_NAMES[0]
    signoffs = signoffs_path(plan)
    _check_folder(folder, signoffs, over=over)
    source = _example_plan(language)
    schema = (root or folder) / PLAN_SCHEMA_FILE
    way_to_schema = Path(os.path.relpath(schema, folder)).as_posix()
    first = f"# yaml-language-server: $schema={way_to_schema}\n"
    with undone_on_error(folder, schema, plan, signoffs):
        refresh_schema(schema, plan_schema_text(), SCHEMA_MARK)
        write_atomically(signoffs, signoffs_path(source).read_bytes(), over=over)
        write_atomically(plan, first + source.read_text(encoding="utf-8"), over=over)
    return NewExample(plan, signoffs)


def _example_plan(language: str) -> Path:
    return examples_dir() / f"complete-{language}" / PLAN_NAMES[0]


def _check_folder(folder: Path, signoffs: Path, *, over: bool) -> None:
    """Make sure that nothing but an example would be replaced, and that only with `over`."""
    for path in (*(folder / name for name in PLAN_NAMES), signoffs):
        if not os.path.lexists(path):
            continue
        if not over:
            raise UserError(
                message("{path} already exists; it was not changed.", path=path),
                message(
                    "Name another folder, or use --force to write the example again. Your changes "
                    "to it are then lost."
                ),
            )
        if path != signoffs and not _is_example(path):
            raise UserError(
                message("{path} is not the example; it was not changed.", path=path),
                message("Name another folder, for example kamctl init example demo."),
            )


def _is_example(path: Path) -> bool:
    """Tell whether a plan begins with the comment of one of the examples."""
    firsts = (_example_plan(one).read_text(encoding="utf-8") for one in example_languages())
    return any(made_by_kamctl(path, text.partition("\n")[0]) for text in firsts)
