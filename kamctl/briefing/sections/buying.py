"""How the customer buys: what decides, by which steps, under which contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.sections.claims import claim_source, claim_status
from kamctl.briefing.tables import table
from kamctl.i18n.marked_text import capitalized

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Table
    from kamctl.plan.model import Plan


def criteria_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return the criteria of their decision, each with its weight."""
    _ = formatter.translate
    levers = plan.buying.levers if plan.buying else ()
    return table(
        _("Decision criteria"),
        (_("Criterion"), _("Weight"), _("Confidence"), _("Implication for us"), _("Source")),
        (
            (
                formatter.text(one.text),
                "" if one.weight is None else formatter.percent(one.weight),
                claim_status(one, formatter),
                formatter.text(one.so_what),
                capitalized(claim_source(one, formatter)),
            )
            for one in levers
        ),
        numeric=(1,),
    )


def process_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return the steps to their decision."""
    _, heading = formatter.translate, formatter.headings("buying.process[]")
    steps = plan.buying.process if plan.buying else ()
    return table(
        _("Decision process"),
        (heading("step"), heading("due"), heading("decided_by"), heading("note")),
        (
            (
                formatter.text(one.step),
                formatter.short_date(one.due),
                formatter.person_names(one.decided_by),
                formatter.text(one.note),
            )
            for one in steps
        ),
    )


def contracts_table(plan: Plan, formatter: PlanFormatter, *, notes: bool = False) -> Table | None:
    """Return the contracts, in force or to come; with our `notes` where they may be seen."""
    _, heading = formatter.translate, formatter.headings("buying.contracts[]")
    contracts = plan.buying.contracts if plan.buying else ()
    return table(
        _("Contracts"),
        (
            heading("title"),
            heading("start"),
            heading("end"),
            heading("notice_by"),
            heading("value"),
            heading("exclusivity"),
            heading("liability"),
            heading("payment_terms"),
            heading("note"),
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
