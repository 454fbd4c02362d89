"""`kamctl edit` in a real browser as impatient people use it, while kamctl is slow to answer."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests.browser.programs import asked_of_browser, require_browser
from tests.browser.test_pages import TODAY
from tests.local_server import local_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("edit")]

PLAN = """\
kamctl: 1
account: {name: North Dairy, id: north-dairy}
plan: {owner: claire, period: {start: 2027-01-01, end: 31/12/2029}}
team:
  - {id: claire, name: Claire Martin, function: sales}
  - {id: luca, name: Luca Bianchi, function: finance}
  - {id: anke, name: Anke Voss, function: supply-chain}
customer:
  strategy: As it was
objectives:
  - id: SO1
    statement: Pack all of the yoghurt of North Dairy in 14 plants by 2029.
    owner: claire
    directions:
      - {function: finance, leader: luca, ask: Accept 60 days.}
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser saw."""
    require_browser("playwright-core")
    folder = tmp_path_factory.mktemp("hurry")
    plan = folder / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    command = ("edit", "--no-open", "--today", TODAY.isoformat())
    with local_server(folder, *command, stderr=subprocess.DEVNULL) as server:
        asked = {"url": server.address, "plan": str(plan), "pid": server.process.pid}
        yield asked_of_browser("edit_hurry.mjs", asked)


def test_all_can_be_done(seen: dict[str, Any]) -> None:
    assert "failed" not in seen
    assert seen["errors"] == []
    assert seen["requests"] == []


def test_what_is_typed_is_saved_by_whoever_goes_back(seen: dict[str, Any]) -> None:
    assert seen["back"]


def test_what_cannot_be_saved_stays_in_its_place_for_whoever_goes_back(
    seen: dict[str, Any],
) -> None:
    assert seen["refused"] == {"typed": "some day", "stays": True}


def test_a_link_does_not_lead_away_from_where_somebody_has_gone_meanwhile(
    seen: dict[str, Any],
) -> None:
    assert seen["lateLink"] == {"page": '["account"]', "saved": True}


def test_what_is_typed_while_a_page_comes_is_saved(seen: dict[str, Any]) -> None:
    assert seen["slowPage"]


def test_two_clicks_are_one(seen: dict[str, Any]) -> None:
    assert seen["added"] == 1
    assert seen["undone"]  # only the second change
    assert seen["meetings"] == 1


def test_what_comes_late_takes_neither_focus_nor_text(seen: dict[str, Any]) -> None:
    assert seen["fix"] == [True, "1 March 2027"]
    assert seen["move"] == ["Begun meanwhile", True]
    assert seen["report"] == ["A reply", "reply-text"]
    assert seen["noReply"] == "document"


def test_the_newest_text_is_shown(seen: dict[str, Any]) -> None:
    assert seen["overtaken"] == "Newest"


def test_a_text_of_any_length_and_kind_is_a_text(seen: dict[str, Any]) -> None:
    assert seen["texts"]
    assert seen["width"] == 320


def test_it_is_said_that_kamctl_has_stopped(seen: dict[str, Any]) -> None:
    assert "kamctl has stopped" in seen["start"]
    assert "kamctl has stopped" in seen["stopped"]
