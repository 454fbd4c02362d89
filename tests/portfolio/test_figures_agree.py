"""Twenty plans: a figure is the same in the plans, on the page, in `status` and for programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import kamctl
from kamctl.briefing.pages.portfolio_formatter import PortfolioFormatter
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.views.elements import Table
from kamctl.briefing.views.portfolio import PortfolioView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.portfolio.portfolio import Portfolio, build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.status import StatusText
from kamctl.reports.status_data import status_csv, status_json
from kamctl.workspace.config import NO_WORKSPACE
from tests.portfolio.sample_portfolio import write_sample_portfolio
from tests.terminal import piped

TODAY = dt.date(2026, 11, 23)


class Figures(NamedTuple):
    """What a plan and its sign-offs say, read without kamctl."""

    name: str
    owner: str
    sponsor: str
    tier: str
    region: str
    currency: str
    turnover: int
    target: int
    opportunities: int
    value: float
    weighted: float
    agreed: int
    with_conditions: int
    overdue: int


class Together(NamedTuple):
    """The plans, read by the test, and by kamctl."""

    paths: list[Path]
    figures: dict[str, Figures]
    portfolio: Portfolio

    def sums(
        self, value: str, where: Callable[[Figures], bool] = lambda _: True
    ) -> dict[str, float]:
        """Add up a figure of some plans, by currency."""
        found: dict[str, float] = {}
        for one in filter(where, self.figures.values()):
            found[one.currency] = found.get(one.currency, 0) + getattr(one, value)
        return found

    def number(self, value: str, where: Callable[[Figures], bool] = lambda _: True) -> int:
        """Add up a number of some plans."""
        return sum(getattr(one, value) for one in filter(where, self.figures.values()))


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Together:
    paths = write_sample_portfolio(tmp_path_factory.mktemp("accounts"), 20)
    figures = [figures_of(path) for path in paths]
    found = [summarize_plan(check_file(str(path), TODAY), TODAY) for path in paths]
    portfolio = build_portfolio(found, TODAY, ("strategic", "key", "target"))
    return Together(paths, {one.name: one for one in figures}, portfolio)


def figures_of(path: Path) -> Figures:
    plan: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    people = {one["id"]: one["name"] for one in plan["team"]}
    open_deals = [one for one in plan.get("opportunities", ()) if one.get("stage") != "won"]
    beside = path.with_name("signoffs.yaml")
    signoffs = yaml.safe_load(beside.read_text(encoding="utf-8")) if beside.exists() else []
    decisions = [one["decision"] for one in signoffs]
    percent = [
        (one["value"], float(str(one["probability"]).removesuffix("%"))) for one in open_deals
    ]
    late = [
        action
        for objective in plan["objectives"]
        for action in objective["actions"]
        if str(action["due"]) < TODAY.isoformat()
    ]
    return Figures(
        plan["account"]["name"],
        people[plan["plan"]["owner"]],
        people[plan["plan"]["sponsor"]],
        plan["account"]["tier"],
        plan["account"]["custom"]["region"],
        plan["plan"]["currency"],
        plan["position"]["history"][-1]["turnover"],
        plan["position"]["targets"][-1]["turnover"],
        len(open_deals),
        sum(value for value, _ in percent),
        sum(value * chance / 100 for value, chance in percent),
        decisions.count("agree"),
        decisions.count("agree_with_conditions"),
        len(late),
    )


def test_the_plans_differ(together: Together) -> None:
    """Else all that follows says little."""
    for field in Figures._fields:
        assert len({getattr(one, field) for one in together.figures.values()}) > 1, field


def test_json_rows_and_csv_say_what_the_plans_say(together: Together) -> None:
    portfolio = together.portfolio
    data = json.loads(status_json(portfolio, portfolio.accounts, translator("en")))
    rows = kamctl.read_portfolio(together.paths, TODAY).rows()
    table = status_csv(portfolio.accounts).removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert len(data["accounts"]) == len(rows) == len(lines) == len(together.figures)
    for account, row, line in zip(data["accounts"], rows, lines, strict=True):
        one = together.figures[row["account"]]
        expected = {
            "account": one.name,
            "owner": one.owner,
            "sponsor": one.sponsor,
            "tier": one.tier,
            "currency": one.currency,
            "turnover": one.turnover,
            "turnover_year": 2025,
            "target_turnover": one.target,
            "target_year": 2028,
            "opportunities": one.opportunities,
            "opportunity_value": one.value,
            "opportunity_weighted": pytest.approx(one.weighted),
            "agreed": one.agreed,
            "agreed_with_conditions": one.with_conditions,
            "asked": 4,
            "overdue": one.overdue,
        }
        assert {key: row[key] for key in expected} == expected
        assert {key: number(line[key]) for key in expected} == expected
        deals = account["opportunities"]
        assert {
            "account": account["account"],
            "owner": account["owner"]["name"],
            "sponsor": account["sponsor"]["name"],
            "tier": account["tier"],
            "currency": account["currency"],
            "turnover": account["years"][-1]["turnover"],
            "turnover_year": account["years"][-1]["year"],
            "target_turnover": account["target"]["turnover"],
            "target_year": account["target"]["year"],
            "opportunities": len(deals),
            "opportunity_value": sum(each["value"] for each in deals),
            "opportunity_weighted": sum(each["weighted"] for each in deals),
            "agreed": account["agreement"]["agreed"],
            "agreed_with_conditions": account["agreement"]["agreed_with_conditions"],
            "asked": account["agreement"]["asked"],
            "overdue": sum(each["what"] == "action" for each in account["overdue"]),
        } == expected
    totals = data["totals"]
    assert totals["turnover"] == together.sums("turnover")
    assert totals["target"] == together.sums("target")
    assert totals["overdue"] == together.number("overdue")
    assert {key: one["weighted"] for key, one in totals["opportunities"].items()} == pytest.approx(
        {key: value for key, value in together.sums("weighted").items() if value}
    )


def number(text: str) -> object:
    """Return what a cell of the CSV holds."""
    try:
        return float(text)
    except ValueError:
        return text


def plain(text: str) -> str:
    """Return a text as it is where lines may end anywhere."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


class PageFigures:
    """The figures of the page as the plans give them, written as the page writes them."""

    def __init__(self, together: Together, language: str) -> None:
        self.together = together
        self.formatter = PortfolioFormatter(language, TODAY, {})
        self.say = translator(language)

    def money(self, value: str, where: Callable[[Figures], bool] = lambda _: True) -> str:
        sums = self.together.sums(value, where)
        return plain(self.formatter.amounts({key: one for key, one in sums.items() if one}))

    def short_amount(self, amount: float, currency: str) -> str:
        return plain(self.formatter.short_amount(amount, currency))

    def percent(self, points: float, decimals: int = 0) -> str:
        return plain(self.formatter.percent(points, decimals, fixed=bool(decimals)))

    def agreed(self, where: Callable[[Figures], bool] = lambda _: True) -> str:
        found = {
            "agreed": self.together.number("agreed", where),
            "conditions": self.together.number("with_conditions", where),
            "asked": 4 * len(list(filter(where, self.together.figures.values()))),
        }
        sentence = (
            "{agreed} agreed, {conditions} with conditions, of {asked}"
            if found["conditions"]
            else "{agreed} of {asked} agreed"
        )
        return plain(self.say(sentence).format(**found))


@cache
def _labels(language: str) -> dict[str, str]:
    say = translator(language)
    return {
        "strategic": say("Strategic"),
        "key": say("Key account"),
        "target": say("Target account"),
    }


def table_in(view: PortfolioView, caption: str) -> Table:
    return next(
        one for chapter in view.chapters for one in chapter.tables if one.caption == caption
    )


@pytest.mark.parametrize("language", languages())
def test_the_page_says_what_the_plans_say(together: Together, language: str) -> None:
    view = portfolio_view(together.portfolio, audience_for("account-team"), language, "Corvane")
    figures, say = PageFigures(together, language), translator(language)
    lead = [plain(one.value) for one in view.summary]
    assert lead[:6] == [
        "20",
        figures.money("turnover"),
        figures.money("target"),
        figures.money("weighted"),
        figures.agreed(),
        str(together.number("overdue")),
    ]
    assert view.summary[1].label.endswith("2025") and view.summary[2].label.endswith("2028")

    for currency in ("EUR", "NOK"):
        own = {key: one for key, one in together.figures.items() if one.currency == currency}
        table = table_in(view, f"{say('Turnover against target')} ({currency})")
        *rows, total = [tuple(plain(cell.text) for cell in row) for row in table.rows]
        sold, aimed = (
            sum(one.turnover for one in own.values()),
            sum(one.target for one in own.values()),
        )
        assert {row[0]: row[1:] for row in rows} == {
            name: (
                figures.short_amount(one.turnover, currency),
                figures.percent(100 * one.turnover / sold, 1),
                figures.short_amount(one.target, currency),
                figures.percent(100 * one.turnover / one.target, 1),
            )
            for name, one in own.items()
        }
        assert total[1:] == (
            figures.short_amount(sold, currency),
            "",
            figures.short_amount(aimed, currency),
            figures.percent(100 * sold / aimed, 1),
        )

    deals = table_in(view, say("Opportunities by account"))
    *rows, total = [tuple(plain(cell.text) for cell in row) for row in deals.rows]
    assert {row[0]: row[1:] for row in rows} == {
        name: (
            str(one.opportunities),
            figures.short_amount(one.value, one.currency),
            figures.short_amount(one.weighted, one.currency),
        )
        for name, one in together.figures.items()
        if one.opportunities
    }
    assert total[1:] == (
        str(together.number("opportunities")),
        figures.money("value"),
        figures.money("weighted"),
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("by", ["tier", "owner", "sponsor", "region"])
def test_a_group_comes_to_what_its_plans_say(together: Together, by: str, language: str) -> None:
    view = portfolio_view(together.portfolio, audience_for("account-team"), language, "Corvane")
    figures, say = PageFigures(together, language), translator(language)
    caption = say("By {field}").format(field=by) if by == "region" else say(f"By {by}")
    found = {
        row[0].text: tuple(plain(row[place].text) for place in (1, 3, 4, 5, 6, 7))
        for row in table_in(view, caption).rows
    }
    names = {getattr(one, by) for one in together.figures.values()}

    def group(name: str) -> tuple[str, ...]:
        def where(one: Figures) -> bool:
            return bool(getattr(one, by) == name)

        return (
            str(len(list(filter(where, together.figures.values())))),
            figures.money("turnover", where),
            figures.money("target", where),
            figures.money("weighted", where),
            figures.agreed(where),
            str(together.number("overdue", where)),
        )

    shown = _labels(language) if by == "tier" else {name: name for name in names}
    assert found == {shown[name]: group(name) for name in names}


@pytest.mark.parametrize("language", languages())
def test_the_terminal_comes_to_the_same(together: Together, language: str) -> None:
    text = StatusText(translate=translator(language))
    lines = piped(list(text.report(together.portfolio, together.portfolio.accounts)))
    figures = PageFigures(together, language)
    (sums,) = (one for one in lines.splitlines() if " · " in one and "NOK" in one)
    for value in ("turnover", "target", "weighted"):
        assert f" {figures.money(value)}" in sums, value


@pytest.mark.parametrize("reader", ["executive", "finance"])
def test_copies_of_a_plan_count_once_for_every_reader(together: Together, reader: str) -> None:
    accounts = together.portfolio.accounts
    copies = [one._replace(file=f"copy/{one.file}") for one in accounts]
    twice = build_portfolio([*accounts, *copies], TODAY, together.portfolio.tier_order)
    pages = [
        portfolio_view(one, audience_for(reader), "en", "Corvane")
        for one in (together.portfolio, twice)
    ]
    once, again = ({one.label: one.value for one in page.summary} for page in pages)
    assert once["Turnover 2025"] == again["Turnover 2025"]
    assert once["Target 2028"] == again["Target 2028"]


@pytest.mark.parametrize(
    ("opportunities", "expected"),
    [
        ("[{title: A, value: 5000}]", (5000, None, 1)),
        ("[{title: A, value: 5000}, {title: B, value: 900, probability: 50%}]", (5900, 450, 1)),
        ("[{title: A}]", (None, None, 1)),
        ("[{title: A, value: 5000, probability: 0%}]", (5000, 0, 0)),
        ("[]", (0, 0, 0)),
    ],
)
def test_no_sum_takes_what_is_unknown_for_zero(
    opportunities: str, expected: tuple[float | None, float | None, int]
) -> None:
    text = "kamctl: 1\naccount: {name: A}\nplan: {currency: EUR}\n"
    text += f"opportunities: {opportunities}\n"
    report = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    found = build_portfolio([summarize_plan(report, TODAY)], TODAY, ("key",))
    say = translator("en")
    (row,) = csv.DictReader(io.StringIO(status_csv(found.accounts).removeprefix("\ufeff")))
    names = ("opportunity_value", "opportunity_weighted", "opportunities_unweighted")
    assert [row[one] for one in names] == ["" if one is None else str(one) for one in expected]
    totals = json.loads(status_json(found, found.accounts, say))["totals"]["opportunities"]
    assert [(one["value"], one["weighted"], one["unweighted"]) for one in totals.values()] == (
        [] if opportunities == "[]" else [expected]
    )
    view = portfolio_view(found, audience_for("account-team"), "en", "Corvane")
    amount = "" if expected[1] is None else f"€{expected[1]:.0f}"
    missing = "1 without a value or a probability" if expected[2] else ""
    facts = {one.label: plain(one.value) for one in view.summary}
    shown = "" if opportunities == "[]" else " · ".join(filter(None, (amount, missing)))
    assert facts.get("Weighted opportunities", "") == shown
    if opportunities != "[]":
        (cells,) = table_in(view, "Opportunities by account").rows
        assert (plain(cells[3].text), plain(cells[3].note)) == (amount, missing)
        assert plain(cells[2].note) == ("" if expected[0] is not None else "1 without a value")
    parts = StatusText(translate=say).report(found, found.accounts)
    status = " ".join(plain(piped(list(parts))).split())
    assert ("weighted opportunities" in status) == bool(shown and amount)
    assert ("1 opportunity without a value or a probability" in status) == bool(missing)
