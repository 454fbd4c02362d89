"""The full plan: what it holds, for whom, and where its links lead."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.plan.values import FUNCTIONS
from tests.briefing.conftest import PLAN
from tests.briefing.extreme_plans import as_yaml, crowded_plan
from tests.briefing.visibility.visibility_table import read_table

READERS = ("everyone", "account-team", "sponsor", "house-function", *FUNCTIONS)


NOT_IN_THE_FULL_PLAN = re.compile(
    r"(^|\.)(id|custom|language|languages|tools)( |$)"
    # Whoever reports to whom is drawn where both are known; who is named by id, by their name.
    r"|reports_to|whitespace\.cells\[\]\.competitor$"
    # Sign-offs stand beside the plan; a fingerprint is for the tool.
    r"|^signoffs\[\]|fingerprint$"
)
"""What helps the file to be read and referred to, and says nothing of the account."""


def test_the_full_plan_holds_the_whole_plan() -> None:
    missing = [field for field, row in read_table().items() if not row["plan"]]
    assert [field for field in missing if not NOT_IN_THE_FULL_PLAN.search(field)] == []


@pytest.mark.parametrize("audience", READERS)
def test_the_full_plan_is_for_the_account_team_alone(brief, audience: str) -> None:
    view = brief(audience=audience, kind="plan")
    assert (view.full_plan is not None) is (audience == "account-team")
    assert ("Contents" in render_html(view, kind="plan")) is (audience == "account-team")


def test_what_another_chapter_says_is_not_repeated(brief) -> None:
    view = brief(kind="plan", audience="account-team")
    for claim in view.objectives[0].served_claims:
        assert (claim.source, claim.so_what) == ("", "")
    assert view.objectives[0].all_directions is None
    page = render_html(view, kind="plan")
    asks = [one.ask for one in view.objectives[0].directions]
    assert asks
    assert [page.count(f">{one}<") for one in asks] == [1] * len(asks)
    # Its reader is the account team, not the function.
    assert not re.search("(?i)your gain|you need", page)


@pytest.mark.parametrize(("name", "is_long"), [("Bräu & Söhne", False), ("Molkerei " * 7, True)])
def test_a_long_name_leaves_room_for_the_rest_of_the_cover(brief, name: str, is_long: bool) -> None:
    source = PLAN.replace("name: Bräu & Söhne", f"name: {name}")
    page = render_html(brief(source, kind="plan", audience="account-team"), kind="plan")
    assert ('<h1 class="long">' in page) is is_long


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
def test_every_link_of_a_full_plan_leads_somewhere(brief, plan: str | None) -> None:
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
    assert len(re.findall(r"(?m)^- \[", text)) == len(headings) - 1 == len(chapters)


def test_the_contents_of_a_full_plan_in_markdown_lead_to_its_headings(brief) -> None:
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
    assert [unquote(one) for one in re.findall(r"(?m)^- \[.*\]\(#([^)]*)\)$", text)] == [
        "overview-of-objectives",
        "the-customer",
        "1-über-100--code--more--a_b-xyz",
        "2-roadmap-chapter-1",
        "3-the-customer",
    ]


@pytest.mark.parametrize("stop", ["", "."])
def test_what_follows_an_answer_begins_a_sentence(brief, stop: str) -> None:
    source = PLAN.replace(
        "response: Only call-offs count.", f"response: Only call-offs count{stop}"
    )
    view = brief(source, kind="plan", audience="account-team")
    page = render_markdown(view, kind="plan").replace("\N{NO-BREAK SPACE}", " ")
    assert "Only call-offs count. Claire Morel will follow up by 15 December 2026." in page


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("Low margins", "Low margins (assumed)."),
        ("Low margins.", "Low margins. (assumed)"),
        ("{text: Low margins, so_what: Price counts}", "Low margins. Price counts (assumed)."),
    ],
)
def test_what_a_claim_rests_on_is_part_of_its_sentence(brief, claim: str, shown: str) -> None:
    source = PLAN.replace("customer:\n", f"customer:\n  strategy: {claim}\n")
    page = render_markdown(brief(source, kind="plan", audience="account-team"), kind="plan")
    assert shown in page
