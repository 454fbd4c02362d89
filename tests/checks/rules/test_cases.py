"""Each code has a plan that makes it fire, at an exact place, and a near miss that does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kamctl.checks.engine.cross_plan import check_across_plans
from kamctl.checks.engine.plan_report import PlanReport, unread_report
from kamctl.checks.engine.registry import registry
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document import error_codes
from kamctl.document.finding import Finding
from kamctl.document.source import Source, decode
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signoff_file import signoffs_in
from kamctl.workspace.config import NO_WORKSPACE, parse_workspace
from tests.signing import in_a_file, signed, workspace_of

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
SEVERITIES = {"error", "warning", "todo"}


def report_on(case: dict[str, Any]) -> PlanReport:
    if "plans" in case:
        return report_among(case)
    source = decode(case["plan"].encode(case.get("encoding", "utf-8")), "plan.yaml")
    if not isinstance(source, Source):
        return unread_report(source)
    today = case.get("today", dt.date(2026, 11, 23))
    stage = Stage(case["stage"]) if "stage" in case else None
    workspace = workspace_of(case.get("workspace", ""), case.get("above", ""))
    before = decode(case.get("before", case["plan"]).encode(), "plan.yaml")
    assert isinstance(before, Source)
    signoffs = in_a_file([signed(before.text, command) for command in case.get("signed", ())])
    if "signoffs" in case:
        signoffs = signoffs_in(case["signoffs"].encode(), "signoffs.yaml")
    return check_source(source, workspace, today, CheckOptions(stage), signoffs=signoffs)


def report_among(case: dict[str, Any]) -> PlanReport:
    """Check several plans, and return what was found between them."""
    today = case.get("today", dt.date(2026, 11, 23))
    stage = Stage(case["stage"]) if "stage" in case else None
    workspace = NO_WORKSPACE
    if "workspace" in case:
        workspace = parse_workspace(Source("kamctl.yaml", case["workspace"]), Path())
    reports = [
        check_source(Source(name, text), workspace, today, CheckOptions(stage, cross_plan=True))
        for name, text in case["plans"].items()
    ]
    assert all(one.plan is not None for one in reports)
    across = check_across_plans(
        [one.cross_plan_facts for one in reports if one.cross_plan_facts], today, workspace
    )
    return replace(across or PlanReport("", None, ()), plan=reports[0].plan)


def place(finding: Finding) -> str:
    """Name the place of a finding: with its file, where there are several."""
    at = f"{finding.span.line}:{finding.span.column}"
    return at if finding.file in ("plan.yaml", "signoffs.yaml") else f"{finding.file}:{at}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    expected = case.get("findings", [])
    codes = {line.split()[0] for line in expected} | set(case.get("without", ()))
    report = report_on(case)
    assert report.plan is not None or expected, "a near miss must be a plan"
    found = [
        f"{finding.code} {finding.severity.value} {place(finding)}"
        for finding in report.findings
        if finding.code in codes
    ]
    assert found == expected
    if "related" in case:
        related = [
            f"{one.span.line}:{one.span.column}"
            for finding in report.findings
            if finding.code in codes
            for one in finding.related
        ]
        assert related == case["related"]
    assert case.get("says", "") in " ".join(str(one.message) for one in report.findings)


def test_cases_say_what_they_are() -> None:
    for case in CASES:
        assert set(case) <= {
            "name", "today", "stage", "encoding", "workspace", "plan", "before", "signed",
            "signoffs", "findings", "related", "without", "plans", "above", "says",
        }  # fmt: skip
        assert ("findings" in case) != ("without" in case)
        assert all(line.split()[1] in SEVERITIES for line in case.get("findings", ()))
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_code_has_a_case_and_a_near_miss() -> None:
    codes = {check.code for check in registry()} | {
        problem.code for problem in error_codes.ERROR_CODES
    }
    fires = {line.split()[0] for case in CASES for line in case.get("findings", ())}
    spared = {code for case in CASES for code in case.get("without", ())}
    codes.remove("KAM019")  # takes a folder: tests/cli/test_align.py
    codes.remove("KAM020")  # is in a template, in no plan: tests/briefing/engine
    assert codes - fires == set()
    assert codes - spared == set()


def test_every_finding_says_what_to_do() -> None:
    for case in CASES:
        for finding in report_on(case).findings:
            assert str(finding.message).endswith((".", "?", "”", "!")), finding
            assert finding.hint is not None, finding
            assert str(finding.hint)
            assert finding.name
            assert "{" not in finding.message.say().replace("{effect: neutral}", ""), finding
