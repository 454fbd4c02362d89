"""Add the replies of colleagues to the plan in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.catalog import languages
from kamctl.questionnaires.bank import question_bank
from kamctl.questionnaires.merging import merge_answers
from kamctl.questionnaires.text_form import template_phrases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from kamctl.plan.plan_file import PlanFile
    from kamctl.questionnaires.answer_files import AnswerFile
    from kamctl.questionnaires.merging import Merge
    from kamctl.questionnaires.record import QuestionRecord
    from kamctl.workspace.config import Workspace
    from kamctl.workspace.model import ColleagueQuestion


def phrases_of_record(
    file: PlanFile,
    record: QuestionRecord,
    own_questions: Iterable[ColleagueQuestion],
    today: dt.date,
) -> list[str]:
    """Return what the questionnaires about a plan say themselves, for `read_answers`.

    `own_questions` are those of the company.

    Raises:
        InvalidFile: the plan cannot be read.
    """
    _, plan = file.load()
    return template_phrases(plan, record, languages(), question_bank(own_questions), today)


def merge_into(
    file: PlanFile,
    record: QuestionRecord,
    replies: Iterable[AnswerFile],
    workspace: Workspace,
    today: dt.date,
) -> Merge:
    """Prepare to add replies to the plan in a file, of a workspace; nothing is written yet.

    Raises:
        InvalidFile: the plan cannot be read.
        CannotChange: its text cannot be changed, whatever the answer.
    """
    loaded, _ = file.load()
    return merge_answers(file, loaded, record, replies, workspace, today)
