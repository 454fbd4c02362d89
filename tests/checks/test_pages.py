"""The pages of the checks: their docstrings say what and why, and their examples do as they say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.checks.catalogue import Check, catalogue
from kamctl.checks.page import page
from kamctl.checks.run import PlanReport, check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE, workspace_of
from tests.signing import story

TODAY = dt.date(2026, 11, 23)
CHECKS = [pytest.param(check, id=check.code) for check in catalogue()]


def whole(fragment: str) -> str:
    """Add to an example what every plan has."""
    head = "" if fragment.startswith("kamctl:") else "kamctl: 1\n"
    if not any(line.startswith("account:") for line in fragment.splitlines()):
        head += "account: {name: Lactea}\n"
    return head + fragment + "\n"


def report_on(check: Check, example: str) -> PlanReport:
    """Check an example, with the workspace and the sign-offs that its comments tell of."""
    told = story(example, whole)
    house = NO_WORKSPACE
    if told.workspace:
        house = workspace_of(Source("kamctl.yaml", told.workspace), Path())
    source = Source("plan.yaml", told.plan)
    return check_source(source, house, TODAY, check.stage, signoffs=told.signoffs)


@pytest.mark.parametrize("check", CHECKS)
def test_a_page_says_what_and_why(check: Check) -> None:
    said = page(check.page)
    assert said.summary.endswith(".")
    assert said.why
    assert said.example
    assert said.instead
    assert said.example != said.instead


@pytest.mark.parametrize("check", CHECKS)
def test_the_example_fails(check: Check) -> None:
    report = report_on(check, page(check.page).example)
    assert report.plan is not None
    found = [finding for finding in report.findings if finding.code == check.code]
    assert found, [str(finding.message) for finding in report.findings]
    read = [f for f in report.findings if f.code < "KAM014"]
    assert not read, [str(finding.message) for finding in read]


@pytest.mark.parametrize("check", CHECKS)
def test_the_mended_example_does_not(check: Check) -> None:
    report = report_on(check, page(check.page).instead)
    assert report.plan is not None
    assert check.code not in {finding.code for finding in report.findings}
    read = [f for f in report.findings if f.code < "KAM014"]
    assert not read, [str(finding.message) for finding in read]


@pytest.mark.parametrize("check", CHECKS)
def test_options_are_explained(check: Check) -> None:
    for option in check.options:
        assert option.name.isidentifier() and option.name.islower()
        assert option.meaning.endswith(".")
