"""Restatements and sign-offs are recorded on the text that was shown, and on no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest.mock import Mock

import pytest

from kamctl.document.errors import UserError
from kamctl.i18n.message import Message, message
from kamctl.plan.plan_file import PlanEdit, PlanFile
from kamctl.signoffs.signoff_file import read_signoffs, signoffs_path
from kamctl.web.editing.agreement import parties, record_decision, record_restatement, text_to_sign
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.outcome import OutcomeStatus
from tests.paths import LACTEA_PLAN

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SHARED = LACTEA_PLAN.read_text(encoding="utf-8").replace("stage: draft", "stage: shared")


@pytest.fixture
def session(tmp_path: Path, isolated_git: None) -> EditSession:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(SHARED.encode())
    return EditSession(plan, today=NOW.date, now=lambda: NOW)


def test_the_parties_of_an_objective(session: EditSession) -> None:
    found = {one.party: one for one in parties(session, "SO1")}
    assert {"finance", "supply-chain", "decider", "sponsor"} <= found.keys()
    finance = found["finance"]
    assert (finance.label, finance.person, finance.can_sign) == ("Finance", "Paulo Ferreira", True)
    assert parties(session, "SO9") == []


def test_a_signoff_is_recorded_once_on_the_text_shown(session: EditSession) -> None:
    shown = text_to_sign(session, "SO1", "finance")
    assert shown.person == "paulo"
    assert [one.value for one in shown.decisions] == ["agree", "agree_with_conditions", "object"]
    done = record_decision(session, shown, "agree")
    assert (done.status, done.message) == (
        OutcomeStatus.SAVED, "Recorded: Paulo Ferreira, Agreement",
    )  # fmt: skip
    (entry,) = read_signoffs(signoffs_path(session.path)).entries
    assert (entry.by, entry.function, entry.fingerprint) == ("paulo", "finance", shown.fingerprint)
    assert record_decision(session, shown, "agree").status is OutcomeStatus.UNCHANGED
    states = {one.party: one.state for one in parties(session, "SO1")}
    assert states["finance"] == "agreed"


def test_a_condition_becomes_a_concern_of_the_plan(session: EditSession) -> None:
    shown = text_to_sign(session, "SO1", "finance")
    assert record_decision(session, shown, "agree_with_conditions").status is OutcomeStatus.REFUSED
    done = record_decision(session, shown, "agree_with_conditions", "From Q3 only.")
    assert done.status is OutcomeStatus.SAVED
    assert "From Q3 only." in session.path.read_text(encoding="utf-8")
    (entry,) = read_signoffs(signoffs_path(session.path)).entries
    assert entry.note == "From Q3 only."


def test_a_concern_that_cannot_be_prepared_keeps_the_signoff_from_being_recorded(
    session: EditSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text_to_sign(session, "SO1", "finance")
    refused = UserError(Message("Not here."))
    monkeypatch.setattr(PlanFile, "change", Mock(side_effect=refused))
    done = record_decision(session, shown, "object", "Too early.")
    assert (done.status, done.message, done.mine) == (
        OutcomeStatus.REFUSED, "Not here.", "Too early.",
    )  # fmt: skip
    assert not signoffs_path(session.path).exists()


def test_a_signoff_that_is_recorded_is_called_so_also_where_its_concern_cannot_be_written(
    session: EditSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text_to_sign(session, "SO1", "finance")
    refused = UserError(message("{path} cannot be written.", path=session.path))
    monkeypatch.setattr(PlanEdit, "write", Mock(side_effect=refused))
    done = record_decision(session, shown, "object", "Too early.")
    assert (done.status, done.message) == (
        OutcomeStatus.SAVED,
        "Recorded: Paulo Ferreira, Objection. The note was not added to the plan: "
        "The file of this plan cannot be written.",
    )
    assert len(read_signoffs(signoffs_path(session.path)).entries) == 1


@pytest.mark.parametrize("record", [
    lambda session, shown: record_decision(session, shown, "agree"),
    lambda session, shown: record_restatement(session, shown, "We wait."),
])  # fmt: skip
def test_nothing_is_recorded_on_a_text_that_was_changed(
    session: EditSession, record: object
) -> None:
    shown = text_to_sign(session, "SO1", "finance")
    text = session.path.read_text(encoding="utf-8")
    changed = text.replace("due: 2028-12-31", "due: 2028-06-30", 1)
    assert changed != text
    session.path.write_bytes(changed.encode())
    done = record(session, shown)  # type: ignore[operator]
    assert done.status is OutcomeStatus.REFUSED
    assert "changed while it was on screen" in done.message
    assert not signoffs_path(session.path).exists()
    assert session.path.read_text(encoding="utf-8") == changed


def test_a_restatement_is_in_the_plan_and_can_be_undone(session: EditSession) -> None:
    before = session.path.read_bytes()
    shown = text_to_sign(session, "SO1", "finance")
    done = record_restatement(session, shown, "We wait\r\n60 days.")
    assert done.status is OutcomeStatus.SAVED
    found = {one.party: one for one in parties(session, "SO1")}["finance"]
    assert found.restatement == "We wait\n60 days."
    session.undo()
    assert session.path.read_bytes() == before


def test_a_draft_cannot_be_signed(session: EditSession) -> None:
    draft = session.path.read_text(encoding="utf-8").replace("stage: shared", "stage: draft")
    session.path.write_bytes(draft.encode())
    session.refresh()
    with pytest.raises(UserError):
        text_to_sign(session, "SO1", "finance")
    assert not any(one.can_sign for one in parties(session, "SO1"))


def test_a_validation_without_the_signature_that_counts_is_not_recorded(
    session: EditSession,
) -> None:
    shown = text_to_sign(session, "SO1", "decider")
    workspace = session.path.with_name("kamctl.yaml")
    workspace.write_text("kamctl: 1\nsignatures: {required: true}\n", encoding="utf-8")
    done = record_decision(session, shown, "validate")
    assert (done.status, done.message) == (
        OutcomeStatus.REFUSED,
        "Your company requires a validation to be signed with a key. Nothing was recorded.",
    )
    assert not signoffs_path(session.path).exists()
    assert record_decision(session, shown, "object", "Too late.").status is OutcomeStatus.SAVED


@pytest.mark.parametrize("more", ["", "nonsense: 1\n"])
def test_what_counts_follows_the_workspace_while_the_pages_are_open(
    session: EditSession, more: str
) -> None:
    record_decision(session, text_to_sign(session, "SO1", "decider"), "validate")
    states = [{one.party: one.state for one in parties(session, "SO1")}["decider"]]
    workspace = session.path.with_name("kamctl.yaml")
    for required in ("true", "false"):
        workspace.write_text(
            f"kamctl: 1\nsignatures: {{required: {required}}}\n{more}", encoding="utf-8"
        )
        session.refresh()
        states.append({one.party: one.state for one in parties(session, "SO1")}["decider"])
    assert states == ["validated", "invalidated", "validated"]
