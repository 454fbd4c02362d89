"""`kamctl export xlsx`: what is in the file, and where it goes."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kamctl.document.errors import UserError
from kamctl.exchange.workbook_writing import sheet_name, write_text
from tests.paths import ROOT
from tests.running import kamctl_here, kamctl_in_bytes

TODAY = ("--today", "2026-11-23")
PLAN = ROOT / "examples" / "complete-en" / "plan.yaml"
FRENCH = ROOT / "examples" / "complete-fr" / "plan.yaml"


def exported(folder: Path, plan: Path, *words: str) -> Any:
    done = kamctl_here(folder, "export", "xlsx", plan, "-o", "p.xlsx", *words, *TODAY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "p.xlsx\n")
    return openpyxl.load_workbook(folder / "p.xlsx")


def column(sheet: Any, key: str) -> list[Any]:
    """Return the cells of a column, found by its key."""
    (at,) = (one.column for one in sheet[1] if one.value == key)
    return [sheet.cell(row, at) for row in range(3, sheet.max_row + 1)]


def test_a_sheet_for_each_section_with_typed_cells(tmp_path: Path) -> None:
    workbook = exported(tmp_path, PLAN)
    assert workbook.sheetnames[:4] == ["Read me", "Account", "Plan", "Team"]
    objectives = workbook["Objectives"]
    assert objectives.row_dimensions[1].hidden
    assert objectives.column_dimensions["A"].hidden
    assert objectives.protection.sheet and not objectives.protection.password
    ids = column(objectives, "objectives.id")
    assert [one.value for one in ids] == ["SO1", "SO2"]
    assert all(one.protection.locked and one.number_format == "@" for one in ids)
    due = column(objectives, "objectives.due")[0]
    assert isinstance(due.value, dt.datetime)
    assert not due.protection.locked
    statement = column(objectives, "objectives.statement")[0]
    assert (statement.number_format, statement.protection.locked) == ("@", False)
    heading = objectives.cell(2, statement.column)
    assert heading.value == "Statement"
    assert "The strategic objective" in heading.comment.text
    margins = column(workbook["Position"], "position.history.margin")
    assert margins[0].number_format in ("0%", "0.0########%")
    assert 0 < margins[0].value < 1
    lists = [one.formula1 for one in objectives.data_validations.dataValidation]
    assert lists and all(one.startswith("'Lists'!$") for one in lists)
    assert workbook["kamctl"].sheet_state == "veryHidden"
    pieces = [one[0].value for one in workbook["kamctl"].iter_rows()]
    assert all(len(one) < 30_000 and one.isascii() for one in pieces)


def test_it_speaks_the_language_of_the_plan(tmp_path: Path) -> None:
    workbook = exported(tmp_path, FRENCH)
    assert workbook.sheetnames[0] == "Mode d’emploi"
    assert workbook["Objectifs"].cell(2, 2).value == "ID"
    assert {"Compte", "Indicateurs", "Actions"} <= set(workbook.sheetnames)


def test_the_same_plan_makes_the_same_bytes(tmp_path: Path) -> None:
    exported(tmp_path, PLAN)
    first = (tmp_path / "p.xlsx").read_bytes()
    done = kamctl_in_bytes(tmp_path, "export", "xlsx", PLAN, "-o", "-", *TODAY)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == first


def test_a_reader_gets_what_they_may_see(tmp_path: Path) -> None:
    workbook = exported(tmp_path, PLAN, "--for", "finance")
    assert "Team" not in workbook.sheetnames
    assert "Position" in workbook.sheetnames


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-o", "p.xls"), "Use a file name that ends in .xlsx."),
        (("-o", "p.csv"), "Use a file name that ends in .xlsx."),
        (("-o", " "), "for example velopar.xlsx"),
        (("--for", "finanse"), "Did you mean finance?"),
    ],
)
def test_what_is_refused(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = kamctl_here(tmp_path, "export", "xlsx", PLAN, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_has_filled_in_is_not_overwritten(tmp_path: Path) -> None:
    exported(tmp_path, PLAN)
    done = kamctl_here(tmp_path, "export", "xlsx", PLAN, "-o", "p.xlsx")
    assert done.returncode == 2
    assert "already exists" in done.stderr
    assert kamctl_here(tmp_path, "export", "xlsx", PLAN, "-o", "p.xlsx", "--force").returncode == 0


def test_no_bytes_go_to_a_terminal(tmp_path: Path) -> None:
    done = kamctl_here(tmp_path, "export", "xlsx", PLAN, "-o", "-", env={"TTY_COMPATIBLE": "1"})
    assert done.returncode == 2
    assert "not written to a terminal" in done.stderr


def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"kamctl: 1\naccount:\n  name: A\n  summary: {'x' * 32_768}\n", encoding="utf-8"
    )
    done = kamctl_here(tmp_path, "export", "xlsx", plan, "-o", "p.xlsx")
    assert done.returncode == 2
    assert "32768 characters; a cell of Excel holds 32767" in done.stderr
    assert not (tmp_path / "p.xlsx").exists()


def test_return_codes_of_the_writer_are_checked() -> None:
    class Sheet:
        def write_string(self, *_: Any) -> int:
            return -2

    with pytest.raises(UserError):
        write_text(Sheet(), 0, 0, "x")


@pytest.mark.parametrize(
    ("name", "taken", "found"),
    [
        ("A/B: [c]*?", (), "AB c"),
        ("Goals", ("goals",), "Goals 2"),
        ("x" * 40, ("X" * 31,), "x" * 29 + " 2"),
        ("Goals, Pressures, Initiatives, Changes", (), "Goals, Pressures, Initiatives"),
        ("Competitors, Strengths, Weaknesses", (), "Competitors, Strengths"),
        ("'", (), "-"),
    ],
)
def test_sheets_have_names_that_excel_takes(name: str, taken: tuple[str, ...], found: str) -> None:
    assert sheet_name(name, taken) == found
    assert len(found) <= 31


def test_nothing_is_a_formula_or_a_link(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "kamctl: 1\naccount: {name: '=1+1', summary: 'https://example.com', industry: '034'}\n",
        encoding="utf-8",
    )
    data = kamctl_in_bytes(tmp_path, "export", "xlsx", plan, "-o", "-", *TODAY).stdout
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Account"]
    found = {row[0].value: row[2] for row in sheet.iter_rows(min_row=3)}
    assert found["account.name"].value == "=1+1"
    assert found["account.name"].data_type == "s"
    assert found["account.summary"].hyperlink is None
    assert found["account.industry"].value == "034"
