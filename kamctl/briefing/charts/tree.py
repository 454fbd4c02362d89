"""A tree of people, one below the other: it stays readable with three and with three hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.svg_elements import BOLD, SIZE, number, paragraph, path, text
from kamctl.briefing.charts.text_layout import label_text, text_width

if TYPE_CHECKING:
    from kamctl.briefing.charts.data import Tree, TreeNode

_STEP: Final = 20.0
_BETWEEN: Final = 8.0
_DEEPEST: Final = 7
"""Deeper levels are drawn at this depth: a name needs room."""


def draw_tree(tree: Tree, room: float) -> tuple[str, float]:
    """Draw `tree` in a picture `room` wide; return it with its height.

    Notes are beside the names, or all of them below where one has no room.
    """
    beside = all(
        _end(node) + text_width(label_text(node.note), SIZE) <= room for node in tree.nodes
    )
    drawn, y = "", 0.0
    above: dict[int, float] = {}
    for node in tree.nodes:
        depth = min(node.depth, _DEEPEST)
        x = depth * _STEP
        baseline = y + SIZE
        if depth:
            stem = (depth - 1) * _STEP + 5
            # A superior may be in the part before.
            begin = above.get(depth - 1, -SIZE)
            drawn += path(
                f"M{number(stem)} {number(max(begin, 0))}V{number(baseline - 4)}H{number(x - 4)}",
                "edge",
            )
        named, height = paragraph(node.label, x, y, room - x, bold=True)
        drawn += named
        if node.note and beside:
            drawn += text(label_text(node.note), _end(node), baseline, color="quiet")
        elif node.note:
            note, more = paragraph(node.note, x, y + height, room - x, color="quiet")
            drawn += note
            height += more
        above = {level: at for level, at in above.items() if level < depth} | {
            depth: y + height + 1
        }
        y += height + _BETWEEN
    return drawn, max(y - _BETWEEN, 0.0)


def _end(node: TreeNode) -> float:
    """Return where the note of a node begins, beside its name."""
    return min(node.depth, _DEEPEST) * _STEP + text_width(label_text(node.label), SIZE) * BOLD + 10
