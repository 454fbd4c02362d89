"""Texts in the frames of a PowerPoint file: their sizes, colours, bullets, signs and languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamctl.briefing.slides.fitting import BULLET_INDENT
from kamctl.briefing.slides.pptx_xml import xml_of
from kamctl.briefing.slides.slide import BULLETS, FACT, QUIET, STATEMENT
from kamctl.briefing.slides.text_fitting import LINE_HEIGHT, SIGN, clean_text
from kamctl.i18n.marked_text import has_right_to_left, pieces_of

if TYPE_CHECKING:
    from kamctl.briefing.slides.fitting import PlacedText
    from kamctl.briefing.views.elements import Cell
    from kamctl.i18n.marked_text import Piece

_KIND_COLORS: Final = {
    "good": RGBColor(0x2E, 0x7D, 0x32),
    "warn": RGBColor(0xB2, 0x6A, 0x00),
    "bad": RGBColor(0xC6, 0x28, 0x28),
}
_QUIET: Final = 0.35
_BULLET: Final = "•"


class TextWriter:
    """Writes texts into frames and paragraphs; `language` is that of texts without a mark."""

    def __init__(self, language: str) -> None:
        self._language = language

    def write(
        self,
        paragraph: Any,
        text: str,
        size: float | None,
        *,
        bold: bool = False,
        quiet: bool = False,
        accent: bool = False,
        leading: bool = True,
        font: str = "",
    ) -> None:
        """Write a text into a paragraph, each language as such; from right to left where it is."""
        for piece in pieces_of(text):
            run = paragraph.add_run()
            run.text = _kept_blanks(piece)
            if size is not None:
                run.font.size = Pt(size)
            if font:
                run.font.name = font
            if bold:
                run.font.bold = True
            if quiet:
                run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
                run.font.color.brightness = _QUIET
            if accent:
                run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            xml_of(run.font).set("lang", piece.language or self._language)
        if size is not None and leading:
            paragraph.line_spacing = Pt(size * LINE_HEIGHT)
        if _starts_right_to_left(text):
            properties = xml_of(paragraph).get_or_add_pPr()
            properties.set("rtl", "1")
            properties.set("algn", "r")

    def write_block(self, frame: Any, placed: PlacedText, above: float, *, is_first: bool) -> None:
        """Write a block into a frame, `above` points below what is in it.

        Bullets, margins and spaces of a placeholder do not count.
        """
        if is_first:
            frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor = MSO_ANCHOR.TOP
        block = placed.block
        paragraphs: list[Any] = []

        def next_paragraph(space: float) -> Any:
            is_new = not is_first or bool(paragraphs)
            paragraph = frame.add_paragraph() if is_new else frame.paragraphs[0]
            paragraph.space_before, paragraph.space_after = Pt(space), Pt(0)
            paragraphs.append(paragraph)
            return paragraph

        if block.heading:
            is_label = block.style == FACT
            heading = next_paragraph(above)
            self.write(
                heading,
                block.heading,
                placed.heading_size,
                bold=not is_label,
                quiet=is_label,
                accent=not is_label,
            )
            _set_bullet(heading, "")
        for place, text in enumerate(block.paragraphs):
            space = placed.size * 0.4 if place else 0.0 if block.heading else above
            paragraph = next_paragraph(space)
            _sign(paragraph, block.kind, placed.size)
            self.write(
                paragraph,
                text,
                placed.size,
                bold=block.style == STATEMENT,
                quiet=block.style == QUIET,
            )
            _set_bullet(paragraph, _BULLET if block.style == BULLETS else "")

    def write_cell(self, frame: Any, cell: Cell, size: float, *, bold: bool) -> None:
        """Write the text of a cell, with its sign before it and its note below it."""
        paragraph = frame.paragraphs[0]
        if cell.text:
            _sign(paragraph, cell.kind, size)
        self.write(paragraph, cell.text, size, bold=bold)
        if cell.note:
            self.write(frame.add_paragraph(), cell.note, size, quiet=True)


def _kept_blanks(piece: Piece) -> str:
    """Return a piece of a text as it is shown, with the space before or after it."""
    shown = clean_text(piece.text)
    before = " " * (piece.text[:1] == " " and bool(shown))
    after = " " * (piece.text[-1:] == " " and bool(shown))
    return f"{before}{shown}{after}"


def _starts_right_to_left(text: str) -> bool:
    """Tell whether the first letter of a text is of a script written from right to left."""
    first = next((one for one in text if one.isalpha()), "")
    return has_right_to_left(first)


def _sign(paragraph: Any, kind: str, size: float) -> None:
    """Begin a text that is good, bad or to be watched with a sign of its colour."""
    color = _KIND_COLORS.get(kind)
    if color is not None:
        run = paragraph.add_run()
        run.text = SIGN
        run.font.size, run.font.color.rgb = Pt(size), color


def _set_bullet(paragraph: Any, bullet: str) -> None:
    """Give a paragraph its bullet, or none, whatever the placeholder has."""
    properties = xml_of(paragraph).get_or_add_pPr()
    indent = Pt(BULLET_INDENT) if bullet else 0
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    if bullet:
        etree.SubElement(properties, qn("a:buChar")).set("char", bullet)
    else:
        etree.SubElement(properties, qn("a:buNone"))
