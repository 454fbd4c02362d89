"""How far a measure has come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kamctl.plan.measure_progress import latest, progress
from kamctl.plan.model import Plan
from kamctl.plan.objectives import Measure

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
        (10, 4, 7, 0.5, "ahead"),
        (10, 4, 8, 1 / 3, "on_track"),
        (10, 20, 22, 1.2, "reached"),
        (10, 20, 9, -0.1, "behind"),
        (10, 4, 11, -1 / 6, "behind"),
    ],
)
def test_the_way_done(
    baseline: float, target: float, reading: float, done: float, pace: str
) -> None:
    found = progress(
        measure(
            baseline=point(baseline, "2025-11-23"),
            target=point(target, "2028-11-23"),
            readings=[point(reading, "2026-09-30")],
        ),
        TODAY,
    )
    assert found.done == pytest.approx(done)
    assert found.on == dt.date(2026, 9, 30)
    assert found.due == pytest.approx(311 / 1096)
    assert found.due_value == pytest.approx(baseline + (target - baseline) * 311 / 1096)
    assert found.pace == pace


def test_nothing_is_made_up() -> None:
    assert progress(measure(), TODAY).pace == "unknown"
    assert progress(measure(baseline=point(4), target=point(4)), TODAY).done is None
    found = progress(measure(baseline=point(4), target=point(8), readings=[point(5)]), TODAY)
    assert (found.done, found.due, found.pace) == (0.25, None, "unknown")
    against = measure(direction="decrease", baseline=point(4), target=point(8))
    assert progress(against, TODAY).done is None


@pytest.mark.parametrize(
    ("value", "pace"),
    # Half of the distance was expected on the day of the reading, three quarters are today.
    [(10, "behind"), (14.9, "behind"), (15, "on_track"), (15.9, "on_track"), (16, "ahead")],
)
def test_a_reading_is_judged_at_its_date(value: float, pace: str) -> None:
    read = measure(
        baseline=point(10, "2026-01-01"),
        target=point(20, "2026-12-31"),
        readings=[point(value, "2026-07-02")],
    )
    for today in (dt.date(2026, 7, 2), dt.date(2026, 10, 1), dt.date(2026, 12, 31)):
        assert progress(read, today).pace == pace
        assert progress(read, today).due_value == 15
    assert progress(read, dt.date(2026, 7, 1)).pace == "unknown"


def test_without_a_reading_today_counts() -> None:
    bare = measure(baseline=point(10, "2026-01-01"), target=point(20, "2026-12-31"))
    found = progress(bare, dt.date(2026, 7, 2))
    assert (found.done, found.due_value, found.on, found.pace) == (
        None,
        15,
        dt.date(2026, 7, 2),
        "unknown",
    )


@pytest.mark.parametrize(
    ("target", "value", "pace"),
    [
        (4.1, 4.1, "on_track"),
        (4.1, 3.9, "on_track"),
        (4.1, 4.3, "on_track"),
        (4.1, 3.8, "behind"),
        (4.1, 4.4, "behind"),
        (0, 0, "on_track"),
        (0, 1, "behind"),
        (-100, -105, "on_track"),
        (-100, -106, "behind"),
    ],
)
def test_what_is_to_hold(target: float, value: float, pace: str) -> None:
    found = progress(
        measure(
            direction="hold",
            baseline=point(target, "2025-12-31"),
            target=point(target, "2028-12-31"),
            readings=[point(value, "2026-09-30")],
        ),
        TODAY,
    )
    assert (found.done, found.due_value, found.pace) == (None, target, pace)


def test_what_is_to_hold_and_was_not_read() -> None:
    assert progress(measure(direction="hold", target=point(4)), TODAY).pace == "unknown"
    assert progress(measure(direction="hold"), TODAY).pace == "unknown"


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


@pytest.mark.parametrize(
    ("readings", "value"),
    [
        ([(3, "2026-09-30"), (4, "2026-09-30")], 4),
        ([(3, "2026-09-30"), (4, "2026-09")], 4),
        ([(3, "2026-09-30"), (4, "2026-11")], 4),
        ([(3, "2025-06-30")], None),
        ([(3, "2025-12-01")], 3),
    ],
    ids=["one day", "one day, one month", "this month", "before the baseline", "in its month"],
)
def test_which_reading_counts(readings: list[tuple[float, str]], value: float | None) -> None:
    read = measure(
        baseline=point(1, "2025-12"),
        target=point(9, "2028-12"),
        readings=[point(*one) for one in readings],
    )
    newest = latest(read, TODAY)
    assert (newest and newest.value) == value
    found = progress(read, TODAY)
    assert found.on is not None and found.on <= TODAY
