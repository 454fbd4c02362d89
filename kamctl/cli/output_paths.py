"""Where output may go: never over a file of a plan, under a name that fits its format."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.output_formats import PORTFOLIO_FORMATS
from kamctl.document.writing import already_exists, is_stream
from kamctl.i18n.message import alternatives, message
from kamctl.signoffs.signoff_file import PATTERNS, signoffs_path
from kamctl.workspace.discovery import find_workspace, is_plan_name
from kamctl.workspace.files import WORKSPACE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kamctl.i18n.message import Message

STANDARD_OUTPUT: Final = "-"
"""What stands for standard output after `--output`."""

_ENDING: Final = re.compile(r"\.[0-9]{0,2}[a-z][a-z0-9]{0,9}").fullmatch
RESERVED_ENDINGS: Final = frozenset(
    {
        *(ending for one in PORTFOLIO_FORMATS.values() for ending in one.endings),
        *(".csv", ".tsv", ".ods", ".odt", ".odp", ".rtf", ".eml", ".ics"),
        *(".doc", ".docx", ".ppt", ".pptx", ".xls", ".xlsm"),
        *(".txt", ".json", ".xml", ".sarif"),
        *(".zip", ".7z", ".tar", ".gz", ".png", ".jpg", ".jpeg"),
    }
)
"""Endings that other programs open as what they say, so that nothing else may have them."""


def canonical_path(path: Path) -> str:
    """Return the file a path leads to, the same for all its spellings."""
    return os.path.normcase(os.path.realpath(path))  # unlike Path.resolve, never fails


def file_ending(name: str) -> str:
    """Return how the name of a file ends, such as `.pdf`; empty where it names no format.

    The name of a folder, a device or a pipe has no ending.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if name.endswith(("/", os.sep)) or not _ENDING(suffix) or path.is_dir() or is_stream(path):
        return ""
    return suffix


def check_has_name(output: str, example: str) -> None:
    """Check that the name of an output file or folder is more than blanks.

    Raises:
        UserError: it is not; with `example`.
    """
    if not output.strip():
        raise UserError(
            message("--output has no file name."),
            message("Add one, for example {file}.", file=example),
        )


def check_output_name(
    output: str, formats: Mapping[str, Sequence[str]], asked: str | None, example: str
) -> str | None:
    """Return the format that the name of an output file means; None where it has no ending.

    `formats` has the endings of each, the one that kamctl writes first; `asked` is that of
    `--format`. `example` is a name for a file.

    Raises:
        UserError: it is none of these, or not the one that is asked for.
    """
    check_has_name(output, example)
    ending = file_ending(output)
    if not ending:
        return None
    found = format_of_ending(ending, formats)
    if found is None:
        raise UserError(
            message("This command cannot write {ending} files: {path}.", ending=ending,
                    path=output),
            message("Use a file name that ends in {endings}.",
                    endings=alternatives([one[0] for one in formats.values()])),
        )  # fmt: skip
    if asked is not None and found != asked:
        raise UserError(
            message("{path} ends in {ending}, but --format is {form}.", path=output,
                    ending=ending, form=asked),
            message("Remove --format, or use a file name that ends in {ending}.",
                    ending=formats[asked][0]),
        )  # fmt: skip
    return found


def output_file(output: str, name: str) -> Path:
    """Return the file that `--output` means: itself, or `name` in the folder that it is.

    What ends as a folder is one, though it may not be there yet.
    """
    path = Path(output)
    return path / name if path.is_dir() or output.endswith(("/", os.sep)) else path


def single_format_file(output: str | None, name: str) -> Path | None:
    """Return the file that a command with one format writes; None is standard output.

    It is called `name`, unless `--output` names another file; both end as the format does.

    Raises:
        UserError: the file ends as those of another format.
    """
    if output == STANDARD_OUTPUT:
        return None
    if output is not None:
        ending = Path(name).suffix
        check_output_name(output, {ending: (ending,)}, None, name)
    return output_file(output or name, name)


def format_of_ending(ending: str, formats: Mapping[str, Sequence[str]]) -> str | None:
    """Return the format whose files end so; None where none does."""
    return next((name for name, endings in formats.items() if ending in endings), None)


class ProtectedFiles:
    """What no output replaces, not even with --force: the plans, and what is read with them."""

    def __init__(self, plans: Iterable[str]) -> None:
        self._plans = list(plans)

    def check(self, path: Path, hint: Message | None = None) -> None:
        """Refuse to replace a protected file, also through a link or by another name.

        Raises:
            UserError: it is read in this run, or has the name of a plan, sign-offs or a workspace.
        """
        place = canonical_path(path)
        names = {path.name.casefold(), Path(place).name.casefold()}
        if any(is_plan_name(name) for name in names):
            what = message("The output would overwrite a plan: {path}.", path=path)
        elif any(fnmatchcase(name, pattern) for name in names for pattern in PATTERNS):
            what = message("The output would overwrite a sign-off file: {path}.", path=path)
        elif WORKSPACE_FILE in names:
            what = message("The output would overwrite a workspace file: {path}.", path=path)
        elif os.path.lexists(path) and (place in self._places or _inode(path) in self._ids):
            what = message(
                "The output would overwrite a file that this command reads: {path}.", path=path
            )
        else:
            return
        raise UserError(what, hint or message("Choose another output file."))

    @cached_property
    def _files(self) -> list[Path]:
        return [*map(Path, self._plans), *_files_beside(self._plans)]

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(map(canonical_path, self._files))

    @cached_property
    def _ids(self) -> frozenset[tuple[int, int]]:
        found = (_inode(file) for file in self._files if file.is_file())
        return frozenset(one for one in found if one is not None)


def check_new_files(paths: Iterable[Path], plan: str, *, force: bool) -> None:
    """Refuse to write files that a plan needs, or that are there already without `force`.

    Raises:
        UserError: one of them may not be written.
    """
    protected = ProtectedFiles([plan])
    for path in paths:
        protected.check(path)
        if os.path.lexists(path) and not force:
            raise already_exists(path)


def _inode(path: Path) -> tuple[int, int] | None:
    """Return the identity of a file under all its names; None where the system has none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None


def _files_beside(plans: Iterable[str]) -> Iterator[Path]:
    """Return the files that a run reads besides the plans: sign-offs, and those of workspaces."""
    roots: set[Path] = set()
    for plan in map(Path, plans):
        yield signoffs_path(plan)
        try:
            workspace = find_workspace(plan)
        except InvalidFile:  # reported when the plan is read
            continue
        root = workspace.root
        if root is None or root in roots:
            continue
        roots.add(root)
        yield root / WORKSPACE_FILE
        own = (workspace.logo, workspace.allowed_signers, workspace.slides_template)
        yield from (one for one in own if one)
        if workspace.templates:
            yield from workspace.templates.rglob("*")
