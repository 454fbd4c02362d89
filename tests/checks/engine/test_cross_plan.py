"""Across plans: told at the end, in every form, the same however many processes read."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kamctl.checks.engine import cross_plan
from kamctl.checks.engine.cross_plan import (
    WorkspacePlans,
    check_across_plans,
    with_cross_plan_report,
)
from kamctl.checks.engine.registry import CrossPlanFinding
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.checks.engine.settings import Settings, settings
from kamctl.document.finding import Severity
from kamctl.document.source import Source
from kamctl.reports.report_formats import REPORT_FORMATS
from kamctl.workspace.config import NO_WORKSPACE, Workspace
from tests.running import kamctl, plain_environment

TODAY = dt.date(2026, 11, 23)
PLAN = """\
kamctl: 1
account: {{id: alpa, name: {name}}}
stakeholders:
  - {{id: m, name: Hélène Mercier, title: Buyer, attitude: {attitude}}}{comment}
"""


def plan(name: str, attitude: str = "champion", comment: str = "") -> str:
    return PLAN.format(name=name, attitude=attitude, comment=comment)


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run_it(*arguments: str) -> subprocess.CompletedProcess[str]:
        words = ("validate", "--today", "2026-11-23", *arguments)
        done = kamctl(tmp_path, *words, env=plain_environment())
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return run_it


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    comment = " # kamctl: ignore KAM956 because the old plan goes in March"
    plans = {
        "a/plan.yaml": plan("Alpa"),
        "b/plan.yaml": plan("Baltik", "critic"),
        "c/plan.yaml": plan("Cidra").replace("}}\nst", f"}}}}{comment}\nst"),
        "d/plan.yaml": plan("Dolo").replace("Dolo}", f"Dolo}}{comment}"),
    }
    for name, text in plans.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_they_come_last_and_say_where_the_other_is(run: Run, workspace_folder: Path) -> None:
    output = run("--strict").stdout
    assert output.index("Dolo · draft") < output.index("Across plans")
    output = run("--select", "KAM95", "--strict").stdout
    assert output.startswith("Across plans")
    assert "b/plan.yaml:2:15 warning KAM956 one-plan" in output
    assert "2 │ account: {id: alpa, name: Baltik}" in output
    assert "Also here (a/plan.yaml:2:15)" in output
    assert "ignored: KAM956 (line 2): the old plan goes in March" in output
    assert "d/plan.yaml:2:15" not in output


def test_one_plan_alone_meets_nobody(run: Run, workspace_folder: Path) -> None:
    assert "KAM95" not in run("a/plan.yaml").stdout
    assert "KAM901" not in run("d/plan.yaml").stdout, "one plan alone cannot tell"


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_several_processes_say_the_same(run: Run, workspace_folder: Path, form: str) -> None:
    one, two = (run("--format", form, "--jobs", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode
    assert "KAM956" in one.stdout


@pytest.mark.parametrize("asked", [("--select", "KAM956"), ("--ignore", "KAM956"), ("--todo",)])
def test_several_processes_leave_out_the_same(
    run: Run, workspace_folder: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    outputs = []
    for jobs in ("1", "2"):
        file = tmp_path / f"{jobs}.txt"
        done = run(*asked, "--jobs", jobs, "-o", str(file))
        outputs.append((done.stdout, done.returncode, file.read_text(encoding="utf-8")))
    assert outputs[0] == outputs[1]
    assert ("KAM956 one-plan" in outputs[0][0]) == ("--ignore" not in asked)


def test_programs_find_the_other_place(run: Run, workspace_folder: Path) -> None:
    value = json.loads(run("--format", "json", "--select", "KAM956").stdout)
    first = value["findings"][0]
    assert (first["path"], first["related"][0]["path"]) == ("b/plan.yaml", "a/plan.yaml")
    assert [one["path"] for one in value["set_aside"]] == ["d/plan.yaml"]
    assert [one["path"] for one in value["plans"]] == [f"{name}/plan.yaml" for name in "abcd"]
    assert value["summary"]["plans"] == 4
    sarif = json.loads(run("--format", "sarif", "--select", "KAM956").stdout)
    near = sarif["runs"][0]["results"][0]["relatedLocations"][0]
    assert near["physicalLocation"]["artifactLocation"]["uri"] == "a/plan.yaml"


def test_each_workspace_is_by_itself(run: Run, workspace_folder: Path) -> None:
    (workspace_folder / "b" / "kamctl.yaml").write_text("kamctl: 1\n", encoding="utf-8")
    found = run("--format", "concise", "--select", "KAM956").stdout.splitlines()
    assert [line.split(":")[0] for line in found] == ["c/plan.yaml"]


def test_a_workspace_can_make_it_an_error_or_leave_it(run: Run, workspace_folder: Path) -> None:
    settled = workspace_folder / "kamctl.yaml"
    settled.write_text("kamctl: 1\nchecks: {one-plan: error}\n", encoding="utf-8")
    done = run("--select", "KAM956")
    assert "error KAM956" in done.stdout
    assert done.returncode == 1
    settled.write_text("kamctl: 1\nchecks: {KAM956: off}\n", encoding="utf-8")
    assert "KAM956" not in run().stdout


def test_a_broken_plan_keeps_no_other_from_being_compared(run: Run, workspace_folder: Path) -> None:
    (workspace_folder / "a" / "plan.yaml").write_text("kamctl: [", encoding="utf-8")
    assert "c/plan.yaml:2:15" in run("--format", "concise", "--select", "KAM956").stdout


def test_a_check_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def fails(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
        raise ZeroDivisionError
        yield

    def broken(workspace: Workspace) -> Settings:
        sane = settings(workspace)
        swapped = [
            replace(one, run_on_plans=fails) if one.code == "KAM952" else one
            for one in sane.for_plans_together
        ]
        return replace(sane, for_plans_together=tuple(swapped))

    reports = [
        check_source(
            Source(f"{name}/plan.yaml", plan(name)),
            NO_WORKSPACE,
            TODAY,
            CheckOptions(cross_plan=True),
        )
        for name in ("Alpa", "Baltik")
    ]
    monkeypatch.setattr(cross_plan, "settings", broken)
    across = check_across_plans(
        [one.cross_plan_facts for one in reports if one.cross_plan_facts], TODAY, NO_WORKSPACE
    )
    assert across is not None
    assert across.crashed
    assert "KAM956" in {one.code for one in across.findings}


def test_nothing_is_added_where_nothing_was_found() -> None:
    reports = [
        check_source(
            Source("a/plan.yaml", plan("Alpa")), NO_WORKSPACE, TODAY, CheckOptions(cross_plan=True)
        ),
        check_source(
            Source("b/plan.yaml", "kamctl: ["), NO_WORKSPACE, TODAY, CheckOptions(cross_plan=True)
        ),
    ]
    assert list(with_cross_plan_report(iter(reports), TODAY)) == reports


def test_ties_are_small(lactea: Path) -> None:
    import pickle

    text = lactea.read_text(encoding="utf-8")
    facts = check_source(
        Source("plan.yaml", text), NO_WORKSPACE, TODAY, CheckOptions(cross_plan=True)
    ).cross_plan_facts
    assert len(pickle.dumps(facts)) < 3000


def test_a_draft_is_told_as_a_to_do() -> None:
    reports = [
        check_source(
            Source(f"{name}/plan.yaml", plan(name, attitude)),
            NO_WORKSPACE,
            TODAY,
            CheckOptions(cross_plan=True),
        )
        for name, attitude in (("Alpa", "champion"), ("Baltik", "critic"))
    ]
    across = check_across_plans(
        [one.cross_plan_facts for one in reports if one.cross_plan_facts], TODAY, NO_WORKSPACE
    )
    assert across is not None
    weights = {one.code: one.severity for one in across.findings}
    assert weights == {"KAM956": Severity.WARNING, "KAM952": Severity.TODO}


def test_an_earlier_name_that_is_the_id_of_another_account(tmp_path: Path, run: Run) -> None:
    plans = {
        "a/plan.yaml": "kamctl: 1\naccount: {id: lactea, name: Lactea}\n",
        "b/plan.yaml": "kamctl: 1\naccount: {id: other, name: Other, formerly: [Old, LACTÉA]}\n",
        "c/plan.yaml": "kamctl: 1\naccount: {id: new, name: New, formerly: [new, elder]}\n",
    }
    for name, text in plans.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    output = run("--select", "KAM956", "--strict").stdout
    assert "b/plan.yaml:2:51 warning KAM956" in output
    assert "lactea is the id of Lactea, so its sign-offs would count here." in output
    assert output.count("KAM956") == 1


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            [
                "objectives: [{id: SO1, statement: Win., directions: [{function: supply-chain, "
                "resources: {requested: The line}}]}]"
            ]
            * 2,
            "The plan of L asks supply chain for the same: “The line”",
        ),
        (
            [
                "team: [{id: a, name: Ana, allocation: 60%}, {id: b, name: Ana, allocation: 10%}]",
                "team: [{id: a, name: Ana, allocation: 60%}]",
            ],
            "2 plans require 130% of Ana's time in total.",
        ),
    ],
)
def test_functions_have_names_and_plans_are_counted_once(texts: list[str], message: str) -> None:
    reports = [
        check_source(
            Source(f"{number}/plan.yaml", f"kamctl: 1\naccount: {{name: L}}\n{text}\n"),
            NO_WORKSPACE,
            TODAY,
            CheckOptions(cross_plan=True),
        )
        for number, text in enumerate(texts)
    ]
    facts = [one.cross_plan_facts for one in reports if one.cross_plan_facts]
    found = check_across_plans(facts, TODAY, NO_WORKSPACE)
    assert found is not None
    assert message in [str(one.message) for one in found.findings]
