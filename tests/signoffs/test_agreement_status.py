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

from kamctl.checks.engine.runner import check_file
from kamctl.cli.main import app
from kamctl.cli.options import parse_day
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.i18n.message import untranslated
from kamctl.plan.load import load_plan
from kamctl.signoffs import signatures
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.party_status import AGREED, STATE_LABELS
from kamctl.signoffs.signed_content import signed_content
from kamctl.signoffs.signoff import Evidence, Signoff, as_line, sealed
from kamctl.web.findings_panel import findings_panel
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
    content = signed_content(plan, plan.objectives[0], entry.party, 1)
    return replace(
        entry,
        version=1,
        name="",
        email="",
        recorded_by="claire",
        signed=content,
        fingerprint=fingerprint(content, 1),
    )


def by_mail(entry: Signoff) -> Signoff:
    sender = "paulo@corvane.example"
    return replace(
        entry, evidence=Evidence(sender, "0" * 64, "2026-11-20T09:00:00Z", quote="I agree.")
    )


SITUATIONS = (
    Situation(
        "a draft",
        "not_asked",
        "0 of 2 agreed",
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
        "0 of 2 agreed",
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
        "somebody else is now responsible",
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
        reason="no longer a member",
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
        "recorded by somebody with the address that the plan has for the signer",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
        change=lambda one: replace(one, recorded_by="Claire Morel <paulo@corvane.example>"),
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
        recorded=f"{BY_CLAIRE}; confirmed by e-mail of 20 Nov 2026",
        change=by_mail,
    ),
    Situation(
        "one e-mail for two, which names neither",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree", f"{DECIDER}validate"),
        decider="validated",
        recorded=f"{BY_CLAIRE}; the e-mail was recorded for 2 sign-offs and does not name this one",
        change=by_mail,
    ),
    Situation(
        "damaged lines beside it",
        "agreed",
        "1 agreed, 1 with conditions, of 2",
        (SUPPLY_CHAIN, f"{FINANCE}agree"),
        recorded=BY_CLAIRE,
        lines='- {"signed": {"measures": [1]}, "on": 7}\n- \x00\n<<<<<<< HEAD\n- [1, 2]\n'
        '- {"on": "2026-11-20T12:00:00Z", "objective": "SO1", "for": "finance", "by": "paulo", '
        '"decision": "object", "signed": {"measures": [1]}, "seal": "5a6b7c"}\n',
    ),
)  # fmt: skip


class Seen(NamedTuple):
    """What a surface says; None where it says nothing of it."""

    count: str | None = None
    states: dict[str, str] | None = None
    recorded: str | None = None
    """Where it shows finance's sign-off: all that it says."""
    agreed: set[str] | None = None
    """The parties that it counts as agreed."""


class Place:
    """The folder of a plan with its sign-offs, where the commands run."""

    def __init__(self, folder: Path, situation: Situation) -> None:
        self.folder = folder
        self.situation = situation
        (folder / "kamctl.yaml").write_text(
            f"kamctl: 1\n{situation.workspace}", encoding="utf-8", newline="\n"
        )
        (folder / "keys").write_text("", encoding="utf-8")
        (folder / "plan.yaml").write_text(situation.plan, encoding="utf-8", newline="\n")
        entries = []
        before = PLAN.replace("sponsor: anna", "sponsor: thomas")
        for command in situation.commands:
            same = "sponsor: thomas" in situation.plan
            entry = signed(before if same else PLAN, command)
            if entry.party != "supply-chain":
                entry = sealed(situation.change(entry))
            entries.append(entry)
        text = SIGNOFFS_HEADING + "".join(f"{as_line(one)}\n" for one in entries) + situation.lines
        if entries or situation.lines:
            (folder / "signoffs.yaml").write_text(text, encoding="utf-8", newline="\n")

    def run(self, *words: str) -> str:
        done = CliRunner().invoke(app, [*words, "--today", TODAY])
        assert done.exit_code in (0, 1), done.output
        assert not isinstance(done.exception, AssertionError), done.exception
        return done.stdout

    def page(self, *words: str) -> str:
        """Render a page, and return it as Markdown."""
        self.run("render", *words, "-o", "page.md", "--force")
        return plain((self.folder / "page.md").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text).replace("\\", "")


def agreement_count(text: str) -> str | None:
    """Find the count in a text; two different ones are none."""
    found = set(re.findall(r"\d+ agreed, \d+ with conditions, of \d+|\d+ of \d+ agreed", text))
    return found.pop() if len(found) == 1 else f"{found}" if found else None


def counted(values: dict[str, int]) -> str:
    agreed, asked = values["agreed"], values["asked"]
    with_conditions = values["agreed_with_conditions"]
    if with_conditions:
        return f"{agreed} agreed, {with_conditions} with conditions, of {asked}"
    return f"{agreed} of {asked} agreed"


def align_json(place: Place) -> Seen:
    (plan,) = json.loads(place.run("align", "status", "--format", "json"))["plans"]
    (objective,) = plan["objectives"]
    assert plan["agreement"] == objective["agreement"]
    parties = {one.get("function") or one["role"]: one for one in
               (*objective["functions"], *objective["roles"])}  # fmt: skip
    finance = parties["finance"]["signoff"]
    for party, one in parties.items():
        assert bool(one["reasons"]) == (one["state"] == "invalidated"), party
    reasons = "; ".join(reason for one in parties.values() for reason in one["reasons"])
    assert place.situation.reason in reasons
    counts = finance is not None and parties["finance"]["state"] != "invalidated"
    return Seen(
        counted(plan["agreement"]),
        {party: one["state"] for party, one in parties.items()},
        "; ".join(finance["provenance"]).replace("\N{NO-BREAK SPACE}", " ") if counts else None,
    )


def align_text(place: Place) -> Seen:
    text = place.run("align", "status")
    states = {}
    for party in place.situation.states:
        (row,) = re.findall(rf"(?m)^{party.replace('-', ' ')}  +(.+?) *$", text)
        states[party] = next(state for state, label in STATE_LABELS.items() if label.lower() == row)
    line = re.search(r"• SO1 finance: .*", text)
    shows = place.situation.finance in (*AGREED, "objected")
    assert place.situation.reason in text
    recorded = (
        ", ".join(re.findall(r"(?:recorded|the e-mail|confirmed by e-mail) [^,:\n]+", line[0]))
        if line
        else ""
    )
    return Seen(agreement_count(text), states, recorded.replace(", ", "; ") if shows else None)


def status_json(place: Place) -> Seen:
    (account,) = json.loads(place.run("status", "--format", "json"))["accounts"]
    agreement = account["agreement"]
    invalidated = {one["party"] for one in agreement["invalidated"]}
    states = {key: one for key, (one,) in (agreement["functions"] | agreement["roles"]).items()}
    assert invalidated == {key for key, one in states.items() if one == "invalidated"}
    unfounded = account["stage"] == "aligned" and not {
        states["finance"], states["supply-chain"]
    } <= AGREED  # fmt: skip
    assert [one["reason"] for one in account["reasons"]][:1] == ["unfounded"] or not unfounded
    assert ("objection" in {one["reason"] for one in account["reasons"]}) == (
        "objected" in states.values()
    )
    return Seen(counted(agreement), states)


def status_csv(place: Place) -> Seen:
    (row,) = csv.DictReader(place.run("status", "--format", "csv").splitlines())
    keys = ("asked", "agreed", "agreed_with_conditions")
    assert row["invalidated"].split() == [
        party for party, state in place.situation.states.items() if state == "invalidated"
    ]
    return Seen(counted({key: int(row[key]) for key in keys}))


def status_text(place: Place) -> Seen:
    text = place.run("status")
    (cell,) = re.findall(r"\d+(?:\+\d+)?/2\b(?= )", text.split("\n\n")[0].replace("/27", "/x"))
    agreed, _, more = cell.removesuffix("/2").partition("+")
    return Seen(
        counted({"asked": 2, "agreed": int(agreed), "agreed_with_conditions": int(more or 0)})
    )


def validate_json(place: Place) -> Seen:
    text = place.run("validate", "plan.yaml", "--format", "json", "--stage", "validated")
    report = json.loads(text)
    lacking = set()
    names = dict(enumerate(("finance", "supply-chain")))
    for one in report["findings"]:
        if one["code"] == "KAM310":
            lacking.add(names[int(one["pointer"].rpartition("/")[2])])
        elif one["code"] == "KAM311":
            lacking.add("sponsor" if one["pointer"].endswith("sponsor") else "decider")
    return Seen(
        counted(report["plans"][0]["agreement"]), agreed=set(place.situation.states) - lacking
    )


def only_count(*words: str) -> Callable[[Place], Seen]:
    return lambda place: Seen(agreement_count(plain(place.run(*words))))


def next_json(place: Place) -> Seen:
    found = json.loads(place.run("next", "plan.yaml", "--format", "json"))
    plan = found["plans"][0] if "plans" in found else found
    return Seen(counted(plan["agreement"]))


def row_of(page: str, first: str, columns: int) -> list[str]:
    """Return the cells of the one row of a page that begins so, alone or with other names."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| ")
    ]
    (row,) = [row for row in rows if len(row) == columns and first in row[0].split(" · ")]
    return row


def state_of(cell: str) -> tuple[str, str]:
    """Take a label and the note beside it apart."""
    label, _, note = cell.partition(" (")
    return next(
        state for state, known_label in STATE_LABELS.items() if known_label == label
    ), note.removesuffix(")")


def signoff_table(place: Place, *words: str) -> Seen:
    page = place.page(*words)
    wanted = place.situation.states
    states, recorded = {}, None
    signed_already = {"agreed", "agreed_with_conditions", "objected", "validated", "invalidated"}
    for party, state in wanted.items():
        name = party.replace("-", " ").capitalize()
        section = page[page.index("### Sign-off") :]
        _, _, decision, note = row_of(section, name, 4)
        if state in signed_already:
            states[party] = state_of(decision)[0]
        else:
            assert decision == "", "room for a decision"
            states[party] = state
        if party == "finance" and state in signed_already - {"invalidated"}:
            recorded = note.partition(" (")[2].removesuffix(")")
    return Seen(agreement_count(page), states, recorded)


def onepage(place: Place) -> Seen:
    page = place.page("onepage", "plan.yaml")
    wanted = place.situation.states
    states = {}
    for party, state in wanted.items():
        name = party.replace("-", " ").capitalize()
        cell = row_of(page, name, 3)[2]
        if cell == "–":
            assert state in ("not_asked", "shared"), party
            states[party] = state
            continue
        states[party], _ = state_of(cell)
    return Seen(agreement_count(page), states)


def briefing_of_finance(place: Place) -> Seen:
    """What finance itself reads of its sign-off."""
    page = place.page("briefing", "plan.yaml", "--for", "finance", "--full")
    state = place.situation.finance
    gave = {"agreed": "You agreed to this text on", "objected": "You objected on",
            "agreed_with_conditions": "You agreed with conditions on"}  # fmt: skip
    for one, sentence in gave.items():
        assert (sentence in page) == (one == state), one
    assert (" is invalidated:" in page) == (state == "invalidated")
    if state == "invalidated":
        assert place.situation.reason in page
    line = next((each for each in page.splitlines() if each.startswith(tuple(gave.values()))), None)
    recorded = None
    if line is not None:
        rest = line.partition(" 2026.")[2].strip().rstrip(".")
        recorded = rest[:1].lower() + rest[1:]
    return Seen(agreement_count(page), recorded=recorded)


def review(place: Place) -> Seen:
    return Seen(agreement_count(place.page("review", "plan.yaml", "--since", "HEAD")))


def site(place: Place) -> Seen:
    place.run("render", "site", "-o", "site", "--force")
    folder = place.folder / "site" / "for-account-team"
    pages = [plain(page.read_text(encoding="utf-8")) for page in sorted(folder.rglob("*.html"))]
    counts = {agreement_count(page) for page in pages} - {None}
    assert len(pages) > 3
    return Seen(counts.pop() if len(counts) == 1 else str(counts))


def beside_the_preview(place: Place) -> Seen:
    latest = SimpleNamespace(report=check_file("plan.yaml", parse_day(TODAY)), saved_at=None)
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
    "briefing, for everyone": lambda place: signoff_table(place, "briefing", "plan.yaml", "--full"),
    "briefing, for the account team": lambda place: signoff_table(
        place, "briefing", "plan.yaml", "--for", "account-team", "--full"
    ),
    "briefing, for finance": briefing_of_finance,
    "one-pager": onepage,
    "plan": lambda place: signoff_table(place, "plan", "plan.yaml"),
    "review": review,
    "portfolio": lambda place: Seen(agreement_count(place.page("portfolio", "."))),
    "site": site,
}  # fmt: skip


@pytest.fixture(autouse=True)
def stand_in_for_ssh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one signature be verified for one address, without keys."""

    def verify(
        _: bytes, signature: str, principal: str, signers: Path | None
    ) -> signatures.SignatureState:
        good = signature == GOOD and principal == "paulo@corvane.example" and signers is not None
        return signatures.SignatureState.VERIFIED if good else signatures.SignatureState.UNKNOWN

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
    assert shown == set(STATE_LABELS)
