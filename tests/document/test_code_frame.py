"""Code frames: carets under the place, whatever the characters, whatever the width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.code_frame import display_width, frame, printable
from kamctl.document.span import Span


def drawn(line: str, start: int, end: int, columns: int = 72) -> tuple[str, str]:
    ((number, text, marks),) = frame([line], Span(1, start, 1, end), columns)
    assert number == "1"
    return text, marks


@pytest.mark.parametrize(
    ("line", "start", "end", "text", "marks"),
    [
        ("key: value", 6, 11, "key: value", "     ^^^^^"),
        ("key: value", 6, 6, "key: value", "     ^"),
        ("key:", 5, 5, "key:", "    ^"),
        ("", 1, 1, "", "^"),
        ("a: 日本 x", 4, 6, "a: 日本 x", "   ^^^^"),
        ("日本: x", 5, 6, "日本: x", "      ^"),
        ("é: x", 4, 5, "é: x", "   ^"),
        ("e\u0301: x", 5, 6, "e\u0301: x", "   ^"),
        ("\ta: x", 2, 3, " a: x", " ^"),
        ("a\x1b[31m: x", 9, 10, "a·[31m: x", "        ^"),
        ("a:\u00a0x", 4, 5, "a: x", "   ^"),
        ("a: \u202ex", 4, 6, "a: ·x", "   ^^"),
    ],
)
def test_carets_are_under_the_place(line: str, start: int, end: int, text: str, marks: str) -> None:
    assert drawn(line, start, end) == (text, marks)


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 200 + "PLACE" + "y" * 200
    text, marks = drawn(line, 201, 206, 40)
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 40
    assert text[marks.index("^") : marks.rindex("^") + 1] == "PLACE"


def test_a_place_longer_than_the_line_has_room_for() -> None:
    text, marks = drawn("a: " + "x" * 300, 4, 304, 40)
    assert len(text) <= 40
    assert len(marks) <= 40


def test_at_most_three_lines_are_shown() -> None:
    lines = ["a: |", "  one", "    two", "", "  three", "b: 1"]
    shown = frame(lines, Span(1, 4, 5, 8), 72)
    assert [(number, marks) for number, _, marks in shown] == [
        ("1", "   ^"),
        ("2", "  ^^^"),
        ("3", "    ^^^"),
    ]


def test_a_place_outside_the_text_shows_nothing() -> None:
    assert frame(["a"], Span(3, 1, 3, 2), 72) == []
    assert frame([], Span(1, 1, 1, 1), 72) == []


@given(text=st.text(max_size=40))
def test_what_is_shown_can_neither_hide_nor_steer(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert "\x1b" not in shown
    assert not shown.strip() or display_width(shown) >= 0


# Every character one column wide: how wide others are is the terminal's to say.
@given(
    line=st.text(alphabet=st.characters(codec="latin-1"), max_size=200),
    start=st.integers(1, 220),
    length=st.integers(0, 220),
    columns=st.integers(20, 120),
)
def test_no_line_is_wider_than_its_room(line: str, start: int, length: int, columns: int) -> None:
    for _, text, marks in frame([line], Span(1, start, 1, start + length), columns):
        assert display_width(text) <= columns
        if start <= len(line):
            assert len(marks) <= columns
