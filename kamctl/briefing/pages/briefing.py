"""A briefing: the tables about the whole account, and what a short one leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.pages.plan_page import PageParts
from kamctl.briefing.pages.short_briefing import full_objectives, short_objectives
from kamctl.briefing.sections.alignment_matrix import alignment_matrix
from kamctl.briefing.sections.buying import contracts_table
from kamctl.briefing.sections.customer import needs_table
from kamctl.briefing.sections.people import contacts_table, people_table
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.white_space import white_space_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.briefing.views.elements import Table
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan


def briefing_parts(content: PageContent) -> PageParts:
    """Return the parts of a briefing: a short one, unless it is to be full."""
    shown = full_objectives if content.full else short_objectives
    objectives = shown(content.objectives, content.audience)
    explained = {claim.id for one in objectives for claim in one.served_claims if claim.so_what}
    tables = account_tables(content, explained, short=not content.full)
    return PageParts(tables, objectives=objectives, has_account_facts=content.full)


def account_tables(
    content: PageContent, explained: Collection[str] = (), *, short: bool
) -> tuple[Table | None, ...]:
    """Return the tables about the whole account; in a `short` briefing only the reader's own.

    What follows from the customer's needs that are `explained`, the objectives say.
    """
    plan, audience, formatter = content.plan, content.audience, content.formatter
    position = position_table(plan, audience, formatter, short=short)
    needs = needs_table(plan, formatter, explained) if audience.sees("needs") else None
    contracts = contracts_table(plan, formatter) if audience.sees("contracts") else None
    if not short:
        return (
            alignment_matrix(content.alignments, audience, formatter),
            position,
            white_space_table(plan, formatter) if audience.sees("whitespace") else None,
            needs,
            swot_table(plan, formatter) if audience.sees("swot") else None,
            contracts,
            people_table(plan, audience, formatter)
            if audience.sees("stakeholders")
            else _counterparts(plan, audience, formatter),
        )
    if audience.sees("all_details"):
        return (position,)
    return (
        position,
        needs,
        contracts,
        _counterparts(plan, audience, formatter),
    )


def _counterparts(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Table | None:
    return contacts_table(plan, audience, formatter) if audience.sees("contacts") else None
