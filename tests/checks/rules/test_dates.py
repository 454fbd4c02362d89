"""How far away a date is expected to be."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.checks.rules.dates import days_from_today
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE


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


def test_an_answer_is_that_of_a_function_with_a_name() -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nobjectives: [{id: SO1, statement: Win., "
        "directions: [{function: supply-chain, answer_by: 2026-11-24}]}]\n"
    )
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, dt.date(2026, 11, 23))
    (found,) = (one for one in report.findings if one.code == "KAM206")
    assert "“supply chain”" in str(found.message)
