"""Which questions each colleague is asked: of their function, about what is missing or old."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.document.source import Source
from kamctl.i18n.catalog import languages
from kamctl.questionnaires.choice import MAX_QUESTIONS, Questionnaire
from kamctl.questionnaires.record import QuestionRecord
from kamctl.workspace.config import parse_workspace
from tests.paths import ROOT
from tests.questionnaires.account import PLAN, TODAY, asked_of, chooser_of, code_of, merged, reply

ANSWER = "Late deliveries"


def asked(text: str = PLAN, record: QuestionRecord | None = None) -> dict[str, list[str]]:
    found = chooser_of(text, record).questionnaires()
    return {one.person.id: [each.question for each in one.questions] for one in found}


def test_each_function_is_asked_what_it_knows() -> None:
    assert asked() == {
        "anke": ["service-downtime", "service-thanks", "unmet-requests", "stop-doing"],
        "odile": ["finance-payment", "finance-margin", "finance-cost-to-serve",
                  "contract-payment-terms", "unmet-requests", "stop-doing"],
        "luca": ["sales-who-decides", "sales-criteria", "contact-attitude", "contact-need",
                 "contact-last", "unmet-requests", "stop-doing"],
        "ruth": ["executive-direction", "executive-relationship", "executive-pressure",
                 "unmet-requests", "stop-doing"],
    }  # fmt: skip


def test_nobody_is_asked_more_than_seven_questions() -> None:
    more = "".join(
        f"  - {{id: c{one}, name: Contact {one}, covered_by: [luca]}}\n" for one in range(9)
    )
    found = asked(PLAN.replace("stakeholders:\n", f"stakeholders:\n{more}"))
    assert all(len(one) <= MAX_QUESTIONS for one in found.values())
    assert found["luca"][-2:] == ["unmet-requests", "stop-doing"]
    assert len(found["luca"]) == MAX_QUESTIONS


def test_what_is_old_is_asked_again() -> None:
    assert "service-complaints" not in asked()["anke"]
    old = PLAN.replace("on: 2026-11-01", "on: 2026-05-01")
    assert "service-complaints" in asked(old)["anke"]
    at_the_limit = PLAN.replace("on: 2026-11-01", "on: 2026-05-27")  # 180 days before, as KAM403
    assert "service-complaints" not in asked(at_the_limit)["anke"]
    undated = PLAN.replace("      on: 2026-11-01\n", "")
    assert "service-complaints" in asked(undated)["anke"]


def test_the_tier_decides_what_is_old() -> None:
    text = PLAN.replace("  id: velopar\n", "  id: velopar\n  tier: key\n")
    config = "kamctl: 1\ntiers: {key: {max_age_days: 10}}\n"
    workspace = parse_workspace(Source("kamctl.yaml", config), ROOT)
    found = chooser_of(text, workspace=workspace).questionnaires()
    anke = next(one for one in found if one.person.id == "anke")
    assert "service-complaints" in {one.question for one in anke.questions}


def test_a_source_is_asked_again_first() -> None:
    """Whoever once said something there can answer, whatever their function."""
    text = PLAN.replace("      on: 2026-11-01\n", "      on: 2026-03-01\n      told_by: luca\n")
    found = asked(text)["luca"]
    assert {"service-complaints", "supply-deliveries", "operations-effort"} <= set(found)
    assert found.index("service-complaints") < found.index("sales-who-decides")
    assert "service-complaints" not in asked(text)["ruth"]


def test_only_entries_that_concern_the_person() -> None:
    paths = {
        each.path for one in chooser_of().questionnaires() for each in one.questions
    }  # fmt: skip
    assert "stakeholders[conti].attitude" in paths
    assert "position.history[2025].margin" in paths
    assert "buying.contracts[C1].payment_terms" in paths
    assert not {one for one in paths if "silva" in one or "C0" in one or "2024" in one}


def test_the_owner_and_those_who_left_are_not_asked() -> None:
    assert not {"mara", "old"} & set(asked())


def test_the_answers_of_others_are_no_reason_to_spare_anybody() -> None:
    """What Anke has answered is neither shown to Luca nor does it fill the gap for him."""
    record = asked_of()
    code = code_of(record, "anke", "unmet-requests")
    done = merged(PLAN, record, reply((code, "A depot near Milan")))
    assert "A depot near Milan" in done.text
    assert "unmet-requests" not in asked(done.text, done.record)["anke"]
    assert "unmet-requests" in asked(done.text, done.record)["luca"]
    fresh = asked(
        done.text, QuestionRecord(one for one in done.record.questions if one.to == "anke")
    )
    assert "unmet-requests" in fresh["luca"]


def test_an_answer_to_a_single_field_is_not_shown_to_others() -> None:
    text = PLAN.replace("id: ruth", "id: rolf").replace(
        "  - {id: old", "  - {id: ruth, name: Ruth Adeyemi, function: executive}\n  - {id: old"
    )
    record = asked_of(text)
    code = code_of(record, "rolf", "executive-relationship")
    done = merged(text, record, reply((code, "They ask for prices only")))
    assert "gap: They ask for prices only" in done.text
    ruth = questionnaire_of(done.text, done.record, "ruth")
    (gap,) = (one for one in ruth.questions if one.question == "executive-relationship")
    assert gap.current == ""


def questionnaire_of(text: str, record: QuestionRecord, person: str) -> Questionnaire:
    found = chooser_of(text, record).questionnaires()
    return next(one for one in found if one.person.id == person)


def test_an_open_question_stays_and_an_answered_one_comes_back_when_it_is_old() -> None:
    record = asked_of()
    again = questionnaire_of(PLAN, record, "anke")
    assert all(one.asked == TODAY for one in again.questions)
    code = code_of(record, "anke", "stop-doing")
    done = merged(PLAN, record, reply((code, ANSWER)))
    found = chooser_of(done.text, done.record, today=TODAY + dt.timedelta(days=179))
    assert code not in {e.code for one in found.questionnaires() for e in one.questions}
    later = chooser_of(done.text, done.record, today=TODAY + dt.timedelta(days=180))
    assert code in {e.code for one in later.questionnaires() for e in one.questions}


def codes(text: str, record: QuestionRecord | None = None) -> dict[tuple[str, str, str], str]:
    found = chooser_of(text, record).questionnaires()
    return {(one.person.id, e.path, e.question): e.code for one in found for e in one.questions}


def test_questions_keep_their_codes() -> None:
    renamed = PLAN.replace("name: Velopar", "name: Velopar Group")
    assert codes(PLAN) == codes(PLAN)
    assert not set(codes(PLAN).values()) & set(codes(renamed).values())
    assert codes(renamed, asked_of()) == codes(PLAN)


def test_no_two_questions_share_a_code() -> None:
    """Not even those about two entries that are called alike."""
    contract = "    - {id: C1, title: Boxes Netherlands, end: 2027-12-31}\n"
    twice = PLAN.replace(contract, contract + contract.replace("C1", "C2"))
    found = codes(twice)
    assert len({one for one in found if "contracts[" in one[1]}) == 2
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("language", languages())
def test_the_words_of_a_question(language: str) -> None:
    found = chooser_of(language=language).questionnaires()
    texts = [text for one in found for each in one.questions for text in (each.text, each.why)]
    assert not [one for one in texts if "{" in one or not one]
    assert any("Marco Conti" in one for one in texts)
    assert any("Velopar" in one for one in texts)


def test_the_company_asks_its_own_questions_first() -> None:
    config = """\
kamctl: 1
questions:
  - {id: recycling, text: {en: Who takes our boxes back?}, functions: [service],
     fills: customer.needs, when: always}
  - {id: stop-doing, text: Any waste at {account}?, fills: swot.weaknesses, when: always}
"""
    config = config.replace("Any waste at {account}?", '"Any waste at {account}?"')
    workspace = parse_workspace(Source("kamctl.yaml", config), ROOT)
    found = chooser_of(workspace=workspace).questionnaires()
    anke = next(one for one in found if one.person.id == "anke")
    texts = [one.text for one in anke.questions]
    assert texts[0] == "Who takes our boxes back?"
    assert "Any waste at Velopar?" in texts
    assert [one.question for one in anke.questions].count("stop-doing") == 1
