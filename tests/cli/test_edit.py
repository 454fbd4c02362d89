"""`kamctl edit` as a command: how it starts, what it refuses, how it stops."""

from __future__ import annotations

import os
import shutil
import urllib.request
from pathlib import Path

import pytest

from tests.local_server import local_server
from tests.paths import ROOT
from tests.running import kamctl

_ENVIRONMENT = {"LANGUAGE": "en", "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": ""}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A complete plan with its sign-offs."""
    shutil.copytree(ROOT / "examples" / "complete-en", tmp_path / "velopar")
    return tmp_path / "velopar" / "plan.yaml"


@pytest.mark.parametrize("named", [True, False])
def test_it_serves_until_it_is_stopped(plan: Path, named: bool) -> None:
    before = {one: one.read_bytes() for one in plan.parent.iterdir()}
    command = ("edit", *([str(plan)] * named), "--no-open")
    with local_server(plan.parent.parent, *command) as server:
        assert server.address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(server.address, timeout=20) as answer:
            assert "Velopar Group" in answer.read().decode()
        code, out, output = server.interrupt()
    assert out == ""  # the address was the only line
    assert server.address not in output
    assert "Each answer is saved at once." in output
    assert "Traceback" not in output
    if os.name != "nt":  # there, only Ctrl-Break can be sent to another process
        assert code == 130
    assert {one: one.read_bytes() for one in plan.parent.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-"], "Standard input cannot be opened"),
        (["nothing.yaml"], "There is no such file"),
        (["velopar/plan.yaml", "--lang", "xx"], "no translation for the language “xx”"),
        (["velopar/plan.yaml", "--today", "soon"], "“soon” is not a date."),
        (["velopar/plan.yaml", "--port", "0"], "port"),
    ],
)
def test_what_cannot_be_opened_is_told(plan: Path, arguments: list[str], sentence: str) -> None:
    env = os.environ | _ENVIRONMENT
    answer = kamctl(plan.parent.parent, "edit", *arguments, env=env, seconds=30)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert sentence in " ".join(answer.stderr.split())
