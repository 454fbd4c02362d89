"""The findings beside the page: grouped by weight, each with its lines and what to do."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.code_frame import frame, printable, width
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.message import Message, Translate, counted
from kamctl.plan.labels import STAGES
from kamctl.preview.pieces import Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.suppressions import Suppressed

    Lines = Callable[[str], Sequence[str]]
    """From the name of a file to its lines."""
    from kamctl.preview.desk import Page, Shown

_COLUMNS: Final = 72
"""Room for a line of a file; a longer one is cut around the place."""
_MOST: Final = 200
"""Findings of one weight that are shown: nobody mends more at once."""


class Line(NamedTuple):
    """A line of a file: its number, and the marked part with what is around it."""

    number: str
    before: str
    marked: str
    after: str


class Item(NamedTuple):
    """A finding, in the reader's language; empty where there is nothing to say."""

    code: str
    name: str
    place: str
    since: str
    objective: str
    message: tuple[Piece, ...]
    lines: tuple[Line, ...]
    related: tuple[tuple[Piece, ...], ...]
    hint: tuple[Piece, ...]


class Group(NamedTuple):
    """The findings of one weight; `more` says how many there are besides those shown."""

    kind: str
    title: str
    total: int
    items: tuple[Item, ...]
    more: str


class Aside(NamedTuple):
    """What a comment in the plan sets aside, and why."""

    code: str
    objective: str
    place: str
    reason: str


class Progress(NamedTuple):
    """How complete an objective is, and what to do next."""

    objective: str
    said: str
    share: int
    """Percent."""
    next: str


class Panel(NamedTuple):
    """What stands beside the page; `said` sums it up, `fine` where there is nothing to mend."""

    stage: str
    agreed: str
    """How many functions have agreed; empty where none is asked."""
    saved: str
    said: str
    fine: str
    counts: tuple[tuple[str, int, str], ...]
    objectives: tuple[Progress, ...]
    groups: tuple[Group, ...]
    aside: tuple[Aside, ...]


def panel(shown: Shown, page: Page, main: str, translate: Translate) -> Panel:
    """Return what to say of what is shown beside `page`; `main` is the plan, others are named."""
    report = shown.now.report
    texts = {source.name: source.lines for source in page.sources}

    def lines(file: str) -> Sequence[str]:
        return texts.get(file) or shown.now.lines_of(file)

    # What stops a page from being made comes before what is wrong in the plan.
    findings = (*page.findings, *report.findings)
    sorted_out = ((one, [each for each in findings if each.severity is one]) for one in Severity)
    groups = tuple(
        _group(severity, several, lines, main, translate)
        for severity, several in sorted_out
        if several
    )
    failing = [group.title for group in groups if group.kind != Severity.TODO.value]
    return Panel(
        translate(STAGES[report.stage.value]) if report.stage else "",
        report.agreed.said.say(translate) if report.agreed.asked else "",
        shown.now.saved.strftime("%H:%M:%S") if shown.now.saved else "",
        ", ".join(failing) or translate("Nothing to mend"),
        "" if failing else translate("Nothing to mend."),
        tuple((group.kind, group.total, group.title) for group in groups),
        tuple(_progress(one, translate) for one in report.objectives),
        groups,
        tuple(_set_aside(one, translate) for one in report.suppressed),
    )


def _group(
    severity: Severity, findings: Sequence[Finding], lines: Lines, main: str, translate: Translate
) -> Group:
    more = len(findings) - _MOST
    return Group(
        severity.value,
        _title(severity, len(findings)).say(translate),
        len(findings),
        tuple(_items(findings[:_MOST], lines, main, translate)),
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
) -> Iterable[Item]:
    """Say the findings; lines are shown once for several at the same place."""
    for (file, span), alike in groupby(findings, key=lambda one: (one.file, one.span)):
        shown = tuple(_line(*each) for each in frame(lines(file), span, _COLUMNS))
        for finding in alike:
            yield _item(finding, shown, main, translate)
            shown = ()


def _item(finding: Finding, lines: tuple[Line, ...], main: str, translate: Translate) -> Item:
    span = finding.span
    place = translate("line {line}, column {column}").format(line=span.line, column=span.column)
    since = ""
    if finding.severity is Severity.TODO and finding.stage:
        stage = translate(STAGES[finding.stage])
        since = translate("from stage “{stage}” on").format(stage=stage)
    return Item(
        finding.code,
        finding.name,
        place if finding.file == main else f"{printable(finding.file)}, {place}",
        since,
        printable(finding.objective or ""),
        pieces(printable(finding.message.say(translate))),
        lines,
        tuple(
            pieces(
                translate("{text} (line {line})").format(
                    text=printable(one.message.say(translate)), line=one.span.line
                )
            )
            for one in finding.related
        ),
        pieces(printable(finding.hint.say(translate))) if finding.hint else (),
    )


def _line(number: str, text: str, marks: str) -> Line:
    """Cut a line where the carets below it begin and end: wide letters take two of them."""
    start, end = len(marks) - len(marks.lstrip()), len(marks)
    at = [0]
    for char in text:
        at.append(at[-1] + width(char))
    first = next((place for place, column in enumerate(at) if column >= start), len(text))
    last = next((place for place, column in enumerate(at) if column >= end), len(text))
    return Line(number, text[:first], text[first:last], text[last:])


def _progress(one: Completeness, translate: Translate) -> Progress:
    said = translate("{met} of {of}").format(met=one.met, of=one.of)
    if one.excused_count:
        aside = counted("{count} set aside", "{count} set aside", one.excused_count)
        said = f"{said}, {aside.say(translate)}"
    todo = translate("; ").join(_lower(translate(todo.label)) for todo in one.next)
    share = 100 * one.met // one.of if one.of else 100
    return Progress(printable(one.objective), said, share, todo)


def _set_aside(one: Suppressed, translate: Translate) -> Aside:
    place = translate("line {line}").format(line=one.span.line)
    if one.until:
        place = translate("{place}, until {date}").format(place=place, date=one.until)
    finding = one.finding
    return Aside(finding.code, printable(finding.objective or ""), place, printable(one.reason))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
