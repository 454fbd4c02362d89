"""What rests, is answered or is not near yet asks nothing of anybody: the same on every surface."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from kamctl.briefing.pages.signoff_request import signoff_requests
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.views.elements import Table
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.comparison.difference import difference
from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.git.revision import Revision
from kamctl.history.compared_plans import Lookback, PlanComparison
from kamctl.history.timeline import next_due
from kamctl.plan.model import Plan
from kamctl.reports.alignment import AlignmentText
from kamctl.signoffs.agreement_status import total_agreement
from kamctl.workspace.config import NO_WORKSPACE
from kamctl.workspace.discovery import find_workspace
from tests.briefing.visibility.visibility_table import audience_called
from tests.paths import LACTEA_PLAN
from tests.signing import in_a_file, signed
from tests.terminal import piped

TODAY = dt.date(2026, 11, 23)
LACTEA = LACTEA_PLAN.read_text(encoding="utf-8")
LATE = "Trial contract Trondheim"


def checked(text: str) -> PlanReport:
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)


def with_status(status: str, *, late_owner: str | None = "jan") -> PlanReport:
    """Check a plan whose only objective has this status; `late_owner` has the late action."""
    plan = yaml.safe_load(LACTEA)
    behind = {
        "name": "Share of wallet",
        "baseline": {"value": 20, "on": "2026-01-01"},
        "target": {"value": 40, "on": "2026-12-31"},
        "readings": [{"value": 21, "on": "2026-10-31"}],
    }
    plan["objectives"] = [plan["objectives"][0] | {"status": status, "measures": [behind]}]
    for action in plan["objectives"][0]["actions"]:
        if action["title"] == LATE:
            action["owner"] = late_owner
    return checked(yaml.safe_dump(plan, sort_keys=False))


def plan_of(report: PlanReport) -> Plan:
    assert report.plan is not None
    return report.plan


def page(report: PlanReport, kind: str, reader: str = "account-team") -> BriefingView:
    plan = plan_of(report)
    changes = difference(plan, plan, language="en")
    past = Lookback(
        PlanComparison("plan.yaml", Revision("0" * 40, TODAY, "A", "S", "HEAD"), changes), ()
    )
    return build_view(
        report, audience_called(reader), "en", kind, past if kind == "review" else None, full=True,
    )  # fmt: skip


def told_in(table: Table | None) -> str:
    return repr(table.rows) if table is not None else ""


@pytest.mark.parametrize(
    ("owner", "asked"), [("jan", "a new date"), (None, "an owner and a new date")]
)
def test_a_late_action_needs_an_owner_only_where_it_has_none(owner: str | None, asked: str) -> None:
    review = page(with_status("at_risk", late_owner=owner), "review").review
    assert review is not None
    assert f"“{LATE}” is overdue. Agree on {asked}." in " ".join(review.decisions)


@pytest.mark.parametrize(
    ("status", "active"), [("at_risk", True), ("on_hold", False), ("closed", False)]
)
def test_at_rest_is_the_same_everywhere(status: str, active: bool) -> None:
    report = with_status(status)
    plan = plan_of(report)
    (objective,) = plan.objectives
    assert objective.is_active is active
    assert objective.is_closed is (status == "closed")
    assert bool(total_agreement(report.agreement).asked) is active

    text = AlignmentText(today=TODAY)
    shown = piped(list(text.plan(plan, report.agreement, file="plan.yaml", is_stage_met=True)))
    assert [heading in shown for heading in ("local sales", "Next\n", "Blocked by\n")] == [
        active
    ] * 3

    review = page(report, "review").review
    assert review is not None
    decide = " ".join(review.decisions)
    for sentence in (f"“{LATE}” is overdue", "answer the blocking concern", "is behind"):
        assert (sentence in decide) is active, sentence

    one_pager = page(report, "onepage").one_pager
    assert one_pager is not None
    assert (LATE in told_in(one_pager.actions)) is active
    assert bool(told_in(one_pager.risks)) is active

    assert bool(page(report, "briefing", "finance").request) is active
    assert (next_due(plan, TODAY) is not None) is active
    assert any(one.code == "KAM701" for one in report.findings) is active

    if active:
        assert signoff_requests(plan, report.agreement, "en", TODAY, to="all")
    else:
        with pytest.raises(UserError):
            signoff_requests(plan, report.agreement, "en", TODAY, to="all")


@pytest.mark.parametrize(("status", "sentence"), [("on_hold", "on hold"), ("closed", "is closed")])
@pytest.mark.parametrize("objective", [None, "SO1"])
def test_why_nobody_is_asked_about_an_objective_at_rest(
    status: str, sentence: str, objective: str | None
) -> None:
    report = with_status(status)
    with pytest.raises(UserError) as refused:
        signoff_requests(plan_of(report), report.agreement, "en", TODAY, objective=objective)
    assert ("all have signed" in str(refused.value.message)) is False
    if objective:
        assert sentence in str(refused.value.message)


DATED = """
kamctl: 1
account: {name: L, renewal: 2026-12-31}
plan: {owner: claire, stage: shared}
team: [{id: claire, name: Claire Morel}, {id: paulo, name: Paulo Reis}]
objectives:
  - id: SO1
    statement: Become their one partner for cleaning by the end of 2028.
    directions: [{function: finance, leader: paulo, ask: Accept 60 days., answer_by: 2026-11-20}]
"""


def review_of(report: PlanReport) -> str:
    review = page(report, "review").review
    assert review is not None
    return " ".join(review.decisions)


def test_a_review_tells_the_dates_that_the_check_tells() -> None:
    review_text = review_of(checked(DATED))
    assert "Renewal" in review_text
    assert "Answer due" in review_text


def test_a_review_tells_a_date_from_when_on_the_workspace_wants_it(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "kamctl: 1\nchecks: {KAM206: {renewal_days: 10}}\n", encoding="utf-8"
    )
    file = tmp_path / "plan.yaml"
    file.write_text(DATED, encoding="utf-8")
    report = check_source(Source(str(file), DATED), find_workspace(file), TODAY)
    review_text = review_of(report)
    assert "Renewal" not in review_text
    assert "Answer due" in review_text


def test_a_review_waits_for_no_answer_that_was_given() -> None:
    agreed = signed(DATED, "kamctl align record plan.yaml SO1 --for finance --decision agree")
    signoffs = in_a_file([agreed])
    report = check_source(Source("plan.yaml", DATED), NO_WORKSPACE, TODAY, signoffs=signoffs)
    review_text = review_of(report)
    assert "Renewal" in review_text
    assert "Answer due" not in review_text


def test_a_review_is_silent_about_a_date_that_was_ignored() -> None:
    aside = DATED.replace("account:", "# kamctl: ignore KAM206 because we know of it\naccount:")
    assert "Renewal" not in review_of(checked(aside.lstrip()))


@pytest.mark.parametrize(
    ("answer_by", "next_review", "day"),
    [
        ("2026-12-10", "2027-02-15", "10 December 2026"),
        ("2026-11-20", "2027-02-15", "15 February 2027"),
        ("2026-11-20", "2026-11-20", "7 December 2026"),
    ],
)
def test_an_answer_is_due_on_one_day(answer_by: str, next_review: str, day: str) -> None:
    text = DATED.replace("answer_by: 2026-11-20", f"answer_by: {answer_by}")
    report = checked(text.replace("owner: claire,", f"owner: claire, next_review: {next_review},"))
    (request,) = signoff_requests(plan_of(report), report.agreement, "en", TODAY, to="finance")
    assert f"Please answer by {day}:" in request.body.replace("\N{NO-BREAK SPACE}", " ")
    asked = page(report, "briefing", "finance").request
    assert asked is not None
    due = asked.due.replace("\N{NO-BREAK SPACE}", " ")
    assert day in due if next_review > "2026-11-23" else not due, due


DECIDED = DATED.replace("owner: claire,", "owner: claire, sponsor: thomas,").replace(
    "{id: paulo,", "{id: thomas, name: Thomas Berger, function: executive}, {id: paulo,"
).replace("    directions:", "    decider: thomas\n    directions:")  # fmt: skip


def test_a_decider_who_has_validated_is_asked_nothing() -> None:
    command = "kamctl align record plan.yaml SO1 --for {} --decision {}"
    agreed = in_a_file([signed(DECIDED, command.format("finance", "agree"))])
    report = check_source(Source("plan.yaml", DECIDED), NO_WORKSPACE, TODAY, signoffs=agreed)
    asked = page(report, "briefing", "executive").request
    assert asked is not None
    assert asked.steps == ("Please validate this objective, or state your objections.",)
    assert asked.answers == ("I validate", "I object", "I have a question")
    signoffs = in_a_file(
        [
            signed(DECIDED, command.format("finance", "agree")),
            signed(DECIDED, command.format("decider", "validate")),
        ]
    )
    report = check_source(Source("plan.yaml", DECIDED), NO_WORKSPACE, TODAY, signoffs=signoffs)
    settled = page(report, "briefing", "executive").request
    assert settled is not None
    assert settled.steps == ("You have signed off the current text. Nothing to do.",)
    assert not settled.answers and not settled.due
    assert settled.contact.startswith("Questions? Ask ")


NO_FUNCTION = DECIDED[: DECIDED.index("    directions:")] + "    directions: []\n"


@pytest.mark.parametrize("text", [DECIDED, NO_FUNCTION])
def test_nobody_is_asked_to_validate_before_the_functions_have_agreed(text: str) -> None:
    asked = page(checked(text), "briefing", "executive").request
    assert asked is not None
    assert asked.steps == (
        "You will be asked to validate this objective once all functions have agreed. "
        "If you object, please say so now.",
    )
    assert asked.answers == ("I object", "I have a question")


@pytest.mark.parametrize("reader", ["sponsor", "executive"])
def test_a_sponsor_is_asked_until_they_have_validated(reader: str) -> None:
    text = DECIDED.replace("decider: thomas", "decider: anna").replace(
        "{id: paulo,", "{id: anna, name: Anna Roth, function: executive}, {id: paulo,"
    )
    agreed = signed(text, "kamctl align record plan.yaml SO1 --for finance --decision agree")
    command = "kamctl align record plan.yaml SO1 --for {} --decision validate"
    decided = in_a_file([agreed, signed(text, command.format("decider"))])
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY, signoffs=decided)
    asked = page(report, "briefing", reader).request
    assert asked is not None
    assert asked.steps == ("Please validate this objective, or state your objections.",)
    assert asked.answers == ("I validate", "I object", "I have a question")
    roles = [signed(text, command.format(role)) for role in ("decider", "sponsor")]
    both = in_a_file([agreed, *roles])
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY, signoffs=both)
    settled = page(report, "briefing", reader).request
    assert settled is not None
    assert settled.steps == ("You have signed off the current text. Nothing to do.",)


def with_a_closed_objective_first() -> PlanReport:
    """Check a plan whose first objective is over, with concerns and answers still open in it."""
    plan = yaml.safe_load(LACTEA)
    first = plan["objectives"][0]
    plan["objectives"] = [
        first | {"status": "closed", "outcome": {"result": "missed", "learned": "Ask first."}},
        first | {"id": "SO2", "statement": "Clean every German plant by 2028.", "directions": []},
    ]
    return checked(yaml.safe_dump(plan, sort_keys=False))


@pytest.mark.parametrize("reader", ["finance", "local-sales", "account-team"])
def test_a_closed_objective_expects_nothing_of_a_reader(reader: str) -> None:
    report = with_a_closed_objective_first()
    view = page(report, "briefing", reader)
    assert [one.number for one in view.objectives] == [2, 1]
    closed = repr((view.objectives[1].directions, view.objectives[1].all_directions))
    assert "What was asked of you" in closed or reader == "account-team"
    for words in ("Your part", "Tell us what would help", "yet", "Pending", "will follow up"):
        assert words not in closed, words


def test_who_may_say_so_is_told_which_objective_is_meant() -> None:
    request = page(with_a_closed_objective_first(), "briefing", "everyone").request
    assert request is not None
    assert request.steps == ("Review objective 2 and tell us if it affects your work.",)


def test_open_issues_of_a_closed_objective_are_not_listed() -> None:
    closed, still_open = with_status("closed"), with_status("in_progress")
    assert page(still_open, "briefing", "executive").objectives[0].escalations is not None
    assert page(closed, "briefing", "executive").objectives[0].escalations is None


def test_nobody_agrees_to_a_request_that_is_not_written() -> None:
    report = checked(DATED.replace(" ask: Accept 60 days.,", ""))
    request = page(report, "briefing", "finance").request
    assert request is not None
    assert request.steps == ("Review this objective and tell us if it affects your work.",)
    assert not request.answers


def test_a_placeholder_asks_nothing_and_answers_nothing() -> None:
    text = DATED.replace("ask: Accept 60 days.", "ask: TBD, their_need: TBD").replace(
        "answer_by: 2026-11-20",
        "resistances: [{concern: Our cash is short., severity: comment, raised_by: paulo, "
        "status: open, response: TBD}]",
    )
    report = checked(text)
    view = page(report, "briefing", "finance")
    (direction,) = view.objectives[0].directions
    assert direction.no_ask
    assert view.request is not None
    assert not any("our answers" in one for one in view.request.steps)
    assert view.objectives[0].adjustments is None
    assert page(report, "briefing").objectives[0].adjustments is None
    with pytest.raises(UserError, match="No sign-off can be requested yet"):
        signoff_requests(plan_of(report), report.agreement, "en", TODAY, to="finance")
