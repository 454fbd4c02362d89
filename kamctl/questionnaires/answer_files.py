"""The files that answers come back in: saved e-mails, text, Excel files, standard input."""

from __future__ import annotations

import codecs
import datetime as dt
import re
import sys
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file, unreadable_file
from kamctl.exchange.workbook_reading import LARGEST_WORKBOOK, is_workbook
from kamctl.i18n.message import message
from kamctl.questionnaires.text_answers import FoundAnswers, find_answers
from kamctl.questionnaires.workbook_answers import workbook_answers
from kamctl.signoffs.mail_text import (
    UNREADABLE_MAIL,
    date_of,
    sender_of,
    text_of_html,
    text_of_part,
    valid_text,
)
from kamctl.workspace.plan_files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from email.message import EmailMessage

    from kamctl.i18n.message import Message

_LARGEST_FILE: Final = 25 * 1024 * 1024
"""Bytes of an e-mail or a text."""
_MAIL_HEAD: Final = re.compile(
    rb"(?:(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:)[^\n]*\n(?:[^\n]+\n)*?)?"
    rb"(?:MIME-Version|Message-ID|Received):",
    re.IGNORECASE,
)
_OTHER_KINDS: Final = (b"{\\rtf", b"%PDF")
"""How files of other programs begin that could be taken for a text."""
_HTML_HEAD: Final = re.compile(
    r"\s*(?:<!doctype html|<html|<head|<body|<div|<meta)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class AnswerFile:
    """A file that was read: its name, what is in it, and for an e-mail who sent it and when."""

    name: Message | str
    found: FoundAnswers
    sender: str = ""
    sent: dt.date | None = None


def read_answer_file(name: str, template: Iterable[str] = ()) -> AnswerFile:
    """Read a file with answers; `template` are the texts of questionnaires.

    Raises:
        UserError: it cannot be read, is too large, or is of a kind that holds no answers.
    """
    return read_answers(_bytes(name), _shown(name), template)


def read_answers(data: bytes, shown: Message | str, template: Iterable[str] = ()) -> AnswerFile:
    """Read the bytes of a file with answers as `read_answer_file` does; `shown` is its name."""
    if len(data) > _LARGEST_FILE:
        raise _too_large(shown, _LARGEST_FILE)
    phrases = tuple(template)
    if is_workbook(data):
        if len(data) > LARGEST_WORKBOOK:
            raise _too_large(shown, LARGEST_WORKBOOK)
        return AnswerFile(shown, workbook_answers(data, shown))
    is_named_mail = isinstance(shown, str) and Path(shown).suffix.lower() == ".eml"
    if is_named_mail or _MAIL_HEAD.match(data):
        return _read_mail(data, shown, phrases)
    text = _decoded(data, shown)
    if _HTML_HEAD.match(text):
        text = text_of_html(text)
    return AnswerFile(shown, find_answers(text, phrases))


def _shown(name: str) -> Message | str:
    return message("standard input") if name == STANDARD_INPUT else name


def _bytes(name: str) -> bytes:
    """Return what a file, or standard input, holds: one byte more than may be at the most."""
    if name != STANDARD_INPUT:
        hint = message("Give the answer as it was saved, such as reply.eml or anke.xlsx.")
        return read_given_file(Path(name), _LARGEST_FILE, hint)
    if sys.stdin is None or sys.stdin.closed:
        raise UserError(message("Standard input is not available."), message("Give a file."))
    try:
        return sys.stdin.buffer.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise unreadable_file(_shown(name), error) from error


def _too_large(name: Message | str, limit: int) -> UserError:
    return UserError(
        message("{file} is larger than {limit} MB.", file=name, limit=limit // 1024 // 1024),
        message("Save the answer without attachments."),
    )


def _decoded(data: bytes, name: Message | str) -> str:
    """Return a text that was saved in UTF-8, in UTF-16, or as older Windows programs do."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data or data.startswith(_OTHER_KINDS):
        raise UserError(
            message("{file} is not a text, an e-mail or an Excel file.", file=name),
            message("Save the answer as .eml, .txt or .xlsx."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_mail(data: bytes, name: Message | str, template: Sequence[str]) -> AnswerFile:
    """Read an e-mail: its text, in plain text or HTML, and Excel files that are attached."""
    try:
        mail = message_from_bytes(data, policy=policy.default)
        sender, sent = sender_of(mail), date_of(mail)
        texts = [
            valid_text(text_of_part(body))
            for kind in ("plain", "html")
            if (body := mail.get_body((kind,))) is not None
        ]
        attached = list(_attached_workbooks(mail))
    except UNREADABLE_MAIL as error:
        raise UserError(
            message("{file} cannot be read as an e-mail.", file=name),
            message("Save the message as .eml, or copy its text into a .txt file."),
        ) from error
    # Plain text where it has the questions: some programs leave a stub there.
    readings = [find_answers(text, template) for text in texts]
    found = next((one for one in readings if one.codes), None)
    if found is None:
        found = readings[0] if readings else FoundAnswers()
    for workbook in attached:
        if len(workbook) > LARGEST_WORKBOOK:
            raise _too_large(name, LARGEST_WORKBOOK)
        more = workbook_answers(workbook, name)
        found.answers += more.answers
        found.problems += more.problems
        found.codes += more.codes
    day = dt.datetime.fromisoformat(sent).date() if sent else None
    return AnswerFile(name, found, sender, day)


def _attached_workbooks(mail: EmailMessage) -> Iterable[bytes]:
    for part in mail.iter_attachments():
        if str(part.get_filename() or "").lower().endswith((".xlsx", ".xlsm")):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield data
