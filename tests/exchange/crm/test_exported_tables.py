"""The tables of exported files, in the variants that spreadsheets and CRMs write."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kamctl.document.errors import UserError
from kamctl.exchange.crm import exported_tables as module
from kamctl.exchange.crm.columns import crm_columns, find_columns
from kamctl.exchange.crm.exported_tables import CrmTable, Formula, read_tables

Write = Callable[[bytes], list[CrmTable]]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    """Return what reads the tables in the bytes of a file."""
    columns = crm_columns("salesforce", {})

    def call(data: bytes) -> list[CrmTable]:
        path = tmp_path / "x"
        path.write_bytes(data)
        return read_tables(str(path), lambda row: find_columns(row, columns) is not None)

    return call


def cells(table: CrmTable) -> list[tuple[int, list[object]]]:
    return [(row.line, list(row.cells)) for row in table.rows]


NORTH = "Nom du compte{0}Ville (facturation)\r\nBière d’Été{0}Lille\r\n"


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (NORTH.format(",").encode(), "UTF-8, comma"),
        (NORTH.format(";").encode("utf-8-sig"), "UTF-8, semicolon"),
        (NORTH.format(";").encode("cp1252"), "not UTF-8, read as Windows-1252, semicolon"),
        (NORTH.format("\t").encode("utf-16"), "UTF-16, tab"),
        (b"\r\n" + NORTH.format("\t").replace("\r\n", "\n").encode(), "UTF-8, tab"),
    ],
)
def test_encodings_and_delimiters(read: Write, data: bytes, note: str) -> None:
    (table,) = read(data)
    assert table.headings == ["Nom du compte", "Ville (facturation)"]
    assert [row.cells for row in table.rows] == [["Bière d’Été", "Lille"]]
    assert [str(one) for one in table.notes] == [note]


def test_quoted_line_breaks_keep_the_numbers_of_lines(read: Write) -> None:
    data = b'Account Name,Website\r\n"North\r\nDairy, ""A""",x\r\nSouth, y \r\n'
    (table,) = read(data)
    assert cells(table) == [(2, ['North\r\nDairy, "A"', "x"]), (4, ["South", "y"])]


def test_the_footer_of_a_report_is_left_out(read: Write) -> None:
    data = (
        b'"Account Name","Website"\n"North","x"\n"South",""\n\n\n"Sales Report"\n'
        b'"Copyright (c) 2026"\n\n"Confidential - Do Not Distribute"\n'
    )
    (table,) = read(data)
    assert cells(table) == [(2, ["North", "x"]), (3, ["South", None])]
    assert str(table.notes[-1]) == "footer of a report in lines 6 to 9"


def test_a_last_row_with_a_name_alone_is_no_footer(read: Write) -> None:
    (table,) = read(b"Account Name,Website\nNorth,x\nSouth,\n\n")
    assert [row.cells[0] for row in table.rows] == ["North", "South"]
    assert len(table.notes) == 1


def test_formulas_are_known_as_such(read: Write) -> None:
    (table,) = read(b'Account Name,Website\n"=HYPERLINK(""http://x"")",=1+1\n')
    assert all(isinstance(one, Formula) for one in table.rows[0].cells)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "x is empty."),
        (b"\xef\xbb\xbf\r\n \r\n", "x is empty."),
        (b"Date;Sum\n1;2\n", "contacts or opportunities: “Date;Sum”"),
        (b"Account Name,Website\n\0\0,x\n", "is not a table of text"),
        (b'Account Name,Website\na,b\n"a,b\nc,d\n', "from line 3 on: quotation marks are not"),
        (b'Account Name,Website\na,"b"c\n', "from line 2 on: quotation marks are not"),
        (b'Account Name;Website\na;"b\n', "from line 2 on: quotation marks are not"),
        (b"\xff\xfe\x00", "is not a table of text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "is an old Excel or Outlook file"),
        (b"PK\x03\x04 broken", "cannot be read as an Excel file"),
    ],
)
def test_what_is_no_table(read: Write, data: bytes, problem: str) -> None:
    with pytest.raises(UserError) as refused:
        read(data)
    assert problem in str(refused.value.message)
    assert refused.value.hint is not None


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "none.csv", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(UserError, match=problem):
            read_tables(str(path), lambda _: True)


def test_too_many_rows(read: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    with pytest.raises(UserError) as refused:
        read(b"Account Name,Website\n" + b"a,b\n" * 3)
    assert "more than 2 rows" in str(refused.value.message)


def test_no_more_is_read_than_tells_that_it_is_too_much(
    read: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 30)
    for headings, problem in ((b"Account Name,Website", "than 30 rows"), (b"A,B", "no columns")):
        with pytest.raises(UserError) as refused:
            read(headings + b"\na,b" * 40 + b'\n"a quote without an end')
        assert problem in str(refused.value.message)


def test_headings_that_are_repeated_are_no_records(read: Write) -> None:
    (table,) = read(b"Account Name,Website\na,x\n\nAccount Name, Website\nb,y\n")
    assert cells(table) == [(2, ["a", "x"]), (5, ["b", "y"])]


def pipeline() -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Deals"
    for row in (
        ["Our pipeline"],
        [],
        ["Opportunity Name", "Stage", "Amount", "Probability (%)", "Close Date"],
        ["Sensors_x000D_\nand more", "Proposal", 450_000.5, 0.4, dt.datetime(2027, 3, 4)],
        ["Valves", None, "=B2+1", 40, "2027-03-04"],
        [],
        ["Filtered by: me"],
    ):
        sheet.append(row)
    sheet["D4"].number_format = "0%"
    workbook.create_sheet("Notes").append(["nothing"])
    hidden = workbook.create_sheet("hiddenSheet")
    hidden.append(["Account Name", "Website"])
    hidden.append(["Secret", ""])
    hidden.sheet_state = "hidden"
    return workbook


def saved(workbook: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def test_a_plan_that_kamctl_exported_is_no_table(read: Write) -> None:
    workbook = pipeline()
    workbook.create_sheet("kamctl")
    with pytest.raises(UserError, match="is a plan that kamctl exported"):
        read(saved(workbook))


def test_a_workbook(read: Write) -> None:
    (table,) = read(saved(pipeline()))
    assert table.name.endswith("x [Deals]")
    assert cells(table) == [
        (4, ["Sensors\nand more", "Proposal", 450_000.5, "40%", dt.date(2027, 3, 4)]),
        (5, ["Valves", None, "=B2+1", 40, "2027-03-04"]),
    ]
    assert isinstance(table.rows[1].cells[2], Formula)
    assert str(table.notes[-1]) == "footer of a report in lines 7 to 7"


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("xl/vbaProject.bin", "has macros"),
        ("xl/macrosheets/sheet1.xml", "has macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other files"),
        ("xl/connections.xml", "links to other files"),
        ("xl/media/huge.bin", "is too large; it was not read"),
    ],
)
def test_a_workbook_that_is_not_harmless(
    read: Write, monkeypatch: pytest.MonkeyPatch, name: str, problem: str
) -> None:
    monkeypatch.setattr(module, "LARGEST_UNPACKED", 1_000_000)
    content = b"\0" * 2_000_000 if "huge" in name else b""
    with pytest.raises(UserError) as refused:
        read(with_part(saved(pipeline()), name, content))
    assert problem in str(refused.value.message)
