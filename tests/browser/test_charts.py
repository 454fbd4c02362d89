"""The pictures in a real browser: on a screen, in the dark, on phones and on paper."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.extreme_plans import as_yaml
from tests.browser.programs import asked_of_browser, require_browser
from tests.paths import COMPLETE_EXAMPLES, ROOT

TODAY = dt.date(2026, 11, 29)
NAMES: Final = {
    "short": "Linz",
    "long-en": "Responsibilities for the maintenance of environmental certification of suppliers",
    "long-fr": "Réindustrialisation anticonstitutionnelle des approvisionnements transfrontaliers",
    "german": "Lieferkettensorgfaltspflichtenverantwortungsbereich",
    "arabic": "تسليم كل مركز في غضون يوم واحد بحلول نهاية عام ٢٠٢٨",
    "japanese": "納期遵守率とサプライチェーン管理の信頼性向上に関する取り組み",
}
AT_LEAST: Final = {"paper": 12.0, "phone": 11.0, "small phone": 11.0}
"""Pixels of a letter's size: 9 points on paper."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def extreme_plan(name: str, count: int, *, year: int = 2026) -> dict[str, Any]:
    """Return a plan whose pictures have `count` entries called `name`, with odd figures."""
    places = range(count)
    functions = ["finance", "supply-chain", "operations", "legal", "quality", "service"][:count]
    levels = ("low", "medium", "high")
    figures = (-5_000_000, 12, 0, 1_234_567_890, 43_000)
    return {
        "kamctl": 1,
        "account": {"id": "odd", "name": name},
        "plan": {"stage": "draft", "owner": "m0", "currency": "EUR"},
        "team": [{"id": f"m{place}", "name": f"{name} {place}"} for place in range(count + 1)],
        "swot": {
            key: [{"text": f"{name} {place}"} for place in places]
            for key in ("strengths", "weaknesses", "opportunities", "threats")
        },
        "stakeholders": [
            {
                "id": f"p{place}", "name": f"{name} {place}", "title": name,
                "influence": ("decisive", "significant", "minor")[place % 3],
                "attitude": ("champion", "supporter", "neutral", "critic", "opponent")[place % 5],
            }
            | ({"reports_to": f"p{(place - 1) // 2}"} if place else {})
            for place in places
        ],
        "position": {
            "history": [
                # Every second year is left out.
                {"year": year - 2 * place - 1, "turnover": figures[place % 5],
                 "customer_spend": 2_000_000_000}
                for place in range(min(count, 9))
            ],
            "targets": [
                {"year": year + place, "turnover": figures[(place + 3) % 5],
                 "customer_spend": 2_000_000_000}
                for place in range(min(count, 5))
            ],
        },
        "whitespace": {
            "offerings": [f"{name} {place}" for place in range(min(count, 6))],
            "units": [f"{name} {place}" for place in places],
            "cells": [
                {"unit": f"{name} {place}", "offering": f"{name} {place % 6}", "status": "open",
                 "spend": 900_000, "potential": 100_000 * place}
                for place in places
            ],
        },
        "objectives": [
            {
                "id": f"SO{number}", "statement": name, "due": f"{year + 2}-12-31", "owner": "m0",
                "measures": [
                    {"name": f"{name} {place}", "unit": {"one": "hub", "other": "hubs"},
                     "baseline": {"value": baseline, "on": f"{year - 1}-12-31"},
                     "target": {"value": target, "on": f"{year + 2}-12-31"},
                     "readings": [] if value is None else [{"value": value, "on": "2026-09-30"}]}
                    # Up, down, no way to go, the wrong way, far beyond, no reading, one hub.
                    for place, (baseline, target, value) in enumerate(
                        ((0, 9, 1), (46, 23, 36), (7, 7, 7), (0, 10, -40), (-5, 5, 900),
                         (1, 2e9, None), (0, 1, 1))[:count]
                    )
                ],
                "directions": [
                    {"function": function, "leader": "m0", "ask": name,
                     "impact": {"budget": {"effect": "negative", "amount": -180_000_000},
                                "business": {"effect": "positive"}}}
                    for function in functions
                ],
                "actions": [
                    {"id": f"A{number}_{place}", "title": f"{name} {place}", "owner": "m0",
                     "start": f"{year + place % 3}-09-01", "due": f"{year + 1 + place % 3}-03-28",
                     "status": ("planned", "done", "blocked")[place % 3],
                     # Some wait for what ends only after they have started.
                     **({"after": [f"A{number}_{place - 1}"]} if place else {})}
                    for place in places
                ],
            }
            for number in range(min(count, 2))
        ],
        "risks": [
            {"text": f"{name} {place}", "threatens": ["SO0"], "likelihood": levels[place % 3],
             "impact": levels[place // 3 % 3], "response": name, "owner": "m0"}
            for place in places
        ],
    }  # fmt: skip


def _written(report: PlanReport, language: str, path: Path) -> Path:
    assert report.plan is not None, [str(one.message) for one in report.findings]
    view = build_view(report, audience_for("account-team"), language, "plan", company="Corvane")
    path.write_text(render_html(view, kind="plan"), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the browser saw of each picture, on each kind of screen and on paper."""
    folder = tmp_path_factory.mktemp("pictures")
    require_browser("playwright-core")
    paths = []
    for name in (*COMPLETE_EXAMPLES, "first-draft"):
        report = check_file(str(ROOT / "examples" / name / "plan.yaml"), TODAY)
        assert report.plan is not None
        paths.append(_written(report, report.plan.plan.language, folder / f"{name}.html"))
    plans = {f"seven-{name}": extreme_plan(text, 7) for name, text in NAMES.items()}
    plans["one"] = extreme_plan("Linz", 1)
    plans["thirty"] = extreme_plan("Graz", 30)
    plans["past"] = extreme_plan("Wien", 4, year=2012)
    plans["future"] = extreme_plan("Wien", 4, year=2036)
    for name, plan in plans.items():
        report = check_source(Source("plan.yaml", as_yaml(plan)), NO_WORKSPACE, TODAY)
        language = "fr" if name in ("seven-long-fr", "future") else "en"
        paths.append(_written(report, language, folder / f"{name}.html"))
    request = {"pages": [str(path) for path in paths]}
    found: list[dict[str, Any]] = asked_of_browser("charts.mjs", request, seconds=600)
    return [one | {"page": Path(one["page"]).stem} for one in found]


def _which(one: dict[str, Any]) -> str:
    return f"{one['page']}, {one['mode']}, {one['id']}"


def _of(seen: list[dict[str, Any]], page: str, mode: str, name: str) -> list[dict[str, Any]]:
    return [one for one in seen if (one["page"], one["mode"]) == (page, mode) and name in one["id"]]


def test_each_kind_of_picture_is_there(seen: list[dict[str, Any]]) -> None:
    kinds = {
        one["id"].removeprefix("picture-").partition("-")[0]
        for one in seen
        if one["page"] == "complete-en" and one["mode"] == "paper"
    }
    assert kinds == {
        "position", "measures", "swot", "people", "reports", "potential", "roadmap", "alignment",
        "effects", "risks",
    }  # fmt: skip


def test_no_label_lies_on_another(seen: list[dict[str, Any]]) -> None:
    found = [
        (_which(picture), one["text"], other["text"])
        for picture in seen
        for one, other in combinations(picture["texts"], 2)
        if min(one["box"][2], other["box"][2]) - max(one["box"][0], other["box"][0]) > 1
        and min(one["box"][3], other["box"][3]) - max(one["box"][1], other["box"][1]) > 4
    ]
    assert found[:5] == []


def test_no_label_reaches_out_of_its_picture(seen: list[dict[str, Any]]) -> None:
    found = []
    for picture in seen:
        left, top, right, bottom = picture["frame"]
        found += [
            (_which(picture), one["text"])
            for one in picture["texts"]
            if one["box"][0] < left - 1
            or one["box"][2] > right + 1
            or one["box"][1] < top - 2
            or one["box"][3] > bottom + 2
        ]
    assert found[:5] == []


def test_letters_are_large_enough(seen: list[dict[str, Any]]) -> None:
    found = {
        _which(picture): one["size"]
        for picture in seen
        for one in picture["texts"]
        if one["size"] < AT_LEAST.get(picture["mode"], 11.0)
    }
    assert found == {}


def test_letters_stand_out_from_what_is_behind_them(seen: list[dict[str, Any]]) -> None:
    found = [
        (_which(picture), one["text"], one["contrast"])
        for picture in seen
        for one in picture["texts"]
        if one["contrast"] < 4.5
    ]
    assert found[:5] == []


def test_each_picture_has_a_title_a_description_and_a_table(seen: list[dict[str, Any]]) -> None:
    for one in seen:
        assert one["title"].strip() and one["description"].strip(), _which(one)
        assert one["named"].split()[0] == one["id"], _which(one)
        assert one["table"], _which(one)


def test_one_entry_is_no_picture(seen: list[dict[str, Any]]) -> None:
    shown = " ".join(one["id"] for one in seen if one["page"] == "one")
    assert not any(kind in shown for kind in ("roadmap", "people", "risks", "potential", "reports"))
    assert "measures" in shown


def test_entries_stand_in_their_order(seen: list[dict[str, Any]]) -> None:
    for mode in ("screen", "small phone", "paper"):
        for part in _of(seen, "thirty", mode, "roadmap-SO0"):
            tops = [one["box"][1] for one in part["texts"] if one["text"].startswith("Graz")]
            assert tops == sorted(tops)
        (swot,) = _of(seen, "complete-en", mode, "swot")
        place = {one["text"]: (one["box"][1], one["box"][0]) for one in swot["texts"]}
        names = ("Strengths", "Weaknesses", "Opportunities", "Threats")
        assert sorted(names, key=lambda name: place[name]) == list(names)
        (position,) = _of(seen, "complete-en", mode, "position")
        years = [one for one in position["texts"] if one["text"] in ("2023", "2025", "2028")][:3]
        axis = 1 if mode == "small phone" else 0
        assert [one["text"] for one in sorted(years, key=lambda one: one["box"][axis])] == [
            "2023", "2025", "2028",
        ]  # fmt: skip


def test_actual_and_target_are_named_on_the_axis(seen: list[dict[str, Any]]) -> None:
    for mode in ("screen", "small phone", "paper"):
        (position,) = _of(seen, "complete-fr", mode, "position")
        texts = [one["text"] for one in position["texts"]]
        assert texts.count("Réalisé") == texts.count("Cible") == 2


def test_the_line_of_today_stands_where_today_is(seen: list[dict[str, Any]]) -> None:
    for mode in ("screen", "small phone", "paper"):
        (roadmap, *_) = _of(seen, "complete-en", mode, "roadmap")
        texts = {one["text"]: one["box"] for one in roadmap["texts"]}
        line = next(box for name, box in roadmap["lines"] if name == "s-ink")[0]
        ticks = sorted(box[0] for name, box in roadmap["lines"] if name == "s-line")
        before = max(tick for tick in ticks if tick <= line)
        after = min(tick for tick in ticks if tick > line)
        # By 29 November, 59 of the 92 days of the quarter have gone; on a phone, which has room
        # for every second label, 151 of 184 days.
        part = 59 / 92 if "Q4 2026" in texts else 151 / 184
        assert texts["Q1 2027"][0] == pytest.approx(after, abs=2)
        assert (line - before) / (after - before) == pytest.approx(part, abs=0.02)
        assert texts["Today"][0] < line + 2 and texts["Today"][2] > line - 2


@pytest.mark.parametrize(("page", "edge"), [("past", 2), ("future", 0)])
def test_today_outside_a_roadmap_is_at_its_edge_with_its_date(
    seen: list[dict[str, Any]], page: str, edge: int
) -> None:
    for mode in ("screen", "small phone", "paper"):
        (roadmap, *_) = _of(seen, page, mode, "roadmap-SO0")
        today = [one["text"] for one in roadmap["texts"] if "2026" in one["text"]]
        assert len(today) == 1 and ("29\u00a0Nov" in today[0] or "29\u00a0nov" in today[0])
        assert "29\u00a0" in roadmap["description"]
        line = next(box for name, box in roadmap["lines"] if name == "s-ink")[0]
        ticks = [box[0] for name, box in roadmap["lines"] if name == "s-line"]
        assert line >= max(ticks) if edge else line <= min(ticks)


def test_a_conflict_is_said(seen: list[dict[str, Any]]) -> None:
    for mode in ("small phone", "paper"):
        parts = _of(seen, "seven-short", mode, "roadmap-SO0")
        texts = " ".join(one["text"] for part in parts for one in part["texts"])
        assert "Conflict: starts before the end of “Linz 2”" in texts
        assert "Conflict: starts before the end of “Linz 2”" in parts[0]["description"]


def test_one_hub_and_two_hubs(seen: list[dict[str, Any]]) -> None:
    (measures, *_) = _of(seen, "seven-short", "small phone", "measures-SO0")
    texts = [one["text"] for one in measures["texts"]]
    assert "1\u00a0hub" in texts and "0\u00a0hubs" in texts and "9\u00a0hubs" in texts


def test_paper_shows_nothing_twice(seen: list[dict[str, Any]]) -> None:
    """A cell beside the names of the rows repeats no label of the picture."""
    found = []
    for one in seen:
        if one["mode"] != "paper" or not one["page"].startswith("complete"):
            continue
        figures = {text["text"] for text in one["texts"] if any(map(str.isdigit, text["text"]))}
        found += [(_which(one), cell) for cell in one["columns"] if cell in figures]
    assert found == []
