"""YAML's complaints, said in words for people: the code, the place, and the likely cause."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from kamctl.document.reader import read
from kamctl.document.source import Source

AVAILABLE = [loader for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", None)) if loader]

TAB = "indented with a tab"
COLON = "a colon followed by a space"
NEVER_CLOSED = "is never closed"
ESCAPE = "a backslash must begin a special character"
AFTER_QUOTE = "after the closing quote"
LATE_QUOTE = "The quoted text that begins on line 1 ends here"
APOSTROPHE = "The apostrophe here ends"
DASH = "no space after the dash"
BRACKET = "is not valid from here"
KEY_VALUE = "“key: value” is expected here"
TOO_DEEP = "is indented further than `"
NO_SPACE = "no space after the colon of `"
TAB_BEHIND_DASH = "There is a tab here"
INDENTATION = "The indentation of this line"
BEGINNING = "A text cannot begin with"
CONTROL = "an invisible control character"
BULLET = "This line begins with “{}”"
QUOTED_MAIL = "as in a quoted e-mail"
FENCE = "marks code in Markdown"
OTHER = "This line is not YAML."

CASES = [
    ("a:\n\tb: 1\n", "2:1", TAB),
    ("a: 1\n\tb: 2\n", "2:1", TAB),
    ("\ta: 1\n", "1:1", TAB),
    ("a:\n  b: 1\n  \tc: 2\n", "3:3", TAB),
    ("a: say: what\n", "1:7", COLON),
    ("l:\n  - a: Note: this\n", "2:12", COLON),
    ('a: "C:\\Users"\n', None, ESCAPE),
    ('a: "50\\% more"\n', None, ESCAPE),
    ('a: "x\nb: 1\n', "2:5", NEVER_CLOSED),
    ("b: 1\na: 'x\n", "2:6", NEVER_CLOSED),
    ('a: "Groupe" Lactéa\n', "1:13", AFTER_QUOTE),
    ("a: 'it' is\n", "1:9", AFTER_QUOTE),
    ('a: "x\nb: "Win"\n', "2:5", LATE_QUOTE),
    ('a: {b: "x}\nc: {b: "Win"}\n', "2:9", LATE_QUOTE),
    ("a: 'x\n  y' z\n", "2:6", LATE_QUOTE),
    ("a: 'the customer's waste'\n", "1:18", APOSTROPHE),
    ("a: {b: 'd'eau, l'an'}\n", "1:11", APOSTROPHE),
    ("l:\n  -id: A\n   b: c\n", "2:3", DASH),
    ("l:\n  -id: A\n    b: c\n", "2:3", DASH),
    ("l:\n  - id: A\n    b: c\n  -id: B\n    b: d\n", "4:3", DASH),
    ("l:\n  -id: A\n  - id: B\n", "2:3", DASH),
    ("l:\n  -\tid: A\n    b: c\n", "2:4", TAB_BEHIND_DASH),
    ("a: [1, 2\nb: 3\n", "2:2", BRACKET),
    ("a: {b: 1\nc: 2\n", "2:2", BRACKET),
    ("a: [b: c: d]\n", "1:9", BRACKET),
    ("a: {b: c: d}\n", "1:9", BRACKET),
    ("a: [1,,2]\n", "1:7", BRACKET),
    ("a\nb: 1\n", "2:2", KEY_VALUE),
    ("a: 1\nb\nc: 2\n", "3:1", KEY_VALUE),
    ("a: x\n b\n c: d\n", "3:3", KEY_VALUE),
    ("a: 1\n  b: 2\n", "2:3", TOO_DEEP),
    ("a: 'x'\n b: 2\n", "2:2", TOO_DEEP),
    ("l:\n  - id: a\n    b: x\n     c: d\n    e: f\n", "4:6", TOO_DEEP),
    ("l:\n  - id: a\n     b: c\n", "3:6", TOO_DEEP),
    ("k: v\nkey:value\n", "2:1", NO_SPACE),
    ("key:value\nk: v\n", "1:1", NO_SPACE),
    ("l:\n  - id: x\n    name:Jörg Groß\n    f: g\n", "3:5", NO_SPACE),
    ("l:\n  - id:x\n    name: y\n", "2:5", NO_SPACE),
    ("a: 1\nhttp://x.org\nb: 2\n", "3:1", KEY_VALUE),
    ("a:\n  b: 1\n c: 2\n", "3:2", INDENTATION),
    ("a:\n  - x\n - y\n", "3:2", INDENTATION),
    ("a: 1\n- b\n", "2:1", INDENTATION),
    ("- a\nb: 1\n", "2:1", INDENTATION),
    ("a: @x\n", "1:4", BEGINNING),
    ("a: %x\n", "1:4", BEGINNING),
    ("a: `x`\n", "1:4", BEGINNING),
    *(
        (f"l:\n  - a: b\n    c: {value}\n    d: e\n", "3:8", BEGINNING)
        for value in (
            *("- Keep it", "-", "?", "? x", "[Keep] it", "{a} b", "**Keep**", "*x y", "> 4 weeks"),
            *("| x", ", x", "] x", "} x", "- a: b"),
        )
    ),
    ("l:\n  - [Keep] it\n", "2:5", BEGINNING),
    ("l:\n  - {a: b}[\n", "2:11", INDENTATION),
    ("l: [\n  - a: b\n", "2:3", BRACKET),
    ("k: v\nl\n  - {a: b}\n", "3:7", KEY_VALUE),
    ("a: {b: - x, c: d}\n", "1:8", BEGINNING),
    ("a: \x07b\n", "1:4", CONTROL),
    ("a: 1\nb: x\x1b[31m\n", "2:5", CONTROL),
    *(
        (f"team:\n  {bullet}id: a\n    name: A\n", "2:3", BULLET.format(bullet.strip()))
        for bullet in ("• ", "•\t", "– ", "— ", "· ", "\uf0b7 ", "* ", "▪ ", "•\u00a0", "o\t")
    ),
    ("team:\n  - id: a\n    name: A\n  • id: b\n    name: B\n", "4:3", BULLET.format("•")),
    ("note: |\n  • id: a\n  b\nb: ]\n", "4:4", BEGINNING),
    ("> kamctl: 1\n> account:\n>   name: A\n", "1:1", QUOTED_MAIL),
    ("```yaml\nkamctl: 1\n```\n", "1:1", FENCE),
    ("kamctl: 1\n```\n", "2:1", FENCE),
    ("a: ]\n", "1:4", BEGINNING),
    ("a: |x\n  b\n", "1:4", BEGINNING),
    ("a: &\n", "1:4", BEGINNING),
    ("]\n", "1:1", OTHER),
    ("%YAML 1.2\na: 1\n", "2:1", OTHER),
]


@pytest.mark.parametrize("loader", AVAILABLE)
@pytest.mark.parametrize(("text", "place", "words"), CASES)
def test_each_mistake_is_told_in_its_own_words(
    loader: Any, text: str, place: str | None, words: str
) -> None:
    document = read(Source("plan.yaml", text), loader=loader)
    assert document.value is None
    (finding,) = document.findings
    assert finding.code == "KAM003"
    assert words in str(finding.message)
    assert finding.hint is not None
    assert str(finding.hint)
    if place is not None:
        assert f"{finding.span.line}:{finding.span.column}" == place


@pytest.mark.parametrize("loader", AVAILABLE)
@pytest.mark.parametrize("text", ['a: "\\UFFFFFFFF"\n', 'a: "\\U00110000"\n', 'a: "\\xZZ"\n'])
def test_characters_that_do_not_exist(loader: Any, text: str) -> None:
    (finding,) = read(Source("plan.yaml", text), loader=loader).findings
    assert finding.code == "KAM003"


def test_the_hint_for_a_colon_is_the_line_fixed() -> None:
    (finding,) = read(Source("plan.yaml", 'gap: Our "no": too late\n')).findings
    assert str(finding.hint).endswith("gap: \"Our 'no': too late\"")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("l:\n  - id: a\n\tb: c\n", "Begin the line with 4 spaces instead."),
        ("a:\n\tb: c\n", "Begin the line with 2 spaces instead."),
        ("a:\n  b: c\n\td: e\n", "Begin the line with as many spaces as the lines around it."),
        ("l:\n  - id: a\n\t- id: b\n", "Begin the line with as many spaces as"),
        ("a: b\nname:Ann Lee\n", "Write `name: Ann Lee`."),
        ("a: b\n  c: d\n", "Start it in the same column as `a:`."),
        ("a: [{b: Trial [FR]}]\n", "Close each"),
    ],
)
def test_a_hint_says_what_to_type(text: str, hint: str) -> None:
    (finding,) = read(Source("plan.yaml", text)).findings
    assert str(finding.hint).startswith(hint)


OPENED = [
    ("foo: [\n", 1, "1:7"),
    ("foo: [", 1, "1:7"),
    ("foo: [\r", 1, "1:7"),
    ("a: 1\nfoo: {\n\n\n", 2, "2:7"),
    ("a: 1\nfoo: [1,\n  2\n\n# said\n", 2, "3:4"),
    ("a: [1]\nfoo: {b: [\n  1,\n  2\n  }\n", 2, "5:3"),
    ("foo: [{a: 1},\n  {b: 2\n", 2, "2:8"),
    ("a: ['[', \"{\"]\nfoo: [\n", 2, "2:7"),
]


@pytest.mark.parametrize("loader", AVAILABLE)
@pytest.mark.parametrize(("text", "line", "place"), OPENED)
def test_a_bracket_is_named_by_the_line_it_is_on(
    loader: Any, text: str, line: int, place: str
) -> None:
    (finding,) = read(Source("plan.yaml", text), loader=loader).findings
    assert f"that starts on line {line} " in str(finding.message)
    assert f"{finding.span.line}:{finding.span.column}" == place


@pytest.mark.parametrize("loader", AVAILABLE)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_control_character_is_on_its_line(loader: Any, end: str) -> None:
    text = "a: 1\nb: c\u2028d\x85\x07\n".replace("\n", end)
    (finding,) = read(Source("plan.yaml", text), loader=loader).findings
    assert (finding.span.line, finding.span.column) == (2, 8)


def test_a_place_past_the_end_is_brought_back_to_the_text() -> None:
    (finding,) = read(Source("plan.yaml", "a: [1,\n\n\n\n")).findings
    assert finding.span.line == 1
