"""A plan is checked once for each change, whoever shows it, and with its workspace as it is."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.web import plan_checker
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editor import Editor
from kamctl.web.plan_checker import PlanChecker
from tests.web.conftest import DAY

DUE = '["objectives",{"id":"SO1"},"due"]'
PLAN = """\
kamctl: 1
account: {name: Norrvik}
objectives:
  - {id: SO1, statement: Renew the substations., due: 2028-12-31}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    return path


def test_the_findings_the_form_and_the_documents_come_from_one_check(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = Mock(side_effect=check_source)
    monkeypatch.setattr(plan_checker, "check_source", checked)
    editor = Editor(plan, lambda: DAY, "en")
    assert editor.session.report is editor.shown.state.latest.report
    assert checked.call_count == 1
    editor.show(commit_field(editor.session, DUE, "31 December 2028", "2029-Q1"))
    field = editor.session.field(DUE)
    assert field is not None and field.value == "Q1 2029"
    assert "2029" in editor.documents.page("kind=plan")
    assert not editor.shown.poll()  # what was saved here is no news
    assert editor.session.report is editor.shown.state.latest.report
    assert checked.call_count == 2
    plan.write_text(plan.read_text().replace("Renew", "Replace"))
    assert editor.shown.poll()
    assert editor.session.report is editor.shown.state.latest.report
    assert checked.call_count == 3


@pytest.mark.parametrize(
    "wrong", ["nonsense: 1", "checks: {nonsense: {}}", "branding: {logo: none.png}"]
)
def test_a_plan_is_edited_though_its_workspace_is_invalid(plan: Path, wrong: str) -> None:
    checker = PlanChecker(plan, "plan.yaml", lambda: DAY)
    valid = checker.current()
    workspace = plan.with_name("kamctl.yaml")
    workspace.write_text(f"kamctl: 1\ncustom: {{account: {{region: {{}}}}}}\n{wrong}\n")
    found = checker.current()
    assert found.plan_report.plan == valid.plan_report.plan
    assert "region" in found.workspace.custom["account"]
    assert found.workspace_error is not None and not found.is_renderable
    assert found.report.file.endswith("kamctl.yaml") and found.report.findings
    workspace.unlink()
    assert checker.current().report.findings == valid.report.findings


def test_a_workspace_stays_the_same_while_its_files_do(plan: Path) -> None:
    workspace = plan.with_name("kamctl.yaml")
    workspace.write_text("kamctl: 1\ncompany: Corraline\n")
    checker = PlanChecker(plan, "plan.yaml", lambda: DAY)
    before = checker.current()
    plan.write_text(PLAN.replace("Renew", "Replace"))
    after = checker.current()
    assert after is not before and after.workspace is before.workspace
    workspace.write_text("kamctl: 1\ncompany: Corrado\n")
    assert checker.current().workspace.company == "Corrado"
