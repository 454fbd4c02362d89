"""`kamctl render calendar` as people call it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kamctl.cli.page_names import account_id_in
from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.running import kamctl_here, plain_environment, without_crash

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    write_sample_portfolio(tmp_path, 3)

    def run_it(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = ("render", "calendar", "--today", "2026-11-23", *arguments)
        return without_crash(kamctl_here(tmp_path, *words, env=plain_environment()))

    return run_it


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ((), "calendar.ics"),
        (("-o", "dates.ics"), "dates.ics"),
        (("-o", "new/dates.ics"), "new/dates.ics"),
        (("-o", "."), "calendar.ics"),
        (("--lang", "fr"), "calendar.ics"),
    ],
)
def test_where_it_goes(run: Run, tmp_path: Path, arguments: tuple[str, ...], file: str) -> None:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == file
    assert (tmp_path / file).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_calendar_of_one_account_has_its_name(run: Run, tmp_path: Path) -> None:
    plan = next(tmp_path.rglob("plan.yaml"))
    name = f"{account_id_in(str(plan))}-calendar.ics"
    for output in ((), ("-o", ".", "--force")):
        assert run(str(plan), *output).stderr.strip() == name
    assert (tmp_path / name).exists()


def test_goes_to_standard_output(run: Run) -> None:
    done = run("-o", "-")
    assert done.stdout.startswith("BEGIN:VCALENDAR")
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["page.html", "calendar.pdf", "dates.xlsx", "plan.yaml"])
def test_refuses_a_name_of_another_format(run: Run, tmp_path: Path, name: str) -> None:
    done = run("-o", name)
    assert done.returncode == 2
    assert ".ics" in done.stderr
    assert not (tmp_path / name).exists()


def test_its_own_file_is_replaced_and_no_other(run: Run, tmp_path: Path) -> None:
    assert run().returncode == 0
    assert run().returncode == 0
    theirs = tmp_path / "theirs.ics"
    theirs.write_text("BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n", encoding="utf-8")
    refused = run("-o", "theirs.ics")
    assert refused.returncode == 2
    assert "other" in theirs.read_text(encoding="utf-8")
    assert run("-o", "theirs.ics", "--force").returncode == 0
    assert "other" not in theirs.read_text(encoding="utf-8")


def test_an_unknown_person_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("--for", "nobody at all")
    assert done.returncode == 2
    assert "nobody at all" in done.stderr
    assert not (tmp_path / "calendar.ics").exists()


def test_a_plan_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "plan.yaml").write_text("kamctl: 1\naccount: [\n", encoding="utf-8")
    done = run()
    assert done.returncode == 2
    assert "broken/plan.yaml" in done.stderr
    assert (tmp_path / "calendar.ics").exists()
