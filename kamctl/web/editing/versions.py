"""Versions of a plan: what has changed since the last one, and saving another.

A version is a commit of this plan and its sign-offs, and of nothing else; without git it is a dated
copy in `versions/`, beside the plan. Nothing is ever pushed or pulled.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.comparison.difference import difference
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.source import Source, read_source
from kamctl.document.writing import write_atomically
from kamctl.git.commit import commit_files, knows_author
from kamctl.git.identity import UNNAMED
from kamctl.git.process import ignored
from kamctl.git.repository import Repository, git_path, repository_of
from kamctl.git.revision import HEAD
from kamctl.git.root import root_around
from kamctl.history.compared_plans import compare_plans, past_of, read_version
from kamctl.i18n.formats import Formats
from kamctl.i18n.message import counted, message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.signoffs.signoff_file import signoffs_path
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus
from kamctl.workspace.config import NO_WORKSPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.comparison.change import Change
    from kamctl.git.identity import User
    from kamctl.web.editing.edit_session import EditSession

_FOLDER: Final = "versions"
_STAMP: Final = re.compile(r" [0-9-]{10} [0-9.]{8}(?: [0-9]+)?$").search
_MAX_COPIES: Final = 1000


@dataclass(frozen=True)
class VersionChanges:
    """What has changed since the last version, in the language of the session.

    `is_first` tells that there is none yet, `in_git` that versions are commits.
    """

    changes: tuple[str, ...]
    is_first: bool
    in_git: bool
    last: str = ""
    """When the last version was saved, and by whom, as far as it is known."""
    problem: str = ""
    """Why the last version could not be compared."""
    asks_author: bool = False
    """Whether git has to be told who saves the version."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to save."""
        return not (self.changes or self.is_first or self.problem)


def unsaved_changes(session: EditSession) -> VersionChanges:
    """Return what has changed in the plan and its sign-offs since the last version."""
    if not _is_in_git(session.path):
        return _since_copy(session)
    asks_author = not knows_author(repository_of(session.path))
    return replace(_since_commit(session), asks_author=asks_author)


def save_version(session: EditSession, note: str = "", author: User = UNNAMED) -> ChangeOutcome:
    """Save the plan and its sign-offs as they are as a version.

    `note` says what it is about, by default how much has changed. `author` is used where git knows
    nobody. A refusal is `OutcomeStatus.REFUSED`, with why and what to do.
    """
    try:
        with session.exclusively():
            changes = unsaved_changes(session)
            files = [one for one in _files(session.path) if one.exists()]
            if changes.in_git:
                root = repository_of(session.path)
                text = _description(session, changes, note)
                is_new = commit_files(root, files, text, author) is not None
            else:
                is_new = _copy(session, files)
    except UserError as error:
        return session.refused(error, note)
    if not is_new:
        unchanged = message("The last version already contains everything.")
        return ChangeOutcome(OutcomeStatus.UNCHANGED, session.say(unchanged))
    return ChangeOutcome(OutcomeStatus.SAVED, session.say(message("The version is saved.")))


def _reworded(session: EditSession) -> str:
    return session.say(message("The layout of the file has changed, not its content."))


def _words(session: EditSession, changes: Sequence[Change]) -> tuple[str, ...]:
    """Say changes; those of an objective after its id."""
    return tuple(
        f"{one.objective}: {session.say(one.text)}" if one.objective else session.say(one.text)
        for one in changes
    )


def _description(session: EditSession, changes: VersionChanges, note: str) -> str:
    """Write the text of a version: one line, then what has changed."""
    account = session.report.account or session.path.stem
    subject = single_spaced(note)
    if not subject and changes.is_first:
        subject = session.say(message("{account}: first version", account=account))
    if not subject:
        number = len(changes.changes)
        summary = counted("{account}: {count} change", "{account}: {count} changes", number,
                       account=account)  # fmt: skip
        subject = session.say(summary)
    body = "".join(f"- {one}\n" for one in changes.changes)
    return f"{subject}\n\n{body}" if body else f"{subject}\n"


def _files(plan: Path) -> tuple[Path, Path]:
    return plan, signoffs_path(plan)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _day(session: EditSession, day: dt.date) -> str:
    return Formats(session.language, session.form.translate).day(day, short=True)


# --- In git ---------------------------------------------------------------------------------------


def _since_commit(session: EditSession) -> VersionChanges:
    file = str(session.path)
    rules = session.report.rules or SignoffRules(NO_WORKSPACE, session.today())
    try:
        past = past_of(file, HEAD)
    except InvalidFile as unreadable:
        problem = session.say(unreadable.message)
        return VersionChanges((), is_first=False, in_git=True, problem=problem)
    except UserError as error:
        is_first = not _is_committed(session.path)
        problem = "" if is_first else session.say(error.message)
        return VersionChanges((), is_first=is_first, in_git=True, problem=problem)
    compared = compare_plans(file, past, session.language, rules)
    moment = past.then.moment
    last = ", ".join(part for part in (_day(session, moment.day), moment.author) if part)
    words = _words(session, compared.difference.changes)
    if not words and past.then.content != _bytes(session.path):
        words = (_reworded(session),)
    return VersionChanges(words, is_first=False, in_git=True, last=last)


def _is_in_git(plan: Path) -> bool:
    root_around.cache_clear()  # a repository may have been made since the page was opened
    if root_around(str(plan.resolve().parent)) is None:
        return False
    return not ignored(str(plan.parent), [plan.name])


def _is_committed(plan: Path) -> bool:
    git = Repository(repository_of(plan))
    return git.objects([b"HEAD:" + git_path(git.root, plan)])[0] is not None


# --- Without git ----------------------------------------------------------------------------------


def _since_copy(session: EditSession) -> VersionChanges:
    last = _last_copy(session.path)
    if last is None:
        return VersionChanges((), is_first=True, in_git=False)
    stamp = _moment(session, _stamp(last).strip().replace(".", ":"))
    source = read_source(last)
    try:
        before = read_version(source if isinstance(source, Source) else None, str(last))
        now = read_version(None, str(session.path))
    except InvalidFile as unreadable:
        problem = session.say(unreadable.message)
        return VersionChanges((), is_first=False, in_git=False, last=stamp, problem=problem)
    found = difference(before.plan, now.plan, language=session.language).changes
    words = _words(session, found)
    if not words and _copied(session.path, last) != _bytes(session.path):
        words = (_reworded(session),)
    return VersionChanges(words, is_first=False, in_git=False, last=stamp)


def _copy(session: EditSession, files: Sequence[Path]) -> bool:
    """Copy files into the folder of versions, under the day and the time; tell whether it is new.

    Their names are none of a plan: they are no plans of the company.
    """
    last = _last_copy(session.path)
    if last is not None and all(_copied(one, last) == _bytes(one) for one in files):
        return False
    folder = session.path.parent / _FOLDER
    stamp = session.now().astimezone().strftime("%Y-%m-%d %H.%M.%S")
    for number in range(1, _MAX_COPIES):
        suffix = f" {stamp}" if number == 1 else f" {stamp} {number}"
        if not any((folder / _copy_name(one, suffix)).exists() for one in files):
            for one in files:
                write_atomically(folder / _copy_name(one, suffix), _bytes(one))
            return True
    raise UserError(message("{path} holds too many versions.", path=folder))


def _copy_name(file: Path, suffix: str) -> str:
    return f"{file.stem}{suffix}{file.suffix}"


def _last_copy(plan: Path) -> Path | None:
    """Return the last copy of a plan, by the time in its name; of one second, by its number."""
    folder = plan.parent / _FOLDER
    copies = [one for one in folder.iterdir() if one.is_file()] if folder.is_dir() else []
    found = (one for one in copies if one.name == _copy_name(plan, _stamp(one)) and _stamp(one))
    return max(found, default=None, key=lambda one: _order(_stamp(one)))


def _copied(file: Path, last: Path) -> bytes:
    """Return what a file was when the copy `last` of its plan was made."""
    return _bytes(last.parent / _copy_name(file, _stamp(last)))


def _order(stamp: str) -> tuple[str, str, int]:
    _, day, time, *number = stamp.split(" ")
    return day, time, int(number[0]) if number else 1


def _moment(session: EditSession, stamp: str) -> str:
    """Write the day of a stamp as the language does; one that is no day stays as it is."""
    day, _, time = stamp.partition(" ")
    try:
        return f"{_day(session, dt.date.fromisoformat(day))} {time}"
    except ValueError:
        return stamp


def _stamp(copy: Path) -> str:
    """Return what a copy has behind the name of its file, with the blank before it."""
    found = _STAMP(copy.stem)
    return found[0] if found else ""
