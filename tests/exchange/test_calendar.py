"""The calendar of a plan, read by a library that did not write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from kamctl.checks.engine.runner import check_source
from kamctl.document.source import Source
from kamctl.exchange.calendar import calendar_file
from kamctl.i18n.catalog import languages
from kamctl.workspace.config import NO_WORKSPACE

TODAY = dt.date(2026, 11, 23)
PLAN = """\
kamctl: 1
account: {name: "Lactéa; Groupe, SA", id: lactea, renewal: 2027-06-30}
plan: {owner: claire, next_review: 2027-01-15}
team:
  - {id: claire, name: Claire Morel, email: claire@corvane.example}
  - {id: thomas, name: Thomas Berger, function: finance}
objectives:
  - id: SO1
    statement: Cut water use in all 14 plants by 2028
    due: 2027-H2
    directions:
      - {function: finance, leader: thomas, ask: Approve, answer_by: 2026-12-15}
    measures:
      - {id: M1, name: Water per litre, unit: l, target: {value: 2, on: 2027-12-30}}
    actions:
      - {id: A1, title: Run a trial, owner: thomas, due: 2027-Q1}
      - {id: A2, title: Done before, owner: thomas, due: 2026-10-01, status: done}
opportunities:
  - {id: O1, title: Valves, close: 2027-02-28, stage: won}
"""


def written(
    *texts: str, language: str = "en", today: dt.date = TODAY, person: str | None = None
) -> str:
    reports = [check_source(Source("plan.yaml", text), NO_WORKSPACE, today) for text in texts]
    return calendar_file(reports, language, today, person).decode("utf-8")


def events(
    *texts: str, language: str = "en", today: dt.date = TODAY, person: str | None = None
) -> list[Event]:
    text = written(*texts, language=language, today=today, person=person)
    calendar = IcsCalendarStream.calendar_from_ics(text)
    assert calendar.method == "PUBLISH"
    return calendar.events


def summaries(found: Iterable[Event]) -> list[str]:
    return [one.summary for one in found]


def test_has_the_open_deadlines_in_their_order() -> None:
    assert summaries(events(PLAN)) == [
        "Lactéa; Groupe, SA: Answer due, finance",
        "Lactéa; Groupe, SA: Next review",
        "Lactéa; Groupe, SA: Action due, Run a trial",
        "Lactéa; Groupe, SA: Renewal",
        "Lactéa; Groupe, SA: Target date, Water per litre",
        "Lactéa; Groupe, SA: Objective due, Cut water use in all 14 plants by 2028",
    ]


def test_an_event_is_one_whole_day_and_ends_before_the_next() -> None:
    first, *_ = events(PLAN)
    assert first.dtstart == dt.date(2026, 12, 15)
    assert first.dtend == dt.date(2026, 12, 16)
    assert first.transparency == "TRANSPARENT"


def test_the_last_day_of_the_calendar_has_no_day_after_it() -> None:
    found = events(PLAN.replace("renewal: 2027-06-30", "renewal: 9999-12-31"))
    assert found[-1].dtstart == dt.date(9999, 12, 31)
    assert found[-1].dtend is None


def test_a_quarter_is_its_last_day_and_named() -> None:
    found = {one.summary.rpartition(", ")[2]: one for one in events(PLAN)}
    trial = found["Run a trial"]
    assert trial.dtstart == dt.date(2027, 3, 31)
    assert trial.description == "Responsible: Thomas Berger\nDate in the plan: Q1 2027"


def test_nobody_is_invited() -> None:
    for one in events(PLAN):
        assert not one.attendees
        assert one.organizer is None


@pytest.mark.parametrize("name", ["thomas", "thomas  Berger"])
def test_for_a_person_has_what_they_answer_for(name: str) -> None:
    assert summaries(events(PLAN, person=name)) == [
        "Lactéa; Groupe, SA: Answer due, finance",
        "Lactéa; Groupe, SA: Action due, Run a trial",
    ]


def test_the_owner_of_the_plan_answers_for_what_names_nobody() -> None:
    found = summaries(events(PLAN, person="claire@corvane.example"))
    assert "Lactéa; Groupe, SA: Renewal" in found


def test_an_event_stays_the_same_when_it_is_renamed_or_moved() -> None:
    changed = PLAN.replace("Run a trial", "Run two trials").replace("2027-Q1", "2027-05-04")
    before = events(PLAN)
    after = events(changed, today=TODAY + dt.timedelta(days=7))
    assert {one.uid for one in after} == {one.uid for one in before}
    (moved,) = (one for one in after if one.dtstart == dt.date(2027, 5, 4))
    assert "Run two trials" in moved.summary
    assert moved.sequence > before[0].sequence


def test_two_accounts_share_no_event() -> None:
    other = PLAN.replace("id: lactea", "id: other")
    found = [one.uid for one in events(PLAN, other)]
    assert len(found) == len(set(found)) == 2 * len(events(PLAN))


@pytest.mark.parametrize("language", languages())
def test_lines_are_short_and_end_as_the_standard_asks(language: str) -> None:
    title = "Réduire l’eau, d’abord ; " * 20
    long = PLAN.replace("Run a trial", f'"{title.strip()}"')
    text = written(long, language=language)
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    assert any(title.strip() in one for one in summaries(events(long)))


def test_the_same_plan_and_day_give_the_same_bytes() -> None:
    assert written(PLAN) == written(PLAN)


def test_a_plan_without_dates_gives_an_empty_calendar() -> None:
    assert events("kamctl: 1\naccount: {name: Lactéa}\nplan: {owner: claire}\n") == []


@pytest.mark.parametrize(
    "title",
    ["BEGIN:VEVENT", r"a\nEND:VCALENDAR", r"A:B;C,D\\E", "\N{RIGHT-TO-LEFT OVERRIDE}x", r"\e[2J"],
)
def test_a_title_forges_nothing(title: str) -> None:
    hostile = PLAN.replace("title: Run a trial", f'title: "{title}"')
    hostile = hostile.replace("Groupe, SA", title).replace("Thomas Berger", f'"{title}"')
    assert len(events(hostile)) == len(events(PLAN))
    assert not {"\x1b", "\N{RIGHT-TO-LEFT OVERRIDE}"} & set(written(hostile))
