"""The answer of the person who decided, as it came by e-mail: who, when, what, in a few fields."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.person_names import plain_email
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
    from collections.abc import Iterable
    from email.message import EmailMessage
    from pathlib import Path

    from kamctl.plan.team import Member
    from kamctl.signoffs.signoff import Signoff

_SLACK: Final = dt.timedelta(minutes=10)
"""How far two clocks may differ."""
_LONGEST_AGE: Final = dt.timedelta(days=365)
"""Plans are reviewed and agreed at least once a year: what is older answers another text."""
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
    except UNREADABLE_MAIL:
        sender = date = message_id = quote = ""
    if not sender or not date:  # without a date nobody can tell which text was answered
        raise UserError(
            message("{path} is not an e-mail with one sender and a date.", path=path),
            message("Save the answer from the mail program as a file (.eml) and name that file."),
        )
    if not quote:
        raise UserError(
            message("The e-mail {path} contains no new text.", path=path),
            message("Save the message in which the person answers."),
        )
    return Evidence(sender, hashlib.sha256(data).hexdigest(), date, message_id, quote)


def check_sender(evidence: Evidence, person: Member) -> None:
    """See that an answer came from the address of the person who signs.

    Raises:
        UserError: it came from another one, or that person has none in the plan.
    """
    address = plain_email(person.email)
    if not address:
        raise UserError(
            message(
                "{name} has no e-mail address in the plan, so the e-mail cannot be attributed.",
                name=person.name,
            ),
            message("Add `email:` to {id} under `team:`.", id=person.id),
        )
    if plain_email(evidence.sender) != address:
        raise UserError(
            message(
                "The e-mail is from {sender}, not from {name} ({address}).",
                sender=evidence.sender,
                name=person.name,
                address=address,
            ),
            message(
                "Use the answer of {name}. If both addresses are theirs, correct `email:` in the "
                "plan first.",
                name=person.name,
            ),
        )


def check_time(
    evidence: Evidence, party: str, fingerprint: str, given: Iterable[Signoff], now: dt.datetime
) -> None:
    """See that an answer can be one to the current text.

    `given` are the sign-offs on the same objective. An answer that has been recorded already for
    another text of it, one that is older than such a sign-off or than a year, and one from the
    future is none.

    Raises:
        UserError: it cannot.
    """
    sent = evidence.sent
    if sent is not None and sent > now + _SLACK:
        raise UserError(
            message("The e-mail is dated {date}, in the future.", date=LocalizedDay(sent.date())),
            message("Check this computer's clock and the e-mail's date."),
        )
    if sent is not None and sent < now - _LONGEST_AGE:
        raise UserError(
            message(
                "The e-mail is dated {date}, more than a year ago.",
                date=LocalizedDay(sent.date()),
            ),
            message("Send the current text, and use the answer to it."),
        )
    for one in given:
        if one.party != party or one.fingerprint == fingerprint:
            continue
        if one.evidence is not None and one.evidence.is_same_email(evidence):
            raise UserError(
                message(
                    "This e-mail was recorded on {day} for another text of {objective}.",
                    day=LocalizedDay(one.day),
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )
        if sent is not None and sent < one.instant:
            raise UserError(
                message(
                    "The e-mail is dated {date}, before the sign-off of {day}, which was given "
                    "for another text of {objective}.",
                    date=LocalizedDay(sent.date()),
                    day=LocalizedDay(one.day),
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )


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
    """Take off what announces a quote, such as “On Monday, Claire wrote:”."""
    last = next((place for place in reversed(range(len(lines))) if lines[place]), None)
    if last is not None and lines[last].endswith(":"):
        del lines[last:]
