"""All accounts as an Excel file: the figures of `status`, typed, and charts of these very cells."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.checks.engine.runner import check_file
from kamctl.exchange.portfolio_columns import ACCOUNT_COLUMNS
from kamctl.exchange.portfolio_workbook import portfolio_workbook
from kamctl.i18n.catalog import languages, translator
from kamctl.i18n.message import message
from kamctl.portfolio.account_summary import AccountSummary, UnreadPlan
from kamctl.portfolio.portfolio import Portfolio, build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.status_data import COLUMNS, status_json
from tests.briefing.visibility.information_flow import TODAY as PLANTED_TODAY
from tests.briefing.visibility.information_flow import Known, reading
from tests.briefing.visibility.visibility_table import AUDIENCES, audience_called, read_table
from tests.portfolio.sample_portfolio import write_sample_portfolio

TODAY = dt.date(2026, 11, 23)
ACCENT = "#0f5c6e"
READERS = [name for name, function in AUDIENCES.items() if function != ACCOUNT_TEAM]


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    paths = write_sample_portfolio(tmp_path_factory.mktemp("accounts"), 14)
    found = [summarize_plan(check_file(str(path), TODAY), TODAY) for path in paths]
    return build_portfolio(found, TODAY, ("strategic", "key", "target"))


def written(portfolio: Portfolio, reader: str = ACCOUNT_TEAM, language: str = "en") -> bytes:
    return portfolio_workbook(portfolio, audience_for(reader), language, ACCENT)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a table, by the headings."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def day(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def share(points: float | None) -> Any:
    return None if points is None else pytest.approx(points / 100)


@pytest.mark.parametrize("language", languages())
def test_cells_hold_the_figures_of_the_json_report(portfolio: Portfolio, language: str) -> None:
    workbook = opened(written(portfolio, language=language))
    say = translator(language)
    data = json.loads(status_json(portfolio, portfolio.accounts, say))
    accounts = {one["account"]: one for one in data["accounts"]}
    rows = rows_of(workbook[say("Accounts")])
    assert list(ACCOUNT_COLUMNS) == [one for one in COLUMNS if one != "stage_met"]
    assert len(rows[0]) == len(ACCOUNT_COLUMNS)
    assert sorted(one[say("Account")] for one in rows) == sorted(accounts)
    for row in rows:
        one = accounts[row[say("Account")]]
        target, agreement = one["target"], one["agreement"]
        deals = one["opportunities"]
        late = [each["due"] for each in one["overdue"] if each["what"] == "action"]
        expected = {
            "Requirements met": one["completeness"]["met"],
            "Requirements in total": one["completeness"]["of"],
            "Agreed": agreement["agreed"],
            "With conditions": agreement["agreed_with_conditions"],
            "Asked": agreement["asked"],
            "Share of wallet": share(one["share_of_wallet"]),
            "Change of the share (points)": one["share_trend"],
            "Turnover": one["years"][-1]["turnover"],
            "Year of the turnover": one["years"][-1]["year"],
            "Target": target["turnover"],
            "Year of the target": target["year"],
            "Opportunities": len(deals),
            "Value of opportunities": sum(each["value"] for each in deals),
            "Weighted opportunities": pytest.approx(sum(each["weighted"] for each in deals)),
            "Currency": one["currency"],
            "Measures on track": one["measures"]["on_course"],
            "Measures behind": one["measures"]["behind"],
            "Overdue actions": len(late),
            "Oldest overdue": day(late[0] if late else None),
            "Next review": day(one["next_review"]),
            "Owner": one["owner"]["name"],
            "Errors": one["findings"]["errors"],
            "Warnings": one["findings"]["warnings"],
        }
        assert {name: row[say(name)] for name in expected} == expected
    listed = rows_of(workbook[say("Opportunities")])
    deals = [(name, each) for name, one in accounts.items() for each in one["opportunities"]]
    assert len(listed) == len(deals)
    for row in listed:
        which = (row[say("Account")], row[say("Opportunity")])
        (deal,) = (each for name, each in deals if (name, each["title"]) == which)
        assert row[say("Value")] == deal["value"]
        assert row[say("Probability")] == share(deal["probability"])
        assert row[say("Close date")] == day(deal["close"])
    reasons = rows_of(workbook[say("Accounts needing attention")])
    assert len(reasons) == sum(len(one["reasons"]) for one in accounts.values())
    overdue = rows_of(workbook[say("Overdue")])
    assert sorted((row[say("Item")], row[say("Due")]) for row in overdue) == sorted(
        (each["title"], day(each["due"])) for one in accounts.values() for each in one["overdue"]
    )


@pytest.mark.parametrize(
    ("language", "euro", "krone"),
    [("en", "[$€]#,##0", "[$NOK] #,##0"), ("fr", "#,##0 [$€]", "#,##0 [$NOK]")],
)
def test_amounts_have_their_currency(
    portfolio: Portfolio, language: str, euro: str, krone: str
) -> None:
    workbook = opened(written(portfolio, language=language))
    sheet = workbook[translator(language)("Turnover against target")]
    found = {(row[7].value, row[1].number_format) for row in sheet.iter_rows(min_row=2)}
    assert found == {("EUR", euro), ("NOK", krone)}


def test_tables_can_be_filtered_below_a_heading_that_stays(portfolio: Portfolio) -> None:
    workbook = opened(written(portfolio))
    overview, *tables = workbook.worksheets
    assert overview.title == "Overview"
    assert len(tables) > 8
    for sheet in tables:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        formats = {cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row
                   if isinstance(cell.value, dt.datetime)}  # fmt: skip
        assert formats <= {"d mmm yyyy"}


@pytest.mark.parametrize("language", languages())
def test_charts_are_of_the_cells(portfolio: Portfolio, language: str) -> None:
    data = written(portfolio, language=language)
    workbook, archive = opened(data), zipfile.ZipFile(io.BytesIO(data))
    charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
    # Turnover and share of wallet in two currencies, stages, functions.
    assert len(charts) == 6
    for name in charts:
        text = archive.read(name).decode()
        references = re.findall(r"<c:(?:cat|val)>.*?<c:f>(.*?)</c:f>(.*?)</c:(?:cat|val)>", text)
        assert references
        for reference, cached in references:
            title, _, place = reference.rpartition("!")
            sheet = workbook[title.strip("'").replace("''", "'").replace("&apos;", "'")]
            left, top, right, bottom = range_boundaries(place)
            assert left == right and 2 <= top <= bottom <= sheet.max_row
            cells = [sheet.cell(row, left).value for row in range(top, bottom + 1)]
            values = [re.sub("&amp;", "&", one) for one in re.findall(r"<c:v>(.*?)</c:v>", cached)]
            if any(isinstance(one, str) for one in cells):
                assert values == cells
            else:
                assert list(map(float, values)) == [one for one in cells if one is not None]


def test_texts_are_no_formulas_and_no_links(portfolio: Portfolio) -> None:
    hostile = ("=1+1", "@SUM(A1)", "+1", "https://example.com", "x" * 40_000, "a\x0bb\x00")
    accounts = [
        one._replace(name=name, late=one.late[:1])
        for one, name in zip(portfolio.accounts, hostile, strict=False)
    ]
    data = written(build_portfolio(accounts, TODAY))
    sheet = opened(data)["Accounts"]
    names = {row[0].value: row[0] for row in sheet.iter_rows(min_row=2)}
    assert all(one.data_type == "s" and one.hyperlink is None for one in names.values())
    assert {"=1+1", "@SUM(A1)", "+1", "https://example.com"} <= set(names)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in parts.namelist() if b"<f>" in parts.read(name)]
    assert "a b\N{MIDDLE DOT}" in names and b"_x00" not in parts.read("xl/sharedStrings.xml")


def test_the_same_accounts_make_the_same_bytes(portfolio: Portfolio) -> None:
    assert written(portfolio) == written(portfolio)


def test_what_is_missing_is_said_to_those_who_know_of_it(portfolio: Portfolio) -> None:
    one = portfolio.accounts[0]
    broken = UnreadPlan("secret/plan.yaml", 1, "KAM001", message("It is broken."), None)
    found = build_portfolio([one, one._replace(file="copy/plan.yaml"), broken], TODAY)
    shown = [cell for row in opened(written(found))["Overview"].iter_rows(values_only=True)
            for cell in row if isinstance(cell, str)]  # fmt: skip
    assert any("secret/plan.yaml" in text for text in shown)
    assert any(f"have the id “{one.id}”" in text for text in shown)
    archive = zipfile.ZipFile(io.BytesIO(written(found, "executive")))
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "secret" not in everything
    assert "this file may be incomplete" in everything


def test_no_account_is_a_file_all_the_same() -> None:
    workbook = opened(written(Portfolio((), (), TODAY)))
    assert workbook.sheetnames == ["Overview", "Accounts"]


def parts(now: Known, beside: AccountSummary, name: str) -> dict[str, bytes]:
    """Return every part of the file that a reader gets."""
    portfolio = build_portfolio([now.account, beside], PLANTED_TODAY)
    data = portfolio_workbook(portfolio, audience_called(name), "en", ACCENT)
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {one: archive.read(one) for one in archive.namelist()}


@pytest.mark.parametrize("name", READERS)
def test_nobody_learns_of_what_is_not_on_their_page(name: str) -> None:
    """A plan in which everything is other that its reader does not see makes the same file."""
    table = read_table()
    seen = {field for field, row in table.items() if name in row.get("portfolio", ())}
    one = reading(name, "agreed")
    hidden = [leaf for leaf in one.planted.leaves if leaf.name not in seen]
    assert len(hidden) > 100
    before = parts(one.known, one.beside, name)
    for now in (one.without(hidden), one.with_others(hidden)):
        assert parts(now, one.beside, name) == before
