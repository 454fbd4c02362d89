"""A deck shows its reader what the documents show them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamctl.briefing.pages.plan_page import page_content
from kamctl.briefing.slides.deck import ALIGNMENT, DECK_KINDS, QBR, deck_of
from kamctl.briefing.slides.slide import Deck
from kamctl.comparison.difference import difference
from kamctl.history.compared_plans import Lookback, PlanComparison
from kamctl.signoffs.signoff_changes import signoff_changes
from tests.briefing.visibility import information_flow
from tests.briefing.visibility.information_flow import MARK, Known, Reading, reading
from tests.briefing.visibility.visibility_table import AUDIENCES, read_table

TABLE = read_table()
SOURCES = {ALIGNMENT: ("briefing", "onepage", "plan"), QBR: ("briefing", "review", "plan")}
"""The documents that show what a deck of each kind does."""


def made(kind: str, one: Reading, now: Known) -> Deck:
    """Return the deck of a plan as it is now, but for what is only counted on its cover."""
    past = None
    if kind == QBR:
        more = signoff_changes((), now.report.agreement)  # all is signed since
        changes = difference(one.known.plan, now.plan, language="en", more=more)
        comparison = PlanComparison("plan.yaml", information_flow._WHEN, changes)
        past = Lookback(comparison, information_flow._STEPS)
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


@pytest.mark.parametrize("kind", DECK_KINDS)
@pytest.mark.parametrize("name", AUDIENCES)
def test_a_deck_is_the_same_without_what_its_reader_may_not_see(name: str, kind: str) -> None:
    one = reading(name, "agreed")
    hidden = information_flow.fields_planted() - visible(name, kind) - {"plan.language"}
    leaves = [leaf for leaf in one.planted.leaves if leaf.name in hidden]
    before = made(kind, one, one.known)
    changes: list[Callable[[], Known]] = [
        lambda: one.without(leaves),
        lambda: one.with_others(leaves),
    ]
    for change in changes:
        now = change()
        if kind == QBR:  # what is compared is the same: the plan itself is another
            now = Known(now.plan, now.report)
        assert made(kind, one, now) == before


@pytest.mark.parametrize("name", AUDIENCES)
def test_a_deck_shows_the_texts_of_the_plan(name: str) -> None:
    """A deck that shows nothing would keep every secret."""
    one = reading(name, "agreed")
    shown = set(MARK.findall(repr(made(ALIGNMENT, one, one.known))))
    assert len(shown) >= 15
