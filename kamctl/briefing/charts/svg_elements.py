"""The few elements a picture is made of, as text; every word in them is escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from kamctl.briefing.charts.text_layout import width

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
    written = f"{value:.1f}"
    return written[:-2] if written.endswith(".0") else written


def text(
    content: str,
    x: float,
    y: float,
    *,
    colour: str = "ink",
    anchor: str = "",
    bold: bool = False,
    size: float = SIZE,
    over_lines: bool = False,
) -> str:
    """Write `said` with its baseline at `y`; `anchor` is middle or end.

    `over_lines` keeps clear of the lines that run behind the letters.
    """
    more = f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="600"' if bold else ""
    more += f' font-size="{number(size)}"' if size != SIZE else ""
    named = f"c-{colour} clear" if over_lines else f"c-{colour}"
    return (
        f'<text class="{named}" fill="{_FILLS[colour]}" x="{number(x)}" y="{number(y)}"{more}>'
        f"{escape(content, quote=False)}</text>"
    )


def block(
    x: float,
    y: float,
    wide: float,
    high: float,
    colour: str,
    *,
    strength: float = 1.0,
    round_: float = 0,
) -> str:
    """Draw a filled rectangle."""
    more = f' fill-opacity="{strength:g}"' if strength != 1 else ""
    more += f' rx="{number(round_)}"' if round_ else ""
    return (
        f'<rect class="c-{colour}" fill="{_FILLS[colour]}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(max(wide, 0))}" height="{number(max(high, 0))}"{more}/>'
    )


def outline(x: float, y: float, wide: float, high: float, colour: str, *, dashed: bool) -> str:
    """Draw an empty rectangle."""
    more = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect class="s-{colour}" stroke="{_FILLS[colour]}" fill="none" stroke-width="1.5" '
        f'x="{number(x)}" y="{number(y)}" width="{number(max(wide, 0))}" '
        f'height="{number(max(high, 0))}"{more}/>'
    )


def path(steps: str, colour: str, *, thick: float = 1.0, dashed: bool = False) -> str:
    """Draw a line along `steps`, written as SVG's path data."""
    more = ' stroke-dasharray="2 3"' if dashed else ""
    return (
        f'<path class="s-{colour}" stroke="{_FILLS[colour]}" fill="none" '
        f'stroke-width="{number(thick)}" d="{steps}"{more}/>'
    )


def shape(steps: str, colour: str) -> str:
    """Fill what `steps` run around."""
    return f'<path class="c-{colour}" fill="{_FILLS[colour]}" d="{steps}"/>'


_SIGNS: Final = {
    "good": "M{a} {m}l3.3 3.3 5.7-7.2",
    "bad": "M{a} {t}l8 8m0-8l-8 8",
    "warn": "M{c} {t}l5 9h-10z",
    "plain": "M{c} {u}a3.4 3.4 0 1 0 .01 0z",
}
SIGN_WIDTH: Final = 15.0


def sign(kind: str, x: float, y: float) -> str:
    """Draw the sign of a kind before a text with its baseline at `y`: no glyph, a shape."""
    steps = _SIGNS[kind].format(
        a=number(x + 0.5), c=number(x + 5), m=number(y - 3.8), t=number(y - 8.8), u=number(y - 7.6)
    )
    return path(steps, kind, thick=1.8)


def legend(entries: list[tuple[str, str]], x: float, y: float, room: float) -> tuple[str, float]:
    """Write what the marks mean: (mark, words) each; return it, and how high it is."""
    drawn, at, row = "", x, y
    for mark, words in entries:
        wide = 20 + width(words, SIZE) + 18
        if at > x and at + wide > x + room:
            at, row = x, row + LEADING
        if mark == "dashed":
            drawn += block(at, row - 10, 13, 10, "accent", strength=0.16)
            drawn += outline(at + 0.8, row - 9.2, 11.4, 8.4, "accent", dashed=True)
        elif mark == "today":
            drawn += path(f"M{number(at + 6)} {number(row - 11)}v12", "ink", thick=1.5)
        else:
            drawn += block(at, row - 10, 13, 10, mark)
        drawn += text(words, at + 20, row, colour="quiet")
        at += wide
    return drawn, row - y + LEADING
