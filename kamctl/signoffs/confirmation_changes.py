"""Which of the customer's confirmations a change of the plan invalidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.comparison.change import FIRST, Change
from kamctl.i18n.message import Message, message
from kamctl.signoffs.confirmation import ConfirmationState, confirmation_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective

_FIELD: Final = "customer_confirmation"


def confirmation_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """Say, by objective, which confirmations the new text invalidates, also ones given since."""
    for name in _lost(before, after):
        yield Change(
            "objectives",
            ("objectives", name, _FIELD),
            (f"objectives[].{_FIELD}.by",),
            "invalidated",
            message("invalidates the customer's confirmation"),
            objective=name,
            weight=FIRST,
        )


def lost_confirmations(before: Plan, after: Plan) -> Iterator[Message]:
    """Say the same in one sentence an objective."""
    for name in _lost(before, after):
        yield message("{objective}: invalidates the customer's confirmation", objective=name)


def _lost(before: Plan, after: Plan) -> Iterator[str]:
    """Return the objectives whose confirmation counted or was given since, and does not now."""
    then = {one.id: one for one in before.objectives}
    for now in after.objectives:
        if confirmation_status(after, now).state is not ConfirmationState.CHANGED:
            continue
        old = then.get(now.id)
        counted = (
            old is None
            or confirmation_status(before, old).state is ConfirmationState.CONFIRMED
            or _fingerprint(old) != _fingerprint(now)
        )
        if counted:
            yield now.id


def _fingerprint(objective: Objective) -> str | None:
    confirmation = objective.customer_confirmation
    return confirmation.fingerprint if confirmation is not None else None
