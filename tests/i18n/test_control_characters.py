"""Control characters are shown, in whatever form a text comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.briefing.charts.text_layout import label_text
from kamctl.i18n.control_characters import visible, visible_line
from kamctl.i18n.markdown_escape import escape

STEERING = ["\x1b", "\x9b", "\x00", "\x7f", "\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041"]
LEFT = ["\t", "\n", "\u00a0", "\u202f", "\u200c", "\u200d", "\u200e", "\u200f", "\u00ad", "é", "😀"]


@pytest.mark.parametrize("char", STEERING)
def test_what_steers_is_shown(char: str) -> None:
    assert visible(f"a{char}b") == "a·b"
    assert escape(f"a{char}b") == "a·b"
    assert label_text(f"a{char}b") == "a·b"


@pytest.mark.parametrize("char", LEFT)
def test_what_languages_are_written_with_stays(char: str) -> None:
    assert visible(f"a{char}b") == f"a{char}b"


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    line = visible_line(text)
    assert len(line.splitlines()) <= 1
    assert not set(line) & set(STEERING)
    assert visible_line(line) == line
