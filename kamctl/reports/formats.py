"""The forms a report can take, by name; each is loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kamctl.document.finding import Finding, Severity
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.message import Translate, untranslated
from kamctl.reports.width import MAX_WIDTH

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from kamctl.checks.cross_plan.facts import CrossPlanFacts
    from kamctl.checks.engine.runner import PlanReport
    from kamctl.checks.engine.selection import Selection
    from kamctl.i18n.message import Message
    from kamctl.reports.places import Places
    from kamctl.reports.summary import Summary

FOR_PEOPLE = ("text", "concise")
NAMES = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")


class ReportFormat(Protocol):
    """Writes a report piece by piece, so that 5,000 plans need no more memory than one."""

    @property
    def each_alone(self) -> bool:
        """Whether it writes a plan in the same way whatever came before it."""

    @property
    def tells_fixable(self) -> bool:
        """Whether it says how many findings have a fix."""

    def begin(self) -> str | Text:
        """Write what stands before the first plan."""

    def plan(self, report: PlanReport) -> str | Text:
        """Write what was found in one plan."""

    def end(self, summary: Summary) -> str | Text:
        """Write what stands after the last plan."""


@dataclass(frozen=True)
class ReportOptions:
    """What was asked for: the day, to-dos too or not, and, for people, the columns of a line.

    `styled` is whether the text is shown with its styles; else it is plain from the start.

    `ahead` tells people what the next stage needs, in short, without being asked, and `checklists`
    how far each objective is. Messages are said in `language`; codes, keys and weights stay as they
    are.
    """

    today: dt.date
    places: Places
    todos: bool = False
    ahead: bool = False
    checklists: bool = True
    strict: bool = False
    width: int = MAX_WIDTH
    styled: bool = False
    language: str = SOURCE_LANGUAGE

    def shown(self, report: PlanReport) -> list[Finding]:
        """Return the findings to show: to-dos only where they were asked for."""
        return [
            finding
            for finding in report.findings
            if self.todos or finding.severity is not Severity.TODO
        ]

    @cached_property
    def translate(self) -> Translate:
        """What says a msgid in the language of the report."""
        return untranslated if self.language == SOURCE_LANGUAGE else translator(self.language)

    def said(self, text: Message) -> str:
        """Say a message."""
        return text.say(self.translate)

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding fails the run."""
        return finding.severity is Severity.ERROR or (
            self.strict and finding.severity is Severity.WARNING
        )


def report_format(name: str, wishes: ReportOptions) -> ReportFormat:
    """Return the form called `name`, one of `NAMES`."""
    match name:
        case "concise":
            from kamctl.reports.concise import ConciseReport

            return ConciseReport(wishes)
        case "json":
            from kamctl.reports.json import JsonReport

            return JsonReport(wishes)
        case "github":
            from kamctl.reports.github import GithubReport

            return GithubReport(wishes)
        case "gitlab":
            from kamctl.reports.gitlab import GitlabReport

            return GitlabReport(wishes)
        case "sarif":
            from kamctl.reports.sarif import SarifReport

            return SarifReport(wishes)
        case "junit":
            from kamctl.reports.junit import JunitReport

            return JunitReport(wishes)
        case _:
            from kamctl.reports.text import TextReport

            return TextReport(
                width=wishes.width,
                styled=wishes.styled,
                todos=wishes.todos,
                ahead=wishes.ahead,
                checklists=wishes.checklists,
                translate=wishes.translate,
            )


class RenderedReport(NamedTuple):
    """What was made of a plan where it was read: its text in each form, and what was counted."""

    texts: tuple[str | Text, ...]
    counted: Summary
    ties: CrossPlanFacts | None


def render_report(
    report: PlanReport, forms: tuple[tuple[str, ReportOptions], ...], chosen: Selection | None
) -> RenderedReport:
    """Write a report in each of `forms`, in the process that has read the plan.

    A text is a tenth of what it is made of: that is how much less is handed over.
    """
    from kamctl.reports.summary import Summary

    if chosen is not None:
        report = chosen.of(report)
    made = [_form(*form) for form in forms]
    counted = Summary()
    counted.add(report, fixable=any(form.tells_fixable for form in made))
    return RenderedReport(tuple(form.plan(report) for form in made), counted, report.ties)


@lru_cache(maxsize=8)
def _form(name: str, wishes: ReportOptions) -> ReportFormat:
    return report_format(name, wishes)


@dataclass
class Writing:
    """Reports being written: several forms of the same run, each to its own place."""

    forms: Sequence[ReportFormat]
    summary: Summary
    _begun: bool = field(default=False, init=False)

    def pieces(
        self, reports: Iterable[PlanReport | RenderedReport]
    ) -> Iterator[tuple[int, str | Text]]:
        """Write the reports: pieces of text, each with the number of the form it belongs to.

        Nothing is written before the first plan was checked: a workspace that cannot be read
        must not leave half a report.
        """
        fixable = any(form.tells_fixable for form in self.forms)
        for report in reports:
            if not self._begun:
                yield from self._begin()
            if isinstance(report, RenderedReport):
                self.summary.join(report.counted)
                yield from enumerate(report.texts)
                continue
            self.summary.add(report, fixable=fixable)
            for number, form in enumerate(self.forms):
                yield number, form.plan(report)
            del report  # or it would be kept until the next plan is read
        if not self._begun:
            yield from self._begin()
        for number, form in enumerate(self.forms):
            yield number, form.end(self.summary)

    def _begin(self) -> Iterator[tuple[int, str | Text]]:
        self._begun = True
        for number, form in enumerate(self.forms):
            yield number, form.begin()
