"""The competitors at the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.sections.claims import claim_summary
from kamctl.briefing.tables import table

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan


def competitors_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return the competitors, what they are good at, and our answer."""
    _, heading = formatter.translate, formatter.headings("competitors[]")
    return table(
        _("Competitors"),
        (
            _("Competitor"),
            heading("strengths"),
            heading("weaknesses"),
            heading("installed"),
            heading("our_answer"),
        ),
        (
            (
                one.name,
                formatter.join(claim_summary(claim, formatter) for claim in one.strengths),
                formatter.join(claim_summary(claim, formatter) for claim in one.weaknesses),
                formatter.list(one.installed),
                claim_summary(one.our_answer, formatter) if one.our_answer else "",
            )
            for one in plan.competitors
        ),
    )
