"""A stage that is claimed and not met: validate, next, plan stage and status say the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.running import kamctl_here

TODAY = ("--today", "2026-11-23")
CLOSED = """objectives:
  - {id: SO1, statement: Over., status: closed, outcome: {result: cancelled, learned: Much.}}
"""


def write(folder: Path, stage: str, objectives: str = "") -> None:
    (folder / "plan.yaml").write_text(
        f"kamctl: 1\naccount: {{name: Acme}}\nplan: {{stage: {stage}}}\n{objectives}",
        encoding="utf-8",
    )


def test_a_stage_before_the_plan_is_answered_with_the_command_in_order(tmp_path: Path) -> None:
    write(tmp_path, "shared")
    done = kamctl_here(tmp_path, "plan", "stage", "draft", "plan.yaml")
    assert done.returncode == 2
    assert "“plan.yaml” comes before STAGE." in done.stderr
    assert "Run: kamctl plan stage plan.yaml draft\n" in done.stderr
    assert kamctl_here(tmp_path, "plan", "stage", "plan.yaml", "draft").returncode == 0


@pytest.mark.parametrize("objectives", ["", "objectives: []\n", CLOSED])
@pytest.mark.parametrize("stage", ["shared", "aligned", "validated"])
def test_no_stage_without_an_open_objective(tmp_path: Path, stage: str, objectives: str) -> None:
    write(tmp_path, stage, objectives)
    before = (tmp_path / "plan.yaml").read_bytes()
    found = kamctl_here(tmp_path, "validate", "--format", "concise", *TODAY)
    assert found.returncode == 1
    assert "error KAM120" in found.stdout
    steps = json.loads(kamctl_here(tmp_path, "next", "--format", "json", *TODAY).stdout)
    assert steps["plans"][0]["steps"][0]["findings"][0]["code"] == "KAM120"
    claimed = kamctl_here(tmp_path, "plan", "stage", "plan.yaml", stage, *TODAY)
    assert claimed.returncode == 1
    assert "KAM120" in claimed.stdout
    assert f"The plan claims stage {stage}, but 3 requirements are not met." in claimed.stdout
    seen = json.loads(kamctl_here(tmp_path, "status", "--format", "json", *TODAY).stdout)
    account = seen["accounts"][0]
    claim = ("claim", f"claims stage {stage}, but 3 requirements are not met")
    if stage != "shared":  # what needs sign-offs has nothing that could be signed
        claim = ("unfounded", f"stage {stage}, but the plan has no open objective")
    assert [(one["reason"], one["text"]) for one in account["reasons"]] == [claim]
    assert (tmp_path / "plan.yaml").read_bytes() == before


@pytest.mark.parametrize("stage", ["shared", "aligned", "validated"])
def test_a_draft_moves_on_with_an_objective_only(tmp_path: Path, stage: str) -> None:
    write(tmp_path, "draft")
    assert kamctl_here(tmp_path, "validate", *TODAY).returncode == 0
    done = kamctl_here(tmp_path, "plan", "stage", "plan.yaml", stage, *TODAY)
    assert done.returncode == 1
    assert "KAM120" in done.stdout and "Stage not changed from draft: 3 requirements" in done.stdout
    assert "stage: draft" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")


def test_a_stage_that_is_met_is_no_reason_to_look(tmp_path: Path) -> None:
    for name in ("plan.yaml", "signoffs.yaml"):
        shutil.copy(ROOT / "examples" / "complete-en" / name, tmp_path)
    done = kamctl_here(tmp_path, "plan", "stage", "plan.yaml", "aligned", *TODAY)
    assert (done.returncode, done.stdout) == (0, "Velopar Group is already at stage aligned.\n")
    seen = json.loads(kamctl_here(tmp_path, "status", "--format", "json", *TODAY).stdout)
    assert not {"claim", "unfounded"} & {one["reason"] for one in seen["accounts"][0]["reasons"]}


def test_a_claim_comes_before_what_is_late(tmp_path: Path) -> None:
    late = (ROOT / "tests" / "data" / "lactea" / "plan.yaml").read_text(encoding="utf-8")
    (tmp_path / "lactea.plan.yaml").write_text(
        late.replace("stage: shared", "stage: draft"), encoding="utf-8"
    )
    write(tmp_path, "validated")
    output = kamctl_here(tmp_path, "status", *TODAY).stdout
    needs = [line for line in output.splitlines() if line.startswith("  • ")]
    assert needs[0].startswith("  • Acme: stage validated, but the plan has no open objective")
    assert needs[1].startswith("  • Groupe Lactéa: ")


def test_an_error_that_is_no_matter_of_the_stage_is_distinguished(tmp_path: Path) -> None:
    write(tmp_path, "shared", "team: [{id: a, name: A}, {id: a, name: B}]\n")
    seen = json.loads(kamctl_here(tmp_path, "status", "--format", "json", *TODAY).stdout)
    assert [(one["reason"], one["text"]) for one in seen["accounts"][0]["reasons"]] == [
        ("claim", "claims stage shared, but 3 requirements are not met"),
        ("errors", "1 other error in the plan"),
    ]


def test_a_draft_claims_nothing(tmp_path: Path) -> None:
    twice = (
        "objectives: [{id: SO1, statement: Win, measures: [{name: Waste, readings: "
        "[{value: 3, on: 2026-10-01}, {value: 4, on: 2026-10-01}]}]}]\n"
    )
    write(tmp_path, "draft", twice)
    assert "1 error, " in kamctl_here(tmp_path, "validate", *TODAY).stdout
    seen = json.loads(kamctl_here(tmp_path, "status", "--format", "json", *TODAY).stdout)
    assert [(one["reason"], one["text"]) for one in seen["accounts"][0]["reasons"]] == [
        ("errors", "1 error in the plan"),
    ]
    stays = kamctl_here(tmp_path, "plan", "stage", "plan.yaml", "draft", *TODAY)
    assert stays.returncode == 1
    assert stays.stdout.endswith("The plan is a draft and has one error.\n")


@pytest.mark.parametrize("stage", ["aligned", "validated"])
def test_objectives_on_hold_are_open(tmp_path: Path, stage: str) -> None:
    write(tmp_path, stage, "objectives: [{id: SO1, statement: Win., status: on_hold}]\n")
    found = kamctl_here(tmp_path, "validate", "--format", "concise", *TODAY).stdout
    assert "KAM310" in found and "KAM120" not in found
    seen = json.loads(kamctl_here(tmp_path, "status", "--format", "json", *TODAY).stdout)
    account = seen["accounts"][0]
    ((reason, text),) = [(one["reason"], one["text"]) for one in account["reasons"]]
    assert reason == "claim"
    assert f"claims stage {stage}, but " in text


PLAN_COMMANDS = [
    (("plan", "stage"), ("draft",)),
    (("align", "ask"), ()),
    (("align", "confirm"), ("SO1", "--by", "mercier", "--how", "Minutes", "--yes")),
    (("align", "record"), ("SO1", "--for", "finance", "--decision", "agree", "--yes")),
    (("align", "restate"), ("SO1", "--for", "finance", "--text", "We wait.", "--yes")),
    (("answers",), ("reply.eml",)),
    (("ask",), ()),
    (("export", "xlsx"), ("-o", "-")),
    (("history",), ()),
]
"""Each command that works on one plan, and what it needs after the plan."""


@pytest.mark.parametrize(("command", "more"), PLAN_COMMANDS, ids=" ".join)
def test_a_folder_means_its_only_plan(
    tmp_path: Path, command: tuple[str, ...], more: tuple[str, ...]
) -> None:
    folder = tmp_path / "lactea"
    folder.mkdir()
    write(folder, "draft")
    by_path, by_folder = (
        kamctl_here(tmp_path, *command, plan, *more) for plan in ("lactea/plan.yaml", "lactea")
    )
    assert (by_folder.returncode, by_folder.stdout, by_folder.stderr) == (
        by_path.returncode,
        by_path.stdout,
        by_path.stderr,
    )
    assert "is a folder" not in by_folder.stderr
    write(tmp_path, "draft")
    several = kamctl_here(tmp_path, *command, ".", *more)
    assert (several.returncode, several.stdout) == (2, "")
    assert "There are 2 plans" in several.stderr


@pytest.mark.parametrize("command", ["align ask", "ask", "export xlsx -o -", "history"])
def test_the_only_plan_need_not_be_named(tmp_path: Path, command: str) -> None:
    write(tmp_path, "draft")
    words = command.split()
    named = kamctl_here(tmp_path, *words[:2], *words[2:], "plan.yaml")
    found = kamctl_here(tmp_path, *words)
    assert (found.returncode, found.stderr) == (named.returncode, named.stderr)
    assert "missing" not in found.stderr.lower()
