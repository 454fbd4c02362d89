"""Plain values, written as YAML: in lines of their own, or on one line between braces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kamctl.document.block_scalars import WIDTH, folded, literal
from kamctl.document.quoting import double_quoted, plain_or_quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

INDENT = 2
"""Columns by which lines are indented below their key."""
_DASH = "- "
_LONGEST_SHORT_LIST = 80


def flow_style(value: Any) -> str:
    """Write a value on one line, as it can be between braces, too."""
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


def pair(key: str, value: Any, step: int = INDENT, column: int = 0) -> list[str]:
    """Write a key at `column` and its value in lines; each level is indented by `step`."""
    name = f"{flow_style(key)}:"
    first, *more = behind_key(value, step, column, len(name) + 1)
    return [f"{name} {first}" if first else name, *more]


def behind_key(value: Any, step: int, column: int, lead: int) -> list[str]:
    """Write what is behind a key at `column`: on its line, which may be nothing, and below.

    `lead` are the columns that the key takes on its line.
    """
    if _is_in_lines(value):
        return ["", *_indented(_entries(value, step, column + step), step)]
    return scalar_lines(value, step, column, lead)


def item(value: Any, step: int = INDENT, column: int = 0) -> list[str]:
    """Write an entry of a list in lines, with its dash at `column`."""
    first, *more = behind_dash(value, step, column)
    return [_DASH + first, *more]


def behind_dash(value: Any, step: int, column: int) -> list[str]:
    """Write what is behind the dash of an entry, on its line and below."""
    if _is_in_lines(value):
        first, *more = _entries(value, step, column + len(_DASH))
        return [first, *_indented(more, len(_DASH))]
    return scalar_lines(value, step, column, len(_DASH))


def _entries(value: dict[str, Any] | list[Any], step: int, column: int) -> list[str]:
    """Write what is in a mapping or list, one entry below the other."""
    if isinstance(value, dict):
        return [line for key, one in value.items() for line in pair(str(key), one, step, column)]
    return [line for one in value for line in item(one, step, column)]


def scalar_lines(value: Any, step: int, column: int, lead: int) -> list[str]:
    """Write a value that begins behind its key or dash, `lead` columns from `column`.

    A text that is longer than a line is wrapped, below a sign, in lines indented by `step`.
    """
    if not isinstance(value, str):
        return [flow_style(value)]
    if "\n" in value:
        block = literal(value, step)
        if block is None:
            return [double_quoted(value)]
    else:
        line = plain_or_quoted(value, in_lines=True) or double_quoted(value)
        if column + lead + len(line) <= WIDTH:
            return [line]
        block = folded(value, step, WIDTH - column - step)
        if block is None or len(block.lines) == 1:
            return [line]
    return [block.sign, *_indented(block.lines, step)]


def _is_in_lines(value: Any) -> bool:
    """Tell whether a value is written in lines of its own: a short list of words is not."""
    if isinstance(value, list) and value:
        return not all(map(_is_word, value)) or len(flow_style(value)) > _LONGEST_SHORT_LIST
    return isinstance(value, dict) and bool(value)


def _is_word(value: Any) -> bool:
    if isinstance(value, dict | list):
        return False
    return " " not in flow_style(value)


def _indented(lines: Sequence[str], step: int) -> list[str]:
    return [" " * step + line if line else line for line in lines]
