"""Sentences, words and placeholders, in English and in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.checks.words import is_placeholder, sentences, words

SENTENCES = [
    ("", 0),
    ("   \n", 0),
    ("Win the plants", 1),
    ("Win the plants.", 1),
    ("Win the plants. Keep them.", 2),
    ("Win the plants! Keep them? Yes.", 3),
    ("Win 14.5 % by 2028.", 1),
    ("Win, e.g. Kempten, by 2028.", 1),
    ("Win i.e. keep the plants.", 1),
    ("Meet Mr. Weiss and Dr. Haugen.", 1),
    ("Reach EUR 3.1 bn with Lactéa S.A. by 2028.", 1),
    ("Reach no. 1 in dairy.", 1),
    ("Win the plants... and keep them.", 1),
    ("Win the plants… and keep them.", 1),
    ('They say "yes." We deliver.', 2),
    ("Win (all 14 plants.) Keep them.", 2),
    ("Win the plants.\nKeep them.", 2),
    ("Win:\n- the plants\n- the award", 3),
    ("Win:\n1. the plants\n2. the award", 3),
    ("Become the one partner for kamctl.example by 2028.", 1),
    ("Gagner les 14 usines d'ici fin 2028.", 1),
    ("Gagner les usines. Les garder.", 2),
    ("Gagner p. ex. Kempten d'ici 2028.", 1),
    ("Convaincre M. Weiss et Mme. Haugen.", 1),
    ("Convaincre MM. Weiss et Vidal.", 1),
    ("Atteindre 14,5 % d'ici 2028.", 1),
    ("Gagner les usines, etc. et les garder.", 1),
    ("Gagner les usines ! Les garder ?", 2),
    ("« Gagner. » Puis garder.", 2),
    ("Gagner l'av. Foch et le bd. Raspail.", 1),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two  three\nfour", 4),
        ("d'ici fin 2028", 3),
        ("14,5 % — by 2028.", 3),
        ("cleaning-in-place", 1),
    ],
)
def test_words(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "tbd.",
        "T.B.D.",
        " (tbc) ",
        "n/a",
        "N/A",
        "to be defined",
        "To be confirmed!",
        "todo",
        "TODO: ask Claire",
        "FIXME",
        "???",
        "xxx",
        "XXXX",
        "...",
        "…",
        "---",
        "____",
        "à définir",
        "A definir",
        "À compléter",
        "à préciser",
        "à venir",
        "à renseigner",
        "lorem ipsum dolor sit amet",
        "We gain [to be discussed] a year",
        "We gain [...] a year",
        "<your text>",
        "<votre texte>",
        "votre texte ici",
        "EUR xxx a year",
        "Accept TBD days",
    ],
)
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Win the plants",
        "A price to be defined by the category team in March 2027",
        "Todo el mundo",
        "Todorov decides",
        "n",
        "x",
        "Wait... then win",
        "À définir avec eux le prix des vannes d'ici mars prochain",
        "Cut [CO2] by 25 %",
        "less than <5 %>",
        "Un plan à compléter ensemble",
        "No.",
    ],
)
def test_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@given(text=st.text(max_size=60))
def test_any_text_can_be_counted(text: str) -> None:
    assert sentences(text) >= bool(text.strip())
    assert words(text) >= 0
    is_placeholder(text)
