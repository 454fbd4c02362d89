"""Which of the customer's confirmations a change of the plan invalidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.comparison.change import FIRST, Change
from kamctl.i18n.message import Message, message
from kamctl.signoffs.confirmation import ConfirmationState, confirmation_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.plan.model import Plan

_FIELD: Final = "customer_confirmation"


def confirmation_changes(before: Plan, after: Plan) -> Iterator[Change]:
    """Say, by objective, which confirmations counted before and do not for the new text."""
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
    counted = set(_in_state(before, ConfirmationState.CONFIRMED))
    return (one for one in _in_state(after, ConfirmationState.CHANGED) if one in counted)


def _in_state(plan: Plan, state: ConfirmationState) -> Iterator[str]:
    for one in plan.objectives:
        if confirmation_status(plan, one).state is state:
            yield one.id
