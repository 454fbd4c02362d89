"""The parts of a text that can be read on their own, where the whole is not YAML.

The parser stops at the first error. Sections, and the entries of a list that is a section, do not
depend on what is before them: each is tried alone, with its lines where they are in the file.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.source import Source, indent_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)").match
"""Matches the key of a section."""
_KEY_ALONE = re.compile(r"[^\s]+:\s*(?:#|$)").match
_MAX_UNITS = 200
"""Each is a text to read."""


class SyntaxUnit(NamedTuple):
    """A unit alone, and with each of its neighbours; all other lines are empty.

    What is valid with a neighbour is a part of a text that goes on there.
    """

    alone: Source
    with_neighbours: tuple[Source, ...]


def units_behind(source: Source, line: int) -> Iterator[SyntaxUnit]:
    """Yield the units that begin behind a line, in the order of the text."""
    units = list(_units(source.lines))
    behind = (number for number, unit in enumerate(units) if unit[-1].start >= line)
    for number in islice(behind, _MAX_UNITS):
        around = units[max(number - 1, 0) : number + 2]
        yield SyntaxUnit(
            _only(source, units[number]),
            tuple(_only(source, (*one, *other)) for one, other in pairwise(around)),
        )


def _units(lines: Sequence[str]) -> Iterator[tuple[range, ...]]:
    """Yield the rows of each unit: those of a section, or an entry with the key of its list."""
    starts = [row for row, line in enumerate(lines) if _KEY(line)]
    for first, end in pairwise((*starts, len(lines))):
        entries = _entries(lines, first, end)
        if entries:
            key = range(first, entries[0])
            yield from ((key, range(*rows)) for rows in pairwise((*entries, end)))
        else:
            yield (range(first, end),)


def _entries(lines: Sequence[str], first: int, end: int) -> list[int]:
    """Return the rows where the entries of a list begin that is all of a section; else none."""
    filled = [row for row in range(first + 1, end) if lines[row].strip()[:1] not in ("", "#")]
    if not filled or not _KEY_ALONE(lines[first]):
        return []
    indent = indent_width(lines[filled[0]])
    entries = [row for row in filled if lines[row].startswith("- ", indent)]
    is_list = entries[:1] == filled[:1] and all(
        indent_width(lines[row]) >= indent for row in filled
    )
    return entries if is_list else []


def _only(source: Source, unit: Sequence[range]) -> Source:
    """Return the text with only the rows of a unit; the others are empty."""
    kept = {row for rows in unit for row in rows}
    rows = range(unit[-1].stop)
    return Source(source.name, "\n".join(source.lines[row] if row in kept else "" for row in rows))
