"""Two people align on two branches, merge, a target changes: the whole way, as users go it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from kamctl.cli.prompts import Answers
from kamctl.signoffs.signoff import as_line, from_line, sealed
from tests.paths import LACTEA_PLAN, ROOT
from tests.running import kamctl_here, on_a_terminal
from tests.ssh_keys import make_key, public_key

FUNCTIONS = ("supply-chain", "research-development", "finance", "local-sales")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def workspace_folder(tmp_path: Path) -> Path:
    """A workspace with the plan, under git."""
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    folder = tmp_path / "plans"
    folder.mkdir()
    return folder


@pytest.fixture
def run(workspace_folder: Path) -> Run:
    home = workspace_folder.parent / "home"
    home.mkdir()
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "KAMCTL_")) or key == "KAMCTL_REQUIRE_BROWSER"
    } | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }

    def call(*words: str, program: str = "kamctl") -> subprocess.CompletedProcess[str]:
        if program == "kamctl":
            return kamctl_here(workspace_folder, *words, env=environment)
        return subprocess.run(
            [program, *words],
            cwd=workspace_folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture
def git(run: Run, workspace_folder: Path) -> Run:
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        done = run(*words, program="git")
        assert done.returncode == 0, done.stderr
        return done

    call("init", "--quiet", "--initial-branch=main")
    call("config", "user.email", "somebody@elsewhere.example")
    call("config", "user.name", "Somebody")
    call("config", "core.autocrlf", "false")
    return call


def states(run: Run, objective: str = "SO1") -> dict[str, str]:
    done = run("align", "status", "plan.yaml", "--format", "json")
    assert done.returncode == 0, done.stderr
    (plan,) = json.loads(done.stdout)["plans"]
    found: dict[str, Any] = next(one for one in plan["objectives"] if one["objective"] == objective)
    return {one["function"]: one["state"] for one in found["functions"]} | {
        one["role"]: one["state"] for one in found["roles"]
    }


def record(run: Run, *words: str) -> None:
    done = run("align", "record", "plan.yaml", "SO1", *words, "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Recorded: ")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Recorded: Nadia Rahmani agrees (SO1, supply chain)."),
        (("--lang", "fr"), "Accord enregistré : Nadia Rahmani (SO1, chaîne logistique)."),
    ],
)
def test_what_was_recorded_names_the_function(
    workspace_folder: Path, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    shutil.copy(LACTEA_PLAN, workspace_folder)
    done = run(
        *(*words, "align", "record", "plan.yaml", "SO1", "--for", "supply-chain"),
        *("--decision", "agree", "--yes"),
    )
    assert done.stdout.strip().splitlines()[-1] == sentence, done.stderr


def test_two_branches_and_a_change(workspace_folder: Path, run: Run, git: Run) -> None:
    shutil.copy(LACTEA_PLAN, workspace_folder)
    plan = workspace_folder / "plan.yaml"
    assert run("init", "workspace", "--no-input").returncode == 0
    git("add", ".")
    git("commit", "-qm", "The plan")

    git("checkout", "-qb", "paulo")
    record(run, "--for", "finance", "--decision", "agree")
    assert git("diff", "--stat", "plan.yaml").stdout == "", "the plan is not touched"
    git("add", ".")
    git("commit", "-qm", "Finance agrees")

    git("checkout", "-q", "main")
    git("checkout", "-qb", "nadia")
    note = "Only if sales freezes the forecast: no exceptions"
    record(run, "--for", "supply-chain", "--decision", "agree_with_conditions", "--note", note)
    changed = git("diff", "--numstat", "plan.yaml").stdout.split()
    assert changed[:2] == ["5", "0"], "five lines more, none less"
    git("add", ".")
    git("commit", "-qm", "Supply chain agrees on a condition")

    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "paulo")
    git("merge", "-q", "--no-edit", "nadia")
    assert states(run) == {
        "supply-chain": "agreed_with_conditions",
        "research-development": "shared",
        "finance": "agreed",
        "local-sales": "shared",
        "decider": "shared",
        "sponsor": "shared",
    }
    record(run, "--for", "research-development", "--decision", "agree")
    record(run, "--for", "local-sales", "--decision", "object", "--note", "The bonus is gone.")
    record(run, "--as", "decider", "--decision", "validate")
    assert states(run)["sponsor"] == "validated", "one person who is both signs once"

    # A change for one function: its agreement falls, and that of those who signed the whole.
    replace(plan, "Accept 60 instead of 45", "Accept 75 instead of 45")
    fallen = {party for party, state in states(run).items() if state == "invalidated"}
    assert fallen == {"finance", "decider", "sponsor"}
    replace(plan, "Accept 75 instead of 45", "Accept 60 instead of 45")
    assert "invalidated" not in states(run).values(), "the very text is back, and so is their word"

    # A change to the target: everybody's.
    replace(plan, "target: {value: 42, on: 2028-12-31}", "target: {value: 38, on: 2028-12-31}")
    assert set(states(run).values()) == {"invalidated"}
    output = " ".join(run("align", "status", "plan.yaml").stdout.split())
    assert "Invalidated" in output and "Paulo Ferreira must be asked again" in output
    assert "Target of Share of wallet 42% → 38%" in output
    found = run("validate", "plan.yaml", "--select", "KAM312", "--format", "concise").stdout
    assert found.count("KAM312") == 5, "each is told once; decider and sponsor are one"

    done = run("plan", "stage", "plan.yaml", "validated")
    assert done.returncode == 1
    assert (
        "KAM310" in done.stdout and "KAM311" in done.stdout and "Stage not changed" in done.stdout
    )
    assert "stage: shared" in plan.read_text(encoding="utf-8")


GOOD = """\
kamctl: 1
account: {name: Lactéa}
plan: {stage: shared, owner: claire, sponsor: thomas}
objectives:
  - id: SO1
    statement: Become their one partner for cleaning.
    owner: claire
    decider: thomas
    directions:
      - function: finance
        leader: paulo
        ask: Accept 60 days.   # from March
team:
  - {id: claire, name: Claire Morel, function: sales, email: Claire@corvane.example}
  - {id: paulo, name: Paulo Ferreira, function: finance, email: paulo@corvane.example}
  - {id: thomas, name: Thomas Berger}
"""


@pytest.fixture
def plan(workspace_folder: Path) -> Path:
    path = workspace_folder / "plan.yaml"
    path.write_text(GOOD, encoding="utf-8", newline="\n")
    return path


def test_the_plan_moves_on_when_it_may(workspace_folder: Path, run: Run) -> None:
    for name in ("plan.yaml", "signoffs.yaml"):
        shutil.copy(ROOT / "examples" / "complete-en" / name, workspace_folder)
    before = (workspace_folder / "plan.yaml").read_bytes()
    assert run("plan", "stage", "plan.yaml", "validated").returncode == 1
    assert (workspace_folder / "plan.yaml").read_bytes() == before
    for objective in ("SO1", "SO2"):
        for role in ("decider", "sponsor"):
            words = ("plan.yaml", objective, "--as", role, "--decision", "validate", "--yes")
            assert run("align", "record", *words).returncode == 0
    done = run("plan", "stage", "plan.yaml", "validated")
    assert (done.returncode, done.stdout) == (0, "Velopar Group: aligned → validated.\n")
    after = (workspace_folder / "plan.yaml").read_bytes()
    assert after == before.replace(b"stage: aligned", b"stage: validated", 1)
    assert run("validate", "plan.yaml").returncode == 0
    again = run("plan", "stage", "plan.yaml", "validated")
    assert (again.returncode, again.stdout) == (0, "Velopar Group is already at stage validated.\n")
    assert run("plan", "stage", "plan.yaml", "draft").returncode == 0
    assert (workspace_folder / "plan.yaml").read_bytes() == before.replace(
        b"stage: aligned", b"stage: draft", 1
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["SO9", "--for", "finance", "--decision", "agree"], "This plan has no objective “SO9”."),
        (["", "--for", "finance", "--decision", "agree"], "Available: SO1."),
        (["SO1", "--for", "finanse", "--decision", "agree"], "Did you mean finance?"),
        (["SO1", "--for", "legal", "--decision", "agree"], "SO1 asks nothing of legal."),
        (["SO1", "--for", "finance", "--decision",
         "validate"], "“validate” is not a possible decision"),
        (["SO1", "--as", "decider", "--decision", "agree"], "“agree” is not a possible decision"),
        (["SO1", "--as", "king", "--decision", "agree"], "“king” is not a role"),
        (["SO1", "--decision", "agree"], "Who signs"),
        (["SO1", "--for", "finance", "--as", "decider", "--decision", "agree"], "Who signs"),
        (["SO1", "--for", "finance", "--by", "claire", "--decision", "agree"],
         "Claire Morel cannot sign for finance on SO1; Paulo Ferreira can."),
        (["SO1", "--for", "finance", "--by", "Claire Morel", "--decision", "agree"],
         "Claire Morel cannot sign for finance on SO1; Paulo Ferreira can."),
        (["SO1", "--for", "finance", "--by", "pablo", "--decision",
         "agree"], "No team member has the id “pablo”."),
        (["SO1", "--for", "finance", "--decision", "object"], "needs a text"),
        (["SO1", "--for", "finance", "--decision", "agree", "--key", "none"], "There is no key"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_told(
    plan: Path, run: Run, words: list[str], error: str
) -> None:
    done = run("align", "record", "plan.yaml", *words, "--yes")
    assert done.returncode == 2
    assert error in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(place.name for place in plan.parent.iterdir()) == ["plan.yaml"]
    assert plan.read_text(encoding="utf-8") == GOOD


def test_nobody_to_ask_is_no_yes(plan: Path, run: Run) -> None:
    done = run("align", "record", "plan.yaml", "SO1", "--for", "finance", "--decision", "agree")
    assert done.returncode == 2 and "--yes" in done.stderr
    assert "Accept 60 days." in done.stderr, "the text is shown first"
    assert not (plan.parent / "signoffs.yaml").exists()


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
ALIGN = ("plan.yaml", "SO1", "--for", "finance", "--lang", "en")


@posix
def test_a_sign_off_is_summed_up_before_it_is_recorded(plan: Path) -> None:
    words = ("align", "record", *ALIGN, "--decision", "agree")
    code, output = on_a_terminal(plan.parent, *words, answers=["y"])
    assert code == 0, output
    shown = output.index("Accept 60 days.")
    summed_up = output.index("New sign-off")
    asked = output.index("Record this sign-off? [y/N]: ")
    assert shown < summed_up < asked < output.index("Recorded: Paulo Ferreira agrees")
    lines = (line.strip().partition("  ") for line in output[summed_up:asked].splitlines())
    rows = {label: value.strip() for label, _, value in lines}
    assert rows["Objective"] == "SO1"
    assert rows["For"] == "finance"
    assert rows["Signatory"] == "Paulo Ferreira <paulo@corvane.example>"
    assert rows["Currency"] == "not set"
    assert rows["Supporting document"] == "none"
    assert rows["Decision"] == "Agreement"
    assert rows["Signature"] == "none"
    assert rows["File"] == "signoffs.yaml"
    assert '"agree"' in (plan.parent / "signoffs.yaml").read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("last", ["", "n", b"\x03", b"\x04"])
def test_nothing_is_recorded_without_a_yes(plan: Path, last: str | bytes) -> None:
    words = ("align", "record", *ALIGN, "--decision", "object")
    answers = ["Too long: [bold]by half[/]", "y", last]
    code, output = on_a_terminal(plan.parent, *words, answers=answers)
    assert code == 130, output
    assert "Too long: [bold]by half[/]" in output and "added to plan.yaml" in output
    stopped = isinstance(last, bytes)
    assert ("Interrupted." in output) == stopped
    assert output.rstrip().endswith("Nothing was recorded.")
    assert "error:" not in output
    assert plan.read_text(encoding="utf-8") == GOOD
    assert not (plan.parent / "signoffs.yaml").exists()


@posix
def test_an_objection_is_asked_for_and_can_be_corrected(plan: Path) -> None:
    words = ("align", "record", *ALIGN, "--decision", "object")
    answers = ["", "Too lomg", "<", "Too long", "", "<", "y", "y"]
    code, output = on_a_terminal(plan.parent, *words, answers=answers)
    assert code == 0, output
    assert "An answer is required." in output
    assert "Add it to the plan as a concern? [y/N]: " in output
    assert "not added" in output
    assert "concern: Too long\n" in plan.read_text(encoding="utf-8")
    assert '"Too long"' in (plan.parent / "signoffs.yaml").read_text(encoding="utf-8")


@posix
def test_a_restatement_is_asked_for_and_replaced_only_with_a_yes(plan: Path) -> None:
    words = ("align", "restate", *ALIGN)
    code, output = on_a_terminal(plan.parent, *words, answers=["We wait: 15 days.", "y"])
    assert code == 0, output
    assert "Restatement by Paulo Ferreira: " in output and "Accept 60 days." in output
    before = plan.read_text(encoding="utf-8")
    assert 'text: "We wait: 15 days."' in before
    again = (*words, "--text", "Other words.")
    code, output = on_a_terminal(plan.parent, *again, answers=[""])
    assert code == 130, output
    assert re.search(r"Replaces +We wait: 15 days\.", output)
    assert plan.read_text(encoding="utf-8") == before
    code, output = on_a_terminal(plan.parent, *again, answers=["yes"])
    assert code == 0, output
    assert "Other words." in plan.read_text(encoding="utf-8")


@posix
def test_the_text_is_shown_as_it_is(plan: Path) -> None:
    replace(plan, "Accept 60 days.", '"[bold]Accept[/] :smile: \\e[2J\\n  Decider: nobody"')
    words = ("align", "record", *ALIGN, "--decision", "agree")
    code, output = on_a_terminal(plan.parent, *words, answers=["n"])
    assert code == 130, output
    assert "Request: [bold]Accept[/] :smile: ·[2J Decider: nobody" in output


def test_a_text_that_changes_while_it_is_read(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from kamctl.cli import align_record
    from kamctl.cli.main import app

    def somebody_else_saves(
        _console: object, _questions: object, _confirmation: object, known: Answers
    ) -> Answers:
        replace(plan, "Accept 60 days.", "Accept 90 days.")
        return known

    monkeypatch.setattr(align_record, "can_ask", lambda **_: True)
    monkeypatch.setattr(align_record, "ask_and_confirm", somebody_else_saves)
    words = ["align", "record", str(plan), "SO1", "--for", "finance", "--decision", "agree"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "changed while it was on screen" in done.output
    assert not (plan.parent / "signoffs.yaml").exists()


def test_a_draft_cannot_be_signed(plan: Path, run: Run) -> None:
    replace(plan, "stage: shared", "stage: draft")
    done = run(
        "align", "record", "plan.yaml", "SO1", "--for", "finance", "--decision", "agree", "-y"
    )
    assert done.returncode == 2 and "This plan is a draft" in done.stderr
    assert "`kamctl plan stage plan.yaml shared`" in done.stderr
    asked = run("align", "ask", "plan.yaml")
    assert (asked.returncode, asked.stdout, asked.stderr) == (2, "", done.stderr)


def test_git_knows_who_i_am(plan: Path, run: Run, git: Run) -> None:
    words = ("plan.yaml", "SO1", "--for", "finance", "--decision", "agree", "--yes")
    git("config", "user.email", "claire@corvane.example")
    done = run("align", "record", *words)
    assert done.returncode == 2
    assert "In git you are Claire Morel" in done.stderr and "--by paulo" in done.stderr
    for by in ("paulo", "Paulo Ferreira", "paulo@corvane.example"):
        assert run("align", "record", *words, "--by", by).returncode == 0
    git("config", "user.email", "PAULO@corvane.example")
    assert run("align", "record", *words).returncode == 0
    git("config", "user.name", "paulo  FERREIRA")
    assert run("align", "record", *words, "--note", "Again").returncode == 0
    lines = (plan.parent / "signoffs.yaml").read_text(encoding="utf-8").splitlines()[1:]
    recorded = [from_line(line) for line in lines]
    assert [one.recorded_by for one in recorded] == [
        "Somebody <claire@corvane.example>",
        "Somebody <PAULO@corvane.example>",
        "paulo FERREIRA <PAULO@corvane.example>",
    ]
    # Whoever has their address and another name may have written the address into the plan.
    assert [one.is_recorded_by_signer for one in recorded] == [False, False, True]


def test_an_objection_goes_into_the_plan(plan: Path, run: Run) -> None:
    words = ("plan.yaml", "SO1", "--for", "finance", "--decision", "object", "--yes")
    assert run("align", "record", *words, "--note", "Too long: by half").returncode == 0
    text = plan.read_text(encoding="utf-8")
    head, tail = GOOD.split("team:")
    assert text.startswith(head) and text.endswith(f"team:{tail}")
    assert 'concern: "Too long: by half"\n            severity: blocking\n' in text
    assert states(run)["finance"] == "objected", "what is noted does not change what was signed"
    assert run("validate", "plan.yaml", "--select", "KAM313").returncode == 0
    before = plan.read_text(encoding="utf-8")
    assert run("align", "record", *words, "--note", "No", "--no-resistance").returncode == 0
    assert plan.read_text(encoding="utf-8") == before


def test_restate(plan: Path, run: Run) -> None:
    words = ("plan.yaml", "SO1", "--for", "finance", "--yes")
    assert run("align", "restate", *words).returncode == 2
    done = run("align", "restate", *words, "--text", "We wait: 15 days.")
    assert done.returncode == 0
    text = plan.read_text(encoding="utf-8")
    head, tail = GOOD.split("team:")
    assert text.startswith(head)
    assert (
        '        restatement:\n          text: "We wait: 15 days."\n          by: paulo\n' in text
    )
    assert states(run)["finance"] == "restated"
    assert run("align", "restate", *words, "--text", "Other words.").returncode == 0
    text = plan.read_text(encoding="utf-8")
    assert "Other words." in text and "We wait" not in text
    assert text.startswith(head) and text.endswith(f"team:{tail}")


def test_ask_lets_no_name_write_a_header(plan: Path, run: Run) -> None:
    text = plan.read_text(encoding="utf-8")
    text = text.replace("name: Lactéa", 'name: "Lactéa\\nBcc: all@x.example"')
    text = text.replace("name: Paulo Ferreira", 'name: "Ferreira, Paulo\\nCc: b@x.example \\u202e"')
    assert "Bcc" in text and "Cc:" in text
    plan.write_text(text, encoding="utf-8")
    output = run("align", "ask", "plan.yaml", "--for", "finance").stdout
    head, _, body = output.partition("\n\n")
    to, subject = head.split("\n")
    assert to == 'To: "Ferreira, Paulo Cc: b@x.example ·" <paulo@corvane.example>'
    assert subject == "Subject: Lactéa Bcc: all@x.example: your sign-off"
    assert "\u202e" not in body


def test_ask_says_who_when_and_how(plan: Path, run: Run) -> None:
    done = run("align", "ask", "plan.yaml", "--today", "2026-11-24")
    assert done.returncode == 0
    output = done.stdout.replace("\u00a0", " ")
    assert done.stdout.startswith(
        "To: Paulo Ferreira <paulo@corvane.example>\nSubject: Lactéa: your sign-off"
    )
    for part in ("“Become their one partner", "Accept 60 days.", "8 December 2026", "agree",
                 "A reply to this message is enough.", "Claire Morel"):  # fmt: skip
        assert part in output
    # Whoever answers has no kamctl; whoever asks does.
    assert "kamctl" not in output and "SO1" not in output
    assert "`kamctl align record plan.yaml SO1 --for finance --decision agree`" in done.stderr
    french = run("align", "ask", "plan.yaml", "--lang", "fr", "--by", "2026-12-01").stdout
    assert "Objet" in french and "1er\u00a0décembre 2026" in french and "«\u00a0Become" in french
    assert run("align", "ask", "plan.yaml", "--for", "all").stdout.count("To: ") == 3
    assert "No open objective" in run("align", "ask", "plan.yaml", "--for", "legal").stderr
    assert "no objective “SO7”" in run("align", "ask", "plan.yaml", "--objective", "SO7").stderr
    for words in (
        ["--for", "finance", "--decision", "agree"],
        ["--as", "decider", "--decision", "validate"],
    ):
        assert run("align", "record", "plan.yaml", "SO1", *words, "--yes").returncode == 0
    done = run("align", "ask", "plan.yaml")
    assert done.returncode == 2 and "Everyone has signed off" in done.stderr


def test_ask_writes_drafts(plan: Path, run: Run, workspace_folder: Path) -> None:
    done = run("align", "ask", "plan.yaml", "--for", "all", "-o", "requests/", "--lang", "fr")
    assert done.returncode == 0, done.stderr
    names = ["SO1-decider.eml", "SO1-finance.eml", "SO1-sponsor.eml"]
    folder = workspace_folder / "requests"
    assert sorted(one.name for one in folder.iterdir()) == names
    mail = message_from_bytes((folder / "SO1-finance.eml").read_bytes(), policy=policy.default)
    assert mail["To"] == "Paulo Ferreira <paulo@corvane.example>"
    assert mail["Subject"] == "Lactéa\u00a0: votre visa"
    assert (mail["X-Unsent"], mail["Content-Language"]) == ("1", "fr")
    text = run("align", "ask", "plan.yaml", "--for", "finance", "--lang", "fr").stdout
    body = mail.get_body()
    assert body is not None
    assert text.partition("\n\n")[2] == body.get_content().replace("\r\n", "\n")
    again = run("align", "ask", "plan.yaml", "--for", "all", "-o", "requests/")
    assert again.returncode == 2 and "already exists" in again.stderr
    assert run("align", "ask", "plan.yaml", "--for", "all", "-o", "all.txt").returncode == 0
    assert (workspace_folder / "all.txt").read_text(encoding="utf-8").count("To: ") == 3
    for words, problem in (
        (["--for", "all", "-o", "all.eml"], "all.eml is one file"),
        (["-o", "all.pdf"], "cannot be written to all.pdf"),
        (["-o", "plan.yaml/x/"], "cannot be written"),
    ):
        refused = run("align", "ask", "plan.yaml", *words)
        assert refused.returncode == 2 and problem in refused.stderr


def test_a_signature(plan: Path, run: Run, workspace_folder: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not here")
    key = make_key(workspace_folder.parent / "key")
    public = public_key(key)
    (workspace_folder / "kamctl.yaml").write_text(
        "kamctl: 1\nsignatures: {allowed_signers: keys, required: true,\n"
        "  people: {thomas@corvane.example: Thomas Berger, erik@corvane.example: Erik Lund}}\n",
        encoding="utf-8",
    )
    replace(plan, "name: Thomas Berger", "name: Thomas Berger, email: thomas@corvane.example")
    validate = ("plan.yaml", "SO1", "--as", "decider", "--decision", "validate", "--yes")
    assert run("align", "record", *validate).returncode == 0
    assert "unsigned" in run("align", "status", "plan.yaml").stdout
    wanted = ("validate", "plan.yaml", "--stage", "validated", "--select", "KAM311")
    assert "No verifiable signature" in run(*wanted).stdout
    assert run("align", "record", *validate, "--key", str(key)).returncode == 0
    assert "an unknown key" in run("align", "status", "plan.yaml").stdout
    (workspace_folder / "keys").write_text(f"thomas@corvane.example {public}", encoding="utf-8")
    assert "signature verified" in run("align", "status", "plan.yaml").stdout
    assert run(*wanted).returncode == 0


def test_a_plan_gives_nobody_the_key_of_another(
    plan: Path, run: Run, workspace_folder: Path
) -> None:
    """Erik writes his own address beside the decider's name, and signs with his own key."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not here")
    key = make_key(workspace_folder.parent / "key")
    public = public_key(key)
    (workspace_folder / "keys").write_text(f"erik@corvane.example {public}", encoding="utf-8")
    workspace = workspace_folder / "kamctl.yaml"
    settled = "kamctl: 1\nsignatures: {allowed_signers: keys, required: true}\n"
    workspace.write_text(settled, encoding="utf-8")
    replace(plan, "name: Thomas Berger", "name: Thomas Berger, email: erik@corvane.example")
    validate = ("plan.yaml", "SO1", "--as", "decider", "--decision", "validate", "--yes")
    assert run("align", "record", *validate, "--key", str(key)).returncode == 0
    people = "people: {thomas@corvane.example: Thomas Berger, erik@corvane.example: Erik Lund}"
    for text in (settled, settled.replace("required", f"{people}, required")):
        workspace.write_text(text, encoding="utf-8")
        assert "an unknown key" in run("align", "status", "plan.yaml").stdout
        done = run("validate", "plan.yaml", "--stage", "validated", "--select", "KAM311")
        assert done.returncode == 1 and "No verifiable signature" in done.stdout


def test_a_validation_that_will_not_count_is_told_as_such(plan: Path, run: Run) -> None:
    validate = ("plan.yaml", "SO1", "--as", "decider", "--decision", "validate", "--yes")
    agree = ("plan.yaml", "SO1", "--for", "finance", "--decision", "agree", "--yes")
    warning = "without --sign, this validation does not count"
    assert warning not in run("align", "record", *validate).stderr
    settled = "kamctl: 1\nsignatures: {required: true}\n"
    plan.with_name("kamctl.yaml").write_text(settled, encoding="utf-8")
    done = run("align", "record", *validate)
    assert done.returncode == 0 and warning in " ".join(done.stderr.split())
    assert warning not in run("align", "record", *agree).stderr


def test_sign_offs_of_a_plan_that_was_renamed(plan: Path, run: Run) -> None:
    words = ("SO1", "--for", "finance", "--decision", "agree", "--yes")
    assert run("align", "record", "plan.yaml", *words).returncode == 0
    plan.rename(plan.with_name("lactea.plan.yaml"))
    done = run("validate", "lactea.plan.yaml", "--format", "concise")
    assert "KAM019" in done.stdout and "signoffs.yaml" in done.stdout


def test_sign_offs_that_do_not_count_are_told(plan: Path, run: Run) -> None:
    words = ("SO1", "--for", "finance", "--decision", "agree", "--yes")
    assert run("align", "record", "plan.yaml", *words).returncode == 0
    assert run("align", "status", "plan.yaml").stderr == ""
    replace(plan, "- function: finance", "- function: legal")
    for output_format in ("text", "json"):
        done = run("align", "status", "plan.yaml", "--format", output_format)
        assert done.returncode == 0
        assert "KAM314" in done.stderr and "no longer has a direction for finance" in done.stderr


def test_a_plan_from_standard_input_cannot_be_signed(run: Run) -> None:
    done = run("align", "record", "-", "SO1", "--for", "finance", "--decision", "agree", "--yes")
    assert done.returncode == 2 and "standard input" in done.stderr


def test_a_plan_that_cannot_be_read(plan: Path, run: Run) -> None:
    plan.write_text("kamctl: [\n", encoding="utf-8")
    for words in (["align", "status"], ["align", "ask"], ["plan", "stage"]):
        more = ["shared"] if words[0] == "plan" else []
        done = run(*words, "plan.yaml", *more)
        assert done.returncode == 2 and "KAM003" in done.stderr and "Traceback" not in done.stderr


AGREE = ("align", "record", "plan.yaml", "SO1", "--for", "finance", "--decision", "agree", "--yes")
REPLY = """\
From: Paulo Ferreira <paulo@corvane.example>
To: claire@corvane.example
Date: Tue, 24 Nov 2026 11:12:03 +0100
Message-ID: <42@corvane.example>
Content-Type: text/plain; charset=utf-8

Agreed, 60 days.
"""


def entries(workspace_folder: Path) -> list[dict[str, Any]]:
    lines = (workspace_folder / "signoffs.yaml").read_text(encoding="utf-8").splitlines()
    return [json.loads(line[2:]) for line in lines if line.startswith("- ")]


def test_what_is_written(plan: Path, run: Run, git: Run, workspace_folder: Path) -> None:
    git("config", "user.email", "claire@corvane.example")
    git("config", "user.name", "Claire Morel")
    (workspace_folder / "reply.eml").write_text(REPLY, encoding="utf-8", newline="\n")
    done = run(*AGREE, "--by", "paulo", "--evidence", "reply.eml")
    assert done.returncode == 0, done.stderr
    (entry,) = entries(workspace_folder)
    assert entry["version"] == 2
    assert (entry["by"], entry["name"]) == ("paulo", "Paulo Ferreira")
    assert entry["email"] == "paulo@corvane.example"
    assert entry["recorded_by"] == "Claire Morel <claire@corvane.example>"
    assert entry["signed"]["signer"] == {
        "name": "paulo ferreira",
        "email": "paulo@corvane.example",
    }
    assert entry["evidence"] == {
        "sender": "paulo@corvane.example",
        "date": "2026-11-24T10:12:03Z",
        "message_id": "<42@corvane.example>",
        "quote": "Agreed, 60 days.",
        "sha256": hashlib.sha256(REPLY.encode()).hexdigest(),
    }
    assert "Paulo Ferreira <paulo@corvane.example>" in " ".join(done.stderr.split()), "as shown"


def test_it_is_always_known_who_recorded_it(plan: Path, run: Run, workspace_folder: Path) -> None:
    """Without git's name, it is the user of the computer."""
    assert run(*AGREE).returncode == 0
    assert entries(workspace_folder)[0]["recorded_by"]


def test_the_answer_of_another_is_refused(plan: Path, run: Run, workspace_folder: Path) -> None:
    reply = REPLY.replace("<paulo@corvane", "<claire@corvane")
    (workspace_folder / "reply.eml").write_text(reply, encoding="utf-8")
    done = run(*AGREE, "--evidence", "reply.eml")
    assert done.returncode == 2 and "not from Paulo Ferreira" in done.stderr
    assert not (workspace_folder / "signoffs.yaml").exists()


def test_an_answer_that_objects_is_recorded_as_such(
    plan: Path, run: Run, workspace_folder: Path
) -> None:
    reply = REPLY.replace("Agreed, 60 days.", "I do not agree to 60 days.")
    (workspace_folder / "reply.eml").write_text(reply, encoding="utf-8")
    done = run(*AGREE, "--by", "paulo", "--evidence", "reply.eml")
    assert done.returncode == 2
    shown = " ".join(done.stderr.split())
    assert "The e-mail says “I do not agree”: it is no evidence of this decision." in shown
    assert "--decision object" in shown
    assert not (workspace_folder / "signoffs.yaml").exists()
    objects = ["object" if one == "agree" else one for one in AGREE]
    done = run(*objects, "--by", "paulo", "--evidence", "reply.eml", "--note", "30 days.")
    assert done.returncode == 0, done.stderr
    assert states(run)["finance"] == "objected"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("name: Paulo Ferreira", "name: Erik Lund", "Signatory Paulo Ferreira → Erik Lund"),
        ("email: paulo@corvane.example", "email: erik@corvane.example",
         "E-mail address of Paulo Ferreira paulo@corvane.example → erik@corvane.example"),
        ("sponsor: thomas}", "sponsor: thomas, currency: JPY}", "Currency EUR → JPY"),
        ("name: Claire Morel", "name: Jan Peters", "Owner Claire Morel → Jan Peters"),
        ("name: Paulo Ferreira", "name: paulo  FERREÏRA", None),
        ("email: paulo@corvane.example", "email: Paulo@Corvane.example", None),
        ("function: finance, email", "function: finance, title: CFO, email", None),
        ("account: {name: Lactéa}", "account: {name: Lactéa, summary: A dairy}", None),
    ],
)  # fmt: skip
def test_another_person_or_currency_behind_a_sign_off(
    plan: Path, run: Run, workspace_folder: Path, old: str, new: str, reason: str | None
) -> None:
    replace(plan, "sponsor: thomas}", "sponsor: thomas, currency: EUR}")
    assert run(*AGREE).returncode == 0
    replace(plan, old.replace("thomas}", "thomas, currency: EUR}"), new)
    done = run("validate", "plan.yaml", "--select", "KAM312", "--format", "concise")
    if reason is None:
        assert states(run)["finance"] == "agreed"
        assert "KAM312" not in done.stdout
    else:
        assert states(run)["finance"] == "invalidated"
        assert reason in done.stdout.replace("\u00a0", " ").replace(": ", " ")


def test_the_clock_is_behind(plan: Path, run: Run, workspace_folder: Path) -> None:
    assert run(*AGREE).returncode == 0
    path = workspace_folder / "signoffs.yaml"
    entry = from_line(path.read_text(encoding="utf-8").splitlines()[1])
    later = sealed(dataclasses.replace(entry, on="2999-01-01T00:00:00Z"))
    path.write_text(f"{as_line(later)}\n", encoding="utf-8")
    done = run(*AGREE)
    assert done.returncode == 2
    assert "2999-01-01" in done.stderr and "Nothing was recorded" in done.stderr
    assert len(entries(workspace_folder)) == 1


def test_who_thinks_again_at_once_is_heard(plan: Path, run: Run) -> None:
    words = [word if word != "agree" else "object" for word in AGREE]
    assert run(*words, "--note", "No.").returncode == 0
    assert run(*AGREE).returncode == 0
    assert states(run)["finance"] == "agreed"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("words", [AGREE, (*AGREE[:-2], "object", "--note", "No.", "--yes")])
def test_recorded_is_recorded_whatever_becomes_of_the_words(
    plan: Path, workspace_folder: Path, words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kamctl", *words],
            cwd=workspace_folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode == 0 and "error" not in done.stderr
    assert len(entries(workspace_folder)) == 1
    assert ("resistances" in plan.read_text(encoding="utf-8")) == ("object" in words)


CONFIRM = ("align", "confirm", "plan.yaml", "SO1", "--by", "mercier", "--on", "2026-10-21", "--yes")


@pytest.fixture
def confirmed(plan: Path, run: Run) -> Path:
    measures = "    measures: [{name: Share, unit: '%', target: {value: 80, on: 2028-12-31}}]\n"
    replace(plan, "    owner: claire\n", f"    owner: claire\n{measures}")
    people = "stakeholders:\n  - {id: mercier, name: Hélène Mercier}\nteam:\n"
    replace(plan, "team:\n", people)
    done = run(*CONFIRM, "--how", "Minutes: item 2")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Recorded: Hélène Mercier confirmed SO1 (plan.yaml).\n"
    assert "Share" in done.stderr, "the text is shown"
    return plan


def test_a_confirmation_is_bound_to_its_text(confirmed: Path, run: Run) -> None:
    text = confirmed.read_text(encoding="utf-8")
    assert 'how: "Minutes: item 2"' in text and "fingerprint: v2 by=" in text
    command = ("validate", "plan.yaml", "--stage", "validated", "--format", "concise",
            "--select", "KAM117,KAM320")  # fmt: skip
    assert run(*command).returncode == 0
    replace(confirmed, "value: 80", "value: 65")
    found = run(*command)
    assert found.returncode == 1
    assert "KAM117" in found.stdout and "measures" in found.stdout
    assert "KAM320" not in found.stdout, "one finding is enough"
    status = run("align", "status", "plan.yaml").stdout
    assert "SO1: the customer's confirmation, changed since: the measures\n" in status
    assert "SO1: the customer must be asked again\n" in status
    (objective,) = json.loads(run("align", "status", "--format", "json").stdout)["plans"][0][
        "objectives"
    ]
    assert objective["customer_confirmation"] == {"state": "changed", "changed": ["the measures"]}
    briefing = run("render", "briefing", "plan.yaml", "--format", "markdown", "-o", "-")
    assert "confirmed an earlier version" in briefing.stdout
    assert run(*CONFIRM).returncode == 0
    assert run(*command).returncode == 0
    assert "the customer" not in run("align", "status", "plan.yaml").stdout
    replace(confirmed, "Hélène Mercier", "Anne Roche")
    assert "who confirmed" in run(*command).stdout


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--by", "mercer"), "No stakeholder has the id “mercer”."),
        (("--by", "mercer"), "Did you mean mercier?"),
        (("--on", "2999-01-01"), "is in the future"),
        (("--on", "yesterday"), "is not a date"),
        (("--on", "20.10.2026"), "Write --on 2026-10-20."),
    ],
)
def test_what_cannot_be_confirmed(
    confirmed: Path, run: Run, words: tuple[str, str], error: str
) -> None:
    before = confirmed.read_bytes()
    done = run(*CONFIRM, *words)
    assert done.returncode == 2 and error in done.stderr
    assert confirmed.read_bytes() == before
    assert run(*CONFIRM[:-1]).returncode == 2, "there is no terminal to ask"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("confirm", "--by", "mercier", "--on", "2026-10-21"), "customer_confirmation"),
        (("restate", "--for", "finance", "--text", "We wait."), "restatement"),
        (("record", "--for", "finance", "--decision", "object", "--note", "No"), "resistances"),
    ],
)
def test_what_is_recorded_goes_into_its_objective_after_one_that_cannot_be_read(
    plan: Path, run: Run, words: tuple[str, ...], written: str
) -> None:
    replace(plan, "objectives:\n", "objectives:\n  - a text\n  - {id: SO0, statement: Grow.}\n")
    replace(plan, "team:\n", "stakeholders: [{id: mercier, name: Hélène Mercier}]\nteam:\n")
    command, *options = words
    done = run("align", command, "plan.yaml", "SO1", *options, "--yes")
    assert done.returncode == 0, done.stderr
    text = plan.read_text(encoding="utf-8")
    assert "  - {id: SO0, statement: Grow.}\n" in text
    assert text.index("id: SO1") < text.index(written)
