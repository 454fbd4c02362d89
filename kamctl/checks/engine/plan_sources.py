"""What is checked: the text of a plan, its workspace, and the sign-offs beside it."""

from __future__ import annotations

import os
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.plan_files import STANDARD_INPUT
from kamctl.document.errors import UserError
from kamctl.document.source import (
    MAX_BYTES,
    STANDARD_INPUT_NAME,
    Source,
    decode,
    read_source,
)
from kamctl.git.process import GitError
from kamctl.git.removed_lines import removed_lines
from kamctl.git.repository import Repository, file_of, git_path, repository_of
from kamctl.git.revision import HEAD
from kamctl.git.root import root_around
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import (
    NO_SIGNOFFS,
    PATTERNS,
    Signoffs,
    signoffs_beside,
    signoffs_path,
    with_removed,
)
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.finding import Finding
    from kamctl.git.removed_lines import LogCommit, RemovedLine
    from kamctl.workspace.config import Workspace


class PlanSource(NamedTuple):
    """A plan to check: its text, its workspace, and the sign-offs beside it."""

    source: Source
    workspace: Workspace
    signoffs: Signoffs = NO_SIGNOFFS


def plan_sources(files: Sequence[str], stdin_as: str | None = None) -> list[PlanSource | Finding]:
    """Read plans: each as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.

    Raises:
        InvalidFile: a workspace is invalid.
    """
    opened = [_plan_source(file, stdin_as) for file in files]
    there = [
        (place, one.signoffs, Path(beside))
        for place, one in enumerate(opened)
        if isinstance(one, PlanSource) and (beside := _file_of(files[place], stdin_as))
    ]
    noted = _noting_removed([(signoffs, plan) for _, signoffs, plan in there])
    for (place, _, _), signoffs in zip(there, noted, strict=True):
        one = opened[place]
        assert isinstance(one, PlanSource)
        opened[place] = one._replace(signoffs=signoffs)
    return opened


def signoffs_of(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan; standard input has none."""
    return NO_SIGNOFFS if plan == STANDARD_INPUT else signoffs_beside(Path(plan))


def signoffs_to_check(plan: str) -> Signoffs:
    """Read the sign-offs beside a plan, and note which are gone that git has kept."""
    signoffs = signoffs_of(plan)
    return signoffs if plan == STANDARD_INPUT else noting_removed(signoffs, Path(plan))


def noting_removed(signoffs: Signoffs, plan: Path) -> Signoffs:
    """Note which sign-offs that git has kept are not beside the plan any more."""
    (noted,) = _noting_removed([(signoffs, plan)])
    return noted


def _file_of(path: str, stdin_as: str | None) -> str | None:
    """Return the file that a text is of; None where standard input is of none."""
    return stdin_as if path == STANDARD_INPUT else path


def _plan_source(path: str, stdin_as: str | None = None) -> PlanSource | Finding:
    """Return a plan as it is to be checked, or what keeps it from being read.

    What comes on standard input may be what a file holds in an editor: `stdin_as`.
    """
    if path == STANDARD_INPUT:
        source = decode(read_standard_input(), stdin_as or STANDARD_INPUT_NAME)
        workspace = find_workspace(Path(stdin_as or ""))
    else:
        source = read_source(Path(path))
        workspace = find_workspace(Path(path))
    if not isinstance(source, Source):
        return source
    return PlanSource(source, workspace, signoffs_of(_file_of(path, stdin_as) or path))


def _noting_removed(given: Sequence[tuple[Signoffs, Path]]) -> list[Signoffs]:
    """Note in the sign-offs beside each plan which are missing there.

    Git is asked once a repository. Where there is none, or it does not answer, nothing is known.
    """
    noted = [signoffs for signoffs, _ in given]
    asked: dict[Path, list[tuple[int, Path]]] = {}
    for place, (signoffs, plan) in enumerate(given):
        path = signoffs_path(plan)
        if signoffs.source is None and (not _is_tracked(path) or os.path.lexists(path)):
            continue  # nothing is known of a file that cannot be read
        try:
            asked.setdefault(repository_of(path), []).append((place, path))
        except UserError:
            continue
    for root, files in asked.items():
        names = [git_path(root, path) for _, path in files]
        try:
            head, *found = Repository(root).kept(
                [HEAD.encode(), *(f"{HEAD}:".encode() + name for name in names)]
            )
        except UserError:
            continue
        if head is None:  # nothing is committed yet
            continue
        past = _Past(root, _removed_lines(root, head.id))
        for (place, path), name, kept in zip(files, names, found, strict=True):
            gone = past.removed_from(path, name, noted[place])
            if kept is not None or gone:
                data = kept.data if kept is not None else b""
                noted[place] = with_removed(noted[place], path, data, gone)
    return noted


def _is_tracked(path: Path) -> bool:
    """Tell, without asking git, whether a repository is around a file."""
    return root_around(os.path.dirname(os.path.realpath(path))) is not None  # noqa: PTH120 - once a plan


def _removed_lines(root: Path, head: str) -> tuple[RemovedLine, ...]:
    """Return what was ever removed from files of sign-offs; nothing where git cannot say."""
    try:
        return removed_lines(root, head, PATTERNS)
    except (GitError, UserError):
        return ()


class _Past:
    """What was removed from the files of sign-offs of a repository, by file and by line."""

    def __init__(self, root: Path, lines: Sequence[RemovedLine]) -> None:
        self.root = root
        self.of_file: dict[bytes, list[tuple[int, RemovedLine]]] = {}
        self.files_with: dict[bytes, set[bytes]] = {}
        for place, one in enumerate(lines):
            self.of_file.setdefault(one.name, []).append((place, one))
            entry = one.line.strip()
            if entry.startswith(b"-"):
                self.files_with.setdefault(entry, set()).add(one.name)

    def removed_from(self, path: Path, name: bytes, now: Signoffs) -> list[tuple[LogCommit, bytes]]:
        """Return what was removed from a file, under each name that it had, the latest first.

        It had that of a file that does not exist any more, if they have a line in common.
        """
        if not self.of_file:
            return []
        own = {one.line.strip() for _, one in self.of_file.get(name, ())}
        if now.source is not None:
            own.update(line.strip().encode() for line in now.source.lines)
        former = {each for line in own for each in self.files_with.get(line, ()) if each != name}
        names = {name, *(one for one in former if not _is_another(file_of(self.root, one), path))}
        found = [each for one in names for each in self.of_file.get(one, ())]
        return [(one.commit, one.line) for _, one in sorted(found, key=itemgetter(0))]


def _is_another(file: Path, path: Path) -> bool:
    """Tell whether a file exists that is not the one at `path`, in other capitals."""
    try:
        return not file.samefile(path)
    except OSError:
        return os.path.lexists(file)


def read_standard_input() -> bytes:
    """Return what comes on standard input, or as much of it as shows that it is too large.

    Raises:
        UserError: whoever started kamctl has closed it.
    """
    if sys.stdin is None:
        raise UserError(message("Standard input is not available."), message("Give a file."))
    return sys.stdin.buffer.read(MAX_BYTES + 1)
