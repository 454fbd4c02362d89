"""The reader: values, places and refusals, the same on PyYAML's two parsers."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.document import Document
from kamctl.document.finding import Severity
from kamctl.document.limits import MAX_DEPTH, MAX_FINDINGS, MAX_NODES
from kamctl.document.reader import read
from kamctl.document.source import MAX_BYTES, Source, decode
from kamctl.document.span import KeyPath, Span

LOADERS = [
    pytest.param(yaml.SafeLoader, id="pure"),
    pytest.param(
        getattr(yaml, "CSafeLoader", None),
        id="c",
        marks=pytest.mark.skipif(
            not hasattr(yaml, "CSafeLoader"), reason="PyYAML has no C parser here"
        ),
    ),
]
both = pytest.mark.parametrize("loader", LOADERS)
AVAILABLE = [loader for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", None)) if loader]


def load(text: str, loader: Any) -> Document:
    return read(Source("plan.yaml", text), loader=loader)


def cut(text: str, span: Span) -> str:
    """Return what stands at `span`, lines counted as YAML does."""
    lines = Source("", text).lines
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, *middle, last = lines[span.line - 1 : span.end_line]
    return "\n".join([first[span.column - 1 :], *middle, last[: span.end_column - 1]])


SCALARS: list[tuple[str, Any]] = [
    ("NO", "NO"),
    ("on", "on"),
    ("off", "off"),
    ("yes", "yes"),
    ("No", "No"),
    ("y", "y"),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ("012", 12),
    ("0o17", 15),
    ("0o18", "0o18"),
    ("0x1F", 31),
    ("12:30:45", "12:30:45"),
    ("1:30", "1:30"),
    ("4_100_000", 4100000),
    ("-4_100_000", -4100000),
    ("1_200.5", 1200.5),
    ("1_00", "1_00"),
    ("1__000", "1__000"),
    ("_1", "_1"),
    ("+5", 5),
    ("-0", 0),
    ("1e3", 1000.0),
    ("1E-2", 0.01),
    ("1.", 1.0),
    (".5", 0.5),
    (".", "."),
    ("-", "-"),
    ("1.2.3", "1.2.3"),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("+.Inf", math.inf),
    ("inf", "inf"),
    ("2027-03-31", "2027-03-31"),
    ("2027-03", "2027-03"),
    ("2027-Q1", "2027-Q1"),
    ("2027-03-31T10:00:00Z", "2027-03-31T10:00:00Z"),
    ("34%", "34%"),
    ("34 %", "34 %"),
    ("٣", "٣"),
    ("９", "９"),
    ("1" * 301, "1" * 301),
    ("'012'", "012"),
    ('"true"', "true"),
    ("''", ""),
    ('"\\u00e9"', "é"),
    ("=", "="),
    ("<<", "<<"),
]


@both
@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_scalars_follow_yaml_1_2(loader: Any, written: str, value: Any) -> None:
    if written == "-":
        written = "'-'"
    document = load(f"k: {written}\n", loader)
    assert document.findings == ()
    assert document.value == {"k": value}
    assert type(document.value["k"]) is type(value)
    assert cut(document.source.text, document.span(("k",))) == written


@both
def test_not_a_number_is_a_float(loader: Any) -> None:
    assert math.isnan(load("k: .nan\n", loader).value["k"])


@both
@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_a_key_with_nothing_after_it_is_not_there(loader: Any, written: str) -> None:
    document = load(f"a: 1\nk: {written}\nb: 2\n", loader)
    assert document.value == {"a": 1, "b": 2}
    assert document.has(("k",))
    assert document.span(("k",)).line == 2
    assert document.key_span(("k",)) == Span(2, 1, 2, 2)


@both
def test_a_blank_key_is_shown_by_its_name(loader: Any) -> None:
    assert load("a: 1\nk:\nb: 2\n", loader).span(("k",)) == Span(2, 1, 2, 2)


@both
def test_blank_items_of_a_list_stay(loader: Any) -> None:
    assert load("k:\n  - a\n  -\n  - b\n", loader).value == {"k": ["a", None, "b"]}


PLACES: list[tuple[str, KeyPath, str]] = [
    ("key: value\n", ("key",), "value"),
    ("key:   value   # said\n", ("key",), "value"),
    ("key: 'a b'   # said\n", ("key",), "'a b'"),
    ("a:\n  b:\n    c: deep\n", ("a", "b", "c"), "deep"),
    ("a:\n- x\n- y\n", ("a", 1), "y"),
    ("a:\n  - [p, q]\n  - - r\n    - s\n", ("a", 1, 1), "s"),
    ("a: [one, {k: two}]\n", ("a", 1, "k"), "two"),
    ("a: {b: [1, 2], c: three}\n", ("a", "c"), "three"),
    ("a: |\n  one\n  two\n\nb: 1\n", ("a",), "|\n  one\n  two"),
    ("a: |+\n  one\n\n\nb: 1\n", ("a",), "|+\n  one"),
    ("a: >-\n  one\n  two\n\n# said\nb: 1\n", ("a",), ">-\n  one\n  two"),
    ("a: |\n  # text\n  two\nb: 1\n", ("a",), "|\n  # text\n  two"),
    ("a: one\n  two\nb: 1\n", ("a",), "one\n  two"),
    ('a: "one\n  two"\nb: 1\n', ("a",), '"one\n  two"'),
    ("é: à\nb: ü\n", ("b",), "ü"),
    ("a: 日本語 # x\n", ("a",), "日本語"),
    ("a: 😀 b\n", ("a",), "😀 b"),
    ("a: one\r\nb: two\r\n", ("b",), "two"),
    ("a: |\r\n  one\r\n  two\r\nb: 1\r\n", ("a",), "|\n  one\n  two"),
    ("a: one\u2028 b\nb: two\u2028\n", ("b",), "two\u2028"),
    ("a: 'one\u2028two'\nb: three\n", ("b",), "three"),
    ("a: one\x85two\nb: three\n", ("a",), "one\x85two"),
    ("a\ufeffb: \ufeffone # said\n", ("a\ufeffb",), "\ufeffone"),
    ("a: one\rb: two\r", ("b",), "two"),
    ("a: |\r  one\r  two\r\rb: three\r", ("b",), "three"),
    ("---\na: one\n...\n", ("a",), "one"),
    ("%YAML 1.2\n---\na: one\n", ("a",), "one"),
    ("? a\n: one\n", ("a",), "one"),
    ("a: last", ("a",), "last"),
]


@both
@pytest.mark.parametrize(("text", "path", "shown"), PLACES)
def test_places_of_scalars(loader: Any, text: str, path: KeyPath, shown: str) -> None:
    document = load(text, loader)
    assert document.findings == ()
    assert cut(text, document.span(path)) == shown


@both
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("form", ["{text}", "'{text}'", '"{text}"', "|-\n  {text}", ">-\n  {text}"])
@pytest.mark.parametrize("char", "\x85\u2028\u2029\ufeff")
def test_only_line_ends_end_a_line_and_nothing_is_lost(
    loader: Any, end: str, form: str, char: str
) -> None:
    written = f"one{char}two {char} {char}"
    text = f"a: {form.format(text=written)}\nb: {{c: 1, c: 2}}\n".replace("\n", end)
    document = load(text, loader)
    assert document.value["a"] == written
    (finding,) = document.findings
    line = 2 + form.count("\n")
    assert (finding.code, finding.span) == ("KAM004", Span(line, 11, line, 12))


@both
def test_a_placeholder_is_never_taken_for_what_was_written(loader: Any) -> None:
    text = 'a: "\\ue001 \\U0000e002"\nb: \ue000\u2028\ue003\x85\n'
    assert load(text, loader).value == {"a": "\ue001 \ue002", "b": "\ue000\u2028\ue003\x85"}


@both
def test_a_group_is_shown_by_its_key_and_an_item_by_its_first_pair(loader: Any) -> None:
    text = "list:\n  - id: one\n    more: 1\n  - deep:\n      x: 1\n  - [a, b]\nempty: {}\n"
    document = load(text, loader)
    assert cut(text, document.span(("list",))) == "list"
    assert cut(text, document.span(("list", 0))) == "id: one"
    assert cut(text, document.span(("list", 1))) == "deep"
    assert cut(text, document.span(("list", 2))) == "[a, b]"
    assert cut(text, document.span(("empty",))) == "empty"
    assert cut(text, document.key_span(("list", 0, "more"))) == "more"


@both
def test_a_path_out_of_the_document_ends_at_the_nearest_place(loader: Any) -> None:
    text = "a:\n  b: one\n"
    document = load(text, loader)
    assert cut(text, document.span(("a", "missing", 3))) == "a"
    assert cut(text, document.span(("a", "b", "c"))) == "one"
    assert not document.has(("a", "missing"))
    assert document.get(("a", "missing")) is None
    assert document.get(("a", "b")) == "one"
    assert document.pointer(("a/b", "c~d", 0)) == "/a~1b/c~0d/0"


@both
def test_without_closes_up_lists_and_remembers_where_things_were(loader: Any) -> None:
    text = "a:\n  - one\n  - two\n  - three\nb: {c: 1, d: 2}\n"
    document = load(text, loader)
    less = document.without([("a", 0), ("b", "c"), ("nowhere", 1)])
    assert less.value == {"a": ["two", "three"], "b": {"d": 2}}
    assert less.origin(("a", 1)) == ("a", 2)
    assert less.pointer(("a", 1)) == "/a/2"
    assert cut(text, less.span(("a", 1))) == "three"
    assert less.without([("a", 0)]).pointer(("a", 0)) == "/a/2"
    assert document.value["a"] == ["one", "two", "three"]


@both
def test_a_byte_order_mark_takes_no_column(loader: Any) -> None:
    source = decode("\ufeffkamctl: 1\n".encode(), "plan.yaml")
    assert isinstance(source, Source)
    document = read(source, loader=loader)
    assert document.value == {"kamctl": 1}
    assert document.key_span(("kamctl",)) == Span(1, 1, 1, 7)


@both
@pytest.mark.parametrize("text", ["", "\n\n", "# only this\n", "---\n", "--- # x\n...\n"])
def test_nothing_is_none(loader: Any, text: str) -> None:
    document = load(text, loader)
    assert document.value is None
    assert document.findings == ()


def codes_and_places(document: Document) -> list[str]:
    return [
        f"{finding.code} {finding.span.line}:{finding.span.column}" for finding in document.findings
    ]


@both
def test_a_duplicate_key_names_both_places_and_the_first_counts(loader: Any) -> None:
    text = "a: 1\nb: {x: 1, x: 2}\na:\n  deep: [1]\na: 4\n"
    document = load(text, loader)
    assert codes_and_places(document) == ["KAM004 2:11", "KAM004 3:1", "KAM004 5:1"]
    assert [cut(text, finding.related[0].span) for finding in document.findings] == ["x", "a", "a"]
    assert document.findings[1].related[0].span == Span(1, 1, 1, 2)
    assert document.value == {"a": 1, "b": {"x": 1}}
    assert ("a",) in document.damaged
    assert [finding.pointer for finding in document.findings] == ["/b/x", "/a", "/a"]


@both
@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("a: &x 1\nb: *x\n", ["KAM006 1:4", "KAM006 2:4"]),
        ("a: [&x 1, *x]\n", ["KAM006 1:5", "KAM006 1:11"]),
        ("a: &x\n  b: 1\n", ["KAM006 1:4"]),
        ("*x\n", ["KAM006 1:1"]),
        ("*x : 1\n", ["KAM006 1:1"]),
        ("a: !!python/object:os.system {}\n", ["KAM005 1:4"]),
        ("a: !!str 5\n", ["KAM005 1:4"]),
        ("a: !mine [1]\n", ["KAM005 1:4"]),
        ("!!map {a: 1}\n", ["KAM005 1:1"]),
        ("a: 1\n---\nb: 2\n", ["KAM003 2:1"]),
        ("[a, b]: 1\n", ["KAM003 1:1"]),
        ("{a: 1}: 2\n", ["KAM003 1:1"]),
        ("? {a: 1}\n: 2\n", ["KAM003 1:3"]),
    ],
)
def test_what_a_plan_may_not_have(loader: Any, text: str, findings: list[str]) -> None:
    assert codes_and_places(load(text, loader)) == findings


@both
def test_a_tag_costs_the_tag_and_not_the_rest(loader: Any) -> None:
    document = load("a: !!python/name:os.system x\nb: 2\n", loader)
    assert document.value == {"a": "x", "b": 2}
    assert "`!!python/name:os.system`" in str(document.findings[0].message)


BOMB = "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
)


@both
def test_billion_laughs_end_early(loader: Any) -> None:
    document = load("a: &a lol\n" + BOMB, loader)
    assert {finding.code for finding in document.findings} == {"KAM006"}
    assert len(document.findings) == MAX_FINDINGS
    assert document.value is None


@both
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{a: "])
def test_a_hundred_thousand_brackets(loader: Any, opening: str) -> None:
    document = load("k:\n  " + opening * 100_000, loader)
    assert codes_and_places(document)[0].startswith("KAM007")
    assert document.value is None


@both
def test_depth_is_allowed_up_to_the_limit(loader: Any) -> None:
    within = MAX_DEPTH - 1
    assert not load("k: " + "[" * within + "]" * within, loader).findings
    assert load("k: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, loader).findings[0].code == "KAM007"


@both
def test_too_many_values(loader: Any) -> None:
    document = load("k: [" + "1," * (MAX_NODES + 1) + "]\n", loader)
    assert codes_and_places(document) == ["KAM007 1:4"]
    assert document.value is None


def test_too_many_bytes() -> None:
    found = decode(b"a" * (MAX_BYTES + 1), "plan.yaml")
    assert not isinstance(found, Source)
    assert found.code == "KAM007"
    assert isinstance(decode(b"a" * MAX_BYTES, "plan.yaml"), Source)


@both
def test_a_text_cut_by_a_comma_is_put_together(loader: Any) -> None:
    text = "r: {text: We carry the stock, sales carries the forecast., by: nadia}\n"
    document = load(text, loader)
    assert document.value == {
        "r": {"text": "We carry the stock, sales carries the forecast.", "by": "nadia"}
    }
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("KAM016", Severity.WARNING)
    whole = "We carry the stock, sales carries the forecast."
    assert cut(text, finding.span) == whole
    assert cut(text, document.span(("r", "text"))) == whole
    assert finding.path == ("r", "text")
    assert finding.pointer == "/r/text"
    assert document.damaged == ()


@both
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("r: {a: one, two, three, b: 1}", {"a": "one, two, three", "b": 1}),
        ("r: {a: one, two}", {"a": "one, two"}),
        ("r: {a: one, two, b: x, y}", {"a": "one, two", "b": "x, y"}),
        ("r: {a: one,two, b: 17 500 000,50 €}", {"a": "one,two", "b": "17 500 000,50 €"}),
        ("r: {a: 2009, spring}", {"a": "2009, spring"}),
        ("r: {a: one,\n  two}", {"a": "one, two"}),
    ],
)
def test_one_warning_for_each_text(loader: Any, text: str, value: dict[str, Any]) -> None:
    document = load(text, loader)
    assert document.value == {"r": value}
    assert [finding.code for finding in document.findings] == ["KAM016"] * sum(
        "," in str(part) for part in value.values()
    )


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("27,5 %", "Write 27.5 %, with a point for decimals."),
        ("-1,2 M€", "Write -1.2 M€, with a point for decimals."),
        ("1,200", "Write 1200, or 1.200 if the comma begins the decimals."),
        ("-1,500,000", "Write -1_500_000 or -1500000."),
        ("1,500,000 €", "Write 1_500_000 € or 1500000 €."),
        ("1.200,50 €", "Write 1200.50 €, with a point for decimals."),
        ("1,2 Mio", "Write 1.2M, with a point for decimals."),
        ("1,200 k€", "Write 1200 k€, or 1.200 k€ if the comma begins the decimals."),
        ("1,2,3", "Write 1_200_000 or 1200000, with a point for decimals."),
    ],
)
def test_a_number_that_a_comma_has_cut(number: str, hint: str) -> None:
    document = read(Source("plan.yaml", f"a: {{value: {number}, on: 2027}}\n"))
    assert [str(one.hint) for one in document.findings] == [hint]
    assert f"The number {number} contains a comma." in str(document.findings[0].message)


@both
@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("r: {n: 12,500}\n", ["KAM003 1:8"]),
        ("r: {n: 12,500, m: 1}\n", ["KAM003 1:8"]),
        ("r: {alone}\n", ["KAM003 1:5"]),
        ("r: {a: [1], alone}\n", ["KAM003 1:13"]),
        ("r: {a: 'quoted', alone}\n", ["KAM003 1:18"]),
        ("r: {a: , b: 1}\n", []),
        ("r: {a: 1, b: }\n", []),
        ("r: {a: one, 'b': }\n", []),
    ],
)
def test_commas_between_braces(loader: Any, text: str, findings: list[str]) -> None:
    assert codes_and_places(load(text, loader)) == findings


@both
def test_the_same_from_both_on_a_real_plan(loader: Any, lactea: Any) -> None:
    text = lactea.read_text(encoding="utf-8")
    document = load(text, loader)
    other = read(Source("plan.yaml", text))
    assert document.value == other.value
    assert codes_and_places(document) == codes_and_places(other) == ["KAM016 223:29"]


# --- Whatever comes -------------------------------------------------------------------------------

YAMLISH = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("ab:-[]{},&*!|>'\"%@`#?~ \t\n\r01_.\u2028\x85\ufeff\x07")),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


@both
@given(text=YAMLISH)
def test_no_text_is_too_odd(loader: Any, text: str) -> None:
    document = load(text, loader)
    lines = len(document.source.lines)
    for finding in document.findings:
        assert 1 <= finding.span.line <= lines
        assert finding.span.column >= 1
        assert str(finding.message)


@given(data=st.one_of(st.binary(max_size=80), YAMLISH.map(lambda t: t.encode("utf-16"))))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    source = decode(data, "plan.yaml")
    if isinstance(source, Source):
        read(source)
    else:
        assert source.code in ("KAM001", "KAM002")


PLAIN_TEXT = st.text(
    alphabet=st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"
    ),
    max_size=20,
)
VALUES = st.recursive(
    st.one_of(PLAIN_TEXT, st.integers(-(10**9), 10**9), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(PLAIN_TEXT, inner, max_size=4)
    ),
    max_leaves=12,
)


def leaves(value: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for place, item in enumerate(value) for leaf in leaves(item, (*path, place))]
    return [(path, value)]


class _Dumper(yaml.SafeDumper):
    """Writes the same object out twice rather than with an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _quoted(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_Dumper.add_representer(str, _quoted)


@both
@given(
    value=st.dictionaries(PLAIN_TEXT, VALUES, max_size=4),
    flow=st.booleans(),
    unicode=st.booleans(),
)
def test_values_and_places_come_back(
    loader: Any, value: dict[str, Any], flow: bool, unicode: bool
) -> None:
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=flow, allow_unicode=unicode, sort_keys=False
    )
    document = load(text, loader)
    assert document.findings == ()
    assert (document.value or {}) == value
    for path, leaf in leaves(value):
        if leaf in ([], {}):
            continue
        assert yaml.safe_load(cut(text, document.span(path))) == leaf


@given(text=YAMLISH)
def test_both_parsers_agree_on_what_they_both_take(text: str) -> None:
    documents = [load(text, loader) for loader in AVAILABLE]
    if any(document.findings for document in documents):
        return
    first, *others = documents
    for other in others:
        assert repr(other.value) == repr(first.value)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("180'000,50", "Write 180000.50, with a point for decimals."),
        ("-180 000,50", "Write -180000.50, with a point for decimals."),
        ("1 200 000,5 CHF", "Write 1200000.5 CHF, with a point for decimals."),
        ("CHF 180’000,50", "Write CHF 180000.50, with a point for decimals."),
    ],
)
def test_a_grouped_number_that_a_comma_has_cut_is_read(written: str, hint: str) -> None:
    document = read(Source("plan.yaml", f"a: {{b: {written}, c: 1}}\n"))
    (finding,) = document.findings
    assert document.value == {"a": {"b": written, "c": 1}}
    assert (finding.code, finding.severity.value) == ("KAM016", "warning")
    assert str(finding.message) == f"The number {written} contains a comma."
    assert str(finding.hint) == hint


@pytest.mark.parametrize("around", ["id: A1, {}, c: x", "{}, id: A1, c: x", "id: A1, c: x, {}"])
def test_a_key_between_braces_without_a_space_is_named(around: str) -> None:
    document = read(Source("plan.yaml", f"a: {{{around.format('title:Trial run')}}}\n"))
    (finding,) = document.findings
    assert finding.code == "KAM003"
    assert str(finding.message) == "There is no space after the colon of `title:`."
    assert str(finding.hint) == "Write `title: Trial run`."
    assert document.value == {"a": {"id": "A1", "c": "x"}}
    assert document.damaged == (("a", "title"),)


@pytest.mark.parametrize("written", ["See a, https://x.org", "At noon, or 12:30"])
def test_a_colon_in_a_text_that_a_comma_has_cut_begins_no_key(written: str) -> None:
    document = read(Source("plan.yaml", f"a: {{b: {written}}}\n"))
    assert document.value == {"a": {"b": written}}
