"""`kamctl edit` in a real browser, by keyboard alone: from an empty folder to a plan."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.programs import (
    asked_of_browser,
    local_pages,
    require_browser,
)
from tests.browser.test_pages import TODAY

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("edit")]
ANSWERS = {
    "en": {
        "name": "North Dairy",
        "owner": "Claire Martin",
        "colleague": "Ana Ruiz",
        "plan": "north-dairy/plan.yaml",
        "statement": "Pack all of the yoghurt of North Dairy by 2028.",
        "due": "31 December 2028",
        "wrong": "some day",
    },
    "fr": {
        "name": "Laiterie du Nord",
        "owner": "Claire Martin",
        "colleague": "Ana Ruiz",
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
        }
        answer = asked_of_browser("edit.mjs", asked)
    return answer | {"asked": asked, "language": language}


def test_the_plan_says_what_was_typed(seen: dict[str, Any]) -> None:
    plan = Path(seen["file"]).read_text(encoding="utf-8")
    assert seen["asked"]["name"] in plan
    assert f"{seen['asked']['statement']} 2" in plan
    assert f"language: {seen['language']}" in plan
    assert seen["asked"]["wrong"] not in plan
    assert seen["asked"]["colleague"] not in plan  # it was undone


def test_what_cannot_be_read_is_kept_in_its_field_and_listed(seen: dict[str, Any]) -> None:
    assert seen["focus"] == "problems"
    assert seen["back"]
    assert seen["kept"] == seen["asked"]["wrong"]
    assert seen["due"] == seen["asked"]["due"]


def test_what_is_typed_stays_while_somebody_else_saves(seen: dict[str, Any]) -> None:
    assert seen["typed"] == f"{seen['asked']['due']}zzz"
    assert seen["told"] != ""


def test_one_question_follows_another(seen: dict[str, Any]) -> None:
    assert seen["question"] != ""
    assert seen["next"] != ""
    assert seen["question"] != seen["next"]
    assert seen["undone"] != ""


def test_accessible_wide_and_narrow_in_light_and_dark(seen: dict[str, Any]) -> None:
    assert len(seen["widths"]) == 16
    assert seen["violations"] == []


def test_nothing_scrolls_sideways_at_320_pixels(seen: dict[str, Any]) -> None:
    assert [one for one in seen["widths"] if one["scroll"] > one["client"]] == []


def test_it_keeps_its_policy_and_asks_nobody_else(seen: dict[str, Any]) -> None:
    assert seen["console"] == []
    assert seen["requests"] == []


def test_no_word_of_files_on_the_screen(seen: dict[str, Any]) -> None:
    shown = f"{seen['overview']} {seen['shown']}"
    assert re.findall(r"\byaml\b|\bgit\b|/tmp", shown, re.IGNORECASE) == []
