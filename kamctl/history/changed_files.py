"""Which files have changed since a commit, compared by their contents.

The working copy is read here, not by git, which would run the filters that a repository's settings
name.
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
from kamctl.workspace.discovery import find_plans, find_workspace, is_excluded, is_plan_name
from kamctl.workspace.files import WORKSPACE_FILE, workspace_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SHA1: Final = 40
"""Digits in the name of a blob, in most repositories; others use SHA-256."""
_FILE: Final = (b"100644", b"100755")


class ChangedPlan(NamedTuple):
    """A plan that has changed: its file now, and its name then.

    One is None for a plan that is new or removed. Where both are there, the text or the sign-offs
    are different, or the name.
    """

    now: str | None
    then: bytes | None


def files_at(git: Repository, commit: str, folder: bytes) -> dict[bytes, str]:
    """Return the files in a folder and below at a commit, each with the name of its blob.

    Raises:
        UserError: git will not say.
    """
    arguments: list[str | bytes] = ["ls-tree", "-r", "-z", "--full-tree", commit]
    if folder not in (b"", b"."):
        arguments += ["--", folder + b"/"]
    try:
        answer = git.run(*arguments)
    except GitError as failed:
        raise repository_error(git.root, failed) from None
    found: dict[bytes, str] = {}
    for entry in answer.split(b"\0"):
        head, tab, name = entry.partition(b"\t")
        fields = head.split(b" ")
        if tab and fields[0] in _FILE:
            found[name] = fields[2].decode("ascii")
    return found


def matches_blob(path: Path, blob: str | None) -> bool:
    """Tell whether a file has the content of a blob; None means that there is no file.

    Line ends may differ: git can be told to write those of the system.
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
    """Return the name that git gives a content, with the hash that `like` was made with."""
    hash_ = hashlib.sha1 if len(like) == _SHA1 else hashlib.sha256
    return hash_(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def changed_plans(folder: Path, since: str) -> tuple[Repository, Revision, list[ChangedPlan]]:
    """Return the plans in a folder and below that have changed since a commit or a day, by name.

    Those of other repositories inside this one are left out.

    Raises:
        UserError: the folder is not under git, or there was no such commit.
    """
    root = repository_of(folder)
    git = Repository(root)
    when = find_revision(git, since, from_first=True)
    then = files_at(git, when.id, git_path(root, folder))
    now = {
        git_path(root, plan): plan
        for plan in map(Path, find_plans(folder).plans)
        if repository_of(plan) == root
    }
    before = {name for name in then if _is_plan(name) and not is_excluded(file_of(root, name))}
    removed = before - set(now)
    moved = _moved(git, when, set(now) - before, removed, now, then)
    found: dict[bytes, ChangedPlan] = {}
    for name, plan in now.items():
        old_name = name if name in before else moved.get(name)
        if old_name is None:
            found[name] = ChangedPlan(plan.as_posix(), None)
        elif old_name != name or not _unchanged(root, name, plan, then):
            found[name] = ChangedPlan(plan.as_posix(), old_name)
    for name in removed - set(moved.values()):
        found[name] = ChangedPlan(None, name)
    return git, when, [found[name] for name in sorted(found)]


def _is_plan(name: bytes) -> bool:
    *folders, last = name.split(b"/")
    is_hidden = any(folder.startswith(b".") for folder in folders)
    return is_plan_name(os.fsdecode(last)) and not is_hidden


def _unchanged(root: Path, name: bytes, plan: Path, then: Mapping[bytes, str]) -> bool:
    """Tell whether neither a plan nor its sign-offs have changed."""
    signoffs = signoffs_name(name)
    return matches_blob(plan, then.get(name)) and matches_blob(
        file_of(root, signoffs), then.get(signoffs)
    )


def _moved(
    git: Repository,
    when: Revision,
    new: set[bytes],
    removed: set[bytes],
    now: Mapping[bytes, Path],
    then: Mapping[bytes, str],
) -> dict[bytes, bytes]:
    """Return the former names of plans that are new: by equal content, else as git detects it."""
    if not new or not removed:
        return {}
    found: dict[bytes, bytes] = {}
    for name in sorted(new):
        same = (
            one
            for one in sorted(removed - set(found.values()))
            if matches_blob(now[name], then[one])
        )
        before = next(same, None)
        if before is not None:
            found[name] = before
    try:
        answer = git.run("diff-tree", "-r", "-z", "-M", "--raw", "--no-abbrev", when.id, HEAD, "--")
    except GitError:
        return found
    for one in parse_raw_diff(answer):
        if one.before in removed and one.name in new and one.before not in found.values():
            found.setdefault(one.name, one.before)
    return found


def affected_plans(files: Sequence[str], since: str) -> list[str]:
    """Return those plans whose findings may differ since a commit or a day.

    The plan itself has changed, the sign-offs beside it, a workspace file above it, or the file of
    keys that its workspace names.

    Raises:
        UserError: a plan is not under git, or there was no such commit.
    """
    repositories: dict[Path, _RepositoryChanges] = {}
    found = []
    for file in files:
        root = repository_of(Path(file))
        if root not in repositories:
            repositories[root] = _RepositoryChanges(root, since)
        if not os.path.lexists(file) or repositories[root].is_affected(file):
            found.append(file)
    return found


class _RepositoryChanges:
    """What has changed in one repository; each file is compared once."""

    def __init__(self, root: Path, since: str) -> None:
        self._root = root
        git = Repository(root)
        self._then = files_at(git, find_revision(git, since).id, b"")
        self._is_changed: dict[bytes, bool] = {}

    def is_affected(self, file: str) -> bool:
        plan = Path(file)
        name = git_path(self._root, plan)
        signoffs = file_of(self._root, signoffs_name(name))
        return any(self._changed(one) for one in (plan, signoffs, *self._workspace_of(plan)))

    def _workspace_of(self, plan: Path) -> Iterator[Path]:
        """Return the workspace files above a plan, now and then, and the file of keys they name."""
        yield from workspace_files(plan.parent)
        yield from self._former_workspace_files(git_path(self._root, plan).rpartition(b"/")[0])
        signers = find_workspace(plan).allowed_signers
        if signers is not None:
            yield signers

    def _former_workspace_files(self, folder: bytes) -> Iterator[Path]:
        while True:
            name = (folder + b"/" if folder else b"") + WORKSPACE_FILE.encode("ascii")
            if name in self._then:
                yield file_of(self._root, name)
            if not folder:
                return
            folder = folder.rpartition(b"/")[0]

    def _changed(self, path: Path) -> bool:
        name = git_path(self._root, path)
        if name not in self._is_changed:
            outside = name.startswith(b"../")
            self._is_changed[name] = not outside and not matches_blob(path, self._then.get(name))
        return self._is_changed[name]
