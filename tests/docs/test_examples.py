"""The examples do what their README says."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.finding import Severity
from kamctl.document.source import Source, read_source
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signoff_file import read_signoffs
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import COMPLETE_EXAMPLES, ROOT

EXAMPLES = ROOT / "examples"
TODAY = dt.date(2026, 11, 23)
LEFT_TO_DO = {"KAM311", "KAM322"}
"""All functions have agreed; decider and sponsor, and e-mails or keys, are left to be tried."""


def check(name: str, stage: Stage | None = None) -> PlanReport:
    source = read_source(EXAMPLES / name / "plan.yaml", "plan.yaml")
    assert isinstance(source, Source)
    signoffs = read_signoffs(EXAMPLES / name / "signoffs.yaml")
    return check_source(source, NO_WORKSPACE, TODAY, CheckOptions(stage), signoffs=signoffs)


def test_each_folder_holds_one_plan_and_is_explained() -> None:
    folders = sorted(place for place in EXAMPLES.iterdir() if place.is_dir())
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for folder in folders:
        files = {file.name for file in folder.iterdir()}
        assert files - {"signoffs.yaml"} == {"plan.yaml"}
        assert f"({folder.name}/plan.yaml)" in readme


@pytest.mark.parametrize("name", COMPLETE_EXAMPLES)
@pytest.mark.parametrize("stage", list(Stage))
def test_complete_plans_lack_nothing_but_the_last_signatures(name: str, stage: Stage) -> None:
    report = check(name, stage)
    assert [(f.code, f.span.line) for f in report.findings if f.code not in LEFT_TO_DO] == []


def test_a_first_draft_has_to_dos_and_no_errors() -> None:
    report = check("first-draft")
    assert report.errors == 0
    assert any(finding.severity is Severity.TODO for finding in report.findings)


def test_typical_mistakes_are_found_where_they_are() -> None:
    report = check("typical-mistakes")
    assert {finding.code for finding in report.findings} >= {
        "KAM010",
        "KAM011",
        "KAM012",
        "KAM014",
        "KAM101",
        "KAM102",
        "KAM110",
        "KAM111",
        "KAM201",
        "KAM203",
    }


@pytest.mark.parametrize("place", ["examples/complete-fr/plan.yaml"])
def test_french_is_set_as_french(place: str) -> None:
    text = (EXAMPLES.parent / place).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        assert not re.search(r"\w [?!;:%»]|[«] |\d%|\w'\w", line), (number, line)
