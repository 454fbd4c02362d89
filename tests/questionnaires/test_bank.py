"""The questions that kamctl asks: each in every language, for every function, well typeset."""

from __future__ import annotations

import re

import pytest

from kamctl.i18n.catalog import languages
from kamctl.plan.answer_fields import ENTRY_LISTS, answer_fields
from kamctl.plan.text import texts_of
from kamctl.plan.values import FUNCTIONS
from kamctl.questionnaires.bank import bank_languages, question_bank
from kamctl.workspace.model import ColleagueQuestion

BANK = question_bank()


def test_every_language_of_the_tool_has_the_questions() -> None:
    assert bank_languages() == languages()
    for one in BANK:
        for text in (one.text, one.why):
            assert isinstance(text, dict)
            assert tuple(text) == languages()
            assert all(text.values())


def test_every_function_has_a_question_of_its_own() -> None:
    asked = {function for one in BANK for function in one.functions}
    assert asked == set(FUNCTIONS)


def test_the_ids_are_unique_and_lead_to_fields() -> None:
    assert len({one.id for one in BANK}) == len(BANK) > 30
    assert {one.fills for one in BANK} <= set(answer_fields())


@pytest.mark.parametrize("question", BANK, ids=lambda one: one.id)
def test_the_words_of_a_question(question: ColleagueQuestion) -> None:
    is_about_entry = "[]" in question.fills
    for text in texts_of(question.text):
        assert set(re.findall(r"\{.*?\}", text)) <= {"{account}", "{entry}"}
        assert ("{entry}" in text) is is_about_entry
        assert len(text) < 120
        assert text.endswith(("?", "{entry}"))
    for text in texts_of(question.why):
        assert "{" not in text
        assert text.endswith(".")
    place = bank_languages().index("fr")
    for text in (texts_of(question.text)[place], texts_of(question.why)[place]):
        assert re.search(r"[^\u00a0\u202f][;:?!](?:\s|$)", text) is None, text
        assert "'" not in text


def test_questions_of_lists_are_about_entries_that_are_known() -> None:
    lists = {one.fills.partition("[]")[0] for one in BANK if "[]" in one.fills}
    assert lists <= set(ENTRY_LISTS)


def test_the_company_replaces_a_question_by_its_id() -> None:
    own = ColleagueQuestion(id="stop-doing", text="Any waste?", fills="swot.weaknesses")
    new = ColleagueQuestion(id="recycling", text="Who recycles?", fills="customer.needs")
    bank = question_bank([own, new])
    assert bank[:2] == (own, new)
    assert len(bank) == len(BANK) + 1
