"""Which years of the position a reader sees where there is room for few."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.portfolio.account_summary import AccountSummary
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import PLAN

HISTORY = "    - {year: 2025, turnover: 1_200_000, customer_spend: 5_100_000, margin: 31.5%}\n"
TARGET = "    - {year: 2026, turnover: 1_500_000, customer_spend: 5_000_000}\n"
FUTURE = "    - {year: 2027, turnover: 9_000_000, customer_spend: 10_000_000}\n"
OVER = "    - {year: 2025, turnover: 1_300_000, customer_spend: 5_000_000}\n"
PLANS = {
    "a result of a year to come": PLAN.replace(HISTORY, FUTURE + HISTORY),
    "a target of a year that is over": PLAN.replace(TARGET, TARGET + OVER),
    "only a target of a year that is over": PLAN.replace(TARGET, OVER),
    "a target of a fiscal year that is not": PLAN.replace(TARGET, OVER).replace(
        "period: {start: 2026-01-01, end: 2028-12-31}",
        "period: {start: 2024-10-01, end: 2026-09-30}",
    ),
}


@pytest.mark.parametrize(
    ("name", "now", "target", "rows"),
    [
        ("a result of a year to come", 2025, 2026, ["2025", "2026"]),
        ("a target of a year that is over", 2025, 2026, ["2025", "2026"]),
        ("only a target of a year that is over", 2025, None, ["2025"]),
        ("a target of a fiscal year that is not", 2025, 2025, ["2025", "2025"]),
    ],
)
def test_the_last_result_and_the_next_target(
    brief, today: dt.date, name: str, now: int, target: int | None, rows: list[str]
) -> None:
    text = PLANS[name]
    figure = brief(text, "account-team", kind="onepage").one_pager.figures[0]
    short = brief(text, "account-team", full=False)
    assert (figure.now_date, figure.target_date) == (str(now), str(target or ""))
    (table,) = (one for one in short.tables if one.caption == "Position by year")
    assert [row[0].text for row in table.rows] == rows
    account = summarize_plan(check_source(Source("plan.yaml", text), NO_WORKSPACE, today), today)
    assert isinstance(account, AccountSummary)
    assert account.turnover is not None and account.turnover.year == now
    assert (account.target and account.target.year) == target
