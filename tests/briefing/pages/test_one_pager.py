"""The one-pager: what it shows, in which order, and to whom."""

from __future__ import annotations

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.plan.values import FUNCTIONS
from tests.briefing.conftest import PLAN
from tests.briefing.extreme_plans import as_yaml, crowded_plan

READERS = ("everyone", "account-team", "sponsor", "house-function", *FUNCTIONS)

OBJECTIVE = """\
kamctl: 1
account: {name: Lactea}
objectives:
  - {id: SO1, statement: Win the valves.}
"""


def test_one_page_shows_few_people_and_only_to_those_who_may_see_them(brief) -> None:
    text = as_yaml(crowded_plan(people=40))
    seen = {name: brief(text, name, kind="onepage").one_pager for name in READERS}
    with_people = {name for name, one_pager in seen.items() if one_pager.people}
    assert with_people == {"account-team", "executive", "sponsor", "local-sales"}
    for one_pager in seen.values():
        assert len(one_pager.people.rows if one_pager.people else ()) <= 5
        assert 3 <= len(one_pager.priorities.rows) <= 5
        assert len(one_pager.actions.rows if one_pager.actions else ()) <= 5
        assert len(one_pager.risks.rows if one_pager.risks else ()) <= 3
    attitude = {name for name in with_people if "Attitude" in seen[name].people.columns}
    assert attitude == {"account-team"}


def test_the_heaviest_risks_come_first_as_in_the_briefing(brief) -> None:
    """By impact, then by likelihood: a rare disaster comes before a likely nuisance."""
    risks = (("Nuisance", "high", "medium"), ("Disaster", "low", "high"), ("Bother", None, None))
    lines = "".join(
        f"  - {{text: {name}, threatens: [SO1], likelihood: {likelihood or ''}, "
        f"impact: {impact or ''}}}\n"
        for name, likelihood, impact in risks
    )
    text = f"{OBJECTIVE}risks:\n{lines}"
    table = brief(text, "account-team", kind="onepage").one_pager.risks
    assert [row[0].text for row in table.rows] == ["Disaster", "Nuisance", "Bother"]
    (objective,) = brief(text, "account-team").objectives
    assert [row[0].text for row in objective.risks.rows] == ["Disaster", "Nuisance", "Bother"]


@pytest.mark.parametrize(("count", "shown"), [(5, 5), (6, 6), (7, 5)])
def test_the_last_row_stands_where_it_would_be_counted(brief, count: int, shown: int) -> None:
    text = as_yaml(crowded_plan(people=count))
    people = brief(text, "account-team", kind="onepage").one_pager.people
    assert len(people.rows) == shown
    assert bool(people.more[-1]) is (count > shown)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (2, 2), (5, 5), (40, 5)])
def test_one_page_says_how_many_objectives_it_leaves_out(brief, count: int, shown: int) -> None:
    view = brief(as_yaml(crowded_plan(objectives=count, functions=2, people=2)), kind="onepage")
    assert len(view.one_pager.objectives) == shown
    assert bool(view.one_pager.more_objectives) is (count > shown)
    for page in (render_html(view, kind="onepage"), render_markdown(view, kind="onepage")):
        assert ("35 more objectives" in page) is (count == 40)


def test_what_counts_most_comes_first(brief) -> None:
    one_pager = brief(audience="account-team", kind="onepage").one_pager
    assert [row[0].text for row in one_pager.priorities.rows] == ["Fewer stops", "One catalogue"]
    assert [figure.label for figure in one_pager.figures] == ["Turnover with us", "Share of wallet"]
    assert (one_pager.figures[0].now, one_pager.figures[0].target) == ("€1.2m", "€1.5m")
    assert one_pager.next_review == "Next review: 20\N{NO-BREAK SPACE}January 2027"
    (objective,) = one_pager.objectives
    assert [row[0].text for row in objective.directions.rows] == [
        "Supply chain", "Finance", "Decider · Sponsor",
    ]  # fmt: skip


def test_nobody_is_asked_to_validate_what_is_closed(brief) -> None:
    plan = crowded_plan(objectives=1, functions=2)
    shown = []
    for closed in ({}, {"status": "closed", "outcome": {"result": "achieved"}}):
        plan["objectives"][0] |= closed
        (objective,) = brief(as_yaml(plan), "account-team", kind="onepage").one_pager.objectives
        roles = [row[0].text for row in objective.directions.rows]
        status = next(fact.value for fact in objective.facts if fact.label == "Status")
        shown.append((roles, str(status)))
    assert shown == [
        (["Finance", "Supply chain", "Decider · Sponsor"], "In progress"),
        (["Finance", "Supply chain"], "Closed (Achieved)"),
    ]


def test_it_says_how_many_rows_are_left_out(brief) -> None:
    """Of those beyond the last one that is shown, and of those a printer may leave out."""
    one_pager = brief(as_yaml(crowded_plan(people=7)), "account-team", kind="onepage").one_pager
    people = one_pager.people
    assert people.more == ("and 6 more", "and 5 more", "and 4 more", "and 3 more", "and 2 more")
    few = brief(as_yaml(crowded_plan(people=2)), "account-team", kind="onepage").one_pager.people
    assert few.more == ("and 1 more", "")
    html, text = (
        render(
            brief(as_yaml(crowded_plan(people=7)), "account-team", kind="onepage"), kind="onepage"
        )
        for render in (render_html, render_markdown)
    )
    assert '<tr class="rest row-5"><td colspan="4">and 2 more</td></tr>' in html
    assert '<tr class="rest rows-2">' in html
    assert "and 2 more" in text and "and 5 more" not in text


@pytest.mark.parametrize(("day", "shown"), [("2026-11-23", True), ("2026-11-22", False)])
def test_a_review_that_has_passed_is_not_the_next(brief, day: str, shown: bool) -> None:
    text = PLAN.replace("next_review: 2027-01-20", f"next_review: {day}")
    assert bool(brief(text, kind="onepage").one_pager.next_review) is shown
