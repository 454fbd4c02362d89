"""What the checks of alignment say, and how an objective counts them."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
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
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY, Stage.VALIDATED)


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
            "finance: Paulo Ferreira has not put the ask into their own words yet.",
            "Ask how they would put it, and note it: "
            'kamctl align restate plan.yaml SO1 --for finance --text "…"',
        ),
        (
            "gain: More",
            "finance: nobody has put the ask into their own words yet.",
            "Ask for it, and record it under `restatement:` with `text`, `by` and `on`.",
        ),
        (
            "restatement: {text: We pay.}",
            "finance: it is not said who restated the ask, nor when.",
            "Add `by:` with the id of that person, and `on:` with the date.",
        ),
        (
            "restatement: {text: We pay., on: 2026-10}",
            "finance: it is not said who restated the ask.",
            "Add `by:` with the id of that person from `team`.",
        ),
        (
            "restatement: {text: We pay., by: paulo}",
            "finance: it is not said when the ask was restated.",
            "Add `on:` with the date: 2026-10-14.",
        ),
        (
            "leader: paulo, restatement: {text: accept 60  days, by: paulo, on: 2026-10}",
            "finance: the restatement repeats the ask word for word.",
            "Ask Paulo Ferreira how they would explain it to their own team, and write that down.",
        ),
        (
            "leader: paulo, restatement: {text: We pay., by: claire, on: 2026-10}",
            "finance: the restatement is by Claire Morel, of another function.",
            "Ask Paulo Ferreira to say it in their own words; or, where Claire Morel answers for "
            "this function, name them as `leader:`.",
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
            "finance: Dieter Weiss cannot agree yet: “Too long”",
            "Talk it through with Dieter Weiss. Once you have found an answer together, note it "
            "under `response:` and set `status:` to answered.",
        ),
        (
            "severity: blocking, response: Reviewed every quarter.",
            "finance cannot agree yet: “Too long”",
            "There is a response: ask Paulo Ferreira whether they can agree with it, then set "
            "`status:` to answered.",
        ),
        (
            "severity: condition, response: Reviewed every quarter., due: 2027-03",
            "finance: the condition “Too long” lacks `owner`.",
            "Agree with Paulo Ferreira what is done about it, by whom and by when.",
        ),
        (
            "severity: condition, raised_by: claire",
            "finance: the condition “Too long” lacks `response`, `owner`, `due`.",
            "Agree with Claire Morel what is done about it, by whom and by when.",
        ),
    ],
)
def test_what_blocks_is_named_with_who_raised_it(resistance: str, message: str, hint: str) -> None:
    direction = f"leader: paulo, resistances: [{{concern: Too long, {resistance}}}]"
    assert messages("KAM306", direction) == [(message, hint)]


@pytest.mark.parametrize(
    ("direction", "message"),
    [
        ("", "finance: our part in “Too long” is not noted yet, nor what they need from us."),
        ("their_need: A cap", "finance: our part in “Too long” is not noted yet."),
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
            "finance: what they need from us is not noted yet (“Too long”).",
            "Ask finance what would help, and note it under `their_need:`.",
        )
    ]


def test_all_that_is_negative_is_named_at_once() -> None:
    impact = "impact: {budget: {effect: negative}, business: {effect: negative}}"
    (found,) = messages("KAM305", f"leader: paulo, {impact}")
    assert found[0] == (
        "finance: the impact on budget, business is negative, and it is not said what is done "
        "about it."
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
    report = check_source(source, NO_WORKSPACE, TODAY, Stage.ALIGNED)
    family = ("KAM304", "KAM305", "KAM306", "KAM307", "KAM308", "KAM309")
    assert [str(one.message) for one in report.findings if one.code in family] == [
        "Dieter Weiss is critical of us; our part in it is not noted yet, nor what they need from "
        "us.",
        "research and development: Erik Lindqvist has not put the ask into their own words yet.",
        "research and development: “2 engineers for 9 months” is requested, and neither granted "
        "nor refused yet.",
        "finance: Paulo Ferreira has not put the ask into their own words yet.",
        "finance: the impact on budget is negative, and it is not said what is done about it.",
        "local sales: Inés Ortega has not put the ask into their own words yet.",
        "local sales: the impact on business is negative, and it is not said what is done about "
        "it.",
        "local sales: Inés Ortega cannot agree yet: “My team loses its bonus on local deals.”",
        "local sales: our part in “My team loses its bonus on local deals.” is not noted yet, nor "
        "what they need from us.",
    ]
