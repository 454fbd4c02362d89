"""Findings for people: where, the lines, what is wrong, what to do next.

Composed as `rich.text.Text`: a terminal wraps and colors it, a pipe gets its plain text.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Span as Styled
from rich.text import Text

from kamctl.checks.engine.next_steps import most_useful_first, next_stage
from kamctl.document.code_frame import frame, printable_lines
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.control_characters import on_one_line
from kamctl.i18n.message import N_, Message, Translate, counted, message, untranslated
from kamctl.i18n.text_normalization import printed_line
from kamctl.plan.labels import InSentence, stage_label
from kamctl.reports.terminal_text import MAX_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.document.span import Span
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

_SEVERITY_LABELS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to do"),
}
_MARGIN = 8
"""Columns left of a line of the plan: its number and a bar."""
_DROPPED = re.compile("[\a\b\v\f\r]")
_FIXABLE_NAMED = 5
_AHEAD = 6
"""How much of what the next stage needs is shown without being asked for."""


class _TextBuilder:
    """Puts a text together, with its styles or without.

    A `Text` looks through its characters one by one: over a thousand plans, as long as two hundred
    plans take to check. What goes into a file is spared that.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []

    def append(self, part: str, style: str = "") -> _TextBuilder:
        """Add a part; without a style it looks like the text around it."""
        self._parts.append((part, style))
        return self

    def built(self, *, styled: bool) -> Text | str:
        """Return what was put together: as a `Text`, or as the plain text of one."""
        whole = "".join([part for part, _ in self._parts])
        if not styled:
            return printable_lines(whole)
        spans: list[Styled] = []
        end = 0
        for part, style in self._parts:
            start, end = end, end + len(part)
            if style:
                spans.append(Styled(start, end, style))
        # Text drops these characters, which would shift the styles.
        return Text(_DROPPED.sub("·", whole), spans=spans)


class TextReport:
    """Composes findings; lines of plans are cut to `width` columns around the place.

    With `styled` they are a `Text`; without, the plain text of one. `todos` shows the to-dos too.
    `ahead` shows some of those that the next stage needs, in short: with a plan or two, not with a
    thousand. Without `checklists` only findings are shown: somebody asks about some checks.
    """

    def __init__(
        self,
        *,
        width: int = MAX_WIDTH,
        styled: bool = True,
        todos: bool = False,
        ahead: bool = False,
        checklists: bool = True,
        translate: Translate = untranslated,
    ) -> None:
        self.width = width
        self.styled = styled
        self.todos = todos
        self.ahead = ahead
        self.checklists = checklists
        self.translate = translate

    def begin(self) -> str:
        """Write nothing before the first plan."""
        return ""

    def plan(self, report: PlanReport) -> Text | str:
        """Write what was found in one plan."""
        shown = report.shown_findings(todos=self.todos)
        text = _TextBuilder()
        if report.is_cross_plan and shown:
            text.append(self.translate(N_("Across plans")), "bold").append("\n\n")
        for file, alike in groupby(shown, key=lambda finding: finding.file):
            self._findings(text, alike, report.lines_of(file))
        self._plan_status(text, report)
        return text.built(styled=self.styled)

    def findings(self, findings: Iterable[Finding], lines: Sequence[str]) -> Text | str:
        """Write findings of one file, given its lines."""
        text = _TextBuilder()
        self._findings(text, findings, lines)
        return text.built(styled=self.styled)

    def _findings(
        self, text: _TextBuilder, findings: Iterable[Finding], lines: Sequence[str]
    ) -> None:
        before: Span | None = None
        for finding in findings:
            self._finding(text, finding, lines, with_lines=finding.span != before)
            before = finding.span

    def _finding(
        self, text: _TextBuilder, finding: Finding, lines: Sequence[str], *, with_lines: bool
    ) -> None:
        """Write one finding; the lines are shown once for several at the same place."""
        span, say = finding.span, self.translate
        style = finding.severity.value
        text.append(f"{on_one_line(finding.file)}:{span.line}:{span.column}", "bold").append(" ")
        text.append(say(_SEVERITY_LABELS[finding.severity]), style)
        since = ""
        if finding.severity is Severity.TODO and finding.stage:
            since = f" {message('(from stage {stage})', stage=stage_label(finding.stage)).say(say)}"
        sentence = finding.message.say(say)
        about = self._with_objective(finding, sentence)
        text.append(f" {finding.code} {finding.name}{since}\n  {about}\n")
        for number, line, marks in frame(lines, span, self.width - _MARGIN) if with_lines else ():
            text.append(f"{number:>5} │", "dim").append(f" {line}".rstrip() + "\n")
            if marks:
                text.append("      │", "dim").append(f" {marks}\n", style)
        for related in finding.related:
            there = message("{what} (line {line})", what=related.message, line=related.span.line)
            if related.file:
                there = message(
                    "{what} ({place})",
                    what=related.message,
                    place=f"{related.file}:{related.span.line}:{related.span.column}",
                )
            text.append(f"  {on_one_line(there.say(say))}\n")
        if finding.hint is not None:
            text.append(f"  → {finding.hint.say(say)}\n", "hint")
        text.append("\n")

    def _with_objective(self, finding: Finding, text: str) -> str:
        """Write the objective that a finding is about, if any, before a text."""
        if not finding.objective:
            return text
        pattern = self.translate(N_("{objective}: {text}"))
        return pattern.format(objective=finding.objective, text=text)

    def _plan_status(self, text: _TextBuilder, report: PlanReport) -> None:
        """Write the plan's line: account, stage, and each objective's checklist."""
        if report.is_cross_plan or not self.checklists:
            self._suppressed(text, report)
            return
        if report.account is None or report.stage is None:
            return
        todos = report.todos
        text.append(printed_line(report.account), "bold")
        text.append(f" · {stage_label(report.stage).say(self.translate)}")
        if report.agreed.asked:
            text.append(f" · {report.agreed.message.say(self.translate)}")
        if todos and not self.todos:
            some = counted(
                "{count} to-do (show with --todo)", "{count} to-dos (show with --todo)", todos
            )
            text.append(f" · {some.say(self.translate)}")
        text.append("\n")
        for objective in report.objectives:
            self._objective(text, objective)
        if self.ahead:
            self._next_stage(text, report)
        self._suppressed(text, report)
        text.append("\n")

    def _suppressed(self, text: _TextBuilder, report: PlanReport) -> None:
        """Write the findings that comments suppress, and why."""
        for _, alike in groupby(report.suppressed, key=lambda one: one.span):
            text.append(f"  {_suppressed_message(list(alike)).say(self.translate)}\n")

    def _next_stage(self, text: _TextBuilder, report: PlanReport) -> None:
        """Write what the next stage requires and the plan lacks, the most useful first."""
        coming = next_stage(report)
        if coming is None or self.todos:
            return
        needed = [
            finding
            for finding in report.findings
            if finding.requirement_of == coming.value and finding.severity is not Severity.ERROR
        ]
        if not needed:
            return
        needed.sort(key=most_useful_first)
        heading = message("Missing for stage {stage}:", stage=stage_label(coming))
        text.append(f"  {heading.say(self.translate)}\n", "dim")
        for finding in needed[:_AHEAD]:
            sentence = self._with_objective(finding, finding.message.say(self.translate))
            text.append(f"  {finding.span.line:>5}", "dim").append(f"  {sentence}\n")
        if len(needed) > _AHEAD:
            more = counted("and {count} more", "and {count} more", len(needed) - _AHEAD)
            text.append(f"         {more.say(self.translate)}\n")

    def _objective(self, text: _TextBuilder, objective: Completeness) -> None:
        say = self.translate
        count = message("{met} of {of}", met=objective.met, of=objective.required).say(say)
        if objective.excused_count:
            aside = counted("{count} ignored", "{count} ignored", objective.excused_count)
            count += f", {aside.say(say)}"
        line = f"{objective.objective}  {count}"
        if not objective.missing:
            text.append("  ").append(line, "ok").append("\n")
            return
        todo = say(N_("; ")).join(InSentence(todo.label).say(say) for todo in objective.next)
        sentence = message("{line} · next: {todo}", line=line, todo=todo).say(say)
        text.append(f"  {sentence}\n")

    def end(self, summary: Summary) -> Text | str:
        """Write the last line: how much was found, in how many plans."""
        sentence, style = self._end(summary)
        end = _TextBuilder().append(f"{sentence}\n", style)
        if summary.fixable:
            end.append(f"{self._fixable(summary.fixable)}\n")
        return end.built(styled=self.styled)

    def _fixable(self, places: Sequence[str]) -> str:
        """Say which findings have a fix; no full stop follows a line number that is copied."""
        lines = list(dict.fromkeys(map(on_one_line, places)))
        named = lines[:_FIXABLE_NAMED]
        if len(lines) > len(named):
            more = counted("and {count} more", "and {count} more", len(lines) - len(named))
            named[-1] += f" {more.say(self.translate)}"
        return counted(
            "{count} finding can be fixed with --fix: {places}",
            "{count} findings can be fixed with --fix: {places}",
            len(places),
            places=", ".join(named),
        ).say(self.translate)

    def _end(self, summary: Summary) -> tuple[str, str]:
        last = counted(
            "{found} in {count} plan.",
            "{found} in {count} plans.",
            summary.plans,
            found=", ".join(one.say(self.translate) for one in summary.messages),
        )
        return last.say(self.translate), "" if summary.has_problems else "ok"


def _suppressed_message(alike: Sequence[Suppressed]) -> Message:
    """Say what one comment ignores, and why."""
    one = alike[0]
    codes = ", ".join(dict.fromkeys(each.finding.code for each in alike))
    what: Message | str = codes
    if one.finding.objective:
        what = message("{objective}: {text}", objective=one.finding.objective, text=codes)
    if one.until:
        return message(
            "ignored: {what} (line {line}, until {day}): {reason}",
            what=what,
            line=one.span.line,
            day=one.last_day or one.until,
            reason=one.reason,
        )
    return message(
        "ignored: {what} (line {line}): {reason}",
        what=what,
        line=one.span.line,
        reason=one.reason,
    )


def text_report(options: ReportOptions) -> TextReport:
    """Return what composes findings as `options` ask for it."""
    return TextReport(
        width=options.width,
        styled=options.styled,
        todos=options.todos,
        ahead=options.ahead,
        checklists=options.checklists,
        translate=options.translate,
    )
