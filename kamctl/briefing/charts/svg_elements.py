"""The few elements a picture is made of, as text; every word in them is escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from kamctl.briefing.charts.text_layout import lines, text_width

SIZE: Final = 12.5
"""The size of a picture's letters, in its own units; one unit is about a pixel."""
LEADING: Final = 16.0
BOLD: Final = 1.13
"""How much wider bold letters are."""

_FILLS: Final = {
    "ink": "#1a2125",
    "quiet": "#545f66",
    "line": "#dce2e5",
    "edge": "#87939a",
    "paper": "#ffffff",
    "ground": "#f5f7f8",
    "accent": "#0f5c6e",
    "good": "#1b663c",
    "warn": "#855000",
    "bad": "#a01f1c",
    "plain": "#545f66",
}
"""What each colour is on light paper, for a page whose style is gone."""


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    content: str,
    x: float,
    y: float,
    *,
    color: str = "ink",
    anchor: str = "",
    bold: bool = False,
    over_lines: bool = False,
) -> str:
    """Write `content` with its baseline at `y`; `anchor` is middle or end.

    `over_lines` covers the lines that run behind the letters.
    """
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="600"' if bold else ""
    under = _cover(content, x, y, anchor, SIZE * BOLD if bold else SIZE) if over_lines else ""
    return (
        f'{under}<text class="c-{color}" fill="{_FILLS[color]}" '
        f'x="{number(x)}" y="{number(y)}"{more}>'
        f"{escape(content, quote=False)}</text>"
    )


def _cover(content: str, x: float, y: float, anchor: str, size: float) -> str:
    """Cover what is behind a text as far as the line above and the line below it."""
    width = text_width(content, size) + 4
    left = x - 2 if not anchor else x - width / 2 if anchor == "middle" else x - width + 2
    return block(left, y - 0.86 * size, width, size * LEADING / SIZE, "paper")


def paragraph(
    content: str,
    x: float,
    y: float,
    room: float,
    *,
    color: str = "ink",
    anchor: str = "",
    bold: bool = False,
    over_lines: bool = False,
) -> tuple[str, float]:
    """Write `content` from `y` down, in as many lines as it takes; return it with its height."""
    broken = lines(content, SIZE * BOLD if bold else SIZE, room)
    drawn = "".join(
        text(
            line,
            x,
            y + SIZE + place * LEADING,
            color=color,
            anchor=anchor,
            bold=bold,
            over_lines=over_lines,
        )
        for place, line in enumerate(broken)
    )
    return drawn, len(broken) * LEADING


def block(
    x: float,
    y: float,
    width: float,
    height: float,
    color: str,
    *,
    strength: float = 1.0,
) -> str:
    """Draw a filled rectangle."""
    more = f' fill-opacity="{strength:g}"' if strength != 1 else ""
    return (
        f'<rect class="c-{color}" fill="{_FILLS[color]}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(max(width, 0))}" height="{number(max(height, 0))}"{more}/>'
    )


def outline(x: float, y: float, width: float, height: float, color: str, *, dashed: bool) -> str:
    """Draw an empty rectangle."""
    more = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect class="s-{color}" stroke="{_FILLS[color]}" fill="none" stroke-width="1.5" '
        f'x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
        f'height="{number(max(height, 0))}"{more}/>'
    )


def path(steps: str, color: str, *, thick: float = 1.0, dashed: bool = False) -> str:
    """Draw a line along `steps`, written as SVG's path data."""
    more = ' stroke-dasharray="2 3"' if dashed else ""
    return (
        f'<path class="s-{color}" stroke="{_FILLS[color]}" fill="none" '
        f'stroke-width="{number(thick)}" d="{steps}"{more}/>'
    )


def shape(steps: str, color: str) -> str:
    """Fill what `steps` run around."""
    return f'<path class="c-{color}" fill="{_FILLS[color]}" d="{steps}"/>'


def draw_pointer(x: float, y: float, *, forward: bool) -> str:
    """Draw a small triangle that points out of a picture at `x`, forward or back."""
    step = 6 if forward else -6
    return shape(f"M{number(x)} {number(y)}l{-step} -4v8z", "ink")


def bullet(x: float, y: float, color: str) -> str:
    """Draw the mark of an item of a list before a text with its baseline at `y`."""
    return shape(f"M{number(x)} {number(y - 5.9)}a1.7 1.7 0 1 0 .01 0z", color)


SIGN_PATHS: Final = {
    "good": "M{a} {m}l3.3 3.3 5.7-7.2",
    "bad": "M{a} {t}l8 8m0-8l-8 8",
    "warn": "M{c} {t}l5 9h-10z",
    "plain": "M{c} {u}a3.4 3.4 0 1 0 .01 0z",
}
SIGN_WIDTH: Final = 15.0


def draw_sign(kind: str, x: float, y: float) -> str:
    """Draw the sign of a kind before a text with its baseline at `y`: no glyph, a shape."""
    steps = SIGN_PATHS[kind].format(
        a=number(x + 0.5), c=number(x + 5), m=number(y - 3.8), t=number(y - 8.8), u=number(y - 7.6)
    )
    return path(steps, kind, thick=1.8)
