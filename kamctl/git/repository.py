"""What git has kept in a repository, as it is stored.

Comparing the working copy is done here and not by git: git would run the filters that a
repository's settings name.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.git.process import GitError, git_program, run_git
from kamctl.git.root import root_around
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

_OBJECT: Final = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}").fullmatch
"""The full name of something that git keeps."""
_DAMAGE_MESSAGES: Final = (
    *("bad object", "bad tree", "broken ref", "corrupt", "inflate", "not a tree object"),
    *("traverse parents", "unable to read"),
)
"""Words of git about a repository that has lost something."""
_REPAIR: Final = message(
    "Run `git fsck` to see what is missing. A new clone usually solves it; keep this folder "
    "until then."
)
_HEADER_FIELDS: Final = 3
"""What git says before a content: its name, what it is, and its size."""


class GitObject(NamedTuple):
    """Something that git keeps: its name, what it is (blob, commit), and what is in it."""

    id: str
    kind: str
    data: bytes


class Repository:
    """Asks git about the repository whose top folder is `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(
        self,
        *arguments: str | bytes,
        stdin: bytes | None = None,
        literal: bool = True,
        timeout: float | None = None,
    ) -> bytes:
        """Return what git answers; `stdin` goes to its standard input, the rest is as in `run_git`.

        Raises:
            GitError: git refuses.
            UserError: there is no git here, or it does not answer.
        """
        return run_git(self.root, *arguments, stdin=stdin, literal=literal, timeout=timeout)

    def objects(self, names: Sequence[bytes]) -> list[GitObject | None]:
        """Return what each name, such as `HEAD:plan.yaml`, stands for; None where nothing does.

        A name that has a line's end in it cannot be asked for, and counts as nothing.

        Raises:
            UserError: git cannot be asked, or has lost what it should keep.
        """
        asked = [name for name in names if b"\n" not in name]
        if not asked:
            return [None] * len(names)
        try:
            answer = self.run("cat-file", "--batch", stdin=b"".join(one + b"\n" for one in asked))
        except GitError as failed:
            raise repository_error(self.root, failed) from None
        found: dict[bytes, GitObject | None] = {}
        start = 0
        for name in asked:
            end = answer.find(b"\n", start)
            if end < 0:
                break
            words = answer[start:end].rsplit(b" ", 2)
            start = end + 1
            if len(words) == _HEADER_FIELDS and words[2].isdigit():
                size = int(words[2])
                data = answer[start : start + size]
                found[name] = GitObject(words[0].decode(), words[1].decode(), data)
                start += size + 1
        self._check([name for name in asked if name not in found])
        return [found.get(name) for name in names]

    def _check(self, missing: Sequence[bytes]) -> None:
        """Make sure that what git does not find never was there.

        Raises:
            UserError: it was, and is lost: the repository is damaged.
        """
        paths: dict[bytes, list[bytes]] = {}
        for name in missing:
            if is_object(name):
                raise damaged_repository(self.root)
            commit, colon, path = name.partition(b":")
            if colon and path:
                paths.setdefault(commit, []).append(path)
        for commit, wanted in paths.items():
            try:
                there = self.run("ls-tree", "-z", commit, "--", *wanted)
            except GitError as failed:
                if "valid object name" in failed.output:  # there is no such commit
                    continue
                raise repository_error(self.root, failed) from None
            if any(b" blob " in entry.partition(b"\t")[0] for entry in there.split(b"\0")):
                raise damaged_repository(self.root)


def repository_of(place: Path) -> Path:
    """Return the top folder of the repository that holds a file or folder, as git finds it.

    Raises:
        UserError: there is none, or git does not take it for one, or is not installed.
    """
    folder = os.path.realpath(place)
    if not Path(folder).is_dir():
        folder = str(Path(folder).parent)
    root = root_around(folder)
    if root is None:
        root_around.cache_clear()  # one may have been made since, while a preview runs
        root = root_around(folder)
    if root is None:
        git_program()
        plans = place if place.is_dir() else place.parent
        raise UserError(
            message("This is not in a git repository; earlier versions are read from git."),
            message(
                "Put the folder under git: `git init`, `git add {folder}`, "
                '`git commit -m "First version"`. '
                "Without git, `kamctl diff` compares two files: kamctl diff OLD NEW",
                folder=as_argument(str(plans)),
            ),
        )
    return _ask_root(Path(root))


@lru_cache(maxsize=1024)
def _ask_root(folder: Path) -> Path:
    """Ask git, which knows about worktrees, submodules and folders that it does not trust."""
    try:
        answer = run_git(folder, "rev-parse", "--show-toplevel")
    except GitError as failed:
        raise repository_error(folder, failed) from None
    return Path(os.path.realpath(os.fsdecode(answer.rstrip(b"\n"))))


def repository_error(folder: Path, failed: GitError) -> UserError:
    """Say that git will not work with a repository, in its own words."""
    lines = [one for one in failed.output.splitlines() if not one.startswith("warning: ")]
    fatal = next((one for one in lines if one.startswith("fatal: ")), lines[0] if lines else "?")
    what: Message = message(
        "git cannot open the repository at {folder}: {reason}.",
        folder=folder.as_posix(),
        reason=fatal.removeprefix("fatal: ").removeprefix("error: ").rstrip("."),
    )
    return UserError(what, _hint(folder, failed.output))


def is_object(name: bytes) -> bool:
    """Tell whether this is the full name of something that git keeps, or may keep."""
    return _OBJECT(name) is not None


def damaged_repository(folder: Path) -> UserError:
    """Say that a repository has lost something."""
    return UserError(
        message("The repository at {folder} is damaged.", folder=folder.as_posix()), _REPAIR
    )


def _hint(folder: Path, output: str) -> Message:
    """Return what helps where git says this."""
    if "safe.directory" in output:
        return message(
            "The folder belongs to another user. If you trust it: git config --global --add "
            "safe.directory {folder}",
            folder=folder.as_posix(),
        )
    if "promisor" in output or "lazy fetching" in output:
        return message("This is a partial clone. Fetch the rest: git fetch --refetch --no-filter")
    if "unknown option" in output or "usage: git" in output:
        return message("Your git is too old. Install a newer one from https://git-scm.com.")
    if any(one in output for one in _DAMAGE_MESSAGES):
        return _REPAIR
    return message("Run `git status` in that folder.")


def git_path(root: Path, file: Path) -> bytes:
    """Return the name that git knows a file by: from the top folder, with slashes."""
    return os.fsencode(os.path.relpath(os.path.realpath(file), root).replace(os.sep, "/"))


def file_of(root: Path, name: bytes) -> Path:
    """Return the file that git knows by this name."""
    return root / os.fsdecode(name)
