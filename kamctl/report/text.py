"""Findings for people: where, the lines, what is wrong, what to do next."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Severity
from kamctl.document.frame import frame, printable
from kamctl.words.message import Translate, message, untranslated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.completeness import Completeness
    from kamctl.checks.run import PlanReport
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


def paint(text: str, style: str) -> str:
    """Colour `text` for a terminal."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def plain(text: str, _style: str) -> str:
    """Leave `text` as it is."""
    return text


class TextReport:
    """Lays findings out in `columns` columns, coloured or not; `todos` shows the to-dos too."""

    def __init__(
        self,
        *,
        columns: int = 80,
        colour: bool = False,
        todos: bool = False,
        translate: Translate = untranslated,
    ) -> None:
        self.columns = max(_LEAST, min(columns, _MOST))
        self.paint = paint if colour else plain
        self.todos = todos
        self.translate = translate

    def plan(self, report: PlanReport) -> str:
        """Write what was found in one plan."""
        shown = [
            finding
            for finding in report.findings
            if self.todos or finding.severity is not Severity.TODO
        ]
        lines = report.document.source.lines if report.document else ()
        text = ""
        before: Span | None = None
        for finding in shown:
            text += self._finding(finding, lines, with_lines=finding.span != before)
            before = finding.span
        return text + "".join(self._standing(report))

    def _finding(self, finding: Finding, lines: Sequence[str], *, with_lines: bool) -> str:
        """Write one finding; the lines are shown once for several at the same place."""
        span = finding.span
        style = finding.severity.value
        place = self.paint(f"{printable(finding.file)}:{span.line}:{span.column}", "bold")
        weight = self.paint(_SEVERITY_WORDS[finding.severity], style)
        subject = f"{finding.objective}: " if finding.objective else ""
        since = f" (from stage {finding.stage})" if finding.severity is Severity.TODO else ""
        out = [f"{place} {weight} {finding.code} {finding.name}{since}\n"]
        out += self._wrapped(subject + finding.message.say(self.translate), "  ")
        for number, line, marks in frame(lines, span, self.columns - 8) if with_lines else ():
            out.append(f"{self.paint(f'{number:>5} │', 'dim')} {line}".rstrip() + "\n")
            if marks:
                out.append(f"{self.paint('      │', 'dim')} {self.paint(marks, style)}\n")
        for related in finding.related:
            other = f"{related.message.say(self.translate)} (line {related.span.line})"
            out += self._wrapped(other, "  ", "  ")
        if finding.hint is not None:
            out += self._wrapped(finding.hint.say(self.translate), "  → ", "    ", "hint")
        return "".join(out) + "\n"

    def _wrapped(
        self, text: str, first: str, rest: str | None = None, style: str | None = None
    ) -> Iterator[str]:
        text = printable(text)
        rest = first if rest is None else rest
        if len(first) + len(text) <= self.columns:
            lines = [first + text]
        else:
            lines = textwrap.wrap(
                text,
                self.columns,
                initial_indent=first,
                subsequent_indent=rest,
                break_long_words=False,
                break_on_hyphens=False,
            )
        for line in lines:
            yield (self.paint(line, style) if style else line) + "\n"

    def _standing(self, report: PlanReport) -> Iterator[str]:
        """Write the plan's line: account, stage, and each objective's checklist."""
        if report.plan is None:
            return
        todos = sum(finding.severity is Severity.TODO for finding in report.findings)
        name = self.paint(printable(report.plan.account.name), "bold")
        hidden = (
            f" · {message('{count} to-dos, shown with --todo', count=todos).say(self.translate)}"
            if todos and not self.todos
            else ""
        )
        yield f"{name} · {report.plan.plan.stage.value}{hidden}\n"
        for objective in report.objectives:
            yield from self._objective(objective)
        yield "\n"

    def _objective(self, objective: Completeness) -> Iterator[str]:
        count = f"{objective.met} of {objective.of}"
        line = f"{objective.objective}  {count}"
        if not objective.missing:
            yield f"  {self.paint(line, 'ok')}\n"
            return
        todo = "; ".join(_lower(self.translate(todo.label)) for todo in objective.next)
        yield from self._wrapped(f"{line} · next: {todo}", "  ", "    ")

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
        return f"{', '.join(found)} in {plans}.\n"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
