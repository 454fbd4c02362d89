"""What a change does not mean keeps its bytes, and taking it back restores all of them.

Every value, key and list of every example is changed in each way there is: what is in a section, in
the text of that section alone, as each change reads the whole text several times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kamctl.document.apply_changes import apply_changes, apply_undo
from kamctl.document.changes import (
    InsertItem,
    MoveItem,
    RemoveValue,
    SetValue,
    ValueEdit,
    entry_path,
)
from kamctl.document.document import Document
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.document.span import KeyPath
from tests.paths import LACTEA_PLAN, ROOT

PLANS = [LACTEA_PLAN, *sorted(ROOT.glob("examples/*/plan.yaml"))]
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.parent.name)


def walk(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Give every value of a document with its path, the whole first."""
    yield path, value
    if isinstance(value, list):
        value = dict(enumerate(value))
    for step, inner in value.items() if isinstance(value, dict) else ():
        yield from walk(inner, (*path, step))


class Case(NamedTuple):
    """A value to change: the document that it is in, its path, what it is."""

    document: Document
    path: KeyPath
    value: Any


def cases(plan: Path) -> Iterator[Case]:
    """Give every value of a plan once: sections in the whole plan, the rest in its section."""
    whole = opened(plan)
    for path, value in walk(whole.value):
        if len(path) <= 1:
            yield Case(whole, path, value)
    for name, document in sections(whole):
        for path, value in walk(document.value):
            if len(path) > 1:
                assert path[0] == name
                yield Case(document, path, value)


def sections(whole: Document) -> Iterator[tuple[str, Document]]:
    """Give the text of each section as a document, with the comments above its key."""
    lines = whole.source.text.splitlines(keepends=True)
    starts = [whole.key_span((name,)).line - 1 for name in whole.value]
    for at in range(1, len(starts)):
        while starts[at] > starts[at - 1] + 1 and lines[starts[at] - 1].startswith(("#", "\n")):
            starts[at] -= 1
    for name, start, end in zip(whole.value, starts, [*starts[1:], len(lines)], strict=True):
        yield name, read(Source("plan.yaml", "".join(lines[start:end])))


def test_the_sections_are_the_plan() -> None:
    for plan in PLANS:
        whole = opened(plan)
        assert {name: one.value[name] for name, one in sections(whole)} == whole.value
        assert len({(one.path) for one in cases(plan)}) == len(list(walk(whole.value)))


def opened(plan: Path, ending: str = "\n") -> Document:
    text = plan.read_bytes().decode()
    return read(Source("plan.yaml", text.replace("\n", ending)))


def check_undo(before: Document, change: ValueEdit) -> Document:
    """Make a change and take it back; return the document in between."""
    done = apply_changes(before, [change])
    assert done.text != before.source.text, change
    undone = apply_undo(done.document, done.undo)
    assert undone.text == before.source.text, change
    return done.document


def another(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    return f"{value} and more" if isinstance(value, str) else value + 1


@every_plan
def test_another_value_and_back(plan: Path) -> None:
    for document, path, value in cases(plan):
        if not isinstance(value, dict | list):
            new = another(value)
            done = check_undo(document, SetValue(entry_path(document.value, path), new, value))
            assert done.get(path) == new


def test_a_text_typed_back_is_written_as_it_was() -> None:
    """Also without undo: quotes, braces and lines stay."""
    document = opened(ROOT / "examples" / "typical-mistakes" / "plan.yaml")
    for path, value in walk(document.value):
        if not isinstance(value, dict | list):
            done = apply_changes(document, [SetValue(path, another(value))]).document
            assert apply_changes(done, [SetValue(path, value)]).text == document.source.text


def test_line_ends_of_windows_stay() -> None:
    document = opened(ROOT / "examples" / "first-draft" / "plan.yaml", "\r\n")
    for path, value in walk(document.value):
        if isinstance(value, dict | list):
            changes: list[ValueEdit] = [RemoveValue(path)] if path else []
            changes += [InsertItem(path, "One.\nTwo.")] if isinstance(value, list) else []
        else:
            changes = [SetValue(path, another(value)), SetValue(path, "One.\nTwo.")]
        for change in changes:
            text = check_undo(document, change).source.text
            assert text.count("\n") == text.count("\r\n") == text.count("\r")


@every_plan
def test_a_key_or_entry_removed_and_back(plan: Path) -> None:
    for document, path, _ in cases(plan):
        if path:
            after = check_undo(document, RemoveValue(entry_path(document.value, path)))
            assert comments(after.source.text) <= comments(document.source.text)


@every_plan
def test_an_entry_inserted_and_removed(plan: Path) -> None:
    for document, path, there in cases(plan):
        for at in range(len(there) + 1) if isinstance(there, list) else ():
            value: Any = {"id": "new", "text": "New: it."} if at % 2 else "New text"
            after = check_undo(document, InsertItem(path, value, at))
            assert after.get((*path, at)) == value
            again = apply_changes(after, [RemoveValue((*path, at), value)]).text
            assert again == document.source.text


@every_plan
def test_an_entry_moved_and_back(plan: Path) -> None:
    for document, path, there in cases(plan):
        for at in range(len(there)) if isinstance(there, list) else ():
            to = 0 if at > 1 or len(there) == at + 1 else len(there)
            if to in (at, at + 1):
                continue
            after = check_undo(document, MoveItem((*path, at), to))
            now = to if to < at else to - 1
            back = apply_changes(after, [MoveItem((*path, now), at + (at > now))]).text
            assert back == document.source.text
            assert comments(after.source.text) == comments(document.source.text)


def comments(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if line.lstrip().startswith("#")}
