"""Findings for people: in a file, and on terminals of several widths, with color and without."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.cli.console import Color
from kamctl.document.source import Source, read_source
from kamctl.reports.summary import Summary
from kamctl.reports.text import TextReport
from kamctl.workspace.config import NO_WORKSPACE
from tests.snapshots import SnapshotFile
from tests.terminal import ANSI, piped, shown

PLANS = {
    "lactea": "tests/data/lactea/plan.yaml",
    "typical-mistakes": "examples/typical-mistakes/plan.yaml",
}
TODAY = dt.date(2026, 11, 23)
WITH_FIXES = CheckOptions(fixes=True)


def report_on(text: str, name: str = "plan.yaml") -> PlanReport:
    return check_source(Source(name, text), NO_WORKSPACE, TODAY, WITH_FIXES)


def composed(report: PlanReport, **options: bool | int) -> Text:
    text = TextReport(**options)  # type: ignore[arg-type]
    summary = Summary()
    summary.add(report)
    return Text.assemble(text.plan(report), text.end(summary))


def written(report: PlanReport, **options: bool | int) -> str:
    """Return what a file gets."""
    text = TextReport(**options, styled=False)  # type: ignore[arg-type]
    summary = Summary()
    summary.add(report)
    plan, end = text.plan(report), text.end(summary)
    assert isinstance(plan, str) and isinstance(end, str)
    return plan + end


def plan(root: Path, name: str) -> PlanReport:
    source = read_source(root / PLANS[name], "plan.yaml")
    assert isinstance(source, Source)
    return check_source(source, NO_WORKSPACE, TODAY, WITH_FIXES)


@pytest.mark.parametrize("name", PLANS)
def test_report(root: Path, snapshot_file: SnapshotFile, name: str) -> None:
    assert written(plan(root, name)) == snapshot_file("txt")


def test_with_to_dos(root: Path, snapshot_file: SnapshotFile) -> None:
    text = written(plan(root, "typical-mistakes"), todos=True)
    assert text == snapshot_file("txt")


@pytest.mark.parametrize("name", PLANS)
def test_a_pipe_gets_what_a_file_gets(root: Path, name: str) -> None:
    report = plan(root, name)
    assert piped([composed(report)]) == written(report)


@pytest.mark.parametrize("name", PLANS)
def test_color_adds_nothing_but_color(root: Path, name: str) -> None:
    text = composed(plan(root, name), width=80)
    colored, bare = (
        shown([text], 80, Color.ALWAYS if color else Color.NEVER) for color in (True, False)
    )
    assert "\x1b" not in bare
    assert "\x1b[1;31merror" in colored
    assert ANSI.sub("", colored) == bare


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("columns", [30, 40, 60, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(root: Path, name: str, columns: int) -> None:
    text = composed(plan(root, name), width=min(columns, 100), todos=True)
    lines = shown([text], columns).split("\n")
    wide = [line.strip() for line in lines if cell_len(line) > min(columns, 100)]
    assert [line for line in wide if not line.startswith(("kamctl ", "`kamctl "))] == []
    # Nothing is lost but blanks where lines were broken.
    assert "".join("".join(lines).split()) == "".join(piped([text]).split())


def test_wrapped_lines_go_on_below_their_text(root: Path) -> None:
    text = composed(plan(root, "typical-mistakes"), width=60)
    lines = shown([text], 60).split("\n")
    hints = [place for place, line in enumerate(lines) if line.startswith("  → ")]
    after = [lines[place + 1] for place in hints if lines[place + 1]]
    assert after
    assert all(re.match(r"    \S|plan\.yaml", line) for line in after)


@pytest.mark.parametrize("markup", ["[bold]x[/bold]", "[/]", ":smile:", "[red", "[link=x]y[/link]"])
def test_a_text_that_looks_like_markup_is_shown_as_it_is(markup: str) -> None:
    report = report_on(f'kamctl: 1\naccount: {{name: "{markup}", "{markup}": 1}}\n')
    for output in (piped([composed(report)]), shown([composed(report)], 100), written(report)):
        assert output.count(markup) >= 3


@given(value=st.text(max_size=200), columns=st.integers(20, 130))
def test_whatever_is_written_in_a_plan(value: str, columns: int) -> None:
    quoted = value.translate({ord('"'): "'", ord("\\"): "/", **dict.fromkeys(range(32), " ")})
    report = report_on(f'kamctl: 1\naccount: {{name: "{quoted}"}}\nplan: {{stage: "{quoted}"}}\n')
    for output in (written(report), shown([composed(report, width=columns)], columns)):
        assert all(line.isprintable() for line in output.split("\n"))


def test_a_sound_plan_takes_three_lines() -> None:
    text = written(
        report_on("kamctl: 1\naccount: {name: Lactéa}\nplan: {next_review: 2027-01-20}\n")
    )
    # An objective and the relationship are still to come.
    assert text.splitlines() == [
        "Lactéa · draft · 2 to-dos (show with --todo)",
        "",
        "No errors or warnings, 2 to-dos in 1 plan.",
    ]


def test_lines_are_shown_once_for_findings_at_one_place() -> None:
    text = written(
        report_on(
            "kamctl: 1\naccount: {name: L}\nplan: {stage: shared}\n"
            "objectives: [{id: SO1, statement: Win 2 plants.}]\n"
        )
    )
    assert text.count("objectives: [{id: SO1") == 1
    assert text.count("KAM") >= 6


def test_counts_are_in_words() -> None:
    summary = Summary()
    text = TextReport()
    assert str(text.end(summary)) == "No errors or warnings in 0 plans.\n"
    for _ in range(1200):
        summary.add(report_on("kamctl: 2\n"))
    assert str(text.end(summary)) == "2,400 errors, 2,400 to-dos in 1,200 plans.\n"
