"""What the rows of an export are in the plan by now: its entries may have moved or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.exchange.cell_values import EMPTY, SheetCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.exchange.sheet_rows import Row, SheetRows
    from kamctl.exchange.workbook_base import BaseRow

_NAMED_BY: Final = {
    "cells": ("unit", "offering"),
    "readings": ("on",),
    "relations": ("from", "to"),
}
"""The cells that distinguish the entries of a list, where the first one does not."""


class MatchedRows(NamedTuple):
    """The entry of each exported row by its key; None where the plan has it no longer.

    In `by_place` are the keys of those that only their place suggests: the entry has another name
    now, or another entry has taken its place. Nothing may be written into them.
    """

    entries: dict[str, Row | None]
    by_place: set[str]


def match_rows(exported: Iterable[BaseRow], plan: SheetRows, around: MatchedRows) -> MatchedRows:
    """Find the exported rows of a sheet in the plan: by id, by what they are called, by place.

    `around` has the rows of the sheets around this one.
    """
    found: dict[str, Row | None] = {}
    by_place: set[str] = set()
    without_id: dict[tuple[str, str], list[BaseRow]] = {}
    for row in exported:
        parent = around.entries.get(row.parent)
        last = _last_step(row.key)
        if row.parent and parent is None:
            found[row.key] = None
        elif last.startswith("#"):
            without_id.setdefault((row.parent, row.list), []).append(row)
        else:
            key = f"{parent.key}/{row.list}/{last}" if parent else row.key
            found[row.key] = plan.by_key.get(key)
        if row.parent in around.by_place:
            by_place.add(row.key)
    for (parent_key, list_), rows in without_id.items():
        parent = around.entries.get(parent_key)
        candidates = [
            one
            for one in plan.rows
            if one.list == list_ and one.parent == (parent.key if parent else "")
        ]
        _pair(rows, candidates, MatchedRows(found, by_place))
    return MatchedRows(found, by_place)


def _last_step(key: str) -> str:
    """Return the end of a key: the id of an entry, or `#` and its number."""
    return key.rpartition("/")[2]


def _pair(rows: Sequence[BaseRow], candidates: Sequence[Row], into: MatchedRows) -> None:
    """Find exported rows in a list: by all of their cells, by what they are called, by place."""
    left = list(rows)
    free = list(candidates)
    is_same_size = len(left) == len(free)

    def take(row: BaseRow, entry: Row) -> None:
        into.entries[row.key] = entry
        left.remove(row)
        free.remove(entry)

    for row in left.copy():
        same = [one for one in free if _same_cells(row.cells, one.cells)]
        own = [one for one in same if _last_step(one.key) == _last_step(row.key)]
        if own or len(same) == 1:
            take(row, (own or same)[0])
    for row in left.copy():
        namesakes = [one for one in left if _same_name(row, one)]
        entries = [one for one in free if _same_name(row, one)]
        if len(namesakes) == len(entries):  # else it is not clear which one it is
            for one, entry in zip(namesakes, entries, strict=True):
                take(one, entry)
    for row in left.copy():
        own = [one for one in free if _last_step(one.key) == _last_step(row.key)]
        if own and is_same_size:
            take(row, own[0])
            into.by_place.add(row.key)
    into.entries.update((row.key, None) for row in left)


def _same_cells(one: Mapping[str, SheetCell], other: Mapping[str, SheetCell]) -> bool:
    return all(
        one.get(key, EMPTY).is_same(other.get(key, EMPTY)) for key in one.keys() | other.keys()
    )


def _same_name(row: BaseRow, other: BaseRow | Row) -> bool:
    """Tell whether both are called the same; what has no name is not."""
    one, two = _name(row), _name(other)
    is_named = any(not cell.is_empty for cell in one)
    return is_named and len(one) == len(two) and all(map(SheetCell.is_same, one, two))


def _name(row: BaseRow | Row) -> tuple[SheetCell, ...]:
    """Return the cells that an entry is called by: those of its list, else the first."""
    cells = row.cells
    keys = _NAMED_BY.get(row.list)
    if keys is None:
        return (next((one for one in cells.values() if not one.is_empty), EMPTY),)
    return tuple(cells.get(key, EMPTY) for key in keys)
