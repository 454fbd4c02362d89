"""What the rows of an export are in the plan by now: its entries may have moved or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.exchange.cell_values import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.exchange.cell_values import SheetCell
    from kamctl.exchange.sheet_rows import Row, SheetRows
    from kamctl.exchange.workbook_base import BaseRow


def entries_of_rows(
    exported: Iterable[BaseRow], plan: SheetRows, parents: Mapping[str, Row | None]
) -> dict[str, Row | None]:
    """Return the entry of each exported row by its key: by id, else by what it holds.

    None where the plan has it no longer. `parents` has the entries of the sheets around this one.
    """
    found: dict[str, Row | None] = {}
    without_id: dict[tuple[str, str], list[BaseRow]] = {}
    for row in exported:
        last = _last_step(row.key)
        if last.startswith("#"):
            without_id.setdefault((row.parent, row.list), []).append(row)
            continue
        parent = parents.get(row.parent) if row.parent else None
        found[row.key] = plan.by_key.get(f"{parent.key}/{row.list}/{last}" if parent else row.key)
    for (parent_key, list_), rows in without_id.items():
        parent = parents.get(parent_key) if parent_key else None
        if parent_key and parent is None:
            found.update(dict.fromkeys((one.key for one in rows), None))
            continue
        candidates = [
            one
            for one in plan.rows
            if one.list == list_ and one.parent == (parent.key if parent else "")
        ]
        found.update(_paired(rows, candidates))
    return found


def _last_step(key: str) -> str:
    """Return the end of a key: the id of an entry, or `#` and its number."""
    return key.rpartition("/")[2]


def _paired(rows: Iterable[BaseRow], candidates: Sequence[Row]) -> dict[str, Row | None]:
    """Find exported rows in the plan: by all of their cells, by the first, then by their place."""
    left = list(rows)
    free = list(candidates)
    found: dict[str, Row | None] = {}
    is_same_size = len(left) == len(free)

    def take(is_same: Any) -> None:
        for row in left.copy():
            fitting = [one for one in free if is_same(row, one)]
            own = [one for one in fitting if _last_step(one.key) == _last_step(row.key)]
            if own or len(fitting) == 1:
                chosen = (own or fitting)[0]
                found[row.key] = chosen
                left.remove(row)
                free.remove(chosen)

    take(lambda row, one: _same_cells(row.cells, one.cells))
    take(lambda row, one: _first_cell(row.cells).is_same(_first_cell(one.cells)))
    if is_same_size:
        take(lambda row, one: _last_step(row.key) == _last_step(one.key))
    return found | {row.key: None for row in left}


def _same_cells(one: Mapping[str, SheetCell], other: Mapping[str, SheetCell]) -> bool:
    return all(
        one.get(key, EMPTY).is_same(other.get(key, EMPTY)) for key in one.keys() | other.keys()
    )


def _first_cell(cells: Mapping[str, SheetCell]) -> SheetCell:
    return next((one for one in cells.values() if not one.is_empty), EMPTY)
