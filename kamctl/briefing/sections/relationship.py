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
    relationship = plan.account.relationship
    if relationship is None:
        return ()
    return facts(
        (_("Relationship today"), formatter.label(labels.RELATIONSHIPS, relationship.now)),
        (_("Target relationship"), formatter.label(labels.RELATIONSHIPS, relationship.target)),
        (_("Due"), formatter.date(relationship.by)),
        (_("Gap"), formatter.text(relationship.gap)),
    )
