"""`kamctl ask`: the list, the files, the record, and what `next` says of it."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kamctl.cli.completion import complete_people
from kamctl.questionnaires.record import read_record
from tests.questionnaires.account import PLAN
from tests.running import kamctl_here

TODAY = ("--today", "2026-11-23")
Ask = Callable[..., CompletedProcess[str]]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "velopar" / "plan.yaml"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def ask(plan: Path) -> Ask:
    return lambda *words: kamctl_here(plan.parent.parent, "ask", "velopar/plan.yaml", *words)


def record_of(plan: Path) -> Path:
    return plan.with_name("questions.yaml")


def test_the_list_records_nothing(plan: Path, ask: Ask) -> None:
    done = ask(*TODAY)
    assert done.returncode == 0, done.stderr
    first, _, third = done.stdout.splitlines()[:3]
    assert (first, third) == ("Velopar · 22 questions for 4 colleagues", "Anke Voss (service)")
    assert "  1. What stops the work at Velopar, how often and for how long?\n" in done.stdout
    assert "     Fills “The customer › Obstacles”.\n" in done.stdout
    last = "→ Write the messages: kamctl ask velopar/plan.yaml -o questions/"
    assert done.stdout.splitlines()[-1] == last
    assert not record_of(plan).exists()


def test_one_colleague(ask: Ask) -> None:
    done = ask("--for", "anke", *TODAY)
    assert "Anke Voss" in done.stdout
    assert "Odile" not in done.stdout


def test_json(ask: Ask) -> None:
    found = json.loads(ask("--format", "json", *TODAY).stdout)
    assert (found["version"], found["account"]) == (1, "Velopar")
    anke = found["colleagues"][0]
    assert (anke["id"], anke["function"]) == ("anke", "service")
    assert set(anke["questions"][0]) == {"code", "question", "text", "why", "path", "asked"}


def test_a_folder_gets_a_draft_for_each(tmp_path: Path, plan: Path, ask: Ask) -> None:
    done = ask("-o", "out", *TODAY)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    people = ("anke", "odile", "luca", "ruth")
    assert done.stderr.splitlines() == [
        *(f"out/{one}.eml" for one in people),
        "3 drafts have no recipient: the plan has no valid e-mail addresses of Odile Fournier, "
        "Luca Bianchi, Ruth Adeyemi. Add `email:` under `team:`.",
    ]
    mail = message_from_bytes((tmp_path / "out" / "anke.eml").read_bytes(), policy=policy.default)
    assert mail["To"] == "Anke Voss <anke@corraline.example>"
    assert mail["Subject"] == "Velopar: questions for the account plan"
    assert mail["X-Unsent"] == "1"
    assert mail["Content-Language"] == "en"
    assert mail["From"] is None
    body = mail.get_body()
    assert body is not None
    text = body.get_content()
    record = read_record(record_of(plan))
    codes = [one.code for one in record.questions if one.to == "anke"]
    assert [f"[Q{number}-{code}]" in text for number, code in enumerate(codes, 1)] == [True] * 4
    nobody = message_from_bytes((tmp_path / "out" / "luca.eml").read_bytes(), policy=policy.default)
    assert nobody["To"] is None


@pytest.mark.parametrize("form", ["txt", "xlsx", "eml"])
def test_each_form_into_a_folder_and_a_file(tmp_path: Path, ask: Ask, form: str) -> None:
    assert ask("-o", "out/", "--as", form, *TODAY).returncode == 0
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        f"{one}.{form}" for one in ("anke", "luca", "odile", "ruth")
    ]
    assert ask("--for", "anke", "-o", f"one.{form}", *TODAY).returncode == 0
    one, other = (tmp_path / f"one.{form}").read_bytes(), (tmp_path / "out" / f"anke.{form}")
    assert one == other.read_bytes()


def test_standard_output(plan: Path, ask: Ask) -> None:
    done = ask("--for", "anke", "-o", "-", *TODAY)
    assert done.stdout.startswith("Hello Anke Voss,\n")
    assert done.stderr == ""
    assert len(read_record(record_of(plan)).questions) == 4


def test_french(ask: Ask) -> None:
    done = ask("--for", "anke", "-o", "-", "--lang", "fr", *TODAY)
    assert done.stdout.startswith("Bonjour Anke Voss,\n")
    assert "De quoi vous remercie-t-on chez Velopar\u202f?" in done.stdout


def test_asking_again_reminds(plan: Path, ask: Ask) -> None:
    ask("-o", "out", *TODAY)
    before = read_record(record_of(plan))
    assert ask("-o", "out", "--force", "--today", "2026-12-01").returncode == 0
    after = read_record(record_of(plan))
    assert set(before.by_code) == set(after.by_code)
    assert {(one.asked, one.reminded) for one in after.questions} == {("2026-11-23", "2026-12-01")}


def test_a_reminder_has_what_waits_with_its_markers(tmp_path: Path, plan: Path, ask: Ask) -> None:
    ask("--for", "anke", "-o", "anke.txt", *TODAY)
    first = read_record(record_of(plan))
    done = ask("--remind", "-o", "out", "--today", "2026-11-29")
    assert done.returncode == 2
    assert "no question has been waiting for a week" in done.stderr
    assert ask("--remind", "-o", "out", "--today", "2026-11-30").returncode == 0
    (file,) = (tmp_path / "out").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "Anke Voss <anke@corraline.example>"
    assert mail["Subject"] == "Reminder: Velopar, questions for the account plan"
    body = mail.get_body()
    assert body is not None
    text = body.get_content().replace("\r\n", "\n").replace("\u00a0", " ")
    assert "4 questions of 23 November 2026 for the account plan of Velopar have no answer" in text
    assert all(f"-{code}]" in text for code in first.by_code)
    assert {one.reminded for one in read_record(record_of(plan)).questions} == {"2026-11-30"}
    reply = tmp_path / "reply.txt"
    reply.write_text(text.replace("]\n\n[/", "]\nNothing.\n[/", 1), encoding="utf-8")
    answers = kamctl_here(tmp_path, "answers", "velopar/plan.yaml", "reply.txt", "--dry-run")
    assert "Nothing." in answers.stderr
    assert "no answer yet" not in answers.stderr  # what kamctl wrote itself is not shown


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("-o", "all.eml"), "all.eml is one file"),
        (("-o", "-"), "several colleagues"),
        (("-o", "a.pdf", "--for", "anke"), "cannot be written to a.pdf"),
        (("--for", "anka"), "No team member has the id “anka”"),
        (("--for", "finance"), "Give a person, such as odile."),
        (("--for", "mara"), "Mara Dekker owns this plan"),
        (("--for", "old"), "Ove Olsen has left"),
        (("--lang", "xx"), "xx"),
    ],
)
def test_wrong_use_writes_nothing(plan: Path, ask: Ask, words: list[str], problem: str) -> None:
    done = ask(*words, *TODAY)
    assert done.returncode == 2
    assert problem in done.stderr
    files = [one.name for one in plan.parent.parent.rglob("*") if one.is_file()]
    assert files == ["plan.yaml"]


def test_an_existing_file_is_kept_and_nothing_is_recorded(
    tmp_path: Path, plan: Path, ask: Ask
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ruth.eml").write_text("mine", encoding="utf-8")
    done = ask("-o", "out", *TODAY)
    assert done.returncode == 2
    assert "out/ruth.eml already exists" in done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["ruth.eml"]
    assert not record_of(plan).exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(tmp_path: Path, plan: Path, ask: Ask) -> None:
    plan.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        done = ask("-o", "out", *TODAY)
    finally:
        plan.parent.chmod(stat.S_IRWXU)
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_not_recorded(
    tmp_path: Path, plan: Path, ask: Ask
) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = ask("-o", "out/", *TODAY)
    assert done.returncode == 2
    assert not record_of(plan).exists()


def test_nobody_to_ask(plan: Path, ask: Ask) -> None:
    plan.write_text("kamctl: 1\naccount: {name: A}\nteam: []\n", encoding="utf-8")
    done = ask(*TODAY)
    assert done.returncode == 0
    assert "names no colleagues to ask" in done.stdout
    assert ask("-o", "out", *TODAY).returncode == 2


def test_a_plan_that_cannot_be_read(plan: Path, ask: Ask) -> None:
    plan.write_text("kamctl: [\n", encoding="utf-8")
    assert ask(*TODAY).returncode == 2
    assert kamctl_here(plan.parent, "ask", "-").returncode == 2
    assert kamctl_here(plan.parent, "ask", "nope.yaml").returncode == 2


def test_status(plan: Path, ask: Ask) -> None:
    assert "no colleague has been asked yet" in ask("--status", *TODAY).stdout
    ask("--for", "anke", "-o", "anke.txt", *TODAY)
    done = ask("--status", *TODAY)
    assert done.stdout.startswith("Velopar · 0 of 4 questions answered\n\nAnke Voss (service)\n")
    assert done.stdout.count("Asked on 23 November 2026, no answer yet.") == 4
    found = json.loads(ask("--status", "--format", "json", *TODAY).stdout)
    (anke,) = found["colleagues"]
    assert {one["asked"] for one in anke["questions"]} == {"2026-11-23"}


def test_a_record_that_is_broken(plan: Path, ask: Ask) -> None:
    record_of(plan).write_text("version: 9\n", encoding="utf-8")
    for words in ((), ("--status",), ("-o", "out")):
        done = ask(*words, *TODAY)
        assert done.returncode == 2
        assert "velopar/questions.yaml cannot be read" in done.stderr


def test_next_names_whom_to_remind(plan: Path, ask: Ask) -> None:
    ask("--for", "anke", "-o", "anke.txt", *TODAY)

    def next_(day: str, *words: str) -> CompletedProcess[str]:
        return kamctl_here(plan.parent.parent, "next", "velopar/plan.yaml", "--today", day, *words)

    assert "Remind" not in next_("2026-11-29").stdout
    assert (
        "  Remind Anke Voss: 4 questions of 23 November 2026 have no answer yet: "
        "kamctl ask velopar/plan.yaml --remind --for anke -o anke.eml\n"
    ) in next_("2026-11-30").stdout
    (found,) = json.loads(next_("2026-11-30", "--format", "json").stdout)["plans"]
    assert found["reminders"] == [
        {"id": "anke", "name": "Anke Voss", "open": 4, "asked": "2026-11-23"}
    ]
    record_of(plan).write_text("version: 9\n", encoding="utf-8")
    broken = next_("2026-11-30")
    assert "cannot be read" in broken.stderr
    assert "Then run: kamctl next" in broken.stdout


def test_people_are_completed(plan: Path) -> None:
    class Context:
        params = {"plan": str(plan)}  # noqa: RUF012 - as Typer's

    assert complete_people(Context(), "o") == [("odile", "Odile Fournier"), ("old", "Ove Olsen")]  # type: ignore[arg-type]
    Context.params = {}
    assert complete_people(Context(), "o") == []  # type: ignore[arg-type]
