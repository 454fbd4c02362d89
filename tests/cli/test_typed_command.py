"""The command line as it was typed, and the one that was meant."""

from __future__ import annotations

import pytest

from kamctl.cli import typed_command


@pytest.mark.parametrize(
    ("typed", "folder", "meant"),
    [
        ("history", ".", "kamctl history a/plan.yaml"),
        ("history .", ".", "kamctl history a/plan.yaml"),
        (
            "import xlsx x.xlsx --into accounts",
            "accounts",
            "kamctl import xlsx x.xlsx --into a/plan.yaml",
        ),
        (
            "import xlsx accounts --into accounts/",
            "accounts",
            "kamctl import xlsx accounts --into a/plan.yaml",
        ),
        ("import xlsx x.xlsx --into=accounts", "accounts", ""),
    ],
)
def test_a_plan_takes_the_place_of_its_folder(typed: str, folder: str, meant: str) -> None:
    typed_command.set_words(typed.split())
    assert typed_command.with_plan(folder, "a/plan.yaml") == meant
