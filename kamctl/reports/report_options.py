"""What is asked of a report, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kamctl.document.finding import Finding, Severity
from kamctl.i18n.catalog import SOURCE_LANGUAGE, translator
from kamctl.i18n.message import Translate, untranslated
from kamctl.reports.terminal_text import MAX_WIDTH

if TYPE_CHECKING:
    import datetime as dt

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.i18n.message import Message
    from kamctl.reports.repository_paths import RepositoryPaths


@dataclass(frozen=True)
class ReportOptions:
    """What was asked for: the day, to-dos too or not, and, for people, the columns of a line.

    `styled` is whether the text is shown with its styles; else it is plain from the start.

    `ahead` tells people what the next stage needs, in short, without being asked, and `checklists`
    how far each objective is. Messages are said in `language`; codes, keys and weights stay as they
    are.
    """

    today: dt.date
    places: RepositoryPaths
    todos: bool = False
    ahead: bool = False
    checklists: bool = True
    strict: bool = False
    width: int = MAX_WIDTH
    styled: bool = False
    language: str = SOURCE_LANGUAGE

    def shown(self, report: PlanReport) -> list[Finding]:
        """Return the findings to show: to-dos only where they were asked for."""
        return report.shown_findings(todos=self.todos)

    @cached_property
    def translate(self) -> Translate:
        """The translation of msgids into the language of the report."""
        return untranslated if self.language == SOURCE_LANGUAGE else translator(self.language)

    def localized(self, text: Message) -> str:
        """Return a message in the language of the report."""
        return text.say(self.translate)

    def fails(self, finding: Finding) -> bool:
        """Return whether a finding fails the run."""
        return finding.severity is Severity.ERROR or (
            self.strict and finding.severity is Severity.WARNING
        )
