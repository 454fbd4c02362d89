"""The report formats by name; the module of each is imported when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kamctl.reports.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.selection import Selection
    from kamctl.reports.report_options import ReportOptions


class ReportFormat(Protocol):
    """Writes a report piece by piece, so that 5,000 plans need no more memory than one."""

    def begin(self) -> str | Text:
        """Return the text before the first plan."""

    def plan(self, report: PlanReport) -> str | Text:
        """Return the text of one plan."""

    def end(self, summary: Summary) -> str | Text:
        """Return the text after the last plan."""


class ReportFormatEntry(NamedTuple):
    """What kamctl must know of a report format before its module is imported."""

    make: str
    """The module and the class or function in it, called with `ReportOptions`."""
    endings: tuple[str, ...] = ()
    """The endings of its files; where several formats have one, it means the first."""
    for_people: bool = False
    """Whether it is in the language of the user, and may be styled."""
    is_stateless: bool = False
    """Whether its text of a plan does not depend on the plans before: processes may share it."""
    counts_fixable: bool = False
    """Whether it shows how many findings have a fix; to count them takes time."""
    lists_todos: bool = False
    """Whether it has the to-dos even where nobody asks for them."""


REPORT_FORMATS: Final = {
    "text": ReportFormatEntry(
        "kamctl.reports.text:text_report",
        (".txt",),
        for_people=True,
        is_stateless=True,
        counts_fixable=True,
    ),
    "concise": ReportFormatEntry(
        "kamctl.reports.concise:ConciseReport", for_people=True, is_stateless=True
    ),
    "json": ReportFormatEntry(
        "kamctl.reports.json:JsonReport", (".json",), counts_fixable=True, lists_todos=True
    ),
    "github": ReportFormatEntry("kamctl.reports.github:GithubReport", is_stateless=True),
    "gitlab": ReportFormatEntry("kamctl.reports.gitlab:GitlabReport", (".json",)),
    "sarif": ReportFormatEntry("kamctl.reports.sarif:SarifReport", (".sarif", ".json")),
    "junit": ReportFormatEntry("kamctl.reports.junit:JunitReport", (".xml",)),
}
"""All of them, by the name they have on the command line."""


def formats_with_ending(ending: str) -> list[str]:
    """Return the formats that a file of this ending may have; other programs rely on it."""
    return [name for name, one in REPORT_FORMATS.items() if ending in one.endings]


def file_endings() -> tuple[str, ...]:
    """Return the endings of all formats, those of the first format first."""
    endings = (ending for one in REPORT_FORMATS.values() for ending in one.endings)
    return tuple(dict.fromkeys(endings))


def report_format(name: str, options: ReportOptions) -> ReportFormat:
    """Return the report format called `name`, one of `REPORT_FORMATS`."""
    module, _, make = REPORT_FORMATS[name].make.partition(":")
    made: ReportFormat = getattr(import_module(module), make)(options)
    return made


class RenderedReport(NamedTuple):
    """What was made of a plan where it was read: its text in each form, and what was counted."""

    texts: tuple[str | Text, ...]
    counted: Summary
    cross_plan_facts: CrossPlanFacts | None


def render_report(
    report: PlanReport, formats: tuple[tuple[str, ReportOptions], ...], chosen: Selection | None
) -> RenderedReport:
    """Write a report in each of `formats`, in the process that has read the plan.

    The text is a tenth of the size of the report, so less is sent between processes.
    """
    if chosen is not None:
        report = chosen.of(report)
    made = [_cached_format(*one) for one in formats]
    counted = Summary()
    counted.add(report)
    return RenderedReport(tuple(one.plan(report) for one in made), counted, report.cross_plan_facts)


@lru_cache(maxsize=8)
def _cached_format(name: str, options: ReportOptions) -> ReportFormat:
    return report_format(name, options)


@dataclass
class ReportWriter:
    """Reports being written: several formats of the same run, each to its own place."""

    formats: Sequence[tuple[str, ReportOptions]]
    summary: Summary
    forms: Sequence[ReportFormat] = field(init=False)
    _begun: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.forms = [report_format(*one) for one in self.formats]

    def pieces(
        self, reports: Iterable[PlanReport | RenderedReport]
    ) -> Iterator[tuple[int, str | Text]]:
        """Write the reports: pieces of text, each with the number of the form it belongs to.

        Nothing is written before the first plan was checked: a workspace that cannot be read
        must not leave half a report.
        """
        for report in reports:
            if not self._begun:
                yield from self._begin()
            if isinstance(report, RenderedReport):
                self.summary.join(report.counted)
                yield from enumerate(report.texts)
                continue
            self.summary.add(report)
            for number, form in enumerate(self.forms):
                yield number, form.plan(report)
            del report  # else it stays in memory while the next plan is read
        if not self._begun:
            yield from self._begin()
        for number, form in enumerate(self.forms):
            yield number, form.end(self.summary)

    def _begin(self) -> Iterator[tuple[int, str | Text]]:
        self._begun = True
        for number, form in enumerate(self.forms):
            yield number, form.begin()
