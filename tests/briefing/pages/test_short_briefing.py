"""The short briefing: what it holds is in the full one, it is short, and it can be answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kamctl.briefing.charts.data import Grid
from kamctl.briefing.charts.grid import draw_grid
from kamctl.briefing.plan_document import build_view
from kamctl.briefing.views.briefing import BriefingView
from kamctl.briefing.visibility.audience import audience_for
from kamctl.checks.engine.runner import check_file
from kamctl.i18n.catalog import languages, translator
from tests.briefing.conftest import PLAN
from tests.paths import EXAMPLES, ROOT

READERS = (
    None, "account-team", "executive", "sponsor", "finance", "supply-chain", "operations",
    "research-development", "local-sales", "legal", "quality",
)  # fmt: skip

EXPLAINED_ABOVE = {translator(one)("Implication for us") for one in languages()}
"""The head of a column that a full briefing leaves out where its objectives explain all needs."""


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
    view = example(name, reader, full=False, today=today)
    if reader == "account-team":  # which reads each request in full, and needs no table of them
        objectives = tuple(one._replace(all_directions=None) for one in view.objectives)
        view = view._replace(objectives=objectives)
    short, full = texts_in(view), texts_in(example(name, reader, full=True, today=today))
    assert set(short) - EXPLAINED_ABOVE <= set(full)
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


def test_what_is_missing_is_the_account_teams_business(brief) -> None:
    """Others read how many points are still to complete, and no heading with nothing below it."""
    source = PLAN.replace("    serves: [G1, N1]\n", "")
    assert source != PLAN
    for reader, shown in (("account-team", True), ("finance", False), (None, False)):
        (objective,) = brief(source, audience=reader, full=False).objectives
        assert objective.served_claims == ()
        assert bool(objective.no_served_claims) is shown


def test_the_answer_is_asked_for_once(brief) -> None:
    request = brief(audience="supply-chain", full=False).request
    assert request is not None
    assert request.answers == (
        "I agree", "I agree with conditions", "I object", "I have a question",
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
        "I agree to this text: ",
        "I agree on this condition: ",
        "I object because: ",
        "My question: ",
    ]
    assert len(request.email.url) < 2000


def test_a_kind_of_the_company_s_own_gets_everything(brief) -> None:
    letter = brief(audience="account-team", kind="letter", full=False)
    whole = brief(audience="account-team", full=True)
    assert letter.tables == whole.tables
    assert letter.objectives[0]._replace(all_directions=None) == whole.objectives[0]
    assert letter.objectives[0].all_directions is not None


def test_a_full_one_shows_nothing_twice(brief, today) -> None:
    (objective,) = brief(audience="account-team", full=True).objectives
    assert len(objective.directions) == 2
    assert objective.all_directions is None
    for full in (False, True):
        view = example("complete-en", "account-team", full=full, today=today)
        claims = [claim.id for one in view.objectives for claim in one.served_claims]
        assert len(claims) == len(set(claims)) == 5
    (needs,) = [one for one in view.tables if one.caption == "Customer needs and trends"]
    explained = [claim.so_what for one in view.objectives for claim in one.served_claims]
    assert "Whoever writes the catalogue is hard to replace." in explained
    assert "Implication for us" not in needs.columns


def test_conclusions_are_in_the_picture_of_strengths_and_weaknesses(today) -> None:
    view = example("complete-en", "account-team", full=True, today=today)
    (swot,) = [one for one in view.tables if one.caption.startswith("Strengths")]
    assert swot.folded
    drawing = swot.charts[0].drawing
    assert isinstance(drawing, Grid)
    weaknesses = drawing.rows[0][1][1]
    assert weaknesses.notes[0] == "Milan waits two days longer for boxes than it should."
    drawn, _height = draw_grid(drawing, 600.0)
    assert "Milan waits two days longer" in drawn


def test_a_unit_called_as_its_country_is_named_once_in_any_language(brief) -> None:
    places = "units: [Germany, Nordics], countries: [DE, AT]"
    text = PLAN.replace("units: [Linz, Graz]", places)
    for language, expected in (
        ("en", "Scope: Germany, Nordics and Austria"),
        ("fr", "Périmètre\u00a0: Germany, Nordics et Autriche"),
    ):
        assert brief(text, language=language).objectives[0].scope_line == expected


def test_a_draft_is_commented_on_and_not_signed(brief) -> None:
    draft = PLAN.replace("stage: shared", "stage: draft")
    assert draft != PLAN
    request = brief(draft, "supply-chain", full=False).request
    assert request is not None
    assert request.steps == ("Please comment on this draft. Sign-off follows later.",)
    assert request.answers == ()
    assert request.email is not None
    assert request.email.url == "mailto:claire.morel@corvane.example"
