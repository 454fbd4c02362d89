"""Every surface says the same of who has agreed: the state, the count, and who recorded it."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from kamctl.briefing.document_labels import SIGNOFF_STATES as ON_PAGES
from kamctl.checks.engine.plan_files import open_plan
from kamctl.cli.load_plans import parse_day
from kamctl.cli.main import app
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.message import untranslated
from kamctl.plan.load import load_plan
from kamctl.preview.findings_panel import findings_panel
from kamctl.reports.alignment import STATES
from kamctl.signoffs import signatures
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signed_content import matter
from kamctl.signoffs.signoff import Evidence, Signoff, as_line, sealed
from kamctl.signoffs.signoff_file import HEADING
from kamctl.signoffs.status import AGREED
from tests.signing import signed

TODAY = "2026-11-23"
PLAN = """\
kamctl: 1
account: {name: Lactéa, id: lactea}
plan: {stage: aligned, owner: claire, sponsor: anna, currency: EUR, language: en}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning by the end of 2028.
    owner: claire
    decider: thomas
    due: 2028-12-31
    directions:
      - function: finance
        leader: paulo
        ask: Accept 60 days.
        impact: {budget: {effect: negative, amount: -95000}}
      - function: supply-chain
        leader: nadia
        ask: Hold four weeks of stock.
team:
  - {id: claire, name: Claire Morel, function: sales, email: claire@corvane.example}
  - {id: paulo, name: Paulo Ferreira, function: finance, email: paulo@corvane.example}
  - {id: nadia, name: Nadia Rahmani, function: supply-chain, email: nadia@corvane.example}
  - {id: thomas, name: Thomas Berger, function: executive, email: thomas@corvane.example}
  - {id: anna, name: Anna Lind, function: executive, email: anna@corvane.example}
"""
FINANCE = "kamctl align record plan.yaml SO1 --for finance --decision "
SUPPLY_CHAIN = (
    "kamctl align record plan.yaml SO1 --for supply-chain --decision agree_with_conditions "
    "--note Forecast"
)
DECIDER = "kamctl align record plan.yaml SO1 --as decider --decision "
REQUIRED = "signatures: {allowed_signers: keys, required: true}\n"
KEYS = "signatures:\n  allowed_signers: keys\n  people: {paulo@corvane.example: Paulo Ferreira}\n"
BY_CLAIRE = "recorded by Claire Morel for Paulo Ferreira"
VERSION_1 = "recorded before version 2 (person and currency not signed)"
GOOD = "R09PRA=="
"""A signature that the stand-in for ssh-keygen verifies."""


@dataclass(frozen=True)
class Situation:
    """A plan as it was when it was signed and as it is now, what was signed, and what is right.

    `finance` and `decider` are their states. `recorded` is what is said of who recorded finance's
    sign-off, where it counts; "" where nothing may be said of it.
    """

    name: str
    finance: str
    count: str
    commands: tuple[str, ...] = ()
    now: tuple[tuple[str, str], ...] = ()
    decider: str = "shared"
    sponsor: str = "shared"
    supply_chain: str = "agreed_with_conditions"
    recorded: str = ""
    workspace: str = ""
    change: Callable[[Signoff], Signoff] = field(default=lambda entry: entry)
    """What is different in finance's and the decider's sign-offs from those of today."""
    reason: str = ""
    lines: str = ""
    """Lines in the file besides."""

    @property
    def states(self) -> dict[str, str]:
        return {
            "finance": self.finance,
            "supply-chain": self.supply_chain,
            "decider": self.decider,
            "sponsor": self.sponsor,
        }

    @property
    def plan(self) -> str:
        text = PLAN
        for old, new in self.now:
            assert old in text
            text = text.replace(old, new)
        return text


def version_1(entry: Signoff) -> Signoff:
    """Return a sign-off as version 1 wrote it."""
    plan = load_plan(read(Source("plan.yaml", PLAN))).plan
    assert plan is not None
    said = matter(plan, plan.objectives[0], entry.party, 1)
    return replace(
        entry,
        version=1,
        name="",
        email="",
        recorded_by="claire",
        signed=said,
        fingerprint=fingerprint(said, 1),
    )


def by_mail(entry: Signoff) -> Signoff:
    sender = "Paulo Ferreira <paulo@corvane.example>"
    return replace(entry, evidence=Evidence(sender, "0" * 64, quote="I agree."))


SITUATIONS = (
    Situation(
        "a draft",
        "not_asked",
        "0 agreed of 2",
        now=(("stage: aligned", "stage: draft"),),
        decider="not_asked",
        sponsor="not_asked",
        supply_chain="not_asked",
    ),
    Situation("shared", "shared", "0 agreed, 1 with conditions, of 2", (SUPPLY_CHAIN,)),
    Situation(
        "restated",
        "restated",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN,),
        (
            (
                "ask: Accept 60 days.\n",
                "ask: Accept 60 days.\n"
                "        restatement: {text: We wait longer., by: paulo}\n",
            ),
        ),
    ),
    Situation(
        "agreed",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "agreed with conditions",
        "agreed_with_conditions",
        "0 agreed, 2 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree_with_conditions --note Only"),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "agreed, and a condition is open",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (
            (
                "ask: Accept 60 days.\n",
                "ask: Accept 60 days.\n        resistances:\n"
                "          - {concern: Too long., severity: condition, raised_by: paulo}\n",
            ),
        ),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "objected",
        "objected",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}object --note Too-long"),
        (
            (
                "ask: Accept 60 days.\n",
                "ask: Accept 60 days.\n        resistances:\n"
                "          - {concern: Too long., severity: condition, raised_by: paulo}\n",
            ),
        ),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "objected after agreeing, at the same moment",
        "objected",
        "0 agreed, 1 with conditions, of 2",
        (f"{FINANCE}object --note Too-long", SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "the text has changed",
        "invalidated",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (("Accept 60 days.", "Accept 75 days."),),
        reason="Accept 75 days.",
    ),
    Situation(
        "the currency has changed",
        "invalidated",
        "0 agreed of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (("currency: EUR", "currency: JPY"),),
        supply_chain="invalidated",
        reason="JPY",
    ),
    Situation(
        "another person has the id",
        "invalidated",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (
            ("name: Paulo Ferreira", "name: Zoe Quist"),
            ("paulo@corvane.example", "zoe@corvane.example"),
        ),
        reason="Zoe Quist",
    ),
    Situation(
        "a corrected spelling",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (("name: Paulo Ferreira", "name: Paulo FERREIRA"),),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "somebody else answers for it",
        "invalidated",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (("leader: paulo", "leader: claire"),),
        reason="Claire Morel",
    ),
    Situation(
        "recorded before version 2",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=f"{BY_CLAIRE}; {VERSION_1}",
        change=version_1,
    ),
    Situation(
        "from the future",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree", f"{FINANCE}object --note Later --on 2031-01-01"),
        recorded=BY_CLAIRE,
    ),
    Situation(
        "from the future alone",
        "shared",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree --on 2031-01-01"),
    ),
    Situation(
        "the signature that is required is missing",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree", f"{DECIDER}validate"),
        decider="invalidated",
        recorded=BY_CLAIRE,
        workspace=REQUIRED,
        reason="signature",
    ),
    Situation(
        "an objection needs no signature",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree", f"{DECIDER}object --note Wait"),
        decider="objected",
        recorded=BY_CLAIRE,
        workspace=REQUIRED,
    ),
    Situation(
        "the decider is the sponsor",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree", f"{DECIDER}validate"),
        (("sponsor: anna", "sponsor: thomas"),),
        decider="validated",
        sponsor="validated",
        recorded=BY_CLAIRE,
    ),
    Situation(
        "who signed has left the team",
        "invalidated",
        "0 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        (
            ("leader: paulo", "leader: claire"),
            (
                "  - {id: paulo, name: Paulo Ferreira, function: finance, "
                "email: paulo@corvane.example}\n",
                "",
            ),
        ),
        reason="no longer in the team",
    ),
    Situation(
        "recorded by the signer, without a key",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded="recorded by Paulo Ferreira",
        change=lambda one: replace(one, recorded_by="Paulo Ferreira <paulo@corvane.example>"),
    ),
    Situation(
        "signed with the signer's key",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        workspace=KEYS,
        change=lambda one: replace(one, signature=GOOD),
    ),
    Situation(
        "signed with a key that the workspace does not know",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
        workspace=KEYS.replace("Paulo Ferreira", "Thomas Berger"),
        change=lambda one: replace(one, signature=GOOD),
    ),
    Situation(
        "confirmed by an e-mail",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=f"{BY_CLAIRE}; confirmed by e-mail",
        change=by_mail,
    ),
    Situation(
        "damaged lines beside it",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
        lines='- {"signed": {"measures": [1]}, "on": 7}\n- \x00\n    latest = SimpleNamespace(report=open_plan("plan.yaml", parse_day(TODAY)), saved_at=None)
    state, page = SimpleNamespace(latest=latest), SimpleNamespace(sources=(), findings=())
    latest.lines_of = lambda _: ()
    return Seen(findings_panel(state, page, "plan.yaml", untranslated).agreed)  # type: ignore[arg-type]


SURFACES: dict[str, Callable[[Place], Seen]] = {
    "align status": align_text,
    "align status, JSON": align_json,
    "status": status_text,
    "status, JSON": status_json,
    "status, CSV": status_csv,
    "status, Markdown": only_count("status", "--format", "markdown"),
    "validate": only_count("validate", "plan.yaml"),
    "validate, JSON": validate_json,
    "next": only_count("next", "plan.yaml"),
    "next, JSON": next_json,
    "preview": beside_the_preview,
    "briefing, for everyone": lambda place: signoff_table(place, "briefing", "plan.yaml"),
    "briefing, for the account team": lambda place: signoff_table(
        place, "briefing", "plan.yaml", "--for", "account-team"
    ),
    "briefing, for finance": heard,
    "one-pager": onepage,
    "plan": lambda place: signoff_table(place, "plan", "plan.yaml"),
    "review": review,
    "portfolio": lambda place: Seen(said_count(place.page("portfolio", "."))),
    "site": site,
}  # fmt: skip


@pytest.fixture(autouse=True)
def stand_in_for_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one signature be verified for one address, without keys."""

    def verify(_: bytes, signature: str, principal: str, signers: Path | None) -> signatures.Check:
        good = signature == GOOD and principal == "paulo@corvane.example" and signers is not None
        return signatures.Check.VERIFIED if good else signatures.Check.UNKNOWN

    monkeypatch.setattr(signatures, "verify", verify)


@pytest.mark.parametrize("situation", SITUATIONS, ids=[one.name for one in SITUATIONS])
def test_every_surface_says_the_same(
    situation: Situation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    place = Place(tmp_path, situation)
    wrong = []
    for name, surface in SURFACES.items():
        if name == "review" and not in_git(tmp_path):
            continue
        seen = surface(place)
        if seen.count != situation.count:
            wrong.append((name, seen.count, situation.count))
        if seen.states is not None and seen.states != situation.states:
            wrong.append((name, str(seen.states), str(situation.states)))
        if seen.recorded is not None and seen.recorded != situation.recorded:
            wrong.append((name, seen.recorded, situation.recorded))
        agreed = {party for party, state in situation.states.items() if state in AGREED}
        if seen.agreed is not None and seen.agreed != agreed:
            wrong.append((name, str(seen.agreed), str(agreed)))
    assert wrong == []


def in_git(folder: Path) -> bool:
    """Keep the plan in git, so that a review has something to look back to."""
    if shutil.which("git") is None:
        return False
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    author = ("-c", "user.name=Claire", "-c", "user.email=claire@corvane.example")
    for words in (("init", "-q"), ("add", "."), (*author, "commit", "-qm", "The plan")):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True, timeout=60)
    return True


def test_a_situation_for_every_state() -> None:
    shown: set[Any] = {state for one in SITUATIONS for state in one.states.values()}
    assert shown == set(STATES) == set(ON_PAGES)
