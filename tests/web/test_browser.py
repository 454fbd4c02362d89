"""The preview in a real browser, while its plan is saved."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browser.programs import (
    HERE,
    asked_of_browser,
    local_pages,
    node_program,
    require,
    require_browser,
)
from tests.browser.test_pages import TODAY
from tests.paths import ROOT
from tests.web.conftest import served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("preview")]
WORD = "lead packaging partner"
SAVES = 5


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browser saw; KAMCTL_PICTURES=folder keeps what it looked like."""
    require_browser("playwright-core")
    folder = tmp_path_factory.mktemp("previewed")
    for file in (ROOT / "examples" / "complete-en").iterdir():
        shutil.copy(file, folder)
    plan = folder / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert WORD in text
    with local_pages(folder, "preview", "plan.yaml", "--today", TODAY.isoformat()) as url:
        request = {
            "url": url,
            "plan": str(plan),
            "text": text,
            "word": WORD,
            "broken": text.replace("customer:\n", "customer: [\n", 1),
            "out": os.environ.get("KAMCTL_PICTURES") or str(folder),
            "saves": SAVES,
        }
        found: dict[str, Any] = asked_of_browser("preview.mjs", request)
    return found


def test_accessible_wide_and_narrow_in_light_and_dark(seen: dict[str, Any]) -> None:
    assert seen["violations"] == []


def test_it_keeps_its_policy_and_asks_nobody_else(seen: dict[str, Any]) -> None:
    assert seen["console"] == []
    assert seen["requests"] == []


def test_nothing_scrolls_sideways_on_a_phone(seen: dict[str, Any]) -> None:
    assert len(seen["widths"]) == 2
    assert [one for one in seen["widths"] if one["scroll"] > one["client"]] == []
    assert seen["sides"] == [True, False]


def test_the_reader_who_is_shown_is_in_sight_on_a_phone(seen: dict[str, Any]) -> None:
    assert min(seen["chosen"]) >= 0


def test_what_is_saved_is_shown_soon(seen: dict[str, Any]) -> None:
    """The figure that is promised is measured on an idle machine, by `make bench`."""
    assert len(seen["took"]) == SAVES
    assert sorted(seen["took"])[SAVES // 2] < 3000


def test_the_readers_place_is_kept(seen: dict[str, Any]) -> None:
    before, after = seen["place"]["before"], seen["place"]["after"]
    assert before[0] == after[0]
    assert abs(before[1] - after[1]) <= 1
    assert after[2] > before[2] + 100  # much had come in above it


def test_the_last_good_page_stays_while_the_plan_is_broken(seen: dict[str, Any]) -> None:
    broken = seen["broken"]
    assert broken["page"]
    assert broken["late"]
    assert "This is the last valid version." in broken["notice"]
    assert "line 50, column 9" in broken["panel"]
    assert broken["title"] == "1 error · Velopar Group"
    assert seen["corrected"].strip() == ""


def test_another_kind_and_another_reader_are_a_click_away(seen: dict[str, Any]) -> None:
    assert seen["onepage"] == "onepage"
    assert "For finance" in seen["finance"]
    assert seen["back"] == 1
    assert seen["french"]["lang"] == "fr"
    assert "Constats" in seen["french"]["panel"]


def test_a_code_leads_to_its_page_and_back(seen: dict[str, Any]) -> None:
    assert "Why" in seen["explained"]
    assert seen["closed"] == 0
    assert "code" in seen["focus"]


def test_html_is_valid(tmp_path: Path) -> None:
    tool = node_program("html-validate")
    require("html-validate", tool)
    for preview in served(ROOT / "examples" / "typical-mistakes" / "plan.yaml"):
        for name in ("", "?lang=fr&kind=plan", "check/KAM104?lang=fr"):
            text = preview.get(name)[1]
            (tmp_path / f"page{len(name)}.html").write_text(text, encoding="utf-8")
    command = [tool, "--config", str(HERE / "htmlvalidate.json"), *map(str, tmp_path.glob("*"))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
