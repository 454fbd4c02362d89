"""What each document says of the examples, as data, and how its page says so in HTML and Markdown.

A view model is a snapshot for several readers, in both languages; a page is one for each document.
`pytest tests/briefing/pages --snapshot-update` writes them: read the diff.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

import pytest

from kamctl.briefing.document_kinds import DOCUMENT_KINDS, PLAN_DOCUMENTS
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.engine.markdown import render_markdown
from kamctl.briefing.pages.index_page import audience_index, folder_index, site_index
from kamctl.briefing.pages.portfolio_page import portfolio_view
from kamctl.briefing.pages.signoff_request import EVERYBODY, signoff_requests
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.index import IndexView
from kamctl.briefing.views.page import PageView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.git.revision import Revision
from kamctl.history.compared_plans import Lookback, compare_files
from kamctl.history.past_plan import PlanVersion
from kamctl.history.timeline import TimelineStep
from kamctl.i18n.catalog import languages
from kamctl.portfolio.portfolio import build_portfolio
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.signoffs.signoff_file import signoffs_beside
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import PLAN
from tests.paths import ROOT
from tests.snapshots import SnapshotFile, page_without_style, view_as_yaml, without_version

TODAY = dt.date(2026, 11, 23)
COMPANY = "Corvane"
VIEWS = [
    # document, plan, reader, language
    ("briefing", "brewer", "everyone", "en"),
    ("briefing", "brewer", "everyone", "fr"),
    ("briefing", "brewer", "supply-chain", "en"),
    ("briefing", "complete-en", "account-team", "en"),
    ("briefing", "complete-fr", "finance", "fr"),
    ("onepage", "brewer", "executive", "en"),
    ("onepage", "complete-en", "everyone", "en"),
    ("onepage", "complete-fr", "account-team", "fr"),
    ("plan", "brewer", "account-team", "fr"),
    ("plan", "complete-en", "account-team", "en"),
    ("plan", "complete-fr", "account-team", "fr"),
    ("review", "complete-en", "account-team", "en"),
    ("review", "complete-en", "finance", "fr"),
    ("review", "complete-en", "everyone", "en"),
]
OWN_PART = {"onepage": "one_pager", "plan": "full_plan", "review": "review"}
"""The field of a view with what only this document shows; the rest is that of a briefing."""
PAGES = [
    # document, plan, reader
    ("briefing", "brewer", "supply-chain"),
    ("onepage", "brewer", "executive"),
    ("plan", "brewer", "account-team"),
    ("review", "complete-en", "account-team"),
    ("portfolio", "", "account-team"),
    ("index", "", ""),
]
CHANGES = (
    ("hubs by the end of 2028.", "hubs by mid-2029."),
    ("    due: 2028-12-31\n", "    due: 2029-06-30\n"),
    ("{value: 22, on: 2028-12-31}", "{value: 20, on: 2028-12-31}"),
    ("due: 2027-01-29, status: in_progress", "due: 2027-03-31, status: in_progress"),
    ("attitude: critic", "attitude: neutral"),
    ("Accept 60 days'", "Accept 45 days'"),
    ("likelihood: high, impact: medium", "likelihood: high, impact: high"),
    ("due: 2027-06-30, decided_by", "due: 2027-09-30, decided_by"),
)
"""What was written in complete-en when its review begins, and what is written now."""


@cache
def report(plan: str, changes: tuple[tuple[str, str], ...] = ()) -> PlanReport:
    """Read and check an example, or the plan that this folder's other tests are about."""
    if plan == "brewer":
        return check_source(Source("plan.yaml", PLAN), NO_WORKSPACE, TODAY)
    path = ROOT / "examples" / plan / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    for before, now in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, now)
    signoffs = signoffs_beside(path)
    return check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY, signoffs=signoffs)


def side(read: PlanReport) -> PlanVersion:
    assert read.plan is not None
    return PlanVersion(read.plan, read.signoffs, 0)


@cache
def past(language: str) -> Lookback:
    """Compare complete-en with its changes, and with three commits on the way."""
    sides = side(report("complete-en")), side(report("complete-en", CHANGES))
    compared = compare_files(*sides, ("", "plan.yaml"), language, SignoffRules(NO_WORKSPACE, TODAY))
    when = Revision("0" * 40, dt.date(2026, 10, 1), "Mara Dekker", "The plan", "2026-10-01")
    steps = (
        TimelineStep("1" * 40, dt.date(2026, 10, 10), "Mara Dekker", "After the board", "plan.yaml",
             True, "shared", 21, 27, 18.5),
        TimelineStep("3" * 40, dt.date(2026, 11, 3), "Anke Voss", "Volumes", "plan.yaml",
             True, "shared", 24, 27, 21.0),
        TimelineStep("2" * 40, dt.date(2026, 11, 12), "Anke Voss", "Pilot report", "plan.yaml",
             True, "aligned", 26, 27, 24.0),
    )  # fmt: skip
    return Lookback(compared._replace(when=when), steps)


def view(document: str, plan: str, reader: str, language: str) -> PageView:
    """Return what this reader may see of a plan, of all examples, or of their pages."""
    if document == "portfolio":
        accounts = [summarize_plan(report(one), TODAY) for one in ("complete-en", "complete-fr")]
        together = build_portfolio(accounts, TODAY, ("strategic", "key"))
        return portfolio_view(together, audience_for(reader), language, COMPANY)
    if document == "index":
        return index(language)
    read = report(plan, CHANGES if document == "review" else ())
    before = past(language) if document == "review" else None
    return build_view(read, audience_for(reader), language, document, before, company=COMPANY)


def index(language: str) -> IndexView:
    pages = (
        ("Velopar Group", "finance", "velopar-finance.html"),
        ("Éloria", "sales", "eloria.html"),
    )
    return folder_index(pages, language, TODAY, COMPANY)


def test_every_document_has_its_snapshots() -> None:
    assert {document for document, *_ in VIEWS} == {one.name for one in PLAN_DOCUMENTS}
    assert {document for document, *_ in PAGES} == set(DOCUMENT_KINDS)


@pytest.mark.parametrize(
    ("document", "plan", "reader", "language"), VIEWS, ids=["-".join(one) for one in VIEWS]
)
def test_view(
    snapshot_file: SnapshotFile, document: str, plan: str, reader: str, language: str
) -> None:
    seen = view(document, plan, reader, language)
    if document in OWN_PART:
        seen = getattr(seen, OWN_PART[document])
    assert view_as_yaml(seen) == snapshot_file("yaml")


def test_an_objective_has_one_number_in_the_review_of_every_reader() -> None:
    found = {
        reader: review.measures.rows[0][1].text
        for reader in ("everyone", "research-development")
        if (review := view("review", "complete-en", reader, "en").review) and review.measures
    }
    assert found == {"everyone": "1", "research-development": "1"}


@pytest.mark.parametrize("kind", ["briefing", "plan", "onepage"])
def test_an_objective_has_its_number_where_it_comes_first(kind: str) -> None:
    """R&D reads the second objective first, as only that one asks something of it."""
    seen = view(kind, "complete-en", "research-development", "en")
    numbered = seen.one_pager.objectives if seen.one_pager else seen.objectives
    assert [one.number for one in numbered] == [2, 1]
    text = render_markdown(seen, kind=kind)
    assert re.findall(r"(?m)^## (\d)\\\. (\w+)", text) == [("2", "Halve"), ("1", "Make")]
    page = render_html(seen, kind=kind)
    number = r'"place">(\d)</span> <span>' if seen.one_pager else r"Strategic objective (\d)"
    assert re.findall(number, page) == ["2", "1"]


def test_an_answer_names_the_objective_by_its_number() -> None:
    text = (ROOT / "examples/complete-en/plan.yaml").read_text(encoding="utf-8")
    text = text.replace("name: Anke Voss,", "name: Anke Voss, email: anke@corraline.example,")
    unsigned = check_source(Source("plan.yaml", text), NO_WORKSPACE, TODAY)
    reader = audience_for("research-development")
    request = build_view(unsigned, reader, "en", "briefing").request
    assert request is not None and request.email is not None
    assert request.steps[0].startswith("Objective 2: please agree")
    assert "Objective%202%3A%20Halve" in request.email.url


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reader", ["account-team", "finance"])
def test_portfolio(snapshot_file: SnapshotFile, reader: str, language: str) -> None:
    assert view_as_yaml(view("portfolio", "", reader, language)) == snapshot_file("yaml")


@pytest.mark.parametrize("language", languages())
def test_indexes(snapshot_file: SnapshotFile, language: str) -> None:
    accounts = [("Velopar Group", [("Briefing", "velopar.html"), ("One-pager", "velopar-1.html")])]
    of_site = site_index(
        [("everyone", "a.html"), ("key-accounts", "b.html")], language, TODAY, COMPANY
    )
    of_reader = audience_index("finance", "all.html", accounts, language, TODAY, COMPANY)
    assert view_as_yaml((of_site, of_reader, index(language))) == snapshot_file("yaml")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("to", [EVERYBODY, None])
def test_signoff_requests(snapshot_file: SnapshotFile, to: str | None, language: str) -> None:
    read = report("brewer")
    assert read.plan is not None
    requests = signoff_requests(read.plan, read.agreement, language, TODAY, to=to)
    assert "\n---\n".join(one.text for one in requests) + "\n" == snapshot_file("txt")


@pytest.mark.parametrize(
    ("document", "plan", "reader"), PAGES, ids=[document for document, *_ in PAGES]
)
@pytest.mark.parametrize(
    ("render", "suffix"), [(render_html, "html"), (render_markdown, "md")], ids=["html", "markdown"]
)
def test_page(
    snapshot_file: SnapshotFile,
    document: str,
    plan: str,
    reader: str,
    render: Callable[..., str],
    suffix: str,
) -> None:
    page = render(view(document, plan, reader, "en"), kind=document)
    text = page_without_style(page) if suffix == "html" else without_version(page)
    assert text == snapshot_file(suffix)
