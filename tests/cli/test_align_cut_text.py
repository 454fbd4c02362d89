"""Nobody is asked for half a sentence, and nobody signs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kamctl.cli.main import app

ASK = ("ask",)
RECORD = ("record", "SO1", "--for", "finance", "--decision", "agree", "--yes")
DECIDER = ("record", "SO1", "--as", "decider", "--decision", "validate", "--yes")
CONFIRM = ("confirm", "SO1", "--by", "mercier", "--yes")
STATEMENT = "Become their one partner for cleaning by the end of 2028."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder: Path, plan: str, command: tuple[str, ...]) -> Result:
    folder.joinpath("plan.yaml").write_text(plan, encoding="utf-8")
    return CliRunner().invoke(app, ["align", command[0], "plan.yaml", *command[1:]])


@pytest.mark.parametrize("command", [ASK, RECORD, DECIDER, CONFIRM], ids="-".join)
@pytest.mark.parametrize("rest", ["#1 by 2028.", "#core by 2028."])
def test_a_statement_that_is_cut(folder: Path, command: tuple[str, ...], rest: str) -> None:
    plan = PLAN.replace(STATEMENT, f"Be supplier {rest}")
    done = run(folder, plan, command)
    output = " ".join(done.output.split())
    assert done.exit_code == 2, output
    line = plan[: plan.index(rest)].count("\n") + 1
    column = len(plan[: plan.index(rest)].rpartition("\n")[2]) + 1
    assert f"plan.yaml:{line}:{column}: The text ends before “{rest}”" in output
    assert "put the whole text between quotes" in output
    assert not (folder / "signoffs.yaml").exists()
    assert (folder / "plan.yaml").read_text(encoding="utf-8") == plan


PLAN = """\
kamctl: 1
account: {name: Lactéa}
plan: {stage: shared, owner: claire, currency: EUR}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning by the end of 2028.
    customer_gain: Less water.
    owner: claire
    decider: thomas
    due: 2028-12-31
    strategy: Go slowly.
    directions:
      - function: finance
        leader: paulo
        ask: Accept 60 days.
        restatement:
          text: We wait longer.
          by: paulo
team:
  - {id: claire, name: Claire Morel, function: sales}
  - {id: paulo, name: Paulo Ferreira, function: finance}
  - {id: thomas, name: Thomas Berger, function: executive}
stakeholders:
  - {id: mercier, name: Hélène Mercier}
"""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Accept 60 days.", (ASK, RECORD, DECIDER)),
        ("Less water.", (CONFIRM,)),
        ("Go slowly.", ()),
        ("We wait longer.", ()),
    ],
)
def test_only_what_is_signed_or_confirmed_matters(
    folder: Path, text: str, refused: tuple[tuple[str, ...], ...]
) -> None:
    plan = PLAN.replace(text, f"{text} See #4711.")
    for command in (ASK, RECORD, DECIDER, CONFIRM):
        done = run(folder, plan, command)
        assert done.exit_code == (2 if command in refused else 0), (command, done.output)


def test_a_comment_is_no_part_of_the_text(folder: Path) -> None:
    for command in (ASK, RECORD, DECIDER, CONFIRM):
        done = run(folder, PLAN.replace("Accept 60 days.", "Accept 60 days. # until June"), command)
        assert done.exit_code == 0, done.output
