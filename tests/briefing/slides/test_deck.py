"""What is on the slides of a deck, read back from its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER

from kamctl.briefing.slides.slide import ChartsBlock, Deck, TableBlock
from tests.briefing.conftest import PLAN
from tests.briefing.slides.conftest import file_of, texts_of, written
from tests.paths import ROOT

MakeDeck = Callable[..., Deck]


def titles(presentation: object) -> list[str]:
    return [slide.shapes.title.text for slide in presentation.slides]  # type: ignore[attr-defined]


def test_the_alignment_deck_goes_from_the_sentence_to_the_next_steps(deck: MakeDeck) -> None:
    found = titles(written(deck(reader="executive")))
    assert found == [
        "Bräu & Söhne",
        "Strategic objective",
        "Why it matters to the customer",
        "Requests to each function",
        "Open issues between functions",
        "Measures",
        "Risks",
        "Position by year",
        "Decisions needed",
        "Next steps",
    ]


def test_an_objective_has_its_number_on_the_slides_of_every_reader(deck: MakeDeck) -> None:
    plan = (ROOT / "examples/complete-en/plan.yaml").read_text(encoding="utf-8")
    made = deck(plan, "research-development")
    numbers = [one.title.split(" · ")[0] for one in made.slides if one.title.startswith("Obj")]
    assert list(dict.fromkeys(numbers)) == ["Objective 2", "Objective 1"]
    assert "Strategic objective 2" in [one.title for one in made.slides]
    (decisions,) = (one for one in made.slides if one.title == "Decisions needed")
    tables = [one.table for one in decisions.blocks if isinstance(one, TableBlock)]
    assert {row[0].text for one in tables for row in one.rows} == {"1", "2"}
    (own,) = {row[0].text for one in tables for row in one.rows if "Research" in row[1].text}
    assert own == "2"


def test_every_slide_has_a_title_of_its_own_and_says_its_source(deck: MakeDeck) -> None:
    presentation = written(deck())
    found = titles(presentation)
    assert len(set(found)) == len(found)
    for slide in presentation.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert (
            "Source: account plan of Bräu & Söhne, as of 23\N{NO-BREAK SPACE}November 2026."
            in notes
        )
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_texts_are_in_the_placeholder_that_the_outline_shows(deck: MakeDeck) -> None:
    presentation = written(deck(reader="supply-chain"))
    outline = {}
    for slide in list(presentation.slides)[1:]:
        found = [one for one in slide.placeholders
                 if one.placeholder_format.type is PP_PLACEHOLDER.OBJECT]  # fmt: skip
        for one in found:
            outline[slide.shapes.title.text] = one.text_frame.text
            for paragraph in one.text_frame.paragraphs:
                (bullet,) = paragraph._p.pPr.xpath("a:buNone | a:buChar")
                assert bullet is paragraph._p.pPr[-1], "after what comes before it in the schema"
    assert len(outline) > 3
    assert outline["Strategic objective"].startswith("Keep every line running")
    assert any("Hold four weeks of valves." in text for text in outline.values())
    assert "What we ask of you" in outline["Decisions needed"]


def test_a_function_sees_its_own_part_and_what_it_is_asked(deck: MakeDeck) -> None:
    text = "\n".join(texts_of(written(deck(reader="supply-chain"))))
    for shown in (
        "Your part",
        "Hold four weeks of valves.",
        "−€180,000",
        "A shared forecast.",
        "What we ask of you",
    ):
        assert shown in text


def test_charts_hold_the_figures_of_the_plan(deck: MakeDeck) -> None:
    presentation = written(deck(reader="executive"))
    found = {}
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                chart = shape.chart
                labels = [str(one) for one in chart.plots[0].categories]
                values = [list(one.values) for one in chart.plots[0].series]
                found[chart.chart_title.text_frame.text] = (labels, values)
    labels, values = found["Delivery reliability"]
    assert [one.split("\n")[0] for one in labels] == ["Baseline", "Latest reading", "Target"]
    columns = [[one for one in each if one is not None] for each in values]
    assert columns == [[87, 91], [97.5]]
    assert found["Turnover with us"] == (
        ["2025", "2026"],
        [[1_200_000, None], [None, 1_500_000]],
    )


def test_values_are_written_as_the_documents_write_them(deck: MakeDeck) -> None:
    text = "\n".join(texts_of(written(deck(reader="executive", language="fr"))))
    assert "97,5\N{NARROW NO-BREAK SPACE}%" in text or "97,5\N{NO-BREAK SPACE}%" in text
    assert "1,2\N{NO-BREAK SPACE}M€" in text


def test_a_measure_without_figures_to_compare_is_in_a_table(deck: MakeDeck) -> None:
    start = PLAN.index("        baseline:")
    plan = PLAN[:start] + PLAN[PLAN.index("    economics:") :]
    made = deck(plan)
    assert not any(isinstance(block, ChartsBlock) for one in made.slides for block in one.blocks)
    assert "none yet" in "\n".join(texts_of(written(made)))


def test_french_is_french(deck: MakeDeck) -> None:
    made = written(deck(reader="finance", language="fr"))
    found = titles(made)
    assert "Objectif stratégique" in found
    assert "Prochaines étapes" in found
    assert "Aucune ligne arrêtée d'ici fin 2028." in "\n".join(texts_of(made))
    english = {
        "Why it matters to the customer",
        "Next steps",
        "Decisions needed",
        "Risks",
        "Measures",
    }
    assert not english.intersection(found)


def test_texts_keep_their_language_and_direction(deck: MakeDeck) -> None:
    plan = PLAN.replace("name: Thomas Berger", "name: توماس برغر").replace(
        "strategy: Prove", "strategy: Prove"
    )
    made = written(deck(plan, "executive", "fr"))
    runs = [one for slide in made.slides for one in slide._element.xpath(".//a:r")]
    languages = {run.find("{*}rPr").get("lang") for run in runs if run.find("{*}rPr") is not None}
    assert {"fr", "en"} <= languages, "a text without a translation is marked"
    turned = [one for slide in made.slides for one in slide._element.xpath(".//a:pPr[@rtl='1']")]
    assert turned


def test_a_plan_without_objectives_says_so(deck: MakeDeck) -> None:
    plan = PLAN[: PLAN.index("objectives:")]
    text = "\n".join(texts_of(written(deck(plan))))
    assert "This plan has no strategic objective yet." in text


@pytest.mark.parametrize("reader", [None, "account-team"])
def test_the_file_is_the_same_each_time(
    deck: MakeDeck, reader: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = file_of(deck(reader=reader))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    monkeypatch.setattr("time.localtime", lambda *_: later.timetuple())
    assert file_of(deck(reader=reader)) == first


def test_its_properties_are_those_of_kamctl(deck: MakeDeck) -> None:
    core = written(deck()).core_properties
    assert (core.author, core.last_modified_by) == ("kamctl", "kamctl")
    assert core.created == dt.datetime(2026, 11, 23, tzinfo=core.created.tzinfo)
    name = PLAN.replace("  name: Bräu & Söhne", '  name: "A\\e[2J\\nB\\u202e"')
    assert "A\N{MIDDLE DOT}[2J B\N{MIDDLE DOT}" in written(deck(name)).core_properties.title


@pytest.mark.parametrize("status", ["in_progress", "on_hold", "closed"])
def test_sign_offs_are_asked_for_active_objectives_alone(deck: MakeDeck, status: str) -> None:
    plan = PLAN.replace("    status: in_progress\n", f"    status: {status}\n")
    text = "\n".join(texts_of(written(deck(plan, "executive"))))
    assert ("To sign off" in text) is (status == "in_progress")


@pytest.mark.parametrize(("day", "shown"), [("2026-11-23", True), ("2026-11-22", False)])
def test_a_review_that_has_passed_is_not_the_next(deck: MakeDeck, day: str, shown: bool) -> None:
    plan = PLAN.replace("next_review: 2027-01-20", f"next_review: {day}")
    text = "\n".join(texts_of(written(deck(plan, "executive"))))
    assert ("Next review" in text) is shown
