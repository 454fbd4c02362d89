"""`kamctl add`, as a person runs it: what it adds, what it lists, and what it refuses."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import kamctl
from tests.untranslated import UNTRANSLATED

ENVIRONMENT = os.environ | {"NO_COLOR": "1", "COLUMNS": "80"}
PLAN = """\
kamctl: 1
account:
  name: Nord
team:
  - {id: claire, name: Claire Morel, function: sales}
objectives:
  - id: SO1
    statement: To be defined
"""


def add(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return kamctl(cwd, "add", *words, "--today", "2027-01-02", env=ENVIRONMENT)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_section_goes_into_the_plan_of_this_folder(plan: Path) -> None:
    done = add(plan.parent, "swot")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Added `swot` at plan.yaml:7\n")
    assert "kamctl validate --todo plan.yaml" in done.stdout
    text = plan.read_text(encoding="utf-8")
    assert text.index("team:") < text.index("swot:") < text.index("objectives:")
    again = add(plan.parent, "swot")
    assert again.returncode == 2
    assert f"plan.yaml:{text.split(chr(10)).index('swot:') + 1}" in again.stderr
    assert plan.read_text(encoding="utf-8") == text


def test_explanations_are_in_the_language_of_the_plan(plan: Path) -> None:
    plan.write_text(PLAN + "plan: {language: fr}\n", encoding="utf-8")
    assert add(plan.parent, "risk", "--lang", "en").returncode == 0
    assert "# Les risques" in plan.read_text(encoding="utf-8")


def test_a_language_without_explanations_is_said(plan: Path) -> None:
    plan.write_text(PLAN + f"plan: {{language: {UNTRANSLATED}}}\n", encoding="utf-8")
    done = add(plan.parent, "risks")
    assert done.returncode == 0
    shown = " ".join(done.stderr.split())
    assert f"“{UNTRANSLATED}”" in shown and "docs/languages.md" in shown
    assert "# What may go wrong" in plan.read_text(encoding="utf-8")


def test_a_plan_is_named_after_the_section(plan: Path) -> None:
    (plan.parent / "deep").mkdir()
    done = add(plan.parent / "deep", "actions", "../plan.yaml")
    assert done.stdout.startswith("Added `actions` at ../plan.yaml:9\n"), done.stderr


def test_the_list_says_what_is_there(plan: Path) -> None:
    add(plan.parent, "swot")
    for words in ((), ("plan.yaml",)):
        done = add(plan.parent, *words)
        assert (done.returncode, done.stderr) == (0, "")
        there = [line[2:].split()[0] for line in done.stdout.splitlines() if line[:2] == "✓ "]
        assert there == ["swot", "already"]  # the last explains the mark
        for name in ("risks", "directions", "relationship", "objectives"):
            assert f"\n  {name} " in done.stdout
        assert [line for line in done.stdout.splitlines() if len(line) > 80] == []


def test_the_list_fits_in_french(plan: Path) -> None:
    add(plan.parent, "swot")
    done = add(plan.parent, "--lang", "fr")
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []
    assert "✓ swot" in done.stdout and "déjà dans le plan" in done.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("swott",), "Did you mean swot?"),
        (("nothing-like-it",), "Available: team, customer, swot"),
        (("swot", "--objective", "SO1"), "not part of an objective"),
        (("action", "--objective", "SO9"), "SO1"),
        (("risks", "opportunities"), "one section at a time"),
        (("risks", "opportunities", "plan.yaml"), "Run it once for each section"),
        (("plan.yaml", "risks"), "Run: kamctl add risks plan.yaml"),
        (("swot", "-"), "standard input"),
        (("swot", "missing.yaml"), "missing.yaml"),
        (("swot", "missing/plan.yaml"), "missing/plan.yaml"),
    ],
)
def test_what_cannot_be_done_is_said(plan: Path, words: tuple[str, ...], expected: str) -> None:
    done = add(plan.parent, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in " ".join(done.stderr.split()), done.stderr
    assert plan.read_text(encoding="utf-8") == PLAN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAN.replace("  name: Nord\n", "<<<<<<< a\n  name: Nord\n=======\n  name: N\n>>>>>>> b\n"),
         "plan.yaml:3:1 error KAM023"),
        (PLAN.replace("name: Nord", "name: [Nord"), "plan.yaml:"),
        ("", "empty"),
        ("- 1\n", "plan.yaml"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [("swot",), ()], ids=["add", "list"])
def test_a_plan_that_cannot_be_read_stays_as_it_is(
    plan: Path, text: str, expected: str, words: tuple[str, ...]
) -> None:
    plan.write_text(text, encoding="utf-8")
    done = add(plan.parent, *words)
    assert (done.returncode, done.stdout) == (2, ""), done.stdout
    assert expected in done.stderr + done.stdout
    assert plan.read_text(encoding="utf-8") == text


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who may not write"
)
def test_a_plan_that_is_read_only_stays_as_it_is(plan: Path) -> None:
    plan.chmod(stat.S_IREAD)
    done = add(plan.parent, "swot")
    assert done.returncode == 2 and "read-only" in done.stderr
    assert plan.read_text(encoding="utf-8") == PLAN


def test_no_plan_and_several_are_said(tmp_path: Path) -> None:
    for words in ((), ("swot",)):
        done = add(tmp_path, *words)
        assert done.returncode == 2 and "kamctl init account" in done.stderr
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = add(tmp_path, "swot")
    assert done.returncode == 2 and "2 plans" in done.stderr and "a/plan.yaml" in done.stderr
