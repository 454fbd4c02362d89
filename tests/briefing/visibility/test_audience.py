"""Nobody sees what is not theirs to see."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.visibility.audience import audience_for, audience_names
from kamctl.plan.values import FUNCTIONS
from tests.briefing.conftest import PLAN

SECRETS = {
    "margin": ("31.5%", {"finance", "account-team"}),
    "margin gain": ("€250,000", {"finance", "account-team"}),
    "investment": ("€400,000", {"finance", "account-team"}),
    "attitude": ("Critic", {"account-team"}),
    "influence": ("Decisive", {"account-team"}),
    "next step": ("Invite her to the trial", {"account-team", "executive", "sponsor"}),
    "concern of finance": (
        "Our cash is short.",
        {"finance", "account-team", "executive", "sponsor"},
    ),
    "our part": ("We passed on a wish list.", {"supply-chain", "account-team"}),
    "amount of the supply chain": (
        "€180,000.50",
        {"supply-chain", "finance", "account-team"},
    ),
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "audience", ["everyone", "account-team", "sponsor", "house-function", *FUNCTIONS]
)
def test_only_the_audiences_named_see_it(brief, secret: str, audience: str) -> None:
    text, allowed = SECRETS[secret]
    view = brief(audience=audience)
    seen = {
        text in repr(view),
        text in render_html(view, kind="briefing"),
        text in render_markdown(view, kind="briefing").replace("\\", ""),
    }
    assert seen == {audience in allowed}


def test_the_view_holds_no_part_of_the_plan(brief) -> None:
    def walk(value: object) -> None:
        if isinstance(value, tuple | frozenset):
            for item in value:
                walk(item)
        else:
            assert value is None or type(value) in (str, int, float, bool, dt.date), type(value)

    walk(brief(audience="account-team"))


def test_executives_see_no_single_action(brief) -> None:
    assert brief(audience="executive").objectives[0].actions is None
    assert brief(audience="quality").objectives[0].actions is not None


def test_a_slip_in_a_facet_is_loud() -> None:
    with pytest.raises(KeyError):
        audience_for("finance").sees("margins")


def test_every_function_is_an_audience() -> None:
    names = audience_names(("finance", "brewing"))
    assert {"everyone", "account-team", "sponsor", "brewing"} <= set(names)
    assert audience_for("brewing").permissions == audience_for(None).permissions


def test_the_reader_comes_first(brief) -> None:
    two = """
kamctl: 1
account: {name: A}
objectives:
  - {id: SO1, statement: First., directions: [{function: quality, ask: Q}]}
  - {id: SO2, statement: Second., directions: [{function: finance, ask: F}]}
"""
    view = brief(two, "finance")
    assert [one.id for one in view.objectives] == ["SO2", "SO1"]
    assert view.objectives[1].not_asked == "This objective asks nothing of finance."
    assert [one.id for one in brief(two).objectives] == ["SO1", "SO2"]


def test_negative_impacts_come_first_and_are_named(brief) -> None:
    direction = brief(audience="supply-chain").objectives[0].directions[0]
    assert [(one.area, one.effect.text) for one in direction.impacts] == [
        ("Budget", "Negative"),
        ("Business", "Positive"),
    ]
    assert direction.no_mitigation


def test_an_unanswered_concern_is_owned_up_to(brief) -> None:
    concern = brief(audience="finance").objectives[0].directions[0].feedback.concerns[0]
    assert concern.no_answer == "No answer yet."


@pytest.mark.parametrize(
    ("audience", "shown"),
    [(None, False), ("supply-chain", False), ("finance", True), ("executive", True)],
)
def test_turnover_by_year_is_for_some_and_its_table_for_nobody_else(
    brief, audience: str | None, shown: bool
) -> None:
    for page in (
        render_html(brief(audience=audience), kind="briefing"),
        render_markdown(brief(audience=audience), kind="briefing"),
    ):
        assert ("Position by year" in page) is shown
        assert ("Turnover with us" in page) is shown


def test_a_decider_without_a_function_does_not_make_everyone_decide(brief) -> None:
    text = PLAN.replace("name: Thomas Berger, function: executive", "name: Thomas Berger")
    assert text != PLAN
    for audience in (None, "legal"):
        request = brief(text, audience).request
        assert not [step for step in request.steps if "validate" in step], audience
    request = brief(PLAN, "executive").request
    assert [step for step in request.steps if "validate" in step]
