"""What a workbook was exported with, in a sheet that nobody sees: the base of a three-way merge.

It holds the cells that its reader may see, and nothing else of the plan: JSON in ASCII, cut into
pieces that a cell can hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kamctl.exchange.cell_values import SheetCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.exchange.sheet_rows import SheetRows

BASE_SHEET: Final = "kamctl"
_VERSION: Final = 1
_PIECE_LENGTH: Final = 29_000
"""Characters of a piece: a cell holds 32,767."""


@dataclass(frozen=True)
class BaseRow:
    """A row as it was exported; what its reader may not see is not in `cells`."""

    key: str
    parent: str
    list: str
    label: str
    cells: Mapping[str, SheetCell]


@dataclass(frozen=True)
class Base:
    """What was exported: of which account, for whom, and the rows of each sheet by their keys.

    `names` has the names of the sheets, `headings` the columns by what they were called.
    """

    account: str
    reader: str
    language: str
    names: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, Mapping[str, BaseRow]]


def base_pieces(
    account: str,
    reader: str,
    language: str,
    sheets: Iterable[tuple[SheetRows, str, Mapping[str, str]]],
) -> list[str]:
    """Return the pieces of a base, one for each cell.

    Each sheet comes with its name and with the headings of its columns by their keys.
    """
    value = {
        "kamctl": _VERSION,
        "account": account,
        "reader": reader,
        "language": language,
        "sheets": {
            one.layout.id: {
                "name": name,
                "headings": dict(headings),
                "rows": {
                    row.key: [
                        row.parent,
                        row.list,
                        row.label,
                        {key: _to_json(cell) for key, cell in row.cells.items()},
                    ]
                    for row in one.rows
                },
            }
            for one, name, headings in sheets
        },
    }
    # Excel writes characters as `_x000D_`; what only resembles one must stay.
    text = json.dumps(value, separators=(",", ":")).replace("_x", "\\u005fx")
    return [text[at : at + _PIECE_LENGTH] for at in range(0, len(text), _PIECE_LENGTH)]


def read_base(pieces: Iterable[object]) -> Base | None:
    """Return the base that pieces hold; None where it is missing or damaged."""
    try:
        value = json.loads("".join(str(one) for one in pieces if one is not None))
        if value["kamctl"] != _VERSION:
            return None
        sheets = value["sheets"]
        return Base(
            str(value["account"]),
            str(value["reader"]),
            str(value["language"]),
            {id_: str(one["name"]) for id_, one in sheets.items()},
            {
                id_: {str(k): str(v) for k, v in one["headings"].items()}
                for id_, one in sheets.items()
            },
            {
                id_: {
                    key: BaseRow(
                        key,
                        str(row[0]),
                        str(row[1]),
                        str(row[2]),
                        {name: _from_json(cell) for name, cell in row[3].items()},
                    )
                    for key, row in one["rows"].items()
                }
                for id_, one in sheets.items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _to_json(cell: SheetCell) -> Any:
    return {"%": cell.value} if cell.is_percent else cell.value


def _from_json(written: Any) -> SheetCell:
    return (
        SheetCell(written["%"], is_percent=True)
        if isinstance(written, dict)
        else SheetCell(written)
    )
