"""The JSON Schema: it explains every field, and accepts what the tool accepts, no more, no less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.schema import plan_schema, plan_schema_text
from tests.document.reading import with_blanks
from tests.json_schemas import editor_validator

SCHEMA = plan_schema()
VALIDATOR = editor_validator(SCHEMA)
SHAPE = {"KAM009", "KAM010", "KAM011", "KAM012", "KAM013"}


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(plan_schema_text()) == SCHEMA
    assert plan_schema_text().endswith("}\n")


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every property of every part of the format, with the part's name."""

    def below(name: str, node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(node, dict):
            for key, entry in node.get("properties", {}).items():
                yield f"{name}.{key}", entry
            for key, inner in node.items():
                if key not in ("$defs", "examples"):
                    yield from below(name, inner)
        elif isinstance(node, list):
            for inner in node:
                yield from below(name, inner)

    yield from below("Plan", SCHEMA)
    for name, node in SCHEMA["$defs"].items():
        yield from below(name, node)


PROPERTIES = dict(properties())


def test_all_sections_are_in_it() -> None:
    assert len(PROPERTIES) > 180
    assert {f"Plan.{field.alias or name}" for name, field in Plan.model_fields.items()} <= set(
        PROPERTIES
    )


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_is_explained_with_examples_that_hold(name: str) -> None:
    entry = PROPERTIES[name]
    part = SCHEMA["$defs"].get(entry.get("$ref", "").rpartition("/")[2], {})
    assert entry.get("description", part.get("description", "")).endswith((".", "?", ")")), name
    assert entry.get("examples"), name
    for example in entry["examples"]:
        inner = jsonschema.Draft202012Validator(
            {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], **entry}
        )
        assert list(inner.iter_errors(example)) == [], (name, example)


def parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Return all parts of the format."""
    for part in BaseModel.__subclasses__() if model is BaseModel else model.__subclasses__():
        if part.__module__.startswith("kamctl.plan."):
            yield part
        yield from parts(part)


@pytest.mark.parametrize("part", sorted(set(parts(BaseModel)), key=lambda part: part.__name__))
def test_the_models_take_their_own_examples(part: type[BaseModel]) -> None:
    for name, field in part.model_fields.items():
        assert field.description, name
        assert field.examples, name
        adapter: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, *field.metadata])
        for example in field.examples:
            adapter.validate_python(example)


@pytest.mark.parametrize(
    "place",
    [
        "tests/data/lactea/plan.yaml",
        "examples/complete-en/plan.yaml",
        "examples/first-draft/plan.yaml",
    ],
)
def test_real_plans_are_valid_in_it(root: Path, place: str) -> None:
    document = read(Source(place, (root / place).read_text(encoding="utf-8")))
    assert list(VALIDATOR.iter_errors(document.value)) == []


# --- The same as the tool -------------------------------------------------------------------------


def agree(text: str) -> bool:
    """Tell whether `text` is accepted, once both have been asked and say the same.

    One thing no schema can say: JSON knows no infinite numbers, and so none stand below.
    """
    document = read(Source("plan.yaml", text))
    assert not document.findings, text
    by_tool = not any(finding.code in SHAPE for finding in load_plan(document).findings)
    errors = list(VALIDATOR.iter_errors(with_blanks(document.root, document.value)))
    assert by_tool == (not errors), (
        text,
        [str(finding.message) for finding in load_plan(document).findings],
        [error.message for error in errors][:3],
    )
    return by_tool


def differs(place: str, written: str) -> bool:
    """Tell whether the two are known to differ here.

    A schema takes 1e9 for an integer, and it knows neither the plan's language nor its currency:
    the tool takes `34,5%` in a plan in French and not in one in English, as this one is.
    """
    if written == "'34,5%'":
        return "%s" in place and any(
            key in place
            for key in ("allocation", "margin", "weight", "probability", "progress", "value: %s")
        )
    return ("year: %s" in place or "since: %s" in place or "employees" in place) and written in (
        "1e9",
        "1e300",
    )


HEAD = "kamctl: 1\naccount: {name: L}\n"
PLACES = [
    "account: {name: %s}",
    "account: {name: L, id: %s}",
    "account: {name: L, tier: %s}",
    "account: {name: L, summary: %s}",
    "account: {name: L, customer_since: %s}",
    "account: {name: L, employees: %s}",
    "account: {name: L, countries: %s}",
    "account: {name: L, countries: [%s]}",
    "account: {name: L, relationship: %s}",
    "account: {name: L, relationship: {now: %s}}",
    "account: {name: L, custom: %s}",
    "account: {name: L, custom: {field: %s}}",
    "plan: {stage: %s}",
    "plan: {language: %s}",
    "plan: {currency: %s}",
    "plan: {next_review: %s}",
    "plan: {tools: [%s]}",
    "plan: %s",
    "team: [{id: a, name: A, allocation: %s}]",
    "team: [{id: a, name: A, function: %s}]",
    "team: [{id: %s, name: A}]",
    "team: [%s]",
    "team: %s",
    "customer: {business_model: %s}",
    "customer: {goals: [%s]}",
    "customer: {goals: [{text: %s}]}",
    "customer: {goals: [{text: a, status: %s}]}",
    "swot: {strengths: [%s]}",
    "position: {history: [{year: 2025, margin: %s}]}",
    "position: {history: [{year: 2025, turnover: %s}]}",
    "position: {history: [{year: %s}]}",
    "whitespace: {units: [%s]}",
    "buying: {levers: [{text: a, weight: %s}]}",
    "buying: {levers: [%s]}",
    "opportunities: [{title: a, probability: %s}]",
    "objectives: [{id: a, statement: %s}]",
    "objectives: [{id: a, statement: b, due: %s}]",
    "objectives: [{id: a, statement: b, measures: [{name: c, unit: %s}]}]",
    "objectives: [{id: a, statement: b, measures: [{name: c, target: {value: %s}}]}]",
    "objectives: [{id: a, statement: b, measures: [{name: c, target: %s}]}]",
    "objectives: [{id: a, statement: b, actions: [{title: c, progress: %s}]}]",
    "objectives: [{id: a, statement: b, directions: [{function: %s}]}]",
    "kamctl: %s",
]
WRITTEN = [
    "",
    "~",
    "''",
    "' '",
    '"\\n"',
    "text",
    "two words",
    "é",
    "12",
    "-12",
    "0",
    "1",
    "1.5",
    "0.5",
    "-0.5",
    "100",
    "100.5",
    "101",
    "1e9",
    "1e300",
    "1e-10",
    "-1e-10",
    "1e-9",
    "4_100_000",
    "true",
    "2009",
    "2201",
    "'2009'",
    "34%",
    "34 %",
    "34.5%",
    "'34,5%'",
    "-3%",
    "0%",
    "-0%",
    "100.0%",
    "100.1%",
    "0034%",
    "'%'",
    "34  %",
    "34\u202f%",
    "34.%",
    "'34%\\n'",
    '"34%\\n"',
    "2027",
    "2027-03",
    "2027-13",
    "2027-00",
    "2027-Q1",
    "2027-Q5",
    "2027-q1",
    "2027-03-31",
    "2027-02-29",
    "2028-02-29",
    "2100-02-29",
    "2000-02-29",
    "2027-04-31",
    "2027-12-00",
    "0000-01-01",
    "0001-01",
    "0000-Q1",
    "2027-3-1",
    '"2027-03\\n"',
    "draft",
    "Draft",
    "en",
    "FR",
    "NO",
    "EUR",
    "finance",
    "supply-chain",
    "my-function",
    "Finance",
    "basic",
    "customer",
    "confirmed",
    "[]",
    "[text]",
    "[1, true]",
    "[[1]]",
    "[FR, DE]",
    "{}",
    "{en: text}",
    "{en: text, fr: texte}",
    "{en: , fr: texte}",
    "{en: }",
    "{en: ''}",
    "{en: 12}",
    "{xx: text}",
    "{en: text, xx: b}",
    "{text: a}",
    "{text: {en: a}}",
    "{text: {en: a, fr: }}",
    "{text: }",
    "{text: a, id: b}",
    "{text: a, en: b}",
    "{text: a, zzz: b}",
    "{id: a, name: A}",
    "{id: a}",
    "{value: 3}",
    "{value: 3%, on: 2027-Q1}",
    "{value: , on: 2027-Q1}",
    "{field: }",
    "{field: [a, 1]}",
    "{a b: c}",
]


@pytest.mark.parametrize("place", PLACES)
def test_the_schema_accepts_exactly_what_the_tool_does(place: str) -> None:
    accepted = 0
    for written in WRITTEN:
        key = place.split(":")[0]
        head = "".join(
            line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{key}:")
        )
        if not differs(place, written):
            accepted += agree(head + place.replace("%s", written) + "\n")
    assert 0 < accepted < len(WRITTEN)


SCALARS = st.one_of(
    st.sampled_from([text for text in WRITTEN if text and not text.startswith("%")]),
    st.integers(-(10**12), 10**12).map(str),
    st.floats(-1e6, 1e6).map(lambda number: f"{number:.5f}1"),
    st.from_regex(r"-?[0-9]{1,4}(\.[0-9]{1,3})?[ \u00a0]?%", fullmatch=True),
    st.from_regex(r"[0-9]{4}-([0-3][0-9](-[0-3][0-9])?|Q[0-5])", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True).filter(
        lambda text: text.strip("-") and not text.startswith("-")
    ),
)


@settings(max_examples=100)
@given(place=st.sampled_from(PLACES), written=SCALARS)
def test_they_agree_on_anything(place: str, written: str) -> None:
    key = place.split(":")[0]
    head = "".join(
        line for line in HEAD.splitlines(keepends=True) if not line.startswith(f"{key}:")
    )
    if not differs(place, written):
        agree(head + place.replace("%s", written) + "\n")


def test_an_unknown_key_left_blank() -> None:
    assert not agree(HEAD + "plan: {zzz: }\n")


def test_keys_of_the_format_are_asked_for_and_unknown_ones_refused() -> None:
    assert not agree("account: {name: L}\n")
    assert not agree("kamctl: 1\n")
    assert not agree("kamctl: 1\naccount:\n")
    assert not agree(HEAD + "zzz: 1\n")
    assert not agree(HEAD + "team: [{id: a}]\n")
    assert agree(HEAD + "team:\nplan:\ncustom:\nobjectives:\n")
