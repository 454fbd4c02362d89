"""The answer of the person who decided, as it came by e-mail: who, when, what, in a few fields."""

from __future__ import annotations

import hashlib
import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.signoffs.mail_lines import is_added_line
from kamctl.signoffs.mail_text import (
    LONGEST_HEADER,
    QUOTED,
    UNREADABLE_MAIL,
    date_of,
    sender_of,
    text_of_part,
    valid_text,
)
from kamctl.signoffs.signoff import LONGEST_QUOTE, Evidence

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

LARGEST_EVIDENCE: Final = 25 * 1024 * 1024
_BLANK_LINES = re.compile(r"\n{3,}")


def evidence_in(path: Path) -> Evidence:
    """Read an e-mail that was saved as a file (.eml), as e-mail programs write it.

    Raises:
        UserError: it cannot be read, is larger than 25 MB, or is no e-mail with an answer in it.
    """
    data = _bytes(path)
    try:
        mail = message_from_bytes(data, policy=policy.default)
        sender, date = sender_of(mail), date_of(mail)
        message_id = _header(mail, "Message-ID")
        quote = _answer(mail) if sender else ""
        is_automatic = _header(mail, "Auto-Submitted").lower() not in ("", "no")  # RFC 3834
    except UNREADABLE_MAIL:
        sender = date = message_id = quote = ""
        is_automatic = False
    if not sender or not date:  # without a date nobody can tell which text was answered
        raise UserError(
            message("{path} is not an e-mail with one sender and a date.", path=path),
            message("Save the answer from the mail program as a file (.eml) and name that file."),
        )
    if is_automatic:
        raise UserError(
            message("The e-mail {path} is an automatic reply.", path=path),
            message("Save the message in which the person answers."),
        )
    if not quote:
        raise UserError(
            message("The e-mail {path} contains no new text.", path=path),
            message("Save the message in which the person answers."),
        )
    return Evidence(sender, hashlib.sha256(data).hexdigest(), date, message_id, quote)


def _bytes(path: Path) -> bytes:
    hint = message("Give the saved e-mail, such as reply.eml.")
    data = read_given_file(path, LARGEST_EVIDENCE, hint)
    if len(data) > LARGEST_EVIDENCE:
        raise UserError(
            message(
                "The e-mail {path} is larger than {limit} MB.",
                path=path,
                limit=LARGEST_EVIDENCE // 1024 // 1024,
            ),
            message("Save it without its attachments."),
        )
    return data


def _header(mail: EmailMessage, name: str) -> str:
    return valid_text(single_spaced(str(mail.get(name, ""))))[:LONGEST_HEADER]


def _answer(mail: EmailMessage) -> str:
    """Return the text of an e-mail without what it quotes, shortened."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    answer = _without_quotes(text_of_part(body))
    if len(answer) > LONGEST_QUOTE:
        answer = answer[: LONGEST_QUOTE - 1].rstrip() + "…"
    return answer


def _without_quotes(text: str) -> str:
    kept: list[str] = []
    in_quote = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith(QUOTED):
            if not in_quote:
                _drop_attribution(kept)
            in_quote = True
            continue
        in_quote = in_quote and not line
        kept.append(line)
    return _BLANK_LINES.sub("\n\n", valid_text("\n".join(kept))).strip()


def _drop_attribution(lines: list[str]) -> None:
    """Take off what announces a quote, such as “On Monday, Claire wrote:”, wrapped or not."""
    last = next((place for place in reversed(range(len(lines))) if lines[place]), None)
    if last is None:
        return
    for first in (last, max(last - 1, 0)):
        if is_added_line(" ".join(lines[first : last + 1])):
            del lines[first:]
            return
