"""Which sheets a workbook of a plan has, and which columns: made from the format, field by field.

A section with fields of its own is a form, one field a row. A list of entries is a table, one entry
a row; neighbouring lists of the same kind, such as strengths and threats, share one.
Lists inside entries have tables of their own, whose rows name the entry that they belong to.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.plan.fields import PlanField, fields_at, fields_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEFT_OUT: Final = frozenset(
    {
        "plan.stage",  # moved by `kamctl plan stage`, where the plan meets it
        "plan.language",  # decides how all else in the workbook is written
        "objectives[].customer_confirmation.fingerprint",  # written with the confirmation
    }
)
UNIT: Final = "objectives[].measures[].unit"
"""A text, or two: one for each number."""


class SheetColumn(NamedTuple):
    """A field of the entries of a table, or of a form: where it is, and what it is called.

    `path` leads to it from the entry, in a form from the plan; `labels` are msgids, those of the
    parts around it first.
    """

    path: tuple[str, ...]
    field: PlanField
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """How the workbook names it."""
        return ".".join(self.path)


class SheetList(NamedTuple):
    """A list of entries that a table shows: its place, without `[]` at its end, and its label."""

    place: str
    label: str
    keys: frozenset[str]
    """The columns that its entries have."""

    @property
    def key(self) -> str:
        """How the workbook names it."""
        return self.place.rpartition(".")[2]


class SheetLayout(NamedTuple):
    """A sheet: a form where it has no `lists`, else a table of their entries."""

    id: str
    labels: tuple[str, ...]
    """What its name is made of: msgids."""
    columns: tuple[SheetColumn, ...]
    lists: tuple[SheetList, ...] = ()

    @property
    def parent(self) -> str:
        """The place of the entries around the lists, such as `objectives[]`; empty for none."""
        place = self.lists[0].place.rpartition(".")[0] if self.lists else ""
        return place[: place.rindex("[]") + 2] if "[]" in place else ""


@cache
def sheet_layouts() -> tuple[SheetLayout, ...]:
    """Return the sheets of a whole plan, in the order of the format."""
    return tuple(_all_layouts())


def _all_layouts() -> Iterator[SheetLayout]:
    for section in fields_at(""):
        if section.kind == "custom":
            continue
        label = section.facet.label
        if section.is_list:
            yield from _tables([section])
            continue
        columns = _columns(section.place, (section.key,))
        if section.key == "plan":
            columns += tuple(
                SheetColumn((one.key,), one, (one.facet.label,))
                for one in fields_at("")
                if one.kind == "custom"
            )
        if columns:
            yield SheetLayout(section.key, (label,), _labelled(columns))
        for group in _groups(_lists_in(section.place)):
            alone = group if columns or len(group) == 1 else None
            names = tuple(one.facet.label for one in alone) if alone else (label,)
            yield from _tables(group, names)


def _tables(group: list[PlanField], names: tuple[str, ...] = ()) -> Iterator[SheetLayout]:
    """Return the table of lists of one kind, and those of the lists in their entries."""
    first = group[0]
    columns: dict[str, SheetColumn] = {}
    lists: list[SheetList] = []
    for one in group:
        own = {column.key: column for column in _columns(f"{one.place}[]", ())}
        columns |= {key: column for key, column in own.items() if key not in columns}
        lists.append(SheetList(one.place, one.facet.label, frozenset(own)))
    yield SheetLayout(
        first.place.replace("[]", ""),
        names or tuple(one.facet.label for one in group),
        _labelled(columns.values()),
        tuple(lists),
    )
    for one in group:
        for inner in _groups(_lists_in(f"{one.place}[]")):
            label = (one.facet.label,) if len(inner) > 1 else ()
            yield from _tables(inner, label + tuple(each.facet.label for each in inner))


def _lists_in(place: str) -> list[PlanField]:
    """Return the lists of entries in an entry, or in a part of it."""
    found: list[PlanField] = []
    for one in fields_in(place):
        if one.kind not in ("part", "claim"):
            continue
        if one.is_list:
            found.append(one)
        else:
            found += _lists_in(one.place)
    return found


def _groups(lists: Iterable[PlanField]) -> list[list[PlanField]]:
    """Put lists together whose entries are of one kind."""
    found: dict[object, list[PlanField]] = {}
    for one in lists:
        keys = tuple(field.key for field in fields_at(f"{one.place}[]"))
        found.setdefault("claim" if one.kind == "claim" else keys, []).append(one)
    return list(found.values())


def _columns(
    place: str, path: tuple[str, ...], labels: tuple[str, ...] = ()
) -> tuple[SheetColumn, ...]:
    found: list[SheetColumn] = []
    for one in fields_at(place):
        if one.place in _LEFT_OUT:
            continue
        there, called = (*path, one.key), (*labels, one.facet.label)
        if one.kind in ("part", "claim"):
            if not one.is_list:
                found += _columns(one.place, there, called)
            continue
        found.append(SheetColumn(there, one, called))
        if one.place == UNIT:
            found += _columns(one.place, there, called)
    return tuple(found)


def _labelled(columns: Iterable[SheetColumn]) -> tuple[SheetColumn, ...]:
    """Leave out of each label what is not needed to distinguish it from the others."""
    columns = tuple(columns)
    alike = Counter(one.labels[-1] for one in columns)
    return tuple(one._replace(labels=_shortest(one, alike)) for one in columns)


def _shortest(column: SheetColumn, alike: Counter[str]) -> tuple[str, ...]:
    *around, own = column.labels
    if not around:
        return (own,)
    is_of_claim = any(
        one.key == "so_what" for one in fields_in(column.field.place.rpartition(".")[0])
    )
    if is_of_claim and column.path[-1] == "text":
        return (around[-1],)
    return (around[-1], own) if is_of_claim or alike[own] > 1 else (own,)
