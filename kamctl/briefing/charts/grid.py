"""A grid of squares: who stands where, on what, how strongly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import BOLD, LEADING, SIGN_WIDTH, SIZE, block, sign, text
from kamctl.briefing.charts.text_layout import lines, width

if TYPE_CHECKING:
    from kamctl.briefing.charts.data import Grid, GridCell

_PAD: Final = 7.0
_GAP: Final = 2.0
_BETWEEN: Final = 3.5
"""Between two lines of a cell: a line that wraps stands closer together."""
_LABEL_SHARE: Final = 0.3
_WORD_SHARE: Final = 0.5
"""How much of the room one word of a heading may have, at most."""
_LINES_OF_LABEL: Final = 3
_LINES_OF_PIECE: Final = 4
_STRENGTHS: Final = (0.0, 0.1, 0.22, 0.38)
_TINT: Final = 0.12


def draw_grid(grid: Grid, room: float) -> tuple[str, float]:
    """Draw `grid` in a picture `room` wide; return it with its height.

    Columns that have no room beside the others follow below, in a band of their own: a word of a
    heading is not broken.
    """
    labels = [*(width(label, SIZE) * BOLD for label, _ in grid.rows), width(grid.down, SIZE)]
    longest = max(labels)
    beside = min(longest + 2 * _PAD, _LABEL_SHARE * room) if longest else 0.0
    heads = [width(word, SIZE) for column in grid.columns for word in column.split()]
    widest_word = min(max(heads, default=0.0) + 2 * _PAD, _WORD_SHARE * (room - beside))
    at_once = max(1, int((room - beside) // max(grid.min_column_width, widest_word)))
    bands = -(-len(grid.columns) // at_once) or 1
    at_once = -(-len(grid.columns) // bands) or 1
    drawn, y = "", 0.0
    if grid.across:
        drawn += text(grid.across, beside, y + SIZE, colour="quiet")
        y += LEADING + 4
    for first in range(0, len(grid.columns), at_once):
        if first:
            y += LEADING
        shown = range(first, min(first + at_once, len(grid.columns)))
        band, high = _band(grid, shown, room, beside, y)
        drawn += band
        y += high
    return drawn, y


def _band(grid: Grid, shown: range, room: float, beside: float, top: float) -> tuple[str, float]:
    wide = (room - beside) / len(shown)
    drawn, y = "", top
    heads = [lines(grid.columns[place], SIZE, wide - _PAD, _LINES_OF_LABEL) for place in shown]
    most = max(len(head) for head in heads) if any(map(any, heads)) else 0
    for number, head in enumerate(heads if most else ()):
        for line, line_text in enumerate(head):
            at = y + SIZE + (most - len(head) + line) * LEADING
            drawn += text(line_text, beside + number * wide + _PAD, at, colour="quiet")
    if grid.down:
        drawn += text(grid.down, 0, y + SIZE + (most - 1) * LEADING, colour="quiet")
    y += most * LEADING + 5 if most else 0
    for label, squares in grid.rows:
        row, high = _row(label, [squares[place] for place in shown], wide, beside, y)
        drawn += row
        y += high + _GAP
    return drawn, y - top


def _row(
    label: str, squares: list[GridCell], wide: float, beside: float, y: float
) -> tuple[str, float]:
    named = lines(label, SIZE * BOLD, beside - _PAD, _LINES_OF_LABEL) if label else []
    inside = [_pieces(square, wide - 2 * _PAD - _GAP) for square in squares]
    deep = [line_text[-1][2] + LEADING if line_text else 0.0 for line_text in inside]
    high = max(len(named) * LEADING, LEADING, *deep) + 2 * _PAD - 3
    drawn = ""
    for line, line_text in enumerate(named):
        drawn += text(line_text, 0, y + _PAD + SIZE - 2.5 + line * LEADING, bold=True)
    for number, (square, placed_lines) in enumerate(zip(squares, inside, strict=True)):
        x = beside + number * wide
        drawn += _ground(square, x, y, wide - _GAP, high)
        for line, (line_text, indent, down) in enumerate(placed_lines):
            baseline = y + _PAD + SIZE - 2.5 + down
            signed = line == 0 and square.kind and square.has_sign
            if signed:
                drawn += sign(square.kind, x + _PAD, baseline)
            heading = bool(signed) and len(square.lines) > 1
            drawn += text(line_text, x + _PAD + indent, baseline, bold=heading)
    return drawn, high


def _pieces(square: GridCell, room: float) -> list[tuple[str, float, float]]:
    """Return the lines of a square, each with how far it is set in and how far down it stands."""
    placed_lines: list[tuple[str, float, float]] = []
    down = 0.0
    for piece in square.lines:
        # Beside the sign stands the first that says something; it may be written in bold.
        indent = SIGN_WIDTH if square.kind and square.has_sign and not placed_lines else 0.0
        size = SIZE * BOLD if indent else SIZE
        for line in lines(piece, size, room - indent, _LINES_OF_PIECE):
            if line:
                placed_lines.append((line, indent, down))
                down += LEADING
        down += _BETWEEN
    return placed_lines


def _ground(square: GridCell, x: float, y: float, wide: float, high: float) -> str:
    if square.weight:
        under = block(x, y, wide, high, "ground")
        return under + block(x, y, wide, high, "accent", strength=_STRENGTHS[square.weight])
    if square.kind in ("good", "warn", "bad"):
        return block(x, y, wide, high, square.kind, strength=_TINT)
    return block(x, y, wide, high, "ground")
