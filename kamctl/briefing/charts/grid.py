"""A grid of squares: rows and columns, each cell with its strength."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.svg_elements import (
    BOLD,
    LEADING,
    SIGN_PATHS,
    SIGN_WIDTH,
    SIZE,
    block,
    bullet,
    draw_sign,
    text,
)
from kamctl.briefing.charts.text_layout import lines, text_width, word_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.briefing.charts.data import Grid, GridCell

_PAD: Final = 7.0
_GAP: Final = 2.0
_BETWEEN: Final = 3.5
"""Between two lines of a cell: a line that wraps is set more closely."""
_LABEL_SHARE: Final = 0.3
_WORD_SHARE: Final = 0.5
_LONG_WORD: Final = 150.0
"""A word that is wider than both a share of the room and this is broken."""
_BULLET_WIDTH: Final = 10.0
_STRENGTHS: Final = (0.0, 0.1, 0.22, 0.38)
_TINT: Final = 0.12


class _Line(NamedTuple):
    """A line of a square: how far it is set in, how far down it is, what is before it."""

    text: str
    indent: float
    down: float
    bold: bool
    has_sign: bool
    has_bullet: bool
    is_note: bool = False


def draw_grid(grid: Grid, room: float) -> tuple[str, float]:
    """Draw `grid` in a picture `room` wide; return it with its height.

    Columns that have no room beside the others follow below, in a band of their own: no word is
    broken that is shorter than half a line. Nor does a band show a column without any text.
    """
    beside = _beside(grid, room)
    cells = [square for _, squares in grid.rows for square in squares]
    words = [
        *(word_width(column, SIZE) + _PAD + _GAP for column in grid.columns),
        *(_widest_word(square) + 2 * _PAD + _GAP for square in cells),
    ]
    most = min(room - beside, max(_WORD_SHARE * (room - beside), _LONG_WORD))
    least = max(grid.min_column_width, min(max(words, default=0.0), most))
    at_once = max(1, int((room - beside) // least))
    if not any(grid.columns) and not any(label for label, _ in grid.rows):
        return _flow(cells, min(at_once, max(len(grid.columns), 1)), room)
    places = list(range(len(grid.columns)))
    if at_once < len(places):
        known = [
            place for place in places if any(any(squares[place].lines) for _, squares in grid.rows)
        ]
        places = known or places
    bands = -(-len(places) // at_once) or 1
    at_once = -(-len(places) // bands) or 1
    drawn, y = "", 0.0
    if grid.across:
        drawn += text(grid.across, beside + _PAD, y + SIZE, color="quiet")
        y += LEADING + 4
    for first in range(0, len(places), at_once):
        if first:
            y += LEADING
        band, height = _band(grid, places[first : first + at_once], room, beside, y)
        drawn += band
        y += height
    return drawn, max(y - _GAP, 0.0)


def _beside(grid: Grid, room: float) -> float:
    """Return how much room the labels of the rows have: a word of them is not broken either."""
    labels = [label for label, _ in grid.rows]
    longest = max(
        [*(text_width(label, SIZE) * BOLD for label in labels), text_width(grid.down, SIZE)]
    )
    if not longest:
        return 0.0
    word = max([*(word_width(label, SIZE) * BOLD for label in labels), word_width(grid.down, SIZE)])
    share = max(_LABEL_SHARE * room, min(word + _PAD, _WORD_SHARE * room))
    return min(longest + 2 * _PAD, share)


def _widest_word(square: GridCell) -> float:
    if not square.lines:
        return 0.0
    signed, _, bold = _cell_style(square)
    first = word_width(square.lines[0], SIZE) * (BOLD if bold else 1)
    indent = _BULLET_WIDTH if square.has_list else 0.0
    return max(
        first + (SIGN_WIDTH if signed else 0.0),
        *(word_width(line, SIZE) + indent for line in (*square.lines, *square.notes)),
    )


def _cell_style(square: GridCell) -> tuple[bool, str, bool]:
    """Return whether a square has a sign, the colour of its text, whether its head is bold."""
    signed = square.has_sign and square.kind in SIGN_PATHS
    color = "quiet" if square.kind == "quiet" else "ink"
    return signed, color, square.has_list or (signed and len(square.lines) > 1)


def _flow(cells: Sequence[GridCell], at_once: int, room: float) -> tuple[str, float]:
    drawn, y = "", 0.0
    for first in range(0, len(cells), at_once):
        shown = cells[first : first + at_once]
        row, height = _row("", shown, room / at_once, 0.0, y)
        drawn += row
        y += height + _GAP
    return drawn, max(y - _GAP, 0.0)


def _band(
    grid: Grid, shown: Sequence[int], room: float, beside: float, top: float
) -> tuple[str, float]:
    width = (room - beside) / len(shown)
    drawn, y = "", top
    heads = [lines(grid.columns[place], SIZE, width - _PAD - _GAP) for place in shown]
    down = lines(grid.down, SIZE, beside - _PAD) if grid.down else []
    most = max(len(down), *(len(head) for head in heads)) if any(map(any, (*heads, down))) else 0
    for number, head in enumerate([down, *heads] if most else ()):
        x = beside + (number - 1) * width + _PAD if number else 0.0
        for line, line_text in enumerate(head):
            at = y + SIZE + (most - len(head) + line) * LEADING
            drawn += text(line_text, x, at, color="quiet")
    y += most * LEADING + 5 if most else 0
    for label, squares in grid.rows:
        row, height = _row(label, [squares[place] for place in shown], width, beside, y)
        drawn += row
        y += height + _GAP
    return drawn, y - top


def _row(
    label: str, squares: Sequence[GridCell], width: float, beside: float, y: float
) -> tuple[str, float]:
    named = lines(label, SIZE * BOLD, beside - _PAD) if label else []
    inside = [list(_lines(square, width - 2 * _PAD - _GAP)) for square in squares]
    deep = [placed[-1].down + LEADING if placed else 0.0 for placed in inside]
    height = max(len(named) * LEADING, LEADING, *deep) + 2 * _PAD - 3
    drawn = ""
    for line, line_text in enumerate(named):
        drawn += text(line_text, 0, y + _PAD + SIZE - 2.5 + line * LEADING, bold=True)
    for number, (square, placed) in enumerate(zip(squares, inside, strict=True)):
        x = beside + number * width
        _, color, _ = _cell_style(square)
        drawn += _ground(square, x, y, width - _GAP, height)
        for one in placed:
            baseline = y + _PAD + SIZE - 2.5 + one.down
            if one.has_sign:
                drawn += draw_sign(square.kind, x + _PAD, baseline)
            if one.has_bullet:
                drawn += bullet(x + _PAD + 2.5, baseline, "quiet")
            drawn += text(
                one.text,
                x + _PAD + one.indent,
                baseline,
                color="quiet" if one.is_note else color,
                bold=one.bold,
            )
    return drawn, height


def _lines(square: GridCell, room: float) -> Iterator[_Line]:
    """Break the lines of a square; beside the sign comes the first that says something."""
    signed, _, bold = _cell_style(square)
    down = 0.0
    is_first = True
    notes = ("", *square.notes)
    for number, piece in enumerate(square.lines):
        has_bullet = square.has_list and not is_first
        indent = SIGN_WIDTH if signed and is_first else _BULLET_WIDTH if has_bullet else 0.0
        is_bold = bold and is_first
        broken = lines(piece, SIZE * BOLD if is_bold else SIZE, room - indent)
        for place, line in enumerate(one for one in broken if one):
            starts = not place
            yield _Line(
                line, indent, down, is_bold, signed and is_first and starts, has_bullet and starts
            )
            down += LEADING
        note = notes[number] if number < len(notes) else ""
        for line in lines(note, SIZE, room - indent) if note else ():
            yield _Line(line, indent, down, False, False, False, is_note=True)
            down += LEADING
        if any(broken):
            is_first = False
            down += _BETWEEN


def _ground(square: GridCell, x: float, y: float, width: float, height: float) -> str:
    if square.weight:
        under = block(x, y, width, height, "ground")
        return under + block(x, y, width, height, "accent", strength=_STRENGTHS[square.weight])
    if square.kind in ("good", "warn", "bad"):
        return block(x, y, width, height, square.kind, strength=_TINT)
    return block(x, y, width, height, "ground")
