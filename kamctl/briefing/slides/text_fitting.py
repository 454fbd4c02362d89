"""How much room texts take on slides, and in which size they fit.

All lengths are in points, from the left and the top of the slide. Widths of texts are estimates for
wide fonts, so that a company's own font needs less room, not more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.charts.text_layout import LONGEST, lines
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.truncate import limit_combining_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE_HEIGHT: Final = 1.25
"""The height of a line, as a multiple of the size of its font."""
SIGN: Final = "●\N{NO-BREAK SPACE}"
"""What is before a cell that is good, bad or to be watched."""
MEASURED_SIGN: Final = "m\N{NO-BREAK SPACE}"
"""As wide as the sign is in wide fonts."""
_WORDS: Final = re.compile(r"(?<= )")
_BLANKS: Final = re.compile(" +")


class Area(NamedTuple):
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


def clean_text(text: str) -> str:
    """Return a text on one line as it is shown: control characters visible, single spaces."""
    return _BLANKS.sub(" ", limit_combining_marks(visible_line(text))).strip(" ")


@lru_cache(maxsize=8192)
def text_lines(text: str, size: float, room: float) -> tuple[str, ...]:
    """Break a text of any length into lines of at most `room` in a font of this `size`."""
    found: list[str] = []
    for part in _portions(clean_text(text)):
        found += lines(part, size, room)
    return tuple(found)


def _portions(text: str) -> Iterator[str]:
    """Divide a text where words end, each part as long as `lines` takes."""
    part = ""
    for word in _WORDS.split(text):
        if part and len(part) + len(word) > LONGEST:
            yield part
            part = ""
        part += word
        while len(part) > LONGEST:
            yield part[:LONGEST]
            part = part[LONGEST:]
    yield part


def fitting_size(text: str, area: Area, sizes: Sequence[float]) -> float:
    """Return the first of the `sizes` in which a bold text fits into an area, else the last."""
    width = area.width / BOLD
    for size in sizes:
        if len(text_lines(text, size, width)) * size * LINE_HEIGHT <= area.height:
            return size
    return sizes[-1]


def text_height(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Return how high a text is in so much width."""
    return len(text_lines(text, size, width / BOLD if bold else width)) * size * LINE_HEIGHT


def divided_text(text: str, size: float, width: float, count: int) -> tuple[str, str]:
    """Divide a text after so many lines."""
    text, end = clean_text(text), 0
    for line in text_lines(text, size, width)[:count]:
        end = text.index(line, end) + len(line)
    return text[:end], text[end:].lstrip(" ")
