"""Sentences, words and placeholders, in English and in French."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.checks.helpers.sentences import count_sentences, count_words

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
    # Short forms, and words that only look like one
    ("Be there by Dec. 2028 at the latest.", 1),
    ("Spend approx. EUR 5 m a year.", 1),
    ("Reach EUR 3 m. Keep it.", 2),
    ("Reach EUR 3.1 bn. Keep it.", 2),
    ("En 2028 M. Weiss part, et nous restons.", 1),
    ("They said no. We leave.", 2),
    ("Master the art of it. Then win.", 2),
    ("Follow art. 5 of the framework.", 1),
    ("Win the U.S. Plants Group.", 1),
    ("Win (i.e. Weiss) first, cf. p. 14 of the plan.", 1),
    ("Win the award, Kempten, etc. by 2028.", 1),
    ("Win the award, Kempten, etc. Then keep them.", 2),
    ("Win the award, Kempten, etc. 14 plants in all.", 1),
    ("Win J. R. Smith and St. Nicholas.", 1),
    ("Réduire l'eau, c.-à-d. Kempten d'abord.", 1),
    ("Être le n° 1 chez Lactéa d'ici 2028.", 1),
    ("Amener les Éts. Durand et la Sté. Martin à bord.", 1),
    ("Gagner Mme Haugen, Mlle. Roux et Me Vidal.", 1),
    # Figures and years
    ("Win the plants by 2028. ", 1),
    ("Win the plants by the end of 2028. Keep them.", 2),
    ("Reach 97.5. Keep it.", 2),
    ("Gagner 1.250.000 € d'ici fin 2028.", 1),
    # Addresses
    ("See https://kamctl.example/plan?a=b.c!d for more.", 1),
    ("See https://kamctl.example. Then win.", 2),
    ("See kamctl.example. Then win.", 2),
    # Marks
    ("Why not? Win!", 2),
    ("Win the plants?!? Keep them", 2),
    ("Win… Keep them.", 2),
    ("… Win the plants.", 1),
    ("?", 1),
    ("Win. …", 1),
    # Quotes
    ("They ask “why?” and we answer.", 1),
    ("They say “Win.” We win.", 2),
    ("« Pourquoi ? » demandent-ils.", 1),
    ("« Pourquoi ? » Nous répondons.", 2),
    ("Gagner\u00a0! Puis garder\u202f?", 2),
    # Lists and paragraphs
    ("1. Win the plants.", 1),
    ("1. Win the plants.\n2. Keep them.", 2),
    ("1) Win the plants\n2) Keep them", 2),
    ("Win:\n1. The plants\n2. The award", 3),
    ("Win.\r\n- The plants\r\n- The award", 3),
    ("Win the\nplants by\n2028.", 1),
    ("Win the plants\n\nKeep them", 2),
    ("- ", 1),
    ("\n\n-\n", 1),
]


@pytest.mark.parametrize(("text", "count"), SENTENCES)
def test_sentences(text: str, count: int) -> None:
    assert count_sentences(text) == count


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
    assert count_words(text) == count


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


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=" .!?…\n\t-*•()[]<>«»“”’'\u00a0\u202f12aM", max_size=60),
    st.lists(st.sampled_from([text for text, _ in SENTENCES]), max_size=4).map(" ".join),
)


@given(text=HOSTILE)
def test_any_text_can_be_counted(text: str) -> None:
    assert count_sentences(text) >= bool(text.strip())
    assert count_sentences(text) <= 1 + text.count("\n") + sum(map(text.count, ".!?…"))
    assert count_words(text) >= 0
    is_placeholder(text, ("pending",))


@given(text=HOSTILE)
def test_what_is_around_a_text_is_no_sentence(text: str) -> None:
    assert count_sentences(f"  {text.strip()} \n") == count_sentences(text.strip())


@pytest.mark.parametrize(
    "text",
    [
        "a" + "." * 200_000 + "b",
        "a" + ". " * 100_000 + "b",
        "a!" + ") " * 100_000 + "b",
        "\n" * 100_000,
        "a. A. " * 30_000,
        "<your " + " " * 200_000,
        "[" + " " * 200_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_long_text_is_done_with_at_once(text: str) -> None:
    begun = time.perf_counter()
    count_sentences(text)
    count_words(text)
    is_placeholder(text)
    assert time.perf_counter() - begun < 5  # with steps that grow as the square: minutes


@pytest.mark.parametrize(
    "text", ["pending", " Pending…", "(pending)", "Wait for [pending] answers", "« Pending »"]
)
def test_a_company_has_its_own_placeholders(text: str) -> None:
    assert is_placeholder(text, ("other", "Pending"))
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", ["", "The pending orders", "Spending", "pending orders"])
def test_its_words_are_words_elsewhere(text: str) -> None:
    assert not is_placeholder(text, ("pending",))


def test_a_placeholder_of_marks_alone() -> None:
    assert is_placeholder(" * ", ("*",))
    assert not is_placeholder(" * ")
    assert not is_placeholder("5 * 3 plants", ("*",))
