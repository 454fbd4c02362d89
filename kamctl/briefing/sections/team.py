"""Our team at the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table
from kamctl.plan import labels
from kamctl.plan.people import has_left

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan


def team_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return our people, what they do for the account, and how to reach them."""
    _, heading = formatter.translate, formatter.headings("team[]")
    return table(
        _("Our team"),
        (
            heading("name"),
            heading("title"),
            heading("function"),
            heading("role"),
            heading("allocation"),
            heading("based_in"),
            heading("email"),
            heading("phone"),
            _("Leaves"),
            heading("successor"),
            heading("note"),
        ),
        (
            (
                one.name
                if one.left is None or not has_left(one, formatter.today)
                else _("{name} (left {date})", name=one.name, date=formatter.short_date(one.left)),
                formatter.text(one.title),
                formatter.function_title(one.function) if one.function else "",
                formatter.label(labels.TEAM_ROLES, one.role),
                "" if one.allocation is None else formatter.percent(one.allocation),
                one.based_in or "",
                (one.email or "").strip(),
                one.phone or "",
                formatter.short_date(one.left),
                formatter.person_name(one.successor),
                formatter.text(one.note),
            )
            for one in plan.team
        ),
        numeric=(4,),
    )
