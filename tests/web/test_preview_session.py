"""What the preview shows while a plan is saved, broken, corrected, taken away and brought back."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kamctl.checks.engine.runner import check_file
from kamctl.web import plan_checker
from kamctl.web import preview_session as session_module
from kamctl.web.plan_checker import PlanChecker
from kamctl.web.preview_pages import PreviewPages
from kamctl.web.preview_session import PreviewSession
from tests.paths import ROOT
from tests.repositories import GitRepository
from tests.web.conftest import DAY, Preview, served

WORD = "lead packaging partner"


class Tab:
    """An open tab: what the preview tells it."""

    def __init__(self, preview: Preview, query: str = "") -> None:
        port = preview.server.port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        start = f"GET {preview.path}events?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        self._socket.sendall(start.encode())
        self._lines = self._socket.makefile("rb")

    def next(self) -> dict[str, str]:
        """Wait for the next thing that is told."""
        while line := self._lines.readline():
            if line.startswith(b"data: "):
                event: dict[str, str] = json.loads(line.removeprefix(b"data: "))
                return event
        raise EOFError

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@pytest.fixture
def tab(preview: Preview) -> Iterator[Tab]:
    one = Tab(preview)
    yield one
    one.close()


def test_a_saved_change_is_shown(preview: Preview, tab: Tab) -> None:
    text = preview.plan.read_text(encoding="utf-8")
    first = tab.next()
    assert WORD in preview.get("page")[1]
    preview.save(text.replace(WORD, "one partner for crates"))
    then = tab.next()
    assert then["page"] != first["page"]
    assert "one partner for crates" in preview.get(then["page"])[1]


def test_what_is_saved_unchanged_is_no_news(preview: Preview) -> None:
    shown = preview.session.state
    preview.save(preview.plan.read_text(encoding="utf-8"))
    os.utime(preview.plan, (1, 1))
    assert not preview.session.poll()
    assert preview.session.state is shown


def test_a_change_that_no_page_shows_leaves_the_page(preview: Preview, tab: Tab) -> None:
    first = tab.next()
    preview.save("# a remark\n" + preview.plan.read_text(encoding="utf-8"))
    then = tab.next()
    assert then["page"] == first["page"]
    assert then["panel"] != first["panel"]  # the lines have moved


def test_a_change_of_the_same_length_in_the_same_moment_is_seen(preview: Preview) -> None:
    text = preview.plan.read_text(encoding="utf-8")
    state = preview.plan.stat()
    preview.plan.write_text(text.replace("packaging partner", "packaging pardner"), "utf-8")
    os.utime(preview.plan, ns=(state.st_atime_ns, state.st_mtime_ns))
    if time.time() - state.st_mtime > 2:
        pytest.skip("this machine took too long for it to be the same moment")
    assert preview.session.poll()
    assert "packaging pardner" in preview.get("page")[1]


def test_fifty_saves_in_a_row_end_with_the_last(preview: Preview, tab: Tab) -> None:
    text = preview.plan.read_text(encoding="utf-8")
    done = threading.Event()

    def save() -> None:
        for number in range(50):
            beside = preview.plan.with_name("plan.yaml~")
            beside.write_text(text.replace(WORD, f"partner {number}"), encoding="utf-8")
            beside.replace(preview.plan)
            time.sleep(0.005)
        done.set()

    saving = threading.Thread(target=save)
    saving.start()
    while not done.is_set():
        preview.session.poll()
    preview.session.poll()
    saving.join()
    assert "partner 49" in preview.get("page")[1]
    update = tab.next()
    while (
        update["page"]
        != PreviewPages(preview.session, None, None).event("", preview.session.state)["page"]
    ):
        update = tab.next()


def test_two_tabs_show_each_their_own(preview: Preview) -> None:
    english, french = Tab(preview, "kind=briefing&for=finance&lang=en"), Tab(preview, "lang=fr")
    assert "Findings" in english.next()["panel"]
    assert "Constats" in french.next()["panel"]
    preview.save(preview.plan.read_text(encoding="utf-8").replace(WORD, "one partner"))
    update = english.next(), french.next()
    pages = [preview.get(one["page"])[1] for one in update]
    assert all("one partner" in page for page in pages)
    assert "For finance" in pages[0]
    assert 'lang="fr"' in pages[1]
    english.close()
    french.close()


def test_broken_then_corrected(preview: Preview, tab: Tab) -> None:
    text = preview.plan.read_text(encoding="utf-8")
    first = tab.next()
    preview.save(text.replace("customer:\n", "customer: [\n", 1))
    broken = tab.next()
    assert broken["state"] == "behind"
    assert broken["page"] == first["page"]
    assert WORD in preview.get("page")[1]
    assert "last valid version" in broken["notice"]
    assert "KAM003" in broken["panel"]
    assert "line 50, column 9" in broken["panel"]
    assert "Earns a few cents" in broken["panel"]
    assert broken["title"] == "1 error · Velopar Group"
    # Others can still be looked at: the last good plan is kept, not only its page.
    assert "For finance" in preview.get("page?kind=briefing&for=finance")[1]
    preview.save(text)
    corrected = tab.next()
    assert (corrected["state"], corrected["notice"].strip()) == ("good", "")
    assert corrected["page"] == first["page"]


def test_broken_from_the_start(plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text("account: [\n", encoding="utf-8")
    for preview in served(plan):
        status, shell, _ = preview.get()
        assert status == 200
        assert "Nothing to show yet" in shell
        assert "KAM003" in shell
        assert "<iframe" not in shell
        assert preview.get("page")[0] == 404
        preview.save(text)
        assert WORD in preview.get("page")[1]


def test_a_plan_with_errors_is_shown(preview: Preview, tab: Tab) -> None:
    tab.next()
    preview.save(
        preview.plan.read_text(encoding="utf-8").replace("stage: aligned", "stage: algned")
    )
    update = tab.next()
    assert update["state"] == "good"
    assert "error" in update["title"]
    assert WORD in preview.get("page")[1]


def test_a_file_that_vanishes_for_a_moment_is_not_missed(preview: Preview) -> None:
    text = preview.plan.read_bytes()
    preview.plan.unlink()
    assert not preview.session.poll()
    assert not preview.session.poll()
    preview.plan.write_bytes(text)
    assert not preview.session.poll()
    assert preview.session.state.latest.is_renderable


def test_a_file_that_is_emptied_before_it_is_written_is_not_shown_empty(preview: Preview) -> None:
    text = preview.plan.read_bytes()
    preview.plan.write_bytes(b"")
    assert not preview.session.poll()
    preview.plan.write_bytes(text)
    preview.session.poll()
    assert preview.session.state.latest.is_renderable


def test_a_file_that_stays_away_is_told(
    preview: Preview, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "_GRACE_SECONDS", 0.05)
    tab.next()
    preview.plan.unlink()
    end = time.monotonic() + 5
    while not preview.session.poll() and time.monotonic() < end:
        time.sleep(0.02)
    update = tab.next()
    assert update["state"] == "behind"
    assert "There is no such file" in update["panel"]
    assert WORD in preview.get("page")[1]


def test_a_file_that_is_written_slowly_is_read_when_it_is_whole(preview: Preview) -> None:
    text = preview.plan.read_text(encoding="utf-8").replace(WORD, "one partner")
    numbers: list[int] = []

    def write() -> None:
        with preview.plan.open("w", encoding="utf-8") as file:
            for start in range(0, len(text), 2000):
                file.write(text[start : start + 2000])
                file.flush()
                time.sleep(0.004)

    writing = threading.Thread(target=write)
    writing.start()
    while writing.is_alive():
        if preview.session.poll():
            numbers.append(len(preview.session.state.latest.report.findings))
    preview.session.poll()
    writing.join()
    assert "one partner" in preview.get("page")[1]
    assert all(preview.session.state.latest.is_renderable for _ in numbers)


def test_the_sign_offs_are_looked_at_too(preview: Preview, tab: Tab) -> None:
    first = tab.next()
    preview.plan.with_name("signoffs.yaml").unlink()
    assert preview.session.poll()
    assert tab.next()["panel"] != first["panel"]


def test_the_workspace_is_looked_at_too(preview: Preview, tab: Tab) -> None:
    workspace = preview.plan.with_name("kamctl.yaml")
    tab.next()
    workspace.write_text("kamctl: 1\ncompany: Corraline\n", encoding="utf-8")
    preview.session.poll()
    tab.next()
    assert "Corraline ·" in preview.get("page")[1]
    workspace.write_text(
        "kamctl: 1\ncompany: Corraline\nchecks: {nonsense: {}}\n", encoding="utf-8"
    )
    preview.session.poll()
    update = tab.next()
    assert update["state"] == "behind"
    assert "kamctl.yaml" in update["panel"]
    assert "nonsense" in update["panel"]
    assert "Corraline ·" in preview.get("page")[1]
    workspace.unlink()
    preview.session.poll()
    assert tab.next()["state"] == "good"


def _own(plan: Path, text: str, name: str = "letter.html.j2") -> Path:
    workspace = plan.with_name("kamctl.yaml")
    if not workspace.exists():
        workspace.write_text("kamctl: 1\ncompany: Corraline\n", encoding="utf-8")
    template = plan.parent / "templates" / name
    template.parent.mkdir(exist_ok=True)
    template.write_text(text, encoding="utf-8")
    return template


def test_a_kind_of_the_companys_own_is_offered_and_renewed(plan: Path) -> None:
    template = _own(plan, "<!doctype html><title>x</title><p>Dear {{ view.account }}</p>")
    for preview in served(plan):
        assert ">Letter</a>" in preview.get()[1]
        assert "Dear Velopar Group" in preview.get("page?kind=letter")[1]
        template.write_text("<p>Hello {{ view.account }}</p>", encoding="utf-8")
        preview.session.poll()
        assert "Hello Velopar Group" in preview.get("page?kind=letter")[1]


def test_a_template_that_fails_leaves_the_last_good_page(plan: Path) -> None:
    template = _own(plan, "<p>Dear {{ view.account }}</p>")
    for preview in served(plan):
        tab = Tab(preview, "kind=letter&lang=en")
        first = tab.next()
        template.write_text("<p>\n  {{ view.acount }}</p>", encoding="utf-8")
        preview.session.poll()
        update = tab.next()
        assert update["state"] == "behind"
        assert update["page"] == first["page"]
        assert "KAM020" in update["panel"]
        assert "letter.html.j2" in update["panel"]
        assert "acount" in update["panel"]
        assert "Dear Velopar Group" in preview.get("page?kind=letter")[1]
        assert preview.get("page?kind=onepage")[0] == 200  # others have nothing to do with it
        tab.close()


def test_what_a_template_holds_cannot_run_or_ask(plan: Path) -> None:
    _own(plan, '<script src="https://evil.example/x.js"></script><p>{{ view.account }}</p>')
    for preview in served(plan):
        status, _, headers = preview.get("page?kind=letter")
        assert status == 200
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy
        assert "sandbox allow-same-origin" in policy
        assert "allow-scripts" not in policy


@pytest.mark.parametrize(
    ("module", "function", "shown"),
    [
        (plan_checker, "check_source", ("KAM000", "ZeroDivisionError: by zero")),
        (session_module, "render_snapshot", ("ZeroDivisionError: by zero",)),
    ],
    ids=["check", "page"],
)
def test_a_crash_is_shown_beside_the_last_page(
    preview: Preview,
    tab: Tab,
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    function: str,
    shown: tuple[str, ...],
) -> None:
    tab.next()

    def fall(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(module, function, fall)
    preview.save(preview.plan.read_text(encoding="utf-8") + "\n# changed\n")
    update = tab.next()
    assert update["state"] == "behind"
    assert all(text in update["panel"] for text in shown)
    assert "Traceback" not in update["panel"]
    assert WORD in preview.get("page")[1]


def test_a_new_day_is_shown(plan: Path) -> None:
    days = [DAY]
    session = PreviewSession(PlanChecker(plan, plan.name, lambda: days[0]))
    assert not session.poll() or not session.poll()
    days[0] = dt.date(2027, 3, 1)
    assert session.poll()
    assert session.state.latest.today == days[0]


def test_markup_in_a_plan_stays_text(preview: Preview, tab: Tab) -> None:
    tab.next()
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    text = preview.plan.read_text(encoding="utf-8")
    preview.save(text.replace("stage: aligned", f"stage: '{evil}'").replace("Velopar Group", evil))
    update = tab.next()
    for part in ("bar", "panel", "notice", "counts"):
        assert "<img" not in update[part]
        assert "<script" not in update[part]
    assert "&lt;img" in update["panel"]
    shell = preview.get()[1]
    assert "<img" not in shell
    assert shell.count("<script") == 1


def test_a_sign_off_that_was_removed_is_told_as_by_validate(repo: GitRepository) -> None:
    for file in (ROOT / "examples" / "complete-en").iterdir():
        shutil.copy(file, repo.folder)
    repo.commit("The plan", "2026-11-01")
    signoffs = repo.folder / "signoffs.yaml"
    lines = signoffs.read_text(encoding="utf-8").splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith("- {"))
    session = PreviewSession(PlanChecker(repo.folder / "plan.yaml", "plan.yaml", lambda: DAY))
    assert "KAM018" not in {one.code for one in session.state.latest.report.findings}
    signoffs.write_text("".join(lines[:last] + lines[last + 1 :]), encoding="utf-8")
    session.poll()
    shown = session.state.latest.report.findings
    assert "KAM018" in {one.code for one in shown}
    validated = check_file("plan.yaml", DAY).findings
    assert {(one.code, str(one.message)) for one in shown} == {
        (one.code, str(one.message)) for one in validated
    }


def test_a_plan_that_is_wrong_all_over_still_fits_a_page(preview: Preview, tab: Tab) -> None:
    tab.next()
    preview.save("kamctl: 1\naccount: {name: A}\n" + "".join(f"key{n}: 1\n" for n in range(3000)))
    update = tab.next()
    assert "and 2,800 more" in update["panel"].replace("2800", "2,800")
    assert len(update["panel"]) < 400_000


def test_tabs_that_have_gone_are_noticed(preview: Preview) -> None:
    streams = preview.server.streams
    tabs = [Tab(preview) for _ in range(5)]
    for tab in tabs:
        tab.next()
    assert streams.open == 5
    for tab in tabs:
        tab.close()
    end = time.monotonic() + 10
    while streams.open and time.monotonic() < end:
        time.sleep(0.05)
    assert streams.open == 0


def test_more_tabs_than_can_be_kept_are_told(preview: Preview) -> None:
    preview.server.streams.open = 40
    assert preview.get("events")[0] == 503
    assert preview.get()[0] == 200
