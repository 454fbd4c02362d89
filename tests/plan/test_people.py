"""Who an id is, what people are called, and who has taken over from whom."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan import people
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan

TODAY = dt.date(2026, 11, 23)
TEXT = """\
kamctl: 1
account: {name: Lactéa}
plan: {stage: draft, language: en}
team:
  - {id: claire, name: Claire Morel, function: sales, email: Claire@Corvane.example}
  - {id: nadia, name: Nadia Rahmani, function: supply-chain, left: 2026-10, successor: jens}
  - {id: jens, name: Jens Voss}
  - {id: jens2, name: jens  vóss}
  - {id: both, name: Ours, function: finance}
  - {id: jens, name: Jens Voss again}
stakeholders:
  - {id: lea, name: Léa Brunet, title: Head of purchasing, left: 2026-12-01,
     email: lea@lactea.example}
  - {id: both, name: Theirs}
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(read(Source("plan.yaml", TEXT))).plan


def test_an_id_on_both_sides_is_the_colleagues_everywhere(plan: Plan) -> None:
    assert people.all_names(plan)["both"] == "Ours"
    assert people.person_name(plan, "both") == "Ours"
    assert people.people_by_id(plan)["both"] is people.member_with_id(plan, "both")
    assert str(people.name_with_role(plan, "both")) == "Ours (finance)"


def test_of_two_with_one_id_the_first_counts_everywhere(plan: Plan) -> None:
    first = plan.team[2]
    assert people.people_by_id(plan)["jens"] is people.member_with_id(plan, "jens") is first
    assert people.all_names(plan)["jens"] == people.person_name(plan, "jens") == first.name


def test_nobody_is_called_by_an_id_that_is_nobodys(plan: Plan) -> None:
    assert people.person_name(plan, "paul") is None
    assert people.name_with_role(plan, None) is None
    assert people.current_person(plan, "paul", TODAY) is None


def test_people_are_known_by_their_function_or_title(plan: Plan) -> None:
    assert str(people.name_with_role(plan, "nadia")) == "Nadia Rahmani (supply chain)"
    assert str(people.name_with_role(plan, "lea")) == "Léa Brunet (Head of purchasing)"
    assert str(people.name_with_role(plan, "jens")) == "Jens Voss"


def test_a_member_is_found_by_an_address_and_by_a_name_that_is_theirs_alone(plan: Plan) -> None:
    assert people.member_with_email(plan, " claire@corvane.EXAMPLE") is people.member_with_id(
        plan, "claire"
    )
    assert people.member_with_email(plan, "") is None
    assert people.member_with_name(plan, "CLAIRE MOREL") is people.member_with_id(plan, "claire")
    assert people.member_with_name(plan, "Jens Voss") is None
    for text in ("lea", "LÉA  Brunet", "lea@lactea.example"):
        assert people.find_stakeholder(plan, text) is plan.stakeholders[0]
    assert people.find_stakeholder(plan, "claire") is None


def test_an_address_has_only_what_is_seen_of_it() -> None:
    copied = TEXT.replace("email: Claire@", 'email: "\\u00a0\\u200eClaire\\u200b@')
    copied = copied.replace("Corvane.example}", 'Corvane.example"}')
    plan = load_plan(read(Source("plan.yaml", copied))).plan
    assert plan is not None
    assert plan.team[0].email == "Claire@Corvane.example"


def test_who_has_left_is_replaced_by_the_successor(plan: Plan) -> None:
    assert set(people.people_who_left(plan, TODAY)) == {"nadia"}
    assert people.current_person(plan, "nadia", TODAY) == "jens"
    assert people.current_person(plan, "nadia", dt.date(2026, 10, 30)) == "nadia"
    assert people.current_person(plan, "lea", dt.date(2026, 12, 1)) is None
    assert people.took_over_from(plan, "jens", TODAY) == {"nadia"}
