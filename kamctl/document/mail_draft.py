"""An e-mail as a draft (.eml): the mail program opens it ready to be sent."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from kamctl.document.errors import UserError
from kamctl.i18n.control_characters import visible_line
from kamctl.i18n.message import message

DRAFT_ENDING: Final = ".eml"


def mailbox(name: str, address: str) -> Address | None:
    """Return a name and an address as an e-mail header has them; None where it is no address."""
    try:
        return Address(visible_line(name), addr_spec=address.strip())
    except (HeaderParseError, ValueError, IndexError):  # what it raises depends on the fault
        return None


def mail_draft(recipient: Address | None, subject: str, text: str, language: str) -> bytes:
    """Return the draft of an e-mail.

    It has no date and no sender: the mail program adds them when it is sent.

    Raises:
        UserError: the subject has a line end, after which a header of its own could follow.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["Subject"] = subject
    except ValueError:
        raise UserError(
            message("The subject of the message has a line break: “{text}”.",
                    text=visible_line(subject)),
            message("Write it on one line."),
        ) from None  # fmt: skip
    if recipient is not None:
        mail["To"] = recipient
    mail["X-Unsent"] = "1"
    mail.set_content(text, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = language
    return mail.as_bytes()
