"""`kamctl edit` in a real browser, by keyboard alone: from an empty folder to a plan."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.programs import (
    asked_of_browser,
    local_pages,
    require_browser,
)
from tests.browser.test_pages import TODAY
from tests.paths import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("edit")]
ANSWERS = {
    "en": {
        "name": "North Dairy",
        "owner": "Claire Martin",
        "mistake": "Ana Ruiz",
        "colleagues": ["Anke Voss", "Luca Bianchi"],
        "function": "Local sales",
        "goal": "Fewer stops of the lines",
        "replies": ["The head of purchasing alone", "The board, after the plants"],
        "words": "We visit every plant once a quarter.",
        "answers": {
            "relationship.now": "Basic",
            "relationship.target": "Integrated",
            "relationship.by": "31 December 2028",
            "relationship.gap": "We only know the buyers.",
            "next_review": "31 March 2027",
            "scope.units": "Yoghurt in cups",
            "serves": "",
            "customer_gain": "Lines that stop less often.",
            "our_gain": "Three years of firm volume.",
            "decider": "Claire",
            "measures": "Share of wallet",
            "directions": "Visit every plant each quarter.",
            "directions.function": "Local sales",
            "directions.leader": "Luca",
            "directions.gain": "A contract that holds.",
            "baseline.value": "27",
            "baseline.on": "1 January 2027",
            "target.value": "42",
            "target.on": "31 December 2028",
            "effect": "Neutral",
            "note": "Two visits a month.",
            "unit": "%",
        },
        "plan": "north-dairy/plan.yaml",
        "statement": "Pack all of the yoghurt of North Dairy by 2028.",
        "due": "31 December 2028",
        "wrong": "some day",
    },
    "fr": {
        "name": "Laiterie du Nord",
        "owner": "Claire Martin",
        "mistake": "Ana Ruiz",
        "colleagues": ["Anke Voss", "Luca Bianchi"],
        "function": "Ventes",
        "goal": "Moins d’arrêts des lignes",
        "replies": ["Le directeur des achats seul", "Le comité, après les usines"],
        "words": "Nous visitons chaque usine une fois par trimestre.",
        "answers": {
            "relationship.now": "De base",
            "relationship.target": "Coop",
            "relationship.by": "31 décembre 2028",
            "relationship.gap": "Nous ne connaissons que les acheteurs.",
            "next_review": "31 mars 2027",
            "scope.units": "Yaourts en pots",
            "serves": "",
            "customer_gain": "Des lignes qui s’arrêtent moins souvent.",
            "our_gain": "Trois ans de volume ferme.",
            "decider": "Claire",
            "measures": "Part de portefeuille",
            "directions": "Visiter chaque usine une fois par trimestre.",
            "directions.function": "Ventes",
            "directions.leader": "Luca",
            "directions.gain": "Un contrat qui tient.",
            "baseline.value": "27",
            "baseline.on": "1 janvier 2027",
            "target.value": "42",
            "target.on": "31 décembre 2028",
            "effect": "Neutre",
            "note": "Deux visites par mois.",
            "unit": "%",
        },
        "plan": "laiterie-du-nord/plan.yaml",
        "statement": "Emballer tous les yaourts de la Laiterie du Nord en 2028.",
        "due": "31 décembre 2028",
        "wrong": "un jour",
    },
}


@pytest.fixture(scope="module", params=sorted(ANSWERS))
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser saw; KAMCTL_PICTURES=folder keeps what it looked like."""
    require_browser("playwright-core")
    language = request.param
    folder = tmp_path_factory.mktemp(f"edited-{language}")
    command = ("edit", "--no-open", "--today", TODAY.isoformat())
    with local_pages(folder, *command, language=language) as url:
        asked = ANSWERS[language] | {
            "url": url,
            "folder": str(folder),
            "out": os.environ.get("KAMCTL_PICTURES") or str(folder),
            "root": str(ROOT),
            "fill": [sys.executable, "-m", "tests.web.answered_workbook"],
            "phone": language == "fr",  # whose words are longer
        }
        answer = asked_of_browser("edit.mjs", asked)
    return answer | {"asked": asked, "language": language}


def test_the_plan_says_what_was_typed(seen: dict[str, Any]) -> None:
    plan = Path(seen["file"]).read_text(encoding="utf-8")
    assert seen["asked"]["name"] in plan
    assert seen["asked"]["statement"] in plan
    assert "stage: shared" in plan
    assert f"language: {seen['language']}" in plan
    assert seen["asked"]["wrong"] not in plan
    assert seen["asked"]["mistake"] not in plan  # it was undone


def test_what_cannot_be_read_is_kept_in_its_field_and_listed(seen: dict[str, Any]) -> None:
    assert seen["focus"] == "problems"
    assert seen["back"]
    assert seen["kept"] == seen["asked"]["wrong"]
    assert seen["due"] == seen["asked"]["due"]


def test_what_was_begun_stays_when_another_saves(seen: dict[str, Any]) -> None:
    assert seen["begun"] == seen["asked"]["mistake"]


def test_whoever_goes_on_by_keyboard_stays_there_when_the_page_is_shown_anew(
    seen: dict[str, Any],
) -> None:
    assert seen["stayed"]


def test_the_page_that_is_open_stays_marked_after_a_change(seen: dict[str, Any]) -> None:
    assert seen["marked"] == [["ask"], ["meeting"]]


def test_the_answers_of_two_colleagues_and_a_meeting_are_recorded(seen: dict[str, Any]) -> None:
    plan, asked = Path(seen["file"]).read_text(encoding="utf-8"), seen["asked"]
    assert asked["replies"][0] in plan
    assert "told_by: voss" in plan
    assert f"on: {TODAY.isoformat()}" in plan
    for text in (*asked["replies"], *asked["colleagues"]):  # side by side
        assert text in seen["different"]
    assert asked["words"] in plan
    assert "participants:" in plan
    signoffs = Path(seen["file"]).with_name("signoffs.yaml").read_text(encoding="utf-8")
    assert '"agree"' in signoffs


def test_what_is_typed_stays_while_somebody_else_saves(seen: dict[str, Any]) -> None:
    assert seen["typed"] == f"{seen['asked']['due']}zzz"
    assert seen["told"] != ""


def test_what_was_opened_and_chosen_stays_while_somebody_else_saves(seen: dict[str, Any]) -> None:
    assert seen["stillOpen"]
    assert seen["chosen"] == ["lou", "lou"]


def test_both_versions_of_a_field_are_shown_and_one_is_chosen(seen: dict[str, Any]) -> None:
    for year in ("2028", "2029", "2030"):  # mine, as it was, and theirs
        assert asked_in(seen, year) in seen["conflict"]
    assert seen["asked"]["statement"] not in seen["announced"]  # it would cover a phone
    assert seen["mine"]


def test_what_others_decide_is_shown_while_a_note_is_typed(seen: dict[str, Any]) -> None:
    assert seen["note"] == seen["asked"]["words"]


def asked_in(seen: dict[str, Any], year: str) -> str:
    """Return the statement as it was for a year."""
    return str(seen["asked"]["statement"]).replace("2028", year)


def test_one_question_follows_another(seen: dict[str, Any]) -> None:
    assert seen["question"] != ""
    assert seen["next"] != ""
    assert seen["question"] != seen["next"]
    assert seen["undone"] != ""


def test_accessible_wide_and_narrow_in_light_and_dark(seen: dict[str, Any]) -> None:
    assert len(seen["widths"]) == 9
    assert seen["violations"] == []


def test_a_plan_can_be_started_wide_and_on_a_phone(seen: dict[str, Any]) -> None:
    assert seen["start"]


def test_nothing_scrolls_sideways_at_320_pixels(seen: dict[str, Any]) -> None:
    assert [one for one in seen["widths"] if one["scroll"] > one["client"]] == []


def test_it_keeps_its_policy_and_asks_nobody_else(seen: dict[str, Any]) -> None:
    assert seen["console"] == []
    assert seen["requests"] == []


def test_no_word_of_files_on_the_screen(seen: dict[str, Any]) -> None:
    assert len(seen["shown"]) > 30
    shown = " ".join(seen["shown"])
    assert re.findall(r"\byaml\b|\bgit\b|/tmp", shown, re.IGNORECASE) == []
