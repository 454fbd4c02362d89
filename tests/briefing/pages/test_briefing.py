"""What every page keeps to."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

from kamctl.briefing.document_kinds import document_kind
from kamctl.briefing.engine.color import DARK_PAPER, LIGHT_PAPER, accents, contrast
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file
from kamctl.document.generated_files import HTML_TAG, MARKDOWN_LINE
from kamctl.i18n.catalog import languages, translator
from tests.briefing.conftest import KINDS, PLAN
from tests.paths import ROOT

THIN = """
kamctl: 1
account: {name: Bräu & Söhne}
objectives:
  - {id: SO1, statement: Keep every line running by the end of 2028.}
"""


def body_of(page: str) -> str:
    body = page.partition("<body")[2]
    assert body
    return body.partition(">")[2]


def test_same_plan_same_bytes(brief) -> None:
    assert render_html(brief(), kind="briefing") == render_html(brief(), kind="briefing")
    assert render_markdown(brief(), kind="briefing") == render_markdown(brief(), kind="briefing")


def test_the_mark_is_near_the_top(brief) -> None:
    assert HTML_TAG in render_html(brief(), kind="briefing")[:500]
    assert MARKDOWN_LINE in render_markdown(brief(), kind="briefing")[:500]


def test_the_policy_allows_this_very_style_and_nothing_else(brief) -> None:
    page = render_html(brief(), kind="briefing")
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert not re.search(r"<script|<link|\sstyle=|\son[a-z]+=|url\(|@import", page)


@pytest.mark.parametrize("statement", ["", "    statement: TBD\n"])
@pytest.mark.parametrize("kind", ["briefing", "onepage"])
def test_nobody_is_asked_to_read_a_sentence_that_is_not_there(
    brief, statement: str, kind: str
) -> None:
    text = f"kamctl: 1\naccount: {{name: A}}\nobjectives:\n  - id: SO1\n{statement}"
    page = render_html(brief(text, "everyone", kind=kind), kind=kind)
    assert "has no statement yet" in page
    assert "tell us if it affects" not in page
    written = brief(text.replace("SO1\n", "SO1\n    statement: Win.\n", 1) if not statement
                    else text.replace("TBD", "Win."), "everyone", kind=kind)  # fmt: skip
    assert "tell us if it affects" in render_html(written, kind=kind)


@pytest.mark.parametrize(
    ("objectives", "says"),
    [
        ("  - {id: SO1, statement: Win., directions: {function: finance, ask: Wait.}}", "asks"),
        ("  - {id: SO1, statement: Win., directions: [{ask: Wait.}]}", "asks"),
        ("  - {id: SO1, statement: Win., directons: [{function: finance, ask: Wait.}]}", "asks"),
        ("  SO1: {statement: Win., directions: [{function: finance, ask: Wait.}]}", ""),
        ("  - {id: SO1, statement: Win., directions: [{function: sales, asks: Wait.}]}", None),
    ],
)
@pytest.mark.parametrize("kind", ["briefing", "onepage"])
def test_what_cannot_be_read_is_not_said_to_be_missing(
    brief, objectives: str, says: str | None, kind: str
) -> None:
    text = f"kamctl: 1\naccount: {{name: A}}\nobjectives:\n{objectives}\n"
    view = brief(text, "finance", kind=kind)
    page = render_html(view, kind=kind)
    assert "One part of the plan cannot be read and is missing here." in page
    is_lost = says is not None
    assert ("tell us if it affects" not in page) is is_lost
    assert "has no strategic objective" not in page
    asked = [one.not_asked for one in view.objectives]
    if says == "asks":
        assert asked == ["What this objective asks of the functions cannot be read."]
    elif is_lost:
        assert view.no_objectives == "The objectives of this plan cannot be read."
    else:
        assert asked == ["This objective asks nothing of finance."]


@pytest.mark.parametrize(
    "plan", [THIN, "kamctl: 1\naccount: {name: A}\n", "kamctl: 1\naccount: {}\n"]
)
@pytest.mark.parametrize("audience", ["everyone", "finance", "executive", "account-team"])
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_thin_draft_says_so_and_leaves_nothing_empty(
    brief, plan: str, audience: str, language: str, kind: str
) -> None:
    view = brief(plan, audience, language, kind=kind)
    page, text = render_html(view, kind=kind), render_markdown(view, kind=kind)
    # The number that stands for the style may hold any letters, TBD too.
    for written in (re.sub(r"'sha256-[^']+'", "", page), text):
        assert not re.search(r"\bNone\b|\{\{|\{%|TBD|Undefined", written)
    draft = translator(language)("Draft for comment.")
    assert draft.rstrip(".") in unescape(page)
    body = body_of(page)
    assert not re.search(r"<(h[1-3]|p|li|dd|dt|caption|title)\b[^>]*>\s*</\1>", body)
    assert not re.search(r"<(section|ul|ol|dl|table|article)\b[^>]*>\s*</\1>", body)
    assert not re.search(r"</h3>\s*(</section>|<h3)", body)
    assert not re.search(r"(?m)^#+ .*\n+(?=#+ |\Z)", text.replace("\n# ", "\n", 1)) or "## " in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", ["finance", "account-team"])
def test_headings_come_in_order(brief, kind: str, audience: str) -> None:
    page = render_html(brief(audience=audience, kind=kind), kind=kind)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_errors_are_named_at_the_top(brief) -> None:
    plan = "kamctl: 1\naccount: {name: A}\nplan: {owner: nobody}\n"
    for audience, text in (
        ("account-team", "One error to correct: some information may be incorrect or incomplete."),
        (None, "Some information may be incorrect or incomplete."),
    ):
        (only,) = brief(plan, audience).notices
        assert only == ("bad", f"Draft for comment. {text}")


def test_what_is_wrong_and_missing_is_said_in_one_line(brief) -> None:
    plan = PLAN.replace("owner: claire\n", "owner: nobody\n", 1)
    assert plan != PLAN
    (notice,) = brief(plan, "account-team").notices
    assert re.fullmatch(r"Errors to correct: \d+\. Points to complete: \d+\.", notice.text)
    (notice,) = brief(plan, "finance").notices
    assert re.fullmatch(r"\d+ points still to complete\.", notice.text)


@pytest.mark.parametrize("audience", ["everyone", "finance", "account-team"])
def test_a_plan_that_lacks_only_signoffs_is_not_incomplete(audience: str) -> None:
    report = check_file(str(ROOT / "examples/complete-en/plan.yaml"), dt.date(2026, 11, 23))
    assert [one.missing for one in report.objectives]
    view = build_view(report, audience_for(audience), "en", "briefing", company="", full=False)
    assert view.notices == ()


@pytest.mark.parametrize("kind", ["briefing", "onepage", "plan"])
@pytest.mark.parametrize("audience", [None, "finance", "account-team"])
def test_a_stage_that_is_not_met_is_not_stated_alone(
    brief, kind: str, audience: str | None
) -> None:
    claim = PLAN.replace("stage: shared", "stage: validated")
    page = render_markdown(brief(claim, audience, kind=kind), kind=kind)
    stages = re.findall(r"Stage of the plan:(?:\*\*)? ([^·\n]*)", page)
    assert {one.strip() for one in stages} == {"Validated, but not all requirements are met"}
    draft = PLAN.replace("stage: shared", "stage: draft")
    page = render_markdown(brief(draft, audience, kind=kind), kind=kind)
    stages = re.findall(r"Stage of the plan:(?:\*\*)? ([^·\n]*)", page)
    assert {one.strip() for one in stages} == {"Draft"}


def test_french_is_french(brief) -> None:
    page = render_html(brief(audience="supply-chain", language="fr"), kind="briefing")
    body = body_of(page)
    text = re.sub(r"<[^>]+>", "", body)
    assert '<html lang="fr">' in page
    markdown_text = render_markdown(brief(audience="supply-chain", language="fr"), kind="briefing")
    for content in (text, markdown_text):
        assert not re.search(r"[\w»] [;?!:](?=\s|$)", content), "a breaking space before ; ? ! :"
    assert "**Échéance\u00a0:**" in markdown_text
    assert "Aucune ligne arrêtée" in text


@pytest.mark.parametrize("audience", [None, "account-team", "supply-chain"])
@pytest.mark.parametrize("kind", KINDS)
def test_french_signs_keep_their_distance(brief, kind: str, audience: str | None) -> None:
    if document_kind(kind).for_account_team:
        audience = "account-team"
    plan = (ROOT / "examples" / "complete-fr" / "plan.yaml").read_text(encoding="utf-8")
    view = brief(plan, audience, "fr", kind=kind)
    page = re.sub(r"<[^>]+>", " | ", body_of(render_html(view, kind=kind)))
    markdown = re.sub(r"(?s)```mermaid.*?```", "", render_markdown(view, kind=kind))
    for content in (unescape(page), unescape(markdown)):
        assert not re.search(r"[^\s|][;?!»](?!\w)", re.sub(r"[\u00a0\u202f][;?!»]", "", content))
        assert not re.search(r"«(?![\u00a0\u202f])", content)


def test_what_runs_along_the_top_of_a_printed_page_keeps_its_no_break_space(brief) -> None:
    page = render_html(brief(language="fr"), kind="briefing")
    assert "\\0000a0\\00003a" in page.partition("@top-left")[2].partition(";")[0]


@pytest.mark.parametrize("accent", [None, "#ffff00", "#000000", "#0b6e4f", "red", "#12345"])
def test_any_accent_is_readable(accent: str | None) -> None:
    light, dark = accents(accent)
    assert contrast(light, LIGHT_PAPER) >= 4.5
    assert contrast(dark, DARK_PAPER) >= 4.5


def test_a_cache_that_cannot_be_written_is_done_without(
    brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("KAMCTL_CACHE_DIR", str(blocked))
    assert render_html(brief(), kind="briefing").startswith("<!doctype html>")
