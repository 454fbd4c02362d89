"""An action is waited for until it is done, cancelled, or at 100 %; late only as long as that."""

from __future__ import annotations

import datetime as dt

import pytest

from kamctl.plan.actions import Action, is_late, is_waited_for, starts_too_early

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("fields", "waited_for"),
    [
        ({}, True),
        ({"status": "blocked", "progress": "99%"}, True),
        ({"status": "done"}, False),
        ({"status": "cancelled", "progress": "10%"}, False),
        ({"status": "in_progress", "progress": "100%"}, False),
    ],
)
def test_what_is_waited_for_is_late_once_its_day_has_passed(
    fields: dict[str, str], waited_for: bool
) -> None:
    def due(day: str | None) -> Action:
        return Action.model_validate({"title": "Trial", "due": day, **fields})

    assert is_waited_for(due(None)) is waited_for
    assert is_late(due("2026-11-22"), TODAY) is waited_for
    assert not is_late(due("2026-11-23"), TODAY)
    assert not is_late(due("2026-11"), TODAY)
    assert not is_late(due(None), TODAY)


@pytest.mark.parametrize(("progress", "too_early"), [("90%", True), ("100%", False)])
def test_nothing_starts_too_early_after_what_is_finished(progress: str, too_early: bool) -> None:
    before = Action.model_validate({"title": "A", "due": "2027-03-31", "progress": progress})
    after = Action.model_validate({"title": "B", "start": "2027-01-01"})
    assert starts_too_early(after, before) is too_early
