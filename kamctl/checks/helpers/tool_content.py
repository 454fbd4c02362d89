"""Which tools a plan uses: the sections that have content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.document import Document
    from kamctl.workspace.model import Tier


def _is_not_empty(value: Any) -> bool:
    """Tell whether something is in a section, and not only its empty lists."""
    if isinstance(value, dict):
        return any(map(_is_not_empty, value.values()))
    if isinstance(value, list):
        return any(map(_is_not_empty, value))
    return value is not None and value != ""


def has_content(context: Context, tool: str) -> bool:
    """Tell whether the file has a section, even one that could not be read."""
    return _is_not_empty(context.original.value.get(tool))


def missing_tools(tier: Tier, listed: Sequence[str], document: Document) -> list[str]:
    """Return the tools that a tier asks for and a plan does not use; it may list those it does.

    A tool is in use where its section has content: to list it is not enough.
    """
    return [
        tool
        for tool in dict.fromkeys(tier.tools)
        if (listed and tool not in listed) or not _is_not_empty(document.value.get(tool))
    ]
