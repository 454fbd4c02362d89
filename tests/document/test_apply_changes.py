"""Values are put in where they belong, and every other byte stays as it is."""

from __future__ import annotations

import difflib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kamctl.document import apply_changes as writing
from kamctl.document.apply_changes import apply_changes
from kamctl.document.changes import CannotChange, InsertItem, Obstacle, SetValue
from kamctl.document.errors import UserError
from kamctl.document.reader import read
from kamctl.document.source import Source
from tests.paths import LACTEA_PLAN, ROOT

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("changes.yaml").read_text(encoding="utf-8")
)
PLANS = [
    LACTEA_PLAN,
    *sorted(ROOT.glob("examples/*/plan.yaml")),
]


def insert_values(source: Source, changes: list[Any]) -> str:
    return apply_changes(read(source), changes).text


def change_of(case: dict[str, Any]) -> SetValue | InsertItem:
    kind, path = (SetValue, case["put"]) if "put" in case else (InsertItem, case["add"])
    return kind(tuple(path), case["value"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_case(case: dict[str, Any], ending: str) -> None:
    text = case["before"].replace("\n", ending)
    done = insert_values(Source("plan.yaml", text), [change_of(case)])
    assert done == case["after"].replace("\n", ending)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_without_an_end_of_line(case: dict[str, Any]) -> None:
    text = case["before"].rstrip("\n")
    done = insert_values(Source("plan.yaml", text), [change_of(case)])
    assert read(Source("plan.yaml", done)).value == read(Source("plan.yaml", case["after"])).value


RESTATEMENT = {
    "text": "We carry the stock, sales: the forecast.",
    "by": "nadia",
    "on": "2026-11-24",
}
RESISTANCE = {
    "concern": "Too long.",
    "severity": "blocking",
    "raised_by": "nadia",
    "status": "open",
}


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parent.name)
def test_real_plans_get_lines_and_lose_none(plan: Path) -> None:
    source = Source("plan.yaml", plan.read_text(encoding="utf-8"))
    value = read(source).value
    for number, objective in enumerate(value.get("objectives", [])):
        for place, direction in enumerate(objective.get("directions", [])):
            at = ("objectives", number, "directions", place)
            done = insert_values(source, [InsertItem((*at, "resistances"), RESISTANCE)])
            diff = list(difflib.ndiff(source.text.splitlines(), done.splitlines()))
            assert any(line.startswith("+") for line in diff)
            # A line goes only where the entry stands between braces, and comes back longer.
            gone = [line[2:].rstrip() for line in diff if line.startswith("-")]
            assert all(line.endswith("}") for line in gone)
            if "restatement" not in direction:
                again = insert_values(
                    Source("plan.yaml", done), [SetValue((*at, "restatement"), RESTATEMENT)]
                )
                got = read(Source("plan.yaml", again)).value
                inner = got["objectives"][number]["directions"][place]
                assert inner["restatement"] == RESTATEMENT
                assert inner["resistances"][-1] == RESISTANCE
        done = insert_values(source, [SetValue(("plan", "stage"), "aligned")])
        assert len(done.splitlines()) - len(source.text.splitlines()) in (0, 1, 2)


ODD = """
a: b|#|a #b|- a|? a|&a|*a|!a|{|}|[a]|a, b|yes|012|1_000|2026-10-14|null|~|'|"|\\|>|%a|@a|`a`|a:|é|😀
|\u202e|\u2028|\u0085|\ufeff|tab\tb|...|---|= a|<<
""".replace("\n", "")
TEXTS = st.one_of(
    st.sampled_from(ODD.split("|")),
    st.sampled_from(["", " ", "|", "line\nline", "line\n", "\n", "  line\n   other", "a\n\nb\n\n"]),
    st.text(max_size=30),
)
KEYS = st.sampled_from(["a", "b", "c", "text", "on", "id", "y"])
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-5, 5), st.booleans(), st.sampled_from([0.5, -1.25])),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def paths_in(value: Any) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = [()]
    if isinstance(value, list):
        value = dict(enumerate(value))
    for step, inner in value.items() if isinstance(value, dict) else ():
        found += [(step, *rest) for rest in paths_in(inner)]
    return found


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for one in inner for text in texts_in(one)]
    return [value] if isinstance(value, str) else []


def has_control(text: str) -> bool:
    """Tell whether a text holds what a plan cannot hold, and the reader refuses."""
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, VALUES, st.data())
def test_whatever_is_put_in_reads_back_or_is_refused(
    before: Any, value: Any, data: st.DataObject
) -> None:
    flow = data.draw(st.sampled_from([None, True, False]))
    text = yaml.safe_dump(before, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    document = read(Source("plan.yaml", text))
    assume(not document.findings and isinstance(document.value, dict))
    path = data.draw(st.sampled_from(paths_in(document.value)))
    target = document.get(path) if path else document.value
    change: SetValue | InsertItem
    if isinstance(target, list):
        change = InsertItem(path, value)
    else:
        # An entry of a list that is a mapping is changed key by key: replacing it may be refused.
        least = int(isinstance(target, dict) and bool(path) and isinstance(path[-1], int))
        more = data.draw(
            st.lists(st.sampled_from(["new", "newer"]), min_size=least, max_size=2, unique=True)
        )
        change = SetValue((*path, *(more if isinstance(target, dict) else ())), value)
    assume(change.path)
    try:
        done = insert_values(Source("plan.yaml", text), [change])
    except UserError:
        assert has_control(str(value)) or has_control(
            ascii(value).encode().decode("unicode_escape")
        )
        return
    after = read(Source("plan.yaml", done))
    assert not after.findings
    got = after.get(change.path)
    if isinstance(change, InsertItem):
        assert got == [*target, value]
    else:
        assert got == value


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example("a, b: c")
def test_any_text_can_be_a_concern(text: str) -> None:
    plan = "objectives:\n  - directions:\n      - {function: finance}\n      - function: legal\n"
    for place in (0, 1):
        path = ("objectives", 0, "directions", place, "resistances")
        try:
            done = insert_values(Source("plan.yaml", plan), [InsertItem(path, {"concern": text})])
        except UserError:
            assert has_control(text)
            continue
        assert read(Source("plan.yaml", done)).get(path) == [{"concern": text}]


def test_a_plan_that_cannot_be_read_is_left_alone() -> None:
    with pytest.raises(CannotChange, match="Nothing was changed"):
        insert_values(Source("plan.yaml", "a: [\n"), [SetValue(("b",), 1)])


def test_a_way_through_a_text_is_refused() -> None:
    source = Source("plan.yaml", "kamctl: 1\nplan: soon\n")
    with pytest.raises(CannotChange, match=r"plan\.stage") as refused:
        insert_values(source, [SetValue(("plan", "stage"), "shared")])
    assert (refused.value.reason, refused.value.line) == (Obstacle.NO_SUCH_PLACE, 2)


@pytest.mark.parametrize(
    "written", ["countries: [FR, DE]", "countries:\n    - FR\n    - DE", "countries: [FR]"]
)
def test_a_long_list_is_written_at_once(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(Source("plan.yaml", f"account:\n  name: L\n  {written}\n  tier: key\n"))
    reads: list[Source] = []
    monkeypatch.setattr(writing, "read", lambda source: reads.append(source) or read(source))
    wanted = [f"C{one}" for one in range(400)]
    done = apply_changes(document, [SetValue(("account", "countries"), wanted)])
    assert done.document.get(("account", "countries")) == wanted
    assert done.text.startswith("account:\n  name: L\n  countries:")
    assert done.text.endswith("\n  tier: key\n")
    assert len(reads) < 10


@pytest.mark.parametrize(
    "written",
    [
        "countries:\n    - FR  # one\n    - DE\n",
        "countries:  # one\n    - FR\n    - DE\n",
        "countries:\n    # one\n    - FR\n    - DE\n",
        "countries:\n    - FR\n    # one\n    - DE\n",
        "countries: [FR, DE]  # one\n",
        "countries:\n    - FR\n    - DE\n  # one\n  tier: key\n",
    ],
)
def test_a_comment_in_a_long_list_stays(written: str) -> None:
    document = read(Source("plan.yaml", f"account:\n  {written}"))
    wanted = ["FR", *(f"C{one}" for one in range(60))]
    done = apply_changes(document, [SetValue(("account", "countries"), wanted)])
    assert "# one\n" in done.text
