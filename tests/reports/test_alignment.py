"""`kamctl align status`: the matrix and its lists, on a terminal and in a pipe."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len
from rich.console import ConsoleRenderable
from rich.text import Text

from kamctl.checks.engine.runner import check_source
from kamctl.cli.console import Color
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.plan.model import Plan
from kamctl.reports.alignment import AlignmentText
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.signoff_file import signoffs_beside
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.signing import signed
from tests.terminal import HARMLESS, HOSTILE, piped, shown, too_long, uncolored

FILE = ROOT / "examples" / "complete-en" / "plan.yaml"


def plan(old: str = "", new: str = "") -> Plan:
    source = Source("plan.yaml", FILE.read_text(encoding="utf-8").replace(old, new, 1))
    found = check_source(source, NO_WORKSPACE, dt.date(2026, 11, 23)).plan
    assert found is not None
    return found


def parts(
    language: str = "en", name: str = "", read: Plan | None = None
) -> list[Text | ConsoleRenderable]:
    read = read or plan()
    if name:
        team = [one.model_copy(update={"name": name}) for one in read.team]
        account = read.account.model_copy(update={"name": name})
        read = read.model_copy(update={"account": account, "team": team})
    rules = SignoffRules(NO_WORKSPACE, dt.date(2026, 11, 23))
    found = agreement_status(read, signoffs_beside(FILE).entries, rules)
    text = AlignmentText(today=dt.date(2026, 11, 23), translate=translator(language))
    return list(text.plan(read, found, file="plan.yaml", is_stage_met=True))


def test_the_matrix_in_a_pipe() -> None:
    lines = piped(parts()).splitlines()
    assert lines[:10] == [
        "Velopar Group · aligned · 4 agreed, 3 with conditions, of 7",
        "",
        "                          SO1                     SO2",
        "supply chain              agreed with conditions  ·",
        "operations                agreed                  agreed",
        "finance                   agreed                  agreed",
        "local sales               agreed with conditions  ·",
        "research and development  ·                       agreed with conditions",
        "decider                   pending                 pending",
        "sponsor                   pending                 pending",
    ]
    assert lines[11:14] == [
        "Sign-offs",
        "  • SO1 supply chain: Saskia Vermeer, 5 Nov 2026, recorded by Mara Dekker "
        "for Saskia Vermeer: “The depot planned in 2024 was stopped after we had hired for it.”",
        "  • SO1 operations: Tomasz Nowicki, 5 Nov 2026, recorded by Mara Dekker "
        "for Tomasz Nowicki",
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("columns", [30, 40, 80, 120])
def test_it_fits_a_terminal(language: str, columns: int) -> None:
    text = shown(parts(language), columns)
    assert too_long(text, columns) == []
    objectives = [line for line in text.splitlines() if line.strip() in ("SO1", "SO2")]
    assert len(objectives) == (2 if columns <= 40 else 0)
    assert len({cell_len(line) for line in text.splitlines() if line.startswith("─")}) <= 2


def test_a_name_is_shown_as_it_is() -> None:
    for output in (piped(parts(name=HOSTILE)), shown(parts(name=HOSTILE), 120)):
        assert output.startswith(f"{HARMLESS} · aligned · 0 of 7 agreed\n")  # another person
        assert output.count(HARMLESS) >= 2
        assert "\x1b" not in output


def test_color_changes_no_letter() -> None:
    colored = shown(parts(), 80, Color.ALWAYS)
    assert "\x1b[1;32magreed" in colored
    assert uncolored(colored) == shown(parts(), 80)


def test_of_a_draft_nobody_is_to_be_asked_but_it_is_to_be_shared() -> None:
    """`align ask` refuses a draft: no person is named who “has not been asked yet”."""
    shown_next = next_lines(parts(read=plan("stage: aligned", "stage: draft")))
    assert shown_next == [
        "the plan is a draft: share it before you request sign-offs: "
        "kamctl plan stage plan.yaml shared"
    ]


def test_a_direction_that_asks_nothing_has_to_be_completed_first() -> None:
    read = plan()
    finance = [one.function for one in read.objectives[0].directions].index("finance")
    direction = read.objectives[0].directions[finance].model_copy(update={"ask": None})
    directions = list(read.objectives[0].directions)
    directions[finance] = direction
    objective = read.objectives[0].model_copy(update={"directions": tuple(directions)})
    read = read.model_copy(update={"objectives": (objective,)})
    lines = [one for one in next_lines(parts(read=read)) if one.startswith("SO1 finance")]
    assert lines == [
        "SO1 finance: nothing is asked of Odile Fournier yet; add `ask:` to the direction"
    ]


def next_lines(found: list[Text | ConsoleRenderable]) -> list[str]:
    """Return the lines under “Next”."""
    _, after = piped(found).split("\nNext\n")
    lines = after.split("\n\n")[0].splitlines()
    return [line.removeprefix("  • ") for line in lines]


SIGNED = """
kamctl: 1
account: {name: L, id: l}
plan: {stage: validated}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning.
    directions: [{function: finance, leader: paulo, ask: Accept 60 days.}]
  - id: SO2
    statement: Win the trust of the German plants.
    directions: [{function: finance, leader: paulo, ask: Finance two trials.}]
team: [{id: paulo, name: Paulo Ferreira, function: finance, email: paulo@corvane.example}]
"""
AGREES = [
    f"kamctl align record plan.yaml {one} --for finance --decision agree" for one in ("SO1", "SO2")
]
RECORDED = "finance (recorded by Claire Morel)"


def status_of(text: str, commands: list[str]) -> str:
    """Return the status of the plan `text`, on which was signed what the commands say."""
    read = check_source(Source("plan.yaml", text), NO_WORKSPACE, dt.date(2026, 11, 23)).plan
    assert read is not None
    rules = SignoffRules(NO_WORKSPACE, dt.date(2026, 11, 23))
    found = agreement_status(read, [signed(text, command) for command in commands], rules)
    status = AlignmentText(today=dt.date(2026, 11, 23))
    return piped(list(status.plan(read, found, file="plan.yaml", is_stage_met=True)))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("", "", [f"  • SO1: {RECORDED}", f"  • SO2: {RECORDED}"]),
        ("stage: validated", "stage: aligned", []),
        ("id: SO2", "id: SO2\n    status: closed", [f"  • SO1: {RECORDED}"]),
        (
            "id: SO2",
            "id: SO2\n    status: on_hold",
            [f"  • SO1: {RECORDED}", f"  • SO2 (on hold): {RECORDED}"],
        ),
    ],
)
def test_what_is_only_recorded_has_a_section(old: str, new: str, lines: list[str]) -> None:
    text = SIGNED.replace(old, new)
    heading = "\nWithout a verified signature or an e-mail\n"
    shown_status = status_of(text, AGREES)
    assert (heading in shown_status) is bool(lines)
    assert lines == shown_status.partition(heading)[2].partition("\n\n")[0].splitlines()
    assert heading not in status_of(text, [f'{one} --evidence "{one}.eml"' for one in AGREES])


def test_objectives_on_hold_are_named_and_not_counted() -> None:
    text = SIGNED.replace("id: SO2", "id: SO2\n    status: on_hold")
    shown_status = status_of(text, AGREES)
    assert shown_status.startswith("L · validated · 1 of 1 agreed\n")
    assert shown_status.endswith("\nOn hold, not counted\n  • SO2\n")
    every = text.replace("id: SO1", "id: SO1\n    status: on_hold")
    assert status_of(every, AGREES).splitlines()[2:] == [
        "All open objectives of this plan are on hold.",
        "",
        "Without a verified signature or an e-mail",
        f"  • SO1 (on hold): {RECORDED}",
        f"  • SO2 (on hold): {RECORDED}",
    ]


def test_nobody_is_asked_in_a_draft_without_an_open_objective() -> None:
    text = SIGNED.replace("validated", "draft").replace("id: SO", "status: on_hold\n    id: SO")
    assert "Next" not in status_of(text, [])
