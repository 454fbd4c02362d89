"""Findings for programs: JSON, version 1, described in docs/json-report.md."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kamctl import __version__
from kamctl.document.finding import Finding, Severity
from kamctl.report.summary import Summary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from kamctl.checks.completeness import Completeness
    from kamctl.checks.run import PlanReport

REPORT_VERSION = 1


def json_report(reports: Iterable[PlanReport], today: dt.date, summary: Summary) -> Iterator[str]:
    """Write the reports piece by piece, so that 5,000 plans need no more memory than one.

    `summary` is filled on the way.
    """
    head = {"version": REPORT_VERSION, "tool": {"name": "kamctl", "version": __version__}}
    yield f'{json.dumps(head)[:-1]}, "today": "{today}", "findings": ['
    plans: list[dict[str, Any]] = []
    before = "\n"
    for report in reports:
        summary.add(report)
        plans.append(_plan(report))
        for finding in report.findings:
            yield f"{before}  {json.dumps(_finding(finding), ensure_ascii=False)}"
            before = ",\n"
    yield '\n], "plans": ['
    before = "\n"
    for plan in plans:
        yield f"{before}  {json.dumps(plan, ensure_ascii=False)}"
        before = ",\n"
    yield f'\n], "summary": {json.dumps(_summary(summary))}}}\n'


def _finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": str(finding.message),
        "path": finding.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "pointer": finding.pointer,
        "hint": str(finding.hint) if finding.hint else None,
        "objective": finding.objective,
        "stage": finding.stage,
        "related": [
            {
                "message": str(related.message),
                "line": related.span.line,
                "column": related.span.column,
                "end_line": related.span.end_line,
                "end_column": related.span.end_column,
            }
            for related in finding.related
        ],
    }


def _plan(report: PlanReport) -> dict[str, Any]:
    plan = report.plan
    return {
        "path": report.file,
        "account": plan.account.name if plan else None,
        "stage": plan.plan.stage.value if plan else None,
        "objectives": [_objective(objective) for objective in report.objectives],
    }


def _objective(objective: Completeness) -> dict[str, Any]:
    return {
        "objective": objective.objective,
        "met": objective.met,
        "of": objective.of,
        "by_stage": {stage.value: {"met": met, "of": of} for stage, met, of in objective.by_stage},
        "next": [
            {"code": todo.code, "todo": todo.label, "stage": todo.stage.value}
            for todo in objective.next
        ],
    }


def _summary(summary: Summary) -> dict[str, int]:
    return {
        "plans": summary.plans,
        "clean": summary.clean,
        "errors": summary.by_severity[Severity.ERROR],
        "warnings": summary.by_severity[Severity.WARNING],
        "todos": summary.by_severity[Severity.TODO],
    }
