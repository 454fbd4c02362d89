"""How far away a date is expected to be."""

from __future__ import annotations

import pytest

from kamctl.checks.rules.dates import days_from_today


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (12, "in 12 days"),
        (-12, "12 days ago"),
        (-1094, "1,094 days ago"),
        (1461, "in about 4 years"),
        (-2_911_347, "about 7,971 years ago"),
    ],
)
def test_far_dates_are_told_in_years(left: int, expected: str) -> None:
    assert str(days_from_today(left)) == expected
