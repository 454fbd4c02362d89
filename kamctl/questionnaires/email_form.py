"""A questionnaire as an e-mail draft (.eml): the mail program opens it ready to be sent."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from kamctl.i18n.controls import visible_line
from kamctl.questionnaires.text_form import text_form

if TYPE_CHECKING:
    from kamctl.plan.team import Member
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.text_form import FormTexts


def email_form(questionnaire: Questionnaire, texts: FormTexts, language: str) -> bytes:
    """Return the draft of an e-mail to one colleague.

    It has no date and no sender: the mail program adds them when it is sent.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = texts.title()
    recipient = _recipient(questionnaire.person)
    if recipient is not None:
        mail["To"] = recipient
    mail["X-Unsent"] = "1"
    mail.set_content(text_form(questionnaire, texts), charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = language
    return mail.as_bytes()


def _recipient(person: Member) -> Address | None:
    """Return the address of a person; None where the plan has none that an e-mail can have."""
    try:
        return Address(visible_line(person.name), addr_spec=(person.email or "").strip())
    except (HeaderParseError, ValueError, IndexError):
        return None
