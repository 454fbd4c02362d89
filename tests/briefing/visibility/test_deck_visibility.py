"""A deck shows its reader what the documents show them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamctl.briefing.pages.plan_page import page_content
from kamctl.briefing.slides.deck import ALIGNMENT, DECK_KINDS, QBR, deck_of
from kamctl.briefing.slides.slide import Deck
from tests.briefing.visibility.information_flow import (
    MARK,
    Known,
    Reading,
    fields_planted,
    reading,
)
from tests.briefing.visibility.visibility_table import AUDIENCES, read_table

TABLE = read_table()
SOURCES = {ALIGNMENT: ("briefing", "onepage", "plan"), QBR: ("briefing", "review", "plan")}
"""The documents that show what a deck of each kind does."""


def made(kind: str, one: Reading, now: Known) -> Deck:
    """Return the deck of a plan as it is now, but for what is only counted on its cover."""
    past = one.lookback(now) if kind == QBR else None
    content = page_content(now.report, one.audience, "en", past, full=True)
    deck = deck_of(kind, content)
    return deck._replace(subtitle=deck.subtitle[:2])


def visible(name: str, kind: str) -> set[str]:
    """Return the fields that the table lets an audience see in one of the documents."""
    return {
        field
        for field, row in TABLE.items()
        if any(name in row.get(document, ()) for document in SOURCES[kind])
    }


@pytest.mark.parametrize(
    ("kind", "situation"),
    [*((kind, "agreed") for kind in DECK_KINDS), (ALIGNMENT, "late"), (ALIGNMENT, "heated")],
)
@pytest.mark.parametrize("name", AUDIENCES)
def test_a_deck_is_the_same_without_what_its_reader_may_not_see(
    name: str, kind: str, situation: str
) -> None:
    one = reading(name, situation)
    hidden = fields_planted() - visible(name, kind) - {"plan.language"}
    leaves = [leaf for leaf in one.planted.leaves if leaf.name in hidden]
    before = made(kind, one, one.known)
    changes: list[Callable[[], Known]] = [
        lambda: one.without(leaves),
        lambda: one.with_others(leaves),
    ]
    for change in changes:
        assert made(kind, one, change()) == before


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_deck_shows_the_texts_of_the_plan(name: str) -> None:
    """A deck that shows nothing would keep every secret."""
    one = reading(name, "agreed")
    shown = set(MARK.findall(repr(made(ALIGNMENT, one, one.known))))
    assert len(shown) >= 15
