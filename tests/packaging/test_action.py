"""The GitHub Action: its check step as a runner runs it, and the container's files."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.paths import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("name", step.get("id")): step for step in ACTION["runs"]["steps"]}
BAD = ROOT / "examples" / "typical-mistakes" / "plan.yaml"
needs_bash = pytest.mark.skipif(
    os.name == "nt" or shutil.which("bash") is None, reason="runs bash with paths of this system"
)


def check(folder: Path, *, paths: str = ".", arguments: str = "") -> tuple[int, str]:
    """Run the step that checks plans, in `folder`; return its exit code and output."""
    step = STEPS["Check the plans"]
    programs = folder.parent / "programs"
    programs.mkdir()
    command = programs / "kamctl"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kamctl "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    given = {"inputs.paths": paths, "inputs.arguments": arguments}
    environment = (
        {name: given[value.strip("${} ")] for name, value in step["env"].items()}
        | os.environ
        | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    )
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        check=False,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for name in ("one account", "another"):
        folder = tmp_path / "plans" / name
        folder.mkdir(parents=True)
        shutil.copy(BAD, folder / "plan.yaml")
    return tmp_path / "plans"


@needs_bash
def test_findings_become_annotations(plans: Path) -> None:
    code, output = check(plans)
    assert code == 1
    assert "::error file=another/plan.yaml,line=" in output
    assert "::error file=one account/plan.yaml,line=" in output


@needs_bash
def test_paths_are_given_one_a_line(plans: Path) -> None:
    _, output = check(plans, paths="one account/plan.yaml\n\n")
    assert "one account" in output
    assert "another" not in output


@needs_bash
def test_arguments_are_given_one_a_line(plans: Path) -> None:
    _, output = check(plans, arguments="--lang\nfr\n", paths="another")
    assert "«" in output


@needs_bash
def test_nothing_of_an_input_is_run(plans: Path) -> None:
    check(plans, paths="$(touch here); touch there", arguments="`touch here`")
    assert not (plans / "here").exists()
    assert not (plans / "there").exists()


def test_no_script_contains_an_expression() -> None:
    for step in STEPS.values():
        assert "${{" not in step.get("run", "")


def test_every_input_is_used() -> None:
    used = {
        value.strip("${} ").removeprefix("inputs.")
        for step in STEPS.values()
        for value in (*step.get("env", {}).values(), *step.get("with", {}).values())
        if isinstance(value, str) and "inputs." in value
    }
    assert used == set(ACTION["inputs"])


def test_the_container_gets_all_that_the_wheel_is_built_from() -> None:
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    kept = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    assert ignore[0] == "*"
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("kamctl", "templates", "examples", "README.md", "LICENSE", "hatch_build.py"):
        assert name in kept
        assert name in project or name == "hatch_build.py"
    copied = re.findall(
        r"^COPY (\S+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert copied
    for source in copied:
        assert (ROOT / source).exists()
        assert any(fnmatch.fnmatch(source, f"{one}*") for one in (".", *kept))
