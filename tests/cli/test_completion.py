"""After Tab the shell offers commands, codes, plans and functions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.cli.completion import (
    complete_codes,
    complete_files,
    complete_functions,
    complete_plans,
)
from tests.paths import ROOT

PLAN = "kamctl: 1\naccount: {name: L}\n"
SHELLS = ("bash", "zsh", "fish", "powershell")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("north dairy", "south"):
        (tmp_path / "accounts" / name).mkdir(parents=True)
        (tmp_path / "accounts" / name / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "accounts" / ".hidden").mkdir()
    (tmp_path / "accounts" / "notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "west.plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "HOME": str(folder),
    }


def program() -> str:
    found = shutil.which("kamctl", path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip("kamctl is not installed here")
    return found


def test_plans_and_the_folders_on_the_way(folder: Path) -> None:
    assert complete_plans("") == ["accounts/", "west.plan.yaml"]
    assert complete_plans("accounts/") == ["accounts/north dairy/", "accounts/south/"]
    assert complete_plans("accounts/s") == ["accounts/south/"]
    assert complete_plans("accounts/south/") == ["accounts/south/plan.yaml"]
    assert complete_plans("accounts/.h") == ["accounts/.hidden/"]
    assert complete_plans("nowhere/at/all") == []
    assert complete_plans("\0") == []


def test_files_and_the_folders_on_the_way(folder: Path) -> None:
    assert complete_files("") == ["accounts/", "west.plan.yaml"]
    assert complete_files("accounts/n") == ["accounts/north dairy/", "accounts/notes.txt"]
    assert complete_files("accounts/") == [
        "accounts/north dairy/",
        "accounts/notes.txt",
        "accounts/south/",
    ]
    assert complete_files("accounts/.h") == ["accounts/.hidden/"]
    assert complete_files("nowhere/at/all") == []


def test_codes_and_names() -> None:
    codes = [code for code, _ in complete_codes("KAM10")]
    assert codes == [f"KAM10{number}" for number in range(1, 10)]
    assert complete_codes("kam104")[0][0] == "KAM104"
    assert [code for code, _ in complete_codes("one-o")] == ["one-owner"]
    assert [code for code, _ in complete_codes("KAM101,KAM104")] == ["KAM101,KAM104"]
    assert len(complete_codes("")) > 60
    assert complete_codes("zzz") == []


def test_functions_are_the_company_s(folder: Path) -> None:
    (folder / "kamctl.yaml").write_text("functions: [purchasing, finance]\n", encoding="utf-8")
    (folder / "inside").mkdir()
    os.chdir(folder / "inside")
    assert complete_functions("p") == ["purchasing"]


def test_without_a_workspace_the_usual_functions_are_offered(folder: Path) -> None:
    assert complete_functions("fi") == ["finance"]


def test_a_bad_workspace_offers_nothing_and_says_nothing(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "kamctl.yaml").write_text("functions: 3\n", encoding="utf-8")
    assert complete_functions("") == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(folder: Path, shell: str) -> None:
    done = subprocess.run(
        [program()],
        env=environment(folder) | {"_KAMCTL_COMPLETE": f"source_{shell}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "kamctl" in done.stdout and "_KAMCTL_COMPLETE" in done.stdout


def offered(folder: Path, shell: str, line: str) -> str:
    """Ask as a shell does for what fits at the end of a line."""
    words = line.split(" ")
    asked = {
        "_KAMCTL_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [program()],
        cwd=folder,
        env=environment(folder) | asked,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_offered_what_fits(folder: Path, shell: str) -> None:
    assert "KAM104" in offered(folder, shell, "kamctl explain KAM10")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kamctl val", "validate"),
        ("kamctl next acc", "accounts/"),
        ("kamctl validate acc", "accounts/"),
        ("kamctl validate --select KAM11", "KAM110"),
        ("kamctl validate --ignore one-o", "one-owner"),
        ("kamctl validate --stage al", "aligned"),
        ("kamctl render briefing west.plan.yaml --for fin", "finance"),
    ],
)
def test_every_place_offers_what_may_be_there(folder: Path, line: str, expected: str) -> None:
    assert expected in offered(folder, "bash", line)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix bash")
def test_bash_itself_completes(folder: Path) -> None:
    script = """
    source <(_KAMCTL_COMPLETE=source_bash kamctl)
    COMP_WORDS=(kamctl explain KAM104)
    COMP_CWORD=2
    function=$(complete -p kamctl | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    "$function" kamctl KAM104 explain
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    program()
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["KAM104"]
