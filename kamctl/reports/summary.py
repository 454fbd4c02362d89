"""What a run found, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kamctl.document.error_codes import UNREADABLE
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
    errors: int = 0
    warnings: int = 0
    todos: int = 0
    unreadable: int = 0
    crashed: bool = False
    fixable: list[str] = field(default_factory=list)
    """The file and line of each finding that `validate --fix` resolves, where that was asked."""

    def add(self, report: PlanReport) -> None:
        """Count one plan, or what was found between several."""
        errors, warnings = report.errors, report.warnings
        self.plans += not report.is_cross_plan
        self.clean += not (report.is_cross_plan or errors or warnings)
        self.errors += errors
        self.warnings += warnings
        self.todos += report.todos
        self.unreadable += sum(one.code == UNREADABLE.code for one in report.findings)
        self.crashed |= report.crashed
        self.fixable += [f"{one.file}:{one.span.line}" for one in report.fixed]

    def join(self, other: Summary) -> None:
        """Count what another summary has counted."""
        self.plans += other.plans
        self.clean += other.clean
        self.errors += other.errors
        self.warnings += other.warnings
        self.todos += other.todos
        self.unreadable += other.unreadable
        self.crashed |= other.crashed
        self.fixable += other.fixable

    @property
    def has_problems(self) -> bool:
        """Tell whether there are errors or warnings."""
        return bool(self.errors or self.warnings)

    @property
    def messages(self) -> list[Message]:
        """Return what was found, by severity: “No errors or warnings”, “2 to-dos”."""
        found = [
            counted("{count} error", "{count} errors", self.errors),
            counted("{count} warning", "{count} warnings", self.warnings),
            counted("{count} to-do", "{count} to-dos", self.todos),
        ]
        return [
            *(() if self.has_problems else (Message(NO_PROBLEMS),)),
            *(one for one in found if one.values["count"]),
        ]

    def exit_code(self, *, strict: bool) -> int:
        """Return 0 if nothing fails, 1 if findings do, 2 if a file or a check could not be run."""
        if self.unreadable or self.crashed:
            return 2
        return int(self.errors > 0 or (strict and self.warnings > 0))
