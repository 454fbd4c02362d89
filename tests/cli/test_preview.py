"""`kamctl preview` as a command: how it starts, what it refuses, how it stops."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import Mock

import pytest

from kamctl.cli import local_pages
from kamctl.cli.console import Console
from kamctl.cli.language_context import set_arguments
from kamctl.cli.local_pages import open_in_browser
from kamctl.i18n.message import Message
from kamctl.web.server import LocalServer
from tests.generated import run_kamctl
from tests.local_server import RunningServer, local_server
from tests.paths import ROOT
from tests.running import kamctl

_DAY = ("--today", "2026-11-23")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A complete plan with its sign-offs, to be changed."""
    for file in (ROOT / "examples" / "complete-en").iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / "plan.yaml"


def started(*arguments: str, folder: Path) -> AbstractContextManager[RunningServer]:
    """Start a preview."""
    return local_server(folder, "preview", *arguments, *_DAY)


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def test_it_serves_until_it_is_stopped(plan: Path) -> None:
    with started("plan.yaml", folder=plan.parent) as server:
        address = server.address
        assert address.startswith("http://127.0.0.1:")
        assert "Velopar" in _get(address)
        begun = time.monotonic()
        code, _, output = server.interrupt()
        if os.name != "nt":  # there, only Ctrl-Break can be sent to another process
            assert code == 130
            assert "Interrupted." in output
        assert time.monotonic() - begun < 5
        assert "Traceback" not in output
        with pytest.raises(urllib.error.URLError):
            _get(address)


@pytest.mark.skipif(os.name == "nt", reason="only Ctrl-Break can be sent to another process")
def test_it_stops_while_tabs_are_open_and_plans_are_saved(plan: Path) -> None:
    with started("plan.yaml", folder=plan.parent) as server:
        events = [urllib.request.urlopen(f"{server.address}events", timeout=10) for _ in range(4)]
        for one in events:
            one.read(200)
        for number in range(5):
            with plan.open("a", encoding="utf-8") as file:
                file.write(f"# {number}\n")
            time.sleep(0.03)
        code, _, output = server.interrupt()
        assert code == 130
        assert "Traceback" not in output
        for one in events:
            one.close()


def test_it_says_the_address_once_and_what_to_do(plan: Path) -> None:
    with started("plan.yaml", folder=plan.parent) as server:
        _get(server.address)
        _, out, output = server.interrupt()
        assert out == ""  # the address was the only line
        assert server.address not in output
        assert "Open this address in your browser" in output
        assert "Press Ctrl-C to stop" in output


@pytest.mark.parametrize("opens", [True, False])
def test_a_reader_that_has_gone_stops_nothing_that_is_open(
    opens: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    set_arguments(())  # the language of an earlier run is not that of this one
    monkeypatch.setattr(sys, "stdout", Gone())
    monkeypatch.setattr(local_pages, "open_in_browser", lambda _: True)
    server, note = Mock(spec=LocalServer, address="http://127.0.0.1:1/x/"), Message("Note")
    if not opens:  # nobody would know the address
        with pytest.raises(BrokenPipeError):
            local_pages.serve(server, Console(), note, opens=opens)
        return
    local_pages.serve(server, Console(), note, opens=opens)
    server.run.assert_called_once_with()
    assert "Note" in capsys.readouterr().err


def test_the_plan_in_this_folder_is_the_one(plan: Path) -> None:
    with started(folder=plan.parent) as (_, address):
        assert "Velopar" in _get(address)
    with started(str(plan.parent), "--for", "finance", "--lang", "fr", folder=plan.parent) as (
        _,
        address,
    ):
        assert "Constats" in _get(address)
        assert "finance" in _get(f"{address}page")


def test_a_saved_change_is_shown(plan: Path) -> None:
    with started("plan.yaml", folder=plan.parent) as (_, address):
        assert "lead packaging partner" in _get(f"{address}page")
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("lead packaging partner", "one partner"), encoding="utf-8")
        end = time.monotonic() + 10
        while "one partner" not in _get(f"{address}page"):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_port_can_be_named_and_taken(plan: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with started("plan.yaml", "--port", port, folder=plan.parent) as (_, address):
        assert f":{port}/" in address
        done = run_kamctl(["preview", "plan.yaml", "--port", port], plan.parent)
        assert f"Port {port} is used by another program." in done
        assert "to use any free port" in done


@pytest.mark.parametrize("port", ["0", "70000", "-1", "http"])
def test_a_port_that_is_none_is_refused(plan: Path, port: str) -> None:
    assert "port" in run_kamctl(["preview", "plan.yaml", "--port", port], plan.parent)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-"], "Standard input cannot be opened"),
        (["nothing.yaml"], "There is no such file"),
        (["empty"], "There is no plan in empty"),
        (["two"], "There are 2 plans in two"),
        (["plan.yaml", "--for", "finnance"], "Did you mean finance?"),
        (["plan.yaml", "--for", "all"], "Unknown function “all”."),
        (["plan.yaml", "--lang", "xx"], "kamctl has no translation for the language “xx”."),
        (["plan.yaml", "--today", "soon"], "“soon” is not a date."),
    ],
)
def test_what_cannot_be_shown_is_told(plan: Path, arguments: list[str], sentence: str) -> None:
    (plan.parent / "empty").mkdir()
    for name in ("one", "two"):
        (plan.parent / "two" / name).mkdir(parents=True)
        shutil.copy(plan, plan.parent / "two" / name)
    env = os.environ | {"LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"}
    answer = kamctl(plan.parent, "preview", *arguments, env=env, seconds=30)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert sentence in " ".join(answer.stderr.split())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_no_plan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.yaml")
    assert "is not a file" in run_kamctl(["preview", "plan.yaml"], tmp_path)


def test_a_plan_that_is_broken_is_shown_as_such(plan: Path) -> None:
    plan.write_text("account: [\n", encoding="utf-8")
    with started("plan.yaml", "--for", "their-own", folder=plan.parent) as (_, address):
        assert "Nothing to show yet" in _get(address)


def test_no_browser_is_started_where_there_are_no_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in the terminal would take it over."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert not open_in_browser("http://127.0.0.1:1/open/x")
    monkeypatch.setenv("DISPLAY", ":0")
    assert open_in_browser("http://127.0.0.1:1/open/x")
    assert opened == ["http://127.0.0.1:1/open/x"]


@pytest.mark.skipif(os.name == "nt", reason="BROWSER is for other systems")
def test_a_browser_is_given_an_address_that_works_once(plan: Path, tmp_path: Path) -> None:
    note = tmp_path / "asked"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{note}"\n', encoding="utf-8")
    browser.chmod(0o755)
    os.environ["BROWSER"] = str(browser)
    try:
        with started("plan.yaml", "--open", folder=plan.parent) as (_, address):
            end = time.monotonic() + 10
            while not note.exists() or not note.read_text(encoding="utf-8").endswith("\n"):
                assert time.monotonic() < end
                time.sleep(0.05)
            given = note.read_text(encoding="utf-8").strip()
            key = address.rstrip("/").rpartition("/")[2]
            assert key not in given  # all users of a machine see how a browser was started
            assert "Velopar" in _get(given)
            with pytest.raises(urllib.error.HTTPError):
                _get(given)
    finally:
        del os.environ["BROWSER"]
