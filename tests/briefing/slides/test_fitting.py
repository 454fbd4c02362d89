"""Nothing leaves its place on a slide, whatever a plan holds."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from kamctl.briefing.charts.text_layout import text_width
from kamctl.briefing.slides.fitting import PlacedChart, PlacedTable, PlacedText, pages_of
from kamctl.briefing.slides.slide import BULLETS, STATEMENT, Deck, Slide, TableBlock, TextBlock
from kamctl.briefing.slides.table_fitting import column_widths
from kamctl.briefing.slides.text_fitting import Area, text_lines
from kamctl.briefing.tables import table
from tests.briefing.extreme_plans import TEXTS, as_yaml, crowded_plan
from tests.briefing.slides.conftest import file_of

AREA = Area(50, 108, 860, 380)
CONTENTS = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
SLACK = 0.5
"""Points that rounding may take."""


def check_geometry(presentation: Any) -> None:
    """See that no shape leaves the slide or covers another, and that texts fit as estimated."""
    wide, high = presentation.slide_width, presentation.slide_height
    for slide in presentation.slides:
        boxes = []
        for shape in slide.shapes:
            inside = shape.left >= 0 and shape.top >= 0
            assert inside and shape.left + shape.width <= wide + Pt(1), shape.name
            assert shape.top + shape.height <= high + Pt(1), shape.name
            is_content = not shape.is_placeholder or shape.placeholder_format.type in CONTENTS
            if shape.has_text_frame and is_content:
                used = 0.0
                for paragraph in shape.text_frame.paragraphs:
                    size = max((run.font.size.pt for run in paragraph.runs), default=0.0)
                    room = shape.width / 12_700
                    used += len(text_lines(paragraph.text, size or 1, room)) * size * 1.2
                    used += paragraph.space_before.pt if paragraph.space_before else 0.0
                assert used <= shape.height / 12_700 + SLACK, shape.text_frame.text[:80]
            if is_content:
                boxes.append(shape)
        for one, other in itertools.combinations(boxes, 2):
            beside = one.left + one.width <= other.left + Pt(
                SLACK
            ) or other.left + other.width <= one.left + Pt(SLACK)
            above = one.top + one.height <= other.top + Pt(
                SLACK
            ) or other.top + other.height <= one.top + Pt(SLACK)
            assert beside or above, (one.name, other.name)


@pytest.mark.parametrize("kind", TEXTS)
def test_whatever_a_plan_holds_stays_on_its_slides(deck: Callable[..., Deck], kind: str) -> None:
    text = TEXTS[kind][:900]
    made = file_of(
        deck(as_yaml(crowded_plan(text, objectives=1, functions=2, people=2)), "account-team")
    )
    check_geometry(Presentation(io.BytesIO(made)))


def test_a_crowded_plan_goes_on_over_several_slides(deck: Callable[..., Deck]) -> None:
    made = deck(as_yaml(crowded_plan(functions=11)), "executive")
    presentation = Presentation(io.BytesIO(file_of(made)))
    check_geometry(presentation)
    titles = [slide.shapes.title.text for slide in presentation.slides]
    assert len(set(titles)) == len(titles)


def test_a_text_that_is_too_long_goes_on_without_losing_a_word() -> None:
    words = [f"word{number}" for number in range(2_000)]
    block = TextBlock((" ".join(words[:1_500]), " ".join(words[1_500:])), "Heading", BULLETS)
    pages = pages_of(Slide("Title", (block,)), AREA, "{title} ({number} of {of})")
    found = [one for page in pages for one in page.placed]
    assert all(isinstance(one, PlacedText) for one in found)
    texts = [text for one in found for text in one.block.paragraphs]  # type: ignore[union-attr]
    assert " ".join(texts).split() == words
    assert [page.title for page in pages][:1] == [f"Title (1 of {len(pages)})"]


def test_a_row_higher_than_a_slide_is_divided() -> None:
    words = [f"word{number}" for number in range(1_200)]
    made = table("Caption", ("Name", "Text"), [("A name", " ".join(words)), ("Another", "short")])
    assert made is not None
    pages = pages_of(Slide("Title", (TableBlock(made),)), AREA, "{title} {number} {of}")
    rows = [row for page in pages for one in page.placed if isinstance(one, PlacedTable)
            for row in one.table.rows]  # fmt: skip
    assert " ".join(row[1].text for row in rows).split() == [*words, "short"]
    assert {row[0].text for row in rows[:-1]} == {"A name"}
    for page in pages:
        for one in page.placed:
            assert one.area.bottom <= AREA.bottom + SLACK


def test_a_table_that_fits_on_the_next_slide_is_not_divided() -> None:
    rows = [(f"Row {number}", "A text of some length that is on one line") for number in range(9)]
    made = table("Caption", ("Name", "Text"), rows)
    assert made is not None
    blocks = (TableBlock(made), TableBlock(made, "The second"))
    pages = pages_of(Slide("Title", blocks), AREA, "{title} {number} {of}")
    assert [len(page.placed) for page in pages] == [1, 2]


def test_a_short_slide_is_larger_than_a_full_one() -> None:
    few = pages_of(Slide("T", (TextBlock(("A word",)),)), AREA, "")
    many = pages_of(Slide("T", (TextBlock(("A word",) * 12),)), AREA, "")
    (first,), (second,) = few[0].placed, many[0].placed
    assert not isinstance(first, PlacedChart)
    assert first.size > second.size
    assert len(many) == 1


def test_a_statement_is_as_large_as_its_length_allows() -> None:
    sizes = []
    for length in (5, 60):
        (page,) = pages_of(Slide("T", (TextBlock(("word " * length,), "", STATEMENT),)), AREA, "")
        sizes.append(page.placed[0].size)
    assert sizes[0] > sizes[1]


def test_columns_fill_the_width_and_keep_words_whole() -> None:
    made = table(
        "Caption",
        ("Function", "Request", "State"),
        [("Supply chain", "A long request. " * 20, "Agreed-with-conditions")],
    )
    assert made is not None
    widths = column_widths(made, 700, 14)
    assert sum(widths) == pytest.approx(700)
    assert widths[2] > text_width("Agreed-with-conditions", 14)
    assert widths[1] == max(widths)


@pytest.mark.parametrize("text", [TEXTS["wide script"], TEXTS["right to left"], "a" * 900])
def test_lines_lose_nothing(text: str) -> None:
    found = "".join(text_lines(text, 14, 300))
    assert found.replace(" ", "") == text.replace(" ", "")
