"""Findings for programs: valid JSON, version 1, with all that was promised."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from kamctl.checks.engine.plan_report import PlanReport, unread_report
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.document.source import Source, decode, read_source
from kamctl.reports.report_formats import ReportWriter
from kamctl.reports.report_options import ReportOptions
from kamctl.reports.repository_paths import RepositoryPaths
from kamctl.reports.summary import Summary
from kamctl.workspace.config import NO_WORKSPACE
from tests.running import kamctl
from tests.snapshots import SnapshotFile

TODAY = dt.date(2026, 11, 23)
WITH_FIXES = CheckOptions(fixes=True)
PLANS = ["tests/data/lactea/plan.yaml", "examples/typical-mistakes/plan.yaml"]
PROMISED = {
    "code": str,
    "name": str,
    "severity": str,
    "message": str,
    "path": str,
    "line": int,
    "column": int,
    "end_line": int,
    "end_column": int,
    "pointer": str,
    "hint": str,
    "objective": (str, type(None)),
}


def text_of(*sources: Source) -> str:
    return written(*(check_source(source, NO_WORKSPACE, TODAY, WITH_FIXES) for source in sources))


def written(*reports: PlanReport) -> str:
    writing = ReportWriter(
        [("json", ReportOptions(TODAY, RepositoryPaths(Path(), Path())))], Summary()
    )
    return "".join(piece for _, piece in writing.pieces(reports))


def source(root: Path, place: str) -> Source:
    read = read_source(root / place, "plan.yaml")
    assert isinstance(read, Source)
    return read


@pytest.mark.parametrize("place", PLANS, ids=lambda place: Path(place).parent.name)
def test_report(root: Path, snapshot_file: SnapshotFile, place: str) -> None:
    assert text_of(source(root, place)) == snapshot_file("json")


@pytest.mark.parametrize("place", PLANS)
def test_every_finding_has_what_was_promised(root: Path, place: str) -> None:
    report = json.loads(text_of(source(root, place)))
    assert report["version"] == 1
    assert report["today"] == "2026-11-23"
    assert report["findings"]
    for finding in report["findings"]:
        for key, kind in PROMISED.items():
            assert isinstance(finding[key], kind), key
        assert finding["severity"] in ("error", "warning", "todo")
        start = (finding["line"], finding["column"])
        assert (1, 1) <= start <= (finding["end_line"], finding["end_column"])
    counts = {"error": 0, "warning": 0, "todo": 0}
    for finding in report["findings"]:
        counts[finding["severity"]] += 1
    summary = report["summary"]
    assert [summary["errors"], summary["warnings"], summary["todos"]] == list(counts.values())
    assert summary["plans"] == len(report["plans"]) == 1


def follow(value: Any, pointer: str) -> bool:
    """Tell whether `pointer` leads somewhere, at least up to its last step."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in steps[:-1]:
        if isinstance(value, list):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return False
    return True


@pytest.mark.parametrize("place", PLANS)
def test_pointers_lead_into_the_file(root: Path, place: str) -> None:
    from kamctl.document.reader import read

    plan = source(root, place)
    value = read(plan).value
    for finding in json.loads(text_of(plan))["findings"]:
        assert follow(value, finding["pointer"]) or "impact" in finding["pointer"], finding


def test_no_plans_one_unreadable_and_many() -> None:
    assert json.loads(text_of())["findings"] == []
    finding = decode(b"\x00", "a\nb\u2028.yaml")
    assert not isinstance(finding, Source)
    report = json.loads(written(unread_report(finding)))
    assert report["findings"][0]["path"] == "a\nb\u2028.yaml"
    assert report["plans"][0]["account"] is None
    summary = Summary()
    summary.add(unread_report(finding))
    assert summary.exit_code(strict=False) == 2
    many = json.loads(text_of(*(Source(f"{n}.yaml", "kamctl: 2\n") for n in range(5))))
    assert many["summary"] == {
        "plans": 5,
        "clean": 0,
        "errors": 10,
        "warnings": 0,
        "todos": 10,
        "fixable": 0,
    }


def test_exit_codes_of_a_summary() -> None:
    for text, plain, strict in (
        ("kamctl: 1\naccount: {name: L}\n", 0, 0),
        ("kamctl: 1\naccount: {name: L, summary: a, b}\n", 0, 1),
        ("kamctl: 2\naccount: {name: L}\n", 1, 1),
    ):
        summary = Summary()
        summary.add(check_source(Source("p", text), NO_WORKSPACE, TODAY, WITH_FIXES))
        assert summary.exit_code(strict=False) == plain
        assert summary.exit_code(strict=True) == strict


def test_what_steers_a_terminal_is_written_as_its_number(tmp_path: Path) -> None:
    text = 'kamctl: 1\naccount: {name: A}\n"zz\\u202e\\x9b31m": 1\n'
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    for words in (
        ("validate", "--format", "json"),
        ("validate", "--format", "gitlab"),
        ("validate", "--format", "sarif"),
    ):
        done = kamctl(tmp_path, *words)
        assert json.loads(done.stdout)
        assert "\\u202e\\u009b" in done.stdout
        assert not {"\x9b", "\u202e"} & set(done.stdout)
