"""JSON is the same value for a program, and does nothing to who looks at it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.reports.json_text import json_document, json_line

STEERS = ["\x1b[31m", "\x7f", "\x85", "\x9b31m", "\u2028", "\u202eabc", "\u2066", "\U000e0041"]


@pytest.mark.parametrize("text", STEERS)
def test_what_steers_is_written_as_its_number(text: str) -> None:
    for written in (json_document([text]), json_line({text: text})):
        assert text[0] not in written
        assert written.isascii()
    assert json.loads(json_document([text])) == [text]


def test_letters_stay() -> None:
    text = "Société “É” 東京 🚀 لا\u200f नि\u200d 12\u202f%"
    assert json_line([text]) == f'["{text}"]'


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_it_is_read_as_it_was(value: object) -> None:
    assert json.loads(json_document(value)) == value
    assert json.loads(json_line(value)) == value
    assert "\n" not in json_line(value)


def test_what_is_no_json_is_refused_or_said() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_document([float("nan")])
    assert json.loads(json_document([dt.date(2026, 11, 23)], default=str)) == ["2026-11-23"]
