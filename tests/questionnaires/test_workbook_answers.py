"""Answers in Excel files: sorted, widened, saved by other programs; and files that do harm."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from kamctl.document.errors import UserError
from kamctl.i18n.catalog import languages
from kamctl.questionnaires.answer_files import read_answer_file
from kamctl.questionnaires.text_answers import FoundAnswers
from kamctl.questionnaires.text_form import FormTexts
from kamctl.questionnaires.workbook_answers import workbook_answers
from kamctl.questionnaires.workbook_form import workbook_form
from tests.questionnaires.account import chooser_of

Edit = Callable[[Any], None]
LUCA = "luca"


def form(person: str = LUCA, language: str = "en") -> bytes:
    chooser = chooser_of(language=language)
    (found,) = (one for one in chooser.questionnaires() if one.person.id == person)
    return workbook_form(found, FormTexts(chooser.plan, language))


def code(question: str, person: str = LUCA) -> str:
    questionnaires = chooser_of().questionnaires()
    found = {(one.person.id, e.question): e.code for one in questionnaires for e in one.questions}
    return found[person, question]


def filled(answers: dict[str, Any], person: str = LUCA, language: str = "en") -> Any:
    """Return the workbook with answers, by the questions, as somebody has opened it in Excel."""
    workbook = openpyxl.load_workbook(io.BytesIO(form(person, language)))
    sheet = workbook.worksheets[0]
    codes = {code(question, person): value for question, value in answers.items()}
    for row in sheet.iter_rows():
        for wanted, value in codes.items():
            if wanted in str(row[0].value):
                row[3].value = value
    return workbook


def saved(workbook: Any) -> bytes:
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def read(data: bytes) -> tuple[dict[str, str], FoundAnswers]:
    found = workbook_answers(data, "luca.xlsx")
    return {one.code: one.text for one in found.answers}, found


def test_an_empty_form_has_questions_and_no_answers() -> None:
    answers, found = read(form())
    assert answers == {}
    assert len(found.codes) == 7
    assert found.problems == []


@pytest.mark.parametrize("language", languages())
def test_answers_are_found(language: str) -> None:
    data = saved(
        filled({"stop-doing": "Weekly calls", "contact-attitude": "Critic"}, LUCA, language)
    )
    assert read(data)[0] == {
        code("stop-doing"): "Weekly calls",
        code("contact-attitude"): "Critic",
    }


def sort_rows(sheet: Any) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    for number, row in enumerate(sorted(rows, key=lambda one: str(one[1])), 7):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def add_columns(sheet: Any) -> None:
    sheet.insert_cols(1, 2)
    sheet.insert_cols(5)
    sheet.cell(6, 5).value = "Remarks"
    sheet.cell(8, 5).value = "to be discussed"


def add_rows(sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    sheet.insert_rows(12)


def remove_columns(sheet: Any) -> None:
    sheet.delete_cols(2, 2)


def unprotect(sheet: Any) -> None:
    sheet.protection.sheet = False
    sheet.column_dimensions["B"].hidden = True


@pytest.mark.parametrize("edit", [sort_rows, add_columns, add_rows, remove_columns, unprotect])
def test_whatever_was_moved(edit: Edit) -> None:
    workbook = filled({"stop-doing": "Weekly calls", "contact-need": "A date that holds"})
    edit(workbook.worksheets[0])
    assert read(saved(workbook))[0] == {
        code("stop-doing"): "Weekly calls",
        code("contact-need"): "A date that holds",
    }


def test_another_sheet_in_front() -> None:
    workbook = filled({"stop-doing": "Weekly calls"})
    workbook.create_sheet("Notes", 0)["A1"] = "Mine"
    assert read(saved(workbook))[0] == {code("stop-doing"): "Weekly calls"}


VALUES = [
    (dt.datetime(2026, 11, 13), "dd/mm/yyyy", "2026-11-13"),
    (dt.datetime(2026, 11, 13, 9, 30), "dd/mm/yyyy hh:mm", "2026-11-13 09:30:00"),
    (dt.date(2026, 11, 13), "yyyy-mm-dd", "2026-11-13"),
    (45, "General", "45"),
    (4_100_000, "#,##0", "4100000"),
    (1.5, "General", "1.5"),
    (0.265, "0.0%", "26.5%"),
    (0.1 + 0.2, "0%", "30%"),
    (True, "General", "true"),
    ("  two\nlines ", "@", "two lines"),
    ("'=1+1", "@", "'=1+1"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), VALUES)
def test_values_as_excel_keeps_them(value: Any, number_format: str, text: str) -> None:
    workbook = filled({"stop-doing": value})
    for row in workbook.worksheets[0].iter_rows():
        if code("stop-doing") in str(row[0].value):
            row[3].number_format = number_format
    assert read(saved(workbook))[0] == {code("stop-doing"): text}


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x.example";"y")', "=A1"])
def test_a_formula_is_refused_and_the_others_count(formula: str) -> None:
    answers, found = read(saved(filled({"stop-doing": formula, "contact-need": "A date"})))
    assert answers == {code("contact-need"): "A date"}
    assert "is a formula" in str(found.problems[0])
    assert formula.split("(")[0] in str(found.problems[0])


def test_an_error_of_excel_is_refused() -> None:
    answers, found = read(saved(filled({"stop-doing": "#N/A"})))
    assert answers == {}
    assert "is an Excel error: #N/A" in str(found.problems[0])


def test_a_row_that_was_copied() -> None:
    workbook = filled({"stop-doing": "Calls"})
    sheet = workbook.worksheets[0]
    row = next(one for one in sheet.iter_rows() if code("stop-doing") in str(one[0].value))
    sheet.append([row[0].value, "", "", "calls"])
    assert read(saved(workbook))[0] == {code("stop-doing"): "Calls"}
    sheet.append([row[0].value, "", "", "Reports"])
    answers, found = read(saved(workbook))
    assert answers == {}
    assert "several answers" in str(found.problems[0])


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a file of Excel with its parts changed, or left out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return result.getvalue()


def test_saved_by_libreoffice() -> None:
    """It writes texts into the cells themselves, a wrong size of the sheet, and more attributes."""
    data = saved(filled({"stop-doing": "Weekly calls"}))

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        shared = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        text = part.decode()
        for match in re.finditer(r'<c r="([A-Z]+\d+)"([^>]*?) t="s"([^>]*)><v>\d+</v></c>', text):
            value = str(shared[match[1]].value).replace("&", "&amp;").replace("<", "&lt;")
            cell = f'<c r="{match[1]}"{match[2]} t="inlineStr"><is><t xml:space="preserve">{value}'
            text = text.replace(match[0], f"{cell}</t></is></c>")
        return re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"', text).encode()

    changed = rewritten(data, change)
    assert b"inlineStr" in zipfile.ZipFile(io.BytesIO(changed)).read("xl/worksheets/sheet1.xml")
    assert read(changed)[0] == {code("stop-doing"): "Weekly calls"}


# --- What is no questionnaire, or does harm -------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as error:
        workbook_answers(data, "x.xlsx")
    return str(error.value.message)


def with_part(name: str, part: bytes = b"x") -> bytes:
    result = io.BytesIO(form())
    with zipfile.ZipFile(result, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return result.getvalue()


def test_a_bomb_is_refused() -> None:
    assert "too large" in refused(with_part("xl/media/bomb.xml", b"0" * 60_000_000))


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    data = bytearray(with_part("xl/worksheets/sheet9.xml", b"0" * 60_000_000))
    size = (60_000_000).to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (100).to_bytes(4, "little")
    answers, _ = read(bytes(data))  # the part is not one that is read
    assert answers == {}


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    data = rewritten(
        form(), lambda name, part: laughs if name.endswith("sharedStrings.xml") else part
    )
    assert "cannot be read as an Excel file" in refused(data)


def test_many_parts_are_refused() -> None:
    result = io.BytesIO(form())
    with zipfile.ZipFile(result, "a") as archive:
        for number in range(300):
            archive.writestr(f"xl/part{number}.xml", b"x")
    assert "too large" in refused(result.getvalue())


def test_macros_are_refused() -> None:
    assert "macros" in refused(with_part("xl/vbaProject.bin"))
    assert "macros" in refused(with_part("xl/macrosheets/sheet1.xml"))


def test_links_to_other_files_are_refused() -> None:
    assert "links to other files" in refused(with_part("xl/externalLinks/externalLink1.xml"))
    assert "links to other files" in refused(with_part("xl/connections.xml"))


def test_old_and_protected_files_are_refused() -> None:
    assert "by a password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)


def test_damaged_files_are_refused() -> None:
    whole = form()
    for data in (b"PK\x03\x04", whole[:2000], whole[:-30]):
        assert "cannot be read" in refused(data)
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        broken = rewritten(whole, lambda part, data, name=name: b"<x" if part == name else data)
        assert "cannot be read" in refused(broken)
        without = rewritten(whole, lambda part, data, name=name: None if part == name else data)
        assert refused(without)


def test_a_workbook_without_questions_is_refused() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Hello"
    assert "no questions from kamctl" in refused(saved(workbook))
    workbook = filled({"stop-doing": "Calls"})
    workbook.worksheets[0].delete_cols(1)
    assert "no questions from kamctl" in refused(saved(workbook))


def test_a_large_file_is_refused_unread(tmp_path: Any) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"0" * 11 * 1024 * 1024)
    with pytest.raises(UserError, match="larger than 10 MB"):
        read_answer_file(str(path))


# --- The form itself ------------------------------------------------------------------------------


def test_the_form_is_text_with_lists_and_the_same_each_time() -> None:
    assert form() == form()
    workbook = openpyxl.load_workbook(io.BytesIO(form()))
    sheet = workbook.worksheets[0]
    rows = {
        str(row[0].value): row for row in sheet.iter_rows() if str(row[0].value).startswith("[Q")
    }
    assert len(rows) == 7
    for row in rows.values():
        assert row[3].number_format == "@"
        assert not row[3].protection.locked
        assert row[0].protection.locked
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == "'Lists'!$A$1:$A$6"
    listed = [workbook["Lists"].cell(row, 1).value for row in range(1, 7)]
    assert listed == ["Champion", "Supporter", "Neutral", "Critic", "Opponent", "Unknown"]
