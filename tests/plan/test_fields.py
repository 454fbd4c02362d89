"""Every field describes itself: its label, what it holds, and whether a sign-off covers it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.catalog import translator
from kamctl.plan.fields import FieldKind, PlanField, fields_at
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.schema import plan_schema
from kamctl.signoffs.signed_content import ROLES, signed_content
from tests.every_field import (
    Leaf,
    fields_of_the_format,
    filled_plan,
    with_other_value,
    without_values,
)


def all_fields(place: str = "") -> Iterator[PlanField]:
    for field in fields_at(place):
        yield field
        if field.kind in ("part", "claim") or field.place == "objectives[].measures[].unit":
            yield from all_fields(field.place + "[]" * field.is_list)


BY_PLACE = {field.place: field for field in all_fields()}
FUNCTION = "finance"
PLANTED = filled_plan(FUNCTION)
ALIKE = {
    *("Action", "Actions", "Attitude", "Date", "Gain", "ID", "Influence", "Initiatives"),
    *("Obstacles", "Participants", "Plan", "Position", "Relations", "SWOT", "Source", "Sponsor"),
    *("Volume",),
}
"""Labels that are the same word in French."""


def test_every_field_of_the_format_has_a_facet() -> None:
    leaves = {one.removesuffix("[]") for one in fields_of_the_format()} - {"kamctl"}
    known = {place.removesuffix("[]") for place in BY_PLACE}
    assert {one for one in leaves if one not in known} == set()


def test_every_label_is_in_sentence_case_and_has_a_french_one() -> None:
    french = translator("fr")
    for field in BY_PLACE.values():
        label = field.facet.label
        assert label[:1].isupper(), field.place
        assert label.strip() == label and not label.endswith("."), field.place
        translated = french(label)
        assert translated[:1].isupper(), field.place
    labels = {field.facet.label for field in BY_PLACE.values()}
    assert {label for label in labels if french(label) == label} == ALIKE


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("account.name", "plain"),
        ("account.customer_since", "year"),
        ("account.employees", "number"),
        ("account.countries", "country"),
        ("customer.strategy", "claim"),
        ("customer.goals", "claim"),
        ("objectives[].statement", "text"),
        ("objectives[].due", "date"),
        ("objectives[].economics.investment", "amount"),
        ("objectives[].owner", "reference"),
        ("objectives[].serves", "reference"),
        ("objectives[].status", "choice"),
        ("objectives[].measures[].unit", "plain"),
        ("objectives[].measures[].target", "part"),
        ("objectives[].measures[].target.value", "number"),
        ("objectives[].directions[].function", "function"),
        ("objectives[].custom", "custom"),
        ("position.history[].margin", "percent"),
        ("reviews[].customer_rating", "number"),
        ("plan.stage", "choice"),
    ],
)
def test_what_a_field_holds(place: str, kind: FieldKind) -> None:
    assert BY_PLACE[place].kind == kind


def test_labels_are_the_titles_of_the_schema() -> None:
    schema = plan_schema()
    objective = schema["$defs"]["Objective"]["properties"]
    for field in fields_at("objectives[]"):
        assert objective[field.place.rpartition(".")[2]]["title"] == field.facet.label


# --- What a sign-off covers -----------------------------------------------------------------------


@cache
def signed_by_each(text: str) -> dict[str, Any]:
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert isinstance(plan, Plan)
    parties = (FUNCTION, *ROLES)
    return {one: signed_content(plan, plan.objectives[0], one) for one in parties}


def text_of(plan: dict[str, Any]) -> str:
    """Write a plan as JSON, which is YAML and takes a tenth of the time to write."""
    return json.dumps(plan)


def is_signed(leaf: Leaf) -> bool:
    """Tell whether the field and all that it is in are marked as signed."""
    steps = re.sub(r" *\([^)]*\)", "", leaf.name).split(".")
    places = (".".join(steps[: count + 1]) for count in range(len(steps)))
    return all(BY_PLACE[place.removesuffix("[]")].facet.signed for place in places)


OF_THE_FIRST = [
    one
    for one in PLANTED.leaves
    if one.path[-1] not in ("id", "kamctl")
    and one.path[0] != "team"  # whether they are named decides: tests/signoffs/test_fingerprint.py
    and not (one.path[0] == "objectives" and one.path[1] != 0)
]
STANDS_IN = {"plan.sponsor": ("sponsor",), "plan.period.end": ("due", "on")}
"""What counts only where the objective has nothing of its own."""


@pytest.mark.parametrize("leaf", OF_THE_FIRST, ids=lambda one: one.name)
def test_a_sign_off_covers_what_is_marked_as_signed(leaf: Leaf) -> None:
    own = STANDS_IN.get(leaf.name, ())
    plan = without_values(
        PLANTED.plan,
        [one for one in PLANTED.leaves if one.path[0] == "objectives" and one.path[-1] in own],
    )
    before = signed_by_each(text_of(plan))
    after = signed_by_each(text_of(with_other_value(plan, leaf)))
    assert (before != after) == is_signed(leaf)
