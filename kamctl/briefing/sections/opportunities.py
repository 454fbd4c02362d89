"""The opportunities in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table

if TYPE_CHECKING:
    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan


def opportunities_table(plan: Plan, anchors: Anchors, formatter: PlanFormatter) -> Table | None:
    """Return the opportunities, each with the objective it belongs to."""
    _, heading = formatter.translate, formatter.headings("opportunities[]")
    return table(
        _("Opportunities"),
        (
            heading("title"),
            heading("value"),
            heading("probability"),
            heading("stage"),
            heading("close"),
            heading("objective"),
            heading("owner"),
        ),
        (
            (
                formatter.text(one.title),
                formatter.money(one.value),
                "" if one.probability is None else formatter.percent(one.probability),
                one.stage or "",
                formatter.short_date(one.close),
                anchors.objectives([one.objective] if one.objective else ()),
                formatter.person_name(one.owner),
            )
            for one in plan.opportunities
        ),
        numeric=(1, 2),
    )
