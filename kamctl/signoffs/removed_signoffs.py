"""Sign-offs that git has kept, and that are not in the file beside their plan any more."""

from __future__ import annotations

import os
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.git.process import GitError
from kamctl.git.removed_lines import removed_lines
from kamctl.git.repository import Repository, file_of, git_path, repository_of
from kamctl.git.revision import HEAD
from kamctl.git.root import root_around
from kamctl.signoffs.signoff_file import (
    PATTERNS,
    RemovedSignoff,
    Signoffs,
    signoffs_in,
    signoffs_path,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kamctl.git.removed_lines import LogCommit, RemovedLine


def noting_removed(signoffs: Signoffs, plan: Path) -> Signoffs:
    """Note which sign-offs that git has kept are not beside the plan any more."""
    (noted,) = noting_all_removed([(signoffs, plan)])
    return noted


def noting_all_removed(given: Sequence[tuple[Signoffs, Path]]) -> list[Signoffs]:
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
                noted[place] = _with_removed(noted[place], path, data, gone)
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


def _with_removed(
    now: Signoffs, path: Path, kept: bytes, gone: Sequence[tuple[LogCommit, bytes]]
) -> Signoffs:
    """Return the sign-offs of the file at `path` with those that were in it before.

    They are in the bytes `kept` of the last commit, or on lines that commits removed: `gone`, the
    latest first.
    """
    there = {(one.payload, one.signature) for one in now.entries}
    found: dict[tuple[bytes, str], RemovedSignoff] = {}
    lines = {line.strip() for line in now.source.lines} if now.source is not None else set()
    before = Source("", kept.decode("utf-8-sig", "replace")).lines
    missing = [line for line in before if line.strip() not in lines]  # to read few of thousands
    for one in signoffs_in("\n".join(missing).encode(), "").entries:
        if (one.payload, one.signature) not in there:
            found[one.payload, one.signature] = RemovedSignoff(one, path.as_posix())
    # Who merged two branches did not remove what one of them had removed.
    for commit, line in sorted(gone, key=lambda one: one[0].is_merge):
        text = line.decode("utf-8", "replace")
        if text.strip() in lines:
            continue
        for one in signoffs_in(line, "").entries:
            if (one.payload, one.signature) not in there:
                removed = RemovedSignoff(one, path.as_posix(), commit)
                found.setdefault((one.payload, one.signature), removed)
    in_order = sorted(found.values(), key=lambda one: one.signoff.instant)
    return replace(now, removed=tuple(in_order)) if found else now
