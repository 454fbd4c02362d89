"""PDF: which browser, what is printed, and what is said where nothing prints."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from kamctl.document.errors import UserError
from kamctl.pdf import browsers
from kamctl.pdf.browsers import find_browser
from kamctl.pdf.pdf_file import (
    dated,
    destination_sheets,
    is_made_by_kamctl,
    is_pdf,
    page_count,
)
from kamctl.pdf.printable_page import contents_style, fitting_styles, print_ready
from kamctl.pdf.printer import Printer, find_printer
from tests.paths import ROOT
from tests.running import kamctl_in_bytes

TODAY = dt.date(2026, 11, 23)
PAGE = "<!doctype html><html><head><title>A</title></head><body>{body}</body></html>"
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture(autouse=True)
def no_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KAMCTL_BROWSER", raising=False)


# --- Which browser --------------------------------------------------------------------------------


def program(place: Path, text: str = "exit 1") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return place


@posix
@pytest.mark.parametrize("name", ["chromium", "google-chrome", "msedge", "brave-browser"])
def test_a_browser_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browsers, "_installation_paths", lambda: iter(()))
    assert find_browser() is None
    assert find_browser() != program(tmp_path / name)
    assert find_browser() == tmp_path / name


def test_the_usual_places(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.setenv(name, f"C:/{name}")
    on_windows = {place.as_posix() for place in browsers._installation_paths("win32")}
    assert "C:/PROGRAMFILES(X86)/Microsoft/Edge/Application/msedge.exe" in on_windows
    assert "C:/LOCALAPPDATA/Google/Chrome/Application/chrome.exe" in on_windows
    on_macos = {place.as_posix() for place in browsers._installation_paths("darwin")}
    assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in on_macos
    assert list(browsers._installation_paths("linux")) == []


@posix
def test_a_browser_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path / "mine")
    monkeypatch.setenv("KAMCTL_BROWSER", str(named))
    assert find_browser() == named
    monkeypatch.setenv("KAMCTL_BROWSER", "none")
    assert find_browser() is None
    monkeypatch.setenv("KAMCTL_BROWSER", str(tmp_path / "gone"))
    with pytest.raises(UserError, match="gone"):
        find_browser()


def test_where_nothing_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said, and how to print all the same."""
    monkeypatch.setenv("KAMCTL_BROWSER", "none")
    with pytest.raises(UserError) as caught:
        find_printer(TODAY)
    assert "Chrome, Edge, Chromium or Brave" in str(caught.value.message)
    assert "open it in any browser and print it to PDF" in str(caught.value.hint)
    assert "KAMCTL_BROWSER" in str(caught.value.hint)


# --- What a page is told --------------------------------------------------------------------------


def test_a_page_is_told_the_size_of_its_paper_and_may_say_another() -> None:
    page = PAGE.format(body="")
    made = print_ready(page, "letter")
    assert made.index("default-src 'none'") < made.index("@page{size:letter}")
    assert made.endswith(page)
    assert print_ready(page, "a4", "p{}").index("p{}") < len(print_ready(page, "a4")) - len(page)


def test_a_page_of_ours_leaves_rows_out_before_it_is_made_smaller() -> None:
    """What is printed stays readable: the type is as large as before."""
    page = PAGE.format(body='<table><tr class="row-2"><td>b</table>')
    steps = list(fitting_styles(page))
    assert steps[0] == ""
    whole = [one for one in steps if "zoom" not in one]
    assert steps[: len(whole)] == whole and len(whole) == 6
    assert ".row-5,.row-6" in whole[1] and "tr.rest.rows-4{display:table-row}" in whole[1]
    assert ".row-2," in whole[-1]
    # A template of a company has no rows that may be left out.
    assert next(one for one in fitting_styles(PAGE.format(body="")) if one).startswith("body{zoom")


@pytest.mark.parametrize("tag", ["<meta ", "<META\n", "<meta/", "<meta>"])
def test_what_a_page_says_of_itself_leads_nowhere(tag: str) -> None:
    made = print_ready(f"\ufeff<svg><metadata></metadata></svg>{tag} http-equiv=refresh", "a4")
    _, _, page = made.partition("</style>")
    assert page.startswith("<svg><metadata>")
    assert page.endswith(f"<link{tag[5:]} http-equiv=refresh")


def test_what_is_a_pdf() -> None:
    good = b"%PDF-1.4\n<</Type /Page>>\n<</Type /Pages>>\n(D:20200101121314+00'00')\n%%EOF\n"
    assert is_pdf(good)
    assert not any(map(is_pdf, (b"", b"%PDF-1.4", good[:-8], b"<html>%%EOF")))
    assert page_count(good) == 1
    done = dated(good, TODAY)
    assert b"(D:20261123000000+00'00')" in done
    assert is_pdf(done) and dated(done, TODAY).count(b"%%EOF") == 1


def test_where_links_of_a_pdf_lead() -> None:
    """Sheets are counted in the order of the groups, not in that of the file."""
    objects = (
        "7 0 obj\n<</Type /Page\n/Parent 8 0 R>>\nendobj",
        "2 0 obj\n<</Type /Page\n/Parent 9 0 R>>\nendobj",
        "4 0 obj\n<</Type /Page\n/Parent 9 0 R>>\nendobj",
        "9 0 obj\n<</Type /Pages\n/Kids [2 0 R 4 0 R]\n/Parent 8 0 R>>\nendobj",
        "8 0 obj\n<</Type /Pages\n/Kids [9 0 R 7 0 R]>>\nendobj",
        "5 0 obj\n<</a [4 0 R /XYZ 0 9 0]\n/b#c3#a9-1 [7 0 R /XYZ 0 9 0]"
        "\n/gone [6 0 R /XYZ 0 9 0]>>\nendobj",
    )
    assert destination_sheets("\n".join(objects).encode()) == {"a": 2, "bé-1": 3}
    assert destination_sheets(b"no PDF") == {}


def test_contents_get_the_sheets_that_are_known() -> None:
    links = "".join(f'<li><a href="#{one}">x</a></li>\n' for one in ("a", "gone", "b%C3%A9"))
    page = PAGE.format(body=f'<nav class="contents"><ol>{links}</ol></nav>')
    style = contents_style(page, {"a": 2, "bé": 12})
    assert style.count("content:") == 2
    assert '.contents li:nth-child(1) a::after{content:"2"' in style
    assert '.contents li:nth-child(3) a::after{content:"12"' in style
    assert contents_style(PAGE.format(body=links), {"a": 2}) == ""


def test_a_pdf_of_ours_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(dated(b"%PDF-1.4" + b"." * 5000 + b"%%EOF", TODAY))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert is_made_by_kamctl(tmp_path / "a.pdf")
    assert not is_made_by_kamctl(tmp_path / "b.pdf")
    assert not is_made_by_kamctl(tmp_path / "c.pdf")


# --- Browsers that go wrong -----------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("echo 'no display' >&2; exit 3", "no display"),
        ("exit 0", "browser"),
        ("exec sleep 60", "took longer than"),
        ("sleep 60; exit 0", "took longer than"),  # what it has started is stopped as well
    ],
)
def test_a_browser_that_goes_wrong(tmp_path: Path, does: str, words: str) -> None:
    browser = program(tmp_path / "browser", does)
    began = time.monotonic()
    with pytest.raises(UserError) as caught:
        Printer(browser, TODAY, seconds=1.0).printed(
            PAGE.format(body="a"), "a4", on_one_sheet=False
        )
    assert words in str(caught.value.message)
    assert "KAMCTL_BROWSER" in str(caught.value.hint)
    assert time.monotonic() - began < 30


@posix
def test_a_browser_that_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone cannot be started \(the file or folder does"):
        Printer(tmp_path / "gone", TODAY).printed("a", "a4", on_one_sheet=False)


@posix
def test_what_is_no_pdf_is_not_taken(tmp_path: Path) -> None:
    writes = 'for a in "$@"; do case $a in --print-to-pdf=*) echo x > "${a#*=}";; esac; done'
    printer = Printer(program(tmp_path / "browser", writes), TODAY)
    with pytest.raises(UserError, match="not a PDF"):
        printer.printed(PAGE.format(body="a"), "a4", on_one_sheet=False)


# --- Browsers that work ---------------------------------------------------------------------------


@pytest.fixture
def printer() -> Printer:
    browser = find_browser()
    if browser is None:
        if os.environ.get("KAMCTL_REQUIRE_BROWSER"):
            pytest.fail("no browser here, and KAMCTL_REQUIRE_BROWSER is set")
        pytest.skip("No browser was found")
    return Printer(browser, TODAY)


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_pages_come_out_whole_and_the_same_each_time(printer: Printer, tmp_path: Path) -> None:
    page = PAGE.format(body="<h1>Lactéa</h1>")
    first = printer.printed(page, "a4", on_one_sheet=False)
    assert is_pdf(first)
    assert printer.printed(page, "a4", on_one_sheet=False) == first
    other = printer.printed(page.replace("Lactéa", "Éloria"), "letter", on_one_sheet=False)
    for number, (data, word, size) in enumerate(
        ((first, "Lactéa", "A4"), (other, "Éloria", "letter"))
    ):
        (tmp_path / f"{number}.pdf").write_bytes(data)
        assert word in text_of_pdf(tmp_path / f"{number}.pdf")
        assert size in about(tmp_path / f"{number}.pdf", "Page size")


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_one_sheet_is_one_sheet(printer: Printer, tmp_path: Path) -> None:
    rows = (
        "<table style='line-height:1.4;font-size:14px'>" + "<tr><td>row</td></tr>" * 48 + "</table>"
    )
    page = PAGE.format(body=rows)
    for on_one_sheet, sheets in ((False, "2"), (True, "1")):
        data = printer.printed(page, "a4", on_one_sheet=on_one_sheet)
        (tmp_path / "a.pdf").write_bytes(data)
        assert about(tmp_path / "a.pdf", "Pages").split()[-1] == sheets
    assert text_of_pdf(tmp_path / "a.pdf").count("row") == 48
    assert "A4" in about(tmp_path / "a.pdf", "Page size")


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_headings_and_structure_are_kept(printer: Printer) -> None:
    """For readers who listen, and for those who look something up."""
    page = PAGE.format(body="<h1>One</h1><p>a<h2>Two</h2>").replace("<html>", "<html lang=fr>")
    data = printer.printed(page, "a4", on_one_sheet=False)
    assert b"/StructTreeRoot" in data and b"/Lang (fr)" in data
    assert b"/Outlines" in data and b"/Title (Two)" in data


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize("before", ["", "<!-- <head> -->", "<header>", "\ufeff"])
def test_nothing_runs_and_nothing_is_fetched(printer: Printer, tmp_path: Path, before: str) -> None:
    """Whatever a template of a company's own has put there."""
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    address = (tmp_path / "secret.txt").as_uri()
    body = (
        "<script>document.body.append('RUN')</script>"
        f"<meta http-equiv=refresh content='0;url={address}'>"
        f"<iframe src='{address}'></iframe><object data='{address}'></object>"
        f"<link rel=stylesheet href='{address}'><img src='{address}'><p>Rest</p>"
    )
    data = printer.printed(before + PAGE.format(body=body), "a4", on_one_sheet=False)
    (tmp_path / "a.pdf").write_bytes(data)
    text = text_of_pdf(tmp_path / "a.pdf")
    assert "Rest" in text
    assert "RUN" not in text and "SECRET" not in text


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_links_lead_from_where_the_pdf_lies(printer: Printer, tmp_path: Path) -> None:
    """Nobody learns in which folder it was printed."""
    page = PAGE.format(body="<a href=other.html>a</a> <a href=https://example.org/>b</a>")
    data = printer.printed(page, "a4", on_one_sheet=False)
    assert b"/URI (other.html)" in data and b"/URI (https://example.org/)" in data
    assert b"file:" not in data and b"kamctl-pdf" not in data
    (tmp_path / "a.pdf").write_bytes(data)
    assert about(tmp_path / "a.pdf", "Pages").split()[-1] == "1"


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
@pytest.mark.parametrize(
    ("example", "paper"),
    [("complete-en", "a4"), ("complete-fr", "letter"), ("first-draft", "letter")],
)
def test_a_one_pager_is_one_page(
    printer: Printer, tmp_path: Path, example: str, paper: str
) -> None:
    """Each example on both papers is in tests/browser/test_pages.py, in one browser for all."""
    html = tmp_path / "one.html"
    plan = ROOT / "examples" / example / "plan.yaml"
    kamctl(tmp_path, "render", "onepage", str(plan), "-o", str(html))
    page = html.read_text(encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(printer.printed(page, paper, on_one_sheet=True))
    assert about(tmp_path / "a.pdf", "Pages").split()[-1] == "1"


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_printed_contents_have_the_sheets_of_the_chapters(printer: Printer, tmp_path: Path) -> None:
    html, pdf = tmp_path / "plan.html", tmp_path / "plan.pdf"
    plan = ROOT / "examples" / "complete-en" / "plan.yaml"
    kamctl(tmp_path, "render", "plan", str(plan), "-o", str(html))
    pdf.write_bytes(printer.printed(html.read_text(encoding="utf-8"), "a4", on_one_sheet=False))
    sheets = [" ".join(one.split()) for one in text_of_pdf(pdf).split("\f")]
    contents = sheets[1].partition("Contents")[2].partition("Overview of objectives All")[0]
    for number, title in ((3, "Position"), (6, "People and buying"), (9, "Reviews")):
        begins = next(
            place for place, one in enumerate(sheets, 1) if place > 2 and f"{number} {title}" in one
        )
        assert f"{title} {begins}" in contents


def text_of_pdf(pdf: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not here")
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def about(pdf: Path, what: str) -> str:
    if not shutil.which("pdfinfo"):
        pytest.skip("pdfinfo is not here")
    done = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, check=True, encoding="utf-8")
    return next(line for line in done.stdout.splitlines() if line.startswith(f"{what}:"))


# --- The command ----------------------------------------------------------------------------------


def kamctl(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    given = os.environ | {"LC_ALL": "C"} | env
    return kamctl_in_bytes(folder, *arguments, "--today", str(TODAY), env=given)


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_all_audiences_go_into_a_folder_with_an_index(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("No browser was found")
    plan = str(ROOT / "examples" / "first-draft" / "plan.yaml")
    done = kamctl(
        tmp_path, "render", "briefing", plan, "--for", "all", "--format", "pdf", "-o", "a"
    )
    assert (done.returncode, done.stdout) == (0, b"")
    made = sorted(file.name for file in (tmp_path / "a").iterdir())
    assert len(made) >= 5
    assert {Path(name).suffix for name in made} == {".pdf", ".html"}
    index = (tmp_path / "a" / "index.html").read_text(encoding="utf-8")
    assert [name for name in made if name.endswith(".pdf") and f'"{name}"' not in index] == []
    ours = next(name for name in made if name.endswith(".pdf"))
    assert kamctl(tmp_path, "render", "briefing", plan, "-o", f"a/{ours}").returncode == 0
    (tmp_path / "theirs.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    done = kamctl(tmp_path, "render", "briefing", plan, "-o", "theirs.pdf")
    assert done.returncode == 2
    assert (tmp_path / "theirs.pdf").read_bytes() == b"%PDF-1.4\n%%EOF\n"
    out = kamctl(tmp_path, "render", "briefing", plan, "--format", "pdf", "-o", "-")
    assert is_pdf(out.stdout)


@posix
def test_nothing_is_written_where_nothing_prints(tmp_path: Path) -> None:
    plan = str(ROOT / "examples" / "first-draft" / "plan.yaml")
    broken = str(program(tmp_path / "browser", "exit 1"))
    done = kamctl(tmp_path, "render", "briefing", plan, "-o", "a.pdf", KAMCTL_BROWSER=broken)
    assert done.returncode == 2
    assert b"The PDF could not be generated" in done.stderr
    assert not list(tmp_path.glob("*.pdf"))
