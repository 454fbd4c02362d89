"""A command that works on one plan, where there are several: it is shown with one of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import kamctl

FIRST = "accounts/acme/plan.yaml"
SHOWN = {
    "ask": f"ask {FIRST}",
    "add risks": f"add risks {FIRST}",
    "history --since HEAD~1": f"history --since HEAD~1 {FIRST}",
    "export xlsx": f"export xlsx {FIRST}",
    "preview accounts": f"preview {FIRST}",
    "preview accounts/ --no-open": f"preview {FIRST} --no-open",
    "plan stage accounts shared": f"plan stage {FIRST} shared",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("acme", "north dairy"):
        plan = tmp_path / "accounts" / name / "plan.yaml"
        plan.parent.mkdir(parents=True)
        plan.write_text(f"kamctl: 1\naccount: {{name: {name}}}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("typed", SHOWN)
def test_the_command_is_shown_with_one_of_them(folder: Path, typed: str) -> None:
    done = kamctl(folder, *typed.split())
    assert done.returncode == 2
    (shown,) = re.findall(r"for example: kamctl (.*)", done.stderr)
    assert shown == SHOWN[typed]
