"""The stage of a plan in documents: whether its requirements are met, and on which sign-offs."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.sections.stage import stage_in_text
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.signing import in_a_file, signed

TODAY = dt.date(2026, 11, 23)
PLAN = re.sub(
    r"(?m)^  - \{id: (\w+), (name: .*, function: .*)\}$",
    r"  - {id: \1, email: \1@corraline.example, \2}",
    (ROOT / "examples" / "complete-en" / "plan.yaml")
    .read_text(encoding="utf-8")
    .replace(" email: mara.dekker@corraline.example,", ""),
)
FUNCTIONS = {
    "SO1": ("supply-chain", "operations", "finance", "local-sales"),
    "SO2": ("operations", "finance", "research-development"),
}


def signed_report(stage: str, *, evidence: bool, more: str = "") -> PlanReport:
    """Return the report on the example, on which all have signed, by e-mail or not."""
    text = PLAN.replace("stage: aligned", f"stage: {stage}") + more
    signoffs = in_a_file(
        [
            signed(text, f"kamctl align record plan.yaml {command}")
            for objective, functions in FUNCTIONS.items()
            for command in (
                *(
                    f"{objective} --for {function} --decision agree"
                    + f' --evidence "{objective}, {function}: agreed.eml"' * evidence
                    for function in functions
                ),
                *(
                    f"{objective} --as {role} --decision validate"
                    + f' --evidence "{objective}, {role}: validated.eml"' * evidence
                    for role in ("decider", "sponsor")
                ),
            )
        ]
    )
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY, signoffs=signoffs)


@pytest.mark.parametrize(
    ("stage", "evidence", "line"),
    [
        ("aligned", False, "Aligned"),
        ("validated", True, "Validated"),
        ("validated", False, "Validated, with sign-offs that have no signature and no e-mail"),
    ],
)
def test_a_stage_says_what_it_rests_on(stage: str, evidence: bool, line: str) -> None:
    report = signed_report(stage, evidence=evidence)
    assert report.plan is not None and report.is_stage_met
    formatter = PlanFormatter(report.plan, "en", TODAY)
    assert stage_in_text(stage, formatter, report) == line
    is_said = "no e-mail" in line
    for reader in ("everyone", "executive", "sponsor", "account-team", "finance"):
        page = build_view(report, audience_for(reader), "en", "onepage")
        assert [one.text for one in page.notices] == [f"Stage of the plan: {line}."] * is_said


def test_a_stage_that_is_not_met_is_not_called_validated() -> None:
    """Whatever it rests on, the one-pager does not give the stage as reached."""
    report = signed_report("validated", evidence=False, more="unknown: 1\n")
    assert report.is_only_recorded and not report.is_stage_met
    page = build_view(report, audience_for("everyone"), "en", "onepage")
    assert not any("Validated, with" in one.text for one in page.notices)
