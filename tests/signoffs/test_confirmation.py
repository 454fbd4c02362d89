"""Whether the customer has confirmed an objective: one answer, on every surface."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import kamctl
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.plan.load import load_plan
from kamctl.signoffs.confirmation import ConfirmationState, binding, confirmation_status
from kamctl.web.editing.customer_confirmation import customer_confirmation
from kamctl.web.editing.edit_session import EditSession

DAY = dt.date(2026, 11, 23)
PLAN = """\
kamctl: 1
account: {name: Norrvik}
plan: {currency: EUR, language: en, stage: validated}
objectives:
  - id: SO1
    statement: Renew the substations.
    customer_confirmation: %s
stakeholders:
  - {id: mercier, name: Hélène Mercier}
  - {id: weiss, name: Dieter Weiss, left: 2026-06-30}
"""
CONFIRMED = "Confirmed by the customer: "
NOT_YET = "Not yet confirmed by the customer"
S = ConfirmationState
CASES = {
    "{by: mercier, on: 2026-10}": (S.CONFIRMED, f"{CONFIRMED}Hélène Mercier, October 2026."),
    "{how: The minutes}": (S.CONFIRMED, f"{CONFIRMED}The minutes."),
    "{by: mercier}": (S.NO_DATE, f"{NOT_YET}."),
    "{on: 2026-10-21}": (S.NO_CONTACT, f"{NOT_YET}."),
    "{by: weiss, on: 2026-10-21}": (S.HAD_LEFT, f"{NOT_YET}."),
    "{by: weiss, on: 2026-06-29}": (S.CONFIRMED, f"{CONFIRMED}Dieter Weiss, 29 June 2026."),
    "{by: mercier, on: 2026-10-21, fingerprint: v2 statement=0000000000000000}": (
        S.CHANGED,
        "The customer confirmed an earlier version: Hélène Mercier, 21 October 2026.",
    ),
    "{by: mercier, waiver: {reason: Not before the award}}": (
        S.WAIVED,
        f"{NOT_YET}: Not before the award.",
    ),
    "{fingerprint: v2 statement=0000000000000000, waiver: {reason: No}}": (
        S.WAIVED,
        f"{NOT_YET}: No.",
    ),
    "{}": (S.NONE, f"{NOT_YET}."),
}


def test_there_is_a_case_of_each_state() -> None:
    assert {state for state, _ in CASES.values()} == set(ConfirmationState)


@pytest.mark.parametrize(("confirmation", "state", "sentence"), [(k, *v) for k, v in CASES.items()])
def test_the_check_the_briefing_and_the_page_agree(
    tmp_path: Path, confirmation: str, state: ConfirmationState, sentence: str
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN % confirmation, encoding="utf-8")
    plan = kamctl.load(path)
    assert confirmation_status(plan, plan.objectives[0]).state is state
    codes = [one.code for one in kamctl.check(path, today=DAY).findings]
    assert ("KAM117" not in codes) == (state in {S.CONFIRMED, S.WAIVED})
    briefing = kamctl.brief(path, format="markdown", today=DAY).replace("\xa0", " ")
    assert sentence in briefing
    assert (CONFIRMED in briefing) == (state is S.CONFIRMED)
    page = customer_confirmation(EditSession(path, today=lambda: DAY), "SO1")
    assert page is not None
    expected = {S.CONFIRMED: "agreed", S.CHANGED: "invalidated", S.WAIVED: "waived"}
    assert page.state == expected.get(state, "none")


def test_a_fingerprint_of_any_length_is_compared() -> None:
    text = PLAN % f"{{on: 2026-10-21, fingerprint: v{'1' * 5000} statement={'0' * 16}}}"
    plan = load_plan(read(Source("plan.yaml", text))).plan
    assert plan is not None
    assert [str(one) for one in binding(plan, plan.objectives[0]).changed] == [
        "the fingerprint (not written by kamctl)"
    ]
