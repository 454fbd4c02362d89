"""Whether a sign-off still holds for a plan's text, and what is different where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.plan.people import names_by_id, took_over_from
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signed_changes import signed_changes
from kamctl.signoffs.signed_content import SignedContent, signed_content
from kamctl.signoffs.signers import answers_for, signatory_on

if TYPE_CHECKING:
    from kamctl.i18n.message import Message
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.signoff import Signoff


def is_valid(signoff: Signoff, plan: Plan, objective: Objective) -> bool:
    """Tell whether a sign-off was given for the text as it is, by the person who answers for it.

    That is the person the plan names; from the day they left on, their successor.

    A sign-off of version 1 is compared by the rule of version 1: neither the person nor the
    currency is part of it.
    """
    named = answers_for(plan, objective, signoff.party)
    if signoff.by != signatory_on(plan, named, signoff.day):
        return False
    return signoff.fingerprint == fingerprint(_current(signoff, plan, objective), signoff.version)


def changes_since_signed(signoff: Signoff, plan: Plan, objective: Objective) -> tuple[Message, ...]:
    """Say what is different now from what was signed.

    Empty where nothing is, or where what was signed is not known.
    """
    people = names_by_id(plan.team)
    now = _current(signoff, plan, objective)
    return signed_changes(signoff, now, people, plan.plan.language)


def _current(signoff: Signoff, plan: Plan, objective: Objective) -> SignedContent:
    """Return what would be signed today; an address counts only where one was signed."""
    former = took_over_from(plan, signoff.by, signoff.day)
    now = signed_content(
        plan, objective, signoff.party, signoff.version, successor=signoff.by, former=former
    )
    signer = signoff.signed.get("signer")
    if signer is not None and "email" not in signer and "signer" in now:
        now["signer"] = {key: value for key, value in now["signer"].items() if key != "email"}
    return now
