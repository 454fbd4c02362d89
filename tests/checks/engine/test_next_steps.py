"""What to do next: in the order of what matters, with a person to ask who is not the reader."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest

from kamctl.checks.engine.next_steps import NextStep, next_steps
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.reader_identity import reader_in
from kamctl.checks.engine.registry import find_check
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.document.source import Source
from kamctl.git.identity import User
from kamctl.reports.next import next_text, next_values
from kamctl.workspace.config import NO_WORKSPACE
from tests.checks.rules.test_cases import CASES, report_on
from tests.paths import EXAMPLES, LACTEA_PLAN, ROOT
from tests.running import kamctl_here

TODAY = dt.date(2026, 11, 23)
HEAD = """kamctl: 1
account: {name: Acme}
"""
LACTEA = LACTEA_PLAN.read_text(encoding="utf-8")
PLANS = [LACTEA] + [
    (ROOT / "examples" / name / "plan.yaml").read_text(encoding="utf-8") for name in EXAMPLES
]


def report(text: str) -> PlanReport:
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)


def next_steps_text(text: str, me: str | None = None) -> str:
    seen = report(text)
    return next_text(seen, reader=reader_in(seen.plan, me, None)).plain


@pytest.mark.parametrize("stage", ["draft", "shared", "aligned", "validated"])
@pytest.mark.parametrize(
    "objectives",
    [
        "",
        "objectives: []\n",
        "objectives:\n  - {id: SO1, statement: Over., status: closed, "
        "outcome: {result: cancelled, learned: Much.}}\n",
    ],
)
def test_without_an_open_objective_that_is_the_first_thing(stage: str, objectives: str) -> None:
    first = next_steps(report(f"{HEAD}plan: {{stage: {stage}}}\n{objectives}"))[0]
    assert str(first.what) == "Write an objective for Acme."
    assert [one.code for one in first.findings] == ["KAM120"]


def test_an_empty_statement_comes_before_the_scope() -> None:
    first, *_ = next_steps(report(HEAD + "objectives:\n  - {id: SO1, statement: ''}\n"))
    assert [one.pointer for one in first.findings] == ["/objectives/0/statement"]
    for blank in ("TBD", "{fr: À définir}"):
        text = HEAD + f"objectives:\n  - {{id: SO1, statement: {blank}}}\n"
        first, *_ = next_steps(report(text))
        assert [one.code for one in first.findings][:3] == ["KAM102", "KAM108", "KAM104"]


def test_what_matters_comes_first_also_where_less_is_a_warning_already() -> None:
    text = HEAD + "objectives:\n  - {id: SO1, statement: Grow., customer_gain: More.}\n"
    codes = [one.code for one in next_steps(report(text))[0].findings]
    wanted = ["KAM121", "KAM122", "KAM104", "KAM105", "KAM110", "KAM303", "KAM301"]
    assert codes[: len(wanted)] == wanted
    assert codes.index("KAM103") > codes.index("KAM107")


@pytest.mark.parametrize("removed", ["jan", "erik", "nadia", "claire", "thomas", "paulo"])
@pytest.mark.parametrize("text", [LACTEA, LACTEA.replace("stage: shared", "stage: validated")])
def test_a_person_missing_in_the_team_is_not_shown_as_none(text: str, removed: str) -> None:
    lines = [line for line in text.splitlines(keepends=True) if f"{{id: {removed}," not in line]
    assert len(lines) == len(text.splitlines()) - 1
    seen = report("".join(lines))
    assert "None" not in next_text(seen).plain
    assert "None" not in json.dumps(next_values(seen), ensure_ascii=False)


def test_an_action_of_somebody_who_is_not_in_the_team_asks_for_an_owner() -> None:
    lines = [line for line in LACTEA.splitlines(keepends=True) if "{id: jan," not in line]
    steps = {str(step.what): step for step in next_steps(report("".join(lines)))}
    assert not [what for what in steps if what.startswith("Ask None")]
    assert str(steps["Name an owner for “Trial contract Trondheim”."].whom) == (
        "Claire Morel (sales)"
    )


def test_several_actions_without_an_owner_are_one_step() -> None:
    text = HEAD + (
        "objectives:\n  - id: SO1\n    statement: Win 3 plants.\n    actions:\n"
        "      - {title: One, due: 2026-10-01}\n      - {title: Two, due: 2026-10-02}\n"
    )
    whats = [str(step.what) for step in next_steps(report(text))]
    assert "Name an owner for 2 actions." in whats


@pytest.mark.parametrize("text", PLANS, ids=range(len(PLANS)))
def test_no_reader_is_asked_to_ask_themselves(text: str) -> None:
    seen = report(text)
    assert seen.plan is not None
    for member in seen.plan.team:
        for step in next_values(seen, reader=member)["steps"]:
            assert member.name not in (step["ask"] or "")
            assert f"Talk with {member.name}" not in step["what"]
            assert f"Ask {member.name}" not in step["what"]
            for finding in step["findings"]:
                assert member.name not in (finding["hint"] or ""), finding


def test_no_check_asks_a_reader_to_ask_themselves() -> None:
    hints = 0
    for case in CASES:
        if "plans" in case:
            continue
        seen = report_on(case)
        team = seen.plan.team if seen.plan is not None else ()
        for member in (one for one in team if " " in one.name):  # a name that is no other word
            for step in next_values(seen, reader=member)["steps"]:
                for finding in step["findings"]:
                    hints += bool(finding["hint"])
                    assert member.name not in (finding["hint"] or ""), (case["name"], finding)
    assert hints > 1000


def test_a_leader_of_another_function_is_told_what_to_correct() -> None:
    text = HEAD + (
        "plan: {stage: shared}\nteam: [{id: ines, name: Inés Soto, function: sales}]\nobjectives:\n"
        "  - id: SO1\n    statement: Win 3 plants.\n"
        "    directions: [{function: finance, leader: ines, ask: Accept 60 days.}]\n"
    )
    seen = report(text)
    (hint,) = (
        finding["hint"]
        for step in next_values(seen, reader=reader_in(seen.plan, "ines", None))["steps"]
        for finding in step["findings"]
        if finding["code"] == "KAM315"
    )
    assert hint.startswith("Name the function's manager as `leader:`; if you are responsible")


def test_a_leader_who_reads_it_answers() -> None:
    text = next_steps_text(LACTEA, "ines")
    assert "1. Respond for local sales on SO1.\n" in text
    assert "Talk with Inés" not in text
    assert "Suggest a mitigation" in text and "Note what you need" in text
    assert "Agree with Inés" not in text and "Ask Inés" not in text


@pytest.mark.parametrize(
    ("me", "what"),
    [
        (None, "Ask Ruth Adeyemi and Henrik Sand to validate SO1."),
        ("ruth", "Validate SO1, and request the validation by Henrik Sand."),
    ],
)
def test_decider_and_sponsor_are_asked_to_validate(me: str | None, what: str) -> None:
    seen = check_file(str(ROOT / "examples" / "complete-en" / "plan.yaml"), TODAY)
    text = next_text(seen, reader=reader_in(seen.plan, me, None)).plain
    assert f"1. {what}\n" in text
    assert "Ask Mara Dekker" not in text and "Write it in" not in text


def test_functions_are_asked_before_decider_and_sponsor() -> None:
    text = (ROOT / "examples" / "complete-en" / "plan.yaml").read_text(encoding="utf-8")
    steps = next_steps(report(text.replace("stage: aligned", "stage: validated")))
    codes = [{one.code for one in step.findings} for step in steps]
    assert {"KAM310"} in codes
    assert codes[-2:] == [{"KAM311"}, {"KAM311"}]
    assert all(step.asks_for_signoff for step in steps[-2:])


VALIDATED = """kamctl: 1
account: {name: Acme, id: acme}
plan: {stage: STAGE, owner: ada, sponsor: ruth}
team:
  - {id: ada, name: Ada Ek, function: sales}
  - {id: petra, name: Petra Lang, function: finance}
  - {id: ruth, name: Ruth Adeyemi, function: executive}
  - {id: henrik, name: Henrik Sand, function: executive}
objectives:
  - id: SO1
    statement: Win 3 plants.
    owner: ada
    decider: ruth
    directions:
      - function: finance
        leader: petra
        ask: Accept 60 days.
        gain: One invoice.
        impact:
          budget: {effect: neutral}
          resources: {effect: neutral}
          business: {effect: neutral}
        restatement: {text: 'We wait, and they buy.', by: petra, on: 2026-10-06}
"""
SIGNED = (
    "kamctl align record plan.yaml SO1 --for finance --decision agree",
    "kamctl align record plan.yaml SO1 --as decider --decision validate",
)


def steps_after(stage: str, before: str, after: str) -> tuple[NextStep, ...]:
    """Return the steps of a plan that everybody had signed, after a change."""
    text = VALIDATED.replace("STAGE", stage)
    assert before in text
    seen = report_on({"plan": text.replace(before, after), "before": text, "signed": SIGNED})
    return next_steps(seen)


@pytest.mark.parametrize(
    ("before", "after", "whom"),
    [
        ("ruth, name", "ruth, left: 2026-10-01, successor: henrik, name", "Henrik Sand"),
        ("ruth, name", "ruth, left: 2026-10-01, name", "the successor of Ruth Adeyemi"),
        ("sponsor: ruth}", "sponsor: henrik}", "Ruth Adeyemi and Henrik Sand"),
        ("decider: ruth", "decider: henrik", "Henrik Sand and Ruth Adeyemi"),
        ("Win 3 plants", "Win 4 plants", "Ruth Adeyemi"),
    ],
)
def test_whoever_decides_today_is_asked_to_validate(before: str, after: str, whom: str) -> None:
    """A sign-off that is invalidated names who gave it: they may have left, or decide no more."""
    what = [str(step.what) for step in steps_after("validated", before, after)]
    assert f"Ask {whom} to validate SO1." in what


@pytest.mark.parametrize("stage", ["shared", "aligned"])
def test_an_invalidated_validation_waits_for_the_functions(stage: str) -> None:
    """It is a warning before the stage that requires it: nothing is to be written in the plan."""
    steps = steps_after(stage, "Win 3 plants", "Win 4 plants")
    to_sign = [step for step in steps if step.asks_for_signoff]
    assert [str(step.what) for step in to_sign] == [
        "Discuss SO1 with Petra Lang.",
        "Ask Ruth Adeyemi to validate SO1.",
    ]
    assert "KAM312" in {one.code for one in to_sign[-1].findings}
    assert to_sign[-1] is steps[-1]


@pytest.mark.parametrize(("stage", "lines"), [("shared", 1), ("draft", 0)])
def test_a_request_is_written_for_an_invalidated_sign_off(
    tmp_path: Path, stage: str, lines: int
) -> None:
    """Not in a draft, which nobody can be asked to sign."""
    example = ROOT / "examples" / "complete-en"
    shutil.copytree(example, tmp_path, dirs_exist_ok=True)
    text = (example / "plan.yaml").read_text(encoding="utf-8")
    text = text.replace("stage: aligned", f"stage: {stage}").replace("60 days' pay", "75 days' pay")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    shown = next_text(check_file(str(tmp_path / "plan.yaml"), TODAY)).plain
    step = shown.partition("Discuss SO1 with Odile Fournier.")[2].partition("\n\n")[0]
    assert step.count("Write the request: kamctl align ask ") == lines
    assert "The sign-off by Odile Fournier" in step and "Write it in" not in step


@pytest.mark.parametrize(
    ("direction", "code"),
    [
        ("impact: {budget: {effect: negative, amount: -60.000}}", "KAM207"),
        ("mitigation: Finance always blocks us.", "KAM308"),
    ],
)
def test_whoever_writes_the_plan_corrects_its_figures_and_wording(
    direction: str, code: str
) -> None:
    """The leader of the function is asked nothing of it, and signs no wrong figure."""
    text = HEAD + (
        "plan: {stage: shared, owner: ada, currency: EUR}\n"
        "team:\n  - {id: ada, name: Ada Ek, function: sales}\n"
        "  - {id: petra, name: Petra Lang, function: finance}\n"
        "objectives:\n  - id: SO1\n    statement: Win 3 plants.\n"
        "    directions:\n      - {function: finance, leader: petra, ask: Accept 60 days, "
        f"{direction}}}\n"
    )
    (step,) = (
        one
        for one in next_steps(report(text))
        if code in {finding.code for finding in one.findings}
    )
    assert str(step.what) == "Correct figures and wording in the plan."
    assert str(step.whom) == "Ada Ek (sales)"
    by_reader = next_steps(report(text), reader_in(report(text).plan, "ada", None))
    assert {one.whom for one in by_reader if one.what == step.what} == {None}


@pytest.mark.parametrize(
    ("stage", "codes"),
    [("shared", {"KAM312", "KAM320"}), ("aligned", {"KAM310", "KAM117", "KAM320"})],
)
def test_an_invalidated_sign_off_is_named_once(tmp_path: Path, stage: str, codes: set[str]) -> None:
    for name in ("plan.yaml", "signoffs.yaml"):
        text = (ROOT / "examples" / "complete-en" / name).read_text(encoding="utf-8")
        text = (
            text.replace("    due: 2028-12-31", "    due: 2028-10-31", 1).replace(
                "stage: aligned", f"stage: {stage}"
            )
            if "plan" in name
            else text
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    seen = check_file(str(tmp_path / "plan.yaml"), TODAY)
    assert codes <= {one.code for one in seen.findings}
    named = [one.path for one in seen.findings if one.code in ("KAM310", "KAM311", "KAM312")]
    assert len(named) == len(set(named))
    shown = [one for step in next_steps(seen) for one in step.findings]
    places = [one.path for one in shown if (check := find_check(one.code)) and check.needs_signoff]
    assert len(places) == len(set(places)) > 1


def test_an_owner_who_reads_it_updates_her_actions() -> None:
    seen = report(LACTEA)
    steps = next_steps(seen, reader_in(seen.plan, "jan", None))
    assert "Update the status of your own actions." in [str(step.what) for step in steps]


def test_the_reader_is_known_by_the_address_or_the_id() -> None:
    plan = report(
        HEAD + "team:\n  - {id: a, name: A, email: A.B@acme.example}\n  - {id: b, name: B}\n"
    ).plan
    assert plan is not None
    assert reader_in(plan, None, User("X", " a.b@ACME.example ")) is plan.team[0]
    assert reader_in(plan, "b", User("A", "a.b@acme.example")) is plan.team[1]
    assert reader_in(plan, None, User("X", "c@acme.example")) is None
    assert reader_in(plan, None, None) is None
    assert reader_in(None, "b", None) is None


def test_the_reader_is_known_by_a_name_that_one_member_has() -> None:
    plan = report(
        HEAD + "team:\n  - {id: c, name: Claire Morel}\n"
        "  - {id: j, name: Jan Ek}\n  - {id: k, name: Jan Ek}\n"
    ).plan
    assert plan is not None
    assert reader_in(plan, None, User("claire  MOREL", "c@home.example")) is plan.team[0]
    assert reader_in(plan, None, User("Jan Ek")) is None
    assert reader_in(plan, None, User("")) is None


# --- The command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(LACTEA, encoding="utf-8")
    return tmp_path


def environment(folder: Path, address: str) -> dict[str, str]:
    """Return an environment in which git knows this address and no other."""
    config = folder / "gitconfig"
    config.write_text(f"[user]\n\temail = {address}\n", encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(config)}


@pytest.mark.parametrize("me", ["ines", "Inés Ortega"])
def test_me_names_the_reader(folder: Path, me: str) -> None:
    done = kamctl_here(folder, "next", "plan.yaml", "--me", me, "--today", "2026-11-23")
    assert done.returncode == 0
    assert "Respond for local sales on SO1." in done.stdout


@pytest.mark.parametrize(("me", "hint"), [("inez", "Did you mean ines?"), ("zzz", "Available: ")])
def test_me_must_be_in_the_team(folder: Path, me: str, hint: str) -> None:
    done = kamctl_here(folder, "next", "plan.yaml", "--me", me)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"No team member has the id “{me}”." in done.stderr
    assert hint in done.stderr


def test_git_says_who_reads(folder: Path) -> None:
    text = LACTEA.replace("name: Inés Ortega,", "name: Inés Ortega, email: ines@corvane.example,")
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    words = ("next", "plan.yaml", "--today", "2026-11-23")
    mine = kamctl_here(folder, *words, env=environment(folder, "Ines@corvane.example")).stdout
    assert "Respond for local sales on SO1." in mine
    other = kamctl_here(folder, *words, env=environment(folder, "jo@corvane.example")).stdout
    assert "Discuss SO1 with Inés Ortega." in other


@pytest.mark.parametrize("text", ["foo: [\n", "\0", "- a\n", "kamctl: 1\nkamctl: 1\n a: b\n"])
def test_a_plan_that_cannot_be_read_ends_with_2(folder: Path, text: str) -> None:
    (folder / "bad.plan.yaml").write_text(text, encoding="utf-8")
    for words in (("bad.plan.yaml",), (), ("--format", "json"), ("--me", "claire")):
        assert kamctl_here(folder, "next", *words).returncode == 2, words
    assert kamctl_here(folder, "next", "plan.yaml").returncode == 0


def test_dates_come_the_nearest_first_on_either_side_of_today() -> None:
    text = """plan: {owner: claire}
team: [{id: claire, name: Claire Morel}]
objectives: [{id: SO1, statement: Become their one partner for cleaning by the end of 2028.}]
buying:
  contracts:
    - {title: Old, end: 2026-05-31}
    - {title: Frame, notice_by: 2026-11-26, end: 2027-01-31}
  process:
    - {step: Request, due: 2026-11-13}
    - {step: Trial, due: 2026-08-30}
"""
    (dates,) = [one for one in next_steps(report(HEAD + text)) if "dates" in str(one.what)]
    assert str(dates.what) == "Update past dates and prepare for upcoming ones."
    titles = [str(one.message).partition("“")[2].partition("”")[0] for one in dates.findings]
    assert titles == ["Frame", "Request", "Frame", "Trial", "Old"]


def test_a_decision_without_a_date_comes_after_the_dates() -> None:
    text = """plan: {owner: claire}
team: [{id: claire, name: Claire Morel}]
objectives: [{id: SO1, statement: Become their one partner for cleaning by the end of 2028.}]
buying:
  contracts: [{title: Frame, notice_by: 2026-11-25}]
  process: [{step: Trial, due: 2026-10-30}]
reviews:
  - {date: 2026-05-04, decisions: [{text: Visit, owner: claire}]}
  - {date: 2026-10-05}
"""
    (dates,) = [one for one in next_steps(report(HEAD + text)) if "dates" in str(one.what)]
    titles = [str(one.message).partition("“")[2].partition("”")[0] for one in dates.findings]
    assert titles == ["Frame", "Trial", "Visit"]
