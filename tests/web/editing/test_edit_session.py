"""A field is saved where it can be read, and nothing that somebody else has saved is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.outcome import OutcomeStatus

PLAN = """\
kamctl: 1
account: {name: Norrvik}
plan: {owner: amir, stage: draft, currency: EUR}
team:
  - {id: amir, name: Amir Rostami, function: sales}
customer:
  goals:
    - Fewer call-outs   # said in May
objectives:
  - id: SO1
    statement: Renew the substations.   # as agreed
    due: 2028-12-31
"""
DUE = '["objectives",{"id":"SO1"},"due"]'
STATEMENT = '["objectives",{"id":"SO1"},"statement"]'


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(PLAN.encode())
    return path


def opened(plan: Path) -> EditSession:
    return EditSession(plan, today=lambda: dt.date(2026, 11, 23))


def test_a_field_is_saved_and_taken_back(plan: Path) -> None:
    session = opened(plan)
    done = session.commit(DUE, "31 December 2028", "end of March 2028")
    assert (done.status, done.value) == (OutcomeStatus.SAVED, "31 March 2028")
    assert plan.read_text() == PLAN.replace("2028-12-31", "2028-03-31")
    assert session.undo_label == "Due"
    assert session.undo().message == "Undone: Due"
    assert plan.read_text() == PLAN


def test_what_cannot_be_read_is_held_back_in_the_words_of_the_finding(plan: Path) -> None:
    done = opened(plan).commit(DUE, "31 December 2028", "tomorrow")
    assert done.status is OutcomeStatus.HELD_BACK
    assert [one.message for one in done.findings] == ["“tomorrow” is not a date."]
    assert plan.read_text() == PLAN


def test_the_same_field_is_a_conflict(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("Renew", "Replace"))
    done = session.commit(STATEMENT, "Renew the substations.", "Sell the substations.")
    assert (done.status, done.mine, done.theirs, done.was) == (
        OutcomeStatus.CONFLICT, "Sell the substations.", "Replace the substations.",
        "Renew the substations.",
    )  # fmt: skip
    assert plan.read_text() == PLAN.replace("Renew", "Replace")


def test_other_fields_that_were_changed_are_kept_and_said(plan: Path) -> None:
    session = opened(plan)
    plan.write_text(PLAN.replace("Renew", "Replace"))
    done = session.commit(DUE, "31 December 2028", "2028-Q1")
    assert done.status is OutcomeStatus.SAVED
    assert len(done.meanwhile) == 1 and "Replace" in done.meanwhile[0]
    assert plan.read_text() == PLAN.replace("Renew", "Replace").replace("2028-12-31", "2028-Q1")
