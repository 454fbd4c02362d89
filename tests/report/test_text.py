"""Findings for people: as they were read and found good, at two widths, with colour and without."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.checks.run import PlanReport, check_source
from kamctl.document.frame import width
from kamctl.document.source import Source, read_source
from kamctl.report.summary import Summary
from kamctl.report.text import TextReport
from kamctl.workspace.config import NO_WORKSPACE

GOLDEN = Path(__file__).parent / "golden"
PLANS = {
    "lactea": "tests/data/lactea/plan.yaml",
    "typical-mistakes": "examples/typical-mistakes/plan.yaml",
}
TODAY = dt.date(2026, 11, 23)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def report_on(text: str, name: str = "plan.yaml") -> PlanReport:
    return check_source(Source(name, text), NO_WORKSPACE, TODAY)


def written(report: PlanReport, **options: bool | int) -> str:
    text = TextReport(**options)  # type: ignore[arg-type]
    summary = Summary()
    summary.add(report)
    return text.plan(report) + text.end(summary)


def plan(root: Path, name: str) -> PlanReport:
    source = read_source(root / PLANS[name], "plan.yaml")
    assert isinstance(source, Source)
    return check_source(source, NO_WORKSPACE, TODAY)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("columns", [80, 120])
def test_as_it_was_read_and_found_good(
    root: Path, golden: Callable[[Path, str], None], name: str, columns: int
) -> None:
    text = written(plan(root, name), columns=columns)
    golden(GOLDEN / f"{name}-{columns}.txt", text)


def test_with_to_dos(root: Path, golden: Callable[[Path, str], None]) -> None:
    text = written(plan(root, "typical-mistakes"), columns=80, todos=True)
    golden(GOLDEN / "typical-mistakes-todo-80.txt", text)


@pytest.mark.parametrize("name", PLANS)
def test_colour_adds_nothing_but_colour(root: Path, name: str) -> None:
    report = plan(root, name)
    coloured, bare = (written(report, columns=80, colour=colour) for colour in (True, False))
    assert "\x1b" not in bare
    assert "\x1b[1;31m" in coloured
    assert ANSI.sub("", coloured) == bare
    for line in coloured.splitlines():
        assert len(re.findall(r"\x1b\[0m", line)) * 2 == len(ANSI.findall(line))


def room(columns: int) -> int:
    return max(40, min(columns, 100))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(root: Path, name: str, columns: int) -> None:
    for line in written(plan(root, name), columns=columns, todos=True).splitlines():
        # A word is never cut, nor the name of a file: those are what one copies.
        longest = max(map(len, line.split(" ")), default=0)
        place = line.startswith("plan.yaml:")
        assert width(line) <= room(columns) or place or longest > room(columns) - 8, line


@given(value=st.text(max_size=200), columns=st.integers(20, 130))
def test_whatever_is_written_in_a_plan(value: str, columns: int) -> None:
    quoted = value.translate({ord('"'): "'", ord("\\"): "/", **dict.fromkeys(range(32), " ")})
    text = written(
        report_on(f'kamctl: 1\naccount: {{name: "{quoted}"}}\nplan: {{stage: "{quoted}"}}\n'),
        columns=columns,
    )
    assert all(line.isprintable() for line in text.split("\n"))


def test_a_sound_plan_takes_three_lines() -> None:
    text = written(
        report_on("kamctl: 1\naccount: {name: Lactéa}\nplan: {next_review: 2027-01-20}\n")
    )
    assert text == "Lactéa · draft\n\n1 plan, nothing to mend.\n"


def test_lines_are_shown_once_for_findings_at_one_place() -> None:
    text = written(
        report_on(
            "kamctl: 1\naccount: {name: L}\nplan: {stage: shared}\n"
            "objectives: [{id: SO1, statement: Win.}]\n"
        )
    )
    assert text.count("objectives: [{id: SO1") == 1
    assert text.count("KAM") >= 6


def test_counts_are_in_words() -> None:
    summary = Summary()
    text = TextReport()
    assert text.end(summary) == "0 plans, nothing to mend.\n"
    for _ in range(1200):
        summary.add(report_on("kamctl: 2\n"))
    assert text.end(summary) == "2,400 errors, 1,200 to-dos in 1,200 plans.\n"
