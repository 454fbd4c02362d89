"""What the checks of alignment say, and how an objective counts them."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.source import Source, read_source
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import LACTEA_PLAN

TODAY = dt.date(2026, 11, 23)
TEAM = """
team:
  - {id: claire, name: Claire Morel, function: sales}
  - {id: paulo, name: Paulo Ferreira, function: finance}
stakeholders:
  - {id: weiss, name: Dieter Weiss}
"""


def report_on(text: str) -> PlanReport:
    return check_source(
        Source("plan.yaml", text), NO_WORKSPACE, TODAY, CheckOptions(Stage.VALIDATED)
    )


def messages(code: str, direction: str) -> list[tuple[str, str]]:
    """Return what a check says of a direction of finance: message and hint."""
    report = report_on(
        "kamctl: 1\naccount: {name: L}\nobjectives:\n  - id: SO1\n    statement: Win.\n"
        f"    directions: [{{function: finance, ask: Accept 60 days., {direction}}}]\n{TEAM}"
    )
    return [(str(one.message), str(one.hint)) for one in report.findings if one.code == code]


@pytest.mark.parametrize(
    ("direction", "message", "hint"),
    [
        (
            "leader: paulo",
            "finance: the restatement of Paulo Ferreira is missing.",
            "Ask for the restatement, and record it: "
            'kamctl align restate plan.yaml SO1 --for finance --text "…"',
        ),
        (
            "gain: More",
            "finance: the restatement is missing.",
            "Ask for it, and record it under `restatement:` with `text`, `by` and `on`.",
        ),
        (
            "restatement: {text: We pay.}",
            "finance: the restatement has no author and no date.",
            "Add `by:` with the id of that person, and `on:` with the date.",
        ),
        (
            "restatement: {text: We pay., on: 2026-10}",
            "finance: the restatement has no author.",
            "Add `by:` with the id of that person from `team`.",
        ),
        (
            "restatement: {text: We pay., by: paulo}",
            "finance: the restatement has no date.",
            "Add `on:` with the date: 2026-10-14.",
        ),
        (
            "leader: paulo, restatement: {text: accept 60  days, by: paulo, on: 2026-10}",
            "finance: the restatement repeats the request word for word.",
            "Ask Paulo Ferreira how they would explain it to their own team, and write that.",
        ),
        (
            "leader: paulo, restatement: {text: We pay., by: claire, on: 2026-10}",
            "finance: the restatement is by Claire Morel, who belongs to another function.",
            "Ask Paulo Ferreira for a restatement; if Claire Morel leads this function, set "
            "`leader:` to their id.",
        ),
    ],
)
def test_what_a_restatement_lacks(direction: str, message: str, hint: str) -> None:
    assert messages("KAM304", direction) == [(message, hint)]


@pytest.mark.parametrize(
    ("resistance", "message", "hint"),
    [
        (
            "severity: blocking, raised_by: weiss",
            "finance: Dieter Weiss cannot agree: “Too long”",
            "Find an answer with Dieter Weiss, then note it under `response:` and set `status:` "
            "to answered.",
        ),
        (
            "severity: blocking, response: Reviewed every quarter.",
            "finance cannot agree: “Too long”",
            "There is a response: ask Paulo Ferreira whether they accept it, then set `status:` "
            "to answered.",
        ),
        (
            "severity: condition, response: Reviewed every quarter., due: 2027-03",
            "finance: the condition “Too long” is incomplete. Missing: `owner`.",
            "Agree with Paulo Ferreira on the response, its owner and its due date.",
        ),
        (
            "severity: condition, raised_by: claire",
            "finance: the condition “Too long” is incomplete. Missing: `response`, `owner`, `due`.",
            "Agree with Claire Morel on the response, its owner and its due date.",
        ),
    ],
)
def test_what_blocks_is_named_with_who_raised_it(resistance: str, message: str, hint: str) -> None:
    direction = f"leader: paulo, resistances: [{{concern: Too long, {resistance}}}]"
    assert messages("KAM306", direction) == [(message, hint)]


@pytest.mark.parametrize(
    ("direction", "message"),
    [
        ("", "finance: our part in “Too long” and their need are missing."),
        ("their_need: A cap", "finance: our part in “Too long” is missing."),
    ],
)
def test_our_part_in_a_concern(direction: str, message: str) -> None:
    concern = "resistances: [{concern: Too long, severity: blocking}]"
    found = messages("KAM307", f"{concern}, {direction}" if direction else concern)
    assert [text for text, _ in found] == [message]


def test_a_need_that_lacks_alone() -> None:
    concern = "resistances: [{concern: Too long, severity: blocking, our_part: We never asked.}]"
    assert messages("KAM307", concern) == [
        (
            "finance: their need in “Too long” is missing.",
            "Ask finance what they need from us, and note it under `their_need:`.",
        )
    ]


def test_all_that_is_negative_is_named_at_once() -> None:
    impact = "impact: {budget: {effect: negative}, business: {effect: negative}}"
    (found,) = messages("KAM305", f"leader: paulo, {impact}")
    assert found[0] == (
        "finance: the impact on budget and business is negative and has no mitigation."
    )
    assert "Paulo Ferreira" in found[1]


def test_an_objective_without_directions_has_none_of_it() -> None:
    bare = report_on("kamctl: 1\naccount: {name: L}\nobjectives: [{id: SO1, statement: Win.}]\n")
    lacking = {check.code for check in bare.objectives[0].missing}
    assert {"KAM301", "KAM302", "KAM304", "KAM305", "KAM306", "KAM309"} <= lacking
    shown = {finding.code for finding in bare.findings}
    assert shown & {"KAM302", "KAM304", "KAM305", "KAM306", "KAM309"} == set()


def test_what_a_seasoned_account_manager_would_say_of_lactea() -> None:
    source = read_source(LACTEA_PLAN)
    assert isinstance(source, Source)
    report = check_source(source, NO_WORKSPACE, TODAY, CheckOptions(Stage.ALIGNED))
    family = ("KAM304", "KAM305", "KAM306", "KAM307", "KAM308", "KAM309")
    assert [str(one.message) for one in report.findings if one.code in family] == [
        "Dieter Weiss is critical of us; our part and their need are missing.",
        "research and development: the restatement of Erik Lindqvist is missing.",
        "research and development has not answered the request for resources: “2 engineers for 9 "
        "months”.",
        "finance: the restatement of Paulo Ferreira is missing.",
        "finance: the impact on budget is negative and has no mitigation.",
        "local sales: the restatement of Inés Ortega is missing.",
        "local sales: the impact on business is negative and has no mitigation.",
        "local sales: Inés Ortega cannot agree: “My team loses its bonus on local deals.”",
        "local sales: our part in “My team loses its bonus on local deals.” and their "
        "need are missing.",
    ]
