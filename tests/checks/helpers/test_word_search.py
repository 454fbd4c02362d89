"""The quick question whether a text has any of some words."""

import pytest

from kamctl.checks.helpers.word_search import WordSearch

SEARCH = WordSearch(["my", "systématiquement", "naïve", "canoë"])


@pytest.mark.parametrize(
    "text",
    [
        "my",
        "This is MY plan.",
        "the plan (my plan)",
        "It is “my” plan",
        "c’est «my» plan",
        "le plan…my plan",
        "2my_plan",
        "SYSTÉMATIQUEMENT en retard",
        "où ils sont,systématiquement\u00a0: en retard",
        "« naïve »",
        "«naïve» et rien d’autre",
        "«canoë»",
        "le «my plan»",
        "a \ud800 my plan",
    ],
)
def test_found(text: str) -> None:
    assert SEARCH.finds_any_in(text)


@pytest.mark.parametrize("text", ["", "economy", "mystery", "systematiquement", "nave", "môy", "?"])
def test_not_found(text: str) -> None:
    assert not SEARCH.finds_any_in(text)
