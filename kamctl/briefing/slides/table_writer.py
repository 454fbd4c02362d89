"""Native tables in a PowerPoint file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamctl.briefing.slides.pptx_xml import describe, emu, xml_of
from kamctl.briefing.slides.table_fitting import CELL_MARGIN

if TYPE_CHECKING:
    from kamctl.briefing.slides.fitting import PlacedTable
    from kamctl.briefing.slides.text_writer import TextWriter

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's “No Style, No Grid”: a table in the colours of any master."""


def add_table(slide: Any, placed: PlacedTable, writer: TextWriter) -> None:
    """Add a table to a slide, in the colours of its master."""
    made = placed.table
    frame = slide.shapes.add_table(len(made.rows) + 1, len(made.columns), *emu(placed.area))
    describe(frame, made.caption)
    grid = frame.table
    grid.horz_banding = False
    xml_of(grid).tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for column, width in zip(grid.columns, placed.widths, strict=True):
        column.width = Pt(width)
    for row, height in zip(grid.rows, placed.heights, strict=True):
        row.height = Pt(height)
    for place, heading in enumerate(made.columns):
        cell = _prepared(grid.cell(0, place), "accent1", 19_050)
        writer.write(cell.text_frame.paragraphs[0], heading, placed.size, bold=True)
        _align(cell, is_number=place in made.numeric)
    for number, row in enumerate(made.rows, 1):
        for place, shown in enumerate(row):
            cell = _prepared(grid.cell(number, place), "tx1", 6_350)
            writer.write_cell(cell.text_frame, shown, placed.size, bold=place == 0)
            _align(cell, is_number=place in made.numeric)


def _prepared(cell: Any, color: str, thick: int) -> Any:
    """Give a cell of a table its margins and the line below it."""
    cell.margin_left = cell.margin_right = Pt(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(CELL_MARGIN)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    properties = xml_of(cell).get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"), {"w": str(thick)})
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:schemeClr"))
    fill.set("val", color)
    if color == "tx1":  # lighter on white, and on black as it is
        etree.SubElement(fill, qn("a:lumMod")).set("val", "25000")
        etree.SubElement(fill, qn("a:lumOff")).set("val", "75000")
    return cell


def _align(cell: Any, *, is_number: bool) -> None:
    if is_number:
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT
