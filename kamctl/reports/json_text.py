"""JSON as kamctl writes it: letters as they are, control characters escaped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_STEERING: Final = re.compile(
    "[\x7f-\x9f"  # C1: escape sequences begin with them, and lines end
    "\u2028-\u202e\u2066-\u2069"  # lines end, or what follows is turned round
    "\ufff9-\ufffb\U000e0000-\U000e007f]"  # annotations and tags: invisible characters
)
"""What JSON allows inside a text, and a terminal or an editor obeys."""


def json_document(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """Write a whole document, for people to read, too; `default` is for what is not of JSON."""
    return _dumped(value, default=default, indent=2) + "\n"


def json_line(value: Any) -> str:
    """Write a value on one line."""
    return _dumped(value)


def _dumped(value: Any, **settings: Any) -> str:
    return _STEERING.sub(
        _escaped, json.dumps(value, ensure_ascii=False, allow_nan=False, **settings)
    )


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
