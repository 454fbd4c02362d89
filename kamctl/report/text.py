"""Findings for people: where, the lines, what is wrong, what to do next."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Severity
from kamctl.document.frame import frame, printable
from kamctl.report.layout import wrapped
from kamctl.report.weights import SEVERITIES, stage_word
from kamctl.words.message import N_, Message, Translate, counted, message, untranslated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.completeness import Completeness
    from kamctl.checks.run import PlanReport
    from kamctl.checks.suppressions import SetAside
    from kamctl.document.span import Span
    from kamctl.report.summary import Summary

_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "todo": "1;36",
    "bold": "1",
    "dim": "2",
    "hint": "32",
    "ok": "1;32",
}
_LEAST, _MOST = 40, 100
_AHEAD = 6
"""How much of what the next stage needs is shown without being asked for."""


def paint(text: str, style: str) -> str:
    """Colour `text` for a terminal."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def plain(text: str, _style: str) -> str:
    """Leave `text` as it is."""
    return text


class TextReport:
    """Lays findings out in `columns` columns, coloured or not; `todos` shows the to-dos too.

    `ahead` shows some of those that the next stage needs, in short: with a plan or two, not with
    a thousand. Without `checklists` findings stand alone: somebody asks about some checks.
    """

    each_alone = True

    def __init__(
        self,
        *,
        columns: int = 80,
        colour: bool = False,
        todos: bool = False,
        ahead: bool = False,
        checklists: bool = True,
        translate: Translate = untranslated,
    ) -> None:
        self.columns = max(_LEAST, min(columns, _MOST))
        self.paint = paint if colour else plain
        self.todos = todos
        self.ahead = ahead
        self.checklists = checklists
        self.translate = translate

    def begin(self) -> str:
        """Write nothing before the first plan."""
        return ""

    def plan(self, report: PlanReport) -> str:
        """Write what was found in one plan."""
        shown = [
            finding
            for finding in report.findings
            if self.todos or finding.severity is not Severity.TODO
        ]
        text = ""
        if report.across and shown:
            text = self.paint(self.translate(N_("Several plans together")), "bold") + "\n\n"
        for file, alike in groupby(shown, key=lambda finding: finding.file):
            text += self.findings(alike, report.lines_of(file))
        return text + "".join(self._standing(report))

    def findings(self, findings: Iterable[Finding], lines: Sequence[str]) -> str:
        """Write findings of one file, given its lines."""
        text = ""
        before: Span | None = None
        for finding in findings:
            text += self._finding(finding, lines, with_lines=finding.span != before)
            before = finding.span
        return text

    def _finding(self, finding: Finding, lines: Sequence[str], *, with_lines: bool) -> str:
        """Write one finding; the lines are shown once for several at the same place."""
        span, paint, say = finding.span, self.paint, self.translate
        style = finding.severity.value
        place = paint(f"{printable(finding.file)}:{span.line}:{span.column}", "bold")
        weight = paint(say(SEVERITIES[finding.severity]), style)
        since = ""
        if finding.severity is Severity.TODO and finding.stage:
            since = f" {message('(from stage {stage})', stage=stage_word(finding.stage)).say(say)}"
        said = finding.message.say(say)
        about = _about(finding, said).say(say) if finding.objective else said
        text = f"{place} {weight} {finding.code} {finding.name}{since}\n"
        text += self._wrapped(about, "  ")
        for number, line, marks in frame(lines, span, self.columns - 8) if with_lines else ():
            text += f"{paint(f'{number:>5} │', 'dim')} {line}".rstrip() + "\n"
            if marks:
                text += f"{paint('      │', 'dim')} {paint(marks, style)}\n"
        for related in finding.related:
            there = message("{what} (line {line})", what=related.message, line=related.span.line)
            if related.file:
                there = message(
                    "{what} ({place})",
                    what=related.message,
                    place=f"{printable(related.file)}:{related.span.line}:{related.span.column}",
                )
            text += self._wrapped(there.say(say), "  ")
        if finding.hint is not None:
            text += self._wrapped(finding.hint.say(say), "  → ", "    ", "hint")
        return text + "\n"

    def _wrapped(
        self, text: str, first: str, rest: str | None = None, style: str | None = None
    ) -> str:
        """Lay a text out in lines; each ends in a line's end."""
        lines = wrapped(text, self.columns, first, first if rest is None else rest)
        lines = [printable(line) for line in lines]  # a no-break space has done its work
        if style and self.paint is paint:
            lines = [paint(line, style) for line in lines]
        return "\n".join(lines) + "\n"

    def _standing(self, report: PlanReport) -> Iterator[str]:
        """Write the plan's line: account, stage, and each objective's checklist."""
        if report.across or not self.checklists:
            yield from self._aside(report)
            return
        if report.account is None or report.stage is None:
            return
        todos = report.todos
        name = self.paint(printable(report.account), "bold")
        hidden = ""
        if todos and not self.todos:
            some = counted(
                "{count} to-do, shown with --todo", "{count} to-dos, shown with --todo", todos
            )
            hidden = f" · {some.say(self.translate)}"
        yield f"{name} · {stage_word(report.stage).say(self.translate)}{hidden}\n"
        for objective in report.objectives:
            yield from self._objective(objective)
        if self.ahead:
            yield from self._ahead(report)
        yield from self._aside(report)
        yield "\n"

    def _aside(self, report: PlanReport) -> Iterator[str]:
        """Write what comments set aside, and why."""
        for _, alike in groupby(report.set_aside, key=lambda one: one.span):
            yield self._wrapped(_set_aside(list(alike)).say(self.translate), "  ", "    ")

    def _ahead(self, report: PlanReport) -> Iterator[str]:
        """Write what the next stage still needs, the most useful first."""
        from kamctl.checks.next_steps import coming_stage, most_useful_first

        coming = coming_stage(report)
        if coming is None or self.todos:
            return
        needed = [
            finding
            for finding in report.findings
            if finding.severity is Severity.TODO and finding.stage == coming.value
        ]
        if not needed:
            return
        needed.sort(key=most_useful_first)
        heading = message("Stage {stage} still needs:", stage=stage_word(coming))
        yield self.paint(f"  {heading.say(self.translate)}", "dim") + "\n"
        for finding in needed[:_AHEAD]:
            said = finding.message.say(self.translate)
            if finding.objective:
                said = _about(finding, said).say(self.translate)
            yield self._wrapped(f"{finding.span.line:>5}  {said}", "  ", " " * 9)
        if len(needed) > _AHEAD:
            more = counted("and {count} more", "and {count} more", len(needed) - _AHEAD)
            yield f"         {more.say(self.translate)}\n"

    def _objective(self, objective: Completeness) -> Iterator[str]:
        say = self.translate
        count = message("{met} of {of}", met=objective.met, of=objective.of).say(say)
        if objective.set_aside:
            aside = counted("{count} set aside", "{count} set aside", objective.set_aside)
            count += f", {aside.say(say)}"
        line = f"{objective.objective}  {count}"
        if not objective.missing:
            yield f"  {self.paint(line, 'ok')}\n"
            return
        todo = say(N_("; ")).join(_lower(say(todo.label)) for todo in objective.next)
        said = message("{line} · next: {todo}", line=line, todo=todo).say(say)
        yield self._wrapped(said, "  ", "    ")

    def end(self, summary: Summary) -> str:
        """Write the last line: how much was found, in how many plans."""
        counts = summary.by_severity
        say = self.translate
        if not (counts[Severity.ERROR] or counts[Severity.WARNING]):
            clean = counted(
                "{count} plan, nothing to mend.", "{count} plans, nothing to mend.", summary.plans
            )
            return self.paint(clean.say(say), "ok") + "\n"
        found = [
            some.say(say)
            for some in (
                counted("{count} error", "{count} errors", counts[Severity.ERROR]),
                counted("{count} warning", "{count} warnings", counts[Severity.WARNING]),
                counted("{count} to-do", "{count} to-dos", counts[Severity.TODO]),
            )
            if some.values["count"]
        ]
        last = counted(
            "{found} in {count} plan.",
            "{found} in {count} plans.",
            summary.plans,
            found=", ".join(found),
        )
        return self._wrapped(last.say(say), "")


def _about(finding: Finding, said: str) -> Message:
    return message("{objective}: {text}", objective=finding.objective, text=said)


def _set_aside(alike: Sequence[SetAside]) -> Message:
    """Say what one comment sets aside, and why."""
    one = alike[0]
    codes = ", ".join(dict.fromkeys(each.finding.code for each in alike))
    what = _about(one.finding, codes) if one.finding.objective else codes
    if one.until:
        return message(
            "set aside: {what} (line {line}, until {day}): {reason}",
            what=what,
            line=one.span.line,
            day=one.until,
            reason=one.reason,
        )
    return message(
        "set aside: {what} (line {line}): {reason}",
        what=what,
        line=one.span.line,
        reason=one.reason,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
