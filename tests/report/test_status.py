"""`kamctl status`: a table that fits every terminal, and values that no program stumbles over."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kamctl.checks.run import check_source
from kamctl.document.frame import width
from kamctl.document.source import Source
from kamctl.portfolio.facts import Account, facts
from kamctl.portfolio.portfolio import Portfolio, portfolio
from kamctl.report.columns import CLOSER, Column, Form, table
from kamctl.report.status import StatusText
from kamctl.report.status_values import status_csv, status_json, status_markdown
from kamctl.words.catalogue import translator
from kamctl.workspace.config import NO_WORKSPACE
from tests.conftest import ROOT

TODAY = dt.date(2026, 11, 23)
GOLDEN = Path(__file__).parent / "golden"
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
        found.append(facts(check_source(source, NO_WORKSPACE, TODAY), TODAY))
    broken = Source("broken/plan.yaml", "kamctl: [\n")
    found.append(facts(check_source(broken, NO_WORKSPACE, TODAY), TODAY))
    return portfolio(found, TODAY)


def text(columns: int, language: str = "en", folio: Portfolio | None = None) -> str:
    folio = folio or known()
    writer = StatusText(columns, colour=False, translate=translator(language))
    return writer.whole(folio, folio.accounts)


@pytest.mark.parametrize(
    ("language", "columns"), [("en", 80), ("en", 160), ("fr", 80), ("fr", 160)]
)
def test_golden(language: str, columns: int, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"status-{language}-{columns}.txt", text(columns, language))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("columns", range(20, 201, 4))
def test_no_line_is_longer_than_the_terminal(language: str, columns: int) -> None:
    assert [line for line in text(columns, language).splitlines() if width(line) > columns] == []


def test_at_eighty_columns_all_that_was_asked_for_is_there() -> None:
    head = text(80).splitlines()[0].split()
    assert head == [
        *("Account", "Tier", "Stage", "Done", "Agreed", "Wallet", "Pace", "Late", "Review", "Owner")
    ]


def test_a_wide_terminal_is_used() -> None:
    line = text(200).splitlines()[0]
    assert "Turnover" in line and "Blocked by" in line and "Sponsor" in line


NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(name=NAMES, columns=st.integers(20, 120))
def test_no_name_breaks_the_table(name: str, columns: int) -> None:
    one = known().accounts[0]._replace(name=name, tier=name)
    said = text(columns, folio=portfolio([one, *known().accounts[1:]], TODAY))
    lines = said.split("\n")
    assert [line for line in lines if width(line) > columns] == []
    assert all(char == "\n" or char.isprintable() for char in said)


def test_colour_changes_no_letter() -> None:
    import re

    folio = known()
    writer = StatusText(80, colour=True, translate=translator("en"))
    coloured = writer.whole(folio, folio.accounts)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(80)


def test_columns_give_way_in_turn_and_then_move_together() -> None:
    def column(name: str, *sizes: int) -> Column:
        forms = [Form(name[0] * size, ("x" * size,)) for size in sizes]
        return Column(name, (*forms, None))

    columns = [column("a", 10, 4), column("b", 6)]
    steps = ("a", CLOSER, "b")

    def shown(room: int) -> str:
        return table(columns, steps, room, lambda column, row, text: text)[0]

    assert shown(18) == "aaaaaaaaaa  bbbbbb"
    assert shown(17) == "aaaa  bbbbbb"
    assert shown(11) == "aaaa bbbbbb"
    assert shown(10) == "aaaa"
    assert shown(3) == "aa…"


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


def test_json_has_everything_in_it() -> None:
    folio = known()
    value = json.loads(status_json(folio, folio.accounts, translator("en")))
    assert value["version"] == 1
    assert [one["path"] for one in value["accounts"]] == [one.file for one in folio.accounts]
    assert value["needs"] == [one.account.file for one in folio.needs]
    assert value["unread"][0]["path"] == "broken/plan.yaml"
    assert all(one["reasons"] for one in value["accounts"] if one["path"] in value["needs"])
    assert set(value["totals"]["turnover"]) == {"EUR"}


@given(name=NAMES)
def test_markdown_stays_one_table(name: str) -> None:
    one: Account = known().accounts[0]._replace(name=name)
    said = status_markdown(portfolio([one], TODAY), [one], translator("en"))
    tokens = MarkdownIt("commonmark").enable("table").parse(said)
    assert [token.type for token in tokens if token.type == "tr_open"] == ["tr_open"] * 2
