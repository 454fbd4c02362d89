"""Plain values, written as YAML: in lines of their own, or on one line between braces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kamctl.document.quoting import ESCAPED, double_quoted, plain_or_quoted
from kamctl.document.reader import read
from kamctl.document.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = "  "


def flow_style(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{flow_style(str(key))}: {flow_style(one)}" for key, one in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_style, value)) + "]"
    if isinstance(value, str):
        return plain_or_quoted(value) or double_quoted(value)
    return json.dumps(value)


def block_style(value: Any) -> list[str]:
    """Write a value in lines: a mapping one key a line, a list one entry a dash."""
    if isinstance(value, dict) and value:
        return [line for key, one in value.items() for line in _pair(str(key), one)]
    if isinstance(value, list) and value:
        return [line for one in value for line in _behind("- ", block_style(one))]
    if isinstance(value, str) and "\n" in value and (lines := _literal(value)):
        return lines
    return [flow_style(value)]


def _pair(key: str, value: Any) -> list[str]:
    name = f"{flow_style(key)}:"
    lines = block_style(value)
    if isinstance(value, dict | list) and value:
        return [name, *_indented(lines)]
    return [f"{name} {lines[0]}", *lines[1:]]


def _behind(mark: str, lines: Sequence[str]) -> list[str]:
    return [mark + lines[0], *_indented(lines[1:])]


def _indented(lines: Sequence[str]) -> list[str]:
    return [_STEP + line if line else line for line in lines]


def _literal(text: str) -> list[str]:
    """Write a text of several lines as it is, below a `|`; [] where that does not read back."""
    if ESCAPED.search(text):
        return []
    for sign in ("|-", "|", "|+"):
        lines = [sign, *_indented(text.removesuffix("\n").split("\n"))]
        document = read(Source("text", "a: " + "\n".join(lines) + "\nb: 1\n"))
        if not document.findings and document.value == {"a": text, "b": 1}:
            return lines
    return []
