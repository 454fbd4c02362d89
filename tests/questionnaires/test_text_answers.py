"""Answers in texts: every style of reply, and whatever mail programs do to them."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kamctl.questionnaires.answer_values import comparable_text
from kamctl.questionnaires.text_answers import LONGEST_ANSWER, find_answers
from tests.paths import TESTS

CASES = yaml.safe_load((TESTS / "questionnaires" / "reply_cases.yaml").read_text("utf-8"))
QUESTIONS = ("What do people complain about?", "What should we stop doing?")
MARKERS = {
    "{Q1}": "[Q1-k7f2]",
    "{Q1/}": "[/Q1-k7f2]",
    "{Q2}": "[Q2-m4p9]",
    "{Q2/}": "[/Q2-m4p9]",
}


def with_markers(text: str) -> str:
    for name, marker in MARKERS.items():
        text = text.replace(name, marker)
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_replies(case: dict[str, Any]) -> None:
    found = find_answers(with_markers(case["text"]), QUESTIONS)
    assert {one.code: one.text for one in found.answers} == case.get("answers", {})
    doubtful = [one.code for one in found.answers if one.is_doubtful]
    assert doubtful == case.get("doubtful", [])
    problems = case.get("problems", [])
    assert len(found.problems) == len(problems)
    for problem, start in zip(found.problems, problems, strict=True):
        assert str(problem).startswith(start)
    assert found.outside == case.get("outside", "")


def test_an_answer_that_is_a_document_is_not_read() -> None:
    found = find_answers(f"[Q1-k7f2]\n{'word ' * LONGEST_ANSWER}\n[/Q1-k7f2]")
    assert found.answers == []
    assert "longer than" in str(found.problems[0])


def test_a_text_without_end_takes_no_time() -> None:
    """No expression goes over a long text again and again."""
    for text in ("[" * 200_000, "> " * 200_000, "[Q1-" * 50_000, "\\[ " * 100_000):
        assert find_answers(text).answers == []
    deep = ">" * 20_000
    quoted = f"{deep} [Q1-k7f2]\n" + f"{deep} Late\n" * 50 + f"{deep} [/Q1-k7f2]"
    (answer,) = find_answers(quoted).answers
    assert answer.text == " ".join(["Late"] * 50)


# --- Whatever happens to a reply on its way -------------------------------------------------------

_WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="[]\\\u2028"),
    min_size=1,
    max_size=12,
).filter(lambda word: bool(comparable_text(word)))
ANSWERS = st.lists(_WORDS, min_size=1, max_size=25).map(" ".join)


@st.composite
def replies(draw: st.DrawFn) -> tuple[dict[str, str], str]:
    """Two answers, and a reply that a mail program has made of them."""
    given_ = {"k7f2": draw(ANSWERS), "m4p9": draw(ANSWERS)}
    depth = draw(st.integers(0, 3))
    quote = draw(st.sampled_from([">", "> ", "| "])) * depth
    is_interleaved = draw(st.booleans())
    width = draw(st.integers(20, 80))
    on_one_line = draw(st.booleans())
    lines: list[str] = []
    for number, (code, answer) in enumerate(given_.items(), 1):
        wrapped = textwrap.wrap(answer, width, break_long_words=False, break_on_hyphens=False) or [
            answer
        ]
        own = "" if is_interleaved else quote
        first, last = f"[Q{number}-{code}]", f"[/Q{number}-{code}]"
        lines += [f"{quote}{number}. {QUESTIONS[number - 1]}", quote]
        if on_one_line and not is_interleaved:
            wrapped = [f"{first} {wrapped[0]}", *wrapped[1:]]
            wrapped[-1] += f" {last}"
            lines += [quote + line for line in wrapped]
        else:
            lines += [quote + first, quote, *(own + line for line in wrapped), quote + last]
    return given_, draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines)


@given(replies())
def test_no_reply_loses_an_answer_or_gives_a_wrong_one(case: tuple[dict[str, str], str]) -> None:
    expected, text = case
    found = find_answers(text, QUESTIONS)
    answers = {one.code: one for one in found.answers}
    assert set(answers) == set(expected)
    for code, answer in expected.items():
        if not answers[code].is_doubtful:
            assert answers[code].text == " ".join(answer.split())


@given(replies(), st.data())
def test_a_damaged_reply_gives_no_wrong_answer(
    case: tuple[dict[str, str], str], data: st.DataObject
) -> None:
    """A line that is lost takes an answer with it, or part of it: never another into its place."""
    expected, text = case
    lines = text.splitlines()
    lost = data.draw(st.integers(0, len(lines) - 1))
    found = find_answers("\n".join(lines[:lost] + lines[lost + 1 :]), QUESTIONS)
    reported = " ".join([*map(str, found.problems), found.outside])
    answers = {one.code: one for one in found.answers}
    for code, answer in expected.items():
        left = [word for word in answer.split() if word not in lines[lost].split()]
        if code not in answers:
            assert not left or left[0] in reported or not any(map(str.isalpha, answer))
        elif not answers[code].is_doubtful:
            assert set(answers[code].text.split()) <= set(answer.split())
