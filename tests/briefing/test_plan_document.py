"""From a checked plan to the text of a document."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.briefing.plan_document import DocumentOptions, PlanDocument, render_document
from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import UserError
from kamctl.document.source import Source
from kamctl.workspace.config import NO_WORKSPACE
from tests.briefing.conftest import PLAN


@pytest.fixture
def report(today: dt.date) -> PlanReport:
    return check_source(Source("plan.yaml", PLAN), NO_WORKSPACE, today)


def test_a_document_has_the_readers_that_are_asked_for(report: PlanReport) -> None:
    readers = {
        options: PlanDocument(report, options).readers
        for options in (
            DocumentOptions("briefing"),
            DocumentOptions("onepage", "finance"),
            DocumentOptions("briefing", "all"),
            DocumentOptions("plan"),
        )
    }
    roles = (None, "executive", "sponsor", "account-team")
    assert list(readers.values()) == [
        (None,),
        ("finance",),
        (*roles, "supply-chain", "finance"),
        ("account-team",),
    ]


def test_a_document_is_the_same_for_one_reader_as_among_all(report: PlanReport) -> None:
    everyone = PlanDocument(report, DocumentOptions("briefing", "all", language="fr"))
    finance = DocumentOptions("briefing", "finance", language="fr")
    rendered = everyone.render("finance")
    assert rendered.text == render_document(report, finance)
    assert (rendered.account, rendered.audience) == (
        "Bräu & Söhne",
        "Destinataires\N{NO-BREAK SPACE}: finance",
    )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (DocumentOptions("letter"), "Unknown document type “letter”."),
        (DocumentOptions("briefing", "astrology"), "Unknown function “astrology”."),
        (DocumentOptions("briefing", "all"), "Unknown function “all”."),
        (DocumentOptions("briefing", language="tlh"), "tlh"),
        (DocumentOptions("plan", "finance"), "The whole plan is for the account team only."),
        (DocumentOptions("review"), "A review shows what changed in a file."),
    ],
)
def test_what_cannot_be_made_is_an_error(
    report: PlanReport, options: DocumentOptions, problem: str
) -> None:
    with pytest.raises(UserError) as error:
        render_document(report, options, has_history=False)
    assert problem in str(error.value)
