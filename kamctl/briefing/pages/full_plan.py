"""The full plan in chapters, for the account team: what surrounds the objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.anchors import Anchors
from kamctl.briefing.sections.alignment_matrix import alignment_matrix
from kamctl.briefing.sections.buying import contracts_table, criteria_table, process_table
from kamctl.briefing.sections.claims import claim_facts
from kamctl.briefing.sections.competitors import competitors_table
from kamctl.briefing.sections.customer import account_facts, customer_tables, customer_texts
from kamctl.briefing.sections.objectives_overview import objectives_table
from kamctl.briefing.sections.opportunities import opportunities_table
from kamctl.briefing.sections.people import (
    contact_details_table,
    motives_table,
    people_table,
    relations_table,
)
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.reviews import reviews_table
from kamctl.briefing.sections.risks import risks_table
from kamctl.briefing.sections.roadmap import action_purposes_table
from kamctl.briefing.sections.stage import stage_in_text
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.team import team_table
from kamctl.briefing.sections.white_space import white_space_table
from kamctl.briefing.tables import chapter, facts
from kamctl.briefing.views.full_plan import FullPlanView
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.pages.plan_page import PageContent
    from kamctl.briefing.views.elements import Chapter, Fact
    from kamctl.briefing.views.objective import ObjectiveView
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.model import Plan


def full_plan_view(content: PageContent) -> FullPlanView | None:
    """Return the chapters around the objectives; those with nothing in them are left out.

    None for an audience that may not see everything: nothing is held back here.
    """
    plan, audience, formatter = content.plan, content.audience, content.formatter
    if not audience.sees("all_details"):
        return None
    _ = formatter.translate
    anchors = Anchors(plan, formatter)
    buying = plan.buying
    return FullPlanView(
        cover=_cover(plan, content.report, formatter),
        before=_with_contents(
            chapter(
                "objectives",
                _("Overview of objectives"),
                objectives_table(plan, anchors, formatter),
                alignment_matrix(content.alignments, audience, formatter),
            ),
            chapter(
                "customer",
                _("The customer"),
                *customer_tables(plan, anchors, formatter),
                texts=customer_texts(plan, formatter),
                facts=account_facts(plan.account, formatter),
            ),
            chapter(
                "position",
                _("Position"),
                position_table(plan, audience, formatter),
                white_space_table(plan, formatter),
                swot_table(plan, formatter, anchors),
                competitors_table(plan, formatter),
                opportunities_table(plan, anchors, formatter),
                facts=(*_matrix_facts(plan, formatter), *relationship_facts(plan, formatter)),
            ),
        ),
        after=_with_contents(
            chapter(
                "people",
                _("People and buying"),
                team_table(plan, formatter),
                people_table(plan, audience, formatter),
                contact_details_table(plan, formatter),
                motives_table(plan, formatter),
                relations_table(plan, formatter),
                criteria_table(plan, formatter),
                process_table(plan, formatter),
                contracts_table(plan, formatter, notes=True),
                texts=claim_facts(
                    _("Buying strategy"), buying.strategy if buying else None, formatter
                ),
            ),
            chapter("actions", _("Actions"), action_purposes_table(plan, anchors, formatter)),
            chapter("risks", _("Risks"), risks_table(plan, anchors, formatter)),
            chapter("reviews", _("Reviews"), reviews_table(plan, formatter)),
        ),
    )


def objective_chapters(objectives: Sequence[ObjectiveView]) -> tuple[ObjectiveView, ...]:
    """Return the objectives without what the plan says elsewhere.

    The customer's goals are explained in the chapter about the customer, to which their titles
    lead; what each function is asked and has answered is said function by function.
    """
    return tuple(
        one._replace(
            served_claims=tuple(
                claim._replace(source="", so_what="") for claim in one.served_claims
            ),
            all_directions=None,
        )
        for one in objectives
    )


def _with_contents(*chapters: Chapter) -> tuple[Chapter, ...]:
    return tuple(one for one in chapters if one.texts or one.facts or one.tables)


def _cover(plan: Plan, report: PlanReport, formatter: PlanFormatter) -> tuple[Fact, ...]:
    _ = formatter.translate
    header = plan.plan
    period = header.period
    return facts(
        (
            _("Stage of the plan"),
            stage_in_text(header.stage.value, formatter, report),
        ),
        (_("Owner"), formatter.name_and_title(header.owner)),
        (_("Sponsor"), formatter.name_and_title(header.sponsor)),
        (
            _("Period"),
            " – ".join(
                part for part in (formatter.date(period.start), formatter.date(period.end)) if part
            )
            if period
            else "",
        ),
        (_("Tier"), formatter.label(labels.TIERS, plan.account.tier)),
        (_("Next review"), formatter.date(header.next_review)),
    )


def _matrix_facts(plan: Plan, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return where the account is in the matrix of all accounts."""
    _ = formatter.translate
    return facts(
        (_("Attractiveness to us"), formatter.label(labels.LEVELS, plan.account.attractiveness)),
        (_("Our strength"), formatter.label(labels.LEVELS, plan.account.strength)),
    )
