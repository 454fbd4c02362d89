"""GitHub's workflow commands: findings become annotations beside the lines of a pull request.

Format: "Workflow commands for GitHub Actions", GitHub's documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.code_frame import printable
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.control_characters import visible
from kamctl.reports.finding_text import finding_sentence

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.TODO: "notice"}
_OTHER_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), " ")


class GithubReport:
    """Annotations, a line each."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options

    def begin(self) -> str:
        """Write nothing before the first."""
        return ""

    def plan(self, report: PlanReport) -> str:
        """Write the annotations of one plan."""
        return "".join(self._annotation(finding) for finding in self.options.shown(report))

    def end(self, summary: Summary) -> str:
        """Write nothing after the last."""
        return ""

    def _annotation(self, finding: Finding) -> str:
        span = finding.span
        properties: dict[str, object] = {
            "file": self.options.places.relative(finding.file),
            "line": span.line,
            "endLine": span.end_line,
        }
        if span.line == span.end_line:  # GitHub takes columns within one line only
            properties |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
        properties["title"] = f"{finding.code} {finding.name}"
        localized = self.options.localized
        lines = [
            finding_sentence(finding, self.options.translate),
            *([localized(finding.hint)] if finding.hint else []),
        ]
        named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        text = _data("\n".join(map(printable, lines)))
        return f"::{_COMMANDS[finding.severity]} {named}::{text}\n"


def _data(text: str) -> str:
    """Escape what would end a command or begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape what would end a property, too."""
    return _data(visible(text.translate(_OTHER_LINE_ENDS))).replace(":", "%3A").replace(",", "%2C")
