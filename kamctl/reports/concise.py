"""One line per finding: for editors, for grep, for long lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.code_frame import printable
from kamctl.reports.finding_text import finding_sentence

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Translate
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary


def finding_line(finding: Finding, file: str, translate: Translate) -> str:
    """Write a finding on one line: place, severity, code, name, message.

    The severity keeps its key in every language: editors look for it.
    """
    place = f"{file}:{finding.span.line}:{finding.span.column}"
    sentence = f"{finding.code} {finding.name}: {finding_sentence(finding, translate)}"
    return printable(f"{place}: {finding.severity.value} {sentence}")


class ConciseReport:
    """Findings, one per line."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options

    def begin(self) -> str:
        """Write nothing before the first."""
        return ""

    def plan(self, report: PlanReport) -> str:
        """Write the findings of one plan."""
        say = self.options.translate
        return "".join(
            f"{finding_line(one, one.file, say)}\n" for one in self.options.shown(report)
        )

    def end(self, summary: Summary) -> str:
        """Write nothing after the last."""
        return ""
