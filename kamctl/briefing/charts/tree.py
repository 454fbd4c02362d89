"""A tree of people, one to a line: it stays readable with three and with three hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import BOLD, LEADING, SIZE, number, path, text
from kamctl.briefing.charts.text_layout import fitted, width

if TYPE_CHECKING:
    from kamctl.briefing.charts.data import Tree

_STEP: Final = 20.0
_ROW: Final = 24.0
_DEEPEST: Final = 7
"""Deeper levels are drawn at this depth: a name needs room."""
_TWO_LINES: Final = 520.0
"""Below this width a note stands under its name."""


def draw_tree(tree: Tree, room: float) -> tuple[str, float]:
    """Draw `tree` in a picture `room` wide; return it with its height."""
    row = _ROW if room >= _TWO_LINES else _ROW + LEADING
    drawn = ""
    above: dict[int, float] = {}
    for place, node in enumerate(tree.nodes):
        depth = min(node.depth, _DEEPEST)
        x, y = depth * _STEP, place * row + SIZE
        if depth and depth - 1 in above:
            stem = (depth - 1) * _STEP + 5
            drawn += path(
                f"M{number(stem)} {number(above[depth - 1] + 6)}V{number(y - 4)}H{number(x - 4)}",
                "edge",
            )
        above = {level: at for level, at in above.items() if level < depth} | {depth: y}
        label = fitted(node.label, SIZE * BOLD, room - x)
        drawn += text(label, x, y, bold=True)
        if not node.note:
            continue
        if room >= _TWO_LINES:
            at = x + width(label, SIZE) * BOLD + 10
            if room - at > 40:
                drawn += text(fitted(node.note, SIZE, room - at), at, y, colour="quiet")
        else:
            drawn += text(fitted(node.note, SIZE, room - x), x, y + LEADING, colour="quiet")
    return drawn, len(tree.nodes) * row
