"""The customer's confirmation of an objective, bound to the text that was confirmed.

It is in the plan; `confirmation_status` alone says whether it counts. Its fingerprint, written by
`kamctl align confirm`, has a hash for each part of what was confirmed, so that it can be said which
part has changed since.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kamctl.i18n.message import N_, Message, message
from kamctl.plan.people import has_left, stakeholder_with_id
from kamctl.plan.text import is_empty
from kamctl.signoffs.fingerprint import FINGERPRINT_VERSION, canonical
from kamctl.signoffs.signed_content import confirmed_content

if TYPE_CHECKING:
    from kamctl.document.span import KeyPath
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Confirmation, Objective
    from kamctl.plan.stakeholders import Stakeholder

_DIGITS = 16
_WRITTEN = re.compile(r"v(?P<version>[0-9]{1,9})(?P<parts>( [a-z_]+=[0-9a-f]{16})+)").fullmatch
PARTS: Final = {
    "by": N_("who confirmed"),
    "statement": N_("the statement"),
    "customer_gain": N_("the customer's gain"),
    "measures": N_("the measures"),
    "success_criterion": N_("the success criterion"),
    "due": N_("the due date"),
    "currency": N_("the currency"),
}


class Binding(NamedTuple):
    """Whether a confirmation is bound to a text, and what has changed in that text since."""

    is_bound: bool
    changed: tuple[Message, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether the confirmation counts for the text as it is."""
        return not self.changed

    @property
    def problem(self) -> Message | None:
        """Why it is uncertain that this text was confirmed; None where it is certain."""
        if self.changed:
            return message(
                "Changed since the customer's confirmation: {parts}.", parts=self.changed
            )
        if not self.is_bound:
            return message("The text that the customer confirmed is not recorded.")
        return None


class ConfirmationState(StrEnum):
    """What can be said of the customer's confirmation of an objective."""

    NONE = "none"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    """The text has changed since."""
    HAD_LEFT = "had-left"
    """Who confirmed had left the customer by then."""
    NO_DATE = "no-date"
    NO_CONTACT = "no-contact"
    WAIVED = "waived"


class ConfirmationStatus(NamedTuple):
    """The state of a confirmation, how it is bound to the text, and who had left, if they had."""

    state: ConfirmationState
    binding: Binding
    former: Stakeholder | None = None

    @property
    def problem(self) -> Message | None:
        """What is wrong with the confirmation, or missing; None where it is complete, or waived."""
        match self.state:
            case ConfirmationState.NONE:
                return message("The customer has not confirmed this objective.")
            case ConfirmationState.CONFIRMED | ConfirmationState.CHANGED:
                return self.binding.problem
            case ConfirmationState.HAD_LEFT:
                assert self.former is not None
                return message(
                    "{name} left ({date}) before this confirmation.",
                    name=self.former.name,
                    date=self.former.left,
                )
            case ConfirmationState.NO_DATE:
                return message("The customer's confirmation has no date.")
            case ConfirmationState.NO_CONTACT:
                return message("The customer's confirmation names no contact.")
            case ConfirmationState.WAIVED:
                return None


def confirmation_status(plan: Plan, objective: Objective) -> ConfirmationStatus:
    """Return whether the customer has confirmed an objective as it is, or why it does not count."""
    bound = binding(plan, objective)
    confirmation = objective.customer_confirmation
    if confirmation is None:
        return ConfirmationStatus(ConfirmationState.NONE, bound)
    is_given = confirmation.by or not is_empty(confirmation.how)
    if is_given and not bound.holds:
        return ConfirmationStatus(ConfirmationState.CHANGED, bound)
    former = _former_contact(plan, confirmation)
    if former is not None:
        return ConfirmationStatus(ConfirmationState.HAD_LEFT, bound, former)
    return ConfirmationStatus(_state(confirmation), bound)


def _state(confirmation: Confirmation) -> ConfirmationState:
    """Return the state of a confirmation that is for the text, by somebody who had not left."""
    if (confirmation.by and confirmation.on) or not is_empty(confirmation.how):
        return ConfirmationState.CONFIRMED
    if confirmation.waiver is not None:
        return ConfirmationState.WAIVED
    if confirmation.by:
        return ConfirmationState.NO_DATE
    return ConfirmationState.NO_CONTACT if confirmation.on else ConfirmationState.NONE


def _former_contact(plan: Plan, confirmation: Confirmation) -> Stakeholder | None:
    """Return who confirmed if they had left on the day of the confirmation."""
    if confirmation.on is None:
        return None
    day = confirmation.on.first  # all of a month has to be later
    person = stakeholder_with_id(plan, confirmation.by)
    return person if person is not None and has_left(person, day) else None


def confirmation_fingerprint(plan: Plan, objective: Objective, by: str | None) -> str:
    """Return the fingerprint of what somebody of the customer confirms of an objective."""
    parts = _hashes(plan, objective, by)
    return " ".join(
        (f"v{FINGERPRINT_VERSION}", *(f"{name}={digits}" for name, digits in parts.items()))
    )


def confirmation_covers(path: KeyPath) -> bool:
    """Tell whether what is at a path of the plan is part of what the customer confirms."""
    if path[:1] == ("plan",):
        return path[1:2] == ("currency",)
    return any(step in PARTS for step in path[2:3])


def binding(plan: Plan, objective: Objective) -> Binding:
    """Compare an objective with what the customer has confirmed of it.

    A confirmation without a fingerprint, which an earlier kamctl or a person wrote, is not bound;
    one that cannot be read holds for no text.
    """
    confirmation = objective.customer_confirmation
    if confirmation is None or confirmation.fingerprint is None:
        return Binding(is_bound=False)
    written = _WRITTEN(confirmation.fingerprint)
    if written is None or int(written["version"]) != FINGERPRINT_VERSION:
        return Binding(True, (Message(N_("the fingerprint (not written by kamctl)")),))
    before = dict(part.split("=") for part in written["parts"].split())
    now = _hashes(plan, objective, confirmation.by)
    changed = (name for name in {**PARTS, **before} if before.get(name) != now.get(name))
    return Binding(True, tuple(Message(PARTS.get(name, name)) for name in changed))


def _hashes(plan: Plan, objective: Objective, by: str | None) -> dict[str, str]:
    parts: dict[str, Any] = confirmed_content(plan, objective, by)
    return {
        name: hashlib.sha256(canonical({name: value})).hexdigest()[:_DIGITS]
        for name, value in parts.items()
    }
