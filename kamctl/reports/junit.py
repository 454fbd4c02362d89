"""JUnit XML: a plan is a suite of tests, and what fails is a test that fails.

The shape is what the schemas of Jenkins and of the Ant task have in common.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from kamctl import __version__
from kamctl.i18n.control_characters import visible
from kamctl.i18n.message import message
from kamctl.reports.concise import finding_line
from kamctl.reports.finding_text import finding_sentence
from kamctl.reports.summary import NO_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document.finding import Finding
    from kamctl.i18n.message import Translate
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JunitReport:
    """Suites, one a plan."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options
        self._number = 0

    def begin(self) -> str:
        """Open the document."""
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'

    def plan(self, report: PlanReport) -> str:
        """Write one suite; what is found and does not fail goes to its output."""
        shown = self.options.shown(report)
        fails = self.options.fails
        failing = [finding for finding in shown if fails(finding)]
        translate = self.options.translate
        others = [finding_line(one, one.file, translate) for one in shown if not fails(one)]
        head = {
            "package": "kamctl",
            "id": self._number,
            "name": "across plans"
            if report.is_cross_plan
            else _clean(report.file).strip() or "plan",
            "timestamp": f"{self.options.today}T00:00:00",
            "hostname": "localhost",
            "tests": max(1, len(failing)),
            "failures": len(failing),
            "errors": 0,
            "time": 0,
        }
        self._number += 1
        by = {"name": "kamctl", "value": __version__}
        cases = [_failed(one, report, translate) for one in failing] or [_passed(report, translate)]
        output = escape(_clean("\n".join(others)))
        return (
            f"<testsuite{_attributes(head)}>\n"
            f"<properties><property{_attributes(by)}/></properties>\n{''.join(cases)}"
            f"<system-out>{output}</system-out>\n<system-err/>\n</testsuite>\n"
        )

    def end(self, summary: Summary) -> str:
        """Close the document."""
        return "</testsuites>\n"


def _passed(report: PlanReport, say: Translate) -> str:
    head = {"name": say(NO_PROBLEMS), "classname": _class(report.file), "time": 0}
    return f"<testcase{_attributes(head)}/>\n"


def _failed(finding: Finding, report: PlanReport, say: Translate) -> str:
    span = finding.span
    place = message("line {line}, column {column}", line=span.line, column=span.column).say(say)
    name = f"{finding.code} {finding.name} ({place})"
    file = finding.file if report.is_cross_plan else report.file
    head = {"name": name, "classname": _class(file), "time": 0}
    failure = {"type": finding.code, "message": finding_sentence(finding, say)}
    hint = f"\n{finding.hint.say(say)}" if finding.hint else ""
    text = escape(_clean(f"{finding_line(finding, finding.file, say)}{hint}"))
    return (
        f"<testcase{_attributes(head)}><failure{_attributes(failure)}>{text}</failure></testcase>\n"
    )


def _class(file: str) -> str:
    """Name a plan as a class: a dot would begin another package."""
    folder, slash, name = file.rpartition("/")
    return f"{folder}{slash}{name.removesuffix('.yaml').removesuffix('.yml')}"


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {key}={quoteattr(_clean(str(value)))}" for key, value in values.items())


def _clean(text: str) -> str:
    """Leave out the characters that no XML may hold."""
    return _NOT_IN_XML.sub("", visible(text))
