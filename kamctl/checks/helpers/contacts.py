"""The customer's people: who matters, who is against us, and who of ours is in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.i18n.message import N_

if TYPE_CHECKING:
    from kamctl.checks.engine.context import Context
    from kamctl.plan.stakeholders import Stakeholder


CRITICAL_ATTITUDES = {"critic": N_("critical of us"), "opponent": N_("opposed to us")}


def is_influential(person: Stakeholder) -> bool:
    """Tell whether a person's influence on the decision is significant or decisive."""
    return person.influence in ("significant", "decisive")


def is_covered(context: Context, person: Stakeholder) -> bool:
    """Tell whether somebody of ours is in touch; how closely, where it is said, comes first.

    Those of ours who have left are in touch with nobody.
    """
    if person.coverage:
        return person.coverage != "none"
    return any(who not in context.departed for who in person.covered_by)
