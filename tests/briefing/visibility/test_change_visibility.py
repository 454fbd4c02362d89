"""A review tells no reader more than their briefing does."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.change_visibility import may_see_change
from kamctl.briefing.visibility.field_permissions import (
    ANY,
    FIELD_PERMISSIONS,
    FIGURE,
    FIGURE_PERMISSIONS,
    SERVED,
)
from kamctl.comparison.difference import difference
from kamctl.git.revision import Revision
from kamctl.history.compared_plans import Lookback, PlanComparison
from kamctl.history.timeline import TimelineStep
from kamctl.plan.model import Plan
from kamctl.signoffs.agreement_status import agreement_status
from tests.briefing.visibility.information_flow import reading as reading_of
from tests.briefing.visibility.visibility_table import AUDIENCES, audience_called, read_table
from tests.every_field import fields_of_the_format

WHEN = Revision("0" * 40, dt.date(2026, 9, 1), "ZQAUTHOR", "ZQSUBJECT", "HEAD~3")
STEPS = tuple(
    TimelineStep("1" * 40, dt.date(2026, 9, day), "ZQAUTHOR", "ZQSUBJECT", "plan.yaml", True,
         "shared", 10 + day, 27, 20.0 + day)
    for day in (1, 2)
)  # fmt: skip


def lookback(before: Plan, now: Plan) -> Lookback:
    return Lookback(
        PlanComparison("plan.yaml", WHEN, difference(before, now, language="en")), STEPS
    )


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_reader_is_told_of_changes_in_what_they_see(name: str) -> None:
    visible = {field for field, row in read_table().items() if name in row["review"]}
    assert {"objectives[].statement", "objectives[].due"} <= visible
    assert ("objectives[].actions[].due" in visible) is (name not in ("executive", "sponsor"))
    assert ("position.history[].turnover" in visible) is (
        name in ("executive", "sponsor", "finance", "account-team")
    )
    own = "objectives[].directions[].restatement.text (own)"
    assert (own in visible) is (name != "everyone"), own


def test_a_goal_is_served_by_its_id_alone() -> None:
    """Not by a field that is called as the id of another goal that is served."""
    goals = [{"id": "text", "text": "Fewer stops"}, {"id": "G2", "text": "Sell the plant"}]

    def plan(wording: str) -> Plan:
        return Plan.model_validate(
            {
                "kamctl": 1,
                "account": {"name": "Lactea"},
                "customer": {"goals": [goals[0], goals[1] | {"text": wording}]},
                "objectives": [{"id": "SO1", "statement": "Help.", "serves": ["text"]}],
            }
        )

    before, now = plan("Sell the plant"), plan("Sell two plants")
    (change,) = difference(before, now, language="en").changes
    assert change.path == ("customer", "goals", "G2", "text")
    assert not may_see_change(change, audience_called("everyone"), now)
    assert may_see_change(
        change._replace(path=("customer", "goals", "text", "text")),
        audience_called("everyone"),
        now,
    )
    of_no_entry = change._replace(path=("customer", "goals"))
    assert not may_see_change(of_no_entry, audience_called("everyone"), now)


@pytest.mark.parametrize("name", AUDIENCES)
def test_what_is_seen_of_the_way(name: str) -> None:
    reading = reading_of(name, "shared")
    now = Plan.model_validate(reading.planted.plan)
    report = replace(reading.known.report, plan=now)
    view = build_view(report, reading.audience, "en", "review", lookback(now, now))
    assert view.review is not None
    assert view.review.history is not None
    columns = view.review.history.columns
    share = name in ("executive", "sponsor", "finance", "account-team")
    assert ("Share of wallet" in columns) is share
    for render in (render_html, render_markdown):
        page = render(view, kind="review")
        assert "ZQAUTHOR" not in page  # no document names a commit
        assert "ZQSUBJECT" not in page
        assert ("22%" in page.replace("\N{NO-BREAK SPACE}", "")) is share


def test_a_change_that_names_no_known_field_is_for_the_team_alone() -> None:
    reading = reading_of("everyone", "shared")
    plan = Plan.model_validate(reading.planted.plan)
    custom = reading.planted.plan["custom"] | {"zq": "other"}
    other = Plan.model_validate(reading.planted.plan | {"custom": custom})
    (change,) = difference(plan, other, language="en").changes
    for name in AUDIENCES:
        audience = audience_called(name)
        assert may_see_change(change, audience, other) is (name == "account-team")


def test_a_concern_is_asked_to_be_answered_in_words_only_where_they_are_known() -> None:
    reading = reading_of("everyone", "shared")
    plan = dict(reading.planted.plan)
    objective = dict(plan["objectives"][0])
    directions = [dict(one) for one in objective["directions"]]
    concern = dict(directions[1]["resistances"][0]) | {
        "severity": "blocking",
        "concern": "ZQSECRET",
    }
    directions[1]["resistances"] = [concern]
    now = Plan.model_validate(plan | {"objectives": [objective | {"directions": directions}]})
    known = reading.known.report
    assert known.rules is not None
    agreement = agreement_status(now, known.signoffs.entries, known.rules)
    report = replace(known, plan=now, agreement=agreement)
    for name in AUDIENCES:
        audience = audience_called(name)
        view = build_view(report, audience, "en", "review", lookback(now, now))
        assert view.review is not None
        decisions = " ".join(view.review.decisions)
        assert re.search("answer the blocking concern of", decisions)
        assert ("ZQSECRET" in decisions) is (name in ("executive", "sponsor", "account-team")), name


# --- The table of permissions --------------------------------------------------------------------

SHOWN_OTHERWISE = {
    "team[].id (named)": "owners and leaders are named by it",
    "team[].id (own)": "owners and leaders are named by it",
    "team[].name (named)": "owners and leaders are named",
    "team[].name (own)": "owners and leaders are named",
    "customer.needs[].trend (served)": "a change of a need also tells its text",
    "customer.needs[].trend (others)": "a change of a need also tells its text",
    "objectives[].measures[].unit.one": "values are written with it",
    "objectives[].measures[].unit.other": "values are written with it",
    "objectives[].directions[].resistances[].concern (another's)": "decisions quote it",
    "objectives[].directions[].resistances[].severity (own)": "decisions and states tell it",
    "objectives[].directions[].resistances[].severity (another's)": "decisions and states tell it",
    "objectives[].directions[].resistances[].status (own)": "decisions and states tell it",
    "objectives[].directions[].resistances[].status (another's)": "decisions and states tell it",
}
"""What a review shows of a field besides its changes."""


def may_see_row(row: str, name: str) -> bool:
    """Tell whether an audience may see a row of the table, by the table of permissions."""
    field, _, whose = row.partition(" ")
    audience = audience_called(name)
    if audience.sees("all_details"):
        return True
    if whose == "(own)" and audience.function and field.startswith("objectives[].directions[]."):
        return True
    permission = FIELD_PERMISSIONS.get(field)
    if permission is None:
        return False
    if permission == SERVED:
        return whose == "(served)"
    if permission == FIGURE:
        return any(audience.sees(one) for one in FIGURE_PERMISSIONS)
    return permission == ANY or audience.sees(permission)


def test_permissions_are_for_fields_of_the_format() -> None:
    whole = {"signoffs", "objectives[].measures[].unit"}  # a list, and a field of two forms
    assert set(FIELD_PERMISSIONS) - fields_of_the_format() - whole == set()


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_review_shows_every_field_by_its_permission(name: str) -> None:
    """For every field of the schema that a review shows to anybody."""
    other = {
        row
        for row, documents in read_table().items()
        if documents["review"] and not row.startswith("signoffs") and row not in SHOWN_OTHERWISE
        if (name in documents["review"]) is not may_see_row(row, name)
    }
    assert other == set()
