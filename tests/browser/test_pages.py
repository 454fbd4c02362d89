"""The pages in a real browser: for everyone, self-contained, on a phone and on paper."""

from __future__ import annotations

import base64
import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kamctl.briefing.engine.branding import NO_BRANDING, Branding
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.index_page import folder_index, site_index
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_file, check_source
from kamctl.document.source import Source
from kamctl.i18n.catalog import languages
from kamctl.pdf import printable_page
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import KINDS
from tests.briefing.extreme_plans import LONG, TEXTS, as_yaml, crowded_plan, plan_in_many_scripts
from tests.briefing.pages.test_snapshots import view as changed_example
from tests.browser.programs import HERE, asked_of_browser, node_program, require
from tests.paths import ROOT
from tests.portfolio.sample_portfolio import write_sample_portfolio

TODAY = dt.date(2026, 11, 23)
ACCOUNTS = 14
"""How many are in the usual portfolio."""
READERS = ("everyone", "executive", "finance", "supply-chain", "account-team")
FEWER = ("everyone", "finance", "account-team")
"""Readers of plans that say little, or in another language: the others see no more of them."""
AXE_ON_ONE_PAGE = ("finance", "account-team")
"""One-pagers differ from reader to reader in their words alone, and each of them is printed."""
LANGUAGES = languages()
PAPERS = ("A4", "Letter")

FILLED = 0.66
"""How far down a sheet its words reach, from 0 to 1, where it is not half empty."""
HALF = 0.5
"""The same for documents with large pictures, which a sheet has as a whole or not at all."""
EXAMPLES = ("complete-", "first-draft-")
"""The pages of examples whose texts are as people write them."""
USUAL = ("complete", "first", "portfolio-everyone", "portfolio-finance", "portfolio-account-team")
"""The documents of examples and of a usual portfolio, whose texts are of ordinary length."""
MARGIN = 0.955
"""Below it stands the number of the sheet."""
SENTENCE = 6
"""Words that make a sentence which is not said twice by chance."""

ADORNED = Branding(
    accent="#b00020",
    logo="data:image/svg+xml;base64,"
    + base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="90">'
        b'<path d="M0 0h60v90z"/></svg>'
    ).decode(),
    footer="Corvane SA, 12 rue des Vannes, 69007 Lyon. Confidential: not to be passed on. " * 3,
)
"""What a company may have settled for its pages: a tall logo, a long line at the foot."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Page(NamedTuple):
    """A page in both forms; whether axe and html-validate look at it, and what it is printed on.

    A browser opens every page. Axe is the dearest of the checks, and html-validate takes four
    times as long for a page twice as long, so both are spared what others say already.
    """

    name: str
    html: str
    markdown: str
    axe: bool = False
    papers: tuple[str, ...] = ()
    valid: bool = True


def _page(
    name: str,
    report: PlanReport,
    kind: str,
    reader: str,
    language: str,
    branding: Branding = NO_BRANDING,
    *,
    full: bool = False,
) -> Page:
    view = build_view(report, audience_for(reader), language, kind, company="Corvane", full=full)
    return Page(
        f"{name}-{kind}{'-full' * full}-{reader}-{language}",
        render_html(view, branding, kind=kind),
        render_markdown(view, branding, kind=kind),
    )


def examples() -> Iterator[Page]:
    """Return each example, in each kind, for each kind of reader, in each language.

    Axe, html-validate and the second paper see all of an example in the language it is written
    in, and what the account team reads, which is the most, in the other.
    """
    for path in sorted((ROOT / "examples").glob("*/plan.yaml")):
        report = check_file(str(path), TODAY)
        name = path.parent.name
        assert report.plan is not None
        own = report.plan.plan.language
        if name.startswith("complete"):
            page = _page(name, report, "briefing", "account-team", own, full=True)
            yield page._replace(papers=PAPERS[:1], valid=False)
        for language in LANGUAGES:
            some = READERS if name.startswith("complete") and language == own else FEWER
            for kind, readers in (
                ("briefing", some),
                ("onepage", some),
                ("plan", ("account-team",)),
            ):
                for reader in readers:
                    page = _page(name, report, kind, reader, language)
                    seen = language == own or (kind, reader) == ("briefing", "account-team")
                    if kind == "onepage":
                        axe = seen and reader in AXE_ON_ONE_PAGE
                        yield page._replace(axe=axe, valid=axe)
                    else:
                        papers = PAPERS if language == own else PAPERS[:1]
                        yield page._replace(axe=seen, papers=papers, valid=seen)


def index() -> Page:
    names = [(account, reader, f"{reader}.html") for account in "AB" for reader in READERS]
    view = folder_index(names, "fr", TODAY, "Corvane")
    html, markdown = render_html(view, kind="index"), render_markdown(view, kind="index")
    return Page("index", html, markdown, True, PAPERS)


def portfolios() -> Iterator[Page]:
    """Return the page over all accounts: of many, of odd ones, of none; and the first of a site."""
    with tempfile.TemporaryDirectory() as folder:
        reports = [
            check_file(str(path), TODAY) for path in write_sample_portfolio(Path(folder), ACCOUNTS)
        ]
        found = [summarize_plan(report, TODAY) for report in reports]
    usual = build_portfolio(found, TODAY, ("strategic", "key", "target"))
    texts = [text[:300] for text in TEXTS.values()]
    odd = [
        one._replace(name=text, tier=text, file=f"{number}.yaml")
        for number, (one, text) in enumerate(zip(usual.accounts, texts, strict=False))
    ]
    for name, portfolio, readers in (
        ("portfolio", usual, ("account-team", "finance", "everyone")),
        ("portfolio-odd", build_portfolio(odd, TODAY), ("account-team",)),
        ("portfolio-none", build_portfolio([], TODAY), ("account-team",)),
    ):
        for language in LANGUAGES:
            for reader in readers:
                view = portfolio_view(portfolio, audience_for(reader), language, "Corvane")
                html = render_html(view, kind="portfolio")
                markdown = render_markdown(view, kind="portfolio")
                # Half of them in each language, the fullest in French.
                seen = (reader == "account-team") == (language == "fr")
                papers = PAPERS if seen else PAPERS[:1]
                yield Page(f"{name}-{reader}-{language}", html, markdown, seen, papers, seen)
    first = site_index([(one, f"for-{one}/index.html") for one in READERS], "fr", TODAY, "Corvane")
    html, markdown = render_html(first, kind="index"), render_markdown(first, kind="index")
    yield Page("site", html, markdown, True)


def reviews() -> Iterator[Page]:
    """Return the review of an example, for each kind of reader."""
    for language, readers in (("en", READERS), ("fr", FEWER)):
        for reader in readers:
            view = changed_example("review", "complete-en", reader, language)
            html, markdown = render_html(view, kind="review"), render_markdown(view, kind="review")
            seen = reader == "account-team"
            yield Page(f"complete-review-{reader}-{language}", html, markdown, seen, PAPERS, seen)


def _brief(plan: dict[str, Any]) -> dict[str, Any]:
    """Return the plan with one person, of whom little more than a long name is known."""
    name = "Hélène Mercier-Duquesnoy de la Tour"
    return {**plan, "stakeholders": [{"id": "p0", "name": name, "covered_by": ["m0"]}]}


def extremes() -> Iterator[Page]:
    """Return what has the most to fit into a page, and every odd text."""
    for name, plan in {
        "none": crowded_plan(objectives=0),
        "one-long": crowded_plan(LONG[:400], objectives=1),
        "one-six": crowded_plan(LONG[:400], objectives=1, functions=6),
        "two-long": crowded_plan(LONG[:400], objectives=2),
        "two-few": crowded_plan(LONG[:400], objectives=2, functions=3),
        "three-wide": crowded_plan(TEXTS["wide script"], objectives=3),
        "one-few-people": crowded_plan(LONG[:400], objectives=1, functions=3, people=5),
        "three-brief": _brief(crowded_plan("All 22 hubs.", objectives=3, functions=3, people=1)),
        "two-few-people": crowded_plan(LONG[:400], objectives=2, functions=5, people=5),
        "five-long": crowded_plan(LONG[:400], objectives=5),
        "five-unbroken": crowded_plan("Lieferkettensorgfaltspflicht" * 20, objectives=5),
        "forty": crowded_plan(objectives=40, functions=3),
        "odd": plan_in_many_scripts(objectives=2),
    }.items():
        report = _checked(plan)
        for reader in ("executive", "account-team"):
            yield _page(name, report, "onepage", reader, "fr")
    for example in ("complete-en", "complete-fr"):
        report = check_file(str(ROOT / "examples" / example / "plan.yaml"), TODAY)
        page = _page(f"{example}-adorned", report, "onepage", "account-team", "fr", ADORNED)
        yield page._replace(axe=True)
    fullest = _checked(crowded_plan(LONG[:400], objectives=2, functions=8, people=5))
    yield _page("adorned-fullest", fullest, "onepage", "account-team", "fr", ADORNED)
    few = {"objectives": 1, "functions": 2, "people": 4}
    unbroken = TEXTS["20,000 characters without a space"][:2000]
    for name, plan in {
        "mixed": plan_in_many_scripts(**few),
        "unbroken": crowded_plan(unbroken, **few),
        "circle": crowded_plan(people=300, functions=2, reports_to=lambda place: (place + 1) % 300),
    }.items():
        report = _checked(plan)
        for kind in KINDS:
            page = _page(name, report, kind, "account-team", "en")
            # Three hundred people are said as twelve are.
            yield page._replace(valid=name != "circle")


def _checked(plan: dict[str, Any]) -> PlanReport:
    return check_source(Source("plan.yaml", as_yaml(plan)), NO_WORKSPACE, TODAY)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [*examples(), index(), *portfolios(), *reviews(), *extremes()]


@pytest.fixture(scope="module")
def folder(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    for page in pages:
        (out / f"{page.name}.html").write_text(page.html, encoding="utf-8", newline="\n")
        (out / f"{page.name}.md").write_text(page.markdown, encoding="utf-8", newline="\n")
    return out


@pytest.fixture(scope="module")
def answer(pages: list[Page], folder: Path) -> dict[str, Any]:
    """What the browser saw of each page, and which pictures Mermaid could not read."""
    request = {
        "pages": [
            {
                "name": page.name,
                "html": str(folder / f"{page.name}.html"),
                "axe": page.axe,
                "papers": page.papers,
            }
            for page in pages
        ],
        "mermaid": [text for page in pages for text in mermaid_of(page.markdown)],
        "out": str(folder),
    }
    packages = ("playwright-core", "axe-core", "mermaid")
    found: dict[str, Any] = asked_of_browser("page.mjs", request, packages=packages, seconds=1800)
    return found


@pytest.fixture(scope="module")
def seen(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {page["name"]: page for page in answer["pages"]}


@pytest.fixture(scope="module")
def paper(
    pages: list[Page], folder: Path, seen: dict[str, dict[str, Any]]
) -> dict[str, list[list[str]]]:
    """What stands on each printed sheet, line by line, but for what stands in its margins."""
    require("pdftotext", shutil.which("pdftotext"))
    names = [f"{page.name}-{size}" for page in pages for size in page.papers]
    with ThreadPoolExecutor(4) as pool:
        return dict(
            zip(names, pool.map(lambda name: _sheets(folder / f"{name}.pdf"), names), strict=True)
        )


def _sheets(pdf: Path) -> list[list[str]]:
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    return [
        [
            " ".join(line.split())
            for line in sheet.splitlines()
            if line.strip() and not re.fullmatch(r"\s*\d+ / \d+\s*", line)
        ]
        for sheet in text.split("\f")[:-1]
    ]


def mermaid_of(markdown: str) -> list[str]:
    return re.findall(r"(?ms)^```mermaid\n(.*?)^```$", markdown)


def stranded(sheets: list[list[str]], headings: list[str]) -> list[str]:
    """Return the headings that end a sheet, with what they are above on the next."""
    known = {" ".join(heading.split()) for heading in headings}
    return [
        sheet[-1]
        for sheet in sheets[:-1]
        if sheet
        and (sheet[-1] in known or (len(sheet) > 1 and f"{sheet[-2]} {sheet[-1]}" in known))
    ]


def test_one_worker_opens_all_pages(request: pytest.FixtureRequest) -> None:
    """Else each opens them all in a browser of its own, and the checks take twice as long."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("the tests are not shared among workers")
    assert request.node.nodeid.endswith("@browser")


def test_a_stranded_heading_is_found() -> None:
    assert stranded([["Text", "Risks"], ["Risk Owner"]], ["Risks"]) == ["Risks"]
    assert stranded([["Text", "What it", "asks"], ["x"]], ["What it\n asks"]) == ["asks"]
    assert stranded([["Risks", "Text"], ["Risks"]], ["Risks"]) == []


def test_accessible_in_light_and_in_dark(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: one["violations"] for name, one in seen.items() if one["violations"]} == {}


def test_keeps_its_policy_and_asks_nobody(seen: dict[str, dict[str, Any]]) -> None:
    messages = {name: one["console"] + one["requests"] for name, one in seen.items()}
    assert {name: lines for name, lines in messages.items() if lines} == {}


def test_nothing_scrolls_sideways_on_a_phone(seen: dict[str, dict[str, Any]]) -> None:
    widths = {name: one["widths"] for name, one in seen.items()}
    assert {name: one for name, one in widths.items() if one["scroll"] > one["client"]} == {}


def test_no_cell_runs_into_the_next_on_a_phone(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: one["spilled"] for name, one in seen.items() if one["spilled"]} == {}


def test_no_words_lie_on_others_in_a_picture(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: one["crowding"] for name, one in seen.items() if one["crowding"]} == {}


def test_the_figures_of_a_measure_stand_on_one_line(seen: dict[str, dict[str, Any]]) -> None:
    assert {name: one["uneven"] for name, one in seen.items() if one["uneven"]} == {}


def test_labels_and_names_are_on_one_line_where_there_is_room(
    seen: dict[str, dict[str, Any]],
) -> None:
    usual = {name: one["broken"] for name, one in seen.items()
             if name.startswith((*EXAMPLES, "three-brief"))}  # fmt: skip
    assert any(name.startswith("three-brief") for name in usual)
    assert {name: words for name, words in usual.items() if words} == {}


def test_a_book_begins_a_sheet_for_each_objective_alone(seen: dict[str, dict[str, Any]]) -> None:
    """A chapter that follows them goes on where they end, or a draft ends with an empty sheet."""
    books = {name: one["paper"]["begins"] for name, one in seen.items()
             if "-plan-" in name and name.startswith(EXAMPLES)}  # fmt: skip
    assert books
    chapter = re.compile(r"\s*\d+\s+(Strategic objective|Objectif stratégique)")
    others = {name: [text[:40] for text in begins if not chapter.match(text)]
              for name, begins in books.items()}  # fmt: skip
    assert {name: found for name, found in others.items() if found} == {}


def test_no_sheet_is_blank(paper: dict[str, list[list[str]]]) -> None:
    blank = {
        f"{name}, sheet {number}"
        for name, sheets in paper.items()
        for number, sheet in enumerate(sheets, 1)
        if len(sheet) < 3
    }
    assert blank == set()


def test_no_heading_is_at_the_foot_of_a_sheet(
    paper: dict[str, list[list[str]]], seen: dict[str, dict[str, Any]]
) -> None:
    found = {
        name: lost
        for name, sheets in paper.items()
        if (lost := stranded(sheets, seen[name.rpartition("-")[0]]["headings"]))
    }
    assert found == {}


def test_a_sheet_is_filled_but_the_last(
    folder: Path, paper: dict[str, list[list[str]]], seen: dict[str, dict[str, Any]]
) -> None:
    """What is on it reaches below its middle, but before what begins a sheet of its own."""
    half_empty = {}
    for name, sheets in paper.items():
        if len(sheets) == 1 or not name.startswith(USUAL):
            continue
        begins = seen[name.rpartition("-")[0]]["paper"]["begins"]
        reached = [
            (number, depth)
            for number, depth in enumerate(depths(folder / f"{name}.pdf")[:-1], 1)
            if depth < (FILLED if "-briefing-" in name else HALF)
            if not is_new_sheet(sheets[number], begins)
        ]
        if reached[1:] if "-plan-" in name else reached:  # a book begins with its cover
            half_empty[name] = reached
    assert half_empty == {}


def is_new_sheet(sheet: list[str], begins: list[str]) -> bool:
    """Tell whether a sheet begins, below its head, with what begins a sheet of its own."""
    top = "".join("".join(sheet[1:]).split())
    return any(top.startswith("".join(one.split())[:20]) for one in begins)


def test_what_begins_a_sheet_of_its_own_is_found() -> None:
    sheet = ["Velopar Group", "5 Strategic objective 2", "Halve the waste"]
    assert is_new_sheet(sheet, ["\n5\n Strategic objective 2\nHalve the waste"])
    assert not is_new_sheet(sheet, ["6 People"])
    assert not is_new_sheet(sheet, [])


def depths(pdf: Path) -> list[float]:
    """Return how far down the words of each sheet reach, from 0 to 1, but for its number."""
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    found = []
    for sheet in boxes.split("<page ")[1:]:
        height = float(sheet.partition('height="')[2].partition('"')[0])
        ends = [float(end) / height for end in re.findall(r'yMax="([\d.]+)"', sheet)]
        found.append(max((end for end in ends if end < MARGIN), default=0.0))
    return found


def test_type_on_paper_is_readable(seen: dict[str, dict[str, Any]]) -> None:
    """Nine points, and nothing so wide that all of it is made smaller."""
    printed = {name: one["paper"] for name, one in seen.items() if "paper" in one}
    assert len(printed) > 40
    small = {name: one["small"] for name, one in printed.items() if one["small"]}
    assert small == {}
    wide = {name: one["wide"] for name, one in printed.items() if one["wide"]}
    assert wide == {}


def test_tables_and_boxes_are_not_torn_on_paper(seen: dict[str, dict[str, Any]]) -> None:
    torn = {name: one["paper"]["torn"] for name, one in seen.items() if "paper" in one}
    assert {name: tables for name, tables in torn.items() if tables} == {}


def test_a_document_says_nothing_twice(seen: dict[str, dict[str, Any]]) -> None:
    """But for the book, whose chapters are read one by one, and name what they are about.

    A full briefing names in its tables what it has said of each objective.
    """
    found = {
        name: twice
        for name, one in seen.items()
        if name.startswith(USUAL) and "paper" in one
        if not re.search("-plan-|-full-", name)
        if (twice := said_twice(one["paper"]["said"]))
    }
    assert found == {}


def said_twice(texts: list[str]) -> list[str]:
    """Return the sentences of six words or more that are there twice."""
    sentences = Counter(
        " ".join(sentence.split())
        for text in texts
        for sentence in re.split(r"(?<=[.!?])\s|\n", text)
        if len(re.findall(r"[^\W\d_]{2,}", sentence)) >= SENTENCE
    )
    return [sentence for sentence, times in sentences.items() if times > 1]


def test_what_is_said_twice_is_found() -> None:
    sentence = "Deliver every hub within one day."
    assert said_twice([sentence, f"We ask: so. {sentence}"]) == [sentence]
    assert said_twice([sentence, "Within one day.", "Within one day."]) == []


def test_a_briefing_is_short(paper: dict[str, list[list[str]]]) -> None:
    """On A4, two sheets for one objective and one more for each further one."""
    objectives = {"complete-en": 2, "complete-fr": 1}
    too_long = {}
    counted = 0
    for name, sheets in paper.items():
        example, found, rest = name.partition("-briefing-")
        if not found or example not in objectives or not rest.endswith("-A4"):
            continue
        counted += 1
        most = objectives[example] + 1
        if rest.startswith(("executive", "sponsor")):
            most = 3
        elif rest.startswith("account-team"):
            most = 6
        elif rest.startswith("full-"):
            most = 3 + 4 * objectives[example]
        if len(sheets) > most:
            too_long[name] = len(sheets)
    assert counted > 8
    assert too_long == {}


def test_a_review_is_short(paper: dict[str, list[list[str]]]) -> None:
    lengths = {name: len(sheets) for name, sheets in paper.items() if "-review-" in name}
    assert len(lengths) >= 2 * (len(READERS) + len(FEWER))
    assert {name: length for name, length in lengths.items() if not 1 <= length <= 2} == {}


def test_a_book_has_a_cover_contents_and_five_sheets_an_objective(
    paper: dict[str, list[list[str]]],
) -> None:
    objectives = {"complete-en": 2, "complete-fr": 1}
    lengths = {
        name: len(sheets)
        for name, sheets in paper.items()
        if "-plan-" in name and name.startswith(tuple(objectives)) and name.endswith("-A4")
    }
    assert len(lengths) == len(objectives) * len(LANGUAGES)
    assert {
        name: length
        for name, length in lengths.items()
        if length > 10 + 5 * objectives[name.partition("-plan-")[0]]
    } == {}


def test_a_portfolio_is_as_long_as_its_accounts_are_many(
    paper: dict[str, list[list[str]]],
) -> None:
    """On A4, four sheets for what is of all accounts, and one more for each three of them."""
    lengths = {
        name: len(sheets)
        for name, sheets in paper.items()
        if name.startswith("portfolio-account-team-") and name.endswith("-A4")
    }
    assert len(lengths) == len(LANGUAGES)
    assert {name: length for name, length in lengths.items() if length > 4 + ACCOUNTS / 3} == {}
    others = [
        len(sheets)
        for name, sheets in paper.items()
        if name.startswith(("portfolio-finance-", "portfolio-everyone-")) and name.endswith("-A4")
    ]
    assert others and max(others) <= 2 + ACCOUNTS / 4


def sheets_of(one_pagers: list[Page], folder: Path, papers: tuple[str, ...]) -> dict[str, int]:
    """Return how many sheets the one-pagers take.

    One browser prints them all: `Printer` starts one for each try, and tests/pdf proves that it
    tries one style after the other.
    """
    tries: dict[str, list[str]] = defaultdict(list)
    for page, paper in product(one_pagers, papers):
        for number, style in enumerate(printable_page.fitting_styles(page.html)):
            path = folder / f"{page.name}-{paper}-{number}.html"
            text = printable_page.print_ready(page.html, paper, style)
            path.write_text(text, encoding="utf-8", newline="\n")
            tries[f"{page.name}, {paper}"].append(str(path))
    sheets: dict[str, int] = asked_of_browser("print.mjs", {"pages": tries})
    return sheets


def test_a_one_pager_of_an_example_fits_on_one_sheet_however_it_is_printed(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a browser, too, which has none of the styles by which `Printer` makes room."""
    monkeypatch.setattr(printable_page, "fitting_styles", lambda page: [""])
    one_pagers = [
        page
        for page in pages
        if "-onepage-" in page.name and "adorned" not in page.name
        if page.name.startswith((*EXAMPLES, "typical-mistakes-"))
    ]
    sheets = sheets_of(one_pagers, tmp_path, ("a4", "letter"))
    assert len(sheets) >= 2 * (2 * len(READERS) + 6 * len(FEWER))
    assert {name: count for name, count in sheets.items() if count != 1} == {}


def test_a_one_pager_of_the_longest_texts_fits_on_one_sheet(
    pages: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where sentences are as long as these, their type gets smaller in the end.

    The last steps stand for all: a page that fits with them has found its step before or there.
    Letter is the lower of the two papers.
    """
    monkeypatch.setattr(printable_page, "ROW_STEPS", printable_page.ROW_STEPS[-1:])
    monkeypatch.setattr(printable_page, "ZOOM_STEPS", printable_page.ZOOM_STEPS[-1:])
    fullest = [  # the account team sees the most
        page
        for page in pages
        if "-onepage-account-team-" in page.name
        if "adorned" in page.name or not page.name.startswith(EXAMPLES)
    ]
    sheets = sheets_of(fullest, tmp_path, ("letter",))
    assert len(sheets) > 10
    assert {name: count for name, count in sheets.items() if count != 1} == {}


def test_html_is_valid(pages: list[Page], folder: Path) -> None:
    tool = node_program("html-validate")
    require("html-validate", tool)
    files = [str(folder / f"{page.name}.html") for page in pages if page.valid]
    command = [str(tool), "--config", str(HERE / "htmlvalidate.json"), *files]
    process = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert process.returncode == 0, (process.stdout + process.stderr)[:5000]


def test_markdown_is_clean(folder: Path) -> None:
    tool = node_program("markdownlint-cli2")
    require("markdownlint-cli2", tool)
    shutil.copy(HERE / ".markdownlint-cli2.jsonc", folder)
    process = subprocess.run(
        [str(tool), "*.md"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )
    assert process.returncode == 0, (process.stdout + process.stderr)[-5000:]


def test_mermaid_reads_every_picture(answer: dict[str, Any], pages: list[Page]) -> None:
    drawn = {text.split()[0] for page in pages for text in mermaid_of(page.markdown)}
    assert drawn == {"flowchart", "gantt", "xychart-beta"}
    assert answer["mermaid"] == []


def test_the_same_plan_makes_the_same_bytes(pages: list[Page]) -> None:
    by_name = {page.name: page for page in pages}
    assert [page.name for page in examples() if page != by_name[page.name]] == []
