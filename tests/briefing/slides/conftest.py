"""Decks of the example plan, and what stands in their files."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from kamctl.briefing.pages.plan_page import page_content
from kamctl.briefing.slides.deck import ALIGNMENT, deck_of
from kamctl.briefing.slides.deck_file import deck_file
from kamctl.briefing.slides.master import open_master
from kamctl.briefing.slides.slide import Deck
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import PLAN

TODAY = dt.date(2026, 11, 23)
ACCENT = "#0f5c6e"


@pytest.fixture
def deck() -> Callable[..., Deck]:
    """Return what makes the deck of a plan for a reader."""

    def make(plan: str = PLAN, reader: str | None = None, language: str = "en") -> Deck:
        report = check_source(Source("plan.yaml", plan), NO_WORKSPACE, TODAY)
        audience = audience_for(reader)
        content = page_content(report, audience, language, full=True)
        return deck_of(ALIGNMENT, content)

    return make


def written(deck: Deck, template: Path | None = None, **names: str) -> Any:
    """Return the presentation that is read back from a deck's file."""
    return Presentation(io.BytesIO(file_of(deck, template, **names)))


def file_of(deck: Deck, template: Path | None = None, **names: str) -> bytes:
    """Return the bytes of a deck's file."""
    return deck_file(deck, open_master(template, names, ACCENT), TODAY)


def texts_of(presentation: Any) -> Iterator[str]:
    """Return every text of a presentation: shapes, tables, charts, notes, names, descriptions."""
    for slide in presentation.slides:
        yield slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            yield from (properties.get("name"), properties.get("descr") or "")
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield shape.chart.chart_title.text_frame.text
                for series in shape.chart.plots[0].series:
                    yield series.name
                    yield from map(str, shape.chart.plots[0].categories)
                    yield from (one.text for one in series._element.xpath(".//a:t"))
    core = presentation.core_properties
    yield from (core.title, core.subject, core.author, core.keywords, core.comments)
