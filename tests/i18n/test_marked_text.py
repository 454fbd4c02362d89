"""Sentences are filled with values that may be texts of a plan."""

import pytest

from kamctl.i18n.marked_text import ended, filled, in_language


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("Complete SO1, “{it}”.", "Win 14 plants.", "Complete SO1, “Win 14 plants.”"),
        ("Complete SO1, “{it}”.", "Win 14 plants", "Complete SO1, “Win 14 plants”."),
        ("Complete SO1, “{it}”.", "Be the first when…", "Complete SO1, “Be the first when…”"),
        ("Compléter OS1 : «\xa0{it}\xa0».", "Gagner.", "Compléter OS1 : «\xa0Gagner.\xa0»"),
        ("Compléter OS1 : «\xa0{it}\xa0».", "Gagner", "Compléter OS1 : «\xa0Gagner\xa0»."),
        ("“{it}” is late.", "Win 14 plants.", "“Win 14 plants.” is late."),
        ("{it}.", "Win 14 plants.", "Win 14 plants.."),
        ("Changed: {it}.", "“A” → “B.”", "Changed: “A” → “B.”"),
        ("Modifié : {it}.", "« A. » → « B. »", "Modifié : « A. » → « B. »"),
        ("Changed: {it}.", "“A.” → “B”", "Changed: “A.” → “B”."),
        ("Changed: {it}.", "finance etc.", "Changed: finance etc.."),
    ],
)
def test_a_sentence_that_ends_with_a_quoted_one_has_one_full_stop(
    pattern: str, value: str, expected: str
) -> None:
    assert filled(pattern, {"it": value}) == expected
    assert filled(pattern, {"it": in_language(value, "fr")}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Only firm orders count", "Only firm orders count."),
        ("Only firm orders count.", "Only firm orders count."),
        ("Do they count?", "Do they count?"),
        ("They said “no.”", "They said “no.”"),
        ("They said “no”", "They said “no”."),
    ],
)
def test_a_sentence_ends(text: str, expected: str) -> None:
    assert ended(text) == expected
    assert ended(in_language(text, "fr")) == expected
