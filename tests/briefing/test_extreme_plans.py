"""What people may write at worst is harmless and clear, in every kind and both formats."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import KINDS
from tests.briefing.engine.test_escaping import FORBIDDEN, outline, shape
from tests.briefing.extreme_plans import TEXTS, as_yaml, crowded_plan

_PICTURE = re.compile(r"<svg class=\"picture.*?</svg>", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def pages(brief, plan: dict, kind: str) -> tuple[str, str]:
    view = brief(as_yaml(plan), "account-team", kind=kind)
    return render_html(view, kind=kind), render_markdown(view, kind=kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_said_and_does_nothing(brief, text: str, kind: str) -> None:
    few = {"objectives": 1, "functions": 2, "people": 3}
    page, markdown = pages(brief, crowded_plan(TEXTS[text], name=TEXTS[text][:200], **few), kind)
    plain, _ = pages(brief, crowded_plan(**few), kind)
    ours = {tag for tag, _ in outline(plain).tags}
    ours |= {"bdi"}  # what is written from right to left is set apart
    assert {tag for tag, _ in outline(page).tags} <= ours, "no tag that we did not write"
    links = {link for link in outline(page).links if not link.startswith("#")}
    assert links <= {"https://crowded.example", "mailto:a.b@c.example"}
    assert not (FORBIDDEN - {"link_open", "fence"}) & set(shape(markdown))
    for picture in _PICTURE.findall(page):
        ET.fromstring(picture.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))
        assert not _CONTROLS.search(picture)


@pytest.mark.parametrize("character", ["\a", "\b", "\x1b[31m", "\x7f"])
def test_a_control_character_is_named_where_it_is(character: str, today: dt.date) -> None:
    text = f'kamctl: 1\naccount: {{name: "A{character}B"}}\n'
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, today)
    found = [one for one in report.findings if "control character" in str(one.message)]
    assert [one.span.line for one in found] == [2]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [0, 1, 40])
def test_few_objectives_and_many(brief, kind: str, count: int) -> None:
    page, markdown = pages(brief, crowded_plan(objectives=count, functions=2, people=3), kind)
    shown = min(count, 5) if kind == "onepage" else count
    marked = 'class="aim"' if kind == "onepage" else 'class="objective"'
    assert page.count(marked) == (shown or (kind == "onepage"))
    if not count:
        assert "no strategic objective yet" in page
        assert "no strategic objective yet" in markdown


@pytest.mark.parametrize("kind", KINDS)
def test_three_hundred_people_in_a_circle(brief, kind: str) -> None:
    plan = crowded_plan(people=300, functions=2, reports_to=lambda place: (place + 1) % 300)
    page, markdown = pages(brief, plan, kind)
    assert len(page) < 800_000
    if kind != "onepage":
        assert page.count("and 240 more") == 2, "in the picture for wide pages and for narrow ones"
        assert markdown.count("flowchart TD") == 1


def test_a_page_for_one_printed_sheet_stays_short_whatever_is_in_the_plan(brief) -> None:
    page, markdown = pages(
        brief, crowded_plan(TEXTS["20,000 characters"], objectives=5, functions=2), "onepage"
    )
    assert len(page) < 100_000
    assert len(markdown) < 15_000
