"""Findings for people: where, the lines, what is wrong, what to do next."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Severity
from kamctl.document.frame import frame, printable
from kamctl.report.layout import wrapped
from kamctl.words.message import Translate, message, untranslated

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
_SEVERITY_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.TODO: "to do"}
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
    a thousand.
    """

    def __init__(
        self,
        *,
        columns: int = 80,
        colour: bool = False,
        todos: bool = False,
        ahead: bool = False,
        translate: Translate = untranslated,
    ) -> None:
        self.columns = max(_LEAST, min(columns, _MOST))
        self.paint = paint if colour else plain
        self.todos = todos
        self.ahead = ahead
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
        weight = paint(_SEVERITY_WORDS[finding.severity], style)
        since = f" (from stage {finding.stage})" if finding.severity is Severity.TODO else ""
        said = finding.message.say(say)
        about = f"{finding.objective}: {said}" if finding.objective else said
        text = f"{place} {weight} {finding.code} {finding.name}{since}\n"
        text += self._wrapped(about, "  ")
        for number, line, marks in frame(lines, span, self.columns - 8) if with_lines else ():
            text += f"{paint(f'{number:>5} │', 'dim')} {line}".rstrip() + "\n"
            if marks:
                text += f"{paint('      │', 'dim')} {paint(marks, style)}\n"
        for related in finding.related:
            text += self._wrapped(f"{related.message.say(say)} (line {related.span.line})", "  ")
        if finding.hint is not None:
            text += self._wrapped(finding.hint.say(say), "  → ", "    ", "hint")
        return text + "\n"

    def _wrapped(
        self, text: str, first: str, rest: str | None = None, style: str | None = None
    ) -> str:
        """Lay a text out in lines; each ends in a line's end."""
        lines = wrapped(printable(text), self.columns, first, first if rest is None else rest)
        if style and self.paint is paint:
            lines = [paint(line, style) for line in lines]
        return "\n".join(lines) + "\n"

    def _standing(self, report: PlanReport) -> Iterator[str]:
        """Write the plan's line: account, stage, and each objective's checklist."""
        if report.account is None or report.stage is None:
            return
        todos = report.todos
        name = self.paint(printable(report.account), "bold")
        hidden = ""
        if todos and not self.todos:
            some = (
                message("1 to-do, shown with --todo")
                if todos == 1
                else message("{count} to-dos, shown with --todo", count=todos)
            )
            hidden = f" · {some.say(self.translate)}"
        yield f"{name} · {report.stage.value}{hidden}\n"
        for objective in report.objectives:
            yield from self._objective(objective)
        if self.ahead:
            yield from self._ahead(report)
        for _, alike in groupby(report.set_aside, key=lambda one: one.span):
            yield self._wrapped(_set_aside(list(alike)), "  ", "    ")
        yield "\n"

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
        heading = message("Stage {stage} still needs:", stage=coming.value)
        yield self.paint(f"  {heading.say(self.translate)}", "dim") + "\n"
        for finding in needed[:_AHEAD]:
            about = f"{finding.objective}: " if finding.objective else ""
            said = f"{finding.span.line:>5}  {about}{finding.message.say(self.translate)}"
            yield self._wrapped(said, "  ", " " * 9)
        if len(needed) > _AHEAD:
            more = message("and {count} more", count=len(needed) - _AHEAD)
            yield f"         {more.say(self.translate)}\n"

    def _objective(self, objective: Completeness) -> Iterator[str]:
        count = f"{objective.met} of {objective.of}"
        if objective.set_aside:
            count += f", {objective.set_aside} set aside"
        line = f"{objective.objective}  {count}"
        if not objective.missing:
            yield f"  {self.paint(line, 'ok')}\n"
            return
        todo = "; ".join(_lower(self.translate(todo.label)) for todo in objective.next)
        yield self._wrapped(f"{line} · next: {todo}", "  ", "    ")

    def end(self, summary: Summary) -> str:
        """Write the last line: how much was found, in how many plans."""
        counts = summary.by_severity
        plans = _counted(summary.plans, "plan")
        if not (counts[Severity.ERROR] or counts[Severity.WARNING]):
            return self.paint(f"{plans}, nothing to mend.", "ok") + "\n"
        found = [
            _counted(counts[severity], word)
            for severity, word in (
                (Severity.ERROR, "error"),
                (Severity.WARNING, "warning"),
                (Severity.TODO, "to-do"),
            )
            if counts[severity]
        ]
        return self._wrapped(f"{', '.join(found)} in {plans}.", "")


def _set_aside(alike: Sequence[SetAside]) -> str:
    """Say what one comment sets aside, and why."""
    one = alike[0]
    about = f"{one.finding.objective}: " if one.finding.objective else ""
    codes = ", ".join(dict.fromkeys(each.finding.code for each in alike))
    until = f", until {one.until}" if one.until else ""
    return f"set aside: {about}{codes} (line {one.span.line}{until}): {one.reason}"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
