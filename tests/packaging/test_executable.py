"""The program of `make executable`: one file that runs where no Python is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.plans import make_plans
from kamctl import __version__
from kamctl.i18n.catalog import languages
from tests.browser.programs import chromium, require
from tests.paths import ROOT

pytestmark = [
    pytest.mark.xdist_group("executable"),
    pytest.mark.skipif(
        importlib.util.find_spec("PyInstaller") is None, reason="PyInstaller is not installed"
    ),
]
TODAY = ("--today", "2026-11-23")
LARGEST = 80_000_000
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("executable")
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    build += ["--distpath", str(folder), "--workpath", str(folder / "work"), "kamctl.spec"]
    # Its own cache: two builds at once would write into one.
    environment = os.environ | {"PYINSTALLER_CONFIG_DIR": str(folder / "config")}
    done = subprocess.run(
        build, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / ("kamctl.exe" if os.name == "nt" else "kamctl")


@pytest.fixture
def run(program: Path, tmp_path: Path) -> Run:
    """Run the program in an empty folder, where neither Python nor kamctl can be found."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "KAMCTL_BROWSER", "PROCESSOR_ARCHITECTURE")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONUTF8": "1"}

    def run(*arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            check=False,
            cwd=tmp_path,
            env=environment | {"PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    return run


def test_is_one_small_file(program: Path, run: Run) -> None:
    assert program.stat().st_size < LARGEST
    assert run("--version").stdout == f"kamctl {__version__}\n"


def test_all_commands_have_their_help(run: Run) -> None:
    for command in ("init", "validate", "render", "align", "next", "edit", "ask"):
        done = run(command, "--help")
        assert done.returncode == 0, (command, done.stderr)


@pytest.mark.parametrize("language", languages())
def test_an_example_is_created_validated_and_rendered(
    run: Run, tmp_path: Path, language: str
) -> None:
    created = run("init", "example", "--language", language)
    assert created.returncode == 0, created.stderr
    validated = run("--lang", language, "validate", *TODAY, "example/plan.yaml")
    assert validated.returncode == 0, validated.stdout + validated.stderr
    for ending in ("html", "md"):
        rendered = run("render", "briefing", *TODAY, "example/plan.yaml", "-o", f"page.{ending}")
        assert rendered.returncode == 0, rendered.stderr
        assert (tmp_path / f"page.{ending}").stat().st_size > 1_000


def test_a_plan_is_started_and_checked(run: Run, tmp_path: Path) -> None:
    created = run("init", "account", "Lactéa", "--owner", "Claire Morel")
    assert created.returncode == 0, created.stderr
    (plan,) = tmp_path.rglob("plan.yaml")
    assert run("validate", str(plan)).returncode == 0
    assert "KAM101" in run("explain", "KAM101").stdout


def test_a_double_click_opens_the_editor(program: Path, tmp_path: Path) -> None:
    """Started by its path, without arguments, in the home folder, as a desktop does."""
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PATH": ""}
    system = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    with subprocess.Popen(
        [program], cwd=tmp_path, env=home | system, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as running:
        try:
            assert running.stdout is not None
            address = running.stdout.readline().decode().strip()
            with urllib.request.urlopen(address, timeout=60) as page:
                assert "<form" in page.read().decode("utf-8")
        finally:
            _stop(running)
    assert not list(tmp_path.rglob("*.yaml"))  # opening writes nothing


def _stop(running: subprocess.Popen[bytes]) -> None:
    """Stop a program of one file: it runs as a child of the one that unpacked it."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], check=True)
    else:
        running.terminate()


def test_many_plans_are_checked_in_several_processes(run: Run, tmp_path: Path) -> None:
    make_plans(tmp_path / "plans", 120)
    done = run("validate", *TODAY, "--jobs", "2", "--format", "concise", "plans")
    assert done.returncode == 1, done.stderr
    assert "account-0119" in done.stdout


@pytest.mark.browser
def test_prints_with_the_browser_of_the_machine(run: Run, tmp_path: Path) -> None:
    browser = chromium()
    require("A browser", browser)
    assert browser is not None
    run("init", "example")
    folders = os.pathsep.join((str(Path(browser).parent), "/usr/bin", "/bin"))
    done = run("render", "onepage", *TODAY, "example/plan.yaml", "-o", "page.pdf", path=folders)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
