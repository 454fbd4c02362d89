"""The customer's confirmation is recorded on the text that was shown, as `align confirm` does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kamctl.plan.model import Plan
from kamctl.signoffs.confirmation import Binding, binding
from kamctl.web.editing.customer_confirmation import (
    CustomerConfirmation,
    customer_confirmation,
    record_confirmation,
)
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.field_changes import commit_field
from kamctl.web.editing.outcome import OutcomeStatus

DAY = dt.date(2026, 11, 23)
TEXT = """\
kamctl: 1
account: {name: Norrvik}
plan: {currency: EUR, language: %s}
objectives:
  - id: SO1
    statement: Renew the substations.
    due: 2028-12-31   # as agreed
stakeholders:
  - {id: mercier, name: Hélène Mercier, title: Head of grid}
  - {id: weiss, name: Dieter Weiss, left: 2026-06-30, successor: mercier}
"""


def opened(folder: Path, text: str = TEXT, language: str = "en") -> EditSession:
    path = folder / "plan.yaml"
    path.write_text(text % language, encoding="utf-8")
    return EditSession(path, today=lambda: DAY)


def shown(session: EditSession) -> CustomerConfirmation:
    found = customer_confirmation(session, "SO1")
    assert found is not None
    return found


def bound(plan: Plan) -> Binding:
    return binding(plan, plan.objectives[0])


def test_a_confirmation_is_bound_to_the_text_and_can_be_undone(tmp_path: Path) -> None:
    session = opened(tmp_path)
    before = session.path.read_bytes()
    page = shown(session)
    assert (page.state, page.today) == ("none", "23 November 2026")
    assert [one.label for one in page.people] == ["Hélène Mercier, Head of grid"]
    assert ("", "Renew the substations.") in page.lines
    done = record_confirmation(
        session, "SO1", page.fingerprint, "mercier", "21 October 2026", " Minutes "
    )
    assert (done.status, done.message) == (
        OutcomeStatus.SAVED, "Recorded: confirmed by Hélène Mercier",
    )  # fmt: skip
    assert bound(session.plan) == Binding(is_bound=True)
    page = shown(session)
    assert (page.state, page.state_label) == ("agreed", "Confirmed by the customer")
    assert page.details == (
        "Hélène Mercier, Head of grid, 21\xa0October 2026", "Minutes",
    )  # fmt: skip
    commit_field(session, '["objectives",{"id":"SO1"},"due"]', "31 December 2028", "2029-Q1")
    page = shown(session)
    assert page.state == "invalidated"
    assert "the due date" in page.details[-1]
    for _ in range(2):
        session.undo()
    assert session.path.read_bytes() == before


@pytest.mark.parametrize(
    ("by", "on", "why"),
    [
        ("", "", "Choose who confirmed it."),
        ("weiss", "", "Dieter Weiss left (30 June 2026) and cannot confirm on 23 November 2026."),
        ("mercier", "24 November 2026", "24 November 2026 is in the future."),
        ("mercier", "November 2026", "“November 2026” is not a day."),
        ("mercier", "yesterday", "“yesterday” is not a date."),
        (
            "mercier",
            "03/04/2026",
            "“03/04/2026” is ambiguous: it can be 3 April 2026 or 4 March 2026.",
        ),
    ],
)
def test_what_cannot_be_confirmed(tmp_path: Path, by: str, on: str, why: str) -> None:
    session = opened(tmp_path)
    before = session.path.read_bytes()
    done = record_confirmation(session, "SO1", shown(session).fingerprint, by, on, "Minutes")
    assert done.status is OutcomeStatus.REFUSED
    assert done.message.replace("\xa0", " ") == why
    assert "--" not in done.hint
    assert session.path.read_bytes() == before


def test_nothing_is_recorded_on_a_text_that_was_changed(tmp_path: Path) -> None:
    session = opened(tmp_path)
    print_ = shown(session).fingerprint
    text = (TEXT % "en").replace("Renew", "Replace")
    session.path.write_text(text, encoding="utf-8")
    done = record_confirmation(session, "SO1", print_, "mercier", "", "")
    assert done.status is OutcomeStatus.REFUSED
    assert "changed while it was on screen" in done.message
    assert session.path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("more", "state", "details"),
    [
        ("{how: Minutes}", "agreed", ("Minutes", "The text that the customer confirmed is not "
                                      "recorded.")),
        ("{waiver: {reason: Not before the award}}", "waived", ("Not before the award",)),
        ("{waiver: {reason: No}, by: mercier}", "waived", ("No",)),
        ("{}", "none", ()),
        ("{by: mercier}", "none", ("Hélène Mercier, Head of grid", "The customer's confirmation "
                                   "has no date.")),
        ("{on: 2026-10-21}", "none", ("The customer's confirmation names no contact.",)),
        ("{by: weiss, on: 2026-10-21}", "none", (
            "Dieter Weiss, 21\xa0October 2026",
            "Dieter Weiss left (30\xa0June 2026) before this confirmation.",
        )),
    ],
)  # fmt: skip
def test_what_is_in_the_plan_already(
    tmp_path: Path, more: str, state: str, details: tuple[str, ...] | None
) -> None:
    text = TEXT.replace("    due:", f"    customer_confirmation: {more}\n    due:")
    page = shown(opened(tmp_path, text))
    assert page.state == state
    assert details is None or page.details == details


def test_in_french_and_what_is_no_objective(tmp_path: Path) -> None:
    session = opened(tmp_path, language="fr")
    done = record_confirmation(
        session, "SO1", shown(session).fingerprint, "mercier", "21 octobre 2026", ""
    )
    assert done.is_saved
    assert "on: 2026-10-21" in session.path.read_text(encoding="utf-8")
    assert customer_confirmation(session, "SO9") is None


def test_a_text_that_cannot_be_read_in_full_is_not_confirmed(tmp_path: Path) -> None:
    session = opened(tmp_path, TEXT.replace("2028-12-31", "soon"))
    page = shown(session)
    assert page.why_not
    done = record_confirmation(session, "SO1", page.fingerprint, "mercier", "", "")
    assert (done.status, done.message) == (OutcomeStatus.REFUSED, page.why_not)
