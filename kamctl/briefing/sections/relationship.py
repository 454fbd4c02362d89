"""The relationship with the customer: as it is, as it should be, and what lies between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.formatter import facts
from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing import views
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan


def relationship_facts(plan: Plan, say: PlanFormatter) -> tuple[views.Fact, ...]:
    """Return the relationship as facts; nothing where the plan says nothing of it."""
    stands = plan.account.relationship
    if stands is None:
        return ()
    return facts(
        (say.t("Relationship today"), say.word(labels.RELATIONSHIPS, stands.now)),
        (say.t("Relationship wanted"), say.word(labels.RELATIONSHIPS, stands.target)),
        (say.t("By"), say.date(stands.by)),
        (say.t("What lies between"), say.text(stands.gap)),
    )
