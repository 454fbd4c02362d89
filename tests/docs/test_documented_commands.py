"""The commands in the pages for build servers and editors are ones that kamctl takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from kamctl.cli.main import load_all_commands
from kamctl.workspace.discovery import is_plan_name
from tests.paths import ROOT

PAGES = ("continuous-integration.md", "editors.md", "shell-completion.md")
_COMMAND = re.compile(r"(?:^|run: |- |`)(kamctl [^`\n]*)", re.MULTILINE)
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def commands() -> Iterator[str]:
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        yield from (match[1].split(" > ")[0].split(" >> ")[0] for match in _COMMAND.finditer(text))
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        yield hook["entry"]


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_kamctl_takes_this_command(command: str) -> None:
    words = shlex.split(command)[1:]
    part: Any = load_all_commands()
    while words and hasattr(part, "commands") and not words[0].startswith("-"):
        assert words[0] in part.commands, command
        part = part.commands[words.pop(0)]
    known = {flag for one in part.params for flag in (*one.opts, *one.secondary_opts)}
    used = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert used <= known, command


def test_there_are_commands_to_try() -> None:
    assert len(set(commands())) > 8


@pytest.mark.parametrize("page", PAGES)
def test_what_is_shown_as_yaml_is(page: str) -> None:
    for block in _YAML.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        yaml.safe_load(block)


@pytest.mark.parametrize(
    "name",
    [
        "plan.yaml",
        "plan.yml",
        "a.plan.yaml",
        "a.b.plan.yml",
        "myplan.yaml",
        "plan.yaml.bak",
        "Plan.yaml",
    ],
)
def test_the_hooks_see_the_files_that_kamctl_takes_for_plans(name: str) -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        for place in (name, f"accounts/north/{name}"):
            assert bool(re.search(hook["files"], place)) == is_plan_name(name)
