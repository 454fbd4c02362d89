"""A text that YAML cuts at a `#`."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kamctl.document.reader import read
from kamctl.document.source import Source
from tests.document.reading import findings_of, fixed, value

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
