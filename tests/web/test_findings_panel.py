"""What the findings beside the page say."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from kamctl.checks.engine.code_index import entries
from kamctl.i18n.catalog import languages
from kamctl.web.findings_panel import code_line
from tests.paths import ROOT
from tests.web.conftest import Preview, served


@pytest.fixture
def mistakes(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "typical-mistakes" / "plan.yaml", tmp_path)
    return tmp_path / "plan.yaml"


def _text(html: str) -> str:
    html = re.sub(r"<style.*?</style>|<script.*?</script>", " ", html, flags=re.DOTALL)
    html = re.sub(r"</?(code|mark)>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_findings_are_grouped_and_say_what_validate_says(mistakes: Path) -> None:
    for preview in served(mistakes):
        text = _text(preview.get()[1])
        report = preview.session.state.latest.report
        assert re.search(rf"{report.errors} errors .* \d+ warnings? .* {report.todos} to-dos", text)
        assert "KAM012 bad-value line 7, column 19" in text
        assert "“Latvia” is not a valid value here." in text
        assert "countries: [LT, Latvia]" in text
        for finding in report.findings:
            assert finding.code in text
            for sentence in (finding.message, finding.hint):
                assert sentence is None or " ".join(str(sentence).replace("`", "").split()) in text
        one = report.objectives[0]
        assert f"{one.met} of {one.required}" in text
        assert "Stage Shared (incomplete)" in text


def test_findings_are_said_in_the_readers_language(mistakes: Path) -> None:
    for preview in served(mistakes):
        text = _text(preview.get("?lang=fr")[1])
        assert re.search(r"\d+ erreurs", text)
        assert "ligne 7, colonne 19" in text
        assert "Étape Partagé (incomplet)" in text
        assert "Findings" not in text


def test_the_first_language_is_the_one_asked_for_else_the_plans(plan: Path) -> None:
    for preview in served(plan, language="fr"):
        assert '<html lang="fr">' in preview.get()[1]
    for preview in served(ROOT / "examples" / "complete-fr" / "plan.yaml"):
        assert '<html lang="fr">' in preview.get()[1]
        assert '<html lang="en">' in preview.get("?lang=en")[1]


def test_the_first_reader_is_the_one_asked_for(plan: Path) -> None:
    for preview in served(plan, function="finance"):
        assert "For finance" in preview.get("page")[1]
        assert "For everyone" in preview.get("page?kind=briefing")[1]


@pytest.mark.parametrize(
    "query",
    ["kind=../../etc", "for=nobody", "lang=xx", "kind=", "&&&", "%ff", "a=1&" * 50, "for=all"],
)
def test_a_choice_that_there_is_not_is_the_first(preview: Preview, query: str) -> None:
    status, text, _ = preview.get(f"page?{query}")
    assert status == 200
    assert "For everyone" in text


def test_everybody_and_everything_is_a_click_away(preview: Preview) -> None:
    shell = preview.get()[1]
    links = re.findall(r'href="\?([^"]+)"', shell)
    assert len(links) > 15
    readers = set()
    for link in set(links):
        status, text, _ = preview.get(f"page?{link.replace('&amp;', '&')}")
        assert status == 200
        readers |= set(re.findall(r'class="for">([^<]+)<', text))
    assert {"For finance", "For legal", "For the sponsor"} <= readers
    assert len(readers) > 12


def test_the_whole_plan_is_for_the_account_team(preview: Preview) -> None:
    for query in ("kind=plan", "kind=plan&for=finance"):
        assert "For the account team" in preview.get(f"page?{query}&lang=en")[1]
        assert "For the account team only" in preview.get(f"?{query}&lang=en")[1]


@pytest.mark.parametrize("language", languages())
def test_each_code_has_its_page(preview: Preview, language: str) -> None:
    for entry in entries():
        status, text, _ = preview.get(f"check/{entry.code}?lang={language}")
        assert status == 200
        assert entry.name in text
        assert f'<html lang="{language}">' in text


def test_a_page_of_a_check_says_what_explain_says(preview: Preview) -> None:
    text = _text(preview.get("check/KAM104?kind=onepage&for=finance&lang=en")[1])
    assert "One person from the team owns the objective." in text
    assert "Why " in text
    assert "owner: claire" in text
    french = _text(preview.get("check/KAM104?lang=fr")[1])
    assert "Pourquoi" in french
    assert "One person" not in french


def test_what_is_ignored_is_told_with_its_reason(preview: Preview) -> None:
    text = preview.plan.read_text(encoding="utf-8")
    line = "  - id: SO1\n"
    assert line in text
    comment = "  # kamctl: ignore KAM117 until 2027-03-31 because the board meets in March\n"
    before, confirmed, after = text.partition("    customer_confirmation: {by: brandt")
    assert confirmed
    text = before + after.partition("\n")[2]
    preview.save(text.replace(line, comment + line, 1))
    page_text = _text(preview.get()[1])
    assert "Ignored" in page_text
    assert "the board meets in March" in page_text


def test_the_marked_part_of_a_line_is_the_one_above_the_carets() -> None:
    assert code_line("7", "a: [LT, Latvia]", "        ^^^^^^")[1:] == ("a: [LT, ", "Latvia", "]")
    assert code_line("7", "名: 東京 x", "    ^^^^")[1:] == ("名: ", "東京", " x")
    assert code_line("7", "abc", "   ^")[1:] == ("abc", "", "")
    assert code_line("7", "abc", "")[1:] == ("", "", "abc")
