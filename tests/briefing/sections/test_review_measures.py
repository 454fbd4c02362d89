"""The measures of a review: actual, expected and target beside each other, and what is asked."""

from __future__ import annotations

import datetime as dt

from kamctl.briefing.formatter import PlanFormatter
from kamctl.briefing.sections.review_measures import review_measures_table
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT

TODAY = dt.date(2026, 11, 28)


def test_each_measure_has_its_figures_its_owner_and_a_decision() -> None:
    plan = check_file(str(ROOT / "examples" / "complete-en" / "plan.yaml"), TODAY).plan
    assert plan is not None
    numbers = {"SO1": "1", "SO2": "2"}
    found = review_measures_table(plan, numbers, PlanFormatter(plan, "en", TODAY))
    assert found is not None
    assert found.columns == (
        "Measure", "Objective", "Actual", "Expected", "Target", "Owner", "Status and decision",
    )  # fmt: skip
    first, second, *_ = [[cell.text for cell in row] for row in found.rows]
    assert first == [
        "Share of wallet", "1", "24%", "26.2%", "36%", "Mara Dekker",
        "Behind: corrective action",
    ]  # fmt: skip
    assert second[-1] == "On track"
    assert found.rows[0][2].note.split() == ["30", "Sept", "2026"]


def test_one_objective_is_not_named_in_each_row() -> None:
    plan = check_file(str(ROOT / "examples" / "complete-fr" / "plan.yaml"), TODAY).plan
    assert plan is not None
    found = review_measures_table(plan, {}, PlanFormatter(plan, "fr", TODAY))
    assert found is not None
    assert "Objectif" not in found.columns
    assert len(found.rows) == 3


def test_a_small_expected_value_has_the_decimals_of_the_plan() -> None:
    """As in the briefing: with one decimal it could be either of two readings."""
    text = """\
kamctl: 1
account: {name: A}
objectives:
  - id: SO1
    statement: Win.
    measures:
      - name: Damage
        direction: hold
        target: {value: 0.25, on: 2027-06-29}
      - name: Returns
        baseline: {value: 0.12, on: 2025-12-31}
        target: {value: 0.19, on: 2027-06-29}
"""
    plan = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY).plan
    assert plan is not None
    found = review_measures_table(plan, {}, PlanFormatter(plan, "en", TODAY))
    assert found is not None
    assert [row[2].text for row in found.rows] == ["0.25", "0.16"]
