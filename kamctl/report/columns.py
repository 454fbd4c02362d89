"""A table for the terminal that never wraps: its columns grow shorter, then leave, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.frame import printable, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_GAP = 2
CLOSER = ""
"""A step in which the columns move together."""
ELLIPSIS = "…"


class Form(NamedTuple):
    """One way to write a column: its head and its cells, a cell for each row."""

    head: str
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns of the terminal it takes."""
        return max(map(width, (self.head, *self.cells)))


class Column(NamedTuple):
    """A column in all forms it may take, the longest first; the last may be None: left out."""

    name: str
    forms: tuple[Form | None, ...]
    right: bool = False
    """Whether its cells are figures, which stand below each other."""


def fitted(text: str, room: int) -> str:
    """Cut `text` to `room` columns, with an ellipsis where it is longer."""
    if width(text) <= room:
        return text
    cut = text
    while cut and width(cut) > room - 1:
        cut = cut[:-1]
    return cut.rstrip(" ,;:.-") + ELLIPSIS


def cut(form: Form, room: int) -> Form:
    """Return a column cut to `room`."""
    return Form(fitted(form.head, room), tuple(fitted(cell, room) for cell in form.cells))


def table(
    columns: Sequence[Column],
    steps: Sequence[str],
    room: int,
    paint: Callable[[str, int | None, str], str],
) -> list[str]:
    """Lay columns out in lines of at most `room`.

    Each of `steps` names the column that gives way next, or is `CLOSER`. `paint` colours a cell,
    given the name of its column, its row (None for the head) and its text.
    """
    shown, gap = _chosen(columns, steps, room)
    widths = [form.width for _, form in shown]
    rows = max((len(form.cells) for _, form in shown), default=0)
    lines = []
    for row in (None, *range(rows)):
        parts = []
        for place, (column, form) in enumerate(shown):
            text = form.head if row is None else form.cells[row]
            blank = " " * (widths[place] - width(text))
            drawn = paint(column.name, row, text)
            last = place == len(shown) - 1 and not column.right
            parts.append(blank + drawn if column.right else drawn + ("" if last else blank))
        lines.append((" " * gap).join(parts).rstrip())
    if _total(shown, gap) <= room:
        return lines
    # Narrower than any table: what is left of each line, without colour.
    return [
        fitted((" " * gap).join(form.head if row is None else form.cells[row] for _, form in shown),
               room)
        for row in (None, *range(rows))
    ]  # fmt: skip


def _chosen(
    columns: Sequence[Column], steps: Sequence[str], room: int
) -> tuple[list[tuple[Column, Form]], int]:
    """Return the columns in the longest forms that have room together, and the gap between them."""
    places = {one.name: 0 for one in columns}
    gap = _GAP

    def forms() -> list[tuple[Column, Form]]:
        chosen = ((one, one.forms[places[one.name]]) for one in columns)
        return [(one, form) for one, form in chosen if form is not None]

    for step in steps:
        if _total(forms(), gap) <= room:
            break
        if step == CLOSER:
            gap = 1
        else:
            places[step] += 1
    return forms(), gap


def _total(shown: Sequence[tuple[Column, Form]], gap: int) -> int:
    return sum(form.width for _, form in shown) + gap * (len(shown) - 1)


def clean(text: str) -> str:
    """Return a text of a plan as one that a cell may hold."""
    return printable(" ".join(text.split()))
