"""Plans in every style that YAML has: any sequence of changes is read again, and taken back to the
byte.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kamctl.document.apply_changes import Undo, apply_changes, apply_undo
from kamctl.document.changes import (
    CannotChange,
    InsertItem,
    MoveItem,
    Obstacle,
    RemoveValue,
    SetValue,
    ValueEdit,
    entry_path,
)
from kamctl.document.document import Document
from kamctl.document.emit import flow_style
from kamctl.document.reader import read
from kamctl.document.source import Source
from tests.document.test_change_bytes import comments, walk

KEYS = st.sampled_from(["name", "due", "text", "id", "list", "note", "on", "true", "a b", "12"])
TEXTS = st.one_of(
    st.sampled_from(
        ["yes", "12", "a: b", "a #b", "- a", "'q'", "", "été", "2027-03", "one\ntwo\n"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12),
    st.text("ab \n", max_size=12),
)
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(-9999, 9_999_999), st.sampled_from([0.5, -1.25])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
PLANS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


class Writer:
    """Writes a value as YAML, each part in a style of its own."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.comments = 0

    def chance(self, of: int = 3) -> bool:
        return self.data.draw(st.integers(1, of)) == 1

    def comment(self) -> str:
        self.comments += 1
        return f"# comment {self.comments}"

    def lines(self, value: Any, indent: int) -> list[str]:
        """Write a mapping or list in lines."""
        found: list[str] = []
        entries = value.items() if isinstance(value, dict) else [("-", one) for one in value]
        pad = " " * indent
        for key, inner in entries:
            if self.chance(5):
                found += [pad + self.comment()] if self.chance(2) else [""]
            lead = pad + ("-" if isinstance(value, list) else f"{flow_style(key)}:")
            found += self.behind(lead, inner, indent)
        return found

    def behind(self, lead: str, value: Any, indent: int) -> list[str]:
        """Write what is behind a key or a dash, on its line or below."""
        tail = f"   {self.comment()}" if self.chance(6) else ""
        if isinstance(value, dict | list) and value and not self.chance(3):
            step = self.data.draw(st.sampled_from([1, 2, 4]))
            return [lead + tail, *self.lines(value, indent + step)]
        if isinstance(value, str) and "\n" in value and value.strip() and self.is_literal(value):
            sign = "|" if value.endswith("\n") else "|-"
            body = value.removesuffix("\n").split("\n")
            return [f"{lead} {sign}{tail}", *(f"{' ' * (indent + 2)}{line}" for line in body)]
        if isinstance(value, str) and self.chance(4) and "\n" not in value:
            return [f"{lead} '{value.replace(chr(39), chr(39) * 2)}'{tail}"]
        return [f"{lead} {flow_style(value)}{tail}"]

    @staticmethod
    def is_literal(value: str) -> bool:
        lines = value.removesuffix("\n").split("\n")
        return bool(lines[0]) and lines[0][:1] != " " and bool(lines[-1].strip())


def is_same(document: Document, value: Any) -> bool:
    """Tell whether a text says a value; what is empty may be left out."""
    return not document.findings and document.value == value


@given(data=st.data())
def test_changes_of_a_plan_in_any_style_and_back(data: st.DataObject) -> None:
    value = data.draw(PLANS)
    writer = Writer(data)
    ending = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = ending.join([*writer.lines(value, 0), *([""] if data.draw(st.booleans()) else [])])
    document = read(Source("plan.yaml", text))
    if not is_same(document, value):
        return  # the writer of this test has come to something else
    states: list[tuple[str, Undo]] = []
    for _ in range(data.draw(st.integers(1, 4))):
        change = drawn_change(data, document.value)
        try:
            done = apply_changes(document, [change])
        except CannotChange as refused:
            assert refused.reason is Obstacle.MEANS_MORE, change
            continue
        if isinstance(change, SetValue | InsertItem | MoveItem):
            assert comments(document.source.text) <= comments(done.text) or isinstance(
                change, SetValue
            ), change
        assert "\r" not in done.text.replace("\r\n", "") or ending == "\n"
        states.append((document.source.text, done.undo))
        document = done.document
    for before, undo in reversed(states):
        document = apply_undo(document, undo).document
        assert document.source.text == before


def drawn_change(data: st.DataObject, value: Any) -> ValueEdit:
    """Draw a change that there can be of a document."""
    places = list(walk(value))
    path, there = places[data.draw(st.integers(0, len(places) - 1))]
    place = entry_path(value, path)
    kind = data.draw(st.integers(0, 3))
    if isinstance(there, list) and kind < 2:
        if kind == 0 and len(there) > 1:
            at, to = (data.draw(st.integers(0, len(there) - 1)) for _ in range(2))
            return MoveItem((*place, at), to)
        return InsertItem(place, data.draw(VALUES), data.draw(st.integers(0, len(there))), True)
    if isinstance(there, dict) and kind < 2:
        return SetValue((*place, data.draw(KEYS)), data.draw(VALUES))
    if path and kind == 2:
        return RemoveValue(place, there)
    return (
        SetValue(place, data.draw(VALUES), there)
        if path
        else SetValue((data.draw(KEYS),), data.draw(VALUES))
    )
