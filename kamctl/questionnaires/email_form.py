"""A questionnaire, or a reminder of one, as an e-mail draft (.eml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.document.mail_draft import mail_draft, mailbox
from kamctl.questionnaires.text_form import text_form

if TYPE_CHECKING:
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.text_form import FormTexts


def email_form(questionnaire: Questionnaire, texts: FormTexts) -> bytes:
    """Return the draft of an e-mail to one colleague.

    It has no recipient where the plan has no address that an e-mail can have.
    """
    person = questionnaire.person
    recipient = mailbox(person.name, person.email or "")
    text = text_form(questionnaire, texts)
    return mail_draft(recipient, texts.title(questionnaire), text, texts.language)
