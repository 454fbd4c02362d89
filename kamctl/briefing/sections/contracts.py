"""The contracts with the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.formatter import table

if TYPE_CHECKING:
    from kamctl.briefing import views
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.model import Plan


def contracts_table(plan: Plan, say: PlanFormatter, *, notes: bool = False) -> views.Table | None:
    """Return the contracts, in force or to come; with our `notes` where they may be seen."""
    contracts = plan.buying.contracts if plan.buying else ()
    return table(
        say.t("Contracts"),
        (
            say.t("Contract"),
            say.t("Start"),
            say.t("End"),
            say.t("Notice by"),
            say.t("Yearly value"),
            say.t("Exclusivity"),
            say.t("Liability"),
            say.t("Payment terms"),
            say.t("Note"),
        ),
        (
            (
                say.text(one.title),
                say.short_date(one.start),
                say.short_date(one.end),
                say.short_date(one.notice_by),
                say.money(one.value),
                say.text(one.exclusivity),
                say.text(one.liability),
                say.text(one.payment_terms),
                say.text(one.note) if notes else "",
            )
            for one in contracts
        ),
        numeric=(4,),
    )
