"""`kamctl answers`: from a reply to the plan, whatever goes wrong on the way."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kamctl.cli import answers as answers_module
from kamctl.document.errors import UserError
from kamctl.i18n.catalog import languages
from kamctl.i18n.message import message
from kamctl.questionnaires.record import QuestionRecord, read_record
from tests.paths import ROOT
from tests.questionnaires.account import PLAN
from tests.running import COMMAND, kamctl_here

TODAY = ("--today", "2026-11-25")
Answer = Callable[..., CompletedProcess[str]]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    done = kamctl_here(tmp_path, "ask", "plan.yaml", "-o", "out", "--today", "2026-11-23")
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def answer(plan: Path) -> Answer:
    return lambda *words, **more: kamctl_here(plan.parent, "answers", "plan.yaml", *words, **more)


def record_of(plan: Path) -> QuestionRecord:
    return read_record(plan.with_name("questions.yaml"))


def code(plan: Path, to: str, question: str) -> str:
    record = record_of(plan)
    return next(one.code for one in record.questions if (one.to, one.question) == (to, question))


def reply(plan: Path, *given: tuple[str, str, str], name: str = "reply.txt") -> str:
    """Write a reply: who answers which question how."""
    parts = []
    for to, question, text in given:
        key = code(plan, to, question)
        parts.append(f"[Q1-{key}]\n{text}\n[/Q1-{key}]\n")
    plan.with_name(name).write_text("\n".join(parts), encoding="utf-8")
    return name


def test_answers_are_added(plan: Path, answer: Answer) -> None:
    done = answer(reply(plan, ("anke", "stop-doing", "Weekly calls")), *TODAY)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr == (
        "Anke Voss → SWOT › Weaknesses: “Weekly calls”\n1 answer added to plan.yaml.\n"
    )
    added = "".join(
        f"{line}\n"
        for line in (
            "    - text: Weekly calls",
            "      told_by: anke",
            "      on: 2026-11-25",
            "      status: assumed",
        )
    )
    last = "      on: 2026-11-01\n"
    assert plan.read_text("utf-8") == PLAN.replace(last, last + added)
    assert record_of(plan).by_code[code(plan, "anke", "stop-doing")].outcome == "written"


def test_twice_changes_nothing(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    answer(name, *TODAY)
    files = {one: one.read_bytes() for one in plan.parent.iterdir() if one.is_file()}
    done = answer(name, "--today", "2026-12-24")
    assert done.returncode == 0
    assert "added before" in done.stderr
    assert "plan.yaml is unchanged." in done.stderr
    assert {one: one.read_bytes() for one in plan.parent.iterdir() if one.is_file()} == files


def test_a_dry_run_shows_the_difference(plan: Path, answer: Answer) -> None:
    before = {one: one.read_bytes() for one in plan.parent.iterdir() if one.is_file()}
    name = reply(plan, ("odile", "finance-margin", "27 %"))
    done = answer(name, "--dry-run", *TODAY)
    assert done.returncode == 0
    assert "--- plan.yaml\n+++ plan.yaml\n" in done.stdout
    assert "+    - {year: 2025, turnover: 10_000_000, margin: 27%}\n" in done.stdout
    assert "Nothing was written." in done.stderr
    assert {one: one.read_bytes() for one in before} == before


def test_side_by_side(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("ruth", "executive-relationship", "They ask for prices only"))
    known = "  id: velopar\n"
    text = PLAN.replace(known, known + "  relationship: {gap: Nobody knows us}\n")
    plan.write_text(text, encoding="utf-8")
    done = answer(name, *TODAY)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Ruth Adeyemi → Account › Relationship gap differs; nothing was replaced\n"
        "    plan:   “Nobody knows us”\n"
        "    answer: “They ask for prices only”\n"
    )
    assert plan.read_text("utf-8") == text
    status = kamctl_here(plan.parent, "ask", "plan.yaml", "--status", *TODAY)
    assert "Answer: “They ask for prices only”" in status.stdout


def test_good_answers_are_added_beside_bad_ones(plan: Path, answer: Answer) -> None:
    name = reply(
        plan,
        ("anke", "stop-doing", "Weekly calls"),
        ("luca", "contact-last", "last week"),
        ("odile", "stop-doing", "?"),
    )
    done = answer(name, *TODAY)
    assert done.returncode == 1
    assert "Weekly calls" in plan.read_text("utf-8")
    assert "Luca Bianchi → Marco Conti › Last contact was not added" in done.stderr
    assert (
        "Odile Fournier → SWOT › Weaknesses was not added: “?”\n"
        "    The answer contains no information.\n" in done.stderr
    )
    assert "1 answer added to plan.yaml." in done.stderr


def test_several_files_are_one_write(plan: Path, answer: Answer) -> None:
    one = reply(plan, ("anke", "stop-doing", "Weekly calls"), name="a.txt")
    other = reply(plan, ("ruth", "executive-direction", "Grow abroad"), name="b.txt")
    done = answer(one, other, *TODAY)
    assert done.returncode == 0
    assert "2 answers added to plan.yaml." in done.stderr
    text = plan.read_text("utf-8")
    assert "Weekly calls" in text
    assert "Grow abroad" in text


def test_one_bad_file_means_that_nothing_is_written(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    plan.with_name("bad.xlsx").write_bytes(b"PK\x03\x04")
    done = answer(name, "bad.xlsx", *TODAY)
    assert done.returncode == 2
    assert "bad.xlsx cannot be read as an Excel file" in done.stderr
    assert plan.read_text("utf-8") == PLAN


def test_pasted_text(plan: Path, answer: Answer) -> None:
    key = code(plan, "anke", "stop-doing")
    done = answer("-", *TODAY, stdin=f"> [Q9-{key}]\nWeekly calls\n> [/Q9-{key}]\n")
    assert done.returncode == 0, done.stderr
    assert "Weekly calls" in plan.read_text("utf-8")


def test_text_outside_the_markers_is_shown(plan: Path, answer: Answer) -> None:
    plan.with_name("reply.txt").write_text("They never pay on time.", encoding="utf-8")
    done = answer("reply.txt", *TODAY)
    assert done.returncode == 1
    assert "text outside the markers was not read: “They never pay on time.”" in done.stderr
    assert "there is no answer between the markers" in done.stderr


@pytest.mark.parametrize("language", languages())
def test_what_the_questionnaire_says_itself_is_not_shown(
    plan: Path, answer: Answer, language: str
) -> None:
    for person in ("anke", "odile", "luca"):  # with amounts, dates and choices
        asked = ("ask", "plan.yaml", "--for", person, "-o", "asked.txt", "--force")
        done = kamctl_here(plan.parent, *asked, "--lang", language, "--today", "2026-11-23")
        assert done.returncode == 0, done.stderr
        questionnaire = plan.with_name("asked.txt").read_text("utf-8")
        key = code(plan, person, "stop-doing")
        written = f"Best regards, Jo\n{questionnaire}".replace(
            f"-{key}]", f"-{key}] Weekly calls", 1
        )
        plan.with_name("reply.txt").write_text(written, encoding="utf-8")
        done = answer("reply.txt", "--dry-run", *TODAY)
        assert "not read: “Best regards, Jo”\n" in done.stderr


def test_what_must_be_there(plan: Path, answer: Answer) -> None:
    assert answer().returncode == 2
    assert answer("nope.eml", *TODAY).returncode == 2
    assert kamctl_here(plan.parent, "answers", "-", "reply.txt").returncode == 2
    plan.with_name("questions.yaml").unlink()
    done = answer("-", *TODAY, stdin="x")
    assert done.returncode == 2
    assert "questions.yaml has no questions about this plan" in done.stderr


def test_a_plan_that_cannot_be_changed(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    for text in (PLAN.replace("swot:", "swot: &x"), "kamctl: [\n", PLAN + "swot: {}\n"):
        plan.write_text(text, encoding="utf-8")
        done = answer(name, *TODAY)
        assert done.returncode == 2
        assert plan.read_text("utf-8") == text


def test_a_record_that_cannot_be_written(
    plan: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan has the answers then, and it is said."""
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    real = answers_module.locked_record

    class Failing:
        def __init__(self, path: Path) -> None:
            self.inner = real(path)

        def __enter__(self) -> tuple[QuestionRecord, Callable[[QuestionRecord], None]]:
            record, _ = self.inner.__enter__()

            def write(_: QuestionRecord) -> None:
                raise UserError(message("The disk is full."))

            return record, write

        def __exit__(self, *error: object) -> None:
            self.inner.__exit__(None, None, None)

    monkeypatch.setattr(answers_module, "locked_record", Failing)
    done = answer(name, *TODAY)
    assert done.returncode == 1
    assert "1 answer added to plan.yaml." in done.stderr
    assert "The plan has the answers" in done.stderr
    assert "Weekly calls" in plan.read_text("utf-8")
    monkeypatch.undo()
    again = answer(name, *TODAY)
    assert again.returncode == 0
    assert plan.read_text("utf-8").count("Weekly calls") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_plan(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    plan.chmod(0o400)
    done = answer(name, *TODAY)
    assert done.returncode == 2
    assert "read-only" in done.stderr
    assert plan.read_text("utf-8") == PLAN


def test_two_runs_at_once(plan: Path) -> None:
    """Both answers are in the plan, and in the record."""
    names = [
        reply(plan, ("anke", "stop-doing", "Weekly calls"), name="a.txt"),
        reply(plan, ("odile", "stop-doing", "Paper invoices"), name="b.txt"),
        reply(plan, ("ruth", "executive-direction", "Grow abroad"), name="c.txt"),
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [*COMMAND, "answers", "plan.yaml", name, *TODAY],
            cwd=plan.parent,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    text = plan.read_text("utf-8")
    assert all(one in text for one in ("Weekly calls", "Paper invoices", "Grow abroad"))
    assert sum(one.outcome == "written" for one in record_of(plan).questions) == 3
    assert not list(plan.parent.glob(".*"))


def test_sign_offs_stay_valid(tmp_path: Path) -> None:
    """An answer is no sign-off, and takes none away."""
    done = kamctl_here(tmp_path, "init", "example")
    assert done.returncode == 0
    folder = tmp_path / "example"
    status = ("align", "status", "plan.yaml", "--format", "json", "--today", "2026-11-23")
    before = kamctl_here(folder, *status).stdout
    kamctl_here(folder, "ask", "plan.yaml", "-o", "out", "--today", "2026-11-23")
    plan = folder / "plan.yaml"
    given = [
        (one.to, one.question, "Words that are new")
        for one in record_of(plan).questions
    ]  # fmt: skip
    done = kamctl_here(folder, "answers", "plan.yaml", reply(plan, *given), "--today", "2026-11-23")
    assert "answers added" in done.stderr
    assert kamctl_here(folder, *status).stdout == before


def test_french(plan: Path, answer: Answer) -> None:
    name = reply(plan, ("anke", "stop-doing", "Weekly calls"))
    done = answer(name, "--lang", "fr", *TODAY)
    assert "1 réponse ajoutée à plan.yaml." in done.stderr


def test_why_a_question_is_asked_is_no_text_of_the_colleague(plan: Path, answer: Answer) -> None:
    key = code(plan, "anke", "stop-doing")
    why = "Why: Those who do the work know best what takes effort and brings nothing."
    text = f"{why}\n\n[Q1-{key}]\nWeekly calls\n[/Q1-{key}]\n\nSee you on Monday.\n"
    done = answer("-", *TODAY, stdin=text)
    assert "was not read: “See you on Monday.”" in done.stderr


def test_a_reply_in_the_place_of_the_plan(plan: Path) -> None:
    plan.with_name("reply.txt").write_text("Hello", encoding="utf-8")
    done = kamctl_here(plan.parent, "answers", "reply.txt", "plan.yaml")
    assert done.returncode == 2
    assert "reply.txt is not a plan: the plan comes first." in done.stderr
    assert "Run: kamctl answers plan.yaml reply.txt" in done.stderr
