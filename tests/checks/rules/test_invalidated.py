"""A sign-off that a change invalidates: reported once, in plain sentences, the same everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_file
from kamctl.i18n.catalog import languages, translator
from kamctl.reports.alignment import AlignmentText
from tests.terminal import piped

ROOT = Path(__file__).parents[3]
TODAY = dt.date(2026, 11, 23)
ASK = "Deliver every Velopar hub within one day from October 2027."
CHANGES = {
    "its direction": (f"ask: {ASK}", "ask: Deliver all hubs within one day from October 2027."),
    "the due date": ("    due: 2028-12-31", "    due: 2028-10-31"),
    "a target": ("target: {value: 36, on", "target: {value: 35, on"),
}


def report_after(folder: Path, change: str, stage: str) -> PlanReport:
    """Check the example after a change, at a stage."""
    before, after = CHANGES[change]
    for name in ("plan.yaml", "signoffs.yaml"):
        text = (ROOT / "examples" / "complete-en" / name).read_text(encoding="utf-8")
        if name == "plan.yaml":
            assert before in text
            text = text.replace(before, after, 1).replace("stage: aligned", f"stage: {stage}")
        (folder / name).write_text(text, encoding="utf-8")
    return check_file(str(folder / "plan.yaml"), TODAY)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("stage", "codes"), [("shared", {"KAM312"}), ("aligned", {"KAM310"}), ("draft", {"KAM312"})]
)
def test_it_is_reported_once(tmp_path: Path, change: str, stage: str, codes: set[str]) -> None:
    report = report_after(tmp_path, change, stage)
    lost = [
        (("objectives", each_at, "directions", one.place), one)
        for each_at, each in enumerate(report.agreement)
        for one in each.functions
        if one.state == "invalidated"
    ]
    assert lost
    for path, one in lost:
        found = [each for each in report.findings if each.path == path]
        found = [each for each in found if each.code in ("KAM310", "KAM311", "KAM312")]
        assert {each.code for each in found} == codes and len(found) == 1
        assert one.signer in str(found[0].message)
        assert not one.has_agreed


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("stage", ["shared", "aligned"])
def test_it_has_one_colon_at_most_wherever_it_is(
    tmp_path: Path, change: str, stage: str, language: str
) -> None:
    report = report_after(tmp_path, change, stage)
    assert report.plan is not None
    say = translator(language)
    found = [one for one in report.findings if one.code in ("KAM310", "KAM312")]
    assert found
    reasons = set()
    for one in found:
        before, end, reason = one.message.say(say).partition(". ")
        assert end and ":" not in before and reason.count(":") <= 1
        assert reason[:1].isupper()
        reasons.add(reason.rstrip("."))
    text = AlignmentText(today=TODAY, translate=say)
    parts = text.plan(
        report.plan, report.agreement, file=report.file, is_stage_met=report.is_stage_met
    )
    status = piped(list(parts))
    written = " ".join(status.replace("\N{NO-BREAK SPACE}", " ").split())
    for reason in reasons:
        assert " ".join(reason.replace("\N{NO-BREAK SPACE}", " ").split()) in written
