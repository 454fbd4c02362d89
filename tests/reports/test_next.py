"""`kamctl next`: the steps, on a terminal and in a pipe."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.text import Text

from kamctl.checks.engine.next_steps import next_steps
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.cli.console import Color
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.reports.next import next_text, next_values
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.signing import RECORD, in_a_file, signed
from tests.terminal import HARMLESS, HOSTILE, piped, shown, too_long, uncolored

FILE = ROOT / "examples" / "typical-mistakes" / "plan.yaml"


def text(language: str = "en", name: str = "") -> Text:
    written = FILE.read_text(encoding="utf-8")
    if name:
        written = written.replace("name: Baltfrost", f"name: {json.dumps(name)}")
        assert json.dumps(name) in written
    report = check_source(Source("plan.yaml", written), NO_WORKSPACE, dt.date(2026, 11, 23))
    return next_text(report, translator(language))


def test_in_a_pipe_each_finding_is_a_line() -> None:
    lines = piped([text()]).splitlines()
    assert lines[0] == "Baltfrost · shared (incomplete) · 0 of 1 agreed"
    assert [line[:5] for line in lines if line.startswith("  1. ")] == ["  1. "]
    assert any(line.startswith("        7  ") and line.endswith("?") for line in lines)
    assert any(line.startswith("     → ") and "kamctl explain KAM" in line for line in lines)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_it_fits_a_terminal(language: str, columns: int) -> None:
    output = shown([text(language)], columns)
    assert too_long(output, columns) == []
    assert output.split() == piped([text(language)]).split()
    # What goes on below a finding begins where its text does.
    lines = output.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("        7  "))
    assert columns > 40 or lines[first + 1][:11].isspace()


def test_a_name_is_shown_as_it_is() -> None:
    for output in (piped([text(name=HOSTILE)]), shown([text(name=HOSTILE)], 120)):
        assert output.startswith(f"{HARMLESS} · shared (incomplete) · 0 of 1 agreed\n")


@pytest.mark.parametrize(
    ("concern", "shown"),
    [
        (
            "Not before April",
            "finance cannot agree: “Not before April”. Find an answer with Ada, then ",
        ),
        ("Why us?", "finance cannot agree: “Why us?” Find an answer with Ada, then "),
    ],
)
def test_a_finding_ends_before_its_hint_begins(concern: str, shown: str) -> None:
    plan = (
        "kamctl: 1\naccount: {name: North}\nplan: {stage: shared, owner: ada}\n"
        "team: [{id: ada, name: Ada, function: sales}]\nobjectives: [{id: SO1, owner: ada, "
        "statement: Win., directions: [{function: finance, ask: Wait., leader: ada, "
        f"resistances: [{{concern: {concern}, severity: blocking, status: open}}]}}]}}]\n"
    )
    report = check_source(Source("plan.yaml", plan), NO_WORKSPACE, dt.date(2026, 11, 23))
    assert shown in piped([next_text(report)])


def test_color_changes_no_letter() -> None:
    colored = shown([text()], 80, Color.ALWAYS)
    assert "\x1b[1m" in colored
    assert uncolored(colored) == shown([text()], 80)


def test_dates_come_together_the_nearest_to_today_first() -> None:
    plan = """
kamctl: 1
account: {name: L, renewal: 2026-11-22}
plan: {owner: ann, period: {end: 2026-10-31}, next_review: 2026-01-01}
team: [{id: ann, name: Ann}]
buying:
  process: [{step: Award, due: 2026-10-30}]
  contracts: [{title: Frame, notice_by: 2026-11-26, end: 2027-10-31}]
objectives: [{id: SO1, statement: Win the valves of all 14 plants by the end of 2028.}]
"""
    report = check_source(Source("plan.yaml", plan), NO_WORKSPACE, dt.date(2026, 11, 23))
    steps = next_steps(report)
    step = next(one for one in steps if "dates" in str(one.what))
    others = [one for one in steps if one is not step]
    assert [str(one.message) for one in step.findings] == [
        "Renewal: 22\N{NO-BREAK SPACE}November 2026 (yesterday).",
        "Notice deadline, “Frame”: 26\N{NO-BREAK SPACE}November 2026 (in 3 days).",
        "End of the plan: 31\N{NO-BREAK SPACE}October 2026 (23 days ago).",
        "Buying step, “Award”: 30\N{NO-BREAK SPACE}October 2026 (24 days ago).",
        "The next review was due on 1\N{NO-BREAK SPACE}January 2026.",
    ]
    assert "past" in str(step.what)
    assert str(step.whom) == "Ann"
    assert not {one.code for each in others for one in each.findings} & {"KAM206", "KAM405"}


def test_nothing_can_be_written_in_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    missing = str(tmp_path / "plan.yaml")
    lines = piped([next_text(check_file(missing, dt.date(2026, 11, 23)))]).splitlines()
    assert [line for line in lines if "→" in line] == [
        "     → For the reason: kamctl explain KAM001"
    ]


def test_what_is_about_a_sign_off_is_at_its_line_of_the_sign_off_file() -> None:
    plan = """
kamctl: 1
account: {name: L, id: l}
plan: {stage: shared, owner: ann, next_review: 2027-01-01}
team: [{id: ann, name: Ann, function: finance}]
objectives:
  - id: SO1
    statement: Win the valves of all 14 plants by the end of 2028.
    directions: [{function: finance, leader: ann, ask: Accept 60 days.}]
  - id: SO2
    statement: Win the pumps of all 14 plants by the end of 2028.
    directions: [{function: finance, leader: ann, ask: Accept 60 days.}]
"""
    signoffs = in_a_file(
        [
            signed(plan, f"{RECORD}plan.yaml {one} --for finance --decision agree")
            for one in ("SO1", "SO2")
        ]
    )
    without = Source("plan.yaml", plan.partition("  - id: SO2")[0])
    report = check_source(without, NO_WORKSPACE, dt.date(2026, 11, 23), signoffs=signoffs)
    step = next(
        one for one in next_steps(report) if any("signoffs" in each.file for each in one.findings)
    )
    report = replace(report, findings=tuple(step.findings))
    lines = piped([next_text(report)]).splitlines()
    (shown_line,) = (line for line in lines if "SO2" in line)
    assert shown_line.startswith("     signoffs.yaml:3  ")
    assert not any("Write it in" in line for line in lines)
    assert [
        (one["path"], one["line"])
        for each in next_values(report)["steps"]
        for one in each["findings"]
    ] == [("signoffs.yaml", 3)]
