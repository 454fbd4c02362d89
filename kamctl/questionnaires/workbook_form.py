"""A questionnaire as an Excel file: one row a question, known by its mark, not by its position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.exchange.workbook_writing import ChoiceLists, new_workbook, sheet_name, write_text
from kamctl.i18n.message import N_
from kamctl.questionnaires.text_form import CLOSING_NOTE, opening_mark

if TYPE_CHECKING:
    from kamctl.questionnaires.choice import Questionnaire
    from kamctl.questionnaires.text_form import FormTexts

MARK_HEADING: Final = N_("Reference")
QUESTION_HEADING: Final = N_("Question")
_HELP_HEADING: Final = N_("Explanation")
ANSWER_HEADING: Final = N_("Your answer")
_HEADINGS: Final = (MARK_HEADING, QUESTION_HEADING, _HELP_HEADING, ANSWER_HEADING)
_WIDTHS: Final = (13, 48, 44, 56)
_FIRST_ROW: Final = 5
_LINE: Final = 15
"""The height of a line of text, in points."""
_INSTRUCTIONS: Final = N_(
    "Write your answers in the last column. One or two sentences are enough. Leave empty what you "
    "do not know, save the file and send it back."
)


def workbook_form(questionnaire: Questionnaire, texts: FormTexts) -> bytes:
    """Return an Excel file with the questions to one colleague.

    Answers are cells of text, so that Excel does not turn them into dates or formulas; a question
    with values to choose from has a list. The sheet is protected without a password.
    """
    workbook, data = new_workbook(texts.title(questionnaire))
    sheet = workbook.add_worksheet(sheet_name(texts.say(N_("Questions"))))
    lists = ChoiceLists(workbook.add_worksheet(sheet_name(texts.say(N_("Lists")))))
    wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
    title = workbook.add_format({"bold": True, "font_size": 14})
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    plain = workbook.add_format(wrapped)
    answer = workbook.add_format({**wrapped, "locked": False, "bg_color": "#FFF8DC", "border": 1})
    for row, line in enumerate(
        (
            texts.greeting(questionnaire.person),
            texts.introduction(questionnaire),
            texts.say(_INSTRUCTIONS),
            texts.say(CLOSING_NOTE),
        )
    ):
        sheet.write_string(row + 1, 0, line)
    sheet.write_string(0, 0, texts.title(questionnaire), title)
    for column, (name, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST_ROW, column, texts.say(name), heading)
    for number, question in enumerate(questionnaire.questions, 1):
        row = _FIRST_ROW + number
        explanation = "\n".join(texts.explanations(question))
        cells = (opening_mark(number, question.code), question.text, explanation)
        for column, text in enumerate(cells):
            write_text(sheet, row, column, text, plain)
        write_text(sheet, row, len(cells), "", answer)
        sheet.set_row(row, _LINE * max(2, *map(_lines, cells[1:])))
        if question.choices:
            source = lists.source(question.choices)
            sheet.data_validation(row, len(cells), row, len(cells),
                                  {"validate": "list", "source": source})  # fmt: skip
    sheet.freeze_panes(_FIRST_ROW + 1, 0)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "sort": True, "insert_columns": True}
    )
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    workbook.close()
    return data.getvalue()


def _lines(text: str) -> int:
    """Return about how many lines a text takes in its column."""
    return sum(1 + len(line) // 42 for line in text.split("\n"))
