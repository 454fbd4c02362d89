"""JSON Schemas as editors apply them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema

if TYPE_CHECKING:
    from collections.abc import Iterator


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
    """Match as editors do: in ECMAScript `$` is the end, in Python also before a last newline."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield jsonschema.ValidationError(f"{value!r} does not match")


def editor_validator(schema: dict[str, Any]) -> Any:
    """Return a validator of `schema` that takes patterns as ECMAScript does."""
    extended = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})
    return extended(schema)
