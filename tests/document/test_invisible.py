"""What is invisible or easily overlooked: a cut text, an odd blank, what git has left."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.autofix import fix_text


def findings_of(text: str) -> list[str]:
    found = read(Source("plan.yaml", text)).findings
    return [f"{one.code} {one.severity.value} {one.span.line}:{one.span.column}" for one in found]


def value(text: str) -> Any:
    return read(Source("plan.yaml", text)).value


def fixed(text: str) -> str:
    found = fix_text(Source("plan.yaml", text))
    again = fix_text(Source("plan.yaml", found.text))
    assert (again.text, again.fixes) == (found.text, ())
    return found.text


# --- A `#` in a text ------------------------------------------------------------------------------

CUT = [
    # What stands there, what YAML reads, where it is told, what --fix makes of it, what that says.
    ("a: Be #1 by 2028.\n", "Be", "1:7", 'a: "Be #1 by 2028."\n', "Be #1 by 2028."),
    ("a: PO #4711", "PO", "1:7", 'a: "PO #4711"', "PO #4711"),
    ("a: PO ##4711\n", "PO", "1:7", 'a: "PO ##4711"\n', "PO ##4711"),
    ("a: PO\t#4711  \n", "PO", "1:7", 'a: "PO\t#4711"  \n', "PO\t#4711"),
    ("a: PO #4711\r\nb: 1\r\n", "PO", "1:7", 'a: "PO #4711"\r\nb: 1\r\n', "PO #4711"),
    ("a: PO #4711\rb: 1\r", "PO", "1:7", 'a: "PO #4711"\rb: 1\r', "PO #4711"),
    ("a: PO #1 # until June\n", "PO", "1:7", 'a: "PO #1" # until June\n', "PO #1"),
    ("a: PO #1 and #2 #\n", "PO", "1:7", 'a: "PO #1 and #2" #\n', "PO #1 and #2"),
    ("a: l'achat n° #1\n", "l'achat n°", "1:15", 'a: "l\'achat n° #1"\n', "l'achat n° #1"),
    ('a: The "A" #1: C:\\x\n', 'The "A"', "1:12", 'a: "The \\"A\\" #1: C:\\\\x"\n',
     'The "A" #1: C:\\x'),
    ("a: Be\n  it #1 for\nb: 1\n", "Be it", "2:6", 'a: "Be\n  it #1 for"\nb: 1\n', "Be it #1 for"),
    ("a: Be\n  #1 here\nb: 1\n", "Be", "2:3", 'a: "Be\n  #1 here"\nb: 1\n', "Be #1 here"),
    ("a: #4711\nb: 1\n", None, "1:4", 'a: "#4711"\nb: 1\n', "#4711"),
    ("a: { x: PO #1, y: 2\n  }\n", {"x": "PO"}, "1:12", 'a: { x: "PO #1", y: 2\n  }\n',
     {"x": "PO #1", "y": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read_as", "place", "after", "meant"), CUT)
def test_a_text_cut_at_a_hash_is_told_and_kept_as_yaml_reads_it(
    text: str, read_as: Any, place: str, after: str, meant: Any
) -> None:
    assert value(text).get("a") == read_as
    assert findings_of(text) == [f"KAM021 warning {place}"]
    assert fixed(text) == after
    assert value(after)["a"] == meant
    assert findings_of(after) == []


def test_each_item_of_a_list() -> None:
    text = "l:\n  - #4711\n  - PO #12\n  - x\n"
    document = read(Source("plan.yaml", text))
    assert document.value == {"l": [None, "PO", "x"]}
    assert [one.path for one in document.findings] == [("l", 0), ("l", 1)]
    assert document.damaged == (("l", 0),)
    assert fixed(text) == 'l:\n  - "#4711"\n  - "PO #12"\n  - x\n'


NO_YAML = [
    ("a: [PO #4711]\nb: 1\n", ["1:8"], 'a: ["PO #4711"]\nb: 1\n'),
    ("a: {x: PO #1, y: #2}", ["1:11", "1:18"], 'a: {x: "PO #1", y: "#2"}'),
    ("a: [#1, PO #2, x]\n", ["1:5", "1:12"], 'a: ["#1", "PO #2", x]\n'),
    ("a: [PO #1,\n PO #2]\nb: 1\n", ["1:8", "2:5"], 'a: ["PO #1",\n "PO #2"]\nb: 1\n'),
    ("a: [b #1]\nc: 1\nd: [e #2]\n", ["1:7", "3:7"], 'a: ["b #1"]\nc: 1\nd: ["e #2"]\n'),
    ("a: Be #1 at\n    Acme # now\nb: 1\n", ["1:7"], 'a: "Be #1 at\n    Acme" # now\nb: 1\n'),
]


@pytest.mark.parametrize(("text", "places", "after"), NO_YAML)
def test_what_is_no_yaml_for_a_hash_is_told_there(text: str, places: list[str], after: str) -> None:
    assert findings_of(text) == [f"KAM021 error {place}" for place in places]
    assert fixed(text) == after
    assert findings_of(after) == []


def test_what_else_is_wrong_is_told_beside() -> None:
    assert findings_of("a: [PO #1]\nb: c: d\n") == ["KAM021 error 1:8", "KAM003 error 2:5"]
    assert findings_of("a:\u00a0b\nc: [\n") == ["KAM022 error 1:3", "KAM003 error 2:5"]
    assert findings_of("a: PO #1\nb: [\n") == ["KAM003 error 2:5"]


@pytest.mark.parametrize(
    "text",
    [
        "a: b # until June\n",
        "a: b #\n",
        "a: b #-----\n",
        "a: b #kamctl: ignore KAM104 because x\n",
        "a: b # kamctl: ignore KAM104 because x\n",
        "#TODO\na: b\n#1 of them\nc: d\n",
        "a: #people\n  b: 1\n",
        "a: #people\n- b\n",
        "a:\n  - b\n  #1 c\n",
        "a: [ #one\n b]\n",
        "a: 'b #1'\nc: \"d #2\"\n",
        "a: |\n  b #1\nc: >-\n  d #2\n",
        "a: b#1\n",
        'a: "b\n  #1"\n',
    ],
)
def test_comments_and_what_is_in_quotes_are_left_alone(text: str) -> None:
    assert findings_of(text) == []
    assert fixed(text) == text


@pytest.mark.parametrize("text", ["a: b #TODO c\n", "a: b #see c\n", "a: 12 #2nd try\n"])
def test_what_may_be_a_comment_is_told_and_never_published(text: str) -> None:
    assert [one.split()[0] for one in findings_of(text)] == ["KAM021"]
    assert fixed(text) == text


def test_a_day_with_a_comment_stays_a_day() -> None:
    text = "kamctl: 1\naccount: {name: L}\nplan:\n  next_review: 2099-01-20 #2nd\n"
    assert fixed(text) == text


WORDS = st.text(alphabet=st.sampled_from(list("aé1 :,'\"\\[]{}-#%&\t")), max_size=12)


@settings(deadline=None)
@given(before=WORDS.map(lambda text: text.replace("#", "")), after=WORDS, comment=st.booleans())
def test_quotes_change_the_text_alone(before: str, after: str, comment: bool) -> None:
    line = f"Be {before} #1{after}"
    assume(re.search(r"[ \t]#(?:\s|$)", line) is None)
    behind = " # until June" if comment else ""
    text = f"x: 1\na: {line}{behind}\ny: [2]\n"
    document = read(Source("plan.yaml", text))
    assume(document.value is not None and [one.code for one in document.findings] == ["KAM021"])
    new = fixed(text)
    assert value(new) == {"x": 1, "a": line.rstrip(), "y": [2]}
    assert new.startswith("x: 1\na: ") and new.endswith(f"{behind}\ny: [2]\n")


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


# --- What git has left ----------------------------------------------------------------------------

CONFLICT = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> north\nc: [\n"
DIFF3 = "<<<<<<< HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> north\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (CONFLICT, ["2:1"]),
        (CONFLICT.replace("\n", "\r\n"), ["2:1"]),
        (CONFLICT.replace("\n", "\r"), ["2:1"]),
        (CONFLICT * 2, ["2:1", "9:1"]),
        (DIFF3, ["1:1"]),
        ("a: |\n  x\n" + DIFF3, ["3:1"]),
        ("a: 1\n>>>>>>> north\n", ["2:1"]),
        ("a: 1\n=======\nb: 1\n", ["2:1"]),
        ("a: 1\n<<<<<<<\n", ["2:1"]),
    ],
)
def test_a_conflict_is_told_at_its_first_marker_and_nothing_else(
    text: str, places: list[str]
) -> None:
    assert findings_of(text) == [f"KAM023 error {place}" for place in places]
    assert value(text) is None
    assert fixed(text) == text


def test_the_lines_of_a_conflict_are_named() -> None:
    (finding,) = read(Source("plan.yaml", CONFLICT)).findings
    assert "2 to 6" in str(finding.message)
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  One\n  =======\n  <<<<<<< HEAD\n  >>>>>>> north\n",
        'a: "One\n\n=======\n\n  two"\n',
        "# <<<<<<< HEAD\na: 1\n",
        "a: <<<<<<<\n",
    ],
)
def test_what_only_looks_like_a_marker(text: str) -> None:
    assert findings_of(text) == []


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
