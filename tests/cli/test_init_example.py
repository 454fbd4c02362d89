"""`kamctl init example`, as a person runs it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kamctl.i18n.catalog import languages
from kamctl.scaffold.account_text import plan_languages
from kamctl.scaffold.new_example import example_languages
from tests.paths import ROOT, names_below
from tests.running import kamctl

ENVIRONMENT = os.environ | {"NO_COLOR": "1"}
AS_OF = ("--today", "2026-11-23")


def init(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return kamctl(cwd, "init", "example", *arguments, env=ENVIRONMENT)


def test_there_is_one_in_every_language_of_plans() -> None:
    assert example_languages() == plan_languages()


@pytest.mark.parametrize("language", example_languages())
def test_it_is_the_example_of_the_repository_and_complete(tmp_path: Path, language: str) -> None:
    done = init(tmp_path, "--language", language)
    assert (done.returncode, done.stderr) == (0, "")
    assert names_below(tmp_path / "example") == ["plan.schema.json", "plan.yaml", "signoffs.yaml"]
    source = ROOT / "examples" / f"complete-{language}"
    first, _, rest = (tmp_path / "example/plan.yaml").read_bytes().partition(b"\n")
    assert first == b"# yaml-language-server: $schema=plan.schema.json"
    assert rest == (source / "plan.yaml").read_bytes()
    signoffs = (tmp_path / "example/signoffs.yaml").read_bytes()
    assert signoffs == (source / "signoffs.yaml").read_bytes()
    assert kamctl(tmp_path, "validate", "--strict", *AS_OF).returncode == 0


@pytest.mark.parametrize("messages", languages())
def test_the_three_next_steps_work_as_printed(tmp_path: Path, messages: str) -> None:
    done = init(tmp_path, "my folder", "--lang", messages)
    steps = [line for line in done.stdout.splitlines() if line[0].isdigit()]
    assert len(steps) == 3
    for step in steps:
        command = step.partition("kamctl ")[2].replace('"', "'")
        words = [word for part in command.split("'") for word in _words(part)]
        assert kamctl(tmp_path, *words, *AS_OF).returncode == 0, step


def _words(part: str) -> list[str]:
    """Return a part between quotes as one word, another as its words."""
    return [part] if part.startswith("my folder") else part.split()


def test_it_speaks_the_language_of_messages_unless_told_otherwise(tmp_path: Path) -> None:
    init(tmp_path, "french", "--lang", "fr")
    init(tmp_path, "english", "--lang", "fr", "--language", "en_GB")
    assert "language: fr" in (tmp_path / "french/plan.yaml").read_text(encoding="utf-8")
    assert "language: en" in (tmp_path / "english/plan.yaml").read_text(encoding="utf-8")


def test_a_language_without_an_example_is_refused(tmp_path: Path) -> None:
    done = init(tmp_path, "--language", "xx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "“xx”" in done.stderr and ", ".join(example_languages()) in done.stderr
    assert names_below(tmp_path) == []


def test_an_example_is_written_again_with_force_only(tmp_path: Path) -> None:
    init(tmp_path)
    plan = tmp_path / "example" / "plan.yaml"
    original = plan.read_bytes()
    changed = original.replace(b"Velopar Group", b"Velopar")
    plan.write_bytes(changed)
    done = init(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--force" in done.stderr
    assert plan.read_bytes() == changed
    assert init(tmp_path, "--force").returncode == 0
    assert plan.read_bytes() == original
    assert init(tmp_path, "--force", "-l", "fr").returncode == 0
    assert b"language: fr" in plan.read_bytes()


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml"])
def test_a_plan_of_your_own_is_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "nord").mkdir()
    (tmp_path / "nord" / name).write_text("mine", encoding="utf-8")
    done = init(tmp_path, "nord", "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert "not the example" in done.stderr
    assert names_below(tmp_path) == ["nord", f"nord/{name}"]
    assert (tmp_path / "nord" / name).read_text(encoding="utf-8") == "mine"


def test_sign_offs_without_a_plan_are_kept(tmp_path: Path) -> None:
    (tmp_path / "example").mkdir()
    (tmp_path / "example/signoffs.yaml").write_text("mine", encoding="utf-8")
    assert init(tmp_path).returncode == 2
    assert names_below(tmp_path / "example") == ["signoffs.yaml"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "example").write_text("mine", encoding="utf-8")
    done = init(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not a folder" in done.stderr
    assert names_below(tmp_path) == ["example"]


def test_in_a_workspace_one_schema_serves_all_plans(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text("kamctl: 1\n", encoding="utf-8")
    assert init(tmp_path, "demo").returncode == 0
    assert names_below(tmp_path) == [
        "demo", "demo/plan.yaml", "demo/signoffs.yaml", "kamctl.yaml", "plan.schema.json",
    ]  # fmt: skip
    text = (tmp_path / "demo/plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../plan.schema.json\n")
