"""The answer of the person who decided, as it came by e-mail: who, when, what, in a few fields."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.os_errors import os_error_reason
from kamctl.i18n.message import message
from kamctl.plan.person_names import plain_email
from kamctl.signoffs.signoff import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import EmailMessage, MIMEPart
    from pathlib import Path

    from kamctl.plan.team import Member
    from kamctl.signoffs.signoff import Signoff

_SLACK: Final = dt.timedelta(minutes=10)
"""How far two clocks may differ."""
LARGEST: Final = 25 * 1024 * 1024
LONGEST_QUOTE: Final = 2_000
_LONGEST_HEADER: Final = 500
_UNREADABLE = (
    *(ValueError, LookupError, AttributeError, TypeError, RecursionError),
    OverflowError,  # a date that has no day in UTC
)
"""What Python's parser of headers and bodies raises for a badly broken e-mail."""
_BLOCKS = frozenset({"address", "article", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "hr",
                     "li", "ol", "p", "pre", "section", "table", "td", "tr", "ul"})  # fmt: skip
_SILENT = frozenset({"head", "script", "style", "template", "title"})
_QUOTED = ">"
_BLANK_LINES = re.compile(r"\n{3,}")


def evidence_in(path: Path) -> Evidence:
    """Read an e-mail that was saved as a file (.eml), as e-mail programs write it.

    Raises:
        UserError: it cannot be read, is larger than 25 MB, or is no e-mail with an answer in it.
    """
    data = _bytes(path)
    try:
        mail = message_from_bytes(data, policy=policy.default)
        sender, date = _sender(mail), _date(mail)
        message_id = _header(mail, "Message-ID")
        quote = _answer(mail) if sender else ""
    except _UNREADABLE:
        sender = date = message_id = quote = ""
    if not sender or not (date or message_id):
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
    another text of it, one that is older than such a sign-off, and one from the future is none.

    Raises:
        UserError: it cannot.
    """
    sent = dt.datetime.fromisoformat(evidence.date) if evidence.date else None
    if sent is not None and sent > now + _SLACK:
        raise UserError(
            message("The e-mail is dated {date}, in the future.", date=evidence.date),
            message("Check this computer's clock and the e-mail's date."),
        )
    for one in given:
        if one.party != party or one.fingerprint == fingerprint:
            continue
        if one.evidence is not None and one.evidence.is_same_email(evidence):
            raise UserError(
                message(
                    "This e-mail was recorded on {day} for another text of {objective}.",
                    day=one.day,
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )
        if sent is not None and sent < one.instant:
            raise UserError(
                message(
                    "The e-mail is dated {date}, before the sign-off of {day}, which was given "
                    "for another text of {objective}.",
                    date=evidence.date,
                    day=one.day,
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )


def _bytes(path: Path) -> bytes:
    if not path.is_file():  # a folder; a pipe that would never end
        raise UserError(
            message("There is no file {path}.", path=path),
            message("Give the saved e-mail, such as reply.eml."),
        )
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UserError(
            message("{path} cannot be read: {reason}.", path=path, reason=os_error_reason(error)),
            message("Check that you have read permission."),
        ) from error
    if len(data) > LARGEST:
        raise UserError(
            message(
                "The e-mail {path} is larger than {limit} MB.",
                path=path,
                limit=LARGEST // 1024 // 1024,
            ),
            message("Save it without its attachments."),
        )
    return data


def _header(mail: EmailMessage, name: str) -> str:
    return _sound(" ".join(str(mail.get(name, "")).split()))[:_LONGEST_HEADER]


def _sender(mail: EmailMessage) -> str:
    """Return the one address that an e-mail is from; nothing where there are several or none."""
    headers = mail.get_all("From", [])
    addresses = [one.addr_spec for header in headers for one in header.addresses]
    if len(addresses) != 1 or "@" not in addresses[0] or len(addresses[0]) > _LONGEST_HEADER:
        return ""
    return _sound(addresses[0])


def _date(mail: EmailMessage) -> str:
    """Return when an e-mail was sent, in UTC; nothing where it does not say."""
    when = getattr(mail.get("Date"), "datetime", None)
    if when is None:
        return ""
    if when.tzinfo is None:  # “-0000”: in UTC, from an unknown place
        when = when.replace(tzinfo=dt.UTC)
    return str(when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _answer(mail: EmailMessage) -> str:
    """Return the text of an e-mail without what it quotes, shortened."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    text = _content(body)
    if body.get_content_subtype() == "html":
        reader = _Text()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    answer = _without_quotes(text)
    if len(answer) > LONGEST_QUOTE:
        answer = answer[: LONGEST_QUOTE - 1].rstrip() + "…"
    return answer


def _content(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except LookupError:  # an encoding that Python does not know
        data = body.get_payload(decode=True)
        return data.decode("utf-8", errors="replace") if isinstance(data, bytes) else ""


def _without_quotes(text: str) -> str:
    kept: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith(_QUOTED):
            if kept and kept[-1].endswith(":"):  # “On Monday, Claire wrote:”
                kept.pop()
            continue
        kept.append(line)
    return _BLANK_LINES.sub("\n\n", _sound("\n".join(kept))).strip()


def _sound(text: str) -> str:
    """Put a question mark where bytes were no text."""
    return text.encode("utf-8", errors="replace").decode()


class _Text(HTMLParser):
    """The text of an HTML e-mail, with lines where blocks are; quoted blocks are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.quoted = 0
        self.silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        """Note where a block begins."""
        self.quoted += tag == "blockquote"
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self._line()

    def handle_endtag(self, tag: str) -> None:
        """Note where a block ends."""
        self.quoted = max(0, self.quoted - (tag == "blockquote"))
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        """Take a text; line ends in it are blanks."""
        if not self.silent:
            self.parts.append(" ".join(data.split("\n")))

    def _line(self) -> None:
        self.parts.append("\n" + _QUOTED * bool(self.quoted))
