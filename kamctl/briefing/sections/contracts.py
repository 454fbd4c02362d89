"""The contracts with the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.tables import table

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan


def contracts_table(plan: Plan, formatter: PlanFormatter, *, notes: bool = False) -> Table | None:
    """Return the contracts, in force or to come; with our `notes` where they may be seen."""
    _ = formatter.translate
    contracts = plan.buying.contracts if plan.buying else ()
    return table(
        _("Contracts"),
        (
            _("Contract"),
            _("Start"),
            _("End"),
            _("Notice by"),
            _("Yearly value"),
            _("Exclusivity"),
            _("Liability"),
            _("Payment terms"),
            _("Note"),
        ),
        (
            (
                formatter.text(one.title),
                formatter.short_date(one.start),
                formatter.short_date(one.end),
                formatter.short_date(one.notice_by),
                formatter.money(one.value),
                formatter.text(one.exclusivity),
                formatter.text(one.liability),
                formatter.text(one.payment_terms),
                formatter.text(one.note) if notes else "",
            )
            for one in contracts
        ),
        numeric=(4,),
    )
