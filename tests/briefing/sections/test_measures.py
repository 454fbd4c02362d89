"""Measures as a reader sees them."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("baseline", "target", "decimals"),
    [(21, 3, 1), (0, 22, 1), (0, 9, 1), (3.9, 4.5, 2), (0.12, 0.19, 3), (0, 1e9, 1)],
)
def test_an_expected_value_is_as_exact_as_its_distance_is_long(
    brief, baseline: float, target: float, decimals: int
) -> None:
    text = f"""kamctl: 1
account: {{name: A}}
objectives:
  - id: SO1
    statement: Win.
    measures:
      - name: Days
        unit: days
        baseline: {{value: {baseline}, on: 2025-12-31}}
        target: {{value: {target}, on: 2027-06-29}}
"""
    (measure,) = brief(text).objectives[0].measures
    match = re.search(r": [\d,]+(?:\.(\d+))?\s+days\.", measure.expected)
    assert match, measure.expected
    assert len(match[1] or "") <= decimals
    value = float(match[0].split()[1].replace(",", ""))
    assert value == pytest.approx(
        baseline + (target - baseline) * 327 / 545, abs=0.51 * 10**-decimals
    )


@pytest.mark.parametrize(("baseline", "target"), [(-1e308, 1e308), (0, 5e-324), (3, 3), (0, 1e-7)])
def test_no_way_is_too_long_or_too_short(brief, baseline: float, target: float) -> None:
    text = f"""kamctl: 1
account: {{name: A}}
objectives:
  - id: SO1
    statement: Win.
    measures:
      - name: Days
        baseline: {{value: {baseline!r}, on: 2025-12-31}}
        target: {{value: {target!r}, on: 2027-06-29}}
"""
    (measure,) = brief(text).objectives[0].measures
    assert measure.name == "Days"
