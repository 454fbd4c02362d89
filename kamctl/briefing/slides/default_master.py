"""kamctl's own master: wide slides, a quiet title, one accent."""

from __future__ import annotations

import re
from typing import Any, Final

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from kamctl.briefing.slides.pptx_xml import xml_of

_WIDTH: Final = Inches(13.333)
_HEIGHT: Final = Inches(7.5)
_LEFT: Final = Inches(0.6)
_INNER: Final = Inches(12.133)
_KEPT: Final = ("Title Slide", "Title and Content")
_THEME: Final = "theme"
_COLORS: Final = {"dk2": "22303A", "accent2": "8A97A0", "accent3": "B26A00", "accent4": "2E7D32"}
_FEET: Final = {
    PP_PLACEHOLDER.DATE: (Inches(0.6), Inches(2.2), PP_ALIGN.LEFT),
    PP_PLACEHOLDER.FOOTER: (Inches(2.9), Inches(8.2), PP_ALIGN.LEFT),
    PP_PLACEHOLDER.SLIDE_NUMBER: (Inches(11.533), Inches(1.2), PP_ALIGN.RIGHT),
}


def default_presentation(accent: str) -> Any:
    """Return an empty presentation in 16:9; `accent` is its colour, such as `#0f5c6e`."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = _WIDTH, _HEIGHT
    master = presentation.slide_master
    for layout in list(master.slide_layouts):
        if layout.name not in _KEPT:
            master.slide_layouts.remove(layout)
    _set_theme(master, accent)
    for shape in (*master.placeholders, *(one for each in master.slide_layouts
                                          for one in each.placeholders)):  # fmt: skip
        _place(shape)
    _set_title_style(master)
    cover, content = master.slide_layouts
    _place_cover(cover)
    _add_bar(content, _LEFT + Inches(0.1), Inches(0.42), Inches(0.7), Inches(0.06))
    _add_bar(cover, 0, 0, Inches(0.35), _HEIGHT)
    return presentation


def _place(shape: Any) -> None:
    kind = shape.placeholder_format.type
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        _move(shape, _LEFT, Inches(0.5), _INNER, Inches(0.8))
    elif kind in _FEET:
        left, width, align = _FEET[kind]
        _move(shape, left, Inches(6.98), width, Inches(0.3))
        for paragraph in shape.text_frame.paragraphs:
            paragraph.alignment = align
            paragraph.font.size = Pt(10)
    else:
        _move(shape, _LEFT, Inches(1.5), _INNER, Inches(5.3))


def _move(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _place_cover(cover: Any) -> None:
    for shape in cover.placeholders:
        kind = shape.placeholder_format.type
        if kind is PP_PLACEHOLDER.CENTER_TITLE:
            _move(shape, Inches(1.1), Inches(1.9), Inches(11), Inches(1.6))
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind is PP_PLACEHOLDER.SUBTITLE:
            _move(shape, Inches(1.1), Inches(3.7), Inches(11), Inches(2))
            for paragraph in shape.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT
            for level in xml_of(shape).iter(qn("a:lvl1pPr")):
                level.set("algn", "l")


def _set_title_style(master: Any) -> None:
    """Set titles on the left, bold and of a size that leaves room for the contents."""
    for level in xml_of(master).iter(qn("p:titleStyle")):
        first = level.find(qn("a:lvl1pPr"))
        first.set("algn", "l")
        properties = first.find(qn("a:defRPr"))
        properties.set("sz", "2800")
        properties.set("b", "1")
    for shape in master.placeholders:
        if shape.placeholder_format.type is PP_PLACEHOLDER.TITLE:
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _set_theme(master: Any, accent: str) -> None:
    """Set the colours of the theme."""
    part = next(
        one.target_part for one in master.part.rels.values() if one.reltype.endswith(_THEME)
    )
    text = part.blob.decode("utf-8")
    for name, color in {**_COLORS, "accent1": accent.removeprefix("#").upper()}.items():
        pattern = rf'(<a:{name}>\s*<a:srgbClr val=")[0-9A-Fa-f]{{6}}'
        text = re.sub(pattern, rf"\g<1>{color}", text)
    part.blob = text.encode()


def _add_bar(layout: Any, left: int, top: int, width: int, height: int) -> None:
    """Add a bar in the accent to a layout, for which the library has no method."""
    slides = layout.part.package.presentation_part.presentation.slides
    bar = slides.add_slide(layout).shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    bar.fill.solid()
    bar.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    bar.line.fill.background()
    bar.shadow.inherit = False
    element = xml_of(bar)
    element.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in layout.shapes) + 1))
    xml_of(layout.shapes).insert(2, element)
    remove_slides(layout.part.package.presentation_part.presentation)


def remove_slides(presentation: Any) -> None:
    """Remove all slides of a presentation, and the lists that name them."""
    slides = xml_of(presentation.slides)
    for one in list(slides):
        presentation.part.drop_rel(one.rId)
        slides.remove(one)
    element = xml_of(presentation)
    for tag in ("p:custShowLst", "p:extLst"):
        for found in element.findall(qn(tag)):
            element.remove(found)
