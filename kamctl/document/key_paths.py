"""Paths into plain values: read, replace and compare what they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kamctl.document.span import KeyPath


def value_at(value: Any, path: KeyPath) -> Any:
    """Return what mappings and lists hold at a path; None where there is nothing."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


class NoSuchPlace(Exception):
    """A path leads through something that has no such part."""


def put_value(value: Any, path: KeyPath, change: Callable[[Any], Any]) -> Any:
    """Return a copy of `value` in which what is at `path` is replaced by what `change` makes of it.

    `change` gets None where nothing is there; mappings that are missing on the way are made.

    Raises:
        NoSuchPlace: the path leads through something that has no such part.
    """
    if not path:
        return change(value)
    step, *rest = path
    if isinstance(step, int):
        if not isinstance(value, list) or not 0 <= step < len(value):
            raise NoSuchPlace
        copy = value.copy()
        copy[step] = put_value(value[step], tuple(rest), change)
        return copy
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise NoSuchPlace
    return value | {step: put_value(value.get(step), tuple(rest), change)}


def is_inside(path: KeyPath, outer: KeyPath) -> bool:
    """Tell whether a path is `outer` or leads to something inside it."""
    return path[: len(outer)] == outer


def is_inside_any(path: KeyPath, others: Collection[KeyPath]) -> bool:
    """Tell whether a path is one of `others` or leads to something inside one."""
    return any(path[:length] in others for length in range(len(path) + 1))


def path_order(path: KeyPath) -> tuple[tuple[int, int | str], ...]:
    """Sort key of paths: indexes by their number, before keys by their name."""
    return tuple((0, step) if isinstance(step, int) else (1, step) for step in path)


def place_name(path: KeyPath) -> str:
    """Return the name that the format has for a place: `objectives[].measures[]`."""
    name = ""
    for step in path:
        name += "[]" if isinstance(step, int) else f".{step}" if name else str(step)
    return name
