"""A reader of a document sees no internal id, no command, no file name and no code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import product

import pytest

from kamctl.briefing.document_kinds import CURRENT_DOCUMENTS
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.page import PageView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_file
from kamctl.i18n.catalog import languages
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from tests.briefing.pages.test_snapshots import TODAY, view
from tests.paths import EXAMPLES, ROOT

READERS = ("everyone", "executive", "sponsor", "finance", "supply-chain", "account-team")
INTERNAL = re.compile(
    r"\b(?:KAM\d{3}|SO\d+|kamctl|[\w-]+\.(?:ya?ml|j2|html|md))\b|(?<!\w)--[a-z]{3,}|`|\bNone\b"
)


@cache
def report(example: str) -> PlanReport:
    return check_file(str(ROOT / "examples" / example / "plan.yaml"), TODAY)


def ids_of(example: str) -> set[str]:
    """Return the ids of a plan that no reader would take for a word or a quarter, such as G1."""
    text = (ROOT / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"\bid: (?![QT][1-4]\b)([A-Z]{1,2}\d+)\b", text))


def shown_text(page: str) -> str:
    """Return what a reader sees or hears of a page: no style, no address, none of its %A4."""
    body = re.sub(r"(?s)<style>.*?</style>|<head>.*?<title>", " ", page)
    body = re.sub(r"(?m)^\[kamctl\]: .*$|^```.*$", " ", body)
    return unescape(re.sub(r"<[^>]+>|#\d+;|%[0-9A-F]{2}", " ", body))


def internals(page: str, ids: set[str]) -> list[str]:
    text = shown_text(page)
    found = INTERNAL.findall(text)
    return found + [one for one in ids if re.search(rf"\b{one}\b", text)]


def forms(page: PageView, kind: str) -> Iterator[str]:
    yield render_html(page, kind=kind)
    yield render_markdown(page, kind=kind)


def test_an_internal_is_found() -> None:
    page = "<style>SO1</style><p>SO1 and <code>kamctl next</code> KAM204 plan.yaml --full</p>"
    found = ["SO1", "kamctl", "KAM204", "plan.yaml", "--full"]
    assert internals(page, {"G1"}) == found
    assert internals("<p>The G1 goal", {"G1"}) == ["G1"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("example", EXAMPLES)
def test_no_document_of_a_plan_shows_one(example: str, language: str) -> None:
    read, ids = report(example), ids_of(example)
    for reader, kind, full in product(READERS, CURRENT_DOCUMENTS, (False, True)):
        if (kind.for_account_team and reader != "account-team") or (
            full and not kind.has_short_form
        ):
            continue
        name = kind.name
        page = build_view(read, audience_for(reader), language, name, company="Corvane", full=full)
        for text in forms(page, name):
            assert internals(text, ids) == [], (name, reader)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reader", READERS)
def test_no_review_shows_one(reader: str, language: str) -> None:
    for text in forms(view("review", "complete-en", reader, language), "review"):
        assert internals(text, ids_of("complete-en")) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reader", READERS)
def test_no_portfolio_shows_one(reader: str, language: str) -> None:
    accounts = [summarize_plan(report(one), TODAY) for one in EXAMPLES]
    together = build_portfolio(accounts, TODAY, ("strategic", "key"))
    page = portfolio_view(together, audience_for(reader), language, "Corvane")
    for text in forms(page, "portfolio"):
        assert internals(text, set()) == []


@pytest.mark.parametrize("language", languages())
def test_no_index_shows_one(language: str) -> None:
    html, _ = forms(view("index", "", "", language), "index")
    assert internals(html, set()) == []
