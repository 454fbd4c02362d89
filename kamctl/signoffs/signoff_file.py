"""The file of sign-offs beside a plan: one a line, added at its end, never changed.

A line that cannot be read is told, and the others count. So two branches that each add lines can
be merged by keeping both sides: `merge=union` in .gitattributes, as `kamctl init workspace` has it.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document import error_codes
from kamctl.document.conflicts import MARKER_SIGNS, conflicts, markers
from kamctl.document.errors import UserError
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.document.os_errors import os_error_reason
from kamctl.document.source import Source, is_endless
from kamctl.document.span import Span
from kamctl.document.writing import locked
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.plan.functions import party_name
from kamctl.plan.labels import InSentence
from kamctl.signoffs.signed_content import ROLES, signed_content
from kamctl.signoffs.signers import account_names, is_of_account
from kamctl.signoffs.signoff import (
    DECISION_LABELS,
    InvalidEntry,
    Signoff,
    answers_again,
    as_line,
    from_line,
    last_moment,
    replaces,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kamctl.document.finding import Finding
    from kamctl.git.removed_lines import LogCommit
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan

PATTERNS = ("signoffs.yaml", "*.signoffs.yaml")
"""The names such files have, as .gitattributes wants them."""
_TAKEN_OUT = re.compile(r'#.*(?:-\s*\{|"decision"\s*:)').match
"""A comment that holds a sign-off."""
_LARGEST = 64 * 1024 * 1024


class RemovedSignoff(NamedTuple):
    """A sign-off that is not in its file any more; `file` is where it should be.

    `commit` removed it; None where the last commit still has it.
    """

    signoff: Signoff
    file: str
    commit: LogCommit | None = None


@dataclass(frozen=True)
class Signoffs:
    """The sign-offs beside a plan, oldest first, and what is wrong with their file."""

    entries: tuple[Signoff, ...] = ()
    findings: tuple[Finding, ...] = ()
    source: Source | None = None
    removed: tuple[RemovedSignoff, ...] = ()
    """Those that git has kept, and that are not in the file any more."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of a plan that its sign-offs name."""
        return frozenset(one for entry in self.entries for one in (entry.objective, entry.by))


NO_SIGNOFFS = Signoffs()


def signoffs_path(plan: Path) -> Path:
    """Return where the sign-offs of a plan are: `signoffs.yaml`, or `x.signoffs.yaml`."""
    stem = plan.name.removesuffix(".yaml").removesuffix(".yml")
    if stem in ("plan", ""):
        return plan.with_name("signoffs.yaml")
    return plan.with_name(f"{stem.removesuffix('.plan')}.signoffs.yaml")


def signoffs_beside(plan: Path) -> Signoffs:
    """Read the sign-offs of a plan; where it has none, tell of those whose plan does not exist."""
    folder, _ = os.path.split(plan)
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - once a plan, and quick
    except OSError:
        names = []
    there = [name for name in names if name.endswith("signoffs.yaml")]
    if not there:
        return NO_SIGNOFFS
    own = signoffs_path(plan)
    if own.name in there:
        return read_signoffs(own)
    findings = tuple(_left_behind(plan, own, set(names), there))
    return Signoffs(findings=findings) if findings else NO_SIGNOFFS


def _left_behind(plan: Path, own: Path, names: set[str], there: Iterable[str]) -> Iterator[Finding]:
    """Find sign-offs in the plan's folder whose own plan does not exist: it was renamed."""
    for name in sorted(there):
        stem = name.removesuffix("signoffs.yaml")
        if stem and not stem.endswith("."):
            continue
        plans = {f"{stem}plan.yaml", f"{stem}plan.yml", f"{stem}yaml", f"{stem}yml"}
        if names.isdisjoint(plans):
            yield error_codes.SIGNOFFS_ALONE.found(
                (plan.parent / name).as_posix(),
                message(
                    "The plan of these sign-offs, {plan}, does not exist.", plan=f"{stem}plan.yaml"
                ),
                hint=message(
                    "If it was renamed to {plan}, rename this file to {own}.",
                    plan=plan.name,
                    own=own.name,
                ),
            )


def read_signoffs(path: Path) -> Signoffs:
    """Read the sign-offs at `path`; what cannot be read becomes findings. No file is none."""
    name = path.as_posix()
    if is_endless(path):
        return Signoffs(findings=(_unreadable(name, message("it is not a file")),))
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return NO_SIGNOFFS
    except OSError as error:
        return Signoffs(findings=(_unreadable(name, os_error_reason(error)),))
    if len(data) > _LARGEST:
        return Signoffs(findings=(_too_large(name),))
    return signoffs_in(data, name)


def signoffs_in(data: bytes, name: str) -> Signoffs:
    """Read the sign-offs in the bytes of a file called `name`."""
    # A character that is no UTF-8 spoils its line alone.
    source = Source(name, data.decode("utf-8-sig", errors="replace"))
    entries: dict[tuple[bytes, str], Signoff] = {}
    findings: list[Finding] = _unmerged(source)
    marked = {number for number, _ in markers(source.lines, alone=True)}
    for number, line in enumerate(source.lines, 1):
        text = line.strip()
        if not text or text.startswith("#") or number in marked:
            if _TAKEN_OUT(text):
                findings.append(_commented_out(name, number, line))
            continue
        try:
            entry = from_line(text, number)
        except InvalidEntry as bad:
            findings.append(_damaged(name, number, line, bad))
            continue
        if not (entry.is_sealed and entry.is_consistent):
            findings.append(_changed(name, entry, line))
            continue
        # Merging two branches may bring one line twice; signed, the same words are another.
        entries.setdefault((entry.payload, entry.signature), entry)
    in_order = sorted(entries.values(), key=lambda entry: entry.instant)
    return Signoffs(tuple(in_order), tuple(findings), source)


def with_removed(
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


def removed_findings(plan: Plan, signoffs: Signoffs, now: dt.datetime) -> Iterator[Finding]:
    """Tell of sign-offs that were removed from the file, and that still speak of the plan.

    What is of another account, of what the plan does not have any more, or was from the future
    when it was removed, may be removed; and what its person has given again, at least as reserved,
    for then the line would not count. Of an objective whose id was changed, a reservation may be
    removed once its party has answered under the new one.
    """
    names = account_names(plan)
    parties = {
        one.id: {*ROLES, *(each.function for each in one.directions)} for one in plan.objectives
    }
    for removed in signoffs.removed:
        one, commit = removed.signoff, removed.commit
        then = now if commit is None else min(now, last_moment(commit.at.date()))
        if not is_of_account(names, one) or one.instant > then:
            continue
        if one.objective in parties:
            new_id = None
            known = one.party in parties[one.objective]
            given_again = any(replaces(each, one) for each in signoffs.entries)
        else:
            new_id = _renamed_to(plan, one)
            known = new_id is not None and one.is_reserved and one.party in parties[new_id]
            given_again = any(
                answers_again(each, one, new_id) and is_of_account(names, each)
                for each in signoffs.entries
            )
        if known and not given_again:
            yield _removed(removed, new_id)


def _renamed_to(plan: Plan, signoff: Signoff) -> str | None:
    """Return the id of the objective that has the statement that was signed under another id."""
    statement = signoff.signed.get("statement")
    if not statement:
        return None
    for one in plan.objectives:
        if signed_content(plan, one, signoff.party, signoff.version).get("statement") == statement:
            return one.id
    return None


def _removed(removed: RemovedSignoff, new_id: str | None = None) -> Finding:
    one, commit = removed.signoff, removed.commit
    what = message(
        "A sign-off of {person} ({objective}, {party}) of {day} was removed from this file. "
        "Decision: {decision}.",
        person=one.name or one.by,
        objective=one.objective,
        party=party_name(one.party),
        day=LocalizedDay(one.day),
        decision=InSentence(DECISION_LABELS[one.decision]),
    )
    if new_id is not None:
        hint = message(
            "The objective is now {id}, with the same statement. Record a new sign-off there with "
            "`kamctl align record`, or restore the id and the line.",
            id=new_id,
        )
    elif commit is None:
        hint = message(
            "Restore the line from the last git commit. If the decision has changed, record a new "
            "sign-off with `kamctl align record`."
        )
    else:
        hint = message(
            "{author} removed it in commit {commit} on {day}. Add the line again as `git show "
            "{commit}` has it. If the decision has changed, record a new sign-off with `kamctl "
            "align record`.",
            author=commit.author or "?",
            commit=commit.id[:10],
            day=LocalizedDay(commit.at.date()),
        )
    return error_codes.SIGNOFF_CHANGED.found(removed.file, what, hint=hint)


def _unreadable(name: str, reason: Message | str) -> Finding:
    return error_codes.UNREADABLE.found(
        name,
        message("The sign-offs cannot be read: {reason}.", reason=reason),
        hint=message("No sign-off counts until they can be read. Check the file's permissions."),
    )


def _too_large(name: str) -> Finding:
    return error_codes.TOO_LARGE.found(
        name,
        message("This sign-off file is larger than {limit} MB.", limit=_LARGEST // 1024 // 1024),
        hint=message("A sign-off is one line of text. Check that this is the right file."),
    )


def _whole(number: int, line: str) -> Span:
    return Span(number, 1, number, len(line) + 1)


def _unmerged(source: Source) -> list[Finding]:
    """Tell of each conflict that git has left; the sign-offs of both sides count."""
    hint = message(
        "Keep the sign-offs of both versions, and delete the lines that begin with {signs}. "
        "`kamctl init workspace` sets up git to merge sign-offs automatically.",
        signs=MARKER_SIGNS,
    )
    return [one._replace(hint=hint) for one in conflicts(source, is_yaml=False)]


def _damaged(name: str, number: int, line: str, bad: InvalidEntry) -> Finding:
    span = _whole(number, line)
    return error_codes.SIGNOFF_DAMAGED.found(
        name,
        message(
            "This line is not a valid sign-off: {reason}. It does not count.", reason=bad.reason
        ),
        span,
        hint=message(
            "Restore the line from an earlier version of the file, or remove it and request "
            "the sign-off again."
        ),
    )


def _commented_out(name: str, number: int, line: str) -> Finding:
    return error_codes.SIGNOFF_CHANGED.found(
        name,
        message("This sign-off was commented out. It does not count."),
        _whole(number, line),
        hint=message(
            "Restore the line without `#`. If the decision has changed, record a new "
            "sign-off with `kamctl align record`."
        ),
    )


def _changed(name: str, entry: Signoff, line: str) -> Finding:
    if entry.is_sealed:
        text = message(
            "The text or person in this sign-off of {person} does not match its fingerprint. "
            "It does not count.",
            person=entry.by,
        )
    else:
        text = message(
            "This sign-off of {person} was changed by hand. It does not count.", person=entry.by
        )
    return error_codes.SIGNOFF_CHANGED.found(
        name,
        text,
        _whole(entry.line, line),
        hint=message(
            "Restore the line from an earlier version of the file, or remove it and ask "
            "{person} again. Record sign-offs with `kamctl align record`.",
            person=entry.by,
        ),
    )


@contextmanager
def appending(path: Path) -> Iterator[Callable[[Signoff], None]]:
    """Keep the file of sign-offs to ourselves, and give what adds one at its end, whole or not.

    Others wait meanwhile: what is looked at in between is still so when the line is added.

    Raises:
        UserError: the file cannot be written, or another process keeps it; nothing has changed.
    """
    if path.exists() and not path.is_file():
        raise UserError(
            message("{path} cannot be written: it is not a file.", path=path),
            message("Sign-offs are kept in a file of this name: rename or move the existing one."),
        )
    with locked(path):
        yield lambda signoff: _add(path, signoff)


def _add(path: Path, signoff: Signoff) -> None:
    line = as_line(signoff).encode("utf-8") + b"\n"
    try:
        _append(path, line)
    except OSError as error:
        raise UserError(
            message(
                "{path} cannot be written: {reason}. Nothing was recorded.",
                path=path,
                reason=os_error_reason(error),
            ),
            message("Check the folder's write permission and free space."),
        ) from error


def check_clock(path: Path, moment: dt.datetime, now: dt.datetime) -> None:
    """See that the sign-offs at `path` are not later than `moment`: the next would not be the last.

    `now` tells why, where one is: it was recorded since `moment`, or a clock is wrong.

    Raises:
        UserError: one is.
    """
    last = max(read_signoffs(path).entries, key=lambda one: one.instant, default=None)
    if last is None or last.instant <= moment:
        return
    if last.instant <= now:
        raise UserError(
            message(
                "Another sign-off was recorded while this one was being signed ({path}, line "
                "{line}). Nothing was recorded.",
                path=path,
                line=last.line,
            ),
            message("Review it with `kamctl align status`, then run the command again."),
        )
    raise UserError(
        message(
            "This computer's clock shows {now}, but the last sign-off is dated {last} "
            "({path}, line {line}). Nothing was recorded.",
            now=now.strftime("%Y-%m-%d %H:%M:%S UTC"),
            last=last.instant.strftime("%Y-%m-%d %H:%M:%S UTC"),
            path=path,
            line=last.line,
        ),
        message(
            "Set this computer's clock. If the date of that sign-off is wrong, remove its "
            "line and ask {person} again.",
            person=last.name or last.by,
        ),
    )


def recorded_already(path: Path, entry: Signoff) -> Signoff | None:
    """Return the sign-off at `path` that `entry` would only repeat, if there is one.

    It is the last that its party gave on the objective: the same decision of the same person on the
    same text and the same day, written down by the same person. An e-mail or a signature that it
    does not have yet makes `entry` a sign-off of its own.
    """
    given = [
        one
        for one in read_signoffs(path).entries
        if (one.account, one.objective, one.party) == (entry.account, entry.objective, entry.party)
    ]
    last = max(given, key=lambda one: one.instant, default=None)
    if last is None or _what_was_decided(last) != _what_was_decided(entry):
        return None
    if entry.signature and not last.signature:
        return None
    if entry.evidence is None:
        return last
    has_email = last.evidence is not None and last.evidence.is_same_email(entry.evidence)
    return last if has_email else None


def _what_was_decided(one: Signoff) -> tuple[object, ...]:
    return (
        one.day, one.by, one.name, one.email, one.recorded_by, one.decision, one.note,
        one.version, one.fingerprint,
    )  # fmt: skip


def _append(path: Path, line: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        length = os.fstat(handle).st_size
        if length == 0:
            line = SIGNOFFS_HEADING.encode() + line
        elif _last_byte(handle, length) != b"\n":
            line = b"\n" + line  # what a crash has cut off must not swallow this line
        try:
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, length)
            raise
    finally:
        os.close(handle)


def _last_byte(handle: int, length: int) -> bytes:
    os.lseek(handle, length - 1, os.SEEK_SET)
    return os.read(handle, 1)
