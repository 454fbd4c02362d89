"""What paths lead to in plain values, and how two paths lie to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.document.span import KeyPath


def value_at(value: Any, path: KeyPath) -> Any:
    """Return what mappings and lists hold at a path; None where there is nothing."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def is_inside(path: KeyPath, outer: KeyPath) -> bool:
    """Tell whether a path is `outer` or leads to something inside it."""
    return path[: len(outer)] == outer


def is_inside_any(path: KeyPath, others: Iterable[KeyPath]) -> bool:
    """Tell whether a path is one of `others` or leads to something inside one."""
    return any(is_inside(path, other) for other in others)


def place_name(path: KeyPath) -> str:
    """Return the name that the format has for a place: `objectives[].measures[]`."""
    name = ""
    for step in path:
        name += "[]" if isinstance(step, int) else f".{step}" if name else str(step)
    return name
