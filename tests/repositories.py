"""Repositories made for a test, and the command run in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kamctl.cli.main import load_all_commands
from tests.running import forget_files

ME = ("-c", "user.name=Mara Dekker", "-c", "user.email=mara@corraline.example")


class CommandResult(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


class GitRepository:
    """A repository in a folder; commits are made at noon of the day that is said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *words: str | bytes, day: str = "2026-11-01") -> str:
        moment = f"{day}T12:00:00+00:00"
        done = subprocess.run(
            ["git", *ME, "-c", "core.autocrlf=false", *words],
            cwd=self.folder,
            env=os.environ | {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    def commit(self, description: str, day: str = "2026-11-01") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", description, day=day)
        return self.git("rev-parse", "HEAD")

    def commit_file(self, name: str, text: str, day: str, description: str = "A change") -> str:
        """Write a file and commit it."""
        self.write(name, text)
        return self.commit(description, day)


@pytest.fixture
def isolated_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep git's settings and kamctl's memory of other tests out."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "KAMCTL_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("KAMCTL_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("COLUMNS", "100")
    forget_files()
    yield
    forget_files()


@pytest.fixture
def repo(isolated_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """An empty repository, in which the command runs."""
    folder = tmp_path / "plans"
    folder.mkdir()
    made = GitRepository(folder)
    made.git("init", "-q", "-b", "main")
    monkeypatch.chdir(folder)
    return made


@pytest.fixture
def run(isolated_git: None, capsys: pytest.CaptureFixture[str]) -> Callable[..., CommandResult]:
    """Run kamctl; nothing it says may look like a crash."""
    command: Any = load_all_commands()

    def run_it(*words: str | Path) -> CommandResult:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command.main([str(word) for word in words], prog_name="kamctl")
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "his is a bug" not in err, err
        return CommandResult(int(ended.value.code or 0), out, err)

    return run_it
