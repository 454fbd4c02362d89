"""The JSON Schema of `kamctl.yaml`: it explains every field, and accepts what the tool accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamctl.checks.engine.registry import registry
from kamctl.checks.engine.settings import settings as settings_of
from kamctl.checks.engine.workspace_schema import workspace_schema, workspace_schema_text
from kamctl.document.errors import InvalidFile
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.workspace.config import parse_workspace
from kamctl.workspace.model import Config
from tests.document.reading import with_blanks
from tests.json_schemas import editor_validator

SCHEMA = workspace_schema()
VALIDATOR = editor_validator(SCHEMA)


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "kamctl workspace, version 1"
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(workspace_schema_text()) == SCHEMA


def properties(name: str, node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every property in `node`, with the way to it."""
    if isinstance(node, dict):
        for key, entry in node.get("properties", {}).items():
            if "if" not in node or "description" in entry:
                yield f"{name}.{key}", entry
        for key, inner in node.items():
            if key not in ("examples", "default", "if", "then", "else"):
                yield from properties(f"{name}.{key}" if name == "$defs" else name, inner)
    elif isinstance(node, list):
        for inner in node:
            yield from properties(name, inner)


PROPERTIES = {
    **dict(properties("Workspace", {k: v for k, v in SCHEMA.items() if k != "$defs"})),
    **{
        name: entry
        for part, node in SCHEMA["$defs"].items()
        for name, entry in properties(part, node)
    },
}


def test_every_key_and_every_check_is_in_it() -> None:
    names = {name.partition(".")[2] for name in PROPERTIES}
    assert set(Config.model_fields) <= names
    for check in registry():
        assert {check.code, check.name} <= names
        for option in check.options:
            assert f"{check.code}.{option.name}" in PROPERTIES


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_is_explained_with_examples_that_hold(name: str) -> None:
    entry = PROPERTIES[name]
    assert entry["description"].endswith("."), name
    assert entry["examples"], name
    inner = jsonschema.Draft202012Validator({**SCHEMA, "properties": {"here": entry}})
    for example in entry["examples"]:
        assert list(inner.iter_errors({"here": example})) == [], (name, example)


# --- The same as the tool -------------------------------------------------------------------------


def agree(text: str) -> bool:
    """Tell whether `text` is accepted, once both have been asked and say the same."""
    document = read(Source("kamctl.yaml", text))
    assert not document.findings, text
    messages = []
    try:
        settings_of(parse_workspace(document.source, Path("house")))
    except InvalidFile as bad:
        messages = [str(finding.message) for finding in bad.findings]
    errors = list(VALIDATOR.iter_errors(with_blanks(document.root, document.value)))
    assert bool(messages) == bool(errors), (text, messages, [error.message for error in errors][:3])
    return not messages


PLACES = [
    "kamctl: %s",
    "company: %s",
    "language: %s",
    "currency: %s",
    "functions: %s",
    "functions: [%s]",
    "tiers: %s",
    "tiers: {a: %s}",
    "tiers: {a: {tools: %s}}",
    "tiers: {a: {tools: [%s]}}",
    "tiers: {a: {max_age_days: %s}}",
    "checks: %s",
    "checks: {KAM103: %s}",
    "checks: {one-owner: %s}",
    "checks: {kam103: %s}",
    "checks: {KAM103: {severity: %s}}",
    "checks: {KAM103: {from: %s}}",
    "checks: {one-sentence: %s}",
    "checks: {one-sentence: {max_words: %s}}",
    "checks: {KAM101: {max_words: 40, from: %s}}",
    "custom: %s",
    "custom: {account: %s}",
    "custom: {account: {region: %s}}",
    "custom: {account: {region: {type: %s}}}",
    "custom: {account: {region: {type: choice, choices: %s}}}",
    "custom: {account: {region: {type: choice, choices: [%s]}}}",
    "custom: {account: {region: {choices: %s}}}",
    "custom: {account: {region: {required_from: %s}}}",
    "custom: {action: {region: {description: %s}}}",
    "branding: %s",
    "branding: {name: %s}",
    "branding: {accent: %s}",
]
WRITTEN = [
    "",
    "~",
    "''",
    "' '",
    "text",
    "two words",
    "é",
    "0",
    "1",
    "2",
    "-1",
    "1.5",
    "36500",
    "36501",
    "true",
    "false",
    "'1'",
    "on",
    "off",
    "error",
    "warning",
    "todo",
    "draft",
    "aligned",
    "Draft",
    "en",
    "fr",
    "EUR",
    "eur",
    "finance",
    "my-function",
    "Finance",
    "customer",
    "customers",
    "choice",
    "date",
    "number",
    '"#0b6e4f"',
    '"#0B6E4F"',
    '"#0b6e4f\\n"',
    '"#abc"',
    "green",
    "[]",
    "[text]",
    "[north, south]",
    "[1]",
    "[customer, risks]",
    "[finance]",
    "{}",
    "{a: }",
    "{a: {}}",
    "{a b: {}}",
    "{account: {}}",
    "{plan: {a: {type: choice}}}",
    "{type: choice}",
    "{type: choice, choices: [a]}",
    "{type: choice, choices: }",
    "{choices: }",
    "{tools: [customer], max_age_days: 90}",
    "{severity: off}",
    "{severity: , from: }",
    "{max_words: 40}",
    "{max_words: 0}",
    "{zzz: 1}",
    "{KAM101: off}",
    "{KAM999: off}",
    "{one-sentence: {max_words: 20}}",
    "{one-owner: {max_words: 20}}",
    "{name: Corvane}",
    "{accent: blue}",
]


@pytest.mark.parametrize("place", PLACES)
def test_the_schema_accepts_exactly_what_the_tool_does(place: str) -> None:
    accepted = sum(
        agree(place.replace("%s", written) + "\n")
        for written in WRITTEN
        if not differs(place, written)
    )
    assert 0 < accepted < len(WRITTEN)


def differs(place: str, written: str) -> bool:
    """Tell whether the two differ here: an option that there is not, left blank, sets nothing."""
    return written in ("{a: }", "{choices: }") and bool(
        re.fullmatch(r"checks: \{[\w-]+: %s\}", place)
    )


SCALARS = st.one_of(
    st.sampled_from([text for text in WRITTEN if text]),
    st.integers(-(10**6), 10**6).map(str),
    st.from_regex(r"#[0-9a-fA-F]{5,7}", fullmatch=True).map(lambda text: f'"{text}"'),
    st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True),
)


@settings(max_examples=100)
@given(place=st.sampled_from(PLACES), written=SCALARS)
def test_they_agree_on_anything(place: str, written: str) -> None:
    if not differs(place, written):
        agree(place.replace("%s", written) + "\n")


@pytest.mark.parametrize("key", ["zzz", "logo", "kamctl.yaml", "Company"])
def test_an_unknown_key_is_refused_by_both(key: str) -> None:
    assert not agree(f"{key}: 1\n")
    assert not agree(f"{key}:\n")
