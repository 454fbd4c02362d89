"""The quick question whether a text has any of some words."""

import re

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
        "my×2",
        "©my account",
        "\u202amy plan",
        "\u2069my plan",
    ],
)
def test_may_be_there(text: str) -> None:
    assert SEARCH.may_have_any(text)


@pytest.mark.parametrize("text", ["", "economy", "mystery", "systematiquement", "nave", "môy", "?"])
def test_is_not_there(text: str) -> None:
    assert not SEARCH.may_have_any(text)


@pytest.mark.parametrize(
    "text", ["\u212aAM\u0130", "\u212aam\u0130, é", "kam\u0131", "\u0130 kami"]
)
def test_a_letter_beyond_ascii_may_be_another_case_of_one(text: str) -> None:
    assert re.search("kami", text, re.IGNORECASE)
    assert WordSearch(["kami"]).may_have_any(text)


def test_every_letter_is_known_that_is_another_case_of_one_within_ascii() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    found = [char for char in map(chr, range(0x80, 0x110000)) if letters.fullmatch(char)]
    assert found == ["\u0130", "\u0131", "\u017f", "\u212a"]
    for char in found:
        assert SEARCH.may_have_any(f"syst{char}")


def test_a_word_without_plain_letters_may_be_in_any_text() -> None:
    assert WordSearch(["où", "à"]).may_have_any("nothing of the kind")
    assert WordSearch(["à"]).may_have_any("")
