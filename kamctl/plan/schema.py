"""A format as JSON Schema, draft 2020-12: what an editor explains and completes from.

It accepts what the tool accepts: made from the same models, with the reader's one rule added, that
a key with nothing after it counts as not there.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from kamctl.plan.model import Plan
from kamctl.plan.text import BLANK_SCHEMA
from kamctl.plan.values import FUNCTION_PATTERN, ID_PATTERN, NAME_PATTERN

_OF_WORDS = (ID_PATTERN, FUNCTION_PATTERN, NAME_PATTERN)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan, as plain values."""
    return schema_of(Plan, BLANK_SCHEMA)


def plan_schema_text() -> str:
    """Return the JSON Schema of a plan, ready to be written to a file."""
    return schema_text(plan_schema())


def schema_text(schema: dict[str, Any]) -> str:
    """Write a schema as it is in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, without the titles it makes up from field names."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False


def schema_of(model: type[BaseModel], *missing: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of the files whose whole is `model`.

    What fits a schema of `missing` counts as not there, where a key may be left out.
    """
    schema = model.model_json_schema(schema_generator=_Generator)
    for entry in (schema, *schema.get("$defs", {}).values()):
        _allow_blank_values(entry, missing)
    _allow_blank_maps(schema)
    return {"$schema": _DIALECT, **schema}


def _allow_blank_values(schema: dict[str, Any], missing: tuple[dict[str, Any], ...]) -> None:
    """Let every key that may be left out also be empty."""
    for form in (schema, *schema.get("anyOf", ())):
        required = form.get("required", ())
        for name, entry in form.get("properties", {}).items():
            if name not in required:
                form["properties"][name] = _or_blank(entry, missing)


def _or_blank(entry: dict[str, Any], missing: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    around: dict[str, Any] = {
        key: entry.pop(key)
        for key in ("title", "description", "examples", "default")
        if key in entry
    }
    if around.get("default") is None:
        around.pop("default", None)
    forms = entry.get("anyOf", [entry])
    blank = {"type": "null"}
    forms = [form for form in forms if form != blank and form not in missing]
    if any(form in ({"type": "string"}, {"$ref": "#/$defs/Text"}) for form in forms):
        missing = ()  # a text may say nothing anyway
    if any(_asks_for_words(form) for form in forms):
        missing = ()
    return {**around, "anyOf": [*forms, *missing, blank]}


def _asks_for_words(form: dict[str, Any]) -> bool:
    """Tell whether a form is an id, a name or a title: an empty one is no answer."""
    patterns = (one.get("pattern") for one in (form, *form.get("anyOf", ())))
    return "not" in form or any(pattern in _OF_WORDS for pattern in patterns)


def _allow_blank_maps(node: Any) -> None:
    """Let a language, or a field of the company's own, be blank, as long as not all are."""
    if isinstance(node, list):
        for item in node:
            _allow_blank_maps(item)
    elif isinstance(node, dict):
        for item in node.values():
            _allow_blank_maps(item)
        values = node.get("additionalProperties")
        if isinstance(values, dict):
            node["additionalProperties"] = _or_blank(values)
            if node.pop("minProperties", None):
                node["not"] = {"additionalProperties": {"type": "null"}}
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for pattern, item in node.get("patternProperties", {}).items():
            node["patternProperties"][pattern] = _or_blank(item)
