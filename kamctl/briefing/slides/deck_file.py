"""A deck as a PowerPoint file: real text, native tables and charts, alternative texts, notes."""

from __future__ import annotations

import copy
import datetime as dt
import io
from typing import TYPE_CHECKING, Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER

from kamctl.briefing.slides.chart_writer import add_chart
from kamctl.briefing.slides.cover_logo import add_logo
from kamctl.briefing.slides.fitting import PlacedTable, PlacedText, pages_of
from kamctl.briefing.slides.master import (
    area_of,
    content_of,
    feet_of,
    placeholder_like,
    subtitle_of,
    title_of,
)
from kamctl.briefing.slides.pptx_xml import emu, xml_of
from kamctl.briefing.slides.table_writer import add_table
from kamctl.briefing.slides.text_fitting import LINE_HEIGHT, clean_text, fitting_size, text_lines
from kamctl.briefing.slides.text_writer import TextWriter
from kamctl.briefing.slides.title_size import shown_title, title_size
from kamctl.document.office_files import stable_file
from kamctl.i18n.catalog import translator
from kamctl.i18n.message import N_
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kamctl.briefing.slides.cover_logo import CoverLogo
    from kamctl.briefing.slides.fitting import Placed, SlidePage
    from kamctl.briefing.slides.master import Master
    from kamctl.briefing.slides.slide import Deck
    from kamctl.briefing.slides.text_fitting import Area

_ONE_LINE: Final = 24.0
"""Down to this size, the titles of slides are made smaller for them to be on one line."""
_SUBTITLE_SIZES: Final = (20.0, 18.0, 16.0, 14.0, 12.0, 10.0)
_LONGEST_PROPERTY: Final = 250
"""Characters of a property of a file; a package takes 255."""
_AGAIN: Final = N_("{title} ({number} of {of})")
_FOOT: Final = (10.0, 9.0, 8.0)
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
    properties.title = truncate(clean_text(deck.title), _LONGEST_PROPERTY)
    properties.subject = truncate(clean_text(deck.subtitle[0]), _LONGEST_PROPERTY)
    properties.author = "kamctl"
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
        self._text = TextWriter(deck.language)

    def add_cover(self, logo: CoverLogo | None) -> None:
        """Add the cover: the account, and what the deck is.

        Raises:
            UserError: the logo is no picture.
        """
        deck = self._deck
        size = title_size([deck.title], self._master.cover, 0.0)
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
            self._text.write(paragraph, line, size if place == 0 else min(size, 16.0))
        self._finish(slide, under)

    def add_pages(self, pages: Sequence[SlidePage]) -> None:
        """Add slides with their titles, contents, notes and feet; all titles in one size."""
        layout = self._master.content
        size = title_size([page.title for page in pages], layout, _ONE_LINE)
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
        shape.left, shape.top, shape.width, shape.height = emu(
            first._replace(height=last.bottom - first.top)
        )
        element = xml_of(shape)
        element.getparent().append(element)  # it is read where it is seen
        above = first.top
        for place, one in enumerate(texts):
            self._text.write_block(shape.text_frame, one, one.area.top - above, is_first=place == 0)
            above = one.area.bottom

    def _added(self, layout: Any, title: str, size: float | None, notes: Iterable[str]) -> Any:
        slide = self._master.presentation.slides.add_slide(layout)
        self._text.write(slide.shapes.title.text_frame.paragraphs[0], shown_title(title), size)
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
                self._text.write(_emptied(added.text_frame), text, size, font=_BODY_FONT)

    # Contents

    def _place(self, slide: Any, placed: Placed, number: int) -> None:
        if isinstance(placed, PlacedText):
            self._add_text(slide, placed, number)
        elif isinstance(placed, PlacedTable):
            add_table(slide, placed, self._text)
        else:
            add_chart(slide, placed, self._text)

    def _add_text(self, slide: Any, placed: PlacedText, number: int) -> None:
        box = slide.shapes.add_textbox(*emu(placed.area))
        box.name = f"Text {number}"
        self._text.write_block(box.text_frame, placed, 0.0, is_first=True)


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


def _lines_of(text: str, width: float, size: float) -> int:
    return max(len(text_lines(text, size, width)), 1)


def _emptied(frame: Any) -> Any:
    """Remove all text of a frame; return its one paragraph."""
    frame.clear()
    return frame.paragraphs[0]
