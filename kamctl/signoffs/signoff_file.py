"""The file of sign-offs beside a plan: one a line, added at its end, never changed.

A line that cannot be read is reported, the others count. So two branches that each add lines can be
merged by keeping both sides: `merge=union` in .gitattributes, as `kamctl init workspace` has it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document import error_codes
from kamctl.document.conflicts import MARKER_SIGNS, conflicts, markers
from kamctl.document.os_errors import os_error_reason
from kamctl.document.source import Source, behind_link, is_endless
from kamctl.document.span import Span
from kamctl.i18n.message import message
from kamctl.signoffs.signoff import InvalidEntry, Signoff, from_line
from kamctl.workspace.plan_files import beside_plan, name_beside_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.document.finding import Finding
    from kamctl.git.removed_lines import LogCommit
    from kamctl.i18n.message import Message

PATTERNS = ("signoffs.yaml", "*.signoffs.yaml")
"""The names such files have, as .gitattributes wants them."""
_COMMENTED_OUT = re.compile(r'#.*(?:-\s*\{|"decision"\s*:)').match
"""A comment that holds a sign-off."""
_KIND: Final = "signoffs"
_MAX_BYTES = 64 * 1024 * 1024


class RemovedSignoff(NamedTuple):
    """A sign-off that is not in its file any more; `file` is where it should be.

    `commit` removed it; None where the last commit still has it. `origin` is another file that it
    was in, whose plan does not exist any more. `is_elsewhere` tells that another plan has it.
    """

    signoff: Signoff
    file: str
    commit: LogCommit | None = None
    origin: str = ""
    is_elsewhere: bool = False


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
    return beside_plan(plan, _KIND)


def signoff_file_name(plan: str) -> str:
    """Return the name of the file of sign-offs beside a plan of this name."""
    return name_beside_plan(plan, _KIND)


def signoffs_beside(plan: Path) -> Signoffs:
    """Read the sign-offs of a plan; tell of those beside it whose plan does not exist."""
    plan = behind_link(plan)
    folder, _ = os.path.split(plan)
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - once a plan, and quick
    except OSError:
        names = []
    there = [name for name in names if name.endswith("signoffs.yaml")]
    if not there:
        return NO_SIGNOFFS
    own = signoffs_path(plan)
    found = read_signoffs(own) if own.name in there else NO_SIGNOFFS
    alone = tuple(_left_behind(plan, own, set(names), there))
    return replace(found, findings=(*found.findings, *alone)) if alone else found


def _left_behind(plan: Path, own: Path, names: set[str], there: Iterable[str]) -> Iterator[Finding]:
    """Find sign-offs in the plan's folder whose own plan does not exist: it was renamed."""
    for name in sorted(there):
        if name == own.name or not is_signoff_file(name) or not names.isdisjoint(plan_names(name)):
            continue
        yield error_codes.SIGNOFFS_ALONE.found(
            (plan.parent / name).as_posix(),
            message(
                "The plan of these sign-offs, {plan}, does not exist.",
                plan=plan_names(name)[0],
            ),
            hint=message(
                "If it was renamed to {plan}, rename this file to {own}.",
                plan=plan.name,
                own=own.name,
            )
            if own.name not in there
            else message(
                "If it was renamed to {plan}, add the lines of this file to {own}, and delete it.",
                plan=plan.name,
                own=own.name,
            ),
        )


def is_signoff_file(name: str) -> bool:
    """Tell whether a file of sign-offs may have this name."""
    stem = name.removesuffix("signoffs.yaml")
    return stem != name and (not stem or stem.endswith("."))


def plan_names(name: str) -> tuple[str, ...]:
    """Return the names that the plan of a file of sign-offs may have, the usual one first."""
    stem = name.removesuffix("signoffs.yaml")
    names = (f"{stem}plan.yaml", f"{stem}plan.yml", f"{stem}yaml", f"{stem}yml")
    return tuple(one for one in names if signoff_file_name(one) == name)


def has_plan(path: Path) -> bool:
    """Tell whether a file of sign-offs exists, and its plan beside it."""
    if not os.path.lexists(path):
        return False
    return any(os.path.lexists(path.with_name(name)) for name in plan_names(path.name))


def read_signoffs(path: Path) -> Signoffs:
    """Read the sign-offs at `path`; what cannot be read becomes findings. No file is none."""
    name = path.as_posix()
    if is_endless(path):
        return Signoffs(findings=(_unreadable(name, message("it is not a file")),))
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        if not path.is_symlink():
            return NO_SIGNOFFS
        reason = message("it is a link to a file that does not exist")
        return Signoffs(findings=(_unreadable(name, reason),))
    except OSError as error:
        return Signoffs(findings=(_unreadable(name, os_error_reason(error)),))
    if len(data) > _MAX_BYTES:
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
            if _COMMENTED_OUT(text):
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


def _unreadable(name: str, reason: Message | str) -> Finding:
    return error_codes.UNREADABLE.found(
        name,
        message("The sign-offs cannot be read: {reason}.", reason=reason),
        hint=message("No sign-off counts until they can be read. Check the file's permissions."),
    )


def _too_large(name: str) -> Finding:
    return error_codes.TOO_LARGE.found(
        name,
        message("This sign-off file is larger than {limit} MB.", limit=_MAX_BYTES // 1024 // 1024),
        hint=message("A sign-off is one line of text. Check that this is the right file."),
    )


def _whole(number: int, line: str) -> Span:
    return Span(number, 1, number, len(line) + 1)


def _unmerged(source: Source) -> list[Finding]:
    """Report each conflict that git has left; the sign-offs of both sides count."""
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
            "The text or the person in this sign-off by {person} does not match its fingerprint. "
            "It does not count.",
            person=entry.by,
        )
    else:
        text = message(
            "This sign-off by {person} was changed by hand. It does not count.", person=entry.by
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
