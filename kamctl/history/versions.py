"""The versions of one plan in git: the commits that touched it, through renames."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.command_text import as_argument
from kamctl.document.errors import UserError
from kamctl.git.process import GitError
from kamctl.git.repository import Repository, git_path, repository_error, repository_of
from kamctl.git.revision import (
    HEAD,
    Revision,
    as_day,
    find_revision,
    is_shallow,
    parse_revision,
    short_name,
    unknown_revision,
)
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import signoff_file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FORMAT: Final = "--format=%H%x00%cI%x00%an%x00%s"
_LOG: Final = (
    *("--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"),
    _FORMAT,
)
"""Along the first parents: what a branch changed counts from its merge."""
_MOVED: Final = (b"R", b"C")
_GONE: Final = b"D"
_NEW: Final = b"A"


class FileVersion(NamedTuple):
    """A file after a commit that touched it: its name, and the name of its content.

    `kind` is git's letter for the change; `before` the name until then; `blob` is empty where the
    commit removed it.
    """

    id: str
    at: dt.datetime
    author: str
    subject: str
    kind: bytes
    name: bytes
    before: bytes
    blob: str

    @property
    def day(self) -> dt.date:
        """The day it was made, where it was made."""
        return self.at.date()

    @property
    def short(self) -> str:
        """The commit's name as people write it."""
        return short_name(self.id)


class TrackedPlan(NamedTuple):
    """A plan in git: its repository; its name, content and sign-offs at the last commit."""

    git: Repository
    file: str
    name: bytes
    head: Revision
    content: bytes
    signoffs: bytes | None


def find_tracked_plan(file: str) -> TrackedPlan:
    """Find a plan in its repository.

    Raises:
        UserError: it is in none, or no commit has it.
    """
    place = Path(file)
    root = repository_of(place)
    git, name = Repository(root), git_path(root, place)
    last, plan, signed = git.objects([b"HEAD^{commit}", *_object_names(HEAD, name)])
    if last is None:
        raise unknown_revision(git, HEAD)
    if plan is None:
        known = _name_at_head(git, name)
        if known is not None:
            name = known
            plan, signed = git.objects(_object_names(HEAD, name))
    if plan is None and not place.exists():
        raise UserError(
            message("There is no file {file}.", file=file),
            message("Check the spelling. If the plan was renamed, use its current name."),
        )
    if plan is None:
        raise UserError(
            message("{file} is not in git yet, so it has no history.", file=file),
            message(
                "Add it and commit it: git add {file}, then git commit.", file=as_argument(file)
            ),
        )
    head = parse_revision(last, HEAD)
    return TrackedPlan(git, file, name, head, plan.data, signed.data if signed else None)


def _object_names(commit: str, name: bytes) -> list[bytes]:
    """Return the names by which git finds a plan and its sign-offs at a commit."""
    at = commit.encode("ascii") + b":"
    return [at + name, at + signoffs_name(name)]


def _name_at_head(git: Repository, name: bytes) -> bytes | None:
    """Return the name under which the last commit has a file that was renamed since.

    The name may differ in capitals, which some systems take for the same; or git was told.
    """
    folder = name.rpartition(b"/")[0]
    try:
        there = git.run("ls-tree", "-z", "--name-only", HEAD, folder + b"/" if folder else b".")
        moved = git.run("diff-index", "--cached", "--raw", "-z", "--no-abbrev", "-M", HEAD, "--")
    except GitError:
        return None
    same = [
        one for one in there.split(b"\0")
        if one and os.fsdecode(one).casefold() == os.fsdecode(name).casefold()
    ]  # fmt: skip
    if len(same) == 1:
        return same[0]
    renamed = (one for one in parse_raw_diff(moved) if one.before != one.name == name)
    return next((one.before for one in renamed), None)


class RawChange(NamedTuple):
    """A file in git's raw diff: `kind` is git's letter; `blob` is empty where it was removed."""

    kind: bytes
    before: bytes
    name: bytes
    blob: str


def parse_raw_diff(answer: bytes) -> Iterator[RawChange]:
    """Parse git's raw diff."""
    pieces = iter(answer.split(b"\0"))
    for piece in pieces:
        head = piece.strip()
        if head.startswith(b":"):
            yield _parse_entry(head, pieces)


def _parse_entry(head: bytes, pieces: Iterator[bytes]) -> RawChange:
    words = head.split(b" ")
    kind = words[-1][:1]
    before = now = next(pieces, b"")
    if kind in _MOVED:
        now = next(pieces, b"")
    blob = "" if kind == _GONE else words[3].decode("ascii", "replace")
    return RawChange(kind, before, now, blob)


def file_versions(
    git: Repository, name: bytes, *, since: str | None = None, until: str = HEAD
) -> list[FileVersion]:
    """Return the commits that touched a file, the latest first; renames are followed.

    Those after `since` and up to `until`.

    Raises:
        UserError: git will not say.
    """
    span = f"{since}..{until}" if since else until
    return _logged(git, ["--follow", span, "--", name])


def commits_on(
    git: Repository, names: Iterable[bytes], *, since: str | None = None
) -> list[FileVersion]:
    """Return the commits that touched any of these files since a commit, the latest first."""
    span = f"{since}..{HEAD}" if since else HEAD
    wanted = list(names)
    return _logged(git, ["--no-renames", span, "--", *wanted]) if wanted else []


def _logged(git: Repository, arguments: list[str | bytes]) -> list[FileVersion]:
    try:
        answer = git.run("log", *_LOG, *arguments)
    except GitError as failed:
        raise repository_error(git.root, failed) from None
    pieces = iter(answer.split(b"\0"))
    found: list[FileVersion] = []
    piece = next(pieces, None)
    while piece is not None:
        if not piece.strip():
            piece = next(pieces, None)
            continue
        at, author, subject = (next(pieces, b"") for _ in range(3))
        commit = piece.decode("ascii", "replace").strip()
        piece = next(pieces, None)
        while piece is not None and piece.strip().startswith(b":"):
            kind, before, now, blob = _parse_entry(piece.strip(), pieces)
            found.append(
                FileVersion(
                    commit, _time(at), _text(author), _text(subject), kind, now, before, blob
                )
            )
            piece = next(pieces, None)
    return found


def _time(written: bytes) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(written.decode("ascii"))
    except ValueError:  # a year that Python does not know
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()


def signoffs_name(plan: bytes) -> bytes:
    """Return the name in git of the sign-offs beside a plan."""
    folder, slash, last = plan.rpartition(b"/")
    return folder + slash + os.fsencode(signoff_file_name(os.fsdecode(last)))


class PlanAtCommit(NamedTuple):
    """A plan at a commit: its name, its content, its sign-offs, and the commits since.

    `since` are the commits that touched the plan since then, the latest first.
    """

    moment: Revision
    name: bytes
    content: bytes
    signoffs: bytes | None
    since: list[FileVersion]


def plan_at(plan: TrackedPlan, when: Revision, *, from_first: bool = False) -> PlanAtCommit:
    """Return a plan as it was at a commit, whatever it was called then.

    With `from_first`, one that came later is returned as it came.

    Raises:
        UserError: it was not there.
    """
    if when.id == plan.head.id:
        return PlanAtCommit(when, plan.name, plan.content, plan.signoffs, [])
    later = file_versions(plan.git, plan.name, since=when.id)
    name = _name_before(plan.name, later)
    kept, signed = plan.git.objects(_object_names(when.id, name))
    if kept is None or kept.kind != "blob":
        first = next((one for one in reversed(later) if one.kind == _NEW), None)
        if first is None or not from_first:
            raise _not_there(plan, when, first)
        came = find_revision(plan.git, first.id)
        return plan_at(plan, came._replace(asked=when.asked, begins=True))
    return PlanAtCommit(when, name, kept.data, signed.data if signed else None, later)


def plan_since(plan: TrackedPlan, asked: str | None) -> PlanAtCommit:
    """Return a plan as it was at what was asked for: a commit, or a day.

    Where git has the plan from a later day on only, or where nothing was asked for, it is the plan
    as it was first committed.

    Raises:
        UserError: it was not there, or the copy of the repository does not reach so far back.
    """
    if asked == HEAD:
        return plan_at(plan, plan.head)
    if asked is None:
        versions = file_versions(plan.git, plan.name)
        first = find_revision(plan.git, versions[-1].id) if versions else plan.head
        return plan_at(plan, first._replace(asked="", begins=True))
    when = find_revision(plan.git, asked, from_first=True)
    return plan_at(plan, when, from_first=as_day(asked) is not None)


def named_plan_at(git: Repository, when: Revision, name: bytes) -> PlanAtCommit:
    """Return a plan as it was at a commit, where its name there is known; not what came since.

    Raises:
        UserError: the commit has no file of that name.
    """
    kept, signed = git.objects(_object_names(when.id, name))
    if kept is None:
        raise UserError(
            message("{file} did not exist yet at {when}.", file=os.fsdecode(name), when=when.asked)
        )
    return PlanAtCommit(when, name, kept.data, signed.data if signed else None, [])


def _name_before(name: bytes, later: Iterable[FileVersion]) -> bytes:
    for one in later:
        if one.kind in _MOVED and one.name == name:
            name = one.before
    return name


def _not_there(plan: TrackedPlan, when: Revision, first: FileVersion | None) -> UserError:
    what = message("{file} did not exist yet at {when}.", file=plan.file, when=when.asked)
    if first is not None:
        return UserError(
            what,
            message(
                "It was added on {day}: --since {commit}",
                day=LocalizedDay(first.day),
                commit=first.short,
            ),
        )
    if is_shallow(plan.git):
        return UserError(
            what, message("Fetch the rest of the history first: git fetch --unshallow")
        )
    return UserError(what, message("Use a later commit."))
