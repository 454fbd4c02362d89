"""What a French reader sees: golden files, to be read aloud.

As a pipe gets it: how a terminal lays it out, the help above all, is the business of rich.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.generated import ROOT, run

GOLDEN = Path(__file__).parent / "golden" / "fr"
TODAY = ("--today", "2026-11-23")
PLANS = ("complete-en", "complete-fr", "first-draft", "typical-mistakes")


def french(*arguments: str) -> str:
    return run(["--lang", "fr", *arguments], ROOT / "examples", terminal=False)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("command", ["validate", "next"])
def test_an_example(golden: Callable[[Path, str], None], command: str, plan: str) -> None:
    text = french(command, f"{plan}/plan.yaml", *TODAY)
    golden(GOLDEN / f"{command}-{plan}.txt", text)


@pytest.mark.parametrize("plan", ["complete-en", "complete-fr"])
def test_the_alignment(golden: Callable[[Path, str], None], plan: str) -> None:
    golden(GOLDEN / f"align-{plan}.txt", french("align", "status", f"{plan}/plan.yaml", *TODAY))


def test_the_to_dos(golden: Callable[[Path, str], None]) -> None:
    text = french("validate", "--todo", "first-draft/plan.yaml", *TODAY)
    golden(GOLDEN / "todo-first-draft.txt", text)


def test_one_line_each(golden: Callable[[Path, str], None]) -> None:
    text = french("validate", "--format", "concise", "typical-mistakes/plan.yaml", *TODAY)
    golden(GOLDEN / "typical-mistakes.concise", text)


def test_a_first_plan(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    arguments = ["--lang", "fr", "init", "account", "Groupe Éloria", "--no-input", *TODAY]
    golden(GOLDEN / "init-account.txt", run(arguments, tmp_path, terminal=False))
    assert "language: fr" in (tmp_path / "groupe-eloria" / "plan.yaml").read_text(encoding="utf-8")
    text = run(
        ["--lang", "fr", "validate", "groupe-eloria/plan.yaml", *TODAY], tmp_path, terminal=False
    )
    golden(GOLDEN / "validate-new-plan.txt", text)
