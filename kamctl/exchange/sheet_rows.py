"""The rows of the sheets of a workbook: those of a plan, as far as a reader may see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.briefing.visibility.field_visibility import FieldVisibility
from kamctl.document.key_paths import place_name
from kamctl.exchange.cell_values import CellValues
from kamctl.exchange.plan_sheets import UNIT, SheetColumn, sheet_layouts
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.truncate import truncate
from kamctl.plan.amounts import LARGEST_NUMBER, conventions_of
from kamctl.plan.codes import LANGUAGES
from kamctl.plan.stored_values import measure_unit_at, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.briefing.visibility.audience import Audience
    from kamctl.document.document import Document
    from kamctl.document.span import KeyPath
    from kamctl.exchange.cell_values import SheetCell
    from kamctl.exchange.plan_sheets import SheetLayout, SheetList

_MAX_LABEL: Final = 40
"""Characters of the text by which an entry without an id is named."""
ARROW: Final = " › "
_LANGUAGES: Final = ("plan", "languages")


class Column(NamedTuple):
    """A column of a sheet, or a row of a form: a field, in one language where it is a text."""

    source: SheetColumn
    path: tuple[str, ...]
    """From the entry to the value, with the language of a text."""
    language: str = ""
    """That of a text, where it is not the plan's."""

    @property
    def key(self) -> str:
        """How the workbook names it."""
        return f"{'.'.join(self.path_of_field)}{'@' + self.language if self.language else ''}"

    @property
    def path_of_field(self) -> tuple[str, ...]:
        """From the entry to the field."""
        is_text = self.source.field.kind == "text"
        return self.path[:-1] if is_text else self.path

    @property
    def is_id(self) -> bool:
        """Whether it is what others name an entry by, not a custom field named `id`."""
        return self.path[-1] == "id" and self.source.field.kind != "custom"


class Row(NamedTuple):
    """An entry of a table: its key in the workbook, where it is in the plan, and its cells.

    `parent` is the key of the entry that its list is in, `list` the key of the list. A cell that
    the reader may not see, or that the entry cannot have, is not in `cells`.
    """

    key: str
    path: KeyPath
    parent: str
    list: str
    label: str
    cells: Mapping[str, SheetCell]


@dataclass(frozen=True)
class SheetRows:
    """A sheet with its columns and rows; a form has one row."""

    layout: SheetLayout
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Row]:
        """The rows by their keys."""
        return {one.key: one for one in self.rows}


class PlanRows:
    """The sheets of a plan for one reader.

    `value` is what the plan's document holds, `language` that of the workbook.
    """

    def __init__(
        self, value: Any, audience: Audience, language: str, functions: Sequence[str]
    ) -> None:
        self.value = value
        self.audience = audience
        self.language = language
        self.conventions = conventions_of(value)
        self.plan_language = self.conventions.language
        self.values = CellValues(self.conventions, language, functions)
        self.visibility = FieldVisibility(value, audience)

    @cached_property
    def sheets(self) -> tuple[SheetRows, ...]:
        """All sheets of which the reader sees something."""
        found: list[SheetRows] = []
        rows: dict[str, list[Row]] = {}
        for layout in sheet_layouts():
            columns = tuple(self._columns(layout))
            if not columns:
                continue
            made = tuple(self._rows(layout, columns, rows))
            for row in made:
                rows.setdefault(place_name(row.path), []).append(row)
            found.append(SheetRows(layout, columns, made))
        return tuple(found)

    def _columns(self, layout: SheetLayout) -> Iterator[Column]:
        places = [f"{one.place}[]." for one in layout.lists] or [""]
        for source in layout.columns:
            field = source.field
            names = [f"{place}{source.key}" for place in places]
            if not any(self.visibility.may_see_some(name) for name in names):
                continue
            if field.kind == "custom":
                yield from self._custom(layout, source)
            elif field.kind == "text":
                used = self._languages(layout, source)
                for one in (self.plan_language, *used):
                    yield Column(
                        source, (*source.path, one), "" if one == self.plan_language else one
                    )
            elif not field.place.startswith(f"{UNIT}.") or self._has(layout, source):
                yield Column(source, source.path)

    def _custom(self, layout: SheetLayout, source: SheetColumn) -> Iterator[Column]:
        names: dict[str, None] = {}
        for there in self._visible(layout, source):
            if isinstance(there, dict):
                names |= dict.fromkeys(str(one) for one in there)
        for name in names:
            labelled = source._replace(labels=(name,))
            yield Column(labelled, (*source.path, name))

    def _languages(self, layout: SheetLayout, source: SheetColumn) -> list[str]:
        """Return the languages besides the plan's in which a text is, or should be, written."""
        listed = value_of(self.value, _LANGUAGES, self.plan_language)
        if not self.visibility.may_see(_LANGUAGES):
            listed = None
        found = (
            dict.fromkeys(one for one in listed if one in LANGUAGES)
            if isinstance(listed, list)
            else {}
        )
        for there in self._visible(layout, source):
            if isinstance(there, dict):
                found |= dict.fromkeys(one for one in there if one in LANGUAGES)
        return [one for one in found if one != self.plan_language]

    def _has(self, layout: SheetLayout, source: SheetColumn) -> bool:
        return any(one is not None for one in self._visible(layout, source))

    def _visible(self, layout: SheetLayout, source: SheetColumn) -> Iterator[Any]:
        """Return what the entries of a sheet have in a field, where the reader may see it."""
        for path in self._entries(layout):
            if self.visibility.may_see((*path, *source.path)):
                yield value_of(self.value, (*path, *source.path), self.plan_language)

    def _entries(self, layout: SheetLayout) -> Iterator[KeyPath]:
        if not layout.lists:
            yield ()
            return
        for one in layout.lists:
            yield from entries_at(self.value, one.place)

    # --- Rows ---------------------------------------------------------------------------------

    def _rows(
        self, layout: SheetLayout, columns: tuple[Column, ...], rows: Mapping[str, list[Row]]
    ) -> Iterator[Row]:
        if not layout.lists:
            cells = {one.key: self._cell((), one) for one in columns if self._sees((), one)}
            yield Row("", (), "", "", "", cells)
            return
        parents = rows.get(layout.parent, []) if layout.parent else [None]
        labels: Counter[str] = Counter()
        keys: set[str] = set()
        for parent in parents:
            for one in layout.lists:
                for number, row in enumerate(self._list_rows(one, columns, parent)):
                    key = row.key
                    if not key or key in keys:
                        key = f"{_list_key(parent, one)}/#{number}"
                    keys.add(key)
                    label = row.label or f"#{number + 1}"
                    if parent is not None:
                        label = f"{parent.label}{ARROW}{label}"
                    labels[label.casefold()] += 1
                    if labels[label.casefold()] > 1:
                        label = f"{label} ({labels[label.casefold()]})"
                    yield row._replace(key=key, label=label)

    def _list_rows(
        self, one: SheetList, columns: tuple[Column, ...], parent: Row | None
    ) -> Iterator[Row]:
        """Return the rows of one list; a key is given only by an id."""
        steps = one.place.rpartition("[].")[2].split(".") if parent else one.place.split(".")
        path = (*(parent.path if parent else ()), *steps)
        entries = value_of(self.value, path, self.plan_language)
        if not isinstance(entries, list):
            return
        for at in range(len(entries)):
            here = (*path, at)
            cells = {
                column.key: self._cell(here, column)
                for column in columns
                if column.source.key in one.keys and self._sees(here, column)
            }
            if all(cell.is_empty for cell in cells.values()):
                continue
            own = cells.get("id")
            name = str(own.value) if own is not None and not own.is_empty else ""
            key = f"{_list_key(parent, one)}/{name}" if name else ""
            label = name or next(
                (
                    truncate(single_spaced(cell.shown()), _MAX_LABEL)
                    for cell in cells.values()
                    if not cell.is_empty
                ),
                "",
            )
            yield Row(key, here, parent.key if parent else "", one.key, label, cells)

    def _sees(self, path: KeyPath, column: Column) -> bool:
        return self.visibility.may_see((*path, *column.path_of_field))

    def _cell(self, path: KeyPath, column: Column) -> SheetCell:
        return self.cell_at(self.value, path, column)

    def cell_at(self, value: Any, path: KeyPath, column: Column) -> SheetCell:
        """Return the cell of what a plan's document has in the field of an entry."""
        there = value_of(value, (*path, *column.path), self.plan_language)
        field = column.source.field
        if isinstance(there, dict):
            return self.values.cell(field, None)
        return self.values.cell(field, there, measure_unit_at(value, path))

    def column(self, layout: SheetLayout, key: str) -> Column | None:
        """Return the column of a sheet that a workbook calls so; None where it has none."""
        path, _, language = key.partition("@")
        for source in layout.columns:
            if source.field.kind == "custom" and key.startswith(f"{source.key}."):
                return Column(source, (*source.path, key.removeprefix(f"{source.key}.")))
            if source.key != path:
                continue
            if source.field.kind != "text":
                return Column(source, source.path)
            if language in LANGUAGES or not language:
                return Column(source, (*source.path, language or self.plan_language), language)
        return None


def entries_at(value: Any, place: str, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Return the paths of the entries of all lists at a place such as `objectives[].measures`."""
    first, _, rest = place.partition("[].")
    for step in first.split("."):
        path = (*path, step)
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, list):
        return
    for at, entry in enumerate(value):
        if rest:
            yield from entries_at(entry, rest, (*path, at))
        else:
            yield (*path, at)


def values_as_written(document: Document) -> Any:
    """Return what a plan's document holds, figures that no plan can have as they are written.

    They are infinite, no number at all (`.nan`) or too large, and a cell can have them as texts
    only. What is wrong with them is for `validate` to say.
    """
    for path in _impossible_figures(document.value, ()):
        written = document.source.text_at(document.span(path))
        document = document.with_value(path, written)
    return document.value


def _impossible_figures(value: Any, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _impossible_figures(part, (*path, step))
    elif isinstance(value, int | float) and not abs(value) < LARGEST_NUMBER:  # or not comparable
        yield path


def _list_key(parent: Row | None, one: SheetList) -> str:
    return f"{parent.key}/{one.key}" if parent else one.place.replace(".", "/")
