"""The findings beside the page: by severity, each with its lines of the file and its hint."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.code_frame import display_width, frame, printable
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import Message, Translate, counted
from kamctl.plan.labels import STAGES, InSentence, stated_stage
from kamctl.reports.summary import NO_PROBLEMS
from kamctl.web.inline_code import Segment, split_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.web.preview_session import PreviewPage, PreviewState

    Lines = Callable[[str], Sequence[str]]
    """From the name of a file to its lines."""

_COLUMNS: Final = 72
"""The width of a line of a file; a longer one is cut around the place."""
_MAX_FINDINGS: Final = 200
"""Findings of one severity that are shown."""


class CodeLine(NamedTuple):
    """A line of a file: its number, and the marked part with what is around it."""

    number: str
    before: str
    marked: str
    after: str


class FindingItem(NamedTuple):
    """A finding in the reader's language; a text that does not apply is empty."""

    code: str
    name: str
    place: str
    since: str
    objective: str
    message: tuple[Segment, ...]
    lines: tuple[CodeLine, ...]
    related: tuple[tuple[Segment, ...], ...]
    hint: tuple[Segment, ...]


class FindingGroup(NamedTuple):
    """The findings of one severity; `more` says how many are not shown."""

    kind: str
    title: str
    total: int
    items: tuple[FindingItem, ...]
    more: str


class SuppressedItem(NamedTuple):
    """A finding that a comment in the plan suppresses, and why."""

    code: str
    objective: str
    place: str
    reason: str


class ObjectiveProgress(NamedTuple):
    """How complete an objective is, and what to do next."""

    objective: str
    text: str
    percent: int
    next: str


class FindingsPanel(NamedTuple):
    """What is shown beside the page; `all_clear` is a text where nothing is to be fixed."""

    stage: str
    agreed: str
    """How many functions have agreed; empty where none is asked."""
    saved: str
    summary: str
    all_clear: str
    counts: tuple[tuple[str, int, str], ...]
    objectives: tuple[ObjectiveProgress, ...]
    groups: tuple[FindingGroup, ...]
    suppressed: tuple[SuppressedItem, ...]


def findings_panel(
    state: PreviewState, page: PreviewPage, main: str, translate: Translate
) -> FindingsPanel:
    """Return the panel beside `page`; findings in another file than `main`, the plan, name it."""
    report, saved_at = state.latest.report, state.latest.saved_at
    texts = {source.name: source.lines for source in page.sources}

    def lines(file: str) -> Sequence[str]:
        return texts.get(file) or state.latest.lines_of(file)

    # What prevents a page from being rendered comes before what is wrong in the plan.
    findings = (*page.findings, *report.findings)
    groups = tuple(
        _group(severity, found, lines, main, translate)
        for severity in Severity
        if (found := [one for one in findings if one.severity is severity])
    )
    failing = [group.title for group in groups if group.kind != Severity.TODO.value]
    return FindingsPanel(
        stated_stage(report.stage, is_met=report.is_stage_met, alone=True).say(translate)
        if report.stage
        else "",
        report.agreed.message.say(translate) if report.agreed.asked else "",
        saved_at.strftime("%H:%M:%S") if saved_at else "",
        ", ".join(failing) or translate(NO_PROBLEMS),
        "" if failing else f"{translate(NO_PROBLEMS)}.",
        tuple((group.kind, group.total, group.title) for group in groups),
        tuple(_progress(one, translate) for one in report.objectives),
        groups,
        tuple(_suppressed_item(one, translate) for one in report.suppressed),
    )


def _group(
    severity: Severity, findings: Sequence[Finding], lines: Lines, main: str, translate: Translate
) -> FindingGroup:
    more = len(findings) - _MAX_FINDINGS
    return FindingGroup(
        severity.value,
        _title(severity, len(findings)).say(translate),
        len(findings),
        tuple(_items(findings[:_MAX_FINDINGS], lines, main, translate)),
        counted("and {count} more", "and {count} more", more).say(translate) if more > 0 else "",
    )


def _title(severity: Severity, count: int) -> Message:
    if severity is Severity.ERROR:
        return counted("{count} error", "{count} errors", count)
    if severity is Severity.WARNING:
        return counted("{count} warning", "{count} warnings", count)
    return counted("{count} to-do", "{count} to-dos", count)


def _items(
    findings: Iterable[Finding], lines: Lines, main: str, translate: Translate
) -> Iterable[FindingItem]:
    """Return the findings; several at one place show its lines once."""
    for (file, span), alike in groupby(findings, key=lambda one: (one.file, one.span)):
        shown = tuple(code_line(*each) for each in frame(lines(file), span, _COLUMNS))
        for finding in alike:
            yield _item(finding, shown, main, translate)
            shown = ()


def _item(
    finding: Finding, lines: tuple[CodeLine, ...], main: str, translate: Translate
) -> FindingItem:
    span = finding.span
    place = translate("line {line}, column {column}").format(line=span.line, column=span.column)
    since = ""
    if finding.severity is Severity.TODO and finding.stage:
        stage = translate(STAGES[finding.stage])
        since = translate("from stage “{stage}”").format(stage=stage)
    return FindingItem(
        finding.code,
        finding.name,
        place if finding.file == main else f"{printable(finding.file)}, {place}",
        since,
        printable(finding.objective or ""),
        split_code(printable(finding.message.say(translate))),
        lines,
        tuple(
            split_code(
                translate("{text} (line {line})").format(
                    text=printable(one.message.say(translate)), line=one.span.line
                )
            )
            for one in finding.related
        ),
        split_code(printable(finding.hint.say(translate))) if finding.hint else (),
    )


def code_line(number: str, text: str, marks: str) -> CodeLine:
    """Cut a line where the carets below it begin and end: wide letters take two of them."""
    start, end = len(marks) - len(marks.lstrip()), len(marks)
    at = [0]
    for char in text:
        at.append(at[-1] + display_width(char))
    first = next((place for place, column in enumerate(at) if column >= start), len(text))
    last = next((place for place, column in enumerate(at) if column >= end), len(text))
    return CodeLine(number, text[:first], text[first:last], text[last:])


def _progress(one: Completeness, translate: Translate) -> ObjectiveProgress:
    text = translate("{met} of {of}").format(met=one.met, of=one.required)
    if one.excused_count:
        suppressed = counted("{count} ignored", "{count} ignored", one.excused_count)
        text = f"{text}, {suppressed.say(translate)}"
    todo = translate("; ").join(InSentence(todo.label).say(translate) for todo in one.next)
    percent = 100 * one.met // one.required if one.required else 100
    return ObjectiveProgress(printable(one.objective), text, percent, todo)


def _suppressed_item(one: Suppressed, translate: Translate) -> SuppressedItem:
    place = translate("line {line}").format(line=one.span.line)
    if one.until:
        until = one.last_day.say(translate) if one.last_day else one.until
        place = translate("{place}, until {date}").format(place=place, date=until)
    finding = one.finding
    return SuppressedItem(
        finding.code, printable(finding.objective or ""), place, printable(one.reason)
    )
