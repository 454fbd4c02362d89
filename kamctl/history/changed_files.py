"""Which files are different from what they were at a commit: told by their contents, in one look.

Git is asked for what it has kept, and the working copy is read here: git itself would run the
filters that a repository's settings name.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.git.process import GitError
from kamctl.git.repository import Repository, file_of, git_path, repository_error, repository_of
from kamctl.git.revision import HEAD, Revision, find_revision
from kamctl.history.versions import parse_raw_diff, signoffs_name
from kamctl.workspace.config import FILE_NAME
from kamctl.workspace.discovery import (
    find_workspace,
    is_excluded,
    is_plan_name,
    plans_below,
    workspace_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SHA1: Final = 40
"""Digits in the name of a content, in most repositories."""
_FILE: Final = (b"100644", b"100755")


class ChangedPlan(NamedTuple):
    """A plan that is not as it was: the file now, and the name it had then; None where it is not.

    Both are there where its text or its sign-offs are different.
    """

    now: str | None
    then: bytes | None


def files_at(git: Repository, commit: str, folder: bytes) -> dict[bytes, str]:
    """Return the files in a folder and below at a commit, with the names of their contents.

    Raises:
        UserError: git will not say.
    """
    words: list[str | bytes] = ["ls-tree", "-r", "-z", "--full-tree", commit]
    if folder not in (b"", b"."):
        words += ["--", folder + b"/"]
    try:
        answer = git.run(*words)
    except GitError as failed:
        raise repository_error(git.root, failed) from None
    found: dict[bytes, str] = {}
    for entry in answer.split(b"\0"):
        head, tab, name = entry.partition(b"\t")
        words_ = head.split(b" ")
        if tab and words_[0] in _FILE:
            found[name] = words_[2].decode("ascii")
    return found


def matches_blob(path: Path, blob: str | None) -> bool:
    """Tell whether a file holds what git has kept under a name; None means that nothing is there.

    The ends of lines may differ: git can be told to write those of the system.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return blob is None
    if blob is None:
        return False
    if _blob_id(data, blob) == blob:
        return True
    return b"\r\n" in data and _blob_id(data.replace(b"\r\n", b"\n"), blob) == blob


def _blob_id(data: bytes, like: str) -> str:
    made = hashlib.sha1 if len(like) == _SHA1 else hashlib.sha256
    return made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def changed_plans(folder: Path, asked: str) -> tuple[Repository, Revision, list[ChangedPlan]]:
    """Return the plans in a folder and below that are not as they were, in order.

    Those of other repositories inside of this one have a past of their own, and are left out.

    Raises:
        UserError: the folder is not under git, or there was no such commit.
    """
    root = repository_of(folder)
    git = Repository(root)
    when = find_revision(git, asked, from_first=True)
    then = files_at(git, when.id, git_path(root, folder))
    now = {
        git_path(root, plan): plan for plan in plans_below(folder) if repository_of(plan) == root
    }
    was = {name for name in then if _is_plan(name) and not is_excluded(file_of(root, name))}
    moved = _moved(git, when, {one for one in now if one not in was}, was - set(now), now, then)
    found: dict[bytes, ChangedPlan] = {}
    for name, plan in now.items():
        before = name if name in was else moved.get(name)
        if before is None:
            found[name] = ChangedPlan(plan.as_posix(), None)
        elif before != name or not _unchanged(root, name, plan, then):
            found[name] = ChangedPlan(plan.as_posix(), before)
    for name in was - set(now) - set(moved.values()):
        found[name] = ChangedPlan(None, name)
    return git, when, [found[name] for name in sorted(found)]


def _is_plan(name: bytes) -> bool:
    last = os.fsdecode(name.rpartition(b"/")[2])
    hidden = any(part.startswith(b".") for part in name.split(b"/")[:-1])
    return is_plan_name(last) and not hidden


def _unchanged(root: Path, name: bytes, plan: Path, then: Mapping[bytes, str]) -> bool:
    beside = signoffs_name(name)
    return matches_blob(plan, then.get(name)) and matches_blob(
        file_of(root, beside), then.get(beside)
    )


def _moved(
    git: Repository,
    when: Revision,
    new: set[bytes],
    gone: set[bytes],
    now: Mapping[bytes, Path],
    then: Mapping[bytes, str],
) -> dict[bytes, bytes]:
    """Return what plans that are new were called then: by their content, else as git sees it."""
    if not new or not gone:
        return {}
    found: dict[bytes, bytes] = {}
    for name in sorted(new):
        same = (
            one for one in sorted(gone - set(found.values())) if matches_blob(now[name], then[one])
        )
        before = next(same, None)
        if before is not None:
            found[name] = before
    try:
        answer = git.run("diff-tree", "-r", "-z", "-M", "--raw", "--no-abbrev", when.id, HEAD, "--")
    except GitError:
        return found
    for _, before, after, _ in parse_raw_diff(answer):
        if before in gone and after in new and before not in found.values():
            found.setdefault(after, before)
    return found


def affected_plans(files: Sequence[str], asked: str) -> list[str]:
    """Return those plans that changed since, themselves or in what decides on them.

    That is the file of sign-offs beside a plan; the workspace file above it, and the keys that it
    names, which decide on all plans of the workspace.

    Raises:
        UserError: a plan is not under git, or there was no such commit.
    """
    looks: dict[Path, _RepositoryChanges] = {}
    found = []
    for file in files:
        root = repository_of(Path(file))
        if root not in looks:
            looks[root] = _RepositoryChanges(root, asked)
        if not os.path.lexists(file) or looks[root].is_affected(file):
            found.append(file)
    return found


class _RepositoryChanges:
    """What is different in one repository; each file is looked at once."""

    def __init__(self, root: Path, asked: str) -> None:
        self._root = root
        git = Repository(root)
        self._then = files_at(git, find_revision(git, asked).id, b"")
        self._known: dict[bytes, bool] = {}

    def is_affected(self, file: str) -> bool:
        plan = Path(file)
        name = git_path(self._root, plan)
        beside = file_of(self._root, signoffs_name(name))
        return any(self._changed(one) for one in (plan, beside, *self._above(plan)))

    def _above(self, plan: Path) -> Iterator[Path]:
        """Return what decides on a plan from above: the workspace's file, as it is and as it was.

        It may be new, or gone; and the keys whose signatures count are in another file.
        """
        yield from workspace_files(plan.parent)
        yield from self._was_above(git_path(self._root, plan).rpartition(b"/")[0])
        signers = find_workspace(plan).allowed_signers
        if signers is not None:
            yield signers

    def _was_above(self, folder: bytes) -> Iterator[Path]:
        while True:
            name = (folder + b"/" if folder else b"") + FILE_NAME.encode("ascii")
            if name in self._then:
                yield file_of(self._root, name)
            if not folder:
                return
            folder = folder.rpartition(b"/")[0]

    def _changed(self, path: Path) -> bool:
        name = git_path(self._root, path)
        if name not in self._known:
            outside = name.startswith(b"../")
            self._known[name] = not outside and not matches_blob(path, self._then.get(name))
        return self._known[name]
