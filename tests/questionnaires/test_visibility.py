"""A questionnaire shows nothing that its reader may not see: proved byte by byte.

As the documents are (tests/briefing/visibility): a plan in which everything is other that a reader
sees in no document makes the same questionnaire, as text, as an e-mail and as an Excel file. Which
questions are due does depend on what the plan lacks; so all that a colleague could be asked are
compared.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.plan.answer_fields import answer_fields
from kamctl.plan.model import Plan
from kamctl.questionnaires.choice import QuestionChooser, Questionnaire
from kamctl.questionnaires.email_form import email_form
from kamctl.questionnaires.record import QuestionRecord
from kamctl.questionnaires.text_form import FormTexts, text_form
from kamctl.questionnaires.workbook_form import workbook_form
from kamctl.workspace.config import NO_WORKSPACE, Workspace
from kamctl.workspace.model import ColleagueQuestion
from tests.briefing.visibility.information_flow import TODAY, reading
from tests.briefing.visibility.visibility_table import AUDIENCES, read_table
from tests.every_field import OWN, Leaf, value_at, with_other_values, without_values

READERS = [name for name, function in AUDIENCES.items() if function != ACCOUNT_TEAM]
EVERY_PLACE = Workspace(
    questions=tuple(
        ColleagueQuestion(id=f"q{number}", text="About {entry} at {account}?", fills=place)
        for number, place in enumerate(answer_fields())
    )
)
"""A company that asks everyone for every field that an answer may fill."""
TABLE = read_table()


def seen_somewhere(name: str) -> set[str]:
    return {field for field, row in TABLE.items() if any(name in who for who in row.values())}


def hidden_leaves(name: str) -> list[Leaf]:
    """Return the places that a reader sees in no document.

    The language decides what a questionnaire is written in, and the id of whoever is asked is
    their own.
    """
    known = seen_somewhere(name) | {"plan.language", "team[].id (own)", "team[].function (own)"}
    leaves = reading(name, "agreed").planted.leaves
    return [one for one in leaves if one.name not in known and one.path[0] != "signoffs"]


def plan_from(value: dict[str, Any]) -> Plan:
    plan = check_source(Source("plan.yaml", json.dumps(value)), NO_WORKSPACE, TODAY).plan
    assert plan is not None
    return plan


def contents(value: dict[str, Any], workspace: Workspace, name: str) -> dict[str, bytes]:
    """Return every byte that the first member of the team gets, in each form."""
    plan = plan_from({key: one for key, one in value.items() if key != "signoffs"})
    chooser = QuestionChooser(plan, workspace, QuestionRecord(), "en", TODAY)
    person = plan.team[OWN]
    if AUDIENCES[name] == "everyone":
        person = person.model_copy(update={"function": None})
    questions = tuple(chooser.text(one, person) for one in chooser.candidates(person))
    questionnaire = Questionnaire(person, questions)
    texts = FormTexts(plan, "en")
    archive = zipfile.ZipFile(io.BytesIO(workbook_form(questionnaire, texts)))
    return {
        "text": text_form(questionnaire, texts).encode(),
        "e-mail": email_form(questionnaire, texts),
        **{one: archive.read(one) for one in archive.namelist()},
    }


@pytest.mark.parametrize("workspace", [NO_WORKSPACE, EVERY_PLACE], ids=["own", "every place"])
@pytest.mark.parametrize("name", READERS)
def test_nobody_learns_of_what_is_not_for_them(name: str, workspace: Workspace) -> None:
    plan = reading(name, "agreed").planted.plan
    leaves = hidden_leaves(name)
    assert len(leaves) > 100
    before = contents(plan, workspace, name)
    for which in (0, 1):
        other = with_other_values(plan, leaves, which)
        assert contents(other, workspace, name) == before, which


@pytest.mark.parametrize("name", READERS)
def test_no_text_of_what_is_hidden_is_in_it(name: str) -> None:
    planted = reading(name, "agreed").planted.plan
    parts = contents(planted, EVERY_PLACE, name).values()
    everything = b"\n".join(parts).decode("utf-8", "replace")
    values = [value_at(planted, one.path) for one in hidden_leaves(name)]
    words = {one for one in values if isinstance(one, str) and re.fullmatch(r"zq\d+", one)}
    assert len(words) > 20
    assert words & set(re.findall(r"zq\d+", everything)) == set()


@pytest.mark.parametrize("name", READERS)
def test_what_is_gone_shows_as_little(name: str) -> None:
    """Without what is hidden there are fewer questions at most, and none says anything else."""
    planted = reading(name, "agreed").planted.plan

    def questions(value: dict[str, Any]) -> set[str]:
        text = contents(value, EVERY_PLACE, name)["text"].decode()
        return set(re.findall(r"^[0-9]+\. (.*(?:\n.+)*)", text, re.MULTILINE))

    before = questions(planted)
    assert len(before) > 10
    assert questions(without_values(planted, hidden_leaves(name))) <= before
