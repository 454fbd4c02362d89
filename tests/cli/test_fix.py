"""What has one right answer is fixed; all else stays, byte for byte."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kamctl.checks.engine import runner
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import CheckOptions, check_source
from kamctl.cli.console import Console
from kamctl.cli.fix import apply_fixes
from kamctl.cli.main import app
from kamctl.document.document import Document
from kamctl.document.errors import UserError
from kamctl.document.finding import Finding
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.document.text_edits import largest_valid
from kamctl.document.writing import rewrite
from kamctl.plan import autofix
from kamctl.plan.autofix import fix_text
from kamctl.plan.load import Loaded, load_plan
from kamctl.signoffs.signoff import sealed
from kamctl.workspace.config import NO_WORKSPACE, Workspace
from tests.paths import COMPLETE_EXAMPLES, LACTEA_PLAN, ROOT
from tests.running import kamctl, kamctl_in_bytes, without_crash
from tests.signing import append, signed

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "fix_cases.yaml").read_text(encoding="utf-8")
)
LACTEA = LACTEA_PLAN.read_text(encoding="utf-8")
WRONG = "kamctl: 1\naccount: {name: L, teir: key}\nplan: {next_review: 2099-01-20}\n"
RIGHT = WRONG.replace("teir", "tier")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "text", "fixed", "same"}
    found = fix_text(Source("plan.yaml", case["text"]))
    assert found.text == case.get("fixed", case["text"])
    assert bool(found.fixes) == ("same" not in case)
    again = fix_text(Source("plan.yaml", found.text))
    assert (again.text, again.fixes) == (found.text, ())


@pytest.mark.parametrize("example", [*COMPLETE_EXAMPLES, "first-draft"])
def test_a_plan_without_mistakes_is_left_as_it_is(example: str) -> None:
    text = (ROOT / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    assert fix_text(Source("plan.yaml", text)).fixes == ()


KEYS = re.findall(
    r"\b(customer_gain|relationship|directions|measures|resistances|whitespace)(?=:)", LACTEA
)
VALUES = ("supporter", "champion", "in_progress", "planned", "competitor", "negative", "positive")


def spoilt(chance: random.Random) -> tuple[str, str]:
    """Return lactea as it was, and with mistakes that can mean one thing each."""
    right = LACTEA
    if chance.random() < 0.5:
        right = right.replace("\n", "\r\n")
    if chance.random() < 0.5:
        right = right.replace("Lactéa", "Lac😀téa")
    wrong = right
    for key in chance.sample(KEYS, 2):
        place = chance.choice([match.start() for match in re.finditer(rf"\b{key}:", wrong)])
        cut = chance.randrange(2, len(key))
        wrong = wrong[:place] + key[:cut] + key[cut + 1 :] + wrong[place + len(key) :]
    for value in chance.sample(VALUES, 3):
        places = [match.start(1) for match in re.finditer(rf": ({value})\b(?=[,}}\r\n])", wrong)]
        place = chance.choice(places)
        other = chance.choice([value.upper(), value.title(), value.replace("_", " ")])
        wrong = wrong[:place] + other + wrong[place + len(value) :]
    return right, wrong


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_mistakes_made_at_random_are_undone_and_nothing_else_is_touched(seed: int) -> None:
    right, wrong = spoilt(random.Random(seed))
    found = fix_text(Source("plan.yaml", wrong))
    assert found.text == right
    assert read(Source("plan.yaml", found.text)).value == read(Source("plan.yaml", right)).value


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("kamctl: 1\n{}[]-,'\"#&*!|>%@`\u0085\u2028\té😀FR/.")))
def test_whatever_the_text_it_never_loses_anything_it_does_not_say(text: str) -> None:
    source = Source("plan.yaml", f"kamctl: 1\naccount: {{name: L}}\n{text}")
    found = fix_text(source)
    if not found.fixes:
        assert found.text == source.text
    before, after = load_plan(read(source)), load_plan(read(Source("plan.yaml", found.text)))
    assert len(after.findings) <= len(before.findings)


def test_ids_that_sign_offs_name_are_told_and_left() -> None:
    text = (
        "kamctl: 1\naccount: {name: L, id: é}\nteam: [{id: josé, name: J}, {id: zoë, name: Z}]\n"
        "plan: {owner: josé, sponsor: zoë}\n"
    )
    source = Source("plan.yaml", text)
    assert fix_text(source, signed={"josé", "SO1"}).text == text.replace("zoë", "zoe")
    assert fix_text(source).text == (
        text.replace("zoë", "zoe").replace("josé", "jose").replace("é", "e")
    )


def report_on(text: str, workspace: Workspace) -> PlanReport:
    options = CheckOptions(fixes=True)
    return check_source(Source("plan.yaml", text), workspace, dt.date(2026, 11, 23), options)


def found_in(text: str, workspace: Workspace = NO_WORKSPACE) -> list[Finding]:
    return list(report_on(text, workspace).findings)


def agree_on_what_is_fixed(text: str, workspace: Workspace = NO_WORKSPACE) -> int:
    """Return how many findings are said to have a fix, once they are seen to be gone with it."""
    report = report_on(text, workspace)
    before, output = report.findings, len(report.fixed)
    after = fix_text(Source("plan.yaml", text), workspace.functions).text
    still = {(one.code, str(one.message)) for one in found_in(after, workspace)}
    gone = [one for one in before if (one.code, str(one.message)) not in still]
    assert len([one for one in gone if one.fixable]) == output
    return output


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_as_many_are_fixed_as_was_said(case: dict[str, Any]) -> None:
    output = agree_on_what_is_fixed(case["text"])
    assert (output > 0) == ("same" not in case)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_as_many_are_fixed_as_was_said_at_random(seed: int) -> None:
    assert agree_on_what_is_fixed(spoilt(random.Random(seed))[1])


def test_functions_of_the_company_come_first() -> None:
    text = "kamctl: 1\naccount: {name: L}\nteam: [{id: a, name: A, function: finances}]\n"
    own = replace(NO_WORKSPACE, functions=("finances", "sales"))
    assert agree_on_what_is_fixed(text) == 1
    assert agree_on_what_is_fixed(text, own) == 0
    assert fix_text(Source("plan.yaml", text), own.functions).text == text


# --- The command ----------------------------------------------------------------------------------


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    env = os.environ | {"NO_COLOR": "1", "COLUMNS": "80"}
    return without_crash(kamctl(folder, "validate", *arguments, stdin=stdin, env=env))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(WRONG.encode())
    return path


def test_fix_says_so_and_validates_what_is_left(plan: Path) -> None:
    done = run(plan.parent, "--fix")
    assert done.returncode == 0
    assert done.stderr == "plan.yaml:2: fixed “teir” → “tier”\n"
    assert done.stdout.endswith("No errors or warnings, 2 to-dos in 1 plan.\n")
    assert plan.read_bytes() == RIGHT.encode()


def test_fix_leaves_ids_that_sign_offs_beside_the_plan_name(plan: Path) -> None:
    text = (
        "kamctl: 1\naccount: {name: L}\nteam: [{id: josé, name: J}, {id: zoë, name: Z}]\n"
        "objectives: [{id: SO1, statement: Win them., directions: [{function: finance, "
        "leader: josé}]}]\n"
    )
    plan.write_bytes(text.encode())
    command = "kamctl align record plan.yaml SO1 --for finance --by jose --decision agree"
    then = text.replace("josé", "jose").replace("zoë", "zoe")
    entry = sealed(replace(signed(then, command), by="josé"))
    append(plan.with_name("signoffs.yaml"), entry)
    done = run(plan.parent, "--fix")
    assert done.stderr == "plan.yaml:3: fixed “zoë” → “zoe”\n"
    assert "`jose`" in done.stdout
    assert plan.read_bytes() == text.replace("zoë", "zoe").encode()


def test_fix_says_what_cannot_be_seen_by_its_number(plan: Path) -> None:
    plan.write_bytes("kamctl: 1\naccount:\n\u00a0\u00a0name:\u202fL\u00a0#1\n".encode())
    done = run(plan.parent, "--fix")
    assert done.stderr == ("plan.yaml:3: fixed “U+00A0” → “ ”\nplan.yaml:3: fixed “U+202F” → “ ”\n")
    assert plan.read_bytes() == "kamctl: 1\naccount:\n  name: L\u00a0#1\n".encode()


@pytest.mark.parametrize(
    ("owner", "codes"),
    [("claire\u00a0", "U+00A0"), ("claire\u200d", "U+200D")],
)
def test_fix_says_what_changed_in_an_id_that_looks_the_same(
    plan: Path, owner: str, codes: str
) -> None:
    text = "kamctl: 1\naccount: {name: L}\nplan: {owner: %s}\nteam: [{id: claire, name: C}]\n"
    plan.write_bytes((text % f'"{owner}"').encode())
    done = run(plan.parent, "--fix")
    assert done.stderr == f"plan.yaml:3: removed invisible characters from “claire”: {codes}\n"
    assert plan.read_bytes() == (text % '"claire"').encode()


def test_validate_says_how_many_have_a_fix(plan: Path) -> None:
    plan.write_text(
        WRONG + "stakeholders:\n  - {id: a, name: A, attitude: favorable, influence: huge}\n",
        encoding="utf-8",
    )
    done = run(plan.parent)
    assert done.stdout.endswith("2 findings can be fixed with --fix: plan.yaml:2, plan.yaml:5\n")
    report = json.loads(run(plan.parent, "--format", "json").stdout)
    assert report["summary"]["fixable"] == 2
    errors = report["summary"]["errors"]
    done = run(plan.parent, "--fix")
    assert "--fix" not in done.stdout
    report = json.loads(run(plan.parent, "--format", "json").stdout)
    assert report["summary"]["fixable"] == 0
    assert report["summary"]["errors"] == errors - 2
    (plan.parent / "kamctl.yaml").write_text("kamctl: 1\nlanguage: fr\n", encoding="utf-8")
    plan.write_bytes(WRONG.encode())
    env = os.environ | {"NO_COLOR": "1", "LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8"}
    french = kamctl(plan.parent, "validate", env=env).stdout
    assert french.endswith("1 constat peut être corrigé avec --fix : plan.yaml:2\n")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("more", [(), ("--output", "report.sarif")])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_as_many_have_a_fix_in_every_process(
    tmp_path: Path, form: str, more: tuple[str, ...], jobs: str
) -> None:
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "plan.yaml").write_text(WRONG, encoding="utf-8")
    done = run(tmp_path, "--jobs", jobs, "--format", form, *more)
    if form == "json":
        assert json.loads(done.stdout)["summary"]["fixable"] == 3
    else:
        assert "3 findings can be fixed with --fix: 0/plan.yaml:2, 1/plan.yaml:2" in done.stdout


def many_wrong(kind: str, number: int) -> str:
    """Return a plan with many mistakes: of ids and texts, one more has no fix."""
    head = "kamctl: 1\naccount: {name: L}\n"
    if kind == "ids":
        people = [f"  - {{id: é {one}, name: P}}\n" for one in range(number)]
        return head + "team:\n  - {id: &a é, name: *a}\n" + "".join(people)
    if kind == "keys":
        people = [f"  - {{id: p{one}, name: P, attitud: neutral}}\n" for one in range(number)]
        return head + "stakeholders:\n" + "".join(people)
    risks = [f"  - id: r{one}\n    text: Order #4711 late\n" for one in range(number)]
    return head + "reviews:\n  - date: 2026-01-20 #1\nrisks:\n" + "".join(risks)


def counted_loads(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """Return a list to which each document is added that is loaded for a fix."""
    loads: list[Document] = []

    def counted(document: Document) -> Loaded:
        loads.append(document)
        return load_plan(document)

    monkeypatch.setattr(autofix, "load_plan", counted)
    return loads


@pytest.mark.parametrize("kind", ["ids", "keys", "texts"])
def test_hundreds_of_mistakes_are_fixed_together(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = counted_loads(monkeypatch)
    found = fix_text(Source("plan.yaml", many_wrong(kind, 200)))
    assert len(found.fixes) >= 200
    assert len(loads) < 40


@pytest.mark.parametrize("year", ["1000", '"1000"', "999"])
def test_no_fix_is_tried_for_a_year_that_is_impossible(
    year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = counted_loads(monkeypatch)
    entries = f"    - {{year: {year}, turnover: 1}}\n" * 50
    text = "kamctl: 1\naccount: {name: L}\nposition:\n  history:\n" + entries
    assert fix_text(Source("plan.yaml", text)).fixes == ()
    assert len(loads) == 1


def test_what_holds_is_tried_a_limited_number_of_times() -> None:
    tries = []
    held = largest_valid([[one] for one in range(1000)], lambda some: bool(tries.append(some)))
    assert held == []
    assert len(tries) < 100


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("validate",), True),
        (("validate", "--format", "json"), True),
        (("validate", "--format", "sarif"), False),
        (("validate", "--format", "concise"), False),
        (("validate", "--format", "sarif", "-o", "report.json"), True),
        (("next",), False),
        (("align", "status"), False),
    ],
)
def test_what_has_a_fix_is_counted_only_where_that_is_told(
    plan: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], asked: bool
) -> None:
    monkeypatch.chdir(plan.parent)
    plan.write_bytes(WRONG.encode())
    times = []
    monkeypatch.setattr(runner, "fixed_findings", lambda *given: times.append(given) or [])
    CliRunner().invoke(app, list(words))
    assert bool(times) == asked


def test_diff_shows_and_changes_nothing(plan: Path) -> None:
    done = run(plan.parent, "--diff")
    assert done.returncode == 1
    assert "-account: {name: L, teir: key}\n+account: {name: L, tier: key}\n" in done.stdout
    assert plan.read_bytes() == WRONG.encode()
    assert run(plan.parent, "--diff", "--fix").returncode == 1
    assert plan.read_bytes() == WRONG.encode()
    plan.write_bytes(RIGHT.encode())
    done = run(plan.parent, "--diff")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_diff_can_be_applied(plan: Path) -> None:
    plan.write_bytes(WRONG.replace("\n", "\r\n").encode().rstrip())
    done = kamctl_in_bytes(plan.parent, "validate", "--diff")
    git = ["git", "apply", "-p0", "--unidiff-zero", "-"]
    try:
        subprocess.run(git, cwd=plan.parent, input=done.stdout, check=True)
    except FileNotFoundError:
        pytest.skip("git is not here")
    assert plan.read_bytes() == RIGHT.replace("\n", "\r\n").encode().rstrip()


def test_a_byte_order_mark_stays(plan: Path) -> None:
    plan.write_bytes(b"\xef\xbb\xbf" + WRONG.encode())
    assert run(plan.parent, "--fix").returncode == 0
    assert plan.read_bytes() == b"\xef\xbb\xbf" + RIGHT.encode()


def test_standard_input_can_be_looked_at_and_not_fixed(tmp_path: Path) -> None:
    done = run(tmp_path, "--diff", "-", stdin=WRONG.encode())
    assert done.returncode == 1 and "+account: {name: L, tier: key}" in done.stdout
    done = run(tmp_path, "--fix", "-", stdin=WRONG.encode())
    assert done.returncode == 2
    assert "Standard input cannot be fixed in place." in done.stderr


def test_standard_input_is_refused_before_a_plan_is_fixed(plan: Path) -> None:
    done = run(plan.parent, "--fix", plan.name, "-", stdin=WRONG.encode())
    assert done.returncode == 2
    assert "Standard input cannot be fixed in place." in done.stderr
    assert plan.read_text(encoding="utf-8") == WRONG


def test_standard_input_is_fixed_as_the_plan_that_it_is_of(tmp_path: Path) -> None:
    folder = tmp_path / "nord"
    folder.mkdir()
    (folder / "kamctl.yaml").write_text("kamctl: 1\nfunctions: [purchasing]\n", encoding="utf-8")
    text = "kamctl: 1\naccount: {name: L}\nteam: [{id: a, name: A, function: Purchasing}]\n"
    done = run(tmp_path, "--diff", "-", "--stdin-filename", "nord/plan.yaml", stdin=text.encode())
    assert "+team: [{id: a, name: A, function: purchasing}]\n" in done.stdout
    assert "purchasing" not in run(tmp_path, "--diff", "-", stdin=text.encode()).stdout


def test_what_cannot_be_read_is_told_and_the_others_are_fixed(plan: Path) -> None:
    other = plan.parent / "other.plan.yaml"
    other.write_bytes(b"a\0b")
    done = run(plan.parent, "--fix", "plan.yaml", "other.plan.yaml", "none.plan.yaml")
    assert done.returncode == 2
    assert "other.plan.yaml:1:2 error KAM001" in done.stdout
    assert "NUL character" in done.stdout
    assert "There is no such file." in done.stdout
    assert plan.read_bytes() == RIGHT.encode()


def test_a_plan_that_changes_meanwhile_is_left_as_it_is(plan: Path) -> None:
    with pytest.raises(UserError, match="changed while"):
        rewrite(plan, b"what was read before", RIGHT)
    assert plan.read_bytes() == WRONG.encode()


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="root may write anywhere",
)
def test_a_protected_plan_is_left_as_it_is(plan: Path) -> None:
    plan.chmod(0o444)
    with pytest.raises(UserError, match="protected"):
        apply_fixes([str(plan)], Console())
    assert plan.read_bytes() == WRONG.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and modes")
def test_a_link_stays_one_and_the_mode_stays(plan: Path) -> None:
    plan.chmod(0o640)
    link = plan.parent / "link.plan.yaml"
    link.symlink_to(plan)
    apply_fixes([str(link)], Console())
    assert link.is_symlink()
    assert plan.read_bytes() == RIGHT.encode()
    assert plan.stat().st_mode & 0o777 == 0o640
