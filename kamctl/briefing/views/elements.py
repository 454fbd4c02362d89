"""Elements of every document: links, facts, tables, charts, chapters."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kamctl.briefing.charts.data import Drawing

_LONGEST_WORD: Final = 32
"""Characters. Longer ones, such as addresses, must break for a table to stay within its page."""
_SPACES: Final = re.compile(r"[ \t\n]+")
"""Where a line may end: not at a no-break space, as between a figure and its unit."""


def has_long_word(text: str) -> bool:
    """Tell whether a text has a word that is longer than a column."""
    return len(text) > _LONGEST_WORD and max(map(len, _SPACES.split(text))) > _LONGEST_WORD


class Link(NamedTuple):
    """Something to follow: `url` is empty where it is not an address a page may link to."""

    text: str
    """The text of the link."""
    url: str
    """Its address, or empty."""


class Fact(NamedTuple):
    """A label and its value."""

    label: str
    """What it is."""
    value: str
    """The value."""
    key: str = ""
    """Its name in every language, such as `due`; empty where the label is all it has."""


class Cell(NamedTuple):
    """A cell of a table; `kind` (good, warn, bad, plain) makes it a label with a sign.

    `note` is a figure that goes with it; `links` are its parts, where they lead to other chapters.
    """

    text: str
    """The text in it."""
    kind: str = ""
    """Good, warn, bad or plain; empty for a cell that is no label."""
    note: str = ""
    """A figure that goes with it, such as an amount."""
    links: tuple[Link, ...] = ()
    """Its parts, where they lead to other chapters."""


class Chart(NamedTuple):
    """A chart: its title, what it shows in words, and the same as data."""

    id: str
    """Its id within the page."""
    title: str
    """Its title."""
    description: str
    """What it shows, in words."""
    drawing: Drawing
    """What it shows, as data: `| draw` makes SVG of it, `| mermaid` Mermaid."""


class Table(NamedTuple):
    """A table whose first column names the row; `numeric` are the columns of figures.

    `charts` show the same figures. A `folded` table says nothing that they do not: it is there for
    readers who cannot see them, and opens on request.
    """

    caption: str
    """Its title."""
    columns: tuple[str, ...]
    """The heads of its columns."""
    rows: tuple[tuple[Cell, ...], ...]
    """Its rows, a cell for each column."""
    numeric: frozenset[int] = frozenset()
    """The columns of figures, counted from 0."""
    charts: tuple[Chart, ...] = ()
    """Charts of the same figures."""
    folded: bool = False
    """Whether the charts say all that it says."""
    ids: tuple[str, ...] = ()
    """The ids of its rows, for links from other chapters; empty where a row has none."""
    has_long_words: bool = False
    """Whether a word in it is longer than a column."""
    more: tuple[str, ...] = ()
    """On a one-pager, for each row that may be left out, how many come after it, in words."""
    pictured: frozenset[int] = frozenset()
    """The columns, counted from 0, that the charts show too: not printed again."""
    keys: tuple[str, ...] = ()
    """The names of its columns in every language, such as `leader`; empty where it has none."""

    def without(self, key: str) -> Table:
        """Return the table without the column of that name; the same where it has none."""
        if key not in self.keys:
            return self
        gone = self.keys.index(key)

        def places(columns: frozenset[int]) -> frozenset[int]:
            return frozenset(one - (one > gone) for one in columns if one != gone)

        return self._replace(
            columns=(*self.columns[:gone], *self.columns[gone + 1 :]),
            rows=tuple((*row[:gone], *row[gone + 1 :]) for row in self.rows),
            numeric=places(self.numeric),
            pictured=places(self.pictured),
            keys=(*self.keys[:gone], *self.keys[gone + 1 :]),
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of each column's cells, for the style: number, pictured, long or none.

        A long word may break anywhere; the short ones of the other columns stay whole.
        """
        long = {
            place
            for row in (self.rows if self.has_long_words else ())
            for place, cell in enumerate(row)
            if has_long_word(cell.text)
        }
        named = (("number", self.numeric), ("pictured", self.pictured), ("long", long))
        return tuple(
            " ".join(name for name, places in named if place in places)
            for place in range(len(self.columns))
        )


class Notice(NamedTuple):
    """Something the reader must know before the rest; `kind` is bad or warn."""

    kind: str
    """Bad or warn."""
    text: str
    """What is to be known."""


class Chapter(NamedTuple):
    """A chapter of a document."""

    id: str
    """Its id within the page."""
    title: str
    """Its heading."""
    texts: tuple[Fact, ...]
    """Its texts, each with a label."""
    facts: tuple[Fact, ...]
    """Its facts."""
    tables: tuple[Table, ...]
    """Its tables."""
