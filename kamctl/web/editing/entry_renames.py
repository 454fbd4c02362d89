"""Entries that are called otherwise since a page was shown: its keys still lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.plan.stored_values import place_in
from kamctl.web.editing.field_keys import field_key, find

if TYPE_CHECKING:
    from kamctl.document.changes import Place
    from kamctl.document.span import KeyPath


class EntryRenames:
    """What one session has renamed: an entry is called by what it holds, and that it changes."""

    def __init__(self) -> None:
        self._renamed: dict[str, Place] = {}

    def note(self, before: Any, after: Any, path: KeyPath) -> tuple[tuple[str, str], ...]:
        """Note the entries on the way to `path` that a change of the plan has renamed.

        `before` and `after` are what the plan holds. Returns the keys that were and that are.
        """
        found = []
        for length in range(1, len(path) + 1):
            if not isinstance(path[length - 1], int):
                continue
            old, new = (place_in(value, path[:length]) for value in (before, after))
            if old != new:
                self._renamed[field_key(old)] = new
                found.append((field_key(old), field_key(new)))
        return tuple(found)

    def find(self, value: Any, place: Place) -> KeyPath | None:
        """Return the path of a place in what the plan holds, by its name now or an earlier one.

        None where it was deleted.
        """
        for _ in range(len(place) + 1):
            path = find(value, place)
            if path is not None:
                return path
            for length in range(len(place), 0, -1):
                renamed = self._renamed.get(field_key(place[:length]))
                if renamed is not None:
                    place = (*renamed, *place[length:])
                    break
            else:
                return None
        return None
