"""JSON as kamctl writes it: letters as they are, control characters escaped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


class JsonItems:
    """Writes the items of a list as they come, one a line, with commas between."""

    def __init__(self, indent: str = "") -> None:
        self._indent = indent
        self._before = "\n"

    def lines(self, values: Iterable[Any]) -> str:
        """Write the next items."""
        text = ""
        for value in values:
            text += f"{self._before}{self._indent}{json_line(value)}"
            self._before = ",\n"
        return text


def _dumped(value: Any, **settings: Any) -> str:
    return _STEERING.sub(
        _escaped, json.dumps(value, ensure_ascii=False, allow_nan=False, **settings)
    )


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
