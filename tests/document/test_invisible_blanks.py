"""Blanks that are none, and whatever else a text may hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.autofix import fix_text
from tests.document.reading import findings_of, fixed, value

# --- Blanks that are none -------------------------------------------------------------------------

RIGHT = """\
# One, two
account:
  name: L
  tier : key
team:
  - id: a
    name: "A"
  - {id: b, name: "B"}

plan: {stage: draft}  # for now
text: |
  One
  two
end: 1
"""
SPACES = [
    ("  name", " ?name"),
    ("  name", "??name"),
    ("name: L", "name:?L"),
    ("tier :", "tier?:"),
    ("  - id", "  -?id"),
    ("  - id", "??- id"),
    ("id: a", "id:? a"),
    ("id: a", "id: ?a"),
    ("name: L", "name?: L"),
    ('"A"', '"A"?'),
    ("{id: b, name", "{id:?b,?name"),
    ('"B"}', '"B"?}?'),
    ("\n\nplan", "\n?\nplan"),
    ("draft}  #", "draft}??#"),
    ("text: |", "text: |?"),
    ("  two", "??two"),
    ("end: 1", "end:?1"),
]
NO_WIDTH = [
    ("  name", "?  name"),
    ("  name", "  ?name"),
    ("name: L", "name:? L"),
    ("name: L", "name: ?L"),
    ("name: L", "name?: L"),
    ("tier", "?tier"),
    ("- id", "-? id"),
    ("- id", "- ?id"),
    ("- id", "?- id"),
    ("{id: b", "{?id: b"),
    ('"A"', '"A"?'),
    ("draft}  #", "draft}?  #"),
    ("account:", "?account:"),
    ("end: 1", "?end: 1"),
]


@pytest.mark.parametrize("odd", ["\u00a0", "\u202f", "\u2007", "\u3000", "\u2009"])
@pytest.mark.parametrize(("right", "wrong"), SPACES)
def test_an_odd_space_is_named_and_fixed(right: str, wrong: str, odd: str) -> None:
    text = RIGHT.replace(right, wrong.replace("?", odd), 1)
    _is_named_and_fixed(text, odd, text.replace(odd, " "))


@pytest.mark.parametrize("odd", ["\u200b", "\ufeff", "\u2060", "\u200e"])
@pytest.mark.parametrize(("right", "wrong"), NO_WIDTH)
def test_what_has_no_width_is_named_and_fixed(right: str, wrong: str, odd: str) -> None:
    _is_named_and_fixed(RIGHT.replace(right, wrong.replace("?", odd), 1), odd, RIGHT)


def _is_named_and_fixed(text: str, odd: str, after: str) -> None:
    found = read(Source("plan.yaml", text)).findings
    assert {one.code for one in found} == {"KAM022"}
    assert sum(one.span.end_column - one.span.column for one in found) == text.count(odd)
    for one in found:
        assert f"U+{ord(odd):04X}" in str(one.message)
        assert f"column {one.span.column}" in str(one.message)
        assert text.split("\n")[one.span.line - 1][one.span.column - 1] == odd
    assert fixed(text) == after
    assert value(after) == value(RIGHT)


def test_a_whole_plan_of_them_is_read_again() -> None:
    text = RIGHT.replace("  ", "\u00a0\u00a0").replace("# One,", "# One,\u00a0")
    found = read(Source("plan.yaml", text)).findings
    assert {one.code for one in found} == {"KAM022"}
    assert value(fixed(text)) == value(RIGHT)
    assert "# One,\u00a0" in fixed(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: Bon\u00a0: x\u202f!\n".replace(": x", ":x"),
        "a: Note :\u00a0voir\n",
        "a: Objectif\u00a0:\u00a0voir\n",
        'a: "\u00a0b\u00a0"\n',
        "a: |\n  \u00a0b\n  c:\u00a0d\n",
        "a: b\n  \u00a0c\n",
        "a: 48\u202f500\u00a0€\n",
        "# a:\u00a0b\na: b # c,\u00a0d\n",
        "l:\n  - Prix :\u00a0bas\n",
    ],
)
def test_no_break_spaces_in_texts_are_left_alone(text: str) -> None:
    assert findings_of(text) == []
    assert fixed(text) == text


def test_tabs_become_spaces_where_all_widths_mean_the_same() -> None:
    assert fixed("a:\n\tb: 1\n\tc:\n\t\td: 1\n") == "a:\n  b: 1\n  c:\n    d: 1\n"
    assert fixed("a: |\n  x\n  \ty\nb:\n\tc: 1\n") == "a: |\n  x\n  \ty\nb:\n  c: 1\n"
    assert fixed("l:\n  -\tid: a\n\tb: c\n") == "l:\n  - id: a\n    b: c\n"
    assert fixed("a:\n\tb: 1\nc: ]\nd:\n\te: 1\n") == "a:\n  b: 1\nc: ]\nd:\n  e: 1\n"
    assert fixed("a:\n    b:\n\tc: 1\n") == "a:\n    b:\n\tc: 1\n"  # under `a`, or under `b`?


@settings(deadline=None)
@given(
    odd=st.sampled_from("\u00a0\u3000\u200b\ufeff"),
    text=st.text(alphabet=st.sampled_from(list("ab:-[]{},'\"|># \n?")), max_size=40),
)
def test_whatever_the_text_only_odd_blanks_are_replaced(odd: str, text: str) -> None:
    wrong = text.replace("?", odd)
    new = fix_text(Source("plan.yaml", wrong)).text
    blind = {ord(char): None for char in f'{odd} "\\'}
    assert new.translate(blind) == wrong.translate(blind)
    assert fixed(new) == new


# --- Whatever comes -------------------------------------------------------------------------------

PIECES = [
    *"ab:-[]{},|>'\"#= \t\n\r<1\u00a0\u202f\u200b\ufeff\u2028\x85",
    "<<<<<<<", "=======", ">>>>>>>", "|||||||", " #1", ": ", "- ", "\n  ", "\na: b #1",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None, max_examples=300)
@given(text=HOSTILE)
@example("\r\u200b\n\xa0")
def test_every_place_is_inside_the_file_and_a_fix_is_made_once(text: str) -> None:
    source = Source("plan.yaml", text)
    for finding in read(source).findings:
        span = finding.span
        assert 1 <= span.line <= span.end_line <= len(source.lines)
        assert 1 <= span.column <= len(source.lines[span.line - 1]) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert str(finding.message) and str(finding.hint)
    fixed(text)
