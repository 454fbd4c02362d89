"""SARIF 2.1.0 (OASIS Standard, 2020): findings for code scanning and for security consoles."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kamctl import __version__
from kamctl.checks.engine.code_index import entries
from kamctl.checks.engine.rule_docs import PAGES_DOMAIN
from kamctl.document.finding import Finding, Severity
from kamctl.i18n.catalog import translator
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.plan_metadata import Stage
from kamctl.reports.check_page import page_markdown
from kamctl.reports.finding_text import sentence_and_hint
from kamctl.reports.fingerprints import Fingerprints
from kamctl.reports.json_text import JsonItems, json_line

if TYPE_CHECKING:
    from kamctl.checks.engine.code_index import IndexedCode
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.document.span import Span
    from kamctl.reports.report_options import ReportOptions
    from kamctl.reports.summary import Summary

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.TODO: "note"}


class SarifReport:
    """One run, with all rules and a result for each finding."""

    def __init__(self, options: ReportOptions) -> None:
        self.options = options
        self._fingerprints = Fingerprints()
        self._results = JsonItems()

    def begin(self) -> str:
        """Write the tool and its rules."""
        driver = {
            "name": "kamctl",
            "version": __version__,
            "rules": self._rules,
        }
        return (
            f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n'
            f'"tool": {json_line({"driver": driver})},\n'
            f'"language": "{self.options.language}",\n'
            '"columnKind": "unicodeCodePoints",\n'
            '"results": ['
        )

    def plan(self, report: PlanReport) -> str:
        """Write the results of one plan; what is ignored comes with its reason."""
        results = [self._result(finding) for finding in self.options.shown(report)]
        results += [
            self._result(one.finding) | {"suppressions": [self._suppression(one)]}
            for one in report.suppressed
        ]
        return self._results.lines(results)

    def end(self, summary: Summary) -> str:
        """Say whether all could be read and checked, and close the run."""
        ran = json_line([{"executionSuccessful": not (summary.unreadable or summary.crashed)}])
        return f'\n],\n"invocations": {ran}}}]}}\n'

    @cached_property
    def _rules(self) -> list[dict[str, Any]]:
        return [_rule(entry, self.options.language) for entry in entries()]

    @cached_property
    def _places_of_rules(self) -> dict[str, int]:
        return {rule["id"]: place for place, rule in enumerate(self._rules)}

    def _result(self, finding: Finding) -> dict[str, Any]:
        file = self.options.places.relative(finding.file)
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": self._places_of_rules[finding.code],
            "level": _LEVELS[finding.severity],
            "message": _message(sentence_and_hint(finding, self.options.translate)),
            "locations": [self._location(finding.file, finding.span)],
            "partialFingerprints": {"kamctl/v1": self._fingerprints.of(finding, file)},
        }
        if finding.related:
            result["relatedLocations"] = [
                self._location(related.file or finding.file, related.span)
                | {"id": number, "message": _message(self.options.localized(related.message))}
                for number, related in enumerate(finding.related, 1)
            ]
        return result

    def _suppression(self, one: Suppressed) -> dict[str, Any]:
        why = message("{reason} (until {day})", reason=one.reason, day=one.until)
        return {
            "kind": "inSource",
            "justification": self.options.localized(why) if one.until else one.reason,
        }

    def _location(self, file: str, span: Span) -> dict[str, Any]:
        places = self.options.places
        artifact = {"uri": places.uri(file)}
        if places.holds(file):
            artifact["uriBaseId"] = "%SRCROOT%"
        return {
            "physicalLocation": {
                "artifactLocation": artifact,
                "region": {
                    "startLine": span.line,
                    "startColumn": span.column,
                    "endLine": span.end_line,
                    "endColumn": span.end_column,
                },
            }
        }


def _rule(entry: IndexedCode, language: str) -> dict[str, Any]:
    texts = entry.page.translated(translator(language, PAGES_DOMAIN))
    more = message("For details: kamctl explain {code}", code=entry.code).say(translator(language))
    parts = [texts.summary, texts.more, texts.why, more]
    return {
        "id": entry.code,
        "name": entry.name,
        "shortDescription": {"text": texts.summary},
        "fullDescription": {"text": _flowing(texts.why or texts.summary)},
        "help": {
            "text": "\n\n".join(_flowing(part) for part in parts if part),
            "markdown": page_markdown(entry, language),
        },
        "defaultConfiguration": {"level": _LEVELS[entry.severity_at(Stage.VALIDATED)]},
    }


def _flowing(text: str) -> str:
    """Join the lines of each paragraph."""
    return "\n\n".join(single_spaced(part) for part in text.split("\n\n"))


def _message(text: str) -> dict[str, str]:
    """Write a message; what a plan says must not become a link ("[text](address)")."""
    return {"text": text.replace("](", "] (")}
