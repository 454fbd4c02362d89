"""The accent colour, made readable on light and on dark paper."""

from __future__ import annotations

import re
from typing import Final

DEFAULT: Final = "#0f5c6e"
LIGHT_PAPER: Final = "#ffffff"
DARK_PAPER: Final = "#14181b"
_READABLE: Final = 5.5
"""WCAG asks 4.5 of text; the rest is for the tinted backgrounds that the accent is also used on."""
_STEPS: Final = 40

_HEX = re.compile(r"#[0-9a-fA-F]{6}").fullmatch
_RGB = tuple[int, int, int]


def accents(accent: str | None) -> tuple[str, str]:
    """Return `accent` for light and for dark paper, darkened or lightened as far as it takes."""
    chosen = accent if accent and _HEX(accent) else DEFAULT
    return _towards(chosen, (0, 0, 0), LIGHT_PAPER), _towards(chosen, (255, 255, 255), DARK_PAPER)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it, 1 to 21."""
    high, low = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _towards(color: str, end: _RGB, paper: str) -> str:
    start = _rgb(color)
    for step in range(_STEPS + 1):
        part = step / _STEPS
        mixed = tuple(round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
        made = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(made, paper) >= _READABLE:
            return made
    return "#" + "".join(f"{channel:02x}" for channel in end)


def _rgb(color: str) -> _RGB:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(rgb: _RGB) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
