"""What the share of wallet is now: the figures of the last year, or a later reading."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.plan.share_of_wallet import share_of_wallet
from kamctl.portfolio.account_summary import AccountSummary
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE

PLAN = """\
kamctl: 1
account: {name: A}
plan: {stage: draft}
position:
  history:
    - {year: 2024, turnover: 22, customer_spend: 100}
    - {year: 2025, turnover: 23, customer_spend: 100}
objectives:
  - id: SO1
    statement: Grow.
    measures:
      - name: Share of wallet
        unit: "%"
        readings: [{value: 24, on: 2026-09-30}, {value: 26, on: 2027-03-31}]
"""


@pytest.mark.parametrize(
    ("today", "percent", "is_reading"),
    [
        ("2025-06-30", 23.0, False),
        ("2026-06-30", 23.0, False),
        ("2026-11-23", 24.0, True),
        ("2027-11-23", 26.0, True),
        ("2023-11-23", None, False),
    ],
)
def test_the_latest_of_both_counts(today: str, percent: float | None, is_reading: bool) -> None:
    day = dt.date.fromisoformat(today)
    report = check_source(Source("plan.yaml", PLAN), NO_WORKSPACE, day)
    assert report.plan is not None
    found = share_of_wallet(report.plan, day)
    assert (found and found.percent) == percent
    assert bool(found and found.is_reading) is is_reading
    account = summarize_plan(report, day)
    assert isinstance(account, AccountSummary)
    if percent is not None:
        assert account.share == percent


def test_a_reading_counts_before_the_figures_of_a_year_that_is_not_over() -> None:
    with_this_year = PLAN.replace(
        "objectives:", "    - {year: 2026, turnover: 30, customer_spend: 100}\nobjectives:"
    )
    for today, percent in (("2026-06-30", 30.0), ("2026-11-23", 24.0), ("2027-01-31", 30.0)):
        day = dt.date.fromisoformat(today)
        report = check_source(Source("plan.yaml", with_this_year), NO_WORKSPACE, day)
        assert report.plan is not None
        found = share_of_wallet(report.plan, day)
        assert found is not None and found.percent == percent, today


def test_the_trend_leads_to_the_share_that_is_shown() -> None:
    day = dt.date(2026, 11, 23)
    account = summarize_plan(check_source(Source("plan.yaml", PLAN), NO_WORKSPACE, day), day)
    assert isinstance(account, AccountSummary)
    assert (account.share, account.trend) == (24.0, 1.0)
    assert [one.year for one in account.shares] == [2024, 2025, 2026]


def test_a_reading_without_a_date_is_of_no_day() -> None:
    day = dt.date(2026, 11, 23)
    plan = PLAN.replace("{value: 26, on: 2027-03-31}", "{value: 26}")
    report = check_source(Source("plan.yaml", plan), NO_WORKSPACE, day)
    assert report.plan is not None
    found = share_of_wallet(report.plan, day)
    assert found is not None and (found.percent, found.day) == (24.0, dt.date(2026, 9, 30))


@pytest.mark.parametrize("second", ["2026-09-30", "2026-11"])
def test_it_is_the_reading_that_progress_shows(second: str) -> None:
    day = dt.date(2026, 11, 23)
    plan = PLAN.replace("{value: 26, on: 2027-03-31}", f"{{value: 25, on: {second}}}")
    report = check_source(Source("plan.yaml", plan), NO_WORKSPACE, day)
    assert report.plan is not None
    found = share_of_wallet(report.plan, day)
    assert found is not None and found.percent == 25 and found.day <= day
