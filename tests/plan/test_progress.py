"""How far a measure has come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kamctl.plan.model import Plan
from kamctl.plan.objectives import Measure
from kamctl.plan.progress import latest, progress

TODAY = dt.date(2026, 11, 23)


def measure(**parts: Any) -> Measure:
    plan = Plan.model_validate(
        {
            "kamctl": 1,
            "account": {"name": "A"},
            "objectives": [
                {"id": "S", "statement": "S.", "measures": [{"name": "M", **parts}]},
            ],
        }
    )
    return plan.objectives[0].measures[0]


def point(value: float, on: str | None = None) -> dict[str, Any]:
    return {"value": value} | ({"on": on} if on else {})


@pytest.mark.parametrize(
    ("baseline", "target", "reading", "done", "pace"),
    [
        (27, 42, 29, 2 / 15, "behind"),
        (10, 4, 7, 0.5, "on_course"),
        (10, 20, 22, 1.2, "reached"),
        (10, 20, 9, -0.1, "behind"),
        (10, 4, 11, -1 / 6, "behind"),
    ],
)
def test_the_way_done(
    baseline: float, target: float, reading: float, done: float, pace: str
) -> None:
    way = progress(
        measure(
            baseline=point(baseline, "2025-11-23"),
            target=point(target, "2028-11-23"),
            readings=[point(reading, "2026-09-30")],
        ),
        TODAY,
    )
    assert way.done == pytest.approx(done)
    assert way.due == pytest.approx(1 / 3, abs=1e-3)
    assert way.due_value == pytest.approx(baseline + (target - baseline) / 3, abs=0.02)
    assert way.pace == pace


def test_nothing_is_made_up() -> None:
    assert progress(measure(), TODAY).pace == "unknown"
    assert progress(measure(baseline=point(4), target=point(4)), TODAY).done is None
    way = progress(measure(baseline=point(4), target=point(8), readings=[point(5)]), TODAY)
    assert (way.done, way.due, way.pace) == (0.25, None, "unknown")
    against = measure(direction="decrease", baseline=point(4), target=point(8))
    assert progress(against, TODAY).done is None


def test_today_lies_within_the_way() -> None:
    late = measure(baseline=point(1, "2020-01-01"), target=point(2, "2021-01-01"))
    early = measure(baseline=point(1, "2027-01-01"), target=point(2, "2028-01-01"))
    assert (progress(late, TODAY).due, progress(early, TODAY).due) == (1, 0)


def test_the_newest_reading_that_is_not_in_the_future() -> None:
    read = measure(
        readings=[point(3, "2026-09-30"), point(2, "2026-03-31"), point(9, "2027-01-01")]
    )
    newest = latest(read, TODAY)
    assert newest is not None and newest.value == 3
