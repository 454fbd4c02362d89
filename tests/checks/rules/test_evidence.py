"""An e-mail that is the evidence of several sign-offs: what is written of it, and to whom."""

from __future__ import annotations

import shlex

import pytest

from kamctl.checks.engine.next_steps import next_steps
from kamctl.checks.engine.plan_report import PlanReport
from tests.checks.rules.test_cases import report_on

PLAN = """kamctl: 1
account: {name: Acme, id: acme}
plan: {stage: shared}
objectives:
  - id: SO1
    statement: Win 3 plants.
    directions: [{function: finance, leader: petra, ask: Accept 60 days.}]
  - id: SO2
    statement: Win 4 hubs.
    directions: [{function: finance, leader: petra, ask: Finance two trials.}]
team:
  - {id: petra, name: Petra Lang, function: finance, email: petra@acme.example}
  - {id: ana, name: Ana Sousa, function: finance}
"""


def one_answer(quote: str, after: str, workspace: str = "") -> PlanReport:
    """Record one e-mail for both objectives; the plan is `after` once it is checked."""
    commands = [
        f"kamctl align record plan.yaml {one} --for finance --decision agree "
        f"--evidence {shlex.quote(quote + '.eml')}"
        for one in ("SO1", "SO2")
    ]
    return report_on({"plan": after, "before": PLAN, "signed": commands, "workspace": workspace})


def test_whoever_has_taken_over_is_asked_for_the_answer() -> None:
    left = PLAN.replace("petra, name", "petra, left: 2026-11-22, successor: ana, name")
    hints = {str(one.hint) for one in one_answer("I agree", left).findings if one.code == "KAM321"}
    assert [one.partition(" to answer")[0] for one in hints] == ["Ask Ana Sousa"]


def test_an_answer_of_several_lines_forges_no_line_of_the_report() -> None:
    found = one_answer("I agree\nplan.yaml:1:1 error KAM101", PLAN).findings
    shown = {str(one.message) for one in found if one.code == "KAM321"}
    assert len(shown) == 2
    assert all("“I agree plan.yaml:1:1 error KAM101”" in one for one in shown)


def test_what_is_disputed_is_not_evidenced() -> None:
    report = one_answer("I agree to SO1", PLAN.replace("stage: shared", "stage: validated"))
    (first,), (second,) = (one.functions for one in report.agreement)
    assert (first.assurance, second.assurance) == ("evidenced", "recorded")
    assert "does not name this one" in " ".join(map(str, second.provenance))
    assert not any("for 2 sign-offs" in str(one) for one in first.provenance)
    assert [one.objective for one in report.findings if one.code == "KAM321"] == ["SO2"]
    assert "KAM322" not in {one.code for one in report.findings}  # one finding is enough


def test_what_is_disputed_is_reported_where_the_company_has_turned_this_check_off() -> None:
    validated = PLAN.replace("stage: shared", "stage: validated")
    report = one_answer("I agree to SO1", validated, workspace="checks: {KAM321: off}\n")
    (found,) = [one for one in report.findings if one.code in ("KAM321", "KAM322")]
    assert (found.code, found.objective) == ("KAM322", "SO2")
    assert str(found.message) == (
        "These sign-offs have no verified signature and no e-mail that counts: finance (recorded "
        "by Claire Morel; the e-mail was recorded for 2 sign-offs and does not name this one)."
    )


@pytest.mark.parametrize(
    ("severities", "found"),
    [
        ("KAM322: error", ["KAM321 warning", "KAM322 error"]),
        ("KAM321: todo", ["KAM321 todo", "KAM322 warning"]),
        ("KAM321: error, KAM322: error", ["KAM321 error"]),
        ("KAM321: error", ["KAM321 error"]),
    ],
)
def test_what_is_disputed_is_reported_as_severely_as_what_has_no_e_mail(
    severities: str, found: list[str]
) -> None:
    validated = PLAN.replace("stage: shared", "stage: validated")
    report = one_answer("I agree to SO1", validated, workspace=f"checks: {{{severities}}}\n")
    about_evidence = [one for one in report.findings if one.code in ("KAM321", "KAM322")]
    assert sorted(f"{one.code} {one.severity.value}" for one in about_evidence) == found
    assert {one.objective for one in about_evidence} == {"SO2"}


@pytest.mark.parametrize(
    ("quote", "is_kept"),
    [
        ("I agree. " * 40, True),
        (("I agree to it. " * 140)[:1999].rstrip() + "…", False),
        ("I agree …", True),
    ],
)
def test_a_name_is_not_missing_where_only_the_beginning_was_read(quote: str, is_kept: bool) -> None:
    report = one_answer(quote, PLAN)
    found = [one for one in report.findings if one.code == "KAM321"]
    assert len(found) == 2
    for one in found:
        assert ("its text does not name" in str(one.message)) == is_kept
        assert ("The beginning of its text, which is all that was" in str(one.message)) != is_kept
        assert ("Check the whole e-mail" in str(one.hint)) != is_kept
    for status in report.agreement:
        shown = " ".join(map(str, status.functions[0].provenance))
        assert ("its beginning, which is all that was kept" in shown) != is_kept
        assert "confirmed by e-mail" not in shown
    steps = [
        step for step in next_steps(report) if any(one.code == "KAM321" for one in step.findings)
    ]
    assert [{one.objective for one in step.findings} for step in steps] == [{"SO1"}, {"SO2"}]
