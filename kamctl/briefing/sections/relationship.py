"""The relationship with the customer: as it is, as it should be, and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import facts
from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Fact
    from kamctl.plan.model import Plan


def relationship_facts(plan: Plan, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return the relationship as facts; nothing where the plan says nothing of it."""
    _ = formatter.translate
    stands = plan.account.relationship
    if stands is None:
        return ()
    return facts(
        (_("Relationship today"), formatter.label(labels.RELATIONSHIPS, stands.now)),
        (_("Target relationship"), formatter.label(labels.RELATIONSHIPS, stands.target)),
        (_("Due"), formatter.date(stands.by)),
        (_("Gap"), formatter.text(stands.gap)),
    )
