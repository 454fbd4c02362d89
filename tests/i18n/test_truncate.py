"""Texts where room is scarce."""

from __future__ import annotations

import pytest

from kamctl.i18n.truncate import limit_combining_marks, truncate


@pytest.mark.parametrize(
    ("text", "room", "made"),
    [
        ("", 5, ""),
        ("Lactéa", 6, "Lactéa"),
        ("Lactéa, Lyon", 10, "Lactéa…"),
        ("Lieferkette", 6, "Liefe…"),
    ],
)
def test_short(text: str, room: int, made: str) -> None:
    assert truncate(text, room) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain", "plain"),
        ("Trường e\u0301 Ệ E\u0323\u0302", "Trường e\u0301 Ệ E\u0323\u0302"),
        ("Z" + "\u0351\u0342\u0363" * 4 + "y", "Z\u0351\u0342y"),
        ("שָׁלוֹם عَرَبِيّ", "שָׁלוֹם عَرَبِيّ"),
        ("", ""),
    ],
    ids=["none", "Vietnamese", "piled", "other scripts", "empty"],
)
def test_no_letter_carries_more_marks_than_a_language_gives_it(text: str, made: str) -> None:
    assert limit_combining_marks(text) == made
