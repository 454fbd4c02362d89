"""A deck as a PowerPoint file: real text, native tables and charts, alternative texts, notes."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from kamctl.briefing.charts.data import Columns
from kamctl.briefing.charts.svg_elements import BOLD
from kamctl.briefing.slides.cover_logo import add_logo
from kamctl.briefing.slides.fitting import (
    BULLET_INDENT,
    CELL_MARGIN,
    LINE_HEIGHT,
    SIGN,
    PlacedChart,
    PlacedTable,
    PlacedText,
    clean_text,
    fitting_size,
    pages_of,
    text_lines,
)
from kamctl.briefing.slides.master import (
    area_of,
    content_of,
    feet_of,
    placeholder_like,
    subtitle_of,
    title_of,
)
from kamctl.briefing.slides.pptx_xml import xml_of
from kamctl.briefing.slides.slide import BULLETS, FACT, QUIET, STATEMENT
from kamctl.document.office_files import stable_file
from kamctl.i18n.catalog import translator
from kamctl.i18n.marked_text import Piece, has_right_to_left, pieces_of
from kamctl.i18n.message import N_
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.briefing.charts.data import ChartColumn, Panel
    from kamctl.briefing.slides.cover_logo import CoverLogo
    from kamctl.briefing.slides.fitting import Area, Placed, SlidePage
    from kamctl.briefing.slides.master import Master
    from kamctl.briefing.slides.slide import Deck
    from kamctl.briefing.views.elements import Cell

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's “No Style, No Grid”: a table in the colours of any master."""
_KIND_COLOURS: Final = {
    "good": RGBColor(0x2E, 0x7D, 0x32),
    "warn": RGBColor(0xB2, 0x6A, 0x00),
    "bad": RGBColor(0xC6, 0x28, 0x28),
}
_QUIET: Final = 0.35
_TITLE_SIZES: Final = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_ONE_LINE: Final = 24.0
"""Down to this size, the titles of slides are made smaller for them to be on one line."""
_TWO_LINES: Final = 28.0
_USUAL_TITLE: Final = 44.0
_SUBTITLE_SIZES: Final = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
_LONGEST_TITLE: Final = 160
_LONGEST_PROPERTY: Final = 250
"""Characters of a property of a file; a package takes 255."""
_AGAIN: Final = N_("{title} ({number} of {of})")
_FOOT: Final = (10.0, 9.0, 8.0)
_BULLET: Final = "•"
_BODY_FONT: Final = "+mn-lt"
"""The font of the theme for texts: LibreOffice takes another at the foot of a slide."""
_KEPT_FEET: Final = {
    PP_PLACEHOLDER.FOOTER: "footer",
    PP_PLACEHOLDER.DATE: "date",
    PP_PLACEHOLDER.SLIDE_NUMBER: "",
}


def deck_file(deck: Deck, master: Master, today: dt.date, logo: CoverLogo | None = None) -> bytes:
    """Return the PowerPoint file of a deck, the same bytes for the same deck and master.

    `logo` goes on the cover, above its title.

    Raises:
        UserError: it is no picture.
    """
    again = translator(deck.language)(_AGAIN)
    pages = [page for slide in deck.slides for page in pages_of(slide, master.area, again)]
    writer = _Writer(deck, master)
    writer.add_cover(logo)
    writer.add_pages(pages)
    properties = master.presentation.core_properties
    day = dt.datetime(today.year, today.month, today.day)
    properties.title, properties.author = truncate(deck.title, _LONGEST_PROPERTY), "kamctl"
    properties.subject = truncate(deck.subtitle[0], _LONGEST_PROPERTY)
    properties.keywords = properties.comments = ""
    properties.last_modified_by, properties.revision = "kamctl", 1
    properties.language = deck.language
    properties.created = properties.modified = properties.last_printed = day
    made = io.BytesIO()
    master.presentation.save(made)
    return stable_file(made.getvalue(), today)


class _Writer:
    """Adds slides to an empty presentation."""

    def __init__(self, deck: Deck, master: Master) -> None:
        self._deck, self._master = deck, master

    def add_cover(self, logo: CoverLogo | None) -> None:
        """Add the cover: the account, and what the deck is.

        Raises:
            UserError: the logo is no picture.
        """
        deck = self._deck
        size = _title_size([deck.title], self._master.cover, 0.0)
        slide = self._added(self._master.cover, deck.title, size, deck.notes)
        if logo is not None:
            add_logo(slide, logo, area_of(title_of(self._master.cover)).left)
        under = subtitle_of(slide)
        if under is None:
            self._finish(slide)
            return
        shape = subtitle_of(self._master.cover)
        lines = [one for one in map(clean_text, deck.subtitle) if one]
        area = area_of(shape)
        size = next(
            (one for one in _SUBTITLE_SIZES
             if sum(_lines_of(line, area.width - 15, one) for line in lines) * one * LINE_HEIGHT
             <= area.height),
            _SUBTITLE_SIZES[-1],
        )  # fmt: skip
        frame = under.text_frame
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            self._write(paragraph, line, size if place == 0 else min(size, 16.0))
        self._finish(slide, under)

    def add_pages(self, pages: Sequence[SlidePage]) -> None:
        """Add slides with their titles, contents, notes and feet; all titles in one size."""
        layout = self._master.content
        size = _title_size([page.title for page in pages], layout, _ONE_LINE)
        content = content_of(self._master.presentation, layout)
        for page in pages:
            slide = self._added(layout, page.title, size, page.notes)
            place = placeholder_like(slide, content) if content is not None else None
            texts = _main_texts(page.placed, self._master.area) if place is not None else ()
            for number, one in enumerate(page.placed, 1):
                if one not in texts:
                    self._place(slide, one, number)
                elif one is texts[0]:
                    self._fill(place, texts)
            self._finish(slide, place if texts else None)

    def _fill(self, shape: Any, texts: Sequence[PlacedText]) -> None:
        """Write texts into the placeholder for contents: the outline of a deck shows these."""
        first, last = texts[0].area, texts[-1].area
        shape.left, shape.top, shape.width, shape.height = _emu(
            first._replace(height=last.bottom - first.top)
        )
        element = xml_of(shape)
        element.getparent().append(element)  # it is read where it is seen
        above = first.top
        for place, one in enumerate(texts):
            self._write_block(shape.text_frame, one, one.area.top - above, is_first=place == 0)
            above = one.area.bottom

    def _added(self, layout: Any, title: str, size: float | None, notes: Iterable[str]) -> Any:
        slide = self._master.presentation.slides.add_slide(layout)
        text = truncate(clean_text(title), _LONGEST_TITLE)
        self._write(slide.shapes.title.text_frame.paragraphs[0], text, size)
        slide.notes_slide.notes_text_frame.text = "\n".join(map(clean_text, notes))
        return slide

    def _finish(self, slide: Any, filled: Any = None) -> None:
        """Remove the placeholders that stay empty, and add the foot of the layout.

        Not empty are the title and the one that is `filled`.
        """
        kept = {one.shape_id for one in (slide.shapes.title, filled) if one is not None}
        for shape in list(slide.placeholders):
            if shape.shape_id not in kept:
                xml_of(shape).getparent().remove(xml_of(shape))
        for shape in feet_of(slide.slide_layout):
            kind = shape.placeholder_format.type
            copied = copy.deepcopy(xml_of(shape))
            xml_of(slide.shapes).append(copied)
            copied.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in slide.shapes) + 1))
            if copied.spPr is not None:
                for child in list(copied.spPr):
                    copied.spPr.remove(child)
            added = slide.shapes[-1]
            if kind is not PP_PLACEHOLDER.SLIDE_NUMBER:
                text = clean_text(getattr(self._deck, _KEPT_FEET[kind]))
                area = area_of(shape)
                room = area._replace(width=area.width - 15, height=_FOOT[0] * LINE_HEIGHT * 1.01)
                size = fitting_size(text, room, _FOOT)
                text = truncate(text, int(room.width / (size * 0.55)))
                self._write(_emptied(added.text_frame), text, size, font=_BODY_FONT)

    # Contents

    def _place(self, slide: Any, placed: Placed, number: int) -> None:
        if isinstance(placed, PlacedText):
            self._add_text(slide, placed, number)
        elif isinstance(placed, PlacedTable):
            self._add_table(slide, placed)
        else:
            self._add_chart(slide, placed)

    def _add_text(self, slide: Any, placed: PlacedText, number: int) -> None:
        box = slide.shapes.add_textbox(*_emu(placed.area))
        box.name = f"Text {number}"
        self._write_block(box.text_frame, placed, 0.0, is_first=True)

    def _write_block(self, frame: Any, placed: PlacedText, above: float, *, is_first: bool) -> None:
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
            self._write(heading, block.heading, placed.heading_size, bold=not is_label,
                        quiet=is_label, accent=not is_label)  # fmt: skip
            _set_bullet(heading, "")
        for place, text in enumerate(block.paragraphs):
            space = placed.size * 0.4 if place else 0.0 if block.heading else above
            paragraph = next_paragraph(space)
            _sign(paragraph, block.kind, placed.size)
            self._write(paragraph, text, placed.size, bold=block.style == STATEMENT,
                        quiet=block.style == QUIET)  # fmt: skip
            _set_bullet(paragraph, _BULLET if block.style == BULLETS else "")

    def _add_table(self, slide: Any, placed: PlacedTable) -> None:
        made = placed.table
        frame = slide.shapes.add_table(len(made.rows) + 1, len(made.columns), *_emu(placed.area))
        _describe(frame, made.caption)
        grid = frame.table
        grid.horz_banding = False
        xml_of(grid).tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
        for column, wide in zip(grid.columns, placed.widths, strict=True):
            column.width = Pt(wide)
        for row, high in zip(grid.rows, placed.heights, strict=True):
            row.height = Pt(high)
        for place, heading in enumerate(made.columns):
            cell = _prepared(grid.cell(0, place), "accent1", 19_050)
            self._write(cell.text_frame.paragraphs[0], heading, placed.size, bold=True)
            _align(cell, is_number=place in made.numeric)
        for number, row in enumerate(made.rows, 1):
            for place, shown in enumerate(row):
                cell = _prepared(grid.cell(number, place), "tx1", 6_350)
                self._write_cell(cell.text_frame, shown, placed.size, bold=place == 0)
                _align(cell, is_number=place in made.numeric)

    def _write_cell(self, frame: Any, cell: Cell, size: float, *, bold: bool) -> None:
        paragraph = frame.paragraphs[0]
        if cell.text:
            _sign(paragraph, cell.kind, size)
        self._write(paragraph, cell.text, size, bold=bold)
        if cell.note:
            self._write(frame.add_paragraph(), cell.note, size, quiet=True)

    def _add_chart(self, slide: Any, placed: PlacedChart) -> None:
        one = placed.captioned
        drawing = one.chart.drawing
        assert isinstance(drawing, Columns)
        (panel,) = drawing.panels
        data = CategoryChartData()
        data.categories = [clean_text(column.label) if "\n" not in column.label
                           else column.label for column in panel.columns]  # fmt: skip
        series = [(name, planned) for planned, name in ((False, drawing.actual),
                                                        (True, drawing.planned))
                  if any(column.planned is planned for column in panel.columns)]  # fmt: skip
        for name, planned in series:
            values = [column.value if column.planned is planned else None
                      for column in panel.columns]  # fmt: skip
            data.add_series(clean_text(name or panel.title), values)
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
        frame = slide.shapes.add_chart(kind, *_emu(placed.area), data)
        _describe(frame, one.chart.title, one.chart.description)
        self._style_chart(frame.chart, panel.title, placed)
        chart = frame.chart
        chart.has_legend = len(series) > 1 and bool(drawing.actual)
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        for drawn, (_name, planned) in zip(chart.plots[0].series, series, strict=True):
            _fill(drawn.format, planned=planned)
            drawn.invert_if_negative = False
            self._label(drawn, panel.columns, placed.label_size, planned=planned)
        _set_scale(chart.value_axis, panel)

    def _style_chart(self, chart: Any, title: str, placed: PlacedChart) -> None:
        chart.font.size = Pt(placed.size)
        chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        chart.has_title = True
        frame = chart.chart_title.text_frame
        room = placed.area._replace(height=placed.area.height * 0.25)
        size = fitting_size(title, room, (14.0, 12.0, 11.0, 10.0))
        text = truncate(clean_text(title), int(placed.area.width * 3 / (size * 0.6)))
        self._write(frame.paragraphs[0], text, size, bold=True)
        chart.chart_title.include_in_layout = False
        plot = chart.plots[0]
        plot.overlap, plot.gap_width, plot.vary_by_categories = 100, 60, False
        values, categories = chart.value_axis, chart.category_axis
        values.has_major_gridlines, values.visible = False, False
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        categories.has_major_gridlines = False
        categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        categories.tick_labels.font.size = Pt(max(placed.size - 1, 9))
        categories.format.line.fill.solid()
        categories.format.line.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_1

    def _label(
        self, series: Any, columns: tuple[ChartColumn, ...], size: float, *, planned: bool
    ) -> None:
        """Write the value on each column as the plan's documents write it."""
        for place, column in enumerate(columns):
            if column.value is None or column.planned is not planned:
                continue
            label = series.points[place].data_label
            self._write(label.text_frame.paragraphs[0], column.value_text, size, bold=True,
                        leading=False)  # fmt: skip
            label.position = XL_LABEL_POSITION.OUTSIDE_END

    # Text

    def _write(
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
            xml_of(run.font).set("lang", piece.language or self._deck.language)
        if size is not None and leading:
            paragraph.line_spacing = Pt(size * LINE_HEIGHT)
        if _starts_right_to_left(text):
            properties = xml_of(paragraph).get_or_add_pPr()
            properties.set("rtl", "1")
            properties.set("algn", "r")


def _main_texts(placed: Sequence[Placed], area: Area) -> Sequence[PlacedText]:
    """Return the first texts of a slide, one below the other and as wide as it is.

    They go into its placeholder; a heading alone, as above a table, does not.
    """
    runs: list[list[PlacedText]] = [[]]
    for one in placed:
        if isinstance(one, PlacedText) and abs(one.area.width - area.width) < 1:
            runs[-1].append(one)
        else:
            runs.append([])
    return next((run for run in runs if any(one.block.paragraphs for one in run)), ())


def _title_size(titles: Sequence[str], layout: Any, one_line: float) -> float | None:
    """Return a size in which all titles fit into a layout; None where that of the master does.

    Down to `one_line` each is to be on one line.
    """
    own = _own_title_size(layout)
    area = area_of(title_of(layout))
    inner = area._replace(width=area.width - 15, height=area.height - 8)
    texts = [truncate(clean_text(one), _LONGEST_TITLE) for one in titles]
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


def _lines_of(text: str, wide: float, size: float) -> int:
    return max(len(text_lines(text, size, wide)), 1)


def _emptied(frame: Any) -> Any:
    """Remove all text of a frame; return its one paragraph."""
    frame.clear()
    return frame.paragraphs[0]


def _emu(area: Area) -> tuple[int, int, int, int]:
    return Pt(area.left), Pt(area.top), Pt(area.width), Pt(area.height)


def _describe(frame: Any, name: str, description: str = "") -> None:
    """Give a shape its name, and the text that a screen reader reads instead of a picture."""
    properties = xml_of(frame).nvGraphicFramePr.cNvPr
    properties.set("name", clean_text(name))
    properties.set("descr", clean_text(description or name))


def _set_scale(axis: Any, panel: Panel) -> None:
    """Begin the scale at zero, and leave room above the columns for their values."""
    known = [one.value for one in panel.columns if one.value is not None]
    highest, lowest = max([panel.min_top, *known, 0.0]), min([*known, 0.0])
    span = (highest - lowest) or 1.0
    axis.maximum_scale = highest + span * 0.15 if highest > 0 or lowest == 0 else 0
    axis.minimum_scale = lowest - span * 0.15 if lowest < 0 else 0


def _fill(shape: Any, *, planned: bool) -> None:
    """Give the columns of what was the accent, and those of what is planned its outline."""
    if planned:
        shape.fill.background()
        shape.line.width = Pt(1.75)
        shape.line.fill.solid()
        shape.line.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        return
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _sign(paragraph: Any, kind: str, size: float) -> None:
    """Begin a text that is good, bad or to be watched with a sign of its colour."""
    colour = _KIND_COLOURS.get(kind)
    if colour is not None:
        run = paragraph.add_run()
        run.text = SIGN
        run.font.size, run.font.color.rgb = Pt(size), colour


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


def _prepared(cell: Any, colour: str, thick: int) -> Any:
    """Give a cell of a table its margins and the line below it."""
    cell.margin_left = cell.margin_right = Pt(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(CELL_MARGIN)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    properties = xml_of(cell).get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"), {"w": str(thick)})
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:schemeClr"))
    fill.set("val", colour)
    if colour == "tx1":  # lighter on white, and on black as it is
        etree.SubElement(fill, qn("a:lumMod")).set("val", "25000")
        etree.SubElement(fill, qn("a:lumOff")).set("val", "75000")
    return cell


def _align(cell: Any, *, is_number: bool) -> None:
    if is_number:
        for paragraph in cell.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.RIGHT
