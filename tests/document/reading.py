"""What is read from a text, what is found in it, and what --fix makes of it."""

from __future__ import annotations

from typing import Any

from kamctl.document.node_index import Branch
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.autofix import fix_text


def findings_of(text: str) -> list[str]:
    found = read(Source("plan.yaml", text)).findings
    return [f"{one.code} {one.severity.value} {one.span.line}:{one.span.column}" for one in found]


def value(text: str) -> Any:
    return read(Source("plan.yaml", text)).value


def fixed(text: str) -> str:
    found = fix_text(Source("plan.yaml", text))
    again = fix_text(Source("plan.yaml", found.text))
    assert (again.text, again.fixes) == (found.text, ())
    return found.text


def with_blanks(node: Any, value: Any) -> Any:
    """Return `value` with the keys that have nothing after them, as every other program sees it."""
    if not isinstance(node, Branch):
        return value
    if node.is_mapping:
        return {
            key: with_blanks(child, value[key]) if key in value else None
            for key, (_, child) in node.children.items()
        }
    return [with_blanks(child, item) for child, item in zip(node.children, value, strict=True)]
