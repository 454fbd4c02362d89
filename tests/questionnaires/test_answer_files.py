"""The files that answers come back in: e-mails of every make, texts in every encoding."""

from __future__ import annotations

import codecs
import contextlib
import io
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.questionnaires import answer_files
from kamctl.questionnaires.answer_files import AnswerFile, read_answer_file
from tests.questionnaires.test_workbook_answers import code, filled, saved

TEXT = "[Q1-k7f2]\nLivraisons en retard, d’abord à Noël\n[/Q1-k7f2]\n"
ANSWER = {"k7f2": "Livraisons en retard, d’abord à Noël"}
HTML = """\
<html><head><style>p {color: red}</style></head><body>
<div>Bonjour,</div><div><br></div>
<blockquote type="cite"><div>1. De quoi se plaint-on&nbsp;?</div>
<div>[Q1-<span>k7f2</span>]</div></blockquote>
<div>Livraisons en&nbsp;retard, <b>d’abord</b> à Noël</div>
<blockquote type="cite"><div>[/Q1-k7f2]</div></blockquote>
</body></html>
"""


def answers(file: AnswerFile) -> dict[str, str]:
    return {one.code: one.text for one in file.found.answers}


def mail(text: str | None = TEXT, html: str | None = None) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "Anke Voss <anke@corraline.example>"
    made["Date"] = "Wed, 25 Nov 2026 09:12:00 +0100"
    made["Message-ID"] = "<1@corraline.example>"
    if text is not None:
        made.set_content(text)
    if html is not None:
        (made.set_content if text is None else made.add_alternative)(html, subtype="html")
    return made


def read(tmp_path: Path, data: bytes, name: str = "reply.eml") -> AnswerFile:
    path = tmp_path / name
    path.write_bytes(data)
    return read_answer_file(str(path))


@pytest.mark.parametrize("cte", ["7bit", "quoted-printable", "base64", "8bit"])
def test_an_email_says_who_and_when(tmp_path: Path, cte: str) -> None:
    made = mail()
    made.set_content(TEXT if cte != "7bit" else TEXT.encode("ascii", "ignore").decode(), cte=cte)
    found = read(tmp_path, made.as_bytes())
    assert list(answers(found)) == ["k7f2"]
    assert found.sender == "anke@corraline.example"
    assert str(found.sent) == "2026-11-25"


@pytest.mark.parametrize(
    ("text", "html"), [(None, HTML), ("This message is in HTML.", HTML), (TEXT, "<p>Else</p>")]
)
def test_html_and_plain_text(tmp_path: Path, text: str | None, html: str) -> None:
    assert answers(read(tmp_path, mail(text, html).as_bytes())) == ANSWER


def test_an_excel_file_that_is_attached(tmp_path: Path) -> None:
    made = mail("See the file.")
    workbook = saved(filled({"stop-doing": "Weekly calls"}))
    made.add_attachment(
        workbook, maintype="application", subtype="octet-stream", filename="luca.xlsx"
    )
    assert answers(read(tmp_path, made.as_bytes())) == {code("stop-doing"): "Weekly calls"}


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        HTML.encode(),
    ],
)
def test_texts_in_every_encoding(tmp_path: Path, data: bytes) -> None:
    assert answers(read(tmp_path, data, "reply.txt")) == ANSWER


def test_an_email_under_another_name(tmp_path: Path) -> None:
    found = read(tmp_path, mail().as_bytes(), "reply.txt")
    assert (answers(found), found.sender) == (ANSWER, "anke@corraline.example")
    archive = (
        b"MIME-Version: 1.0\nContent-Type: text/html\n\n"
        b"<p>[Q1-k7f2]</p><p>Late deliveries</p><p>[/Q1-k7f2]</p>"
    )
    assert answers(read(tmp_path, archive, "reply.mht")) == {"k7f2": "Late deliveries"}


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"\x00\x01\x02", "a.txt", "is not a text, an e-mail or an Excel file"),
        (b"{\\rtf1 [Q1-k7f2]\\par Late\\par [/Q1-k7f2]}", "a.rtf", "is not a text, an e-mail or"),
        (b"%PDF-1.4\n[Q1-k7f2] Late [/Q1-k7f2]", "a.pdf", "is not a text, an e-mail or"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.msg", "old Excel or Outlook file"),
        (b"PK\x03\x04", "a.xlsx", "cannot be read as an Excel file"),
        (b"x" * (26 * 1024 * 1024), "a.txt", "larger than 25 MB"),
    ],
)
def test_what_holds_no_answers(tmp_path: Path, data: bytes, name: str, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        read(tmp_path, data, name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "no.eml", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(UserError, match=problem):
            read_answer_file(str(path))


def test_pasted_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_files.sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    found = read_answer_file("-")
    assert answers(found) == ANSWER
    assert str(found.name) == "standard input"


def test_broken_emails_end_in_a_message(tmp_path: Path) -> None:
    whole = mail(TEXT, HTML).as_bytes()
    for place in range(0, len(whole), 37):
        broken = whole[:place] + b"\xff=?utf-8?Q?\n\x80" + whole[place + 5 :]
        with contextlib.suppress(UserError):
            read(tmp_path, broken)
