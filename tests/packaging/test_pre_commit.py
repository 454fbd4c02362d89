"""The hooks work with pre-commit as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.paths import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
GOOD = "kamctl: 1\naccount: {name: North Dairy}\nplan: {next_review: 2099-01-20}\n"
BAD = "kamctl: 1\naccount: {name: North Dairy, teir: key}\nplan: {next_review: 2099-01-20}\n"
OTHER = "key: [1, 2]\nkey: 3\n"

PROGRAM = shutil.which("pre-commit", path=str(Path(sys.executable).parent)) or shutil.which(
    "pre-commit"
)
pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not here"),
    pytest.mark.skipif(PROGRAM is None, reason="pre-commit is not here"),
    pytest.mark.xdist_group("pre-commit"),
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with two plans, something else, and our hooks, installed from nowhere."""
    folder = tmp_path / "accounts of 2026"
    (folder / "north").mkdir(parents=True)
    (folder / "south").mkdir()
    (folder / "north" / "plan.yaml").write_text(GOOD, encoding="utf-8", newline="\n")
    (folder / "south" / "rivers.plan.yml").write_text(GOOD, encoding="utf-8", newline="\n")
    (folder / "south" / "myplan.yaml").write_text(OTHER, encoding="utf-8", newline="\n")
    hooks = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    for hook in hooks:  # what pre-commit would build from the network is here already
        hook["language"] = "system"
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


def environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "PRE_COMMIT_HOME": str(folder.parent / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PYTHONPATH": str(ROOT),
    }


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=environment(folder), check=True)


def run(folder: Path, hook: str) -> subprocess.CompletedProcess[str]:
    assert PROGRAM is not None
    return subprocess.run(
        [PROGRAM, "run", hook, "--all-files", "--color", "never"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_pre_commit_reads_the_manifest() -> None:
    assert PROGRAM is not None
    done = subprocess.run([PROGRAM, "validate-manifest", str(MANIFEST)], check=False)
    assert done.returncode == 0


def test_good_plans_pass_and_other_files_are_left_in_peace(repository: Path) -> None:
    done = run(repository, "kamctl-validate")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_mistake_stops_the_commit_and_is_shown(repository: Path) -> None:
    (repository / "south" / "rivers.plan.yml").write_text(BAD, encoding="utf-8", newline="\n")
    git(repository, "add", "--all")
    done = run(repository, "kamctl-validate")
    assert done.returncode == 1
    assert "south/rivers.plan.yml:2:30 error KAM010" in done.stdout
    assert "Did you mean `tier`?" in done.stdout
    assert "myplan" not in done.stdout


def test_the_fixing_hook_fixes_and_says_so(repository: Path) -> None:
    plan = repository / "south" / "rivers.plan.yml"
    plan.write_text(BAD, encoding="utf-8", newline="\n")
    git(repository, "add", "--all")
    done = run(repository, "kamctl-fix")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert plan.read_text(encoding="utf-8") == BAD.replace("teir", "tier")
    git(repository, "add", "--all")
    assert run(repository, "kamctl-fix").returncode == 0
