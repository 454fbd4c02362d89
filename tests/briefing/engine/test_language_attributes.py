"""A page says in which language each of its texts is, and in which direction it is written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.i18n.marked_text import filled, in_language, joined, pieces_of
from kamctl.i18n.truncate import truncate
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.engine.test_escaping import filled as plan_with
from tests.paths import ROOT

FRENCH = ROOT / "examples" / "complete-fr" / "plan.yaml"
PAGES = [("briefing", None), ("briefing", "finance"), ("briefing", "account-team"),
         ("onepage", "account-team"), ("plan", "account-team")]  # fmt: skip
SHORTEST = 25
"""Characters of a text that stands nowhere by chance."""
VOID = {"meta", "img", "br", "rect", "path", "circle", "link", "hr", "line", "use", "polyline"}


class Texts(HTMLParser):
    """The texts of a page, each with the nearest `lang` and `dir` around it.

    The words in a picture are left out: it has one description in words, and those are read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.found: list[tuple[str, str | None, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing is in it."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if tags & {"svg", "style", "title"}:
            return
        language = next((a["lang"] for _, a in reversed(self.open) if "lang" in a), None)
        turned = any(tag == "bdi" or "dir" in attributes for tag, attributes in self.open)
        self.found.append((data, language, turned))


def texts(page: str) -> list[tuple[str, str | None, bool]]:
    read = Texts()
    read.feed(page)
    read.close()
    return read.found


def long_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from long_texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from long_texts(one)
    elif isinstance(value, str) and len(value) > SHORTEST and "@" not in value and "/" not in value:
        yield value.strip().rstrip(".")


@pytest.mark.parametrize(("kind", "audience"), PAGES)
def test_what_is_not_translated_is_marked(brief, kind: str, audience: str | None) -> None:
    plan = FRENCH.read_text(encoding="utf-8")
    page = render_html(brief(plan, audience, "en", kind=kind), kind=kind)
    theirs = set(long_texts(yaml.safe_load(plan)))
    found = [
        (text, language) for text, language, _ in texts(page) if any(one in text for one in theirs)
    ]
    assert len(found) > 10
    assert [text for text, language in found if language != "fr"] == []


def test_nothing_is_marked_on_a_page_in_the_plan_s_language(brief) -> None:
    page = render_html(
        brief(FRENCH.read_text(encoding="utf-8"), "account-team", "fr"), kind="briefing"
    )
    assert page.count(" lang=") == 1


@pytest.mark.parametrize("text", ["شركة الألبان", "מחלבות הצפון 2027"])
@pytest.mark.parametrize(("kind", "audience"), PAGES)
def test_what_is_written_from_right_to_left_is_set_apart(
    brief, kind: str, audience: str | None, text: str
) -> None:
    page = render_html(brief(plan_with(text), audience, kind=kind), kind=kind)
    found = [turned for words, _, turned in texts(page) if text in words]
    assert found
    assert all(found)


def test_a_language_is_said_with_its_direction(brief) -> None:
    plan = plan_with("شركة").replace("plan: {", 'plan: {language: ar, currency: "EUR", ')
    page = render_html(brief(plan, "account-team", "en"), kind="briefing")
    assert "<span lang='ar' dir='rtl'>شركة</span>" in page


def test_a_sentence_keeps_the_languages_of_what_it_holds() -> None:
    text = filled("told by {person} ({{x}}), {day}", {"person": in_language("Léa", "fr"), "day": 3})
    assert text == "told by Léa ({x}), 3"
    assert [one for one in text.pieces if one.language] == [("Léa", "fr")]
    assert joined(", ", ["a", "b"]) == "a, b"
    assert [one.language for one in joined(", ", ["a", text]).pieces].count("fr") == 1


def test_what_is_written_from_right_to_left_does_not_turn_its_sentence(brief) -> None:
    plan = """
kamctl: 1
account: {name: A}
customer: {goals: [{id: G1, text: Less water, source: تقرير 2025, on: 2026-05-12}]}
objectives: [{id: SO1, statement: S., serves: [G1]}]
"""
    page = render_html(brief(plan, "account-team"), kind="briefing")
    assert "<bdi><bdi>تقرير 2025</bdi>, 12\N{NO-BREAK SPACE}May 2026</bdi>" in page


@pytest.mark.parametrize("text", ["", "a.", "a..."])
def test_the_end_of_a_text_is_cut_as_that_of_any(text: str) -> None:
    assert in_language(text, "fr").rstrip(".") == text.rstrip(".")
    assert json.dumps(in_language(text, "fr")) == json.dumps(text)


def test_a_text_that_is_cut_keeps_its_language() -> None:
    text = joined(" ", ["Now:", in_language("une seule équipe pour tous", "fr")])
    cut = truncate(text, 20)
    assert cut == truncate(str(text), 20) == "Now: une seule…"
    assert [tuple(one) for one in pieces_of(cut)][1:-1] == [(" ", ""), ("une seule", "fr")]


def test_a_portfolio_marks_the_texts_of_plans_in_another_language() -> None:
    today = dt.date(2027, 3, 15)  # when much of the example is late
    source = Source("plan.yaml", FRENCH.read_text(encoding="utf-8"))
    report = check_source(source, NO_WORKSPACE, today)
    portfolio = build_portfolio([summarize_plan(report, today)], today)
    page = render_html(
        portfolio_view(portfolio, audience_for("account-team"), "en"), kind="portfolio"
    )
    theirs = set(long_texts(yaml.safe_load(source.text))) | {"Émollients", "Conservateurs"}
    found = [
        (text, language) for text, language, _ in texts(page) if any(one in text for one in theirs)
    ]
    assert len(found) > 5
    assert [text for text, language in found if language != "fr"] == []
