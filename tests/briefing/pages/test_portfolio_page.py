"""The page over all accounts: what each audience sees of it, and that it is a page of ours."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.i18n.message import message
from kamctl.plan.plan_date import PlanDate
from kamctl.portfolio.account_summary import (
    AccountSummary,
    AccountYear,
    DatedEvent,
    OpportunitySummary,
    PersonSummary,
    WhitespacePotential,
)
from kamctl.portfolio.portfolio import Portfolio, build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import KINDS
from tests.portfolio.sample_portfolio import write_sample_portfolio

TODAY = dt.date(2026, 11, 23)
AUDIENCES = ("everyone", "executive", "sponsor", "finance", "supply-chain", "legal", "account-team")
FORMS = {
    "HTML": lambda view: render_html(view, kind="portfolio"),
    "Markdown": lambda view: render_markdown(view, kind="portfolio"),
}
SEES = {
    # the audiences that see it, besides the account team
    "turnover": {"executive", "sponsor", "finance"},
    "tier": {"executive", "sponsor"},
    "concern": {"executive", "sponsor"},
    "action": {"everyone", "finance", "supply-chain"},
    "answer": set(),
    "date": set(),
    "space": set(),
    "deal": set(),
    "region": set(),
    "contact": set(),
    "team": set(),
    "address": set(),
    "id": set(),
    "file": set(),
    "parent": set(),
    "allocation": set(),
    "tool": set(),
}  # fmt: skip


@cache
def sample_portfolio() -> Portfolio:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = []
        for path in write_sample_portfolio(Path(folder), 12):
            source = Source(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
            found.append(summarize_plan(check_source(source, NO_WORKSPACE, TODAY), TODAY))
    return build_portfolio(found, TODAY, ("strategic", "key", "target"))


def page(who: str, form: str = "HTML", of: Portfolio | None = None, language: str = "en") -> str:
    return FORMS[form](
        portfolio_view(of or sample_portfolio(), audience_for(who), language, "Corvane")
    )


def marked() -> Portfolio:
    """Return accounts in which every kind of secret has a word of its own."""
    first, *rest = sample_portfolio().accounts
    one = first._replace(
        stage="shared",
        file="ZQFILE/plan.yaml",
        id="zqid",
        tier="zqtier",
        parent="ZQPARENT",
        owner=PersonSummary("Claire", "zqaddress@corvane.example"),
        team=(PersonSummary("ZQTEAM", "", "finance", 17.0),),
        blocks=(first.blocks or next(each.blocks for each in rest if each.blocks)),
        years=tuple(year._replace(turnover=123_456_789.0) for year in first.years),
        missing_tools=("zqtool",),
        stage_errors=1,
        sponsor=PersonSummary("Thomas", "zqaddress@corvane.example"),
    )
    block = one.blocks[0]._replace(function="local-sales", concern="ZQCONCERN")
    late = one.late or next(each.late for each in rest if each.late)
    contact = first.contacts[0]._replace(name="ZQCONTACT")
    one = one._replace(
        blocks=(block,),
        late=(
            late[0]._replace(what="action", title="ZQACTION"),
            late[0]._replace(what="answer", title="ZQANSWER"),
        ),
        whitespace=(first.whitespace[0]._replace(unit="ZQSPACE"),),
        contacts=(contact,),
        dates=(DatedEvent(message("Renewal"), "ZQDATE", dt.date(2020, 1, 31)),),
        opportunities=(OpportunitySummary("ZQDEAL", 1000.0, 40.0, PlanDate.parse(str(TODAY)), ""),),
        custom_choices=(("region", "ZQREGION"),),
    )
    other = rest[0]._replace(
        contacts=(contact,),
        parent="ZQPARENT",
        owner=one.owner,
        sponsor=one.sponsor,
        custom_choices=one.custom_choices,
    )
    return replace(sample_portfolio(), accounts=(one, other, *rest[1:]))


def test_a_stage_that_is_not_met_is_not_counted_as_if_it_were() -> None:
    first, *rest = (one._replace(stage="shared", tier="key") for one in sample_portfolio().accounts)
    changed = replace(
        sample_portfolio(),
        accounts=(
            first._replace(is_stage_met=False),
            *(one._replace(is_stage_met=True) for one in rest),
        ),
    )
    text = page("account-team", "Markdown", changed)
    assert f"| 0 | {len(rest) + 1} (incomplete: 1) | 0 | 0 |" in text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", AUDIENCES)
def test_each_sees_what_it_may_and_nothing_else(who: str, form: str) -> None:
    text = page(who, form, marked()).casefold()
    words = {name: f"zq{name}" in text for name in SEES if name not in ("turnover", "allocation")}
    words["turnover"] = "€123m" in text
    expected = {
        name: who in readers or (who == "account-team" and name in ALL_SEEN)
        for name, readers in SEES.items()
        if name in words
    }
    assert words == expected


ALL_SEEN = {
    *("turnover", "tier", "concern", "action", "answer", "space", "contact", "date"),
    *("deal", "region"),
}
"""What the account team's page shows; addresses, files, ids and the like are on no page."""


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    for name in value._fields:
        yield name, getattr(value, name)


@pytest.mark.parametrize("who", [name for name in AUDIENCES if name != "account-team"])
def test_what_nobody_listed_reaches_no_page(who: str) -> None:
    """Every field of an account is changed in turn: a page that changes with it shows it.

    But for its id: amounts of two plans that have the same count once for every reader.
    """
    before = sample_portfolio()
    first = next(one for one in before.accounts if one.blocks and one.stage == "shared")
    rest = tuple(one for one in before.accounts if one is not first)
    base = replace(before, accounts=(first, *rest))
    shown = set()
    for name, value in leaves(first):
        other = next((each for each in rest if getattr(each, name) != value), None)
        changed = getattr(other, name) if other is not None else _another(value)
        if changed is None:
            continue
        now = replace(before, accounts=(first._replace(**{name: changed}), *rest))
        if page(who, "HTML", now) != page(who, "HTML", base):
            shown.add(name)
    hidden = {
        *("parent", "countries", "attractiveness", "strength", "team", "errors", "warnings"),
        *("whitespace", "contacts", "missing_tools", "opportunities", "custom_choices"),
    }
    if who not in ("executive", "sponsor", "finance"):
        hidden |= {"years", "target", "currency"}
    if who not in ("executive", "sponsor"):
        hidden.add("tier")
    assert shown & hidden == set()


def _another(value: object) -> object:
    return "other" if isinstance(value, str) else None


def test_a_function_knows_of_those_that_ask_it() -> None:
    first, *rest = sample_portfolio().accounts
    asked = tuple(one for one in first.functions if one.function != "finance")
    separate = first._replace(name="Apart", stage="shared", functions=asked)
    now = replace(sample_portfolio(), accounts=(separate, *rest))
    assert "Apart" not in page("finance", of=now)
    assert "Apart" in page("executive", of=now)
    assert "Apart" not in page("legal", of=now)


def test_a_draft_is_its_authors_business() -> None:
    first, *rest = sample_portfolio().accounts
    now = replace(sample_portfolio(), accounts=(first._replace(name="Hush", stage="draft"), *rest))
    assert {who for who in AUDIENCES if "Hush" in page(who, of=now)} == {
        *("executive", "sponsor", "account-team")
    }


def test_restricted_accounts_are_not_for_everyone() -> None:
    first, *rest = sample_portfolio().accounts
    now = replace(
        sample_portfolio(),
        accounts=(first._replace(name="Hush", stage="shared", restricted=True), *rest),
    )
    seen = {who for who in AUDIENCES if "Hush" in page(who, of=now)}
    assert seen == {"executive", "sponsor", "finance", "supply-chain", "account-team"}
    assert "Restricted" in page("finance", of=now)


def test_empty_portfolios_are_pages_too() -> None:
    for who in AUDIENCES:
        for form in FORMS:
            text = page(who, form, build_portfolio([], TODAY))
            assert "None" not in text
            assert "No account needs attention this week." in text


def test_nothing_runs_and_nothing_is_fetched() -> None:
    first, *rest = sample_portfolio().accounts
    nasty = first._replace(name='"><script>alert(1)</script>', tier="<b>", parent="=1")
    text = page("account-team", of=replace(sample_portfolio(), accounts=(nasty, *rest)))
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_links_lead_to_the_accounts_pages() -> None:
    one: AccountSummary = sample_portfolio().accounts[0]
    view = portfolio_view(
        sample_portfolio(),
        audience_for("account-team"),
        "en",
        None,
        {one.file: "alpa-briefing.html"},
    )
    text = render_html(view, kind="portfolio")
    name = one.name.replace(" ", "\N{NO-BREAK SPACE}")  # no line ends before its number
    assert f'<a href="alpa-briefing.html">{name}</a>' in text


def test_nothing_is_dropped_from_the_white_space_map() -> None:
    one = sample_portfolio().accounts[0]
    space = tuple(
        WhitespacePotential(
            f"Unit {unit:02}", f"Offering {offering}", "open", 1000.0 * (10 - offering)
        )
        for unit in range(12)
        for offering in range(9)
    )
    many = replace(sample_portfolio(), accounts=(one._replace(whitespace=space, currency="EUR"),))
    view = portfolio_view(many, audience_for("account-team"), "en", "Corvane")
    text = FORMS["HTML"](view)
    assert "Other (4)" in text, "four of nine offerings"
    assert "Other (4): Offering 5, Offering 6, Offering 7 and Offering 8." in text
    assert "Other (3): Unit 09, Unit 10 and Unit 11." in text
    picture = text.partition('id="picture-space')[2].partition("</svg>")[0]
    shown = [float(one) for one in re.findall(r">€(\d+)k<", picture)]
    assert sum(shown) == 12 * sum(10 - offering for offering in range(9))


def test_a_plan_without_a_currency_has_no_empty_parenthesis() -> None:
    first, second, *_ = sample_portfolio().accounts
    space = (WhitespacePotential("France", "Valves", "open", 1000.0),)
    both = (
        first._replace(whitespace=space, currency="EUR"),
        second._replace(whitespace=space, currency=""),
    )
    view = portfolio_view(
        replace(sample_portfolio(), accounts=both), audience_for("account-team"), "en", None
    )
    for text in (form(view) for form in FORMS.values()):
        assert "Annual potential, by unit and offering (EUR)" in text
        assert "(–)" not in text


def test_one_figure_for_what_could_become_ours(brief) -> None:
    """Where a plan says no potential, what they spend with others is it: on every page."""
    plan = """
kamctl: 1
account: {name: Lactéa}
plan: {currency: EUR}
position: {history: [{year: 2025, turnover: 5, customer_spend: 10}]}
whitespace:
  units: [France]
  offerings: [Sensors]
  cells: [{unit: France, offering: Sensors, status: competitor, spend: 6_600_000}]
objectives: [{id: SO1, statement: Win the sensors of Lactéa in France by 2028.}]
"""
    for kind in KINDS:
        page = render_html(brief(plan, "account-team", kind=kind), kind=kind)
        assert "€6.6m" in page or "€6,600,000" in page, kind


@pytest.mark.parametrize(
    ("attractiveness", "strength", "sentence"),
    [
        ("high", "high", "We are strong in the most attractive accounts."),
        ("high", "medium", "Attractive, but our position is not strong: Lactea."),
        ("medium", "high", "No account has high attractiveness."),
    ],
)
def test_what_is_said_of_where_we_invest(attractiveness: str, strength: str, sentence: str) -> None:
    first = sample_portfolio().accounts[0]
    one = first._replace(name="Lactea", attractiveness=attractiveness, strength=strength)
    of = replace(sample_portfolio(), accounts=(one,))
    assert sentence in page("account-team", of=of)


def test_percentages_of_one_table_have_one_form() -> None:
    text = page("account-team", "Markdown")
    turnover = text.partition("Turnover against target")[2].partition("###")[0]
    found = re.findall(r"[0-9.]+%", turnover)
    assert found and all(re.fullmatch(r"[0-9]+\.[0-9]%", one) for one in found), found


def test_the_median_of_two_accounts_is_between_them() -> None:
    first = sample_portfolio().accounts[0]
    of = replace(
        sample_portfolio(),
        accounts=tuple(
            first._replace(
                tier="key",
                years=(AccountYear(2024, 1.0, 10.0), AccountYear(2025, 1.0, share)),
                share_reading=None,
            )
            for share in (12.0, 18.0)
        ),
    )
    text = page("account-team", "Markdown", of)
    growing = text.partition("Accounts with a growing share, by tier")[2].partition("###")[0]
    assert "5" in growing and "8" not in growing
