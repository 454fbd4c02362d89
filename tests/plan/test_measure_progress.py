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
    ("baseline", "target", "reading", "done", "due", "pace"),
    [
        (27, 42, 29, 2 / 15, 31, "behind"),
        (10, 4, 7, 0.5, 9, "ahead"),
        (10, 4, 8, 1 / 3, 9, "on_track"),
        (10, 4, 9, 1 / 6, 9, "on_track"),
        (10, 20, 22, 1.2, 12, "reached"),
        (10, 20, 9, -0.1, 12, "behind"),
        (10, 4, 11, -1 / 6, 9, "behind"),
    ],
)
def test_progress_is_the_share_of_the_distance_covered(
    baseline: float, target: float, reading: float, done: float, due: float, pace: str
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
    assert found.due == pytest.approx((due - baseline) / (target - baseline))
    assert found.due_value == due
    assert found.pace == pace


@pytest.mark.parametrize(
    ("unit", "baseline", "target", "reading", "due", "pace"),
    [
        # 600 of 1,000 days have passed.
        ({"one": "hub", "other": "hubs"}, 0, 3, 1, 1, "on_track"),
        ("plants", 0, 3, 0, 1, "behind"),
        ("plants", 0, 4, 3, 2, "on_track"),
        ("plants", 0, 6, 5, 3, "ahead"),
        ("plants", 4, 0, 2, 2, "on_track"),
        ("plants", 4, 0, 3, 2, "behind"),
        ("plants", 0, 5, 3, 3, "on_track"),
        (None, 0, 1, 0, 0, "on_track"),
        ("customers", 0, 1000, 599, 600, "behind"),
        ("customers", 0, 999, 599, 599, "on_track"),
        ("days", 10, 7, 8.1, 8.2, "on_track"),
        ("days", 10, 7, 8.3, 8.2, "behind"),
        ("%", 27, 42, 36, 36, "on_track"),
        ("%", 27, 41, 35, 35, "on_track"),
        ("%", 27, 40, 34, 35, "behind"),
        ("percent", 27, 40, 34, 35, "behind"),
        ("pour cent", 27, 40, 34, 35, "behind"),
        ("%", 27.5, 40, 35, 35, "on_track"),
        ("%", 27.5, 40, 34.9, 35, "behind"),
        ("%", 20, 40, None, 32, "unknown"),
        ("EUR", 1_000_000, 2_345_678, 1_807_406, 1_807_407, "behind"),
        ("EUR", 12_000_000, 17_500_000, 15_300_000, 15_300_000, "on_track"),
        ("€", 12_000_000, 17_600_000, 15_300_000, 15_400_000, "behind"),
        ("EUR", 0, 1_234_000, 740_000, 740_000, "on_track"),
        ("EUR", 0, 1_000_000, None, 600_000, "unknown"),
        ("EUR", 0, 10, 6, 6, "on_track"),
        ("", 0.12, 0.19, 0.16, 0.16, "on_track"),
        ("", 0.1, 0.4, 0.3, 0.3, "on_track"),
    ],
)
def test_it_is_judged_as_exactly_as_it_is_written(
    unit: object, baseline: float, target: float, reading: float | None, due: float, pace: str
) -> None:
    found = progress(
        measure(
            unit=unit,
            baseline=point(baseline, "2025-01-01"),
            target=point(target, "2027-09-28"),
            readings=[] if reading is None else [point(reading, "2026-08-24")],
        ),
        dt.date(2026, 8, 24),
    )
    assert (found.due_value, found.pace) == (due, pace)
    assert found.due == pytest.approx((due - baseline) / (target - baseline))


def test_progress_is_unknown_without_what_it_needs() -> None:
    assert progress(measure(), TODAY).pace == "unknown"
    assert progress(measure(baseline=point(4), target=point(4)), TODAY).done is None
    found = progress(measure(baseline=point(4), target=point(8), readings=[point(5)]), TODAY)
    assert (found.done, found.due, found.pace) == (0.25, None, "unknown")
    against = measure(direction="decrease", baseline=point(4), target=point(8))
    assert progress(against, TODAY).done is None


@pytest.mark.parametrize(
    ("value", "pace"),
    # Half of the distance was expected on the day of the reading, three quarters are today.
    [(10, "behind"), (14, "behind"), (15, "on_track"), (15.9, "on_track"), (16, "ahead")],
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
def test_a_measure_to_hold_is_judged_by_its_distance_from_the_target(
    target: float, value: float, pace: str
) -> None:
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


def test_a_measure_to_hold_without_a_reading_is_unknown() -> None:
    assert progress(measure(direction="hold", target=point(4)), TODAY).pace == "unknown"
    assert progress(measure(direction="hold"), TODAY).pace == "unknown"


def test_the_expected_share_is_between_none_and_all() -> None:
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
