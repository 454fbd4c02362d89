"""The one-pager and the book: what they hold, for whom, and where their links lead."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.plan.values import FUNCTIONS
from kamctl.preview.page_request import KINDS
from tests.briefing.extreme_plans import as_yaml, crowded_plan
from tests.briefing.visibility.visibility_table import read_table

READERS = ("everyone", "account-team", "sponsor", "house-function", *FUNCTIONS)


@pytest.mark.parametrize("kind", ["onepage", "plan"])
def test_same_plan_same_bytes(brief, kind: str) -> None:
    views = [brief(audience="account-team", kind=kind) for _ in range(2)]
    assert len({render_html(view, kind=kind) for view in views}) == 1
    assert len({render_markdown(view, kind=kind) for view in views}) == 1


NOT_IN_THE_BOOK = re.compile(
    r"(^|\.)(id|custom|language|languages|tools)( |$)"
    # Whoever reports to whom is drawn where both are known; who is named by id, by their name.
    r"|reports_to|whitespace\.cells\[\]\.competitor$"
    # Sign-offs stand beside the plan; a fingerprint is for the tool.
    r"|^signoffs\[\]|fingerprint$"
)
"""What helps the file to be read and referred to, and says nothing of the account."""


def test_the_book_holds_the_whole_plan() -> None:
    missing = [field for field, row in read_table().items() if not row["plan"]]
    assert [field for field in missing if not NOT_IN_THE_BOOK.search(field)] == []


@pytest.mark.parametrize("audience", READERS)
def test_the_book_is_for_the_account_team_alone(brief, audience: str) -> None:
    view = brief(audience=audience, kind="plan")
    assert (view.full_plan is not None) is (audience == "account-team")
    assert ("Contents" in render_html(view, kind="plan")) is (audience == "account-team")


def test_one_page_shows_few_people_and_only_to_those_who_may_see_them(brief) -> None:
    text = as_yaml(crowded_plan(people=40))
    seen = {name: brief(text, name, kind="onepage").one_pager for name in READERS}
    with_people = {name for name, one_pager in seen.items() if one_pager.people}
    assert with_people == {"account-team", "executive", "sponsor", "local-sales"}
    for one_pager in seen.values():
        assert len(one_pager.people.rows if one_pager.people else ()) <= 5
        assert 3 <= len(one_pager.priorities.rows) <= 5
        assert len(one_pager.actions.rows if one_pager.actions else ()) <= 5
        assert len(one_pager.risks.rows if one_pager.risks else ()) <= 3
    attitude = {name for name in with_people if "Attitude" in seen[name].people.columns}
    assert attitude == {"account-team"}


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (2, 2), (5, 5), (40, 5)])
def test_one_page_says_how_many_objectives_it_leaves_out(brief, count: int, shown: int) -> None:
    view = brief(as_yaml(crowded_plan(objectives=count, functions=2, people=2)), kind="onepage")
    assert len(view.one_pager.objectives) == shown
    assert bool(view.one_pager.more_objectives) is (count > shown)
    for page in (render_html(view, kind="onepage"), render_markdown(view, kind="onepage")):
        assert ("35 more objectives" in page) is (count == 40)


def test_what_counts_most_comes_first(brief) -> None:
    one_pager = brief(audience="account-team", kind="onepage").one_pager
    assert [row[0].text for row in one_pager.priorities.rows] == ["Fewer stops", "One catalogue"]
    assert [figure.label for figure in one_pager.figures] == ["Turnover with us", "Share of wallet"]
    assert (one_pager.figures[0].now, one_pager.figures[0].target) == ("€1.2m", "€1.5m")
    assert one_pager.next_review == "Next review: 20\N{NO-BREAK SPACE}January 2027"
    (objective,) = one_pager.objectives
    assert [row[0].text for row in objective.directions.rows] == [
        "Supply chain", "Finance", "Decider", "Sponsor",
    ]  # fmt: skip


def anchors(page: str) -> Counter[str]:
    return Counter(re.findall(r' id="([^"]+)"', page))


def led_to(page: str) -> set[str]:
    return {unquote(one) for one in re.findall(r'href="#([^"]*)"', page)}


ODD = """
kamctl: 1
account: {name: A}
customer:
  goals: [{id: G1, text: One}, {id: G1, text: Another}, {id: SO1, text: Third}]
  needs: [{id: chapter-customer, text: N}]
  initiatives: [{text: I, supports: [G1, nowhere]}]
swot: {strengths: [{id: G1, text: S}]}
opportunities: [{title: D, objective: SO1}, {title: E, objective: SO9}]
objectives:
  - {id: SO1, statement: S., serves: [G1, N9], uses: [G1, S9]}
  - {id: SO1, statement: T., serves: [SO1]}
  - {id: contents, statement: U., serves: [chapter-customer]}
risks: [{text: R, threatens: [SO1, SO9]}]
"""


@pytest.mark.parametrize("plan", [None, "crowded", ODD])
def test_every_link_of_a_book_leads_somewhere(brief, plan: str | None) -> None:
    text = as_yaml(crowded_plan()) if plan == "crowded" else plan
    view = brief(*([text] if text else []), audience="account-team", kind="plan")
    page = render_html(view, kind="plan")
    places = anchors(page)
    assert {name: count for name, count in places.items() if count > 1} == {}
    assert led_to(page) - set(places) == set()
    assert len(led_to(page)) > 4


def test_the_contents_name_every_chapter_in_order(brief) -> None:
    view = brief(as_yaml(crowded_plan()), "account-team", kind="plan")
    page, text = render_html(view, kind="plan"), render_markdown(view, kind="plan")
    contents = page.partition("<nav")[2].partition("</nav>")[0]
    chapters = re.findall(r'<(?:section class="chapter"|article[^>]*) id="([^"]+)"', page)
    assert re.findall(r'href="#([^"]+)"', contents) == chapters
    numbers = re.findall(r'<span class="place">(\d+)</span>', page)
    assert numbers == [str(number) for number in range(1, len(chapters) + 1)]
    headings = re.findall(r"(?m)^## (.+)$", text)
    assert len(re.findall(r"(?m)^\d+\. \[", text)) == len(headings) - 1 == len(chapters)


def test_the_contents_of_a_book_in_markdown_lead_to_its_headings(brief) -> None:
    plan = as_yaml(
        {
            "kamctl": 1,
            "account": {"name": "Reviews", "summary": "S"},
            "objectives": [
                {"id": "A", "statement": "Über 100 % `code` & *more* – a_b, x@y.z!"},
                {"id": "B", "statement": "Roadmap ](#chapter-1)"},
                {"id": "C", "statement": "The customer"},
            ],
        }
    )
    text = render_markdown(brief(plan, "account-team", kind="plan"), kind="plan")
    assert [unquote(one) for one in re.findall(r"(?m)^\d+\. \[.*\]\(#([^)]*)\)$", text)] == [
        "overview-of-objectives",
        "the-customer",
        "über-100--code--more--a_b-xyz",
        "roadmap-chapter-1",
        "the-customer-1",
    ]


@pytest.mark.parametrize("example", ["complete-en", "complete-fr", "typical-mistakes"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_holds_one_thing(root: Path, brief, example: str, kind: str) -> None:
    """On a phone each thing in a cell stands on a line of its own, a semicolon too."""
    text = (root / "examples" / example / "plan.yaml").read_text(encoding="utf-8")
    page = render_html(brief(text, "account-team", kind=kind), kind=kind)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert len(cells) > 10
    for cell in cells:
        parts = ET.fromstring(f"<td>{cell}</td>")
        loose = [parts.text, *(one.tail for one in parts)]
        count = len(parts) + sum(bool((text or "").strip()) for text in loose)
        assert count <= 1, cell
