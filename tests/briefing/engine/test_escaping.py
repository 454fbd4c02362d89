"""Whatever a plan says, it is said and never done."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.checks.engine.registry import registry
from kamctl.i18n.control_characters import visible, visible_line
from kamctl.i18n.markdown_escape import escape
from kamctl.workspace.config import Workspace
from kamctl.workspace.model import CheckRule

NASTY = [
    "\u202elive\u2066",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "http://evil.example www.evil.example a@evil.example",
    "**bold** _it_ ~~no~~ `code` $x$",
    "# head",
    "- item",
    "1. item",
    "> quote",
    "| a | b |\n| --- | --- |",
    "```\ncode\n```",
    "line\n\n<div>\n\n---",
    "&lt;b&gt; &#60; &amp;",
    "{{ 7 * 7 }} {% raw %}",
    "a\\",
    "\\|",
    "[kamctl]: http://evil.example",
    "</style><style>*{color:red}",
    "===",
    "a\u2028b\u0085c",
]
FORBIDDEN = {
    "html_inline",
    "html_block",
    "link_open",
    "image",
    "fence",
    "code_block",
    "code_inline",
    "em_open",
    "s_open",
}
MARKUP = re.compile(r"[a-z_]+")


def filled(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=True).replace("\\u2028", "\\L").replace("\\u0085", "\\N")
    return f"""
kamctl: 1
account: {{name: {quoted}, summary: {quoted}, industry: {quoted}, headquarters: {quoted},
  website: {quoted}}}
plan: {{owner: a, next_review: 2027-01-20}}
team: [{{id: a, name: {quoted}, title: {quoted}, function: finance, email: {quoted}}}]
customer:
  goals: [{{id: G1, text: {quoted}, so_what: {quoted}, source: {quoted},
    told_by: a, on: 2026-01-01}}]
position: {{history: [{{year: 2025, turnover: 5, customer_spend: 10}}]}}
stakeholders: [{{id: b, name: {quoted}, title: {quoted}, unit: {quoted}, covered_by: [a]}}]
objectives:
  - id: SO1
    statement: {quoted}
    scope: {{units: [{quoted}]}}
    serves: [G1]
    customer_gain: {quoted}
    our_gain: {quoted}
    strategy: {quoted}
    success_criterion: {quoted}
    owner: a
    measures:
      - name: {quoted}
        unit: {quoted}
        baseline: {{value: 1}}
        target: {{value: 3}}
        readings: [{{value: 2}}]
    economics: {{investment: 1, note: {quoted}}}
    customer_confirmation: {{by: b, how: {quoted}}}
    directions:
      - function: finance
        leader: a
        ask: {quoted}
        gain: {quoted}
        impact: {{budget: {{effect: negative, amount: 1, note: {quoted}}}}}
        mitigation: {quoted}
        resources: {{requested: {quoted}, granted: {quoted}}}
        their_need: {quoted}
        our_adjustment: {quoted}
        restatement: {{text: {quoted}, by: a}}
        resistances: [{{concern: {quoted}, our_part: {quoted}, response: {quoted}, owner: a}}]
    actions: [{{title: {quoted}, owner: a, status: blocked, reason: {quoted}}}]
risks: [{{text: {quoted}, threatens: [SO1], response: {quoted}}}]
"""


class Outline(HTMLParser):
    """Every tag with its attributes, and the values of those that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "bdi":  # what is written from right to left is set apart
            self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    parsed.close()
    return parsed


def without_length(
    tags: list[tuple[str, tuple[str, ...]]],
) -> list[tuple[str, tuple[str, ...]]]:
    """Leave out the lines of text in pictures, what is drawn at them, and classes of cells.

    Long texts have more of them.
    """
    return [
        (tag, tuple(one for one in names if tag not in ("th", "td") or one != "class"))
        for tag, names in tags
        if tag not in ("text", "rect", "path")
    ]


def shape(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [
        child.type
        for token in tokens
        for child in (token, *(token.children or ()))
        if child.type not in ("text", "inline", "text_special")
    ]


QUIET = Workspace(
    checks={one.code: CheckRule(severity="off") for one in registry() if not one.mandatory}
)


def check(brief, text: str, audience: str, kind: str = "briefing") -> None:
    # What checks find in odd texts would change the page: here only the texts are compared.
    plain = brief(filled("plain"), audience, workspace=QUIET, kind=kind)
    view = brief(filled(text), audience, workspace=QUIET, kind=kind)
    html = render_html(view, kind=kind)
    clean, page = outline(render_html(plain, kind=kind)), outline(html)
    assert without_length(page.tags) == without_length(clean.tags)
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in clean.tags}
    assert page.links == clean.links
    assert all(link.startswith("#") for link in page.links), "only plans link to themselves"
    clean_text, written = render_markdown(plain, kind=kind), render_markdown(view, kind=kind)
    assert shape(written) == shape(clean_text)
    own = {"link_open"} if kind == "plan" else set()
    assert not (FORBIDDEN - own) & set(shape(written))
    assert written.count("\n") == clean_text.count("\n")
    assert visible(html) == html
    assert visible(written) == written


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("audience", ["finance", "account-team", "executive"])
def test_nothing_in_a_plan_becomes_markup(brief, text: str, audience: str) -> None:
    check(brief, text, audience)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    ("audience", "kind"),
    [("finance", "onepage"), ("account-team", "onepage"), ("account-team", "plan")],
)
def test_nothing_in_a_plan_becomes_markup_in_any_kind(
    brief, text: str, audience: str, kind: str
) -> None:
    check(brief, text, audience, kind)


@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from("<>[]()!*_`~#-+=|\\&$:;/\"'. 1aw@\n"),
            st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=["C", "Z"]),
        ),
        min_size=1,
        max_size=30,
    ).map(lambda text: f"x{text}x")
)
def test_no_text_at_all_becomes_markup(brief, text: str) -> None:
    check(brief, text, "finance")


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    line = escape(text)
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(line)
    inline = [child for token in tokens for child in token.children or ()]
    assert all(token.type == "text" for token in inline), (line, inline)
    shown = "".join(token.content for token in inline)
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", visible_line(text))


def test_escaping_leaves_ordinary_prose_alone() -> None:
    prose = "Cleaning-in-place is 60 % of the water; “our” valves decide (mostly)."
    assert escape(prose) == prose


@pytest.mark.parametrize(
    ("website", "linked"),
    [
        ("https://brau.example/a?b=c", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://x.example/ onclick=y", False),
        ("//brau.example", False),
    ],
)
def test_only_web_addresses_are_links(brief, website: str, linked: bool) -> None:
    view = brief(f"kamctl: 1\naccount: {{name: A, website: {json.dumps(website)}}}\n")
    assert outline(render_html(view, kind="briefing")).links == ([website] if linked else [])
    assert ("link_open" in shape(render_markdown(view, kind="briefing"))) is linked


@pytest.mark.parametrize(
    ("email", "linked"), [("a.b@c.example", True), ("a@b?bcc=x@y.z", False), ("no address", False)]
)
def test_only_addresses_are_written_to(brief, email: str, linked: bool) -> None:
    plan = f"""
kamctl: 1
account: {{name: A}}
plan: {{owner: a}}
team: [{{id: a, name: A, email: {json.dumps(email)}}}]
objectives: [{{id: SO1, statement: S.}}]
"""
    assert outline(render_html(brief(plan), kind="briefing")).links == (
        [f"mailto:{email}"] if linked else []
    )


def test_nothing_is_linked_by_itself() -> None:
    assert escape("see http://a.example or WWW.a.example") == (
        "see http\\://a.example or WWW\\.a.example"
    )
    assert escape("a@b.example and @claire") == "a&#64;b.example and @claire"
