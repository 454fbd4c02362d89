"""The forms that a questionnaire can have: an e-mail draft, a text, an Excel file."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kamctl.questionnaires.email_form import email_form
from kamctl.questionnaires.text_form import text_form
from kamctl.questionnaires.workbook_form import workbook_form

if TYPE_CHECKING:
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.text_form import FormTexts


class QuestionnaireForm(str, Enum):
    """What a colleague gets; the value is the ending of its file."""

    EML = "eml"
    TXT = "txt"
    XLSX = "xlsx"


def questionnaire_file(
    questionnaire: Questionnaire, texts: FormTexts, form: QuestionnaireForm
) -> bytes:
    """Return a questionnaire as the content of a file."""
    match form:
        case QuestionnaireForm.EML:
            return email_form(questionnaire, texts)
        case QuestionnaireForm.XLSX:
            return workbook_form(questionnaire, texts)
        case _:
            return text_form(questionnaire, texts).encode()
