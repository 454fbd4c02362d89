"""What a stage means: no workspace turns it off, makes it weigh less or counts it later."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.checks.engine.registry import find_check
from kamctl.checks.engine.settings import settings
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Severity
from kamctl.document.source import Source
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.config import Workspace, parse_workspace
from kamctl.workspace.inheritance import inherit


def workspace_folder(rules: str) -> Workspace:
    return parse_workspace(Source("kamctl.yaml", f"checks:\n{rules}"), Path())


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("  KAM120: todo\n", "KAM012 2:3"),
        ("  agreed: off\n", "KAM012 2:3"),
        ("  kam311: {severity: warning}\n", "KAM012 2:12"),
        ("  KAM310: {from: validated}\n", "KAM012 2:12"),
        ("  KAM319: {from: shared}\n", "KAM012 2:12"),
        ("  verifiable: off\n", "KAM012 2:3"),
        ("  KAM322: {severity: todo}\n", "KAM012 2:12"),
        ("  KAM017: off\n", "KAM010 2:3"),
        ("  KAM018: off\n", "KAM010 2:3"),
    ],
)
@pytest.mark.parametrize("above", ["", "  KAM103: off\n"], ids=["alone", "inside another"])
def test_it_is_refused(rule: str, place: str, above: str) -> None:
    workspace = workspace_folder(rule)
    if above:
        workspace = inherit(workspace_folder(above), workspace)
    with pytest.raises(InvalidFile) as caught:
        settings(workspace)
    (found,) = caught.value.findings
    assert f"{found.code} {found.span.line}:{found.span.column}" == place
    assert found.hint is not None


def test_the_finding_says_why_and_what_to_do() -> None:
    with pytest.raises(InvalidFile) as caught:
        settings(workspace_folder("  agreed: off\n"))
    (found,) = caught.value.findings
    sentence = "KAM310 (agreed) defines a stage: it is always an error from stage aligned on."
    assert str(found.message) == sentence
    assert str(found.hint).startswith("Remove this line.")


def test_one_that_only_warns_may_be_as_it_is_or_stricter() -> None:
    for severity, expected in (("warning", Severity.WARNING), ("error", Severity.ERROR)):
        found = settings(workspace_folder(f"  KAM322: {severity}\n"))
        assert found.severities(Stage.VALIDATED)["KAM322"] is expected


def test_it_may_stay_an_error_and_count_earlier() -> None:
    found = settings(
        workspace_folder(
            "  KAM120: on\n  KAM310: error\n  KAM311: {severity: error, from: aligned}\n"
        )
    )
    assert {"KAM120", "KAM310", "KAM311"} <= {one.code for one in found.running}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("KAM306: error", ["todo", "warning", "error", "error"]),
        ("KAM306: warning", ["todo", "warning", "warning", "warning"]),
        ("KAM306: todo", ["todo", "todo", "todo", "todo"]),
        ("KAM306: {severity: error, from: shared}", ["todo", "error", "error", "error"]),
        ("KAM306: {severity: error, from: validated}", ["todo", "todo", "todo", "error"]),
        ("KAM307: error", ["todo", "error", "error", "error"]),
    ],
)
def test_a_severity_leaves_what_earlier_stages_warn_of(rule: str, expected: list[str]) -> None:
    found = settings(workspace_folder(f"  {rule}\n"))
    check = find_check(rule[:6])
    assert check is not None
    assert [found.severity(check, stage).value for stage in Stage] == expected
