"""Lines that were removed from files in the past of a repository: by which commit, and whose."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.git.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LOG: Final = (
    # Every branch, and each merge against all of its parents: a merge can drop lines, too.
    *("log", "--full-history", "-m", "--topo-order"),
    # All lines that differ, and nothing that settings or attributes make of them.
    *("-p", "-U0", "--text", "--no-renames", "--no-ext-diff", "--no-textconv"),
    "--no-color",  # color.diff counts more than color.ui
    *("--src-prefix=a/", "--dst-prefix=b/", "--format=%x00%H%x00%ct%x00%an%x00%P"),
)
_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@").match
_MARK: Final = b"\0"
_EARLIEST: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


class LogCommit(NamedTuple):
    """A commit: its id, its author, and the time it was made.

    `at` is never earlier than that of what came before: a clock may be wrong, or set back.
    """

    id: str
    author: str
    at: dt.datetime
    is_merge: bool


class RemovedLine(NamedTuple):
    """A line that a commit removed from the file that git knows by `name`."""

    commit: LogCommit
    name: bytes
    line: bytes


@lru_cache(maxsize=16)
def removed_lines(root: Path, head: str, patterns: tuple[str, ...]) -> tuple[RemovedLine, ...]:
    """Return all lines that were ever removed from files by these names, the latest first.

    `head` is the full id of the last commit; the past of a commit does not change, so it is read
    once. A line may be in the files still, or again.

    Raises:
        GitError: a part of the past is missing.
        UserError: git cannot be asked.
    """
    answer = Repository(root).run(*_LOG, head, "--", *_wherever(patterns), literal=False)
    commits, found = _parsed(answer)
    latest = _EARLIEST
    for place in range(len(commits) - 1, -1, -1):  # from the oldest on
        latest = max(latest, commits[place].at)
        commits[place] = commits[place]._replace(at=latest)
    return tuple(RemovedLine(commits[place], name, line) for place, name, line in found)


def _wherever(patterns: Iterable[str]) -> Iterator[str]:
    """Return what git finds files of these names by, in all folders of a repository.

    `:(glob)**/` takes it half as long again.
    """
    for pattern in patterns:
        yield pattern
        if not pattern.startswith("*"):  # git's wildcard stands for folders, too
            yield f"*/{pattern}"


def _parsed(answer: bytes) -> tuple[list[LogCommit], list[tuple[int, bytes, bytes]]]:
    """Return the commits of a log, and each removed line: its commit's place, its file, itself."""
    commits: list[LogCommit] = []
    found: list[tuple[int, bytes, bytes]] = []
    name = b""
    left = 0  # lines of a hunk that are still to come
    for line in answer.split(b"\n"):
        if left:
            if line.startswith(b"\\"):  # no line end at the end of the file
                continue
            left -= 1
            if line.startswith(b"-"):
                found.append((len(commits) - 1, name, line[1:]))
        elif hunk := _HUNK(line):
            left = sum(int(count) if count is not None else 1 for count in hunk.groups())
        elif line.startswith(_MARK):
            commits.append(_commit(line))
        elif line.startswith(b"--- "):
            name = _name(line[4:])
    return commits, found


def _commit(line: bytes) -> LogCommit:
    _, commit, time, author, parents = line.split(_MARK, 4)
    try:
        at = dt.datetime.fromtimestamp(int(time), dt.UTC)
    except (ValueError, OverflowError, OSError):  # a year that Python does not know
        at = _EARLIEST
    return LogCommit(
        commit.decode("ascii", "replace"),
        author.decode("utf-8", "replace").strip(),
        at,
        b" " in parents.strip(),
    )


def _name(written: bytes) -> bytes:
    """Return the name of a file as a patch has it: with a prefix, and maybe in quotes."""
    written = written.removesuffix(b"\t")  # git adds it where there is a space in the name
    if written.startswith(b'"'):
        written = written[1:-1].decode("unicode_escape").encode("latin-1")
    return written.removeprefix(b"a/")
