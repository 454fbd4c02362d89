"""Entries of a plan by their id. Of several with one, which a check reports, the first counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class HasId(Protocol):
    """An entry that others may name by an id."""

    @property
    def id(self) -> str | None:
        """The id; None where it has none."""


Entry = TypeVar("Entry", bound=HasId)


def entry_with_id(entries: Iterable[Entry], entry_id: str | None) -> Entry | None:
    """Return the entry with an id; None where there is none."""
    if entry_id is not None:
        for one in entries:
            if one.id == entry_id:
                return one
    return None


def entries_by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the entries that have an id, by it, in their order."""
    found: dict[str, Entry] = {}
    for one in entries:
        if one.id is not None:
            found.setdefault(one.id, one)
    return found
