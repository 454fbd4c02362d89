"""One run over one plan: stages, damage, completeness, and checks that fail themselves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from kamctl.checks.engine import context, runner
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.registry import Check, registry
from kamctl.checks.engine.runner import CheckOptions, check_file, check_files, check_source
from kamctl.checks.engine.settings import settings
from kamctl.document.finding import Finding, Severity
from kamctl.document.source import Source
from kamctl.plan.plan_metadata import Stage
from kamctl.reports.summary import Summary
from kamctl.workspace.config import NO_WORKSPACE, Workspace

TODAY = dt.date(2026, 11, 23)
OF = 32
"""How many checks the last stage requires of an objective; the docs say it too."""


def check(text: str, stage: Stage | None = None, workspace: Workspace = NO_WORKSPACE) -> PlanReport:
    return check_source(Source("plan.yaml", text), workspace, TODAY, CheckOptions(stage))


def codes_and_lines(report: PlanReport) -> list[str]:
    return [f"{finding.code} {finding.span.line}" for finding in report.findings]


THIN = """kamctl: 1
account: {name: L}
plan: {stage: STAGE}
objectives:
  - {id: SO1, statement: Win the plants.}
"""


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("asked", [True, False])
def test_what_a_stage_requires_fails_from_that_stage_on(stage: Stage, asked: bool) -> None:
    text = THIN.replace("STAGE", "draft" if asked else stage.value)
    report = check(text, stage if asked else None)
    severity = {finding.code: finding.severity for finding in report.findings}
    required = {item.code: item for item in registry() if item.code in severity}
    assert {"KAM103", "KAM104", "KAM105", "KAM107", "KAM108", "KAM301", "KAM303"} <= set(required)
    for code, item in required.items():
        if item.required_from is not None and stage.rank >= item.required_from.rank:
            assert severity[code] is Severity.ERROR, code
        else:
            warns = item.warns_from is not None and stage.rank >= item.warns_from.rank
            assert severity[code] is (Severity.WARNING if warns else Severity.TODO), code


ASKED = """kamctl: 1
account: {name: L, relationship: {now: integrated, target: basic, by: 2028-12-31, gap: Trust}}
plan: {stage: STAGE, owner: paul, sponsor: ruth}
team: [{id: paul, name: Paul}, {id: ruth, name: Ruth}, {id: nadia, name: Nadia}]
customer: {goals: [Halve the waste]}
stakeholders: [{id: cfo, name: Anna, title: CFO}]
objectives:
  - id: SO1
    statement: Win the plants.
    decider: ruth
    directions: [{function: finance, leader: nadia, ask: Pay later.}]
"""
"""What the next stage only warns of is in it too."""


@pytest.mark.parametrize("now", list(Stage)[:-1])
def test_what_the_next_stage_requires_is_what_fails_there(now: Stage) -> None:
    text = ASKED.replace("STAGE", now.value)
    coming = list(Stage)[now.rank + 1]
    required = [
        (one.code, one.path)
        for one in check(text).findings
        if one.severity is not Severity.ERROR and one.requirement_of == coming.value
    ]
    fails = [
        (one.code, one.path)
        for one in check(text, coming).findings
        if one.severity is Severity.ERROR and one.requirement_of == coming.value
    ]
    assert required == fails and required


def test_a_stage_asked_for_does_not_change_the_plan() -> None:
    report = check(THIN.replace("STAGE", "draft"), Stage.VALIDATED)
    assert report.plan is not None
    assert report.plan.plan.stage is Stage.DRAFT


def test_an_earlier_stage_may_be_asked_for() -> None:
    assert check(THIN.replace("STAGE", "validated"), Stage.DRAFT).errors == 0


def test_to_dos_and_warnings_say_from_when_they_fail() -> None:
    declared = {item.code: item for item in registry()}
    for stage in ("draft", "shared"):
        for finding in check(THIN.replace("STAGE", stage)).findings:
            fails = finding.severity is Severity.ERROR
            assert finding.stage == (None if fails else declared[finding.code].stage.value)
            assert (finding.objective == "SO1") == (finding.path[:1] == ("objectives",))


def test_every_check_explains_itself() -> None:
    codes = [item.code for item in registry()]
    assert codes == sorted(codes)
    for item in registry():
        assert item.page.strip().split("\n")[0].endswith("."), item.code
        assert bool(item.todo) == (item.run_on_objective is not None)


# --- Damage ---------------------------------------------------------------------------------------


def test_a_plan_with_schema_errors_still_gets_the_rest() -> None:
    report = check(
        """kamctl: 1
account: {name: L, tier: [1]}
plan: {stage: shared, owner: nobody, period: {start: 2026-01-01, end: never}}
team:
  - {id: a, name: A, function: nonsense}
  - {name: B}
objectives:
  - id: SO1
    statement: One. Two.
    owner: claire
    due: 1/2/2028
    wrong: 1
reviews: [{date: 2027-01-01}]
"""
    )
    assert report.plan is not None
    found = codes_and_lines(report)
    for line in (
        "KAM011 2",
        "KAM012 3",
        "KAM201 3",
        "KAM015 5",
        "KAM013 6",
        "KAM101 9",
        "KAM201 10",
        "KAM012 11",
        "KAM010 12",
        "KAM203 13",
    ):
        assert line in found, line


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        ("due: soon", {"KAM105"}),
        ("owner: [a]", {"KAM104", "KAM201"}),
        ("decider: a b", {"KAM303", "KAM201"}),
        ("scope: everywhere", {"KAM103"}),
        ("scope: {countries: [Norway]}", {"KAM103"}),
        ("serves: G1", {"KAM107"}),
        ("customer_gain: [x]", {"KAM108"}),
        ("our_gain: 12", {"KAM109"}),
        ("our_gain: &x Much", {"KAM109"}),
        ("measures: many", {"KAM110", "KAM111"}),
        (
            "measures: [{name: M, unit: t, baseline: 3, target: {value: 4, on: 2027-01}}]",
            {"KAM110"},
        ),
        ("directions: finance", {"KAM301", "KAM302"}),
        ("directions: [{function: finance, impact: bad, ask: x, leader: a}]", {"KAM301"}),
        ("directions: [{function: finance, ask: 60, leader: a}]", {"KAM302"}),
    ],
)
def test_nothing_false_is_said_of_what_could_not_be_read(damage: str, codes: set[str]) -> None:
    report = check(
        "kamctl: 1\naccount: {name: L}\nplan: {stage: shared}\nteam: [{id: a, name: A}]\n"
        f"objectives:\n  - id: SO1\n    statement: Win.\n    {damage}\n"
    )
    found = {finding.code for finding in report.findings}
    assert found & {"KAM006", "KAM010", "KAM011", "KAM012", "KAM013"}
    assert found & codes == set()


def test_a_reference_to_a_damaged_entry_is_no_unknown_one() -> None:
    report = check(
        "kamctl: 1\naccount: {name: L}\nplan: {owner: claire}\nteam: [{id: claire, nmae: C}]\n"
    )
    assert {finding.code for finding in report.findings} & {"KAM010", "KAM013", "KAM201"} == {
        "KAM010",
        "KAM013",
    }


def test_findings_are_in_the_order_of_the_file() -> None:
    report = check(THIN.replace("STAGE", "final") + "risks: 3\nzzz: 1\n")
    places = [(finding.span.line, finding.span.column, finding.code) for finding in report.findings]
    assert places == sorted(places)


# --- Completeness ---------------------------------------------------------------------------------


def test_completeness_counts_what_some_stage_requires_of_an_objective(lactea: Path) -> None:
    report = check(lactea.read_text(encoding="utf-8"))
    first, second = report.objectives
    required = {
        item.code
        for item in registry()
        if item.run_on_objective and (item.required_from or item.counts)
    }
    assert first.required == second.required == len(required) == OF
    assert (first.objective, [todo.code for todo in first.missing][:1]) == ("SO1", ["KAM301"])
    assert [todo.code for todo in second.next] == ["KAM103", "KAM108", "KAM109"]
    assert {"KAM110", "KAM111", "KAM301", "KAM302", "KAM303"} <= {
        todo.code for todo in second.missing
    }
    for objective in report.objectives:
        assert objective.met + len(objective.missing) == objective.required
        assert {todo.code for todo in objective.missing} <= required
        assert sum(met for _, met, _ in objective.by_stage) == objective.met
        assert sum(of for _, _, of in objective.by_stage) == objective.required


def test_a_closed_objective_has_no_completeness(lactea: Path) -> None:
    """Nothing is checked in it: that would be a full count."""
    text = lactea.read_text(encoding="utf-8").replace("id: SO2", "id: SO2\n    status: closed")
    report = check(text)
    assert [one.objective for one in report.objectives] == ["SO1"]
    assert report.without_plan().required == report.required == OF


def test_completeness_is_the_same_at_every_stage(lactea: Path) -> None:
    text = lactea.read_text(encoding="utf-8")
    assert len({check(text, stage).objectives for stage in Stage}) == 1


# --- Checks that fail -----------------------------------------------------------------------------


def broken(*_: object) -> None:
    raise ZeroDivisionError("by zero")


@pytest.mark.parametrize("code", ["KAM201", "KAM104"])
def test_a_check_that_crashes_is_a_finding_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, lactea: Path, code: str
) -> None:
    text = lactea.read_text(encoding="utf-8") + "\nreviews: [{date: 2030-01-01}]\n"
    sound = {finding.code for finding in check(text).findings}

    def swap(item: Check) -> Check:
        if item.code != code:
            return item
        key = "run_on_plan" if item.run_on_plan else "run_on_objective"
        return dataclasses.replace(item, **{key: broken})

    sane = settings(NO_WORKSPACE)
    changed = dataclasses.replace(
        sane,
        for_plan=tuple(map(swap, sane.for_plan)),
        for_objectives=tuple(map(swap, sane.for_objectives)),
    )
    monkeypatch.setattr(context, "settings", lambda _: changed)
    report = check(text)
    crashes = [finding for finding in report.findings if finding.code == "KAM000"]
    assert len(crashes) == (1 if code == "KAM201" else 2)
    for crash in crashes:
        assert crash.severity is Severity.ERROR
        assert f"{code} failed" in str(crash.message)
        assert "ZeroDivisionError" in str(crash.message)
    assert {finding.code for finding in report.findings} - {"KAM000"} == sound - {code}
    assert report.crashed
    summary = Summary()
    summary.add(report)
    assert summary.exit_code(strict=False) == 2


def test_a_failure_about_removed_signoffs_stops_no_report(
    monkeypatch: pytest.MonkeyPatch, lactea: Path
) -> None:
    text = lactea.read_text(encoding="utf-8")
    sound = [finding.code for finding in check(text).findings]
    monkeypatch.setattr(runner, "removed_findings", broken)
    report = check(text)
    (crash,) = [finding for finding in report.findings if finding.code == "KAM000"]
    assert "KAM018 failed" in str(crash.message) and "ZeroDivisionError" in str(crash.message)
    assert [finding.code for finding in report.findings if finding is not crash] == sound
    assert report.crashed


def test_a_workspace_has_its_own_functions() -> None:
    text = "kamctl: 1\naccount: {name: L}\nteam: [{id: a, name: A, function: purchasing}]\n"
    assert "KAM015 3" in codes_and_lines(check(text))
    assert "KAM015 3" not in codes_and_lines(
        check(text, workspace=Workspace(functions=("purchasing",)))
    )


def test_the_day_is_taken_and_never_asked_for() -> None:
    text = "kamctl: 1\naccount: {name: L}\nreviews: [{date: 2026-11-24}]\n"
    source = Source("plan.yaml", text)
    for day, fires in ((TODAY, True), (TODAY + dt.timedelta(1), False)):
        report = check_source(source, NO_WORKSPACE, day)
        assert ("KAM203" in {finding.code for finding in report.findings}) == fires


@pytest.mark.parametrize("todos", [True, False])
def test_several_are_each_found_as_alone(root: Path, tmp_path: Path, todos: bool) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(
            [*root.glob("examples/*/plan.yaml"), *root.glob("tests/data/*/plan.yaml")]
        )
    ]
    texts += [THIN.replace("STAGE", "shared"), "kamctl: 1\naccount: [\n", "", "objectives: 3\n"]
    texts.append(
        THIN.replace("STAGE", "draft").replace("name: L", "name: L # kamctl: ignore KAM201")
    )
    workspace = tmp_path / "purchasing" / "kamctl.yaml"
    workspace.parent.mkdir()
    workspace.write_text("kamctl: 1\nfunctions: [purchasing]\n", encoding="utf-8")
    files = [str(tmp_path / "missing.yaml")]
    for number, text in enumerate(texts * 4):
        folder = workspace.parent if number % 3 == 1 else tmp_path
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
        files.append(str(folder / f"{number}.yaml"))
    options = CheckOptions(todos=todos, cross_plan=True)
    together = list(check_files(files, TODAY, options))
    alone = [check_file(file, TODAY, options) for file in files]
    assert [one.file for one in together] == files
    assert len(files) > 32, "more than are read at once"
    for one, other in zip(together, alone, strict=True):
        assert [*map(whole, one.findings)] == [*map(whole, other.findings)]
        assert dataclasses.replace(one, findings=(), suppressed=(), document=None) == (
            dataclasses.replace(other, findings=(), suppressed=(), document=None)
        )
    assert list(check_files([], TODAY)) == []


def whole(finding: Finding) -> dict[str, str]:
    """Return all that a finding says; its quotations are made anew each time."""
    beside = [(str(one.message), one.span) for one in finding.related]
    return {key: str(value) for key, value in finding._replace(related=beside)._asdict().items()}


@pytest.mark.parametrize(
    "statement",
    ["''", '"  "', "", "{en: ''}", "[a, b]", "true", "{en: true}", "{en: true, no: 10.0}"],
)
def test_a_statement_that_is_missing_breaks_no_check(statement: str) -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nplan: {stage: validated}\nobjectives:\n"
        f"  - id: A\n    statement: {statement}\n"
        "  - {id: B, statement: Win my lazy customer.}\n"
    )
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, dt.date(2026, 11, 23))
    assert "KAM000" not in {one.code for one in report.findings}
    assert any(one.pointer.startswith("/objectives/0/statement") for one in report.findings)
