"""Commands that are shown can be copied into a terminal."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kamctl.document import command_text
from kamctl.document.command_text import as_argument
from tests.paths import ROOT
from tests.running import kamctl_here


@pytest.mark.parametrize(
    ("path", "argument"),
    [
        ("lactea/plan.yaml", "lactea/plan.yaml"),
        ("C:\\Pläne\\lactéa.plan.yaml", "C:\\Pläne\\lactéa.plan.yaml"),
        ("my plans/plan.yaml", '"my plans/plan.yaml"'),
        ("R&D/plan.yaml", '"R&D/plan.yaml"'),
        ("plans (old)/plan.yaml", '"plans (old)/plan.yaml"'),
        ("a\nb.yaml", '"a·b.yaml"'),
    ],
)
def test_a_path_is_one_argument(path: str, argument: str) -> None:
    assert as_argument(path) == argument


@pytest.mark.parametrize("path", ["$HOME plans/plan.yaml", 'the "old" one.yaml', "a`b`!!'.yaml"])
def test_a_shell_expands_nothing_of_a_path(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_text, "_IS_POSIX", True)
    assert shlex.split(as_argument(path)) == [path]
    assert as_argument(path).startswith("'")
    monkeypatch.setattr(command_text, "_IS_POSIX", False)
    assert as_argument(path) == f'"{path}"'


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ("first-draft", "validate --stage validated"),
        ("first-draft", "next"),
        ("first-draft", "align status"),
        ("first-draft", "align ask"),
        ("complete-en", "validate --stage validated"),
        ("complete-en", "next"),
        ("complete-en", "align ask"),
        ("complete-en", "ask"),
    ],
)
def test_the_plan_is_one_argument_of_each_command(tmp_path: Path, example: str, words: str) -> None:
    folder = tmp_path / "my plans"
    folder.mkdir()
    text = (ROOT / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    done = kamctl_here(tmp_path, *words.split(), "my plans/plan.yaml", "--today", "2026-11-23")
    shown = re.findall(r"kamctl [a-z ]+\S*my plans/plan\.yaml\S?", done.stdout + done.stderr)
    assert shown and all('"my plans/plan.yaml"' in one for one in shown)


def test_a_plan_that_cannot_be_read_is_one_argument(tmp_path: Path) -> None:
    (tmp_path / "my plans").mkdir()
    (tmp_path / "my plans" / "plan.yaml").write_text("kamctl: [\n", encoding="utf-8")
    done = kamctl_here(tmp_path, "status", ".")
    assert 'kamctl validate "my plans/plan.yaml"' in done.stdout + done.stderr
