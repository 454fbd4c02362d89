"""Who sees what, held against a table that a person can read: `who_sees_what.yaml`.

`information_flow.py` tells how it is proved; `python -m tests.briefing.visibility.information_flow`
prints the rows of the table that are not as it is.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kamctl.briefing.document_kinds import DOCUMENT_KINDS, INDEX, document_kind
from kamctl.briefing.engine.html import render_html
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_source
from kamctl.document.generated_files import SIGNOFFS_HEADING
from kamctl.document.source import Source
from kamctl.pdf.browsers import find_browser
from kamctl.pdf.printer import find_printer
from kamctl.signoffs.signoff import as_line
from kamctl.signoffs.signoff_file import signoffs_beside
from kamctl.web.page_request import PageRequest
from kamctl.web.plan_checker import PlanChecker
from kamctl.web.preview_session import PreviewSession, render_snapshot
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import KINDS, PLAN
from tests.briefing.visibility import information_flow
from tests.briefing.visibility.information_flow import (
    FORMS,
    MARK,
    SITUATIONS,
    TODAY,
    Reading,
    reading,
)
from tests.briefing.visibility.visibility_table import (
    AUDIENCES,
    DOCUMENTS,
    audience_called,
    read_table,
)
from tests.every_field import fields_of_the_format, value_at
from tests.running import kamctl

TABLE = read_table()
PAGES = [
    # What one has read is kept for the next: another worker would make it again.
    pytest.param(
        name, document, id=f"{name}-{document}", marks=pytest.mark.xdist_group("visibility")
    )
    for name in AUDIENCES
    for document in information_flow.documents_of(name)
]


SAME_AS = {"sponsor": "executive", "operations": "supply-chain"}
"""Audiences with the same rules: what one of them sees, the other does."""


def allowed(name: str, document: str) -> set[str]:
    """Return the fields that the table lets an audience see in a document."""
    return {field for field, row in TABLE.items() if name in row[document]}


def hidden(name: str, document: str) -> set[str]:
    """Return the fields that the table keeps from an audience in a document.

    In which language a plan is written is no secret: HTML marks the texts that are not translated.
    """
    return information_flow.fields_planted() - allowed(name, document) - {"plan.language"}


# --- Nothing is forgotten -------------------------------------------------------------------------


def test_every_field_of_the_format_is_planted() -> None:
    """What is not planted is not looked for: the fields are those of the published schema."""
    planted = {name.partition(" (")[0] for name in information_flow.fields_planted()}
    of_plan = {name for name in planted if not name.startswith("signoffs[].")}
    missing = sorted(fields_of_the_format() - {"kamctl"} - of_plan)
    assert missing == [], "tests/every_field.py finds no two values that these fields take"
    of_signoffs = {name.removeprefix("signoffs[].") for name in planted - of_plan}
    missing = sorted(information_flow.fields_of_a_signoff() - of_signoffs)
    assert missing == [], "say in SIGNOFF_OTHERS of information_flow.py what these may be"


def test_the_table_has_every_field_and_no_other() -> None:
    planted = information_flow.fields_planted()
    new = [f'"{field}": nobody' for field in sorted(planted - set(TABLE))]
    assert new == [], "new fields: add these rows to tests/briefing/visibility/who_sees_what.yaml"
    assert sorted(set(TABLE) - planted) == [], "rows of fields that are gone"


# --- The two proofs -------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "document"), PAGES)
def test_nobody_learns_of_what_is_not_for_them(name: str, document: str) -> None:
    """What a reader sees in no document is looked for most; the rest they may know of."""
    secret = set.intersection(*(hidden(name, each) for each in information_flow.documents_of(name)))
    found: dict[str, set[str]] = defaultdict(set)
    for situation in SITUATIONS:
        for fields, thoroughly in ((secret, True), (hidden(name, document), False)):
            leaks = information_flow.leaks(name, document, situation, fields, thoroughly=thoroughly)
            for field, forms in leaks.items():
                found[field] |= {f"{form}, {situation}" for form in forms}
    listed = [f"{field} ({'; '.join(sorted(where))})" for field, where in sorted(found.items())]
    assert listed == [], f"{name} must not learn of these from: {document}"


@cache
def unseen(name: str) -> dict[str, dict[str, set[str]]]:
    documents = information_flow.documents_of(name)
    return information_flow.unseen(name, {each: allowed(name, each) for each in documents})


@pytest.mark.parametrize(("name", "document"), PAGES)
def test_everybody_sees_what_is_for_them(name: str, document: str) -> None:
    alike = SAME_AS.get(name, name)
    assert allowed(name, document) == allowed(alike, document), f"{name} sees what {alike} does"
    if alike == name:
        lost = unseen(name)[document]
        # An id is what links in HTML lead to; Markdown has none.
        lost = {
            field: forms
            for field, forms in lost.items()
            if not (".id" in field and forms == {"Markdown"})
        }
        listed = [f"{field} ({', '.join(sorted(forms))})" for field, forms in sorted(lost.items())]
        assert listed == [], f"{name} should see these in: {document}"


def test_audiences_that_see_the_same_have_the_same_rules() -> None:
    for name, alike in SAME_AS.items():
        one, other = audience_called(name), audience_called(alike)
        assert one.permissions == other.permissions
        assert (one.function == "executive") is (other.function == "executive")


@pytest.mark.parametrize("name", ["everyone", "finance", "account-team"])
def test_french_shows_no_more(name: str) -> None:
    for document in information_flow.documents_of(name):
        one = reading(name, "agreed", "fr")
        secret = hidden(name, document)
        leaves = [leaf for leaf in one.planted.leaves if leaf.name in secret]
        for now in (one.without(leaves), one.with_others(leaves)):
            assert one.shows(document, now) == set(), document


# --- What is only counted -------------------------------------------------------------------------

COUNTED = (
    r"(Draft for comment\. )?Some information may be incorrect or incomplete\."
    r"|(Draft for comment: )?([Oo]ne point|\d+ points) still to complete\."
    r"|Draft for comment\."
)
"""What is said to every reader of how far a plan has come, which depends on all that is in it."""
COUNTED_FOR_TEAM = r"(Draft for comment\. )?Errors to correct: \d+\. Points to complete: \d+\."


@pytest.mark.parametrize("name", [name for name in AUDIENCES if name != "account-team"])
def test_what_is_counted_is_told_as_a_number_alone(name: str) -> None:
    """That an attitude is missing, or why something is set aside, is for the account team."""
    for situation in SITUATIONS:
        one = reading(name, situation)
        text = json.dumps(one.planted.plan)
        report = check_source(Source("zqfile.yaml", text), NO_WORKSPACE, TODAY)
        for kind in ("briefing", "onepage", "review"):
            view = build_view(report, one.audience, "en", kind)
            for notice in view.notices:
                assert re.fullmatch(COUNTED, notice.text), notice.text
            for objective in view.objectives:
                assert objective.missing == ()
                for fact in objective.facts:
                    if fact.label == "Completeness":
                        assert re.fullmatch(r"\d+ of \d+", fact.value)


@pytest.mark.parametrize("kind", ["briefing", "onepage"])
@pytest.mark.parametrize("name", AUDIENCES)
def test_what_is_missing_and_why_is_for_the_account_team(
    brief: Callable[..., Any], name: str, kind: str
) -> None:
    excuse = "id: SO1  # kamctl: ignore KAM117 until 2027-06-30 because zqexcuse\n"
    text = PLAN.replace("id: SO1\n", excuse)
    view = brief(text, AUDIENCES[name], kind=kind)
    is_team = name == "account-team"
    counted = rf"{COUNTED}|{COUNTED_FOR_TEAM}" if is_team else COUNTED
    assert any(re.fullmatch(counted, notice.text) for notice in view.notices)
    for render in FORMS.values():
        page = render(view, kind=kind)
        is_shown = is_team and kind == "briefing"
        assert ("Still to complete" in page) is is_shown
        assert ("zqexcuse" in page) is is_shown


# --- Every way out makes these very pages ---------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plan, planted for finance, and its sign-offs."""
    one = reading("finance", "agreed")
    folder = tmp_path_factory.mktemp("guarded") / "account"
    folder.mkdir()
    (folder / "plan.yaml").write_text(json.dumps(one.planted.plan), encoding="utf-8")
    lines = "".join(f"{as_line(entry)}\n" for entry in one.known.report.signoffs.entries)
    (folder / "signoffs.yaml").write_text(SIGNOFFS_HEADING + lines, encoding="utf-8")
    return folder


def page_of(folder: Path, name: str, kind: str, language: str = "en") -> str:
    """Return the page that is proved to be for a reader."""
    source = Source("plan.yaml", (folder / "plan.yaml").read_text(encoding="utf-8"))
    signoffs = signoffs_beside(folder / "plan.yaml")
    report = check_source(source, NO_WORKSPACE, TODAY, signoffs=signoffs)
    view = build_view(report, audience_for(name), language, kind)
    return render_html(view, kind=kind)


def test_the_preview_shows_the_same_pages(folder: Path) -> None:
    snapshot = PreviewSession(
        PlanChecker(folder / "plan.yaml", "plan.yaml", lambda: TODAY)
    ).state.latest
    for function in (None, *(one for one in AUDIENCES.values() if one != "everyone")):
        for kind in KINDS:
            page = render_snapshot(snapshot, PageRequest(kind, function, "en"))
            is_for_team = document_kind(kind).for_account_team
            reader = "account-team" if is_for_team else function or "everyone"
            assert page == page_of(folder, reader, kind), (function, kind)


def test_the_site_holds_the_same_pages(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = kamctl(folder, "render", "site", ".", "-o", site, "--today", str(TODAY), "--lang", "en")
    assert done.returncode == 0, done.stderr
    folders = {path.name: path for path in site.iterdir() if path.is_dir()}
    assert set(folders) >= {"everyone", "for-finance", "for-executive", "for-account-team"}
    for place, path in folders.items():
        reader = place.removeprefix("for-")
        for page in path.glob("*.html"):
            kind = page.stem.rpartition("-")[2]
            text = page.read_text(encoding="utf-8")
            if kind in KINDS:
                assert text == page_of(folder, reader, kind), page
            else:  # the pages that it leads to are called after the account's id
                links = set(re.findall(r'href="(zq\d+)-', text))
                assert set(MARK.findall(text)) - links <= marks_for(reader, "portfolio"), page
    assert MARK.findall((site / "index.html").read_text(encoding="utf-8")) == []


def marks_for(reader: str, document: str) -> set[str]:
    """Return the texts of the plan in that folder that a reader may see in a document."""
    one = reading("finance", "agreed")
    name = next((name for name, function in AUDIENCES.items() if function == reader), "others")
    found = set()
    for leaf in one.planted.leaves:
        if leaf.path[0] == "signoffs":
            continue
        field = leaf.name
        if name != "finance":  # what is finance's own is another's for everybody else
            whose = "(others)" if field.startswith("team[]") else "(another's)"
            field = field.replace("(own)", whose).replace("(own contact)", "(others)")
        if name in TABLE[field][document]:
            found |= set(MARK.findall(json.dumps(value_at(one.planted.plan, leaf.path))))
    return found


@pytest.mark.browser
@pytest.mark.xdist_group("paper")
def test_paper_shows_what_the_page_does(folder: Path, tmp_path: Path) -> None:
    """A PDF is printed from the page: its text, its title and its links say nothing else."""
    if find_browser() is None or not shutil.which("pdftotext"):
        pytest.skip("no browser, or no pdftotext here")
    printer = find_printer(TODAY)
    for name, kind in (
        *(("everyone", "briefing"), ("finance", "briefing"), ("legal", "onepage")),
        ("account-team", "plan"),
    ):
        page = page_of(folder, name, kind)
        file = tmp_path / f"{name}-{kind}.pdf"
        file.write_bytes(printer.printed(page, "a4", on_one_sheet=kind == "onepage"))
        printed = "".join(
            subprocess.run([tool, *more], capture_output=True, check=True, encoding="utf-8").stdout
            for tool, *more in (("pdftotext", str(file), "-"), ("pdfinfo", str(file)))
        )
        shown = set(MARK.findall(printed))
        assert shown <= marks_for(name, kind), (name, kind)
        assert len(shown) >= 10, (name, kind)


# --- What the table must say ----------------------------------------------------------------------


def test_the_rules_that_the_table_must_keep() -> None:
    """What the briefings promise, whatever else the table says."""
    rules: dict[str, list[str]] = defaultdict(list)
    for field, row in TABLE.items():
        see = set().union(*row.values())
        if field.startswith("stakeholders[]") and any(
            key in field
            for key in ("attitude", "influence", "levers", "goals", "their_need", "our_part")
        ):
            rules["notes about named people are for the account team"] += [field] * bool(
                see - {"account-team"}
            )
        if field.endswith(".margin"):
            rules["margin is for finance"] += [field] * bool(see - {"account-team", "finance"})
        if field.startswith(("competitors", "swot", "opportunities", "whitespace", "relations")):
            rules["tactics are for the account team"] += [field] * bool(see - {"account-team"})
        if re.search(r"resistances\[\]\.(concern|our_part|response|raised_by) \(another", field):
            rules["a function's concern is for it and those who decide"] += [field] * bool(
                see - {"account-team", "executive", "sponsor"}
            )
        if field.startswith("reviews") or re.search(r"\bcustom( |$)", field):
            rules["the fields of the workspace stay in the workspace's file"] += [field] * bool(
                see - {"account-team"}
            )
        if re.search(r"\bcustom( |$)", field):
            seen = see if any(row[each] for each in DOCUMENTS if each != "review") else set()
            rules["the fields of the workspace are in no document"] += [field] * bool(seen)
        if field.startswith("signoffs[].note"):
            rules["what is noted with a sign-off stays with it"] += [field] * bool(see)
        if row["plan"] - {"account-team"}:
            rules["the whole plan is for the account team"].append(field)
    assert {rule: found for rule, found in rules.items() if found} == {}


def test_no_document_shows_more_than_the_briefing_but_the_portfolio() -> None:
    """Whoever may know of a field learns of it in their briefing, or nowhere."""
    more = {
        field: sorted(beyond)
        for field, row in TABLE.items()
        for document in ("onepage", "review")
        if (beyond := row[document] - row["briefing"] - {"account-team"})
    }
    # Whose briefing lists the needs sees on one page those that matter most.
    in_order = {f"customer.needs[].priority {which}" for which in ("(served)", "(others)")}
    assert set(more) == in_order
    assert set().union(*more.values()) == {"research-development"}


@pytest.mark.parametrize("name", AUDIENCES)
def test_sign_offs_tell_no_more_than_the_plan(name: str) -> None:
    """What was signed for one function is told to no other, not even as a change."""
    one: Reading = reading(name, "heated")
    view = one.view("briefing", one.known)
    for form, render in FORMS.items():
        page = render(view, kind="briefing")
        assert "Invalidated" in page, (form, "an invalidated sign-off is shown as such")
        assert "zqnote" not in page, form
        own = audience_called(name).function is not None or name == "account-team"
        assert ("zqearlier" in page) is own, form


def test_the_documents_are_those_that_are_made() -> None:
    assert set(DOCUMENTS) == set(DOCUMENT_KINDS) - {INDEX.name}
