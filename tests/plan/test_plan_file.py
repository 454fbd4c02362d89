"""A plan's file is changed in one way: what others have written meanwhile is never lost."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kamctl.document.changes import (
    CannotChange,
    Conflict,
    Entry,
    InsertItem,
    MoveItem,
    Obstacle,
    RemoveValue,
    SetValue,
)
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source
from kamctl.document.writing import ChangedMeanwhile
from kamctl.plan.plan_file import PlanEdit, PlanFile, change_plan

PLAN = """\
kamctl: 1
account: {name: Norrvik}
plan: {owner: amir, stage: draft}
team:
  - {id: amir, name: Amir Rostami, function: sales}
  # She knows the plants.
  - {id: lena, name: Lena Berg, function: service}
objectives:
  - id: SO1
    statement: Renew the substations.   # as agreed
  - id: SO2
    statement: Fewer call-outs.
"""
SO2 = ("objectives", Entry({"id": "SO2"}), "statement")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(PLAN.encode())
    return path


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted")
def test_a_file_that_is_deleted_while_it_is_read(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def vanishing(self: Path, *words: Any, **options: Any) -> Any:
        file = opened(self, *words, **options)
        self.unlink()
        return file

    monkeypatch.setattr(Path, "open", vanishing)
    assert PlanFile.read(str(plan)).data == PLAN.encode()
    with pytest.raises(InvalidFile, match="no such file"):
        PlanFile.read(str(plan))


def undone(plan: Path, edit: PlanEdit) -> PlanEdit:
    back = PlanFile.read(str(plan)).undo(edit.undo)
    back.write()
    return back


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order-mark"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_change_and_its_undo(plan: Path, mark: bytes, ending: bytes) -> None:
    before = mark + PLAN.encode().replace(b"\n", ending)
    plan.write_bytes(before)
    edit = change_plan(str(plan), [SetValue(SO2, "None at all.", old="Fewer call-outs.")])
    assert plan.read_bytes() == before.replace(b"Fewer call-outs.", b"None at all.")
    assert edit.loaded.plan is not None
    again = undone(plan, edit)
    assert plan.read_bytes() == before
    undone(plan, again)
    assert b"None at all." in plan.read_bytes()
    assert [one.name for one in plan.parent.iterdir()] == ["plan.yaml"]


def test_an_entry_is_found_where_it_is_now(plan: Path) -> None:
    change = SetValue(SO2, "None at all.", old="Fewer call-outs.")
    plan.write_text(PLAN.replace("  - id: SO1\n", "  - id: SO0\n    statement: x\n  - id: SO1\n"))
    change_plan(str(plan), [change])
    assert "- id: SO2\n    statement: None at all." in plan.read_text()


def test_undo_after_somebody_has_changed_other_fields(plan: Path) -> None:
    edit = change_plan(str(plan), [RemoveValue(("team", Entry({"id": "lena"})))])
    assert "She knows" not in plan.read_text()
    plan.write_text("# New head.\n" + plan.read_text().replace("Renew", "Replace"))
    undone(plan, edit)
    assert plan.read_text() == "# New head.\n" + PLAN.replace("Renew", "Replace")


def test_what_somebody_else_has_changed_is_a_conflict(plan: Path) -> None:
    plan.write_text(PLAN.replace("Fewer call-outs.", "Theirs."))
    before = plan.read_bytes()
    with pytest.raises(Conflict) as refused:
        change_plan(str(plan), [SetValue(SO2, "Mine.", old="Fewer call-outs.")])
    found = refused.value
    assert (found.path, found.theirs, found.mine, found.was) == (
        SO2, "Theirs.", "Mine.", "Fewer call-outs.",
    )  # fmt: skip
    assert pickle.loads(pickle.dumps(found)).theirs == "Theirs."
    assert plan.read_bytes() == before
    change_plan(str(plan), [SetValue(SO2, "Theirs.", old="Fewer call-outs.")])
    assert plan.read_bytes() == before, "both wrote the same"


def test_an_entry_that_is_gone_is_a_conflict_that_keeps_mine(plan: Path) -> None:
    plan.write_text(PLAN.replace("SO2", "SO3"))
    with pytest.raises(Conflict) as refused:
        change_plan(str(plan), [SetValue(SO2, "Mine.", old="Fewer call-outs.")])
    assert (refused.value.theirs, refused.value.mine) == (None, "Mine.")


def test_the_same_value_is_not_written(plan: Path) -> None:
    before = plan.stat()
    change_plan(str(plan), [SetValue(SO2, "Fewer call-outs."), RemoveValue(("plan", "sponsor"))])
    assert (plan.stat().st_ino, plan.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("old", "new", "obstacle", "line"),
    [
        ("kamctl: 1\n", "kamctl: 1\nkamctl: 1\n", Obstacle.DUPLICATE_KEY, 2),
        ("{name: Norrvik}", "&a {name: Norrvik}", Obstacle.ALIAS, 2),
        ("{name: Norrvik}", "{<<: {id: n}, name: Norrvik}", Obstacle.ALIAS, 2),
        ("{name: Norrvik}", "{name: !x Norrvik}", Obstacle.TAG, 2),
        ("{name: Norrvik}", "{name: Norrvik", Obstacle.BROKEN, 3),
        ("kamctl: 1\n", "kamctl: 1\n<<<<<<< HEAD\n=======\n>>>>>>> x\n", Obstacle.CONFLICT_MARKERS,
         2),
    ],
)  # fmt: skip
def test_what_a_change_could_not_keep_is_refused(
    plan: Path, old: str, new: str, obstacle: Obstacle, line: int
) -> None:
    plan.write_text(PLAN.replace(old, new))
    before = plan.read_bytes()
    with pytest.raises(CannotChange) as refused:
        change_plan(str(plan), [SetValue(SO2, "Mine.")])
    assert (refused.value.reason, refused.value.line) == (obstacle, line)
    assert plan.read_bytes() == before


def test_another_field_that_would_become_invalid_is_refused(plan: Path) -> None:
    text = PLAN.replace("stage: draft}", "stage: draft, language: fr, currency: EUR}")
    plan.write_text(
        text + 'position: {history: [{year: 2025, turnover: "1,5 M€"}]}\n', encoding="utf-8"
    )
    change = SetValue(("plan", "language"), "en")
    with pytest.raises(CannotChange) as refused:
        change_plan(str(plan), [change])
    assert refused.value.reason is Obstacle.OTHER_FIELD
    PlanFile.read(str(plan)).change([change], allow_errors=True).write()
    assert "language: en" in plan.read_text(encoding="utf-8")


def test_a_value_that_is_unfinished_is_written(plan: Path) -> None:
    change_plan(str(plan), [SetValue(("plan", "stage"), "soon")])
    change_plan(str(plan), [InsertItem(("objectives",), {"id": "SO3"})])
    change_plan(str(plan), [RemoveValue(("account", "name"))])
    assert "stage: soon" in plan.read_text() and "account" not in plan.read_text()


def test_a_plan_that_was_changed_since_it_was_read_stays(plan: Path) -> None:
    file = PlanFile.read(str(plan))
    edit = file.change([MoveItem(("team", 0))])
    plan.write_text(PLAN + "# more\n")
    with pytest.raises(ChangedMeanwhile):
        edit.write()
    with pytest.raises(ChangedMeanwhile):
        change_plan(str(plan), [SetValue(SO2, "Mine.")], seen=file.source)
    assert plan.read_text() == PLAN + "# more\n"
    assert file.hash != PlanFile.read(str(plan)).hash


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile):
        change_plan(str(tmp_path / "none.yaml"), [SetValue(SO2, "Mine.")])


def test_four_threads_lose_nothing(plan: Path) -> None:
    def add(name: str) -> None:
        for number in range(12):
            entry: Any = {"id": f"{name}{number}", "name": "x", "function": "sales"}
            change_plan(str(plan), [InsertItem(("team",), entry)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, "abcd"))
    document = PlanFile.read(str(plan)).document
    assert isinstance(document.source, Source)
    assert len(document.value["team"]) == 2 + 4 * 12
    assert [one.name for one in plan.parent.iterdir()] == ["plan.yaml"]
