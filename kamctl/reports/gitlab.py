"""GitLab's code quality report: findings in the widget of a merge request.

Format: "Code Quality report format", GitLab's documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.finding import Finding, Severity
from kamctl.reports.finding_text import sentence_and_hint
from kamctl.reports.fingerprints import Fingerprints
from kamctl.reports.json_text import JsonItems

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.TODO: "info"}


class GitlabReport:
    """A list of issues."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options
        self._fingerprints = Fingerprints()
        self._issues = JsonItems("  ")

    def begin(self) -> str:
        """Open the list."""
        return "["

    def plan(self, report: PlanReport) -> str:
        """Write the issues of one plan."""
        return self._issues.lines(map(self._issue, self.options.shown(report)))

    def end(self, summary: Summary) -> str:
        """Close the list."""
        return "\n]\n"

    def _issue(self, finding: Finding) -> dict[str, Any]:
        file = self.options.places.relative(finding.file)
        span = finding.span
        text = sentence_and_hint(finding, self.options.translate)
        return {
            "description": f"{finding.code}: {text}",
            "check_name": finding.name,
            "fingerprint": self._fingerprints.of(finding, file),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": file, "lines": {"begin": span.line, "end": span.end_line}},
        }
