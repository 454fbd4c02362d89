"""`kamctl edit` as a command: how it starts, what it refuses, how it stops."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

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
    own = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {}
    process = subprocess.Popen(
        [sys.executable, "-m", "kamctl", "edit", *([str(plan)] * named), "--no-open"],
        cwd=plan.parent.parent,
        env=os.environ | _ENVIRONMENT | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **own,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert "Velopar Group" in answer.read().decode()
        process.send_signal(signal.CTRL_BREAK_EVENT if os.name == "nt" else signal.SIGINT)
        out, output = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert out == ""  # the address was the only line
    assert address not in output
    assert "Each answer is saved at once." in output
    assert "Traceback" not in output
    if os.name != "nt":  # there, only Ctrl-Break can be sent to another process
        assert process.returncode == 130
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
