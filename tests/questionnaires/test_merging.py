"""Answers on their way into a plan: new ones are added, nothing that stands is replaced."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.checks.engine.runner import check_source
from kamctl.document.changes import CannotChange
from kamctl.document.source import Source
from kamctl.plan.answer_fields import answer_fields
from kamctl.questionnaires.choice import recorded_questions
from kamctl.questionnaires.record import QuestionRecord, RecordedQuestion
from kamctl.questionnaires.text_answers import FoundAnswer
from kamctl.workspace.config import NO_WORKSPACE
from tests.questionnaires.account import (
    PLAN,
    TODAY,
    asked_of,
    chooser_of,
    code_of,
    merged,
    plan_of,
    reply,
)

LATER = TODAY + dt.timedelta(days=3)


@pytest.fixture
def record() -> QuestionRecord:
    return asked_of()


def test_a_new_answer_becomes_an_assumed_claim(record: QuestionRecord) -> None:
    code = code_of(record, "anke", "stop-doing")
    done = merged(PLAN, record, reply((code, "Weekly calls")), today=LATER)
    claim = plan_of(done.text).swot.weaknesses[-1]  # type: ignore[union-attr]
    assert (claim.text, claim.told_by, str(claim.on)) == ("Weekly calls", "anke", "2026-11-26")
    assert claim.status == "assumed"
    assert "  weaknesses:  # as the customer says\n" in done.text
    assert done.record.by_code[code].outcome == "written"
    assert not done.needs_attention


def test_the_day_of_an_answer_is_that_of_the_email(record: QuestionRecord) -> None:
    code = code_of(record, "anke", "stop-doing")
    sent = dt.date(2026, 11, 24)
    done = merged(PLAN, record, reply((code, "Calls"), sent=sent), today=LATER)
    assert done.record.by_code[code].answered == "2026-11-24"
    future = merged(PLAN, record, reply((code, "Calls"), sent=dt.date(2030, 1, 1)), today=LATER)
    assert future.record.by_code[code].answered == LATER.isoformat()


VALUES = [
    ("odile", "finance-margin", "26.5 %", "margin: 26.5%"),
    ("odile", "finance-cost-to-serve", "120 000 €", "cost_to_serve: 120000"),
    ("odile", "contract-payment-terms", "45 days net", "payment_terms: 45 days net"),
    ("luca", "contact-attitude", "Supporter", "attitude: supporter"),
    ("luca", "contact-attitude", "Critique", "attitude: critic"),
    ("luca", "contact-attitude", "So so", ""),
    ("odile", "finance-margin", "26,5 %", ""),
    ("odile", "finance-cost-to-serve", "a lot", ""),
    ("luca", "contact-last", "13 November 2026", "last_contact: 2026-11-13"),
    ("luca", "contact-last", "last week", ""),
    ("ruth", "executive-direction", "Grow abroad", "text: Grow abroad"),
]


@pytest.mark.parametrize(("who", "question", "answer", "written"), VALUES)
def test_values_are_read_as_people_write_them(
    record: QuestionRecord, who: str, question: str, answer: str, written: str
) -> None:
    done = merged(PLAN, record, reply((code_of(record, who, question), answer)))
    (found,) = done.answers
    if written:
        assert written in done.text
        assert found.outcome == "written"
        return
    assert done.text == PLAN
    assert found.outcome == "refused"
    assert answer in str(found.problem)
    assert done.needs_attention
    assert done.record.questions == record.questions


def test_a_refused_answer_says_how_to_write_it(record: QuestionRecord) -> None:
    code = code_of(record, "odile", "finance-margin")
    (found,) = merged(PLAN, record, reply((code, "26,5 %"))).answers
    assert "the decimal separator is a point: 26.5%" in str(found.problem)


def test_what_stands_there_is_shown_beside_the_answer(record: QuestionRecord) -> None:
    code = code_of(record, "luca", "contact-attitude")
    text = PLAN.replace("covered_by: [luca]", "covered_by: [luca], attitude: critic")
    done = merged(text, record, reply((code, "supporter")))
    assert done.text == text
    (found,) = done.answers
    assert (found.outcome, found.current, found.answer) == ("differs", "Critic", "supporter")
    assert done.record.by_code[code].answer == "supporter"
    again = merged(text, done.record, reply((code, "supporter")), today=LATER)
    assert again.answers == [found._replace(question=done.record.by_code[code])]
    assert again.record.questions == done.record.questions


def test_the_same_value_in_other_words_is_no_change(record: QuestionRecord) -> None:
    text = PLAN.replace("turnover: 10_000_000", "turnover: 10_000_000, margin: 27%")
    done = merged(text, record, reply((code_of(record, "odile", "finance-margin"), "27 %")))
    assert done.text == text
    assert done.answers[0].outcome == "same"


def test_two_colleagues_who_differ(record: QuestionRecord) -> None:
    """The first answer is written; the second is shown beside it, and not lost."""
    question = record.by_code[code_of(record, "ruth", "executive-direction")]
    other = question.model_copy(update={"code": "zzzz", "to": "luca"})
    both = record.with_questions([other])
    answers = reply((question.code, "Grow abroad")), reply(("zzzz", "Sell the dairy"))
    done = merged(PLAN, both, *answers)
    assert [one.outcome for one in done.answers] == ["written", "differs"]
    assert done.answers[1].current == "Grow abroad"
    assert "Sell the dairy" not in done.text
    assert done.record.by_code["zzzz"].answer == "Sell the dairy"


def test_importing_twice_changes_nothing(record: QuestionRecord) -> None:
    files = [
        reply(
            (code_of(record, "anke", "stop-doing"), "Weekly calls"),
            (code_of(record, "odile", "finance-margin"), "26 %"),
        ),
        reply((code_of(record, "ruth", "executive-direction"), "Grow abroad")),
    ]
    once = merged(PLAN, record, *files)
    twice = merged(once.text, once.record, *files, today=LATER)
    assert twice.text == once.text
    assert twice.record.questions == once.record.questions
    assert {one.outcome for one in twice.answers} == {"known"}


def test_an_answer_that_was_edited_since_does_not_come_back(record: QuestionRecord) -> None:
    answer = reply((code_of(record, "anke", "stop-doing"), "Weekly calls"))
    once = merged(PLAN, record, answer)
    edited = once.text.replace("Weekly calls", "A weekly call that nobody needs")
    assert merged(edited, once.record, answer).text == edited


def test_a_corrected_answer_is_shown_beside_the_first(record: QuestionRecord) -> None:
    code = code_of(record, "anke", "stop-doing")
    once = merged(PLAN, record, reply((code, "Weekly calls")))
    again = merged(once.text, once.record, reply((code, "Monthly reports")))
    assert again.text == once.text
    (found,) = again.answers
    assert (found.outcome, found.current) == ("differs", "Weekly calls")


def test_a_place_that_is_gone_keeps_the_answer(record: QuestionRecord) -> None:
    code = code_of(record, "luca", "contact-attitude")
    text = PLAN.replace("  - {id: conti, name: Marco Conti, covered_by: [luca]}\n", "")
    done = merged(text, record, reply((code, "supporter")))
    assert done.text == text
    assert done.answers[0].outcome == "gone"
    assert done.record.by_code[code].answer == "supporter"
    assert done.needs_attention


def test_entries_are_found_by_id_not_by_position(record: QuestionRecord) -> None:
    code = code_of(record, "luca", "contact-attitude")
    one, other = (line for line in PLAN.splitlines(keepends=True) if "covered_by" in line)
    moved = PLAN.replace(one + other, other + one)
    done = merged(moved, record, reply((code, "champion")))
    people = {one.id: one.attitude for one in plan_of(done.text).stakeholders}
    assert people == {"conti": "champion", "silva": "neutral"}


@pytest.mark.parametrize(
    ("who", "sender", "is_refused"),
    [
        ("anke", "ANKE@corraline.example", False),
        ("anke", "mara@corraline.example", True),
        ("anke", "anke@home.example", True),
        ("anke", "", False),
        ("odile", "odile@anything.example", False),
        ("odile", "anke@corraline.example", True),
    ],
)
def test_an_email_from_somebody_else_is_refused(
    record: QuestionRecord, who: str, sender: str, is_refused: bool
) -> None:
    code = code_of(record, who, "stop-doing")
    done = merged(PLAN, record, reply((code, "Calls"), sender=sender))
    assert (done.text == PLAN) is is_refused
    assert ("The e-mail is from" in str(done.answers[0].problem)) is is_refused


@pytest.mark.parametrize(
    "answer",
    ["?", "-", "n/a", "TBD", "…", "I don’t know.", "Je ne sais pas", "Nothing", "Oui.", "La\x1bte"],
)
def test_an_answer_that_says_nothing(record: QuestionRecord, answer: str) -> None:
    done = merged(PLAN, record, reply((code_of(record, "anke", "stop-doing"), answer)))
    assert done.text == PLAN
    assert done.answers[0].outcome == "refused"


def test_answers_for_another_plan_are_reported() -> None:
    record = asked_of(PLAN.replace("name: Velopar", "name: Other"))
    done = merged(PLAN, asked_of(), reply((record.questions[0].code, "Calls")))
    assert done.text == PLAN
    assert "is not a question about this plan: “Calls”" in str(done.problems[0])


def test_a_doubtful_sign_is_reported(record: QuestionRecord) -> None:
    code = code_of(record, "anke", "stop-doing")
    file = reply((code, "5 days late"))
    file.found.answers[0] = FoundAnswer(code, "5 days late", is_doubtful=True)
    assert merged(PLAN, record, file).text == PLAN
    margin = code_of(record, "odile", "finance-margin")
    file = reply((margin, "27 %"))
    file.found.answers[0] = FoundAnswer(margin, "27 %", is_doubtful=True)
    assert "margin: 27%" in merged(PLAN, record, file).text


def test_a_member_who_is_no_longer_on_the_team(record: QuestionRecord) -> None:
    text = PLAN.replace("id: anke", "id: anna")
    done = merged(text, record, reply((code_of(record, "anke", "stop-doing"), "Calls")))
    assert done.text == text
    assert "no longer on the team" in str(done.answers[0].problem)


def test_an_answer_in_another_language_than_the_plan() -> None:
    record = asked_of(language="fr")
    code = code_of(record, "anke", "stop-doing")
    done = merged(PLAN, record, reply((code, "Les appels")))
    claim = plan_of(done.text).swot.weaknesses[-1]  # type: ignore[union-attr]
    assert claim.text == {"fr": "Les appels"}


def test_figures_are_read_in_the_language_of_the_question() -> None:
    record = asked_of(language="fr")
    done = merged(PLAN, record, reply((code_of(record, "odile", "finance-margin"), "26,5 %")))
    assert "margin: 26.5%" in done.text


def test_what_is_not_valid_in_the_plan_is_not_replaced(record: QuestionRecord) -> None:
    text = PLAN.replace("turnover: 10_000_000", "turnover: 10_000_000, margin: a lot")
    done = merged(text, record, reply((code_of(record, "odile", "finance-margin"), "27 %")))
    assert done.text == text
    assert (done.answers[0].outcome, done.answers[0].current) == ("differs", "a lot")


def test_a_plan_that_cannot_be_changed(record: QuestionRecord) -> None:
    text = PLAN.replace("swot:", "swot: &swot")
    with pytest.raises(CannotChange):
        merged(text, record, reply((code_of(record, "anke", "stop-doing"), "Calls")))


@pytest.mark.parametrize("place", answer_fields())
def test_an_answer_is_never_part_of_what_is_signed(place: str) -> None:
    assert not answer_fields()[place].facet.signed
    assert not place.startswith(("plan.", "team"))
    assert "confirmation" not in place
    assert "directions" not in place


def test_hostile_answers_stay_texts(record: QuestionRecord) -> None:
    code = code_of(record, "anke", "stop-doing")
    for answer in ("]}: &x !!python/object", "a: b # c", "'", '"', "{x}", "- a", "%TAG", "\\n"):
        done = merged(PLAN, record, reply((code, f"Stop {answer}")))
        assert plan_of(done.text).swot.weaknesses[-1].text == f"Stop {answer}"  # type: ignore[union-attr]


def test_every_field_of_the_bank_can_be_written() -> None:
    """Every question that a colleague may be asked leads to a valid plan once it is answered."""
    samples = {"amount": "1000", "percent": "34 %", "date": "2026-01-31"}
    chooser = chooser_of()
    for person in chooser.colleagues():
        for candidate in chooser.candidates(person):
            text = chooser.text(candidate, person)
            answer = text.choices[0] if text.choices else samples.get(text.field.kind, "Words")
            asked = RecordedQuestion(
                code=text.code, to=person.id, question=text.question, path=text.path,
                language="en", text=text.text, asked="2026-11-23",
            )  # fmt: skip
            done = merged(PLAN, QuestionRecord([asked]), reply((text.code, answer)))
            assert done.answers[0].outcome in ("written", "differs"), text.path
            report = check_source(Source("plan.yaml", done.text), NO_WORKSPACE, TODAY)
            assert report.plan is not None


def test_recording_again_is_a_reminder() -> None:
    record = asked_of()
    found = chooser_of(PLAN, record, today=LATER).questionnaires()
    again = list(recorded_questions(found, record, "en", LATER))
    assert {one.asked for one in again} == {TODAY.isoformat()}
    assert {one.reminded for one in again} == {LATER.isoformat()}


def test_an_answer_that_makes_an_error_of_the_plan_is_refused() -> None:
    """What only the checks can see counts, as in `import xlsx`: a figure that cannot be right."""
    text = PLAN.replace("{year: 2025, turnover: 10_000_000}", "{year: 2025, customer_spend: 5_000}")
    record = asked_of(text)
    code = code_of(record, "odile", "finance-turnover")
    done = merged(text, record, reply((code, "6000")))
    assert done.text == text
    (found,) = done.answers
    assert found.outcome == "refused"
    assert "120" in str(found.problem)
    assert "turnover: 4000" in merged(text, record, reply((code, "4000"))).text
