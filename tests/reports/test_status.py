"""`kamctl status`: a table that fits every terminal, and values that no program stumbles over."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import ConsoleRenderable
from rich.text import Text

from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.cli.console import Color
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages, translator
from kamctl.plan.amounts import LARGEST_NUMBER, SMALLEST_NUMBER
from kamctl.portfolio.account_summary import AccountSummary
from kamctl.portfolio.portfolio import Portfolio, build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.fitted_tables import ColumnForm, FittedTable, ReportColumn, StackedTable, cell
from kamctl.reports.status import StatusText
from kamctl.reports.status_data import status_csv, status_json, status_markdown
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT
from tests.snapshots import SnapshotFile
from tests.terminal import HARMLESS, HOSTILE, piped, shown, too_long, uncolored

TODAY = dt.date(2026, 11, 23)
EXAMPLES = ("complete-en", "complete-fr", "first-draft", "typical-mistakes")
PLANS = [
    *(ROOT / "examples" / name / "plan.yaml" for name in EXAMPLES),
    ROOT / "tests" / "data" / "lactea" / "plan.yaml",
]


@cache
def known() -> Portfolio:
    found = []
    for path in PLANS:
        source = Source(f"{path.parent.name}/plan.yaml", path.read_text(encoding="utf-8"))
        found.append(summarize_plan(check_source(source, NO_WORKSPACE, TODAY), TODAY))
    broken = Source("broken/plan.yaml", "kamctl: [\n")
    found.append(summarize_plan(check_source(broken, NO_WORKSPACE, TODAY), TODAY))
    return build_portfolio(found, TODAY)


ACCEPTED = st.floats(SMALLEST_NUMBER, LARGEST_NUMBER, exclude_max=True)


@settings(max_examples=20)
@given(figures=st.tuples(ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED))
@example(figures=(1e-9, 9e17, 9e17, 1e-9))
@example(figures=(9e17, 1e-9, 1e-9, 9e17))
def test_any_share_of_wallet_is_written(figures: tuple[float, float, float, float]) -> None:
    years = "".join(
        f"    - {{year: {year}, turnover: {turnover!r}, customer_spend: {spend!r}}}\n"
        for year, turnover, spend in ((2024, *figures[:2]), (2025, *figures[2:]))
    )
    text = f"kamctl: 1\naccount: {{name: L}}\nposition:\n  history:\n{years}"
    checked = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    portfolio = build_portfolio([summarize_plan(checked, TODAY)], TODAY)
    (account,) = portfolio.accounts
    assert len(account.shares) == 2
    assert parts(portfolio=portfolio) and status_json(portfolio, [account], translator("en"))
    assert status_csv([account]) and status_markdown(portfolio, [account], translator("en"))
    page = portfolio_view(portfolio, audience_for("account-team"), "en", "")
    assert render_markdown(page, kind="portfolio")


def parts(
    language: str = "en", portfolio: Portfolio | None = None
) -> list[Text | ConsoleRenderable]:
    portfolio = portfolio or known()
    return list(StatusText(translate=translator(language)).report(portfolio, portfolio.accounts))


def table_of(text: str) -> list[str]:
    return text.split("\n\n", maxsplit=1)[0].splitlines()


@pytest.mark.parametrize("language", languages())
def test_in_a_pipe(language: str, snapshot_file: SnapshotFile) -> None:
    assert piped(parts(language)) == snapshot_file("txt")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("columns", range(20, 201, 4))
def test_no_line_is_longer_than_the_terminal(language: str, columns: int) -> None:
    assert too_long(shown(parts(language), columns), columns) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_columns_are_aligned(language: str, columns: int) -> None:
    head, rule, *rows = table_of(shown(parts(language), columns))
    assert set(rule) == {"─"}
    assert cell_len(rule) >= max(map(cell_len, (head, *rows)))
    lines = [line.ljust(len(rule)) for line in (head, *rows)]
    blank = "".join(" " if set(column) == {" "} else "x" for column in zip(*lines, strict=True))
    columns_shown = re.split(" {2,}", head.strip())
    assert len(re.split(" {2,}", blank.strip())) == len(columns_shown) >= 4


def test_the_least_important_columns_leave_first() -> None:
    def heads(columns: int) -> list[str]:
        return table_of(shown(parts(), columns))[0].split()

    narrow = ["Account", "Stage", "Complete", "Overdue"]
    usual = ["Account", "Stage", "Complete", "Agreed", "Wallet", "Overdue", "Review", "Owner"]
    assert heads(40) == narrow
    assert heads(80) == usual
    assert heads(120) == [
        *("Account", "Tier", "Stage", "Complete", "Agreed", "Wallet", "Trend", "Measures"),
        *("Overdue", "Review", "Owner"),
    ]
    wide = table_of(shown(parts(), 200))[0]
    assert "Turnover" in wide and "Blocked by" in wide


def test_a_column_without_any_value_is_left_out() -> None:
    (one,) = (each for each in known().accounts if not each.tier and each.stage == "draft")
    head = piped(parts(portfolio=build_portfolio([one], TODAY))).splitlines()[0]
    assert "Account" in head and "Next review" in head
    assert not [word for word in ("Tier", "Turnover", "Blocked", "Sponsor") if word in head]


NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(name=NAMES, columns=st.integers(20, 120))
def test_no_name_breaks_the_table(name: str, columns: int) -> None:
    one = known().accounts[0]._replace(name=name, tier=name)
    portfolio = build_portfolio([one, *known().accounts[1:]], TODAY)
    output = shown(parts(portfolio=portfolio), columns)
    assert too_long(output, columns) == []
    assert all(char == "\n" or char.isprintable() for char in output)
    assert len(table_of(piped(parts(portfolio=portfolio)))) == 1 + len(portfolio.accounts)


def test_a_name_is_shown_as_it_is() -> None:
    one = known().accounts[0]
    owner = one.owner._replace(name=HOSTILE) if one.owner else None
    portfolio = build_portfolio([one._replace(name=HOSTILE, owner=owner)], TODAY)
    for output in (piped(parts(portfolio=portfolio)), shown(parts(portfolio=portfolio), 400)):
        assert output.count(HARMLESS) >= 2
        assert "\x1b" not in output


def test_color_changes_no_letter() -> None:
    colored = shown(parts(), 80, Color.ALWAYS)
    assert "\x1b[1;31m" in colored
    assert uncolored(colored) == shown(parts(), 80)


def test_columns_give_way_in_turn() -> None:
    def column(name: str, *sizes: int) -> ReportColumn:
        return ReportColumn(name, [ColumnForm(name * size, [cell("x" * size)]) for size in sizes])

    table = FittedTable([column("a", 10, 4), column("b", 6)], ("a", "b"))

    def head(columns: int) -> str:
        return shown([table], columns).splitlines()[0].rstrip()

    assert head(18) == "aaaaaaaaaa  bbbbbb"
    assert head(17) == "aaaa  bbbbbb"
    assert head(12) == "aaaa  bbbbbb"
    assert head(11) == "aaaa"
    assert head(3) == "aa…"


def test_wide_characters_take_two_columns() -> None:
    names = [cell("東京商事"), cell("Corraline")]
    figures = [cell("1"), cell("12")]
    table = FittedTable(
        [
            ReportColumn("a", [ColumnForm("Name", names, 6)]),
            ReportColumn("n", [ColumnForm("N", figures)], is_numeric=True),
        ]
    )
    assert shown([table], 40).splitlines() == [
        "Name        N",
        "─────────────",
        "東京商事    1",
        "Corraline  12",
    ]
    assert piped([table]).splitlines() == ["Name        N", "東京商事    1", "Corraline  12"]
    assert shown([table], 11).splitlines()[2:] == ["東京商…   1", "Corral…  12"]


def test_what_is_below_a_cell_follows_it_in_a_pipe() -> None:
    form = ColumnForm("Commit", [cell("One"), cell("Two")], 5, [None, Text("late by a week")])
    table = FittedTable([ReportColumn("commit", [form])])
    assert piped([table]) == "Commit\nOne\nTwo · late by a week\n"
    lines = [line.rstrip() for line in shown([table], 8).splitlines()]
    assert lines == ["Commit", "────────", "One", "Two", "late by", "a week"]


def test_columns_go_on_below() -> None:
    columns = [
        ReportColumn(name, [ColumnForm(name, [cell("x" * 6)])]) for name in ("f", "SO1", "SO2")
    ]
    lines = [line.rstrip() for line in shown([StackedTable(columns)], 16).splitlines()]
    assert lines == [
        *("f       SO1", "──────────────", "xxxxxx  xxxxxx", ""),
        *("f       SO2", "──────────────", "xxxxxx  xxxxxx"),
    ]
    assert piped([StackedTable(columns)]) == "f       SO1     SO2\nxxxxxx  xxxxxx  xxxxxx\n"


FORMULAS = ("=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r=1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_sheet_takes_a_text_for_a_formula(formula: str) -> None:
    one = known().accounts[0]
    rows = list(csv.reader(io.StringIO(status_csv([one._replace(name=formula, parent=formula)]))))
    values = dict(zip(*rows, strict=True))
    assert values["account"] == f"'{formula}"
    assert values["parent"] == f"'{formula}"


def test_numbers_stay_numbers() -> None:
    falling = next(one for one in known().accounts if one.trend is not None)
    rows = list(csv.DictReader(io.StringIO(status_csv([falling]))))
    assert float(rows[0]["share_of_wallet"]) == round(falling.share or 0, 2)
    assert float(rows[0]["share_trend"]) == round(falling.trend or 0, 2)


@pytest.mark.parametrize(("is_met", "written"), [(True, "true"), (False, "false")])
def test_the_csv_says_whether_the_stage_is_met(is_met: bool, written: str) -> None:
    one = known().accounts[0]._replace(is_stage_met=is_met)
    (row,) = csv.DictReader(io.StringIO(status_csv([one])))
    assert (row["stage"], row["stage_met"]) == (one.stage, written)


def test_json_has_everything_in_it() -> None:
    portfolio = known()
    value = json.loads(status_json(portfolio, portfolio.accounts, translator("en")))
    assert value["version"] == 2
    assert [one["path"] for one in value["accounts"]] == [one.file for one in portfolio.accounts]
    assert value["needs"] == [one.account.file for one in portfolio.priorities]
    assert value["unread"][0]["path"] == "broken/plan.yaml"
    assert all(one["reasons"] for one in value["accounts"] if one["path"] in value["needs"])
    assert set(value["totals"]["turnover"]) == {"EUR"}


@given(name=NAMES)
def test_markdown_stays_one_table(name: str) -> None:
    one: AccountSummary = known().accounts[0]._replace(name=name)
    output = status_markdown(build_portfolio([one], TODAY), [one], translator("en"))
    tokens = MarkdownIt("commonmark").enable("table").parse(output)
    assert [token.type for token in tokens if token.type == "tr_open"] == ["tr_open"] * 2
