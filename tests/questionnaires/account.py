"""An account with colleagues to ask, and what they need to answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.plan_file import PlanFile
from kamctl.questionnaires.answer_files import AnswerFile
from kamctl.questionnaires.choice import QuestionChooser, recorded_questions
from kamctl.questionnaires.merging import Merge, merge_answers
from kamctl.questionnaires.record import QuestionRecord
from kamctl.questionnaires.text_answers import FoundAnswer, FoundAnswers
from kamctl.workspace.config import NO_WORKSPACE, Workspace

TODAY = dt.date(2026, 11, 23)
PLAN = """\
kamctl: 1
account:
  name: Velopar
  id: velopar
plan:
  owner: mara
  currency: EUR
team:
  - {id: mara, name: Mara Dekker, function: sales, email: mara@corraline.example}
  - {id: anke, name: Anke Voss, function: service, email: anke@corraline.example}
  - {id: odile, name: Odile Fournier, function: finance}
  - {id: luca, name: Luca Bianchi, function: local-sales}
  - {id: ruth, name: Ruth Adeyemi, function: executive}
  - {id: old, name: Ove Olsen, function: quality, left: 2026-01-01}
swot:
  weaknesses:  # as the customer says
    - text: No plant in Italy
      on: 2026-11-01
stakeholders:
  - {id: conti, name: Marco Conti, covered_by: [luca]}
  - {id: silva, name: Beatriz Silva, covered_by: [mara], attitude: neutral}
buying:
  contracts:
    - {id: C1, title: Boxes Netherlands, end: 2027-12-31}
    - {id: C0, title: Boxes 2024, end: 2024-12-31}
position:
  history:
    - {year: 2024, turnover: 9_000_000}
    - {year: 2025, turnover: 10_000_000}
objectives:
  - {id: SO1, statement: Supply every hub by 2028.}
"""


def plan_of(text: str = PLAN) -> Plan:
    """Return the plan that a text holds."""
    plan = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY).plan
    assert plan is not None
    return plan


def chooser_of(
    text: str = PLAN,
    record: QuestionRecord | None = None,
    *,
    language: str = "en",
    today: dt.date = TODAY,
    workspace: Workspace = NO_WORKSPACE,
) -> QuestionChooser:
    """Return what chooses questions about the plan in a text."""
    return QuestionChooser(plan_of(text), workspace, record or QuestionRecord(), language, today)


def asked_of(
    text: str = PLAN,
    record: QuestionRecord | None = None,
    *,
    language: str = "en",
    today: dt.date = TODAY,
) -> QuestionRecord:
    """Return the record once everybody has been asked."""
    before = record or QuestionRecord()
    found = chooser_of(text, before, language=language, today=today).questionnaires()
    return before.with_questions(recorded_questions(found, before, language, today))


def code_of(record: QuestionRecord, to: str, question: str) -> str:
    """Return the code of a question that was put to somebody."""
    (found,) = (one.code for one in record.questions if (one.to, one.question) == (to, question))
    return found


def reply(*answers: tuple[str, str], sender: str = "", sent: dt.date | None = None) -> AnswerFile:
    """Return a file with answers, by their codes."""
    found = FoundAnswers([FoundAnswer(*one) for one in answers], [], [code for code, _ in answers])
    return AnswerFile("reply.eml", found, sender, sent)


def merged(text: str, record: QuestionRecord, *files: AnswerFile, today: dt.date = TODAY) -> Merge:
    """Return what comes of adding answers to the plan in a text."""
    source = Source("plan.yaml", text)
    file = PlanFile(Path("plan.yaml"), text.encode(), source)
    return merge_answers(file, load_plan(file.document), record, files, NO_WORKSPACE, today)
