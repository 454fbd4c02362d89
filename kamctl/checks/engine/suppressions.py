"""Family 9xx: findings that the author sets aside by a comment, with a reason and for a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import ALWAYS, Observation, plan_check
from kamctl.checks.text_analysis import is_placeholder
from kamctl.document import error_codes
from kamctl.document.finding import Severity
from kamctl.document.span import Span
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.values import PlanDate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Message

FORM = "# kamctl: ignore KAM117 until 2027-03-31 because the board meets in March"

_SIGN = re.compile(r"#[ \t]*kamctl:[ \t]*", re.IGNORECASE)
_ORDER = re.compile(
    r"ignore[ \t]+(?P<codes>[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)"
    r"(?:[ \t,;]+until\b[ \t:]*(?P<until>.+?))?"
    r"(?:[ \t,;]+because\b[ \t:]*(?P<reason>.*))?",
    re.IGNORECASE,
).fullmatch
_CODE = re.compile(r"[\w-]+")
_LATER_UNTIL = re.compile(r"\buntil[ \t]+(\S+?)\.?$", re.IGNORECASE).search


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that sets findings aside.

    `codes` are the checks named, each with its place and, where there is such a check, its code;
    none at all where the comment could not be understood. `lines` are those it is about.
    """

    span: Span
    codes: tuple[tuple[str, Span, str | None], ...]
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


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a comment sets aside, and why."""

    finding: Finding
    reason: str
    until: str
    span: Span

    @property
    def last_day(self) -> PlanDate | None:
        """The last day on which it holds, where one is said."""
        return _day(self.until)


@dataclass(frozen=True)
class Suppressing:
    """What came of the suppressions of a plan."""

    suppressions: tuple[Suppression, ...] = ()
    used: frozenset[tuple[Span, str]] = frozenset()
    """The comments that did something, each with the code."""


def suppressions(document: Document) -> tuple[Suppression, ...]:
    """Find the comments that speak to kamctl, in the order of the file."""
    if _SIGN.search(document.source.text) is None:
        return ()
    found = []
    for number, text in enumerate(document.source.lines, 1):
        sign = _comment(document, number, text) if "#" in text else None
        if sign is not None:
            found.append(_suppression(document, number, sign))
    return tuple(found)


def _comment(document: Document, line: int, text: str) -> re.Match[str] | None:
    """Find where a comment on a line begins to speak to kamctl."""
    for sign in _SIGN.finditer(text):
        begins = text[: sign.start()][-1:] in ("", " ", "\t")
        if begins and not document.is_text(line, sign.start() + 1):
            return sign
    return None


def _suppression(document: Document, line: int, sign: re.Match[str]) -> Suppression:
    from kamctl.checks.engine.settings import find_check

    text = sign.string.rstrip()
    column = sign.start() + 1
    span = Span(line, column, line, len(text) + 1)
    order = _ORDER(text, sign.end())
    if order is None:
        return Suppression(span, (), "", "", range(0))
    codes = []
    for one in _CODE.finditer(text, *order.span("codes")):
        check = find_check(one[0])
        place = Span(line, one.start() + 1, line, one.end() + 1)
        codes.append((one[0], place, check.code if check else None))
    reason = order["reason"] or ""
    until = (order["until"] or "").strip(" \t,;.") or _until_in(reason)
    return Suppression(span, tuple(codes), until, reason, document.lines_about(line, column))


def _until_in(reason: str) -> str:
    """Return the day that a reason ends with: because they meet in March, until 2027-03-31."""
    later = _LATER_UNTIL(reason)
    return later[1] if later and _day(later[1]) else ""


def _day(text: str) -> PlanDate | None:
    try:
        return PlanDate.parse(text) if text else None
    except ValueError:
        return None


def set_aside(
    findings: Iterable[Finding], comments: tuple[Suppression, ...], file: str, today: dt.date
) -> tuple[list[Finding], tuple[Suppressed, ...], Suppressing]:
    """Part the findings into those that stand and those that a comment sets aside.

    The comments are those of `file`, and are about nothing in other files.
    """
    standing: list[Finding] = []
    aside: list[Suppressed] = []
    used: set[tuple[Span, str]] = set()
    for finding in findings:
        for one in comments:
            if (
                finding.code not in ALWAYS
                and finding.file == file
                and finding.span.line in one.lines
                and any(code == finding.code for _, _, code in one.codes)
                and one.holds(today)
            ):
                used.add((one.span, finding.code))
                aside.append(Suppressed(finding, one.reason, one.until, one.span))
                break
        else:
            standing.append(finding)
    aside.sort(key=lambda one: (one.span, one.finding.order))
    return standing, tuple(aside), Suppressing(comments, frozenset(used))


@plan_check("KAM901", "idle-suppression", warns_from=Stage.DRAFT, last=True)
def idle_suppression(context: Context) -> Iterator[Observation]:
    """Every comment that sets a finding aside names a check, and one that would speak there.

    What keeps a plan from being read cannot be set aside, and neither can what is said of these
    comments themselves. Nor can a missing objective (KAM120), agreement (KAM310) or validation
    (KAM311), nor a sign-off from the future (KAM319): no comment takes their place. A comment is
    about its own file: what is found in `signoffs.yaml` or `kamctl.yaml` stays.

    Why:
        A comment that sets nothing aside hides what comes next: the day the mistake is made, it
        is already forgiven.

    Example:
        objectives:
          - id: SO1  # kamctl: ignore KAM104 because the new account manager starts in May
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
        team:
          - {id: claire, name: Claire Morel}
    """
    for one in context.suppressing.suppressions:
        if not one.codes:
            yield Observation(
                (),
                message("kamctl does not understand this comment."),
                message("Write it like this, several checks with commas: {form}", form=FORM),
                span=one.span,
            )
        for named, span, code in one.codes:
            fixed = _fixed(named, code)
            if fixed is not None:
                yield Observation(
                    (), message("{code} cannot be set aside.", code=named), fixed, span=span
                )
            elif code is None:
                yield _no_check(named, span)
            elif (
                (one.span, code) not in context.suppressing.used
                and one.holds(context.today)
                and not is_across(code)  # one plan alone cannot tell
            ):
                yield Observation(
                    (),
                    message("{code} has nothing to say here, so nothing is set aside.", code=code),
                    message("Take the comment out, or put it on the entry that it is about."),
                    span=span,
                )


def is_across(code: str) -> bool:
    """Tell whether a check looks at several plans together."""
    from kamctl.checks.engine.settings import find_check

    check = find_check(code)
    return check is not None and check.run_across is not None


def _fixed(named: str, code: str | None) -> Message | None:
    """Say what to do about a finding that no comment can set aside."""
    if code == "KAM120":
        return message("Add an objective, or set `stage: draft`.")
    if code == "KAM319":
        return message("Remove the sign-off that is dated in the future, and ask again.")
    if code in ALWAYS:
        return message("Agreement is given by sign-offs: `kamctl align ask` asks for it.")
    if code in ("KAM901", "KAM902"):
        return message("It is about these comments themselves: mend the comment it speaks of.")
    if any(named.upper() == one.code or named == one.name for one in error_codes.ALL):
        return message("It is about what kamctl can read of the plan: mend what it speaks of.")
    return None


def _no_check(named: str, span: Span) -> Observation:
    from kamctl.checks.engine.settings import nearest_check

    near = nearest_check(named)
    return Observation(
        (),
        message("There is no check called “{name}”.", name=named),
        message("Did you mean {code} ({name})?", code=near.code, name=near.name)
        if near
        else message("`kamctl checks` lists them all."),
        span=span,
    )


@plan_check("KAM902", "unreasoned-suppression", required_from=Stage.DRAFT, last=True)
def unreasoned_suppression(context: Context) -> Iterator[Observation]:
    """Every comment that sets a finding aside says why, and is not past its date.

    Why:
        Whoever reads the plan next year cannot know whether a silence was meant. A reason can be
        weighed, and a date brings the question back by itself.

    Example:
        objectives:
          - id: SO1  # kamctl: ignore KAM104
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1  # kamctl: ignore KAM104 because the new account manager starts in May
            statement: Become their one partner for cleaning by the end of 2028.
    """
    for one in context.suppressing.suppressions:
        if one.codes and not _says_why(one.reason):
            yield Observation(
                (),
                message("A finding is set aside here without a reason."),
                message("Say why, at the end of the comment: {form}", form="because …"),
                span=one.span,
            )
        if one.until and one.last_day is None:
            yield Observation(
                (),
                message("“{text}” is not a date.", text=one.until),
                message("Write a day as 2027-03-31, a month as 2027-03, a quarter as 2027-Q1."),
                Severity.ERROR,
                span=one.span,
            )
        elif not one.holds(context.today):
            yield Observation(
                (),
                message("This was set aside until {until}, and that is past.", until=one.until),
                message("Mend what it is about, or give it a new date and a reason that holds."),
                span=one.span,
            )


def _says_why(reason: str) -> bool:
    return any(map(str.isalnum, reason)) and not is_placeholder(reason)
