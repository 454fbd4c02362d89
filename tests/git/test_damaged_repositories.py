"""Repositories that are damaged or not whole, and a git that is not as it should be."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.comparison.test_difference import PLAN
from tests.repositories import ME, CommandResult, GitRepository

posix = pytest.mark.skipif(os.name != "posix", reason="scripts of a shell")
LATER = PLAN.replace("due: 2027-01-31", "due: 2027-02-28")
LATEST = PLAN.replace("due: 2027-01-31", "due: 2027-03-31")
ASKED = (
    ("diff", "plan.yaml", "--since", "HEAD~1"),
    ("diff", "--since", "HEAD~1"),
    ("history", "plan.yaml"),
    ("render", "review", "plan.yaml", "--since", "HEAD~1", "-o", "-", "--today", "2026-11-23"),
)


@pytest.fixture
def grown(repo: GitRepository) -> GitRepository:
    """A repository with three versions of a plan and of its sign-offs."""
    for number, text in enumerate((PLAN, LATER, LATEST), 1):
        repo.write("signoffs.yaml", f"# {number}\n")
        repo.commit_file("plan.yaml", text, f"2026-09-0{number}")
    return repo


def object_of(repo: GitRepository, name: str) -> Path:
    object_id = repo.git("rev-parse", name).strip()
    return repo.folder / ".git" / "objects" / object_id[:2] / object_id[2:]


def refused(done: CommandResult) -> str:
    assert done.code == 2, done
    assert "→" in done.err
    return done.err


@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize(
    "lost", ["HEAD~1:plan.yaml", "HEAD~1:signoffs.yaml", "HEAD~1^{tree}", "HEAD~1"]
)
def test_what_is_lost_is_no_news_about_the_plan(
    grown: GitRepository, run: Callable[..., CommandResult], words: tuple[str, ...], lost: str
) -> None:
    """A content that git should have is not one that was never there."""
    object_of(grown, lost).unlink()
    output = refused(run(*words))
    assert "did not exist yet" not in output and "This repository has no commits" not in output
    assert "is damaged" in output or "cannot open" in output
    assert "git fsck" in output


@pytest.mark.parametrize("words", ASKED)
def test_what_is_overwritten_is_damaged(
    grown: GitRepository, run: Callable[..., CommandResult], words: tuple[str, ...]
) -> None:
    place = object_of(grown, "HEAD~1:plan.yaml")
    place.chmod(0o600)
    place.write_bytes(b"junk")
    assert "git fsck" in refused(run(*words))


@pytest.mark.parametrize("words", [*ASKED, ("validate", "--since", "HEAD~1")])
@pytest.mark.parametrize("broken", ["objects", "branch", "empty branch", "head"])
def test_a_damaged_repository_is_not_taken_for_a_new_one(
    grown: GitRepository, run: Callable[..., CommandResult], words: tuple[str, ...], broken: str
) -> None:
    inside = grown.folder / ".git"
    if broken == "objects":
        for place in (inside / "objects").iterdir():
            shutil.rmtree(place)
    else:
        name, text = {
            "branch": ("refs/heads/main", "junk\n"),
            "empty branch": ("refs/heads/main", ""),
            "head": ("HEAD", "junk\n"),
        }[broken]
        (inside / name).write_text(text, encoding="utf-8")
    output = refused(run(*words))
    assert "This repository has no commits" not in output
    assert "damaged" in output or "cannot open" in output or "git fsck" in output


def test_a_plan_that_was_not_there_is_still_told(
    grown: GitRepository, run: Callable[..., CommandResult]
) -> None:
    grown.commit_file("new.plan.yaml", "kamctl: 1\naccount: {name: New}\n", "2026-09-09")
    assert "did not exist yet" in refused(run("diff", "new.plan.yaml", "--since", "HEAD~1"))


@pytest.mark.parametrize("words", ASKED)
def test_a_copy_without_contents_says_how_to_get_them(
    grown: GitRepository,
    run: Callable[..., CommandResult],
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grown.git("config", "uploadpack.allowFilter", "true")
    copy = tmp_path / "copy"
    source = grown.folder.as_uri()
    command = ["git", *ME, "clone", "-q", "--filter=blob:none", source, str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.chdir(copy)
    output = refused(run(*words))
    assert "git fetch --refetch --no-filter" in output
    assert "warning:" not in output


def fake_git(folder: Path, script: str) -> str:
    """Put a git into a folder of its own, and return a path that leads to it first."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@posix
@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("kill -9 $$", "git stopped"),
        ("echo 'unknown option: --literal-pathspecs' >&2; exit 129", "Your git is too old"),
        ("echo 'fatal: bad object HEAD' >&2; exit 128", "git fsck"),
        ("exit 1", "git cannot open the repository"),
    ],
)
def test_a_git_that_does_not_answer(
    grown: GitRepository,
    run: Callable[..., CommandResult],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    sentence: str,
) -> None:
    monkeypatch.setenv("PATH", fake_git(tmp_path / "bin", script))
    for words in (*ASKED, ("validate", "--since", "HEAD~1")):
        assert sentence in refused(run(*words))
    for words in (("validate",), ("next",), ("status",), ("align", "status")):
        assert run(*words).code in (0, 1), "what needs no git does without it"


@posix
def test_a_git_that_hangs_is_waited_for_a_while_only(
    grown: GitRepository,
    run: Callable[..., CommandResult],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", fake_git(tmp_path / "bin", "exec sleep 30"))
    monkeypatch.setattr("kamctl.git.process._TIMEOUT", 0.2)
    monkeypatch.setattr("kamctl.git.process.SHORT_TIMEOUT", 0.2)
    assert "git has not responded" in refused(run("diff", "plan.yaml"))
    assert run("validate").code in (0, 1)


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
def test_a_repository_of_somebody_else(
    grown: GitRepository, run: Callable[..., CommandResult]
) -> None:
    for place in (grown.folder, grown.folder / ".git"):
        os.chown(place, 12_345, 12_345)
    for words in ASKED:
        assert "safe.directory" in refused(run(*words))
    assert run("validate").code in (0, 1)


@pytest.mark.parametrize(
    "words",
    [("diff", "plan.yaml"), ("diff",), ("history", "plan.yaml"), ("validate",),
     ("render", "review", "plan.yaml", "-o", "-")],
)  # fmt: skip
def test_an_empty_commit_is_none(
    grown: GitRepository, run: Callable[..., CommandResult], words: tuple[str, ...]
) -> None:
    done = run(*words, "--since", "")
    assert done.out == ""
    assert "“” is not a commit" in refused(done)
