"""Findings that the author ignores by a comment, with a reason and for a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.registry import find_check
from kamctl.document.span import Span
from kamctl.plan.plan_date import PlanDate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding

EXAMPLE = "# kamctl: ignore KAM117 until 2027-03-31 because the board meets in March"

_MARKER = re.compile(r"#[ \t]*kamctl:[ \t]*", re.IGNORECASE)
_SYNTAX = (
    r"ignore[ \t]+(?P<checks>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)"
    r"(?:[ \t,;]+until\b[ \t:]*(?P<until>.+?))?"
    r"(?:[ \t,;]+because\b[ \t:]*(?P<reason>.*))?"
)
_NAME = re.compile(r"[\w-]+")
_LATER_UNTIL = re.compile(r"\buntil[ \t]+(\S+?)\.?$", re.IGNORECASE).search


class NamedCheck(NamedTuple):
    """A check as a comment names it, and where; `code` is None where there is no such check."""

    name: str
    span: Span
    code: str | None


class Suppression(NamedTuple):
    """A comment that suppresses findings.

    `checks` are the checks it names; none at all where the comment could not be understood. `lines`
    are those it is about.
    """

    span: Span
    checks: tuple[NamedCheck, ...]
    until: str
    reason: str
    lines: range

    @property
    def last_day(self) -> PlanDate | None:
        """The last day on which it holds, where one is said."""
        return _day(self.until)

    def holds(self, today: dt.date) -> bool:
        """Tell whether it still holds today."""
        last = self.last_day
        return last is None or today <= last.day


class Suppressed(NamedTuple):
    """A finding that a comment ignores, and why."""

    finding: Finding
    reason: str
    until: str
    span: Span

    @property
    def last_day(self) -> PlanDate | None:
        """The last day on which it holds, where one is said."""
        return _day(self.until)


class AppliedSuppressions(NamedTuple):
    """What came of the suppressions of a plan."""

    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[tuple[Span, str]] = frozenset()
    """The comments that did something, each with the code."""


def suppressions(document: Document) -> tuple[Suppression, ...]:
    """Return the comments that are for kamctl, in the order of the file."""
    if _MARKER.search(document.source.text) is None:
        return ()
    found = []
    for number, text in enumerate(document.source.lines, 1):
        marker = _comment(document, number, text) if "#" in text else None
        if marker is not None:
            found.append(_suppression(document, number, marker))
    return tuple(found)


def _comment(document: Document, line: int, text: str) -> re.Match[str] | None:
    """Find where a comment for kamctl begins on a line."""
    for marker in _MARKER.finditer(text):
        begins = text[: marker.start()][-1:] in ("", " ", "\t")
        if begins and not document.is_text(line, marker.start() + 1):
            return marker
    return None


def _suppression(document: Document, line: int, marker: re.Match[str]) -> Suppression:
    text = marker.string.rstrip()
    column = marker.start() + 1
    span = Span(line, column, line, len(text) + 1)
    match = re.compile(_SYNTAX, re.IGNORECASE).fullmatch(text, marker.end())
    if match is None:
        return Suppression(span, (), "", "", range(0))
    checks = []
    for one in _NAME.finditer(text, *match.span("checks")):
        check = find_check(one[0])
        place = Span(line, one.start() + 1, line, one.end() + 1)
        checks.append(NamedCheck(one[0], place, check.code if check else None))
    reason = match["reason"] or ""
    until = (match["until"] or "").strip(" \t,;.") or _until_in(reason)
    return Suppression(span, tuple(checks), until, reason, document.lines_about(line, column))


def _until_in(reason: str) -> str:
    """Return the day that a reason ends with: because they meet in March, until 2027-03-31."""
    later = _LATER_UNTIL(reason)
    return later[1] if later and _day(later[1]) else ""


def _day(text: str) -> PlanDate | None:
    try:
        return PlanDate.parse(text) if text else None
    except ValueError:
        return None


def apply_suppressions(
    findings: Iterable[Finding], comments: tuple[Suppression, ...], file: str, today: dt.date
) -> tuple[list[Finding], tuple[Suppressed, ...], AppliedSuppressions]:
    """Split findings into those that remain and those that a comment suppresses.

    The comments are those of `file`, and suppress nothing in other files.
    """
    remaining: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[tuple[Span, str]] = set()
    for finding in findings:
        for one in comments:
            if (
                finding.file == file
                and finding.span.line in one.lines
                and any(named.code == finding.code for named in one.checks)
                and not _is_mandatory(finding.code)
                and one.holds(today)
            ):
                used.add((one.span, finding.code))
                suppressed.append(Suppressed(finding, one.reason, one.until, one.span))
                break
        else:
            remaining.append(finding)
    suppressed.sort(key=lambda one: (one.span, one.finding.order))
    return remaining, tuple(suppressed), AppliedSuppressions(comments, frozenset(used))


def _is_mandatory(code: str) -> bool:
    """Tell whether no comment takes the place of a check."""
    check = find_check(code)
    return check is not None and check.mandatory is not None


def is_cross_plan(code: str) -> bool:
    """Tell whether a check looks at several plans together."""
    check = find_check(code)
    return check is not None and check.run_on_plans is not None
