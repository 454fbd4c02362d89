"""Sections, fixes and stages from a page: saved like any other change, and undone like one."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from kamctl.git.identity import User
from kamctl.web.editing.edit_session import EditSession
from kamctl.web.editing.outcome import OutcomeStatus
from kamctl.web.editing.plan_actions import (
    accept_fixes,
    add_section,
    fix_count,
    missing_for,
    move_stage,
    stages,
)
from kamctl.web.editing.plan_sections import questions
from tests.paths import LACTEA_PLAN, ROOT


@pytest.fixture
def draft(tmp_path: Path) -> EditSession:
    return copied(tmp_path, "first-draft")


def copied(folder: Path, example: str) -> EditSession:
    shutil.copytree(ROOT / "examples" / example, folder / example)
    return EditSession(folder / example / "plan.yaml", today=lambda: dt.date(2026, 11, 23))


def test_a_section_is_added_and_taken_back(draft: EditSession) -> None:
    before = draft.path.read_bytes()
    done = add_section(draft, "risks")
    assert (done.status, done.key) == (OutcomeStatus.SAVED, '["risks"]')
    assert b"\nrisks:" in draft.path.read_bytes()
    assert add_section(draft, "risks").status is OutcomeStatus.REFUSED
    assert draft.undo().is_saved
    assert draft.path.read_bytes() == before


def test_a_section_is_not_taken_back_once_the_plan_was_changed(draft: EditSession) -> None:
    add_section(draft, "risks")
    text = draft.path.read_bytes() + b"# more\n"
    draft.path.write_bytes(text)
    assert draft.undo().status is OutcomeStatus.REFUSED
    assert draft.path.read_bytes() == text


def test_what_has_one_right_answer_is_corrected(tmp_path: Path) -> None:
    session = copied(tmp_path, "typical-mistakes")
    before = session.path.read_bytes()
    count = fix_count(session)
    assert count >= 5
    assert accept_fixes(session).message == f"{count} corrections"
    assert fix_count(session) == 0
    assert accept_fixes(session).status is OutcomeStatus.UNCHANGED
    session.undo()
    assert session.path.read_bytes() == before


def test_a_stage_that_lacks_something_stays(draft: EditSession) -> None:
    assert [one.stage for one in stages(draft) if one.is_current] == ["draft"]
    before = draft.path.read_bytes()
    done = move_stage(draft, "shared")
    assert done.status is OutcomeStatus.HELD_BACK and done.message and done.findings
    assert list(done.findings) == missing_for(draft, "shared")
    assert all(one.key for one in done.findings)
    assert draft.path.read_bytes() == before


def test_a_stage_is_moved_back_and_forth(tmp_path: Path) -> None:
    session = copied(tmp_path, "complete-en")
    now = next(one for one in stages(session) if one.is_current)
    assert move_stage(session, now.stage).status is OutcomeStatus.UNCHANGED
    assert move_stage(session, "draft").is_saved
    assert session.report.stage is not None and session.report.stage.value == "draft"
    assert move_stage(session, "shared").is_saved
    session.undo()
    session.undo()
    assert next(one for one in stages(session) if one.is_current) == now


def test_nobody_is_asked_to_ask_themselves(tmp_path: Path) -> None:
    shutil.copy(LACTEA_PLAN, tmp_path)
    session = EditSession(tmp_path / "plan.yaml", today=lambda: dt.date(2026, 11, 23))
    owner, *others = sorted(session.plan.team, key=lambda one: one.id != session.plan.plan.owner)

    def asked_of(name: str) -> bool:
        return any(one.whom.startswith(name) for one in questions(session))

    met = [one.name for one in others if asked_of(one.name)]
    assert met
    for name in met:
        session.user = User(name, "")
        assert not asked_of(name)
    # Whoever is not known is taken for the owner.
    assert asked_of(owner.name)
    session.user = User("Somebody Else", "")
    assert not asked_of(owner.name)
