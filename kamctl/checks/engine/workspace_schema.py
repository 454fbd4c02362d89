"""The JSON Schema of `kamctl.yaml`: that of its models, with every check and its options named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from kamctl.checks.engine.registry import registry
from kamctl.checks.engine.rule_docs import parse_page
from kamctl.plan.schema import schema_of, schema_text
from kamctl.workspace.model import CheckSeverity, Config

if TYPE_CHECKING:
    from kamctl.checks.engine.registry import Check, Option

_BLANK = {"type": "null"}


def workspace_schema() -> dict[str, Any]:
    """Return the JSON Schema of the workspace file, as plain values."""
    schema = schema_of(Config)
    schema["properties"]["checks"] |= {"anyOf": [_checks(), _BLANK]}
    rule = schema["$defs"].pop("CheckRule")
    schema["$defs"]["CheckSeverity"] = {"enum": list(get_args(CheckSeverity))}
    schema["$defs"]["CheckRule"] = {
        "anyOf": [_severity(), rule | {"additionalProperties": False}, _BLANK],
    }
    for check in registry():
        if check.options:
            schema["$defs"][check.code] = {
                "anyOf": [_severity(), _with_options(rule, check), _BLANK],
            }
    return schema


def workspace_schema_text() -> str:
    """Return the JSON Schema of the workspace file, ready to be written to a file."""
    return schema_text(workspace_schema())


def _severity() -> dict[str, Any]:
    return {"$ref": "#/$defs/CheckSeverity"}


def _checks() -> dict[str, Any]:
    """List the checks by code, written in either case, and by name."""
    properties: dict[str, Any] = {}
    patterns: dict[str, Any] = {}
    for check in registry():
        kind = {"$ref": f"#/$defs/{check.code if check.options else 'CheckRule'}"}
        what = parse_page(check.page).summary
        examples = [{option.name: _plain(option) for option in check.options} or "off"]
        around = {"examples": examples, **kind}
        properties[check.code] = {"description": f"{check.name}: {what}", **around}
        properties[check.name] = {"description": f"{check.code}: {what}", **around}
        patterns[f"^[Kk][Aa][Mm]{check.code.removeprefix('KAM')}$"] = kind
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": False,
    }


def _with_options(rule: dict[str, Any], check: Check) -> dict[str, Any]:
    """Return the rule of a check that has options, each with its meaning and default."""
    options = {
        option.name: {
            "description": option.meaning,
            "examples": [_plain(option)],
            "default": _plain(option),
            "anyOf": [_kind(option), _BLANK],
        }
        for option in check.options
    }
    return rule | {
        "additionalProperties": False,
        "properties": {**options, **rule["properties"]},
    }


def _plain(option: Option[Any]) -> Any:
    return list(option.default) if isinstance(option.default, tuple) else option.default


def _kind(option: Option[Any]) -> dict[str, Any]:
    """Say what an option may be set to, as `kamctl.checks.engine.settings` reads it."""
    if isinstance(option.default, tuple):
        return {"type": "array", "items": {"type": "string", "pattern": r"\S"}}
    return {"type": "integer", "minimum": option.least}
