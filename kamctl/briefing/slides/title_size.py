"""How large the titles of slides are: one size for all of them, that of the master if it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pptx.oxml.ns import qn

from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.slides.master import area_of, title_of
from kamctl.briefing.slides.pptx_xml import xml_of
from kamctl.briefing.slides.text_fitting import LINE_HEIGHT, clean_text, text_lines
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.slides.text_fitting import Area

_TITLE_SIZES: Final = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_TWO_LINES: Final = 28.0
_USUAL_TITLE: Final = 44.0
_LONGEST_TITLE: Final = 160


def shown_title(title: str) -> str:
    """Return a title as a slide shows it: on one line, and no longer than there is room for."""
    return truncate(clean_text(title), _LONGEST_TITLE)


def title_size(titles: Sequence[str], layout: Any, one_line: float) -> float | None:
    """Return a size in which all titles fit into a layout; None where that of the master does.

    Down to `one_line` each is to be on one line.
    """
    own = _own_title_size(layout)
    area = area_of(title_of(layout))
    inner = area._replace(width=area.width - 15, height=area.height - 8)
    texts = [shown_title(one) for one in titles]
    sizes = (own, *(one for one in _TITLE_SIZES if one < own))

    def fits(size: float, *, on_one_line: bool) -> bool:
        line = inner._replace(height=min(inner.height, size * LINE_HEIGHT * 1.01))
        return all(_fits(one, line if on_one_line else inner, size) for one in texts)

    size = next((one for one in sizes if one >= one_line > 0 and fits(one, on_one_line=True)), 0.0)
    if not size:
        large = (one for one in sizes if one <= _TWO_LINES or not one_line)
        size = next((one for one in large if fits(one, on_one_line=False)), sizes[-1])
    return None if size == own else size


def _fits(text: str, area: Area, size: float) -> bool:
    return len(text_lines(text, size, area.width / BOLD)) * size * LINE_HEIGHT <= area.height


def _own_title_size(layout: Any) -> float:
    """Return the size of titles that a layout, or else its master, has."""
    master = layout.slide_master
    found = [
        *xml_of(title_of(layout)).iter(qn("a:lvl1pPr")),
        *(one for each in xml_of(master).iter(qn("p:titleStyle"))
          for one in each.iter(qn("a:lvl1pPr"))),
    ]  # fmt: skip
    for level in found:
        properties = level.find(qn("a:defRPr"))
        if properties is not None and properties.get("sz"):
            return int(properties.get("sz")) / 100
    return _USUAL_TITLE
