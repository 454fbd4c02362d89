"""Sign-offs that no longer count: why, and which check says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.localized import LocalizedDay, StartOfSentence
from kamctl.i18n.message import message
from kamctl.plan.functions import party_name
from kamctl.plan.text import is_empty
from kamctl.signoffs.validity import is_valid

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.i18n.message import Message
    from kamctl.signoffs.party_status import PartyStatus


def invalidation(status: PartyStatus) -> Message:
    """Say that the sign-off of a party is invalidated, and why."""
    assert status.signoff is not None
    return message(
        "The sign-off by {name} ({party}) of {day} is invalidated. {reasons}.",
        name=status.signer,
        party=party_name(status.party),
        day=LocalizedDay(status.signoff.day),
        reasons=StartOfSentence(status.explanation),
    )


def is_text_changed(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> bool:
    """Tell whether KAM312 reports a sign-off: given, invalidated by a change, not yet required.

    Then no other check here says that it is missing.
    """
    entry = status.signoff
    return (
        status.state == "invalidated"
        and entry is not None
        and any(one.id == entry.by for one in context.plan.team)  # else KAM314 says so
        # Else only the signature is missing: KAM311 says so.
        and not is_valid(entry, context.plan, objective.model)
        and not fails_without(context, objective, status)
    )


def fails_without(context: Context, objective: ObjectiveInPlan, status: PartyStatus) -> bool:
    """Tell whether the stage requires a sign-off of a party: without one a check here fails.

    It says why a sign-off that was given does not count.
    """
    if status.person is None:
        return False
    if status.place is None:
        return context.is_error("KAM311")
    ask = objective.model.directions[status.place].ask
    return context.is_error("KAM310") and not is_empty(ask)
