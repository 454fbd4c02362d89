"""The page on which colleagues are asked: what is written, what comes back, what differs."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.questionnaires.record import read_record
from tests.questionnaires.account import PLAN
from tests.web.editing_site import Site, edited
from tests.web.test_edit_site import words

TERMS = "contract-payment-terms"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    legal = "  - {id: lea, name: Léa Roux, function: legal}\n"
    path.write_text(PLAN.replace("swot:", f"{legal}swot:"), encoding="utf-8")
    return path


@pytest.fixture
def site(plan: Path) -> Iterator[Site]:
    with edited(plan.parent, plan) as found:
        yield found


def code(plan: Path, to: str, question: str) -> str:
    record = read_record(plan.with_name("questions.yaml"))
    (found,) = (one.code for one in record.questions if (one.to, one.question) == (to, question))
    return found


def replied(site: Site, plan: Path, to: str, question: str, answer: str) -> dict[str, str]:
    """Let somebody reply to a question by pasted text."""
    key = code(plan, to, question)
    return site.post("answers", text=f"[Q1-{key}]\n{answer}\n[/Q1-{key}]")


def test_the_page_lists_colleagues_with_their_questions(site: Site, plan: Path) -> None:
    text = words(site.get("ask")[1])
    assert "Anke Voss service" in text
    assert "What stops the work at Velopar, how often and for how long?" in text
    assert "Boxes Netherlands › Payment terms" in text
    assert "Mara Dekker" not in text  # who asks
    assert "Add a reply" not in text  # nobody was asked
    assert not plan.with_name("questions.yaml").exists()


def test_an_email_and_an_excel_file_are_written_and_recorded(site: Site, plan: Path) -> None:
    done = site.post("ask", person="anke", form="eml")
    assert done["name"] == "Velopar, questions for Anke Voss.eml"
    mail = message_from_string(site.get(done["download"])[1], policy=policy.default)
    assert mail["To"] == "Anke Voss <anke@corraline.example>"
    body = mail.get_body()
    assert body is not None
    assert code(plan, "anke", "stop-doing") in body.get_content()
    done = site.post("ask", person="odile", form="xlsx")
    assert site.get_bytes(done["download"]).startswith(b"PK")
    text = words(site.get("ask")[1])
    assert "no answer yet" in text
    assert "Add a reply" in text
    assert site.get("questionnaire?person=luca&form=eml")[0] == 404  # was not asked
    assert not site.post("ask", person="mara", form="eml")["saved"]


def test_a_text_is_shown_to_be_copied(site: Site, plan: Path) -> None:
    done = site.post("ask", person="anke", form="txt")
    assert code(plan, "anke", "stop-doing") in done["report"]
    assert "<textarea" in done["report"]


def test_pasted_answers_are_added_with_names_and_dates(site: Site, plan: Path) -> None:
    site.post("ask", person="anke", form="txt")
    done = replied(site, plan, "anke", "stop-doing", "Weekly calls")
    assert "Anke Voss, SWOT › Weaknesses: “Weekly calls” was added." in words(done["report"])
    written = "{text: Weekly calls, told_by: anke, on: 2026-11-23, status: assumed}"
    text = plan.read_text("utf-8")
    assert "text: Weekly calls\n" in text or written in text
    assert "told_by: anke" in text
    again = replied(site, plan, "anke", "stop-doing", "Weekly calls")
    assert "was received before" in words(again["report"])
    assert plan.read_text("utf-8") == text
    undone = site.post("undo")
    assert undone["message"] == "Undone: Answers of colleagues"
    assert "Weekly calls" not in plan.read_text("utf-8")
    once_more = replied(site, plan, "anke", "stop-doing", "Weekly calls")
    assert "was added" in words(once_more["report"])


def answered_workbook(data: bytes, answers: dict[str, str]) -> bytes:
    """Fill in a questionnaire in Excel: answers by the code of the question."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for row in workbook.worksheets[0].iter_rows():
        for key, answer in answers.items():
            if str(row[0].value or "").endswith(f"-{key}]"):
                row[3].value = answer
    filled = io.BytesIO()
    workbook.save(filled)
    return filled.getvalue()


def test_an_answer_that_differs_is_shown_side_by_side_until_somebody_chooses(
    site: Site, plan: Path
) -> None:
    for person in ("odile", "lea"):
        site.post("ask", person=person, form="txt")
    replied(site, plan, "odile", TERMS, "30 days")
    done = replied(site, plan, "lea", TERMS, "60 days, end of month")
    assert "differs from the plan" in words(done["report"])
    shown = words(site.get("ask")[1])
    assert "In the plan Odile Fournier, 23 November 2026 30 days" in shown
    assert "Answer Léa Roux, 23 November 2026 60 days, end of month" in shown
    key = code(plan, "lea", TERMS)
    taken = site.post("settle", code=key, choice="answer")
    assert taken["saved"]
    assert "60 days, end of month" in plan.read_text("utf-8")
    assert "30 days" not in plan.read_text("utf-8")
    assert not site.post("settle", code=key, choice="plan")["saved"]  # it was decided
    site.post("undo")
    assert "30 days" in plan.read_text("utf-8")
    assert "60 days, end of month" in words(site.get("ask")[1])
    assert site.post("settle", code=key, choice="plan")["saved"]
    assert "Answers that differ" not in words(site.get("ask")[1])
    assert "30 days" in plan.read_text("utf-8")


def test_what_is_in_the_plan_is_saved_even_where_it_cannot_be_recorded(
    site: Site, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object, **__: object) -> None:
        raise UserError(message("{path} cannot be written: the disk is full.", path=path))

    note = (
        "The plan was saved, but the rest of this change was not: "
        "The record of the questions to colleagues cannot be written: the disk is full."
    )
    written = "kamctl.questionnaires.record.write_atomically"
    for person in ("odile", "lea", "anke"):
        site.post("ask", person=person, form="txt")
    replied(site, plan, "odile", TERMS, "30 days")
    with monkeypatch.context() as patch:
        patch.setattr(written, full)
        lost = replied(site, plan, "lea", TERMS, "60 days, end of month")
        assert not lost["saved"] and note not in lost["message"]  # the plan has nothing new
    replied(site, plan, "lea", TERMS, "60 days, end of month")
    key = code(plan, "lea", TERMS)
    with monkeypatch.context() as patch:
        patch.setattr(written, full)
        kept = site.post("settle", code=key, choice="plan")
        assert not kept["saved"] and note not in kept["message"]
        done = replied(site, plan, "anke", "stop-doing", "Weekly calls")
        assert done["saved"] and note in words(done["report"])
        assert "Weekly calls" in plan.read_text("utf-8")
        taken = site.post("settle", code=key, choice="answer")
        assert taken["saved"] and taken["message"] == f"The answer is in the plan. {note}"
        assert "60 days, end of month" in plan.read_text("utf-8")
    site.post("undo")
    assert site.post("settle", code=key, choice="answer")["saved"]
    with monkeypatch.context() as patch:
        patch.setattr(written, full)
        undone = site.post("undo")
    assert undone["saved"] and undone["message"] == f"Undone: Answer from Léa Roux. {note}"
    assert "30 days" in plan.read_text("utf-8")


def test_an_excel_file_is_taken_in(site: Site, plan: Path) -> None:
    done = site.post("ask", person="odile", form="xlsx")
    data = site.get_bytes(done["download"])
    filled = answered_workbook(data, {code(plan, "odile", TERMS): "30 days"})
    sent = base64.b64encode(filled).decode()
    done = site.post("answers", file=sent, name="odile.xlsx")
    assert "“30 days” was added" in words(done["report"])
    assert "payment_terms: 30 days" in plan.read_text("utf-8")


def bomb() -> bytes:
    """Return an Excel file that is small and unpacks to 100 MB."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0\x01\x02", "is not a text, an e-mail or an Excel file"),
        (b"PK\x03\x04damaged", "cannot be read as an Excel file"),
        (bomb(), "is too large; it was not read"),
    ],
    ids=["binary", "damaged", "bomb"],
)
def test_files_that_hold_no_answers(site: Site, plan: Path, data: bytes, reason: str) -> None:
    site.post("ask", person="odile", form="xlsx")
    before = plan.read_bytes()
    done = site.post("answers", file=base64.b64encode(data).decode(), name="reply.xlsx")
    assert not done["saved"]
    assert f"reply.xlsx {reason}" in done["message"]
    assert plan.read_bytes() == before


def test_what_is_not_answered_is_reported(site: Site, plan: Path) -> None:
    assert "No colleague has been asked" in site.post("answers", text="Hello")["message"]
    site.post("ask", person="anke", form="txt")
    assert site.post("answers", text=" ")["message"] == "Paste a reply, or choose a file."
    done = site.post("answers", text="They never pay on time.")
    report = words(done["report"])
    assert "Pasted text: there is no answer between the markers." in report
    assert "not read: “They never pay on time.”" in report


@pytest.mark.parametrize("change", [("asked: ", "asked: x"), ("version", "["), ("text:", "t:")])
def test_a_record_that_is_broken_is_said_with_its_line(
    site: Site, plan: Path, change: tuple[str, str]
) -> None:
    site.post("ask", person="anke", form="txt")
    record = plan.with_name("questions.yaml")
    record.write_text(record.read_text("utf-8").replace(*change), encoding="utf-8")
    broken = record.read_bytes()
    status, text = site.get("ask")
    assert status == 200
    shown = words(text)
    subject = "The record of the questions to colleagues cannot be read"
    assert re.search(subject + r"( \(line \d+\)\. [A-Z]|: line \d+ is not)", shown)
    assert "Put back an earlier copy" in shown
    for done in (
        site.post("answers", text="[Q1-k7f2]\nx\n[/Q1-k7f2]"),
        site.post("ask", person="odile", form="eml"),
        site.post("settle", code="k7f2", choice="plan"),
    ):
        assert not done["saved"]
        assert done["message"].startswith("The record of the questions to colleagues cannot be")
        shown += done["message"]
    assert re.findall(r"yaml|`|\bgit\b|questions\[|" + re.escape(str(plan.parent)), shown) == []
    assert record.read_bytes() == broken


def test_a_colleague_is_asked_in_a_language_of_their_own(site: Site, plan: Path) -> None:
    shown = site.get("ask")[1]
    assert '<option value="en" selected>English</option>' in shown
    done = site.post("ask", person="anke", form="eml", language="fr")
    mail = message_from_string(site.get(done["download"])[1], policy=policy.default)
    body = mail.get_body()
    assert body is not None
    assert "Bonjour Anke" in body.get_content()
    # As it was asked in last; the others as before.
    shown = site.get("ask")[1]
    assert shown.count('<option value="fr" selected>') == 1
    assert '<option value="en" selected>' in shown
    assert "Bonjour Anke" in site.post("ask", person="anke", form="txt", language="fr")["report"]
    assert "Hello Anke" in site.post("ask", person="anke", form="txt", language="xx")["report"]
