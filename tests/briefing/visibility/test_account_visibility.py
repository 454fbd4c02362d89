"""What a reader sees of an account in a portfolio, against its own documents."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.account_visibility import visible_accounts
from kamctl.checks.engine.runner import check_file
from kamctl.portfolio.account_summary import AccountSummary, PartyStates
from kamctl.portfolio.summarize_plan import summarize_plan
from tests.briefing.visibility.visibility_table import AUDIENCES, audience_called
from tests.paths import LACTEA_PLAN

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("name", AUDIENCES)
def test_the_share_of_wallet_is_that_of_the_one_pager(name: str) -> None:
    audience = audience_called(name)
    report = check_file(LACTEA_PLAN.as_posix(), TODAY)
    whole = summarize_plan(report, TODAY)
    assert isinstance(whole, AccountSummary)
    assert whole.share == 29.0  # read this year; 27.4 in the figures of 2025
    page = build_view(report, audience, "en", "onepage").one_pager
    assert page is not None
    # A function knows of accounts that ask something of it.
    asked = (PartyStates(audience.function or "", ()),)
    (seen,) = visible_accounts([whole._replace(functions=asked)], audience)
    shares = [one.now for one in page.figures if one.label == "Share of wallet"]
    assert shares == ([] if seen.share is None else [f"{seen.share:.0f}%"])
    assert (seen.shares, seen.trend) == ((whole.shares, whole.trend) if shares else ((), None))


def test_each_field_of_an_account_is_decided_on() -> None:
    # With a default, a new field would be missing for all readers but the account team.
    assert AccountSummary._field_defaults == {}
