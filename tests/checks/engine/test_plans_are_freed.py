"""A plan that was checked leaves memory at once: thousands are read in one process."""

from __future__ import annotations

import datetime as dt
import gc
import weakref

import pytest

from kamctl.checks.engine.runner import CheckOptions, check_file
from kamctl.portfolio.summarize_plan import summarize_plan
from tests.paths import ROOT

DAY = dt.date(2026, 11, 23)
PLANS = ("complete-en", "typical-mistakes", "first-draft")


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("summarized", [False, True])
def test_nothing_keeps_a_plan_that_was_checked(name: str, summarized: bool) -> None:
    gc.disable()
    try:
        report = check_file(
            str(ROOT / "examples" / name / "plan.yaml"), DAY, CheckOptions(cross_plan=True)
        )
        document = weakref.ref(report.document)
        plan = weakref.ref(report.plan) if report.plan is not None else None
        if summarized:
            summarize_plan(report, DAY)
        del report
        assert document() is None
        assert plan is None or plan() is None
    finally:
        gc.enable()
