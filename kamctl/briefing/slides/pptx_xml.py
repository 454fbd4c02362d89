"""What every writer of a PowerPoint file needs: the XML behind objects, places, descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pptx.util import Pt

from kamctl.briefing.slides.text_fitting import clean_text

if TYPE_CHECKING:
    from kamctl.briefing.slides.text_fitting import Area

_NAMES: Final = ("element", "_tbl", "_tc", "_p", "_rPr")
"""What the library calls the element behind a shape, a table, a cell, a paragraph and a font."""


def xml_of(proxy: Any) -> Any:
    """Return the element behind an object of python-pptx."""
    return next(getattr(proxy, name) for name in _NAMES if hasattr(proxy, name))


def emu(area: Area) -> tuple[int, int, int, int]:
    """Return an area in points in the units of the library: left, top, width, height."""
    return Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height)


def describe(frame: Any, name: str, description: str = "") -> None:
    """Give a shape its name, and the text that a screen reader reads instead of a picture."""
    properties = xml_of(frame).nvGraphicFramePr.cNvPr
    properties.set("name", clean_text(name))
    properties.set("descr", clean_text(description or name))
