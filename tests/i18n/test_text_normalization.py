"""Texts are compared as people mean them, whatever they typed between the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kamctl.i18n import text_normalization as normalize

if TYPE_CHECKING:
    from collections.abc import Callable

NFD = "Lea\u0301"  # a letter and an accent of its own


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        (normalize.single_spaced, " Léa\u00a0 Brunet\n", "Léa Brunet"),
        (
            normalize.printed_line,
            "  Gamme\n «\u00a0Aube\u00a0»\u202f; ",
            "Gamme «\u00a0Aube\u00a0»\u202f;",
        ),
        (normalize.printed_line, " 12\u00a0%  of\tall\n", "12\u00a0% of all"),
        (normalize.single_spaced_lines, "a  b \n\n c", "a b\n\nc"),
        (normalize.normalized_text, f"{NFD}\t B", "Le\u00e1 B"),
        (normalize.comparison_key, " STRASSE  Straße ", "strasse strasse"),
        (normalize.without_accents, "Éloïse ﬁn", "Eloise fin"),
        (normalize.search_key, " Éloïse  BRUN", "eloise brun"),
    ],
)
def test_a_text_is_normalized(function: Callable[[str], str], text: str, expected: str) -> None:
    assert function(text) == expected
