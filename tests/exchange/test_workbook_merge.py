"""What people do to spreadsheets, and what an import makes of it: each edit as one case.

A workbook is exported, changed with openpyxl and imported; the plan afterwards is that with the
changes that the case names, or nothing is written and the problem names sheet, cell and value.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.document.changes import InsertItem, RemoveValue, SetValue, ValueEdit
from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.exchange.cell_values import SheetCell
from kamctl.exchange.merge_result import WorkbookMerge
from kamctl.exchange.plan_workbook import plan_workbook
from kamctl.exchange.sheet_rows import values_as_written
from kamctl.exchange.workbook_contents import read_workbook
from kamctl.exchange.workbook_merge import merge_workbook
from kamctl.plan.load import load_plan
from kamctl.plan.plan_file import PlanFile
from kamctl.plan.values import FUNCTIONS
from kamctl.workspace.config import NO_WORKSPACE
from tests.paths import ROOT

TODAY = dt.date(2026, 11, 23)
EXAMPLES = [
    *sorted((ROOT / "examples").glob("*/plan.yaml")),
    ROOT / "tests" / "data" / "lactea" / "plan.yaml",
]
PLAN = """\
kamctl: 1
account:
  name: North  # the customer
  industry: Dairy
  summary: Wants fewer stops.
plan: {stage: draft, owner: ana, language: en, currency: EUR}
team:
  - {id: ana, name: Ana Silva, function: sales}
  - {id: luca, name: Luca Rossi, function: finance, allocation: 20%}
customer:
  goals:
    - {id: G1, text: Fewer stops, priority: high}
    - Cheaper water
  pressures: [The price of milk]
stakeholders:
  - {id: vidal, name: Marta Vidal, influence: decisive}
opportunities:
  - {title: Sensors, value: 450_000, probability: 34%, close: 2027-03-31}
  - {title: Pumps, value: 1.5M, close: 2027-Q2}
objectives:
  - id: SO1
    statement: Win the plants.
    due: 2027-06-30
    serves: [G1]
    measures:
      - {name: Share, unit: '%', baseline: {value: 20%, on: 2026-01-31}, target: {value: 34%}}
    actions:
      - {id: A1, title: Visit the plants, owner: ana, due: 2027-01-31}
      - {title: Write the offer, owner: luca, due: 2027-02-28}
risks:
  - {text: Price war, likelihood: high, owner: luca}
  - {text: Strike, likelihood: low}
"""
Edit = Callable[[Any], None]


def plan_file(text: str) -> PlanFile:
    """Return a plan as it would be read from a file."""
    return PlanFile(ROOT / "plan.yaml", text.encode(), Source("plan.yaml", text))


@lru_cache
def exported(text: str, reader: str, language: str) -> bytes:
    value = values_as_written(plan_file(text).document)
    return plan_workbook(value, audience_for(reader), language, FUNCTIONS, TODAY)


def workbook_of(text: str, reader: str = "account-team", language: str = "en") -> Any:
    """Return an exported workbook, as somebody has opened it."""
    return openpyxl.load_workbook(io.BytesIO(exported(text, reader, language)))


def merged(workbook: Any, text: str, *, delete_missing: bool = False) -> WorkbookMerge:
    data = io.BytesIO()
    workbook.save(data)
    return imported(data.getvalue(), text, delete_missing=delete_missing)


def imported(data: bytes, text: str, *, delete_missing: bool = False) -> WorkbookMerge:
    file = plan_file(text)
    return merge_workbook(
        file,
        load_plan(file.document),
        read_workbook(data, "p.xlsx"),
        NO_WORKSPACE,
        TODAY,
        delete_missing=delete_missing,
    )


def problems(merge: WorkbookMerge) -> list[str]:
    return [f"{one.sheet}!{one.cell} “{one.shown}” {one.reason}" for one in merge.problems]


def with_changes(*changes: ValueEdit) -> str:
    return plan_file(PLAN).change(changes).text


def key_row(sheet: Any) -> int:
    return next(
        row[0].row for row in sheet.iter_rows() if any("#row" in str(one.value) for one in row)
    )


def cell(workbook: Any, sheet: str, key: str, column: str) -> Any:
    """Return a cell, by the key of its row and the key of its column."""
    there = workbook[sheet]
    top = key_row(there)
    (at,) = (one.column for one in there[top] if str(one.value).endswith(column))
    (row,) = (one[0].row for one in there.iter_rows() if one[0].value == key)
    return there.cell(row, at)


def fill(sheet: str, key: str, column: str, value: Any, number_format: str = "") -> Edit:
    def edit(workbook: Any) -> None:
        one = cell(workbook, sheet, key, column)
        one.value = value
        if number_format:
            one.number_format = number_format

    return edit


def add(sheet: str, **values: Any) -> Edit:
    """Fill in the first empty row; a column is named by how its key ends."""

    def edit(workbook: Any) -> None:
        there = workbook[sheet]
        row = there.max_row + 1
        for column, value in values.items():
            name = {"belongs": "#in", "list_": "#list", "remove": "#remove"}.get(
                column, f".{column}"
            )
            (at,) = (one.column for one in there[1] if str(one.value).endswith(name))
            there.cell(row, at).value = value

    return edit


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[one.value for one in row] for row in sheet.iter_rows(min_row=3)]


def reversed_rows(workbook: Any) -> None:
    for sheet in workbook.worksheets[1:]:
        if sheet.max_row < 3 or sheet.title in ("kamctl", "Lists"):
            continue
        formats = [[one.number_format for one in row] for row in sheet.iter_rows(min_row=3)]
        rows = rows_of(sheet)
        for number, (row, form) in enumerate(zip(rows[::-1], formats[::-1], strict=True), 3):
            for at, (value, kind) in enumerate(zip(row, form, strict=True), 1):
                sheet.cell(number, at).value = value
                sheet.cell(number, at).number_format = kind


def columns_moved(workbook: Any) -> None:
    sheet = workbook["Opportunities"]
    sheet.insert_cols(3)
    sheet.cell(2, 3).value = "My notes"
    sheet.cell(3, 3).value = "call them"


def headings_translated(workbook: Any) -> None:
    for one in workbook["Risks"][2][1:]:
        one.value = f"~{one.value}"


def title_row(workbook: Any) -> None:
    sheet = workbook["Risks"]
    sheet.insert_rows(1)
    sheet.cell(1, 2).value = "Our risks"
    sheet.merge_cells("B1:E1")
    sheet.insert_rows(3)
    sheet.cell(3, 2).value = "as of today"


def keys_deleted(workbook: Any) -> None:
    workbook["Risks"].delete_rows(1)


def base_deleted(workbook: Any) -> None:
    del workbook["kamctl"]


def rows_deleted(workbook: Any) -> None:
    workbook["Risks"].delete_rows(3)


def row_copied(sheet: str, number: int, **changed: Any) -> Edit:
    """Copy a row with its hidden key to the end, and change the copy."""

    def edit(workbook: Any) -> None:
        there = workbook[sheet]
        row = there.max_row + 1
        for one in there[number]:
            copy = there.cell(row, one.column)
            copy.value, copy.number_format = one.value, one.number_format
        for column, value in changed.items():
            (at,) = (one.column for one in there[1] if str(one.value).endswith(f".{column}"))
            there.cell(row, at).value = value

    return edit


def row_inserted(workbook: Any) -> None:
    sheet = workbook["Risks"]
    sheet.insert_rows(4)
    (at,) = (one.column for one in sheet[1] if one.value == "risks.text")
    sheet.cell(4, at).value = "New risk"


def on_the_mac(workbook: Any) -> None:
    workbook.epoch = CALENDAR_MAC_1904
    fill("Objectives", "objectives/SO1", ".due", dt.datetime(2027, 7, 1))(workbook)


def far_away(row: int, column: int) -> Edit:
    def edit(workbook: Any) -> None:
        workbook["Risks"].cell(row, column).value = "Flood"

    return edit


def several(*edits: Edit) -> Edit:
    def edit(workbook: Any) -> None:
        for one in edits:
            one(workbook)

    return edit


class Written(NamedTuple):
    """An edit that is written, and the changes that it comes to."""

    edit: Edit
    changes: tuple[ValueEdit, ...] = ()
    delete_missing: bool = False


A1, FIRST_RISK = "objectives/SO1/actions/A1", "risks/#0"
WRITTEN = {
    "nothing": Written(lambda _: None),
    "sorted": Written(reversed_rows),
    "a new row to be removed": Written(add("Risks", text="Flood", remove="yes")),
    "a column of notes": Written(columns_moved),
    "translated headings": Written(headings_translated),
    "a title above and below the keys": Written(title_row),
    "the row of keys deleted": Written(
        several(fill("Risks", FIRST_RISK, ".text", "Price cut"), keys_deleted),
        (SetValue(("risks", 0, "text"), "Price cut"),),
    ),
    "sorted and edited": Written(
        several(fill("Objectives", "objectives/SO1", ".due", dt.datetime(2027, 7, 1)),
                reversed_rows),
        (SetValue(("objectives", 0, "due"), "2027-07-01"),),
    ),
    "a row deleted": Written(rows_deleted),
    "a row deleted, and meant so": Written(
        rows_deleted, (RemoveValue(("risks", 0)),), delete_missing=True
    ),
    "a row to remove": Written(
        fill("Risks", FIRST_RISK, "#remove", "yes"), (RemoveValue(("risks", 0)),)
    ),
    "a row inserted in the middle": Written(
        row_inserted, (InsertItem(("risks",), {"text": "New risk"}),)
    ),
    "a row copied, with another id": Written(
        row_copied("Actions", 3, id="A9", title="Visit again"),
        (
            InsertItem(
                ("objectives", 0, "actions"),
                {"title": "Visit again", "id": "A9", "owner": "ana", "due": "2027-01-31"},
            ),
        ),
    ),
    "a row without an id copied": Written(
        row_copied("Risks", 4, text="Lockout"),
        (InsertItem(("risks",), {"text": "Lockout", "likelihood": "low"}),),
    ),
    "34 % as text": Written(
        fill("Team", "team/luca", ".allocation", "35 %"),
        (SetValue(("team", 1, "allocation"), "35%"),),
    ),
    "34 % as Excel has it": Written(
        fill("Team", "team/luca", ".allocation", 0.355),
        (SetValue(("team", 1, "allocation"), "35.5%"),),
    ),
    "a percentage of a measure": Written(
        fill("Measures", "objectives/SO1/measures/#0", ".target.value", 0.4),
        (SetValue(("objectives", 0, "measures", 0, "target", "value"), 40),),
    ),
    "an amount as text": Written(
        fill("Opportunities", "opportunities/#0", ".value", "500 000"),
        (SetValue(("opportunities", 0, "value"), 500000),),
    ),
    "a date in words, a quarter": Written(
        several(
            fill("Opportunities", "opportunities/#0", ".close", "30 April 2027"),
            fill("Opportunities", "opportunities/#1", ".close", "Q3 2027"),
        ),
        (
            SetValue(("opportunities", 0, "close"), "2027-04-30"),
            SetValue(("opportunities", 1, "close"), "2027-Q3"),
        ),
    ),
    "lines that end as on Windows": Written(
        fill("Account", "account.industry", "#value", "Dairy_x000D_\ncheese_x000D_"),
        (SetValue(("account", "industry"), "Dairy\ncheese"),),
    ),
    "days since 1904": Written(on_the_mac, (SetValue(("objectives", 0, "due"), "2027-07-01"),)),
    "a cell cleared": Written(
        fill("Account", "account.industry", "#value", None),
        (RemoveValue(("account", "industry")),),
    ),
    "a cell of blanks": Written(
        fill("Account", "account.industry", "#value", "  \n "),
        (RemoveValue(("account", "industry")),),
    ),
    "a claim that was a text alone": Written(
        fill("Goals, Pressures, Initiatives", "customer/goals/#1", ".so_what", "Sell filters"),
        (SetValue(("customer", "goals", 1), {"text": "Cheaper water", "so_what": "Sell filters"}),),
    ),
    "a new entry of a list that is chosen": Written(
        add("Goals, Pressures, Initiatives", list_="Pressures", text="Energy"),
        (InsertItem(("customer", "pressures"), {"text": "Energy"}),),
    ),
    "a new person, who gets an id": Written(
        add("Team", name="Zoé Martin", function="Finance"),
        (InsertItem(("team",), {"id": "martin", "name": "Zoé Martin", "function": "finance"}),),
    ),
    "a new entry inside a new one": Written(
        several(
            add("Objectives", id="SO2", statement="Keep them."),
            add("Actions", belongs="SO2", title="Call"),
        ),
        (
            InsertItem(("objectives",), {"id": "SO2", "statement": "Keep them."}),
            InsertItem(("objectives", 1, "actions"), {"title": "Call"}),
        ),
    ),
    "a choice in another language": Written(
        fill("Risks", FIRST_RISK, ".likelihood", "faible"),
        (SetValue(("risks", 0, "likelihood"), "low"),),
    ),
    "several ids, one of a new entry": Written(
        several(
            add("Objectives", id="SO2", statement="Keep them."),
            fill("Risks", FIRST_RISK, ".threatens", "SO1, SO2"),
        ),
        (
            SetValue(("risks", 0, "threatens"), ["SO1", "SO2"]),
            InsertItem(("objectives",), {"id": "SO2", "statement": "Keep them."}),
        ),
    ),
    "one of several ids left, spaced otherwise": Written(
        fill("Objectives", "objectives/SO1", ".serves", " G1 ;"), ()
    ),
    "ids cleared": Written(
        fill("Objectives", "objectives/SO1", ".serves", None),
        (RemoveValue(("objectives", 0, "serves")),),
    ),
    "unicode": Written(
        fill("Account", "account.summary", "#value", "Zażółć 株式会社 🧀 _x0041_ <b>&"),
        (SetValue(("account", "summary"), "Zażółć 株式会社 🧀 _x0041_ <b>&"),),
    ),
    "a base that is gone": Written(
        several(fill("Account", "account.summary", "#value", "Other."), base_deleted),
        (SetValue(("account", "summary"), "Other."),),
    ),
    "a base that is gone, with a cell cleared": Written(
        several(fill("Account", "account.summary", "#value", None), base_deleted)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written(name: str) -> None:
    case = WRITTEN[name]
    workbook = workbook_of(PLAN)
    case.edit(workbook)
    merge = merged(workbook, PLAN, delete_missing=case.delete_missing)
    assert (problems(merge), merge.conflicts) == ([], [])
    wanted = with_changes(*case.changes)
    assert merge.text == wanted
    assert (wanted == PLAN) is (not case.changes)
    assert bool(merge.missing) is (name == "a row deleted")
    again = merged(workbook, merge.text, delete_missing=case.delete_missing)
    assert (problems(again), again.conflicts, again.text) == ([], [], merge.text)


class Refused(NamedTuple):
    """An edit that is refused, and what is said: a part of each problem."""

    edit: Edit
    problems: tuple[str, ...]


REFUSED = {
    "a bare 34": Refused(
        fill("Team", "team/luca", ".allocation", 34),
        ("Team!G4 “3400 %” write a percentage with its sign",),
    ),
    "a bare 34 without a format": Refused(
        fill("Team", "team/luca", ".allocation", 34, "General"), ("Team!G4 “34” write a",)
    ),
    "0,34": Refused(fill("Team", "team/luca", ".allocation", "0,34"), ("Team!G4 “0,34” write a",)),
    "an ambiguous day": Refused(
        fill("Objectives", "objectives/SO1", ".due", "03/04/2027"),
        ("“03/04/2027” the day and the month are ambiguous",),
    ),
    "a number for a date": Refused(
        fill("Objectives", "objectives/SO1", ".due", 46000, "General"),
        ("“46000” this is a number, not a date",),
    ),
    "a time of day": Refused(
        fill("Objectives", "objectives/SO1", ".due", dt.datetime(2027, 1, 1, 9, 30)),
        ("this date has a time of day",),
    ),
    "a formula": Refused(
        fill("Opportunities", "opportunities/#0", ".value", "=B2+1"),
        ("“=B2+1” this is a formula",),
    ),
    "an error": Refused(
        fill("Opportunities", "opportunities/#0", ".value", "#REF!"),
        ("“#REF!” this is an Excel error",),
    ),
    "n/a": Refused(
        fill("Account", "account.summary", "#value", "n/a"), ("“n/a” this is a placeholder",)
    ),
    "an id renamed": Refused(
        fill("Objectives", "objectives/SO1", ".id", "SO7"), ("“SO7” an ID cannot be changed",)
    ),
    "another currency": Refused(
        fill("Opportunities", "opportunities/#0", ".value", "$ 3900000"),
        ("“$ 3900000” write this number in digits alone",),
    ),
    "yes or no for an amount": Refused(
        fill("Opportunities", "opportunities/#0", ".value", True),
        ("“TRUE” this value is not allowed in the field",),
    ),
    "an unknown choice": Refused(
        fill("Risks", FIRST_RISK, ".likelihood", "perhaps"),
        ("Risks!E3 “perhaps” choose one of the values: Low, Medium, High",),
    ),
    "a number beyond all amounts": Refused(
        fill("Opportunities", "opportunities/#0", ".value", 1e308), ("this number is too large",)
    ),
    "a number nearer to zero than all amounts": Refused(
        fill("Opportunities", "opportunities/#0", ".value", 1e-20),
        ("this value is not allowed in the field",),
    ),
    "a new entry with the id of another": Refused(
        add("Risks", text="Flood", id="SO1"), ("“SO1” another entry has the ID SO1",)
    ),
    "two new entries with one id": Refused(
        several(add("Risks", text="Flood", id="R9"), add("Risks", text="Drought", id="R9")),
        ("Risks!C5 “R9” another entry has the ID R9", "Risks!C6 “R9” another entry has the ID R9"),
    ),
    "an entry removed that others name": Refused(
        fill("Team", "team/luca", "#remove", "yes"), ("“luca” other entries name its ID",)
    ),
    "a sheet copied": Refused(
        lambda workbook: workbook.copy_worksheet(workbook["Risks"]),
        ("Risks Copy!A1 “” this sheet is in the workbook twice",),
    ),
    "an id that nobody has": Refused(
        fill("Risks", FIRST_RISK, ".owner", "nobody"), ("Risks!H3 “nobody”",)
    ),
    "a name in the place of an id": Refused(
        fill("Risks", FIRST_RISK, ".owner", "Ana Silva"),
        ("Risks!H3 “Ana Silva” write the ID: ana",),
    ),
    "a row copied with its id": Refused(
        row_copied("Actions", 3, title="Visit again"), ("are copies of one entry",)
    ),
    "an entry moved": Refused(
        fill("Goals, Pressures, Initiatives", "customer/goals/#1", "#list", "Needs"),
        ("“Needs” an entry cannot be moved",),
    ),
    "merged cells": Refused(
        lambda workbook: workbook["Risks"].merge_cells("B3:B4"),
        ("Risks!B3:B4 “” these cells are merged",),
    ),
    "a remark in the column of rows to remove": Refused(
        fill("Risks", FIRST_RISK, "#remove", "perhaps"), ("“perhaps” write “yes” here",)
    ),
    "a remark where a new entry would be removed": Refused(
        add("Risks", text="Flood", remove="no"), ("“no” write “yes” here",)
    ),
    "an entry too far down": Refused(
        far_away(5_001, 3), ("Risks!C5001 “Flood” a sheet is read up to 5000 rows",)
    ),
    "an entry too far to the right": Refused(
        far_away(3, 201), ("Risks!GS3 “Flood” a sheet is read up to",)
    ),
    "a new entry of no list": Refused(
        add("Goals, Pressures, Initiatives", text="Energy"), ("choose the list",)
    ),
    "a new entry of nothing": Refused(
        add("Actions", title="Call"), ("choose what the new entry belongs to",)
    ),
    "a field that the list has not": Refused(
        add("Goals, Pressures, Initiatives", list_="Pressures", text="E", trend="Rising"),
        ("“Rising” entries of this list have no such field",),
    ),
    "the column of keys deleted": Refused(
        lambda workbook: workbook["Risks"].delete_cols(1),
        ("Risks!A1 “” the hidden column with the keys is missing",),
    ),
    "several at once": Refused(
        several(
            fill("Team", "team/luca", ".allocation", 34),
            fill("Objectives", "objectives/SO1", ".due", "soon"),
        ),
        ("Team!G4", "“soon” this is not a date"),
    ),
    "rows without a base that are not clear": Refused(
        several(fill("Risks", FIRST_RISK, ".text", "Something else"), base_deleted),
        ("“Something else” the plan has no such entry",),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    workbook = workbook_of(PLAN)
    REFUSED[name].edit(workbook)
    merge = merged(workbook, PLAN)
    found = problems(merge)
    assert len(found) == len(REFUSED[name].problems), found
    for part in REFUSED[name].problems:
        assert any(part in one for one in found), found
    assert merge.is_refused
    assert merge.text == PLAN


YEARS = f"""\
{PLAN}position:
  history:
    - {{year: 2023, turnover: 300_000}}
    - {{year: 2024, turnover: 500_000}}
    - {{year: 2025, turnover: 400_000}}
whitespace:
  units: [France, Spain]
  offerings: [Valves]
  cells: [{{unit: France, offering: Valves}}, {{unit: Spain, offering: Valves}}]
"""


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (fill("Position", "position/history/#0", ".year", 2024),
         "Position!C3 “2024” The year 2024 occurs twice"),
        (add("Position", list_="Past years", year=2025, turnover=1),
         "Position!C6 “2025” The year 2025 occurs twice"),
        (fill("White space 2", "whitespace/cells/#1", ".unit", "France"),
         "White space 2!B4 “France” France × Valves occurs twice."),
        (fill("Actions", A1, ".start", dt.datetime(2027, 3, 1)),
         "Actions!G3 “2027-03-01” The end (31"),
    ],
    ids=["a year twice", "a new row of the same year", "a cell twice", "start after due"],
)  # fmt: skip
def test_what_would_make_an_error_of_the_plan_is_refused(edit: Edit, found: str) -> None:
    workbook = workbook_of(YEARS)
    edit(workbook)
    merge = merged(workbook, YEARS)
    (problem,) = problems(merge)
    assert problem.startswith(found)
    assert merge.text == YEARS


READ_TWICE = YEARS.replace(
    "target: {value: 34%}}",
    "target: {value: 34%}, readings: [{value: 21, on: 2026-06-30}, {value: 22, on: 2026-06-30}]}",
)
NEGATIVE = YEARS.replace("value: 450_000", "value: -5")
TOO_MUCH = YEARS.replace("turnover: 300_000", "turnover: 120, customer_spend: 100")


@pytest.mark.parametrize(
    ("text", "edit", "changed"),
    [
        (YEARS.replace("year: 2023", "year: 2024"),
         fill("Account", "account.summary", "#value", "Mine."),
         ("summary: Wants fewer stops.", "summary: Mine.")),
        (READ_TWICE, fill("Measures", "objectives/SO1/measures/#0", ".name", "Our share"),
         ("name: Share", "name: Our share")),
        (NEGATIVE, fill("Plan", "plan.currency", "#value", "USD"),
         ("currency: EUR", "currency: USD")),
        (TOO_MUCH, fill("Position", "position/history/#0", ".turnover", 110),
         ("turnover: 120", "turnover: 110")),
    ],
    ids=["elsewhere", "what the message names", "the currency in the message", "still too much"],
)  # fmt: skip
def test_what_was_wrong_before_is_no_reason_to_refuse(
    text: str, edit: Edit, changed: tuple[str, str]
) -> None:
    workbook = workbook_of(text)
    edit(workbook)
    merge = merged(workbook, text)
    assert problems(merge) == []
    assert merge.text == text.replace(*changed)


def test_an_error_that_takes_the_place_of_another_is_refused() -> None:
    text = YEARS.replace("year: 2024", "year: 2023")
    workbook = workbook_of(text)
    fill("Position", "position/history/#1", ".year", 2024)(workbook)
    add("Position", list_="Past years", year=2025, turnover=1)(workbook)
    (problem,) = problems(merged(workbook, text))
    assert problem.startswith("Position!C6 “2025” The year 2025 occurs twice")


def sorted_alone(sheet: str, column: str, rows: int) -> Edit:
    """Sort the first rows of one column, and leave the others where they are."""

    def edit(workbook: Any) -> None:
        there = workbook[sheet]
        top = key_row(there)
        (at,) = (one.column for one in there[top] if str(one.value).endswith(column))
        cells = [there.cell(top + 2 + number, at) for number in range(rows)]
        for one, value in zip(
            cells, sorted((one.value for one in cells), reverse=True), strict=True
        ):
            one.value = value

    return edit


ACTIONS = PLAN.replace(
    "risks:",
    """\
      - {title: Call them, owner: ana}
      - {title: Send the offer, owner: luca}
risks:""",
)


@pytest.mark.parametrize(
    ("text", "edit", "moved"),
    [
        (YEARS, sorted_alone("Position", ".year", 3), []),
        (YEARS, fill("Position", "position/history/#0", ".turnover", 1), []),
        (YEARS,
         several(fill("Position", "position/history/#0", ".turnover", 500_000),
                 fill("Position", "position/history/#1", ".turnover", 400_000),
                 fill("Position", "position/history/#2", ".turnover", 300_000)),
         ["D3:D5"]),
        (YEARS, sorted_alone("Position", ".turnover", 2), []),
        (YEARS, reversed_rows, []),
        (ACTIONS,
         several(fill("Actions", A1, ".owner", "luca"),
                 fill("Actions", "objectives/SO1/actions/#1", ".owner", "ana"),
                 fill("Actions", "objectives/SO1/actions/#2", ".owner", "luca"),
                 fill("Actions", "objectives/SO1/actions/#3", ".owner", "ana")),
         []),
    ],
    ids=[
        "two exchanged", "one changed", "a column moved", "two sorted", "all sorted",
        "the owners of four actions exchanged",
    ],
)  # fmt: skip
def test_a_column_that_was_sorted_alone_is_noticed(text: str, edit: Edit, moved: list[str]) -> None:
    workbook = workbook_of(text)
    edit(workbook)
    assert [one.cell for one in merged(workbook, text).moved] == moved
    base_deleted(workbook)
    assert [one.cell for one in merged(workbook, text).moved] == moved


# --- Three ways -----------------------------------------------------------------------------------


def test_a_cell_that_both_have_changed_is_a_conflict() -> None:
    workbook = workbook_of(PLAN)
    fill("Account", "account.summary", "#value", "Mine.")(workbook)
    theirs = PLAN.replace("Wants fewer stops.", "Theirs.")
    merge = merged(workbook, theirs)
    assert [one[2:6] for one in merge.conflicts] == [("Mine.", "Theirs.", "Wants fewer stops.", "")]
    assert merge.text == theirs
    same = merged(workbook, PLAN.replace("Wants fewer stops.", "Mine."))
    assert (same.conflicts, same.text) == ([], PLAN.replace("Wants fewer stops.", "Mine."))


@pytest.mark.parametrize(
    ("key", "column", "typed", "written"),
    [
        ("opportunities/#0", ".value", "130 000 €", "value: 130_000"),
        ("opportunities/#0", ".probability", "40 %", "probability: 40%"),
        ("opportunities/#0", ".close", "30 June 2027", "close: 2027-06-30"),
    ],
)
def test_a_workbook_that_is_imported_twice_has_no_conflict(
    key: str, column: str, typed: str, written: str
) -> None:
    workbook = workbook_of(PLAN)
    fill("Opportunities", key, column, typed)(workbook)
    first = merged(workbook, PLAN)
    assert written in first.text
    again = merged(workbook, first.text)
    assert (again.problems, again.conflicts, again.text) == ([], [], first.text)
    theirs = first.text.replace(written, written.replace("3", "5").replace("40%", "50%"))
    assert merged(workbook, theirs).is_refused


def test_the_copies_of_two_people_come_together() -> None:
    one, other = workbook_of(PLAN), workbook_of(PLAN)
    fill("Account", "account.summary", "#value", "Mine.")(one)
    row_inserted(one)
    fill("Risks", "risks/#1", ".likelihood", "High")(other)
    first = merged(one, PLAN).text
    second = merged(other, first)
    assert (second.problems, second.conflicts) == ([], [])
    assert "Mine." in second.text and "New risk" in second.text
    assert "{text: Strike, likelihood: high}" in second.text


def test_an_entry_that_is_gone_or_changed_is_not_lost_silently() -> None:
    workbook = workbook_of(PLAN)
    without = plan_file(PLAN).change([RemoveValue(("risks", 0))]).text
    assert merged(workbook, without).text == without
    fill("Risks", FIRST_RISK, ".likelihood", "Low")(workbook)
    (gone,) = merged(workbook, without).conflicts
    assert gone[2:6] == ("Low", "", "High", "Price war")
    removing = workbook_of(PLAN)
    fill("Risks", FIRST_RISK, "#remove", "x")(removing)
    theirs = PLAN.replace("Price war, likelihood: high", "Price war, likelihood: medium")
    assert len(merged(removing, theirs).conflicts) == 1


def test_entries_are_found_where_others_have_been_added_before_them() -> None:
    workbook = workbook_of(PLAN)
    fill("Risks", "risks/#1", ".likelihood", "High")(workbook)
    theirs = plan_file(PLAN).change([InsertItem(("risks",), {"text": "First"}, 0)]).text
    merge = merged(workbook, theirs)
    assert "{text: Strike, likelihood: high}" in merge.text
    assert "{text: Price war, likelihood: high" in merge.text


DIRECTIONS = "[{function: finance, ask: Sign., resistances: [{id: X1, concern: Too dear.}]}]"
REPLACED = """\
kamctl: 1
account: {name: North}
plan: {stage: draft, owner: ana, language: en}
team: [{id: ana, name: Ana Silva}]
stakeholders: [{id: vidal, name: Marta Vidal}, {id: weiss, name: Jan Weiss}]
relations: [{from: vidal, to: weiss, kind: influences}]
whitespace:
  units: [Nord]
  offerings: [Sensors, Pumps]
  cells: [{unit: Nord, offering: Sensors, status: empty, potential: 100}]
objectives:
  - id: SO1
    statement: Win.
    directions: DIRECTIONS
risks: [{text: Price war, likelihood: high, impact: low}]
""".replace("DIRECTIONS", DIRECTIONS)
CONCERN = "objectives/SO1/directions/#0/resistances/X1"


@pytest.mark.parametrize(
    ("sheet", "key", "column", "value", "before", "after"),
    [
        ("Risks", FIRST_RISK, ".likelihood", "Low", "Price war", "New law"),
        ("Risks", FIRST_RISK, ".owner", "ana", "Price war", "New law"),
        ("Risks", FIRST_RISK, "#remove", "yes", "Price war", "New law"),
        ("Relations", "relations/#0", ".note", "Old", "to: weiss", "to: ana"),
        ("White space 2", "whitespace/cells/#0", ".potential", 200, "g: Sensors", "g: Pumps"),
        ("Concerns", CONCERN, ".severity", "Blocking", "function: finance", "function: legal"),
        ("Concerns", CONCERN, ".severity", "Blocking", DIRECTIONS, "[]"),
    ],
)  # fmt: skip
def test_nothing_is_written_into_what_has_taken_the_place_of_an_entry(
    sheet: str, key: str, column: str, value: object, before: str, after: str
) -> None:
    workbook = workbook_of(REPLACED)
    fill(sheet, key, column, value)(workbook)
    alone = merged(workbook, REPLACED)
    assert (alone.conflicts, alone.problems) == ([], [])
    assert alone.text != REPLACED
    theirs = REPLACED.replace(before, after, 1)
    merge = merged(workbook, theirs)
    assert (len(merge.conflicts), merge.problems, merge.text) == (1, [], theirs)
    assert merged(workbook_of(REPLACED), theirs).text == theirs


def test_an_entry_of_another_name_is_shown_beside_the_one_that_was_exported() -> None:
    workbook = workbook_of(REPLACED)
    fill("Risks", FIRST_RISK, ".likelihood", "Low")(workbook)
    merge = merged(workbook, REPLACED.replace("Price war", "New law"))
    assert [one[2:6] for one in merge.conflicts] == [("Low", "New law", "Price war", "")]


def test_what_is_called_the_same_is_found_whatever_else_has_changed() -> None:
    workbook = workbook_of(REPLACED)
    fill("White space 2", "whitespace/cells/#0", ".potential", 200)(workbook)
    theirs = REPLACED.replace(
        "cells: [{unit: Nord, offering: Sensors, status: empty,",
        "cells: [{unit: Nord, offering: Pumps, status: empty, potential: 100},\n"
        "    {unit: Nord, offering: Sensors, status: ours,",
    )
    merge = merged(workbook, theirs)
    assert (merge.conflicts, merge.problems) == ([], [])
    assert "offering: Sensors, status: ours, potential: 200" in merge.text


def test_a_reader_changes_what_is_theirs_and_removes_nothing() -> None:
    text = PLAN.replace(
        "    serves: [G1]\n",
        "    serves: [G1]\n    directions:\n      - {function: finance, ask: Pay, gain: More}\n",
    )
    workbook = workbook_of(text, "finance")
    key = "objectives/SO1/directions/#0"
    fill("Directions", key, ".gain", "Better")(workbook)
    assert merged(workbook, text).text == text.replace("gain: More", "gain: Better")
    fill("Directions", key, "#remove", "yes")(workbook)
    assert "only a workbook of the account team" in problems(merged(workbook, text))[0]


def test_french_workbooks() -> None:
    text = PLAN.replace("language: en", "language: fr")
    workbook = workbook_of(text, language="fr")
    fill("Risques", FIRST_RISK, ".likelihood", "Faible")(workbook)
    fill("Opportunités", "opportunities/#0", ".value", "500 000,50 €")(workbook)
    fill("Opportunités", "opportunities/#0", ".probability", "34,5 %")(workbook)
    fill("Risques", "risks/#1", "#remove", "oui")(workbook)
    merge = merged(workbook, text)
    assert (problems(merge), merge.conflicts) == ([], [])
    for part in ("likelihood: low", "value: 500000.5", "probability: 34.5%"):
        assert part in merge.text
    assert "Strike" not in merge.text


# --- Round trips ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda one: one.parent.name)
@pytest.mark.parametrize("reader", ["account-team", "finance"])
def test_an_unedited_workbook_changes_no_byte(path: Any, reader: str) -> None:
    text = path.read_text(encoding="utf-8")
    language = "fr" if "language: fr" in text else "en"
    merge = imported(exported(text, reader, language), text)
    assert (problems(merge), merge.conflicts, merge.missing) == ([], [], [])
    assert merge.text == text


LEAVES = [  # where a text, a figure, a date, a choice is, and what may be written there
    ("Account", "account.summary", "#value", ("account", "summary")),
    ("Account", "account.industry", "#value", ("account", "industry")),
    ("Risks", FIRST_RISK, ".text", ("risks", 0, "text")),
    ("Risks", "risks/#1", ".response", ("risks", 1, "response")),
    ("Objectives", "objectives/SO1", ".strategy", ("objectives", 0, "strategy")),
    ("Actions", A1, ".success", ("objectives", 0, "actions", 0, "success")),
]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40
).filter(lambda text: not is_placeholder(text))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(LEAVES), TEXTS), max_size=6, unique_by=lambda one: one[0])
)
def test_leaves_set_in_the_workbook_are_those_set_in_the_plan(edits: list[Any]) -> None:
    workbook = workbook_of(PLAN)
    for (sheet, key, column, _), text in edits:
        fill(sheet, key, column, text)(workbook)
        cell(workbook, sheet, key, column).data_type = "s"
    merge = merged(workbook, PLAN)
    assert (problems(merge), merge.conflicts) == ([], [])
    wanted = {path: text for (_, _, _, path), text in edits}
    found = plan_file(merge.text).document
    for path, text in wanted.items():
        assert found.get(path) == text
    direct = plan_file(PLAN).change([SetValue(path, text) for path, text in wanted.items()])
    assert found.value == plan_file(direct.text).document.value


def test_a_damaged_workbook_is_refused() -> None:
    with pytest.raises(UserError):
        read_workbook(b"PK\x03\x04 no workbook", "p.xlsx")


def test_a_text_that_looks_like_an_escape_of_excel_stays() -> None:
    plan = PLAN.replace("industry: Dairy", 'industry: "Field _x000D_ of _x005F_x0041_"')
    assert plan != PLAN
    merge = merged(workbook_of(plan), plan)
    assert (problems(merge), merge.conflicts, merge.text) == ([], [], plan)


FIGURE_PLACES = (
    "headquarters: {0}, links: [{0}, x], summary: {{en: {0}}}, customer_since: {0}, "
    "custom: {{size: {0}}}"
)


@pytest.mark.parametrize(
    "figure",
    [".inf", "-.INF", ".nan", "1e999", "'1e999%'", "1e300", "0x" + "f" * 290],
)
def test_a_figure_that_no_plan_has_is_a_text_as_written(figure: str) -> None:
    plan = f"kamctl: 1\naccount: {{name: A, {FIGURE_PLACES.format(figure)}}}\n" + (
        f"team: [{{id: {figure}, name: Ana, allocation: {figure}}}]\n"
        f"opportunities: [{{title: {figure}, value: {figure}, probability: {figure}}}]\n"
    )
    workbook = workbook_of(plan)
    for field in ("headquarters", "links", "summary", "customer_since", "custom.size"):
        shown = cell(workbook, "Account", f"account.{field}", "#value").value
        assert shown.split("\n")[0] == figure.strip("'")
    merge = merged(workbook, plan)
    assert (problems(merge), merge.conflicts, merge.text) == ([], [], plan)


def test_a_custom_field_may_have_any_name() -> None:
    custom = '{"@x": one, "y@fr": two, "a.b": three}'
    plan = PLAN.replace("industry: Dairy", f"custom: {custom}").replace(
        "{text: Strike,", f"{{text: Strike, custom: {custom},"
    )
    assert plan.count(custom) == 2
    merge = merged(workbook_of(plan), plan)
    assert (problems(merge), merge.conflicts, merge.text) == ([], [], plan)


def test_an_accent_in_two_characters_is_the_same_text() -> None:
    assert SheetCell("Lacte\N{COMBINING ACUTE ACCENT}a").is_same(SheetCell("Lactéa"))


def test_a_percentage_is_shown_as_it_is_typed() -> None:
    assert SheetCell(0.07, is_percent=True).shown() == "7 %"
