"""Slides as plain data: what each one says, without where it goes and how it looks."""

from __future__ import annotations

from typing import Final, NamedTuple

from kamctl.briefing.views.elements import Chart, Fact, Table

PLAIN: Final = "plain"
BULLETS: Final = "list"
STATEMENT: Final = "statement"
QUIET: Final = "quiet"
FACT: Final = "fact"


class TextBlock(NamedTuple):
    """Paragraphs under a heading, which may be empty.

    `style` is plain, list (a bullet each), statement (large), quiet (small and set
    back) or fact (a value under its label). `kind` is good, warn or bad where
    it has a sign of that.
    """

    paragraphs: tuple[str, ...]
    heading: str = ""
    style: str = PLAIN
    kind: str = ""


class FactsBlock(NamedTuple):
    """Facts beside each other, each with its label above."""

    facts: tuple[Fact, ...]


class TableBlock(NamedTuple):
    """A table; its caption is shown as `heading` where the title of the slide is another."""

    table: Table
    heading: str = ""


class CaptionedChart(NamedTuple):
    """A chart of columns, with one panel, and what is said below it, good, warn or bad."""

    chart: Chart
    caption: str = ""
    kind: str = ""


class ChartsBlock(NamedTuple):
    """Charts beside each other; what does not fit goes on the next slide."""

    charts: tuple[CaptionedChart, ...]


Block = TextBlock | FactsBlock | TableBlock | ChartsBlock


class Slide(NamedTuple):
    """A slide: a title that no other has, its blocks from top to bottom, and its speaker notes."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


class Deck(NamedTuple):
    """A deck: the cover, then the slides.

    `language` is that of the document, such as `en`; `footer` is at the foot of each slide.
    """

    language: str
    title: str
    subtitle: tuple[str, ...]
    footer: str
    date: str
    notes: tuple[str, ...]
    slides: tuple[Slide, ...]
