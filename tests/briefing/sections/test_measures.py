"""Measures as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.objective import MeasureView

Measured = Callable[..., MeasureView]


@pytest.fixture
def measured(brief: Callable[[str], BriefingView]) -> Measured:
    """Brief a plan with one measure, and return what is shown of it."""

    def show(baseline: float, target: float, more: str = "") -> MeasureView:
        text = f"""kamctl: 1
account: {{name: A}}
objectives:
  - id: SO1
    statement: Win.
    measures:
      - name: Days
        unit: days
        baseline: {{value: {baseline!r}, on: 2025-12-31}}
        target: {{value: {target!r}, on: 2027-06-29}}
        {more}
"""
        (measure,) = brief(text).objectives[0].measures
        return measure

    return show


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [(21, 3, "11 days"), (0, 22, "13 days"), (3.9, 4.5, "4.3 days"), (0.12, 0.19, "0.16 days"),
     (0, 1e9, "600,000,000 days")],
)  # fmt: skip
def test_an_expected_value_is_as_exact_as_those_of_the_plan(
    measured: Measured, baseline: float, target: float, expected: str
) -> None:
    shown = measured(baseline, target).expected
    assert shown.replace("\xa0", " ") == f"Expected by 23 Nov 2026: {expected}."


@pytest.mark.parametrize(
    ("value", "reached"),
    [(0, "0%"), (996, "99%"), (999.9, "99%"), (1000, "100%"), (1200, "120%"), (586, "59%")],
)
def test_a_target_is_reached_when_all_of_it_is(
    measured: Measured, value: float, reached: str
) -> None:
    measure = measured(0, 1000, more=f"readings: [{{value: {value}, on: 2026-11-20}}]")
    assert measure.progress == f"{reached} of the target reached."


@pytest.mark.parametrize(("baseline", "target"), [(-1e308, 1e308), (0, 5e-324), (3, 3), (0, 1e-7)])
def test_a_measure_is_shown_however_far_its_target_is(
    measured: Measured, baseline: float, target: float
) -> None:
    assert measured(baseline, target).name == "Days"
