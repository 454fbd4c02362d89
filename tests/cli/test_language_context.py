"""The language of a run where nobody asks for one: that of the workspace around."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.cli import language_context
from kamctl.workspace.discovery import find_workspace
from tests.repositories import GitRepository


@pytest.mark.parametrize(
    ("outer", "inner", "language"),
    [
        ("language: fr", "company: A", "fr"),  # inherited
        ("language: fr", "language: en", "en"),
        ("company: A", "language: fr", "fr"),
        ("company: A", "company: A", "en"),
        ("language: fr", "language: [", "fr"),  # one that cannot be read says nothing
    ],
)
def test_messages_are_in_the_language_of_new_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outer: str, inner: str, language: str
) -> None:
    below = tmp_path / "accounts"
    below.mkdir()
    (tmp_path / "kamctl.yaml").write_text(f"kamctl: 1\n{outer}\n", encoding="utf-8")
    (below / "kamctl.yaml").write_text(f"kamctl: 1\n{inner}\n", encoding="utf-8")
    monkeypatch.chdir(below)
    language_context.set_arguments([])
    assert language_context.program_language() == language
    if "[" not in inner:
        assert find_workspace(below).default_language == language


def test_a_workspace_outside_the_repository_decides_nothing(
    repo: GitRepository, tmp_path: Path
) -> None:
    (tmp_path / "kamctl.yaml").write_text("kamctl: 1\nlanguage: fr\n", encoding="utf-8")
    repo.write("kamctl.yaml", "kamctl: 1\n")
    language_context.set_arguments([])
    assert language_context.program_language() == "en"
