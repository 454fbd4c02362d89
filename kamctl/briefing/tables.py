"""Tables, lists of facts and links without what is empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.briefing.charts.text_layout import LONGEST
from kamctl.briefing.views.elements import Cell, Chapter, Chart, Fact, Link, Table, has_long_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WEB = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE).fullmatch


def web_link(address: str | None) -> Link | None:
    """Return a web address as a link, without `https://`; other addresses stay text.

    As browsers show it: in a narrow column the name is what counts.
    """
    address = (address or "").strip()
    if not address:
        return None
    if not _WEB(address):
        return Link(address, "")
    return Link(address.partition("://")[2].rstrip("/") or address, address)


def facts(*made: tuple[str, str] | tuple[str, str, str]) -> tuple[Fact, ...]:
    """Return those of label and value, and perhaps key, that have a value."""
    return tuple(fact for one in made if (fact := Fact(*one)).value)


def chapter(
    id_: str,
    title: str,
    *tables: Table | None,
    texts: tuple[Fact, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Chapter:
    """Return a chapter with those tables that there are."""
    return Chapter(id_, title, texts, facts, tuple(one for one in tables if one is not None))


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell | str]],
    *,
    numeric: Sequence[int] = (),
    keep: Sequence[int] = (),
    charts: Iterable[Chart | None] = (),
    folded: bool = False,
    pictured: Sequence[int] = (),
    ids: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> Table | None:
    """Return a table without the columns that are empty throughout (but those in `keep`).

    None where there is no row. Of the `charts`, those that have something to show go with it. The
    columns in `pictured` are in the charts too: a table that has no others is `folded`, unless a
    text is too long for a chart. `keys` name the columns for whoever leaves one out.
    """
    cells = [tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows]
    if not cells:
        return None
    shown = [
        place
        for place in range(len(columns))
        if place == 0 or place in keep or any(row[place].text or row[place].note for row in cells)
    ]
    shown_charts = tuple(chart for chart in charts if chart is not None)
    in_charts = set(pictured) if shown_charts else set()
    folded = folded or (bool(pictured) and set(shown[1:]) <= in_charts)
    return Table(
        caption,
        tuple(columns[place] for place in shown),
        tuple(tuple(row[place] for place in shown) for row in cells),
        frozenset(new for new, place in enumerate(shown) if place in numeric),
        shown_charts,
        folded
        and bool(shown_charts)
        and all(len(cell.text) <= LONGEST for row in cells for cell in row),
        tuple(ids),
        any(has_long_word(cell.text) for row in cells for cell in row),
        pictured=frozenset(new for new, place in enumerate(shown) if place in in_charts),
        keys=tuple(keys[place] for place in shown) if keys else (),
    )
