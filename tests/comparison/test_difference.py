"""The difference in meaning: what is said of each change, of all fields, and of any two plans."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from kamctl.comparison.difference import difference
from kamctl.comparison.phrases import EXCEPTIONS, phrases_of
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.plan.fields import fields_at
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.signoff_changes import signoff_changes
from kamctl.workspace.config import NO_WORKSPACE
from tests.every_field import filled_plan, with_other_value
from tests.signing import in_a_file, signed

HERE = Path(__file__).parent
PLAN = (HERE / "plan.yaml").read_text(encoding="utf-8")
RULES = SignoffRules(NO_WORKSPACE, dt.date(2099, 1, 1))
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))


def plan(text: str) -> Plan:
    found = load_plan(read(Source("plan.yaml", text))).plan
    assert found is not None
    return found


def sentences(before: str, after: str, language: str = "en", **more: Any) -> list[str]:
    found = difference(plan(before), plan(after), language=language, **more)
    return [one.text.say(translator(language)).replace("\u00a0", " ") for one in found.changes]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_said(case: dict[str, Any]) -> None:
    assert PLAN.count(case["was"]) == 1
    other = PLAN.replace(case["was"], case["is"])
    assert sentences(PLAN, other) == case["said"]
    if "fr" in case:
        french = [one.replace("\u202f", " ") for one in sentences(PLAN, other, "fr")]
        assert french == case["fr"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_there_and_back_is_told_both_ways(case: dict[str, Any]) -> None:
    other = PLAN.replace(case["was"], case["is"])
    assert bool(sentences(other, PLAN)) == bool(case["said"])
    assert sentences(other, other) == []


def test_a_goal_with_another_id_is_the_same_goal() -> None:
    other = PLAN.replace("{id: G1,", "{id: G9,").replace("serves: [G1]", "serves: [G9]")
    assert sentences(PLAN, other) == []
    both = other.replace("serves: [G9]", "serves: [G9, N1]")
    assert sentences(PLAN, both) == ["serves: “One catalogue” added"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [("G1", "G1, N1", "added"), ("G1, N1", "G1", "gone"), ("G1", "N1", "changed")],
)
def test_what_kind_of_change_a_list_of_values_has(before: str, after: str, kind: str) -> None:
    one, other = (PLAN.replace("serves: [G1]", f"serves: [{ids}]") for ids in (before, after))
    (change,) = difference(plan(one), plan(other), language="en").changes
    assert change.kind == kind


def test_what_invalidates_a_sign_off_comes_first() -> None:
    command = "kamctl align record plan.yaml SO1 --for {} --decision agree"
    entries = [signed(PLAN, command.format(one)) for one in ("supply-chain", "finance")]
    signoffs = in_a_file(entries).entries

    def given(before: str, after: str, language: str = "en") -> list[str]:
        both = [agreement_status(plan(one), signoffs, RULES) for one in (before, after)]
        return sentences(before, after, language, more=signoff_changes(*both))

    since = signoff_changes((), agreement_status(plan(PLAN), signoffs, RULES))
    assert sentences(PLAN, PLAN, more=since) == [
        f"supply chain agreed on {day(signoffs[0])} (recorded by Claire Morel for Nadia Rahmani)",
        f"finance agreed on {day(signoffs[1])} (recorded by Claire Morel for Paulo Ferreira)",
    ]
    other = PLAN.replace("value: 42", "value: 38").replace("due: 2027-06-30", "due: 2027-09-30")
    assert given(PLAN, other) == [
        "invalidates the sign-offs of supply chain and finance",
        "due 3 months later (30 Jun 2027 → 30 Sept 2027)",
        "target of Share of wallet 42% → 38%",
    ]
    only = PLAN.replace("Accept 60 days.", "Accept 45 days.")
    assert given(PLAN, only)[0] == "invalidates the sign-offs of finance"
    french = given(PLAN, other, "fr")
    assert french[0] == "rend caducs les visas : chaîne logistique et finance"
    # Sign-offs of another text do not count as agreements that this change invalidates.
    assert given(other, other.replace("38", "37"))[0].startswith("target")


def day(entry: Any) -> str:
    return f"{entry.day.day} {entry.day:%b %Y}".replace("Sep ", "Sept ")


def test_a_date_that_slipped_twice() -> None:
    other = PLAN.replace("due: 2027-01-31", "due: 2027-03-31")
    path = ("objectives", "SO1", "actions", "A1", "due")
    assert sentences(PLAN, other, slips={path: 2}) == [
        "A1 Trial: due 2 months later (31 Jan 2027 → 31 Mar 2027), postponed twice"
    ]
    (one,) = difference(plan(PLAN), plan(other), language="en", slips={path: 3}).changes
    assert one.times == 3
    assert "postponed 3 times" in str(one.text)


def test_each_change_has_a_place_and_plain_values() -> None:
    other = PLAN.replace("value: 42", "value: 38").replace("attitude: critic", "attitude: neutral")
    found = difference(plan(PLAN), plan(other), language="en").changes
    assert [(one.group, one.objective, one.path, one.before, one.after) for one in found] == [
        (
            "objectives", "SO1",
            ("objectives", "SO1", "measures", "Share of wallet", "target", "value"), 42.0, 38.0,
        ),
        ("people", None, ("stakeholders", "weiss", "attitude"), "critic", "neutral"),
    ]  # fmt: skip


def test_entries_are_called_the_same_in_each_language() -> None:
    """Programs get days in ISO form, and people and functions by their ids."""
    added = (
        "relations: [{from: weiss, to: huber, kind: conflict}]\n"
        "reviews:\n  - {date: 2027-03-31, kind: quarterly}\n"
    )
    other = PLAN.replace("reviews:\n", added).replace(
        "      - function: finance\n",
        "      - function: quality\n        ask: Audit two plants.\n      - function: finance\n",
    )
    for language in languages():
        found = difference(plan(PLAN), plan(other), language=language).changes
        assert {(one.path, one.after) for one in found} == {
            (("objectives", "SO1", "directions", "quality"), "quality"),
            (("relations", "weiss/huber"), "weiss/huber"),
            (("reviews", "2027-03-31"), "2027-03-31"),
        }


def test_each_step_of_a_path_is_one_key() -> None:
    other = PLAN.replace("currency: EUR", "currency: CHF").replace("value: 29,", "value: 28,")
    found = difference(plan(PLAN), plan(other), language="en").changes
    assert [(one.group, one.path) for one in found] == [
        ("basics", ("plan", "currency")),
        ("objectives", ("objectives", "SO1", "measures", "Share of wallet", "readings", "value")),
    ]


def test_phrases_are_chosen_by_lists_of_values_that_mean_one_thing() -> None:
    """The table of phrases is found by the values that the format lists, so these must differ."""
    fields = [one for place in _places() for one in fields_at(place) if one.kind == "choice"]
    called = {
        one.place: phrases_of(one.values) for one in fields if phrases_of(one.values) is not None
    }
    tables = {id(table): table for table in called.values()}
    assert len(tables) == len(EXCEPTIONS)
    assert {place.rpartition(".")[2] for place in called} == {
        *("severity", "status", "direction"),
    }
    assert {place for place in called if place.endswith("status")} == {
        "objectives[].directions[].resistances[].status",
        "whitespace.cells[].status",
    }


def _places(place: str = "") -> Iterator[str]:
    yield place
    for field in fields_at(place):
        if field.kind in ("part", "claim"):
            yield from _places(field.place + "[]" * field.is_list)


# --- Every field of the format --------------------------------------------------------------------

UNTOLD = re.compile(
    # What refers to an entry, and says nothing to people; sign-offs and tasks name objectives,
    # accounts and people by their ids.
    r"(?<!^objectives\[\])(?<!^account)(?<!^team\[\])(?<!^stakeholders\[\])\.id( |$)"
    # The version of the format: there is one.
    r"|^kamctl$"
)


@cache
def filled() -> Any:
    return filled_plan("finance")


@pytest.mark.parametrize("language", languages())
def test_every_field_is_told(language: str) -> None:
    before = Plan.model_validate(filled().plan)
    say = translator(language)
    untold = []
    for leaf in filled().leaves:
        after = Plan.model_validate(with_other_value(filled().plan, leaf))
        found = difference(before, after, language=language).changes
        text = [one.text.say(say) for one in found]
        assert all(text)
        assert not [one for one in text if "None" in one or "{" in one]
        json.dumps([(one.path, one.before, one.after) for one in found], default=str)
        if not found:
            untold.append(leaf.name)
    assert sorted(one for one in untold if not UNTOLD.search(one)) == []


def test_a_change_names_the_fields_it_tells_of() -> None:
    """What is told of a field is told under the name that decides who may see it."""
    before = Plan.model_validate(filled().plan)
    wrong = []
    for leaf in filled().leaves:
        after = Plan.model_validate(with_other_value(filled().plan, leaf))
        name = leaf.name.partition(" (")[0]
        for one in difference(before, after, language="en").changes:
            if one.kind == "gone" or "id" in name:  # told by what else is there
                continue
            if not any(f"{name}[".startswith((f"{field}[", f"{field}.")) for field in one.fields):
                wrong.append((name, one.fields))
    assert wrong == []


# --- Any two plans --------------------------------------------------------------------------------

LACTEA = yaml.safe_load((HERE.parent / "data" / "lactea" / "plan.yaml").read_text(encoding="utf-8"))
ODD = some.one_of(
    some.none(), some.booleans(), some.integers(-9, 9**12), some.floats(), some.text(max_size=9),
    some.sampled_from(["2027-06-30", "2027-Q1", "{braces}", "“", "\u202e", "done", "0001-01"]),
    some.just([]), some.just({}), some.lists(some.text(max_size=3), max_size=3),
)  # fmt: skip


@some.composite
def mutated(draw: Any) -> dict[str, Any]:
    """Take a whole plan and put something odd in some places, or take some out."""
    made = copy.deepcopy(LACTEA)
    for _ in range(draw(some.integers(0, 6))):
        inner: Any = made
        while isinstance(inner, dict | list) and inner:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            key = draw(some.sampled_from(keys))
            deeper = inner[key]
            if not isinstance(deeper, dict | list) or not deeper or draw(some.integers(0, 4)) == 0:
                what = draw(some.integers(0, 3))
                if what == 0:
                    del inner[key]
                elif what == 1 and isinstance(inner, list):
                    inner.append(copy.deepcopy(deeper))
                else:
                    inner[key] = draw(ODD)
                break
            inner = deeper
    return made


def loaded(value: dict[str, Any]) -> Plan | None:
    return load_plan(read(Source("plan.yaml", yaml.safe_dump(value, allow_unicode=True)))).plan


@given(mutated(), mutated())
def test_no_two_plans_are_too_different(one: dict[str, Any], other: dict[str, Any]) -> None:
    before, after = loaded(one), loaded(other)
    if before is None or after is None:
        return
    for language in languages():
        for change in difference(before, after, language=language).changes:
            assert change.text.say(translator(language)).strip()
    assert difference(before, before, language="en").changes == ()
    assert difference(after, after, language="fr").changes == ()
