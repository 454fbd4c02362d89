"""A moment in a repository's past: from what was asked for (`HEAD~3`, a tag, a day) to a commit."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.errors import UserError
from kamctl.git.process import GitError
from kamctl.git.repository import Repository, damaged_repository, is_object, repository_error
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import Message, alternatives, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.date_forms import both_readings, iso_date

if TYPE_CHECKING:
    from kamctl.git.repository import GitObject

HEAD: Final = "HEAD"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_PERSON = re.compile(rb"(?P<name>.*?) ?<[^>]*> (?P<time>-?\d+) (?P<zone>[+-]\d{4})").fullmatch
_SHORT: Final = 10
_LOOKUP: Final = "@{"
"""What begins a step through git's notes of this clone: `HEAD@{1}`, `@{upstream}`."""
_FORM = message("Use a date such as 2026-09-01, or a commit: HEAD~3, a tag, a branch.")


class Revision(NamedTuple):
    """A commit: its name, when and by whom it was made, the first line of its message.

    `asked` is what it was called by whoever asked. One that `begins` is the first commit there is:
    git has nothing from before the day that was asked for.
    """

    id: str
    day: dt.date
    author: str
    subject: str
    asked: str
    begins: bool = False

    @property
    def short(self) -> str:
        """The commit's name as people write it."""
        return short_name(self.id)


class LastCommit(NamedTuple):
    """The last commit, by its full name, and whether only the last part of the past is here."""

    id: str
    is_shallow: bool


def short_name(commit: str) -> str:
    """Return the name of a commit as people write it, from its full one."""
    return commit[:_SHORT]


def as_day(asked: str) -> dt.date | None:
    """Return the day that is meant; None where it is no day but a commit."""
    if not _DAY(asked):
        return None
    try:
        return dt.date.fromisoformat(asked)
    except ValueError:
        return None


def find_revision(git: Repository, asked: str, *, from_first: bool = False) -> Revision:
    """Find the commit that is meant; of a day, the last one before it began.

    With `from_first`, a day from before the first commit means that one.

    Raises:
        UserError: there is none, or the copy of the repository does not reach so far back.
    """
    day = as_day(asked)
    if day and day > dt.date.today() + dt.timedelta(days=1):  # it may be later elsewhere
        raise UserError(message("{day} is in the future.", day=LocalizedDay(day)), _FORM)
    name = _last_before(git, day) if day else asked
    if day and name is None:
        first = _oldest(git)
        if first is not None and from_first:
            return first._replace(asked=asked, begins=True)
        raise _too_early(day, first)
    if not name or name.startswith("-") or "\n" in name or "\0" in name:
        raise UserError(message("“{asked}” is not a commit.", asked=asked), _FORM)
    if _LOOKUP in name and not _is_named(git, name):  # `objects` would end with an error
        raise unknown_revision(git, asked)
    (kept,) = git.objects([f"{name}^{{commit}}".encode(errors="surrogateescape")])
    if kept is None:
        raise unknown_revision(git, asked)
    return parse_revision(kept, asked)


def is_shallow(git: Repository) -> bool:
    """Tell whether this copy of the repository has only the last part of its past."""
    try:
        return git.run("rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError:
        return False


def last_commit(git: Repository) -> LastCommit | None:
    """Return the last commit; None where nothing is committed yet.

    It is one question to git, not two.

    Raises:
        UserError: git cannot say.
    """
    try:
        answer = git.run("rev-parse", "--is-shallow-repository", "--quiet", "--verify", HEAD)
    except GitError as failed:
        if not failed.output:  # it has nothing to say about a commit that there is not
            return None
        raise repository_error(git.root, failed) from None
    shallow, commit = answer.decode("ascii", "replace").split()
    return LastCommit(commit, is_shallow=shallow == "true")


def parse_revision(kept: GitObject, asked: str) -> Revision:
    """Read a commit, as git keeps it."""
    head, _, description = kept.data.partition(b"\n\n")
    lines = dict(line.partition(b" ")[::2] for line in head.split(b"\n"))
    encoding = lines.get(b"encoding", b"utf-8").decode("ascii", "replace")
    committer = _PERSON(lines.get(b"committer", b""))
    author = _PERSON(lines.get(b"author", b""))
    return Revision(
        kept.id,
        _day(committer["time"], committer["zone"]) if committer else dt.date.min,
        _decoded(author["name"], encoding) if author else "",
        _decoded(description.strip().split(b"\n")[0], encoding),
        asked,
    )


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace").strip()
    except LookupError:  # an encoding that nobody knows
        return data.decode("utf-8", "replace").strip()


def _day(time: bytes, zone: bytes) -> dt.date:
    """Return the day on which a commit was made, where it was made."""
    minutes = int(zone[1:3]) * 60 + int(zone[3:5])
    seconds = int(time) + (-60 if zone.startswith(b"-") else 60) * minutes
    try:
        return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).date()
    except OverflowError:
        return dt.date.max if seconds > 0 else dt.date.min


def _last_before(git: Repository, day: dt.date) -> str | None:
    """Return the last commit before a day began, as the clock here has it; None if there is none.

    Raises:
        UserError: nothing is committed, or the copy of the repository does not reach so far back.
    """
    try:
        begins = int(dt.datetime.combine(day, dt.time()).astimezone().timestamp())
    except (OverflowError, OSError, ValueError):  # a day that the system's clock has not
        begins = 0
    found = b""
    if begins > 0:
        try:
            found = git.run("rev-list", "-1", f"--min-age={begins - 1}", HEAD, "--").strip()
        except GitError:
            raise unknown_revision(git, HEAD) from None
    if found:
        return found.decode("ascii")
    if is_shallow(git):
        oldest = _oldest(git)
        raise UserError(
            message(
                "The history of this clone starts on {first}, after {day}.",
                first=LocalizedDay(oldest.day) if oldest else "",
                day=LocalizedDay(day),
            ),
            message("Fetch the rest of the history first: git fetch --unshallow"),
        )
    return None


def _oldest(git: Repository) -> Revision | None:
    """Return the oldest commit."""
    try:
        roots = git.run("rev-list", "--max-parents=0", HEAD, "--").split()
    except GitError:
        raise unknown_revision(git, HEAD) from None
    kept = git.objects([root + b"^{commit}" for root in roots])
    found = (parse_revision(one, "") for one in kept if one is not None)
    return min(found, key=lambda one: one.day, default=None)


def _too_early(day: dt.date, first: Revision | None) -> UserError:
    return UserError(
        message(
            "The git history starts on {first}, after {day}.",
            day=LocalizedDay(day),
            first=LocalizedDay(first.day) if first else "",
        ),
        message("Use a later date."),
    )


def unknown_revision(git: Repository, asked: str) -> UserError:
    """Say that there is no such commit: why that may be, and what to ask for instead."""
    (head,) = git.objects([b"HEAD^{commit}"])
    if head is None and _has_begun(git):
        return damaged_repository(git.root)
    if head is None:
        return UserError(
            message("This repository has no commits yet."),
            message("Commit the plan first: git add, then git commit. kamctl then shows what "
                    "changes."),
        )  # fmt: skip
    if _is_lost(git, asked):
        return damaged_repository(git.root)
    what = message("There is no commit “{asked}” in this repository.", asked=asked)
    if is_shallow(git):
        return UserError(
            what,
            message(
                "This is a shallow clone, with recent history only. Fetch the rest: git "
                "fetch --unshallow"
            ),
        )
    return UserError(what, _suggestion(git, asked))


def _is_lost(git: Repository, asked: str) -> bool:
    """Tell whether git knows what is meant, and does not have it any more."""
    if is_object(asked.encode(errors="surrogateescape")):  # which names itself, even if unknown
        return False
    if not _is_named(git, asked):
        return False
    try:
        git.run("cat-file", "-e", asked)
    except GitError:
        return True
    return False


def _is_named(git: Repository, name: str) -> bool:
    """Tell whether git knows what is meant, even if it has lost it."""
    try:
        git.run("rev-parse", "--verify", name)
    except GitError:
        return False
    return True


def _has_begun(git: Repository) -> bool:
    """Tell whether there should be a commit: the branch has one, even if it cannot be read."""
    if _is_named(git, HEAD):
        return True
    try:
        branch = git.run("symbolic-ref", "--quiet", HEAD).strip()
        place = git.run("rev-parse", "--git-path", branch).rstrip(b"\n")
    except GitError:  # HEAD itself is damaged
        return True
    return os.path.lexists(os.path.join(os.fsencode(git.root), place))  # noqa: PTH118 - bytes


def _suggestion(git: Repository, asked: str) -> Message:
    """Say which day, tag or branch is likely meant, else how to write it."""
    days = (iso_date(asked),) if iso_date(asked) else both_readings(asked)
    if days is not None:
        return message("Write a date as {days}.", days=alternatives([str(one) for one in days]))
    try:
        names = git.run("for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace")
    except GitError:
        return _FORM
    return did_you_mean(asked, names.split(), _FORM)
