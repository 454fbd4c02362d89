"""Tables: which of their columns are marked for the style."""

from __future__ import annotations

import pytest

from kamctl.briefing.tables import table

ADDRESS = "https://plants.example/" + "a" * 20
TOGETHER = "EUR\u00a0" * 9


@pytest.mark.parametrize(
    ("row", "classes"),
    [
        (("Grow", "High", "12"), ("", "", "number")),
        (("Grow", f"See {ADDRESS}", "12"), ("", "long", "number")),
        ((ADDRESS, "High", "12"), ("long", "", "number")),
        (("Grow", "many short words " * 9, "12"), ("", "", "number")),
        (("Grow", "High", TOGETHER), ("", "", "number long")),
    ],
    ids=["short words", "an address", "an address first", "many words", "no-break spaces"],
)
def test_only_columns_with_a_long_word_break_anywhere(
    row: tuple[str, ...], classes: tuple[str, ...]
) -> None:
    found = table("Objectives", ("Objective", "Priority", "Value"), [row], numeric=(2,))
    assert found is not None
    assert found.classes == classes
