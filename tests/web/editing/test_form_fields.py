"""What a page asks: in the plan's language, by meaning, and never in the words of a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.briefing.visibility.field_readers import readers_of
from kamctl.i18n.catalog import languages, translator
from kamctl.plan.codes import CURRENCIES
from kamctl.plan.fields import fields_at
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.field_changes import accept_fix, commit_field
from kamctl.web.editing.field_keys import field_key, find, place_of
from kamctl.web.editing.form_field import FormField, Widget
from kamctl.web.editing.outcome import OutcomeStatus
from kamctl.web.editing.plan_sections import (
    SectionStatus,
    questions,
    sections,
)
from tests.paths import LACTEA_PLAN, ROOT
from tests.web.editing.test_every_field import typed_fields

ENGLISH = ROOT / "examples" / "complete-en" / "plan.yaml"
FRENCH = ROOT / "examples" / "complete-fr" / "plan.yaml"


def opened(plan: Path) -> EditSession:
    return EditSession(plan, today=lambda: dt.date(2026, 11, 23))


def field(plan: Path, key: str) -> FormField:
    found = opened(plan).field(key)
    assert found is not None
    return found


def test_a_date_in_the_words_of_the_plan() -> None:
    session = opened(FRENCH)
    found = next(one for one in typed_fields(session.fields()) if one.name == "objectives[].due")
    assert (found.label, found.question, found.widget) == (
        "Échéance", "À quelle échéance\u202f?", Widget.DATE,
    )  # fmt: skip
    assert found.value == "31 décembre 2028" and found.example == "31 décembre 2028"
    assert found.seen_by == "Lecteurs\u00a0: toutes les fonctions."
    assert found.is_signed and not found.is_required


def test_a_person_is_chosen_by_name() -> None:
    found = field(LACTEA_PLAN, '["objectives",{"id":"SO1"},"owner"]')
    assert (found.widget, found.value) == (Widget.CHOICE, "claire")
    assert ("claire", "Claire Morel") in [(one.value, one.label) for one in found.choices]
    assert [one.value for one in found.choices if one.is_chosen] == ["claire"]


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ('["objectives",{"id":"SO1"},"directions"]', "Supply chain"),
        ('["relations"]', "Chinwe Okafor → Jonas Brandt"),
        ('["whitespace","cells"]', "Netherlands · Corrugated boxes"),
    ],
)
def test_an_entry_without_a_name_is_called_by_what_it_connects(key: str, title: str) -> None:
    assert field(ENGLISH, key).entries[0].title == title


def test_a_claim_is_one_question_however_it_is_written(tmp_path: Path) -> None:
    text = "kamctl: 1\naccount: {name: N}\ncustomer:\n  strategy: %s\n"
    shown = []
    for number, written in enumerate(("Grow.", "{text: Grow.}", "{en: Grow.}")):
        plan = tmp_path / f"{number}.yaml"
        plan.write_text(text % written)
        claim = field(plan, '["customer","strategy"]')
        assert claim.widget is Widget.CLAIM
        assert [one.name.rpartition(".")[2] for one in claim.fields[:3]] == [
            "text",
            "told_by",
            "on",
        ]
        shown.append([(one.label, one.value) for one in claim.fields])
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][0] == ("In one sentence", "Grow.")


def test_the_source_of_a_claim_that_was_a_text_alone(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    text = "kamctl: 1\naccount: {name: N}\ncustomer:\n  strategy: Grow.   # said in May\n"
    plan.write_text(text)
    session = opened(plan)
    assert commit_field(session, '["customer","strategy","on"]', "", "12 May 2026").is_saved
    assert "strategy:" in plan.read_text() and "2026-05-12" in plan.read_text()
    assert commit_field(session, '["customer","strategy","text"]', "Grow.", "Grow abroad.").is_saved
    for _ in range(2):
        session.undo()
    assert plan.read_text() == text


def test_a_translation_is_beside_the_text(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "kamctl: 1\naccount: {name: N, industry: Dairy}\n"
        "plan: {language: en, languages: [en, fr]}\n"
    )
    session = opened(plan)
    found = session.field('["account","industry"]')
    assert found is not None and found.value == "Dairy"
    (french,) = found.translations
    assert (french.language, french.label, french.value) == ("fr", "Industry (Français)", "")
    assert commit_field(session, french.key, "", "Produits laitiers").is_saved
    assert "industry: {en: Dairy, fr: Produits laitiers}" in plan.read_text()
    found = session.field('["account","industry"]')
    assert found is not None and (found.value, found.label) == ("Dairy", "Industry")
    assert commit_field(session, found.key, "Dairy", "Dairies").is_saved
    assert "industry: {en: Dairies, fr: Produits laitiers}" in plan.read_text()


@pytest.mark.parametrize(("language", "typed", "kept"), [
    ("en", "4,100,000", "4100000"), ("en", "1.5M", "1500000"), ("en", "€ 12", "12"),
    ("fr", "4 100 000", "4100000"), ("fr", "1,5 M€", "1500000"), ("fr", "−40 000 €", "-40000"),
])  # fmt: skip
def test_money_as_people_type_it(tmp_path: Path, language: str, typed: str, kept: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"kamctl: 1\naccount: {{name: N}}\nplan: {{language: {language}, currency: EUR}}\n"
        "opportunities:\n  - {title: T, value: 7}\n"
    )
    done = commit_field(
        opened(plan), '["opportunities",{"is":{"title":"T"},"at":0},"value"]', "7", typed
    )
    assert done.is_saved, done
    assert f"value: {kept}}}" in plan.read_text()


def amount_of(folder: Path, language: str, value: str = "7") -> tuple[EditSession, FormField]:
    """Open a plan with one amount, in a page of the plan's language."""
    plan = folder / "plan.yaml"
    plan.write_text(
        f"kamctl: 1\naccount: {{name: N}}\nplan: {{language: {language}, currency: EUR}}\n"
        f"opportunities:\n  - {{title: T, value: {value}}}\n"
    )
    session = EditSession(plan, today=lambda: dt.date(2026, 11, 23), language=language)
    found = session.field('["opportunities",{"is":{"title":"T"},"at":0},"value"]')
    assert found is not None
    return session, found


@pytest.mark.parametrize(("language", "typed", "shown"), [
    ("fr", "1,5 Mio", ["1,5M"]), ("fr", "3.500", ["3 500", "3,5"]),
    ("fr", "environ 42", ["1 200 000", "1,2 M", "48 500"]),
    ("en", "1.5 Mio", ["1.5M"]), ("en", "1,500M", ["1500M", "1.5M"]),
])  # fmt: skip
def test_the_examples_of_a_hint_can_be_typed(
    tmp_path: Path, language: str, typed: str, shown: list[str]
) -> None:
    session, amount = amount_of(tmp_path, language)
    (found,) = commit_field(session, amount.key, amount.value, typed).findings
    hint = found.hint.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    for example in shown:
        assert example in hint
        now = session.field(amount.key)
        assert now is not None
        assert commit_field(session, amount.key, now.value, example).is_saved, example


@pytest.mark.parametrize(("value", "shown"), [
    ("400000.5", "400 000,50"), ("400000.25", "400 000,25"), ("400000.125", "400 000,125"),
    ("400000", "400 000"),
])  # fmt: skip
def test_cents_have_two_digits(tmp_path: Path, value: str, shown: str) -> None:
    _, amount = amount_of(tmp_path, "fr", value)
    assert amount.value.replace("\N{NARROW NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(("typed", "kept"), [
    ("34", "34%"), ("34 %", "34%"), ("34,5 %", "34.5%"), ("0", "0%"), ("100", "100%"),
])  # fmt: skip
def test_a_percentage_as_people_type_it(tmp_path: Path, typed: str, kept: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "kamctl: 1\naccount: {name: N}\nplan: {language: fr}\nopportunities:\n  - {title: T}\n"
    )
    key = '["opportunities",{"is":{"title":"T"},"at":0},"probability"]'
    assert commit_field(opened(plan), key, "", typed).is_saved
    assert f"probability: {kept}}}" in plan.read_text()


@pytest.mark.parametrize("typed", ["0,34", "120 %", "beaucoup"])
def test_a_percentage_that_cannot_be_read(tmp_path: Path, typed: str) -> None:
    plan = tmp_path / "plan.yaml"
    text = "kamctl: 1\naccount: {name: N}\nplan: {language: fr}\nopportunities:\n  - {title: T}\n"
    plan.write_text(text)
    key = '["opportunities",{"is":{"title":"T"},"at":0},"probability"]'
    done = commit_field(opened(plan), key, "", typed)
    assert done.findings and done.findings[0].message
    assert plan.read_text() == text


def test_every_field_that_people_fill_in_says_what_it_is_for() -> None:
    fields = list(typed_fields(opened(FRENCH).fields()))
    assert sum(bool(one.why) for one in fields) > len(fields) // 2
    for one in fields:
        assert one.why or one.question or one.label, one.name
        assert one.seen_by, one.name
        for text in (one.label, one.question, one.why, one.seen_by):
            assert "`" not in text and "YAML" not in text, one


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ('["objectives",{"id":"SO1"},"our_gain"]', ""),  # What we gain.
        ('["objectives",{"id":"SO1"},"status"]', ""),  # The status of the work.
        ('["objectives",{"id":"SO1"},"due"]', "By when, one to three years ahead."),
        ('["plan","owner"]', "The key account manager, a member of the team."),
    ],
)
def test_a_note_does_not_repeat_the_label(key: str, why: str) -> None:
    assert field(LACTEA_PLAN, key).why == why


@pytest.mark.parametrize(
    ("plan", "label"), [(LACTEA_PLAN, "US Dollar (USD)"), (FRENCH, "Dollar des États-Unis (USD)")]
)
def test_a_currency_is_chosen_by_its_name(plan: Path, label: str) -> None:
    found = field(plan, '["plan","currency"]')
    assert [one.label for one in found.choices if one.value == "USD"] == [label]
    assert {one.value for one in found.choices} == CURRENCIES
    assert [one.value for one in found.choices if one.is_chosen] == ["EUR"]


def test_who_reads_a_field_is_known_of_every_field() -> None:
    missing = [
        one.place
        for place in ("", "account", "plan", "team[]", "objectives[]", "objectives[].directions[]",
                      "stakeholders[]", "customer.goals[]", "risks[]", "buying.contracts[]")
        for one in fields_at(place)
        if one.kind not in ("part", "claim") and readers_of(one.place) is None
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize(("place", "english"), [
    ("account.name", "Read by everyone."),
    ("account.tier", "Read by executive management, the sponsor and the account team."),
    ("customer.goals[].source",
     "Read by everyone once an objective serves it; until then by the account team."),
    ("objectives[].directions[].mitigation",
     "Read by the function asked and by the account team."),
])  # fmt: skip
def test_who_reads_a_field(place: str, english: str) -> None:
    found = readers_of(place)
    assert found is not None and found.say(translator("en")) == english


@pytest.mark.parametrize(
    ("language", "missing"),
    [("en", "“Unit of measure”, “Target”"), ("fr", "«\xa0Unité\xa0», «\xa0Cible\xa0»")],
)
def test_a_page_calls_fields_by_their_labels(tmp_path: Path, language: str, missing: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"kamctl: 1\naccount: {{name: N}}\nplan: {{language: {language}}}\nobjectives:\n"
        "  - id: SO1\n    statement: Win\n    measures:\n"
        "      - {id: M1, name: Plants, baseline: {value: 5, on: 2026-01-01}}\n"
    )
    found = [one.finding.message for one in questions(opened(plan))]
    assert any(text.endswith(f"{missing}.") for text in found), found


@pytest.mark.parametrize("language", languages())
def test_every_choice_has_a_label(tmp_path: Path, language: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"kamctl: 1\naccount: {{name: N}}\nplan: {{language: {language}}}\nobjectives:\n"
        "  - {id: SO1, measures: [{id: M1, name: Plants}]}\n"
    )
    codes = {
        choice.label
        for one in typed_fields(opened(plan).fields())
        for choice in one.choices
        if choice.label == choice.value and choice.value != choice.value.upper()
    }
    assert codes == set()


def test_keys_lead_back_to_the_field() -> None:
    session = opened(LACTEA_PLAN)
    value = session.form.document.value
    for one in typed_fields(session.fields()):
        place = place_of(one.key)
        assert field_key(place) == one.key
        assert find(value, place) is not None


@pytest.mark.parametrize("example", ["first-draft", "typical-mistakes"])
def test_the_questions_of_the_sections_are_those_of_the_plan(example: str) -> None:
    session = opened(ROOT / "examples" / example / "plan.yaml")
    assert sum(one.open_questions for one in sections(session)) == len(questions(session))


def test_nobody_reports_to_themselves() -> None:
    found = field(LACTEA_PLAN, '["stakeholders",{"id":"mercier"},"reports_to"]')
    offered = {one.value for one in found.choices}
    assert "mercier" not in offered and "vidal" in offered


def test_the_sections_and_the_questions() -> None:
    session = opened(ROOT / "examples" / "first-draft" / "plan.yaml")
    found = {one.name: one for one in sections(session)}
    assert list(found)[:4] == ["account", "plan", "team", "customer"]
    assert found["objectives"].status is SectionStatus.BEGUN
    assert found["objectives"].rank == 0 and found["objectives"].open_questions > 3
    assert found["risks"].status is SectionStatus.NOT_STARTED and not found["risks"].is_listed
    assert found["team"].status is SectionStatus.COMPLETE
    assert sorted(one.rank for one in found.values()) == list(range(len(found)))
    asked = questions(session)
    assert session.field(asked[0].key) is not None and asked[0].finding.message
    assert len({one.key for one in asked}) == len(asked)


def test_the_one_right_answer_can_be_accepted(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes((ROOT / "examples" / "typical-mistakes" / "plan.yaml").read_bytes())
    session = opened(plan)
    wrong = [one for one in typed_fields(session.fields()) if one.fix]
    assert len(wrong) >= 2
    for one in wrong:
        assert one.findings
        done = accept_fix(session, one.key)
        assert done.status is OutcomeStatus.SAVED, done
        again = session.field(done.key)
        assert again is not None and not again.fix
    assert accept_fix(session, wrong[0].key).status is OutcomeStatus.UNCHANGED
    for _ in wrong:
        session.undo()
    assert plan.read_bytes() == (ROOT / "examples" / "typical-mistakes" / "plan.yaml").read_bytes()


def test_a_field_of_the_company_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "kamctl.yaml").write_text(
        "kamctl: 1\ncustom: {account: {region: {type: choice, choices: [north, south]}}}\n"
    )
    plan = tmp_path / "plan.yaml"
    text = "kamctl: 1\naccount: {name: N, custom: {region: nroth}}\n"
    plan.write_text(text)
    session = opened(plan)
    asked = [one for one in questions(session) if "region" in one.finding.message]
    own = '["account","custom","region"]'
    assert [(one.key, session.field(one.key) is not None) for one in asked] == [(own, True)]
    assert session.field('["account","custom"]') is None
    assert not commit_field(session, '["account","custom"]', "", "north").is_saved
    assert plan.read_text() == text


@pytest.mark.parametrize("example", ["complete-en", "typical-mistakes"])
def test_entries_with_their_titles_alone_are_called_the_same(example: str) -> None:
    """A list of thousands is shown so: the fields of each would take seconds."""
    session = opened(ROOT / "examples" / example / "plan.yaml")
    found = 0
    for whole, titles in zip(session.fields(), session.fields(with_entries=False), strict=True):
        assert [(one.key, one.title) for one in whole.entries] == [
            (one.key, one.title) for one in titles.entries
        ]
        assert all(one.fields == () for one in titles.entries)
        found += len(titles.entries)
    assert found > 3
