"""Findings for programs: JSON, version 1, described in docs/json-report.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl import __version__
from kamctl.document.finding import Finding
from kamctl.reports.json_text import JsonItems, json_line

if TYPE_CHECKING:
    from kamctl.checks.engine.completeness import Completeness
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

REPORT_VERSION = 1


class JsonReport:
    """One object: findings first, then the plans and the summary."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options
        self._findings = JsonItems("  ")
        self._plans: list[str] = []
        self._suppressed: list[str] = []

    def begin(self) -> str:
        """Open the object and the list of findings."""
        head = {"version": REPORT_VERSION, "tool": {"name": "kamctl", "version": __version__}}
        return f'{json_line(head)[:-1]}, "today": "{self.options.today}", "findings": ['

    def plan(self, report: PlanReport) -> str:
        """Write the findings of one plan; the rest is kept for the end."""
        if not report.is_cross_plan:
            self._plans.append(json_line(self._plan(report)))
        self._suppressed += [json_line(self._suppressed_values(one)) for one in report.suppressed]
        return self._findings.lines(map(self._finding, report.findings))

    def end(self, summary: Summary) -> str:
        """Write what is ignored, the plans and the summary, and close the object."""
        return (
            f'\n], "set_aside": {_json_list(self._suppressed)}, '
            f'"plans": {_json_list(self._plans)}, '
            f'"summary": {json_line(_summary(summary))}}}\n'
        )

    def _suppressed_values(self, one: Suppressed) -> dict[str, Any]:
        return self._finding(one.finding) | {"reason": one.reason, "until": one.until or None}

    def _finding(self, finding: Finding) -> dict[str, Any]:
        span, localized = finding.span, self.options.localized
        return {
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity.value,
            "message": localized(finding.message),
            "path": finding.file,
            "line": span.line,
            "column": span.column,
            "end_line": span.end_line,
            "end_column": span.end_column,
            "pointer": finding.pointer,
            "hint": localized(finding.hint) if finding.hint else None,
            "objective": finding.objective,
            "stage": finding.stage,
            "related": [
                {
                    "message": localized(related.message),
                    "path": related.file or finding.file,
                    "line": related.span.line,
                    "column": related.span.column,
                    "end_line": related.span.end_line,
                    "end_column": related.span.end_column,
                }
                for related in finding.related
            ],
        }

    def _plan(self, report: PlanReport) -> dict[str, Any]:
        return {
            "path": report.file,
            "account": report.account,
            "stage": report.stage.value if report.stage else None,
            "agreement": report.agreed.values,
            "objectives": [self._objective(objective) for objective in report.objectives],
        }

    def _objective(self, objective: Completeness) -> dict[str, Any]:
        return {
            "objective": objective.objective,
            "met": objective.met,
            "of": objective.required,
            "set_aside": objective.excused_count,
            "by_stage": {
                stage.value: {"met": met, "of": of} for stage, met, of in objective.by_stage
            },
            "next": [
                {
                    "code": todo.code,
                    "todo": self.options.translate(todo.label),
                    "stage": todo.stage.value,
                }
                for todo in objective.next
            ],
        }


def _json_list(entries: list[str]) -> str:
    return "[\n" + ",\n".join(f"  {entry}" for entry in entries) + "\n]" if entries else "[]"


def _summary(summary: Summary) -> dict[str, int]:
    return {
        "plans": summary.plans,
        "clean": summary.clean,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "todos": summary.todos,
        "fixable": len(summary.fixable),
    }
