"""Long work tells how far it has come: on a terminal, and only there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import TextIO, cast

import pytest

from kamctl.cli import progress
from kamctl.cli.progress import Progress

ROOT = Path(__file__).parent.parent.parent


class Terminal:
    """Standard error that is a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        return


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    monkeypatch.setattr(progress, "_AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    monkeypatch.delenv("TERM", raising=False)
    return made


def work(terminal: Terminal, plans: int, pages: int) -> None:
    with redirect_stderr(cast("TextIO", terminal)), Progress(plans) as shown:
        for _ in range(plans):
            shown.plan(pages)
            for _ in range(pages):
                shown.page()
            shown.done()


def shown_on(text: str) -> str:
    """Return what stands on the line in the end."""
    line: list[str] = []
    for part in text.split("\r"):
        line[: len(part)] = part
    return "".join(line).rstrip()


def test_it_counts_pages_and_never_goes_back(terminal: Terminal) -> None:
    work(terminal, 3, 4)
    lines = [line for line in terminal.text.split("\r") if "page" in line]
    pages = [int(re.findall(r"(\d+) page", line)[0]) for line in lines]
    percents = [int(re.findall(r"(\d+)%", line)[0]) for line in lines]
    assert pages[-1] == 12 and pages == sorted(pages)
    assert percents[-1] == 100 and percents == sorted(percents)
    assert percents[1] == 16, "a plan's pages move the bar too"
    assert shown_on(terminal.text) == "", "nothing is left behind"


@pytest.mark.parametrize("columns", [10, 30, 80, 200])
def test_it_fits_the_terminal(
    terminal: Terminal, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    work(terminal, 5, 1)
    longest = max(len(line) for line in terminal.text.split("\r"))
    assert 5 < longest < columns


def test_plans_that_are_only_read_are_counted(terminal: Terminal) -> None:
    with redirect_stderr(cast("TextIO", terminal)), Progress(3, has_pages=False) as shown:
        assert list(shown.over("abc")) == ["a", "b", "c"]
    lines = [line for line in terminal.text.split("\r") if line.strip()]
    assert [re.findall(r"\d+ plans?, \d+%", line) for line in lines] == [
        ["1 plan, 33%"],
        ["2 plans, 66%"],
        ["3 plans, 100%"],
    ]
    assert shown_on(terminal.text) == ""


def test_what_is_done_at_once_shows_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_AFTER", 60.0)
    work(terminal, 50, 8)
    assert terminal.text == ""


def test_a_dumb_terminal_hears_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    work(terminal, 5, 1)
    assert terminal.text == ""


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for number in range(12):
        folder = tmp_path / f"a{number}"
        shutil.copytree(ROOT / "examples" / "complete-en", folder)
        text = (folder / "plan.yaml").read_text(encoding="utf-8")
        (folder / "plan.yaml").write_text(
            re.sub(r"(?m)^  id: .*$", f"  id: a{number}", text, count=1), encoding="utf-8"
        )
    return tmp_path


def command(*more: str) -> list[str]:
    return [sys.executable, "-m", "kamctl", "render", "briefing", "--for", "all", *more]


def test_a_pipe_hears_nothing_but_names(plans: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    done = subprocess.run(
        command("-o", "out"), cwd=plans, env=env, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == len(list((plans / "out").iterdir())) > 12 * 5
    assert {line.partition("/")[0] for line in lines} == {"out"}
    assert "\r" not in done.stderr and "█" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal here")
def test_on_a_real_terminal(plans: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "TERM": "xterm", "COLUMNS": "70"}
    process = subprocess.Popen(
        command("-o", "out"), cwd=plans, env=env, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    heard = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # Linux says so at the end
            break
        if not piece:
            break
        heard += piece
    assert process.stdout is not None
    assert (process.stdout.read(), process.wait()) == (b"", 0)
    os.close(ours)
    text = heard.decode()
    assert "█" in text and " pages, " in text
    named = [shown_on(line) for line in text.replace("\r\n", "\n").split("\n")]
    assert [line for line in named if line and not line.startswith("out/")] == []
