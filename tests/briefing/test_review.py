"""A review tells no reader more than their briefing does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from kamctl.briefing.build import build_view
from kamctl.briefing.changes_seen import may_see
from kamctl.briefing.html import render_html
from kamctl.briefing.markdown import render_markdown
from kamctl.history.comparison import Compared, Lookback
from kamctl.history.meaning import difference
from kamctl.history.revision import Moment
from kamctl.history.timeline import Step
from kamctl.plan.model import Plan
from tests.briefing import test_confidentiality as confidential
from tests.briefing.secrets import Leaf, changed

WHEN = Moment("0" * 40, dt.date(2026, 9, 1), "ZQAUTHOR", "ZQSUBJECT", "HEAD~3")
STEPS = tuple(
    Step("1" * 40, dt.date(2026, 9, day), "ZQAUTHOR", "ZQSUBJECT", "plan.yaml", True, "shared",
         10 + day, 27, 20.0 + day)
    for day in (1, 2)
)  # fmt: skip
IN_A_REVIEW = {"plan.next_review", "plan.stage", "objectives[].status"}
"""What every briefing says at its top, where the table cannot tell it."""


def lookback(before: Plan, now: Plan) -> Lookback:
    return Lookback(Compared("plan.yaml", WHEN, difference(before, now, language="en")), STEPS)


class Looking:
    """A plan that has changed in one field, as one audience reads its review."""

    def __init__(self, name: str) -> None:
        self.reading = confidential.Reading(name)
        self.before = Plan.model_validate(self.reading.plan)

    def told(self, leaf: Leaf) -> tuple[Any, ...]:
        """Return what the review says has changed."""
        now = Plan.model_validate(changed(self.reading.plan, leaf))
        view = build_view(
            now, self.reading.audience, "en", self.reading.report, confidential.TODAY, None,
            "review", lookback(self.before, now),
        )  # fmt: skip
        assert view.review is not None
        review = view.review
        return review.changes, review.invalidated, review.slipped


@pytest.mark.parametrize("name", confidential.AUDIENCES)
def test_no_reader_is_told_more_than_their_briefing_shows(name: str) -> None:
    looking = Looking(name)
    known = confidential.allowed(name) | IN_A_REVIEW
    leaks, told = [], set()
    for leaf in confidential.planted_for(name).leaves:
        if any(looking.told(leaf)):
            told.add(leaf.name)
            if leaf.name not in known and name != "account-team":
                leaks.append(leaf.name)
    assert leaks == []
    assert {"objectives[].statement", "objectives[].due"} <= told
    assert ("objectives[].actions[].due" in told) is (name not in ("executive", "sponsor"))
    assert ("position.history[].turnover" in told) is (
        name in ("executive", "sponsor", "finance", "account-team")
    )
    own = "objectives[].directions[].restatement.text (own)"
    assert (own in told) is (name != "everyone"), own


@pytest.mark.parametrize("name", confidential.AUDIENCES)
def test_what_is_seen_of_the_way(name: str) -> None:
    reading = confidential.Reading(name)
    now = Plan.model_validate(reading.plan)
    view = build_view(now, reading.audience, "en", reading.report, confidential.TODAY, None,
                      "review", lookback(now, now))  # fmt: skip
    assert view.review is not None
    assert view.review.way is not None
    columns = view.review.way.columns
    assert ("Commit" in columns) is (name == "account-team")
    share = name in ("executive", "sponsor", "finance", "account-team")
    assert ("Share of wallet" in columns) is share
    for render in (render_html, render_markdown):
        page = render(view, kind="review")
        assert ("ZQAUTHOR" in page) is (name == "account-team")
        assert ("ZQSUBJECT" in page) is (name == "account-team")
        assert ("22%" in page.replace("\N{NO-BREAK SPACE}", "")) is share


def test_a_change_that_names_no_known_field_is_for_the_team_alone() -> None:
    reading = confidential.Reading("everyone")
    plan = Plan.model_validate(reading.plan)
    custom = reading.plan["custom"] | {"zq": "other"}
    other = Plan.model_validate(reading.plan | {"custom": custom})
    (change,) = difference(plan, other, language="en").changes
    for name in confidential.AUDIENCES:
        audience = confidential.audience_called(name)
        assert may_see(change, audience, other) is (name == "account-team")


def test_a_concern_is_asked_to_be_answered_in_words_only_where_they_are_known() -> None:
    reading = confidential.Reading("everyone")
    plan = dict(reading.plan)
    objective = dict(plan["objectives"][0])
    directions = [dict(one) for one in objective["directions"]]
    concern = dict(directions[1]["resistances"][0]) | {
        "severity": "blocking",
        "concern": "ZQSECRET",
    }
    directions[1]["resistances"] = [concern]
    now = Plan.model_validate(plan | {"objectives": [objective | {"directions": directions}]})
    for name in confidential.AUDIENCES:
        audience = confidential.audience_called(name)
        view = build_view(now, audience, "en", reading.report, confidential.TODAY, None, "review",
                          lookback(now, now))  # fmt: skip
        assert view.review is not None
        said = " ".join(view.review.decide)
        assert re.search("answer the blocking concern of", said)
        assert ("ZQSECRET" in said) is (name in ("executive", "sponsor", "account-team")), name
