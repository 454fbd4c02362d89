"""Long work shows its progress: on a terminal, and only there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from kamctl.cli.console import Console
from kamctl.cli.progress_bar import ProgressDisplay
from tests.paths import ROOT
from tests.running import read_terminal
from tests.terminal import Screen, TerminalStream

CONTROL = re.compile(r"\x1b\[\??[0-9;]*[A-Za-z]")


class Terminal(NamedTuple):
    """What stands on standard error, and the console that writes there."""

    screen: TerminalStream
    console: Console


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error that is a terminal, on which progress is shown at once."""
    made = TerminalStream()
    monkeypatch.setattr("kamctl.cli.progress_bar._DELAY", 0.0)
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", made)
        console = Console()
    return Terminal(made, console)


def work(terminal: Terminal, plans: int, pages: int) -> None:
    with ProgressDisplay(terminal.console, plans) as shown:
        for _ in range(plans):
            shown.plan(pages)
            for _ in range(pages):
                shown.page()
            shown.done()
        refresh(shown)


def refresh(shown: ProgressDisplay) -> None:
    """Draw at once what would be drawn within a tenth of a second."""
    if shown.bar is not None:
        shown.bar.refresh()


def test_it_counts_pages(terminal: Terminal) -> None:
    work(terminal, 3, 4)
    assert "12 pages" in terminal.screen.getvalue()
    assert "100%" in terminal.screen.getvalue()


def test_a_plans_pages_move_the_bar(terminal: Terminal) -> None:
    with ProgressDisplay(terminal.console, 2) as shown:
        shown.plan(4)
        for _ in range(2):
            shown.page()
        assert shown.bar is not None
        assert shown.bar.tasks[0].percentage == 25


def test_nothing_is_left_behind(terminal: Terminal) -> None:
    work(terminal, 3, 4)
    written = terminal.screen.getvalue()
    assert "12 pages" in written
    assert Screen(written).shown() == [""]


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_it_fits_the_terminal(terminal: Terminal, columns: int) -> None:
    terminal.console.err.rich.width = columns
    work(terminal, 5, 1)
    lines = re.split("[\r\n]+", CONTROL.sub("", terminal.screen.getvalue()))
    assert 5 < max(map(cell_len, lines)) <= columns


def test_the_window_may_be_resized(terminal: Terminal) -> None:
    with ProgressDisplay(terminal.console, 3) as shown:
        for width in (100, 20, 60):
            terminal.console.err.rich.width = width
            terminal.screen.truncate(0)
            shown.done()
            refresh(shown)
            lines = re.split("[\r\n]+", CONTROL.sub("", terminal.screen.getvalue()))
            assert 5 < max(map(cell_len, lines[1:])) <= width


def test_plans_that_are_only_read_are_counted(terminal: Terminal) -> None:
    with ProgressDisplay(terminal.console, 3, has_pages=False) as shown:
        assert list(shown.over("abc")) == ["a", "b", "c"]
        refresh(shown)
    assert "3 plans" in terminal.screen.getvalue()


def test_what_is_done_at_once_shows_nothing(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kamctl.cli.progress_bar._DELAY", 60.0)
    work(terminal, 50, 8)
    assert terminal.screen.getvalue() == ""


@pytest.mark.parametrize("pages", [0, 1])
def test_what_is_finished_shows_nothing(terminal: Terminal, pages: int) -> None:
    work(terminal, 1, pages)
    assert terminal.screen.getvalue() == ""


def test_what_takes_long_is_shown_before_its_first_page(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kamctl.cli.progress_bar._DELAY", 60.0)
    with ProgressDisplay(terminal.console, 1, at_once=True) as shown:
        assert shown.bar is not None
        refresh(shown)
        assert "0 pages" in terminal.screen.getvalue()
        assert shown.bar.tasks[0].total is None
        shown.plan(2)
        shown.page()
        assert shown.bar.tasks[0].percentage == 50
    assert terminal.screen.getvalue().endswith("\x1b[1A\x1b[2K")


def test_a_dumb_terminal_gets_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    work(terminal, 5, 1)
    assert terminal.screen.getvalue() == ""
    with ProgressDisplay(terminal.console, 1, at_once=True):
        assert terminal.screen.getvalue() == ""


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
    assert "\r" not in done.stderr and "%" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminal here")
def test_on_a_real_terminal(plans: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    env = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "TERM": "xterm", "COLUMNS": "70"}
    process = subprocess.Popen(
        command("-o", "out"), cwd=plans, env=env, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    text = read_terminal(ours)
    assert process.stdout is not None
    assert (process.stdout.read(), process.wait()) == (b"", 0)
    assert " pages" in text and "%" in text
    # Names are all that stays, each alone on its line, wherever the bar was drawn before.
    names = Screen(text).shown()
    assert len(names) == len(list((plans / "out").iterdir()))
    assert [line for line in names if not re.fullmatch(r"out/[\w-]+\.html", line)] == []
