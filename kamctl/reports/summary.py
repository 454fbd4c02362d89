"""What a run found, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamctl.document.error_codes import UNREADABLE
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message, counted

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport

NO_PROBLEMS = N_("No errors or warnings")
"""What is said of plans without any: to-dos may remain."""


@dataclass
class Summary:
    """Counts over the plans of a run."""

    plans: int = 0
    clean: int = 0
    by_severity: Counter[Severity] = field(default_factory=Counter)
    unreadable: int = 0
    crashed: bool = False
    fixable: list[str] = field(default_factory=list)
    """The file and line of each finding that `validate --fix` resolves, where that was asked."""

    def add(self, report: PlanReport) -> None:
        """Count one plan, or what was found between several."""
        self.plans += not report.is_cross_plan
        clean = not report.is_cross_plan
        for finding in report.findings:
            self.by_severity[finding.severity] += 1
            clean = clean and finding.severity is Severity.TODO
            self.unreadable += finding.code == UNREADABLE.code
        self.clean += clean
        self.by_severity[Severity.TODO] += report.hidden_todos
        self.crashed |= report.crashed
        self.fixable += [f"{one.file}:{one.span.line}" for one in report.fixed]

    def join(self, other: Summary) -> None:
        """Count what another summary has counted."""
        self.plans += other.plans
        self.clean += other.clean
        self.by_severity += other.by_severity
        self.unreadable += other.unreadable
        self.crashed |= other.crashed
        self.fixable += other.fixable

    @property
    def has_problems(self) -> bool:
        """Tell whether there are errors or warnings."""
        return bool(self.by_severity[Severity.ERROR] or self.by_severity[Severity.WARNING])

    @property
    def messages(self) -> list[Message]:
        """Return what was found, by severity: “No errors or warnings”, “2 to-dos”."""
        errors, warnings, todos = (
            self.by_severity[one] for one in (Severity.ERROR, Severity.WARNING, Severity.TODO)
        )
        found = [
            counted("{count} error", "{count} errors", errors),
            counted("{count} warning", "{count} warnings", warnings),
            counted("{count} to-do", "{count} to-dos", todos),
        ]
        return [
            *(() if self.has_problems else (Message(NO_PROBLEMS),)),
            *(one for one in found if one.values["count"]),
        ]

    def exit_code(self, *, strict: bool) -> int:
        """Return 0 if nothing fails, 1 if findings do, 2 if a file or a check could not be run."""
        if self.unreadable or self.crashed:
            return 2
        fails = self.by_severity[Severity.ERROR] + (
            self.by_severity[Severity.WARNING] if strict else 0
        )
        return 1 if fails else 0
