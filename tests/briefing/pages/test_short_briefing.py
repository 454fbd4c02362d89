"""The short briefing: what it holds is in the full one, it is short, and it can be answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file
from tests.briefing.conftest import PLAN
from tests.paths import EXAMPLES, ROOT

READERS = (
    None, "account-team", "executive", "sponsor", "finance", "supply-chain", "operations",
    "research-development", "local-sales", "legal", "quality",
)  # fmt: skip


def texts_in(value: Any) -> list[str]:
    """Return all texts of a view, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | frozenset):
        return [text for part in value for text in texts_in(part)]
    if hasattr(value, "__dict__"):
        return [text for part in vars(value).values() for text in texts_in(part)]
    return []


def example(name: str, reader: str | None, *, full: bool, today: Any) -> BriefingView:
    report = check_file(str(ROOT / "examples" / name / "plan.yaml"), today)
    assert report.plan is not None
    language = report.plan.plan.language
    return build_view(report, audience_for(reader), language, full=full)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("reader", READERS)
def test_it_holds_nothing_that_the_full_one_does_not(name: str, reader: str | None, today) -> None:
    short = texts_in(example(name, reader, full=False, today=today))
    full = texts_in(example(name, reader, full=True, today=today))
    assert set(short) <= set(full)
    assert len(short) < len(full)


def test_a_function_reads_its_own_part_in_full(brief) -> None:
    short, full = (brief(audience="supply-chain", full=one) for one in (False, True))
    assert short.objectives[0].directions == full.objectives[0].directions
    assert short.request == full.request


def test_the_others_are_asked_in_one_table(brief) -> None:
    for reader in ("account-team", None, "finance"):
        (objective,) = brief(audience=reader, full=False).objectives
        assert objective.all_directions is not None
        assert (objective.effects, objective.adjustments, objective.signoffs) == (None,) * 3


def test_the_answer_is_asked_for_once(brief) -> None:
    request = brief(audience="supply-chain", full=False).request
    assert request is not None
    assert request.answers == (
        "I agree", "I agree on a condition", "I object", "I have a question",
    )  # fmt: skip
    assert brief(audience="account-team", full=False).request is None


def test_the_email_is_there_to_complete(brief) -> None:
    request = brief(audience="supply-chain", full=False).request
    assert request is not None
    assert request.email is not None
    assert request.email.text == "claire.morel@corvane.example"
    address = urlsplit(request.email.url)
    assert (address.scheme, address.path) == ("mailto", "claire.morel@corvane.example")
    message = parse_qs(address.query)
    assert message["subject"] == ["Bräu & Söhne: my answer to the strategic objective"]
    lines = message["body"][0].split("\r\n")
    assert lines[0].startswith("Objective 1: ")
    assert lines[1:5] == [
        "I agree on this text: ",
        "I agree on this condition: ",
        "I object because: ",
        "My question: ",
    ]
    assert len(request.email.url) < 2000


def test_a_kind_of_the_company_s_own_gets_everything(brief) -> None:
    letter = brief(audience="account-team", kind="letter", full=False)
    whole = brief(audience="account-team", full=True)
    assert letter.tables == whole.tables
    assert letter.objectives == whole.objectives


def test_a_draft_is_commented_on_and_not_signed(brief) -> None:
    draft = PLAN.replace("stage: shared", "stage: draft")
    assert draft != PLAN
    request = brief(draft, "supply-chain", full=False).request
    assert request is not None
    assert request.steps == ("Please comment on this draft. Sign-off follows later.",)
    assert request.answers == ()
    assert request.email is not None
    assert request.email.url == "mailto:claire.morel@corvane.example"
