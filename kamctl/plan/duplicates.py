"""Lists in which the same entry twice means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.document.span import Path
    from kamctl.plan.references import Reference

_LISTS: tuple[tuple[str, ...], ...] = (
    ("account", "countries"),
    ("plan", "languages"),
    ("plan", "tools"),
    ("whitespace", "units"),
    ("whitespace", "offerings"),
)
_OF_SCOPES = ("units", "countries", "offerings")


def duplicates(value: Any, references: Iterable[Reference]) -> Iterator[tuple[Path, Path]]:
    """Find entries that stand before in the same list, each with the place of the first.

    `value` is a document's, of any shape; `references` are those that stand in it.
    """
    seen: dict[tuple[Path, str], Path] = {}
    for named, _, path in references:
        if isinstance(path[-1], int):
            first = seen.setdefault((path[:-1], named), path)
            if first is not path:
                yield path, first
    if not isinstance(value, dict):
        return
    for section, key in _LISTS:
        part = value.get(section)
        if isinstance(part, dict):
            yield from _in_list(part.get(key), (section, key))
    for place, objective in enumerate(_entries(value.get("objectives"))):
        scope = objective.get("scope") if isinstance(objective, dict) else None
        if not isinstance(scope, dict):
            continue
        for key in _OF_SCOPES:
            yield from _in_list(scope.get(key), ("objectives", place, "scope", key))
    for place, competitor in enumerate(_entries(value.get("competitors"))):
        if isinstance(competitor, dict):
            yield from _in_list(competitor.get("installed"), ("competitors", place, "installed"))


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _in_list(items: Any, path: Path) -> Iterator[tuple[Path, Path]]:
    if not isinstance(items, list) or len(items) < 2:
        return
    seen: dict[str, Path] = {}
    for place, item in enumerate(items):
        if isinstance(item, str):
            here = (*path, place)
            first = seen.setdefault(item, here)
            if first is not here:
                yield here, first
