"""What a French reader sees: snapshots, to be read aloud.

As a pipe gets it: how a terminal lays it out, the help above all, is the business of rich.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import run_kamctl
from tests.paths import COMPLETE_EXAMPLES, EXAMPLES, ROOT
from tests.snapshots import SnapshotFile

TODAY = ("--today", "2026-11-23")


def french(*arguments: str) -> str:
    return run_kamctl(["--lang", "fr", *arguments], ROOT / "examples", terminal=False)


@pytest.mark.parametrize("plan", EXAMPLES)
@pytest.mark.parametrize("command", ["validate", "next"])
def test_an_example(snapshot_file: SnapshotFile, command: str, plan: str) -> None:
    text = french(command, f"{plan}/plan.yaml", *TODAY)
    assert text == snapshot_file("txt")


@pytest.mark.parametrize("plan", COMPLETE_EXAMPLES)
def test_the_alignment(snapshot_file: SnapshotFile, plan: str) -> None:
    assert french("align", "status", f"{plan}/plan.yaml", *TODAY) == snapshot_file("txt")


def test_the_to_dos(snapshot_file: SnapshotFile) -> None:
    text = french("validate", "--todo", "first-draft/plan.yaml", *TODAY)
    assert text == snapshot_file("txt")


def test_one_line_each(snapshot_file: SnapshotFile) -> None:
    text = french("validate", "--format", "concise", "typical-mistakes/plan.yaml", *TODAY)
    assert text == snapshot_file("concise")


def test_a_first_plan(tmp_path: Path, snapshot_file: SnapshotFile) -> None:
    arguments = ["--lang", "fr", "init", "account", "Groupe Éloria", "--no-input", *TODAY]
    assert run_kamctl(arguments, tmp_path, terminal=False) == snapshot_file("txt")
    assert "language: fr" in (tmp_path / "groupe-eloria" / "plan.yaml").read_text(encoding="utf-8")
    text = run_kamctl(
        ["--lang", "fr", "validate", "groupe-eloria/plan.yaml", *TODAY], tmp_path, terminal=False
    )
    assert text == snapshot_file("txt")
