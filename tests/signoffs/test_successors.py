"""Who signs for a person who has left, and what their earlier sign-offs count for."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kamctl.cli.main import app
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.party_status import PartyStatus
from kamctl.workspace.config import NO_WORKSPACE
from tests.signing import signed

PLAN = """\
kamctl: 1
account: {name: Lactéa, id: lactea}
plan: {stage: aligned, owner: claire, sponsor: thomas, currency: EUR}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning by the end of 2028.
    owner: claire
    decider: thomas
    due: 2028-12-31
    directions:
      - {function: finance, leader: flo, ask: Accept 60 days.}
team:
  - {id: claire, name: Claire Morel, function: sales}
  - {id: flo, name: Flo Marsh, function: finance}
  - {id: pia, name: Pia Lund, function: finance}
  - {id: thomas, name: Thomas Berger, function: executive}
  - {id: anna, name: Anna Lind, function: executive}
stakeholders:
  - {id: vidal, name: Marc Vidal}
  - {id: mercier, name: Hélène Mercier}
"""
LEFT = "2026-11-01"
FLO_LEFT = PLAN.replace("Flo Marsh,", f"Flo Marsh, left: {LEFT}, successor: pia,")
THOMAS_LEFT = PLAN.replace("Thomas Berger,", f"Thomas Berger, left: {LEFT}, successor: anna,")
BEFORE = dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 11, 1, 0, tzinfo=dt.UTC)
FINANCE = "kamctl align record plan.yaml SO1 --for finance --decision agree"
DECIDER = "kamctl align record plan.yaml SO1 --as decider --decision validate"


def status_of(
    now: str, then: str, command: str, at: dt.datetime, party: str = "finance"
) -> PartyStatus:
    """Return the status of a party under a plan, after a sign-off on the plan as it was then."""
    plan = load_plan(read(Source("plan.yaml", now))).plan
    assert plan is not None
    rules = SignoffRules(NO_WORKSPACE, dt.date(2026, 11, 23))
    (objective,) = agreement_status(plan, [signed(then, command, at)], rules)
    return next(one for one in objective.everybody if one.party == party)


@pytest.mark.parametrize(
    ("now", "then", "command", "at", "state", "reasons"),
    [
        pytest.param(FLO_LEFT, PLAN, FINANCE, BEFORE, "agreed", [], id="before leaving"),
        pytest.param(
            FLO_LEFT,
            PLAN,
            FINANCE,
            AFTER,
            "invalidated",
            ["Flo Marsh left (1\N{NO-BREAK SPACE}November 2026) before this sign-off"],
            id="after leaving",
        ),
        pytest.param(FLO_LEFT, FLO_LEFT, FINANCE, AFTER, "agreed", [], id="successor"),
        pytest.param(
            FLO_LEFT.replace("leader: flo", "leader: pia"),
            FLO_LEFT,
            FINANCE,
            AFTER,
            "agreed",
            [],
            id="successor, named in the plan later",
        ),
        pytest.param(
            FLO_LEFT,
            PLAN,
            f"{FINANCE} --by pia",
            BEFORE,
            "invalidated",
            ["Pia Lund signed before becoming responsible"],
            id="successor, too early",
        ),
        pytest.param(
            FLO_LEFT.replace(", successor: pia", ""),
            FLO_LEFT,
            FINANCE,
            AFTER,
            "invalidated",
            None,
            id="no successor any more",
        ),
        pytest.param(
            FLO_LEFT.replace("Accept 60", "Accept 90"),
            FLO_LEFT,
            FINANCE,
            AFTER,
            "invalidated",
            None,
            id="successor, another text",
        ),
    ],
)
def test_a_leader_who_left(
    now: str, then: str, command: str, at: dt.datetime, state: str, reasons: list[str] | None
) -> None:
    status = status_of(now, then, command, at)
    assert status.state == state
    if reasons is not None:
        assert [str(one) for one in status.reasons] == reasons


@pytest.mark.parametrize("party", ["decider", "sponsor"])
def test_a_successor_who_is_decider_and_sponsor_signs_once(party: str) -> None:
    status = status_of(THOMAS_LEFT, THOMAS_LEFT, DECIDER, AFTER, party)
    assert (status.state, status.signer) == ("validated", "Anna Lind")
    named = THOMAS_LEFT.replace("decider: thomas", "decider: anna")
    assert status_of(named, THOMAS_LEFT, DECIDER, AFTER, party).state == "validated"


@pytest.mark.parametrize(("party", "state"), [("decider", "invalidated"), ("sponsor", "shared")])
def test_a_decider_who_left_validates_nothing(party: str, state: str) -> None:
    assert status_of(THOMAS_LEFT, PLAN, DECIDER, AFTER, party).state == state


# --- The commands ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def run(folder: Path, plan: str, *words: str) -> Result:
    # Left long ago, whatever the clock of the computer shows.
    folder.joinpath("plan.yaml").write_text(plan.replace(LEFT, "2020-01-31"), encoding="utf-8")
    return CliRunner().invoke(app, ["align", words[0], "plan.yaml", "SO1", *words[1:]])


def flat(result: Result) -> str:
    return " ".join(result.output.split())


RECORD = ("record", "--for", "finance", "--decision", "agree", "--yes")
RESTATE = ("restate", "--for", "finance", "--text", "We wait longer.", "--yes")


@pytest.mark.parametrize("command", [RECORD, RESTATE], ids=["record", "restate"])
def test_who_has_left_is_refused(folder: Path, command: tuple[str, ...]) -> None:
    done = run(folder, FLO_LEFT, *command, "--by", "flo")
    assert done.exit_code == 2
    assert "Flo Marsh left (31 January 2020) and cannot sign." in flat(done)
    assert "Pia Lund has taken over: use `--by pia`." in flat(done)
    assert not (folder / "signoffs.yaml").exists()
    assert "We wait" not in (folder / "plan.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("by", [(), ("--by", "pia")], ids=["default", "named"])
def test_the_successor_signs(folder: Path, by: tuple[str, ...]) -> None:
    done = run(folder, FLO_LEFT, *RECORD, *by)
    assert done.exit_code == 0, done.output
    assert "Pia Lund agrees" in flat(done)
    status = CliRunner().invoke(app, ["align", "status", "plan.yaml", "--format", "json"])
    (plan,) = json.loads(status.stdout)["plans"]
    (finance,) = plan["objectives"][0]["functions"]
    assert finance["state"] == "agreed" and finance["signoff"]["by"] == "pia"
    assert run(folder, FLO_LEFT, *RESTATE, *by).exit_code == 0
    assert "by: pia" in (folder / "plan.yaml").read_text(encoding="utf-8")


def test_nobody_signs_where_nobody_took_over(folder: Path) -> None:
    done = run(folder, FLO_LEFT.replace(", successor: pia", ""), *RECORD)
    assert done.exit_code == 2
    assert "Flo Marsh left (31 January 2020) and cannot sign." in flat(done)
    assert "`successor:`" in flat(done)


def test_who_leaves_later_signs(folder: Path) -> None:
    plan = FLO_LEFT.replace(LEFT, "2999-12-31")
    assert run(folder, plan, *RECORD, "--by", "flo").exit_code == 0
    done = run(folder, plan, *RECORD, "--by", "pia")
    assert done.exit_code == 2 and "Flo Marsh can" in flat(done)


def test_the_decider_who_left_is_refused(folder: Path) -> None:
    words = ("record", "--as", "decider", "--decision", "validate", "--yes")
    assert run(folder, THOMAS_LEFT, *words, "--by", "thomas").exit_code == 2
    done = run(folder, THOMAS_LEFT, *words)
    assert done.exit_code == 0 and "Anna Lind validates" in flat(done)


VIDAL_LEFT = PLAN.replace("Marc Vidal", "Marc Vidal, left: 2020-01-31, successor: mercier")


@pytest.mark.parametrize("by", ["vidal", "MARC vidal"])
def test_a_contact_who_had_left_confirms_nothing(folder: Path, by: str) -> None:
    words = ("confirm", "--by", by, "--yes", "--on")
    done = run(folder, VIDAL_LEFT, *words, "2020-01-31")
    assert done.exit_code == 2
    assert "Marc Vidal left (31 January 2020) and cannot confirm on 31 January 2020." in flat(done)
    assert "Hélène Mercier has taken over: use `--by mercier`." in flat(done)
    assert "customer_confirmation" not in (folder / "plan.yaml").read_text(encoding="utf-8")
    assert run(folder, VIDAL_LEFT, *words, "2020-01-30").exit_code == 0
