"""Which workspace a command on several plans goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.workspace.config import NO_WORKSPACE
from kamctl.workspace.plan_files import plan_files, workspace_of_run

PLAN = "kamctl: 1\naccount: {name: A}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two customers without a workspace around them; Corvane has one, and one inside."""
    for name, company in (("corvane", "Corvane"), ("corvane/a-unit", "Unit"), ("other", "Other")):
        folder = tmp_path / name
        (folder / "accounts").mkdir(parents=True)
        (folder / "kamctl.yaml").write_text(f"kamctl: 1\ncompany: {company}\n", encoding="utf-8")
        (folder / "accounts" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("paths", "company"),
    [
        (["corvane"], "Corvane"),  # and not the one inside it, where the first plan is
        (["corvane/a-unit"], "Unit"),
        (["corvane/accounts"], "Corvane"),
        (["other/accounts/plan.yaml", "corvane"], "Other"),
        (["."], "Unit"),  # none is around all plans: that of the first plan
    ],
)
def test_it_is_that_of_the_place_named_first(paths: list[str], company: str) -> None:
    assert workspace_of_run(paths, plan_files(paths)).shown_name == company


@pytest.mark.usefixtures("here")
def test_standard_input_has_that_of_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workspace_of_run(["-"], ["-"]) is NO_WORKSPACE
    monkeypatch.chdir("corvane")
    assert workspace_of_run(["-"], ["-"]).shown_name == "Corvane"
