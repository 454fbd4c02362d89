"""`kamctl import xlsx`: what is asked, shown and written, and with which exit code."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kamctl.document.writing import locked
from tests.paths import ROOT
from tests.running import kamctl_here

PLAN = """\
kamctl: 1
account: {name: North, industry: Dairy}
risks:
  - {text: Price war}  # since May
  - {text: Strike}
"""
INTO = ("--into", "plan.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plan and its workbook."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = kamctl_here(tmp_path, "export", "xlsx", "plan.yaml", "-o", "p.xlsx")
    assert done.returncode == 0, done.stderr
    return tmp_path


def change(folder: Path, text: Any = "Lockout") -> None:
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    workbook["Risks"]["B3"] = text
    workbook.save(folder / "p.xlsx")


def plan_of(folder: Path) -> str:
    return (folder / "plan.yaml").read_text(encoding="utf-8")


def test_without_an_answer_the_changes_are_shown_and_not_written(folder: Path) -> None:
    change(folder)
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO)
    assert done.returncode == 1
    assert "+  - {text: Lockout}  # since May" in done.stdout
    assert "Add --yes" in done.stderr
    assert plan_of(folder) == PLAN


def test_a_column_sorted_alone_is_not_written_without_a_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = ", ".join(f"{{year: {year}, turnover: {year % 3}}}" for year in range(2022, 2026))
    with_years = f"{PLAN}position: {{history: [{years}]}}\n"
    (folder / "plan.yaml").write_text(with_years, encoding="utf-8")
    assert kamctl_here(folder, "export", "xlsx", ".", "-o", "p.xlsx", "--force").returncode == 0
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    cells = [row[0] for row in workbook["Position"]["D3:D6"]]
    for cell, value in zip(cells, sorted(one.value for one in cells), strict=True):
        cell.value = value
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert done.returncode == 1
    assert "Position!D4:D6 (Turnover with us): 3 values are in other rows" in done.stderr
    assert plan_of(folder) == with_years
    monkeypatch.setattr("kamctl.cli.import_xlsx.can_ask", lambda: True)
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, stdin="y\n")
    assert (done.returncode, plan_of(folder) == with_years) == (0, False), done.stderr


def test_a_folder_means_its_only_plan(folder: Path) -> None:
    again = kamctl_here(folder, "export", "xlsx", ".", "-o", "p.xlsx", "--force")
    assert again.returncode == 0, again.stderr
    change(folder)
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", "--into", ".", "--yes")
    assert (done.returncode, done.stderr) == (0, "plan.yaml was changed.\n")


@pytest.mark.parametrize("name", ["\\tNorth", "North\\r\\nSouth", "North\\tSouth", "North\\u2028"])
def test_a_name_with_a_tab_or_a_line_end_is_the_same_name(tmp_path: Path, name: str) -> None:
    plan = PLAN.replace("name: North", f'name: "{name}"')
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    done = kamctl_here(tmp_path, "export", "xlsx", "plan.yaml", "-o", "p.xlsx")
    assert done.returncode == 0, done.stderr
    done = kamctl_here(tmp_path, "import", "xlsx", "p.xlsx", *INTO)
    assert (done.returncode, done.stderr) == (0, "plan.yaml is unchanged.\n")


def test_with_yes_they_are_written_and_a_second_time_changes_nothing(folder: Path) -> None:
    change(folder)
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert (done.returncode, done.stderr) == (0, "plan.yaml was changed.\n")
    assert plan_of(folder) == PLAN.replace("Price war", "Lockout")
    again = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert (again.returncode, again.stderr) == (0, "plan.yaml is unchanged.\n")


def test_sign_offs_that_a_change_invalidates_are_named_before_it_is_written(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "examples" / "complete-en", tmp_path / "plan")
    dated = ("--today", "2026-11-23")
    done = kamctl_here(tmp_path, "export", "xlsx", "plan", "-o", "p.xlsx", *dated)
    assert done.returncode == 0, done.stderr
    workbook = openpyxl.load_workbook(tmp_path / "p.xlsx")
    sheet = workbook["Objectives"]
    (at,) = (one.column for one in sheet[1] if one.value == "objectives.statement")
    assert sheet.cell(3, 2).value == "SO1"
    sheet.cell(3, at).value = "Win the framework of all plants by 2028."
    workbook.save(tmp_path / "p.xlsx")
    words = ("import", "xlsx", "p.xlsx", "--into", "plan", *dated)
    lost = "SO1: invalidates the sign-offs of "
    done = kamctl_here(tmp_path, *words)
    assert done.returncode == 1
    (line,) = (one for one in done.stderr.splitlines() if one.startswith(lost))
    for party in ("finance", "supply chain", "operations"):
        assert party in line
    assert done.stderr.index(lost) < done.stderr.index("Add --yes")
    assert "SO2" not in done.stderr
    done = kamctl_here(tmp_path, *words, "--yes")
    assert (done.returncode, done.stderr.count(lost)) == (0, 1)
    assert kamctl_here(tmp_path, *words, "--yes").stderr == "plan/plan.yaml is unchanged.\n"


def test_a_conflict_shows_both_sides(folder: Path) -> None:
    change(folder)
    theirs = PLAN.replace("Price war", "Price cut")
    (folder / "plan.yaml").write_text(theirs, encoding="utf-8")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    for part in (
        "Risks!B3 (Risk)",
        "“Lockout”",
        "“Price cut”",
        "“Price war”",
        "Nothing was written.",
    ):
        assert part in done.stderr
    assert plan_of(folder) == theirs


def test_problems_name_sheet_cell_and_value(folder: Path) -> None:
    change(folder, "=1+1")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert done.returncode == 1
    assert "Risks!B3 (Risk): “=1+1”: this is a formula" in done.stderr
    assert plan_of(folder) == PLAN


@pytest.mark.parametrize(
    ("language", "sheet", "problem"),
    [
        ("en", "Risks", "Risks!E3 (Likelihood): “perhaps”: choose one of the values: Low, Medium"),
        ("fr", "Risques", "Risques!E3 (Probabilité) : « perhaps » : choisir une valeur : Faible"),
    ],
)
def test_problems_name_the_headings_of_the_workbook(
    folder: Path, language: str, sheet: str, problem: str
) -> None:
    options = ("--lang", language)
    plan = f"{PLAN}plan: {{language: {language}}}\n"
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    done = kamctl_here(folder, "export", "xlsx", "plan.yaml", "-o", "p.xlsx", "--force", *options)
    assert done.returncode == 0, done.stderr
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    workbook[sheet]["E3"] = "perhaps"
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes", *options)
    assert done.returncode == 1
    assert problem in done.stderr.replace("\N{NO-BREAK SPACE}", " ")


def test_a_check_names_the_headings_of_the_workbook_too(folder: Path) -> None:
    plan = f"{PLAN}plan: {{period: {{start: 2026-01-01, end: 2028-12-31}}}}\n"
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    done = kamctl_here(folder, "export", "xlsx", "plan.yaml", "-o", "p.xlsx", "--force")
    assert done.returncode == 0, done.stderr
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    sheet = workbook["Plan"]
    (row,) = (one[0].row for one in sheet if one[0].value == "plan.period.end")
    sheet.cell(row, 3).value = "2025-12-31"
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert done.returncode == 1
    assert f"Plan!C{row} (Last day of the plan): “2025-12-31”" in done.stderr
    assert "`" not in done.stderr, done.stderr


def test_missing_rows_are_named(folder: Path) -> None:
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    workbook["Risks"].delete_rows(4)
    workbook.create_sheet("My notes")["A1"] = "call them"
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert done.returncode == 0
    assert "1 row is missing; its entry stays in the plan: Risks: Strike." in done.stderr
    assert "The sheet “My notes” is not part of the plan" in done.stderr
    assert plan_of(folder) == PLAN
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes", "--delete-missing")
    assert plan_of(folder) == PLAN.replace("  - {text: Strike}\n", "")


def test_a_sheet_that_is_missing_is_named(folder: Path) -> None:
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    del workbook["Risks"]
    workbook.save(folder / "p.xlsx")
    for more in ((), ("--delete-missing",)):
        done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes", *more)
        assert done.stderr == (
            "The sheet “Risks” is missing; its entries stay in the plan.\nplan.yaml is unchanged.\n"
        )
    assert plan_of(folder) == PLAN


def test_a_workbook_without_a_sheet_of_a_plan_is_refused(folder: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Risks"
    workbook.save(folder / "other.xlsx")
    done = kamctl_here(folder, "status", ".", "-o", "accounts.xlsx")
    assert done.returncode == 0, done.stderr
    for name in ("other.xlsx", "accounts.xlsx"):
        done = kamctl_here(folder, "import", "xlsx", name, *INTO, "--yes")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{name} has no sheet of an account plan" in done.stderr


def test_a_row_that_is_missing_has_a_sheet_and_no_cell(folder: Path) -> None:
    plan = PLAN.replace("{text: Strike}", "{text: Strike, owner: ana}")
    plan += "team:\n  - {id: ana, name: Ana}\n"
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    kamctl_here(folder, "export", "xlsx", "plan.yaml", "-o", "p.xlsx", "--force")
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    workbook["Team"].delete_rows(3)
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes", "--delete-missing")
    assert done.returncode == 1
    assert "Team: “ana”: other entries name its ID; change them first" in done.stderr
    assert plan_of(folder) == plan


def test_other_files_are_refused(folder: Path) -> None:
    (folder / "other.yaml").write_text("kamctl: 1\naccount: {name: South}\n", encoding="utf-8")
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    for words, sentence in (
        (("p.xlsx", "--into", "other.yaml"), "p.xlsx is about North"),
        (("bad.xlsx", *INTO), "cannot be read as an Excel file"),
        (("none.xlsx", *INTO), "There is no file none.xlsx"),
        (("p.xlsx", "--into", "none.yaml"), "There is no such file"),
    ):
        done = kamctl_here(folder, "import", "xlsx", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence in done.stderr


def test_without_the_hidden_sheet_a_warning_comes_before_the_question(folder: Path) -> None:
    change(folder)
    workbook = openpyxl.load_workbook(folder / "p.xlsx")
    del workbook["kamctl"]
    workbook["Risks"]["B3"] = "Price war"
    workbook["Account"]["C5"] = "Cheese"
    workbook.save(folder / "p.xlsx")
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--delete-missing")
    assert (done.returncode, "which rows were deleted is not known" in done.stderr) == (2, True)
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO)
    assert done.returncode == 1
    assert "has lost its hidden sheet" in done.stderr
    assert plan_of(folder) == PLAN


def test_another_process_that_writes_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder)
    monkeypatch.setattr("kamctl.document.writing._LOCK_TIMEOUT", 0.05)
    (folder / ".plan.yaml.lock").touch()
    done = kamctl_here(folder, "import", "xlsx", "p.xlsx", *INTO, "--yes")
    assert done.returncode == 2
    assert "still writing" in done.stderr
    assert plan_of(folder) == PLAN
    (folder / ".plan.yaml.lock").unlink()
    with locked(folder / "plan.yaml"):
        pass
