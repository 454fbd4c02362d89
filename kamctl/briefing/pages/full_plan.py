"""The whole plan in chapters, for the account team: what stands around the objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels
from kamctl.briefing.anchors import Anchors
from kamctl.briefing.sections.claims import claim_facts, claim_summary, claims_table
from kamctl.briefing.sections.objectives_section import actions_chapter, objectives_chapter
from kamctl.briefing.sections.people_section import people_chapter
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.white_space import white_space_table
from kamctl.briefing.tables import facts, table, web_link
from kamctl.briefing.views.elements import Chapter, Fact, Table
from kamctl.briefing.views.full_plan import FullPlanView
from kamctl.i18n.marked_text import joined
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.account import Account
    from kamctl.plan.model import Plan
    from kamctl.plan.reviews import Decision
    from kamctl.signoffs.status import ObjectiveStatus


def full_plan_view(
    plan: Plan, alignments: Sequence[ObjectiveStatus], audience: Audience, formatter: PlanFormatter
) -> FullPlanView:
    """Return the chapters around the objectives; those with nothing in them are left out.

    For an audience that may see everything: nothing is held back here.
    """
    places = Anchors(plan, formatter)
    return FullPlanView(
        cover=_cover(plan, formatter),
        before=_filled(
            objectives_chapter(plan, alignments, audience, places, formatter),
            _customer(plan, places, formatter),
            _standing(plan, audience, places, formatter),
        ),
        after=_filled(
            people_chapter(plan, audience, formatter),
            actions_chapter(plan, places, formatter),
            _risks(plan, places, formatter),
            _reviews(plan, formatter),
        ),
    )


def _filled(*chapters: Chapter) -> tuple[Chapter, ...]:
    return tuple(one for one in chapters if one.texts or one.facts or one.tables)


def _there(*tables: Table | None) -> tuple[Table, ...]:
    return tuple(one for one in tables if one is not None)


def _cover(plan: Plan, formatter: PlanFormatter) -> tuple[Fact, ...]:
    _ = formatter.translate
    header = plan.plan
    period = header.period
    return facts(
        (_("Stage of the plan"), formatter.label(labels.STAGES, header.stage.value)),
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
        (_("Tier"), formatter.label(document_labels.TIERS, plan.account.tier)),
        (_("Next review"), formatter.date(header.next_review)),
    )


def _health(account: Account, formatter: PlanFormatter) -> str:
    """Say how the account manager judges the account, and why."""
    if account.health is None:
        return ""
    said, why = (
        formatter.label(labels.HEALTH, account.health.status),
        formatter.text(account.health.why),
    )
    return formatter.translate("{status}: {why}", status=said, why=why) if why else said


def _customer(plan: Plan, places: Anchors, formatter: PlanFormatter) -> Chapter:
    _ = formatter.translate
    account, customer = plan.account, plan.customer
    site = web_link(account.website)
    texts: tuple[Fact, ...] = facts((_("In short"), formatter.text(account.summary)))
    tables: tuple[Table, ...] = ()
    if customer is not None:
        texts += claim_facts(_("Business model"), customer.business_model, formatter)
        texts += claim_facts(_("Strategy"), customer.strategy, formatter)
        tables = _there(
            claims_table(_("Goals"), _("Goal"), customer.goals, places, formatter),
            claims_table(_("Pressures"), _("Pressure"), customer.pressures, places, formatter),
            claims_table(
                _("Initiatives"), _("Initiative"), customer.initiatives, places, formatter
            ),
            claims_table(_("Obstacles"), _("Obstacle"), customer.obstacles, places, formatter),
            claims_table(
                _("What the customer needs, and how it evolves"),
                _("Need"),
                customer.needs,
                places,
                formatter,
            ),
        )
    return Chapter(
        "customer",
        _("The customer"),
        texts,
        facts(
            (_("Former names"), formatter.list(account.formerly)),
            (_("Health"), _health(account, formatter)),
            (_("Renewal"), formatter.date(account.renewal)),
            (_("Links"), formatter.list(account.links)),
            (_("Industry"), formatter.text(account.industry)),
            (_("Head office"), (account.headquarters or "").strip()),
            (
                _("Countries"),
                formatter.list([formatter.country(code) for code in account.countries]),
            ),
            (_("Part of"), (account.parent or "").strip()),
            (
                _("Employees"),
                "" if account.employees is None else formatter.number(account.employees),
            ),
            (_("Customer since"), str(account.customer_since or "")),
            (_("Website"), site.text if site else ""),
        ),
        tables,
    )


def _standing(plan: Plan, audience: Audience, places: Anchors, formatter: PlanFormatter) -> Chapter:
    return Chapter(
        "position",
        formatter.translate("Where we stand"),
        (),
        (*_place(plan, formatter), *relationship_facts(plan, formatter)),
        _there(
            position_table(plan, audience, formatter),
            white_space_table(plan, formatter),
            swot_table(plan, formatter, places),
            _competitors(plan, formatter),
            _opportunities(plan, places, formatter),
        ),
    )


def _place(plan: Plan, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return the account's place among the others."""
    _ = formatter.translate
    return facts(
        (_("Attractiveness to us"), formatter.label(labels.LEVELS, plan.account.attractiveness)),
        (_("Our strength there"), formatter.label(labels.LEVELS, plan.account.strength)),
    )


def _competitors(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return table(
        _("Competitors"),
        (_("Competitor"), _("Strengths"), _("Weaknesses"), _("Installed"), _("Our answer")),
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


def _opportunities(plan: Plan, places: Anchors, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return table(
        _("Opportunities in view"),
        (
            _("Opportunity"),
            _("Value"),
            _("Probability"),
            _("Stage of the deal"),
            _("Close"),
            _("Objective"),
            _("Owner"),
        ),
        (
            (
                formatter.text(one.title),
                formatter.money(one.value),
                "" if one.probability is None else formatter.percent(one.probability),
                one.stage or "",
                formatter.short_date(one.close),
                places.objectives([one.objective] if one.objective else ()),
                formatter.person_name(one.owner),
            )
            for one in plan.opportunities
        ),
        numeric=(1, 2),
    )


def _risks(plan: Plan, places: Anchors, formatter: PlanFormatter) -> Chapter:
    _ = formatter.translate
    return Chapter(
        "risks",
        _("Risks"),
        (),
        (),
        _there(
            table(
                _("Risks, and what is done about them"),
                (
                    _("Risk"),
                    _("Objective"),
                    _("Likelihood"),
                    _("Impact"),
                    _("What is done about it"),
                    _("Owner"),
                    _("Due"),
                    _("Status"),
                ),
                (
                    (
                        formatter.text(one.text),
                        places.objectives(one.threatens),
                        formatter.label(labels.LEVELS, one.likelihood),
                        formatter.label(labels.LEVELS, one.impact),
                        formatter.text(one.response),
                        formatter.person_name(one.owner),
                        formatter.short_date(one.due),
                        formatter.label(labels.RISK_STATUS, one.status),
                    )
                    for one in plan.risks
                ),
            )
        ),
    )


def _reviews(plan: Plan, formatter: PlanFormatter) -> Chapter:
    _ = formatter.translate
    return Chapter(
        "reviews",
        _("Reviews"),
        (),
        (),
        _there(
            table(
                _("What was decided, and when"),
                (
                    _("Date"),
                    _("Review"),
                    _("Participants"),
                    _("Decisions"),
                    _("The customer's rating"),
                    _("Note"),
                ),
                (
                    (
                        formatter.date(one.date),
                        one.kind or "",
                        formatter.person_names(one.participants),
                        formatter.join(_decision(each, formatter) for each in one.decisions),
                        ""
                        if one.customer_rating is None
                        else _("{rating} of 10", rating=formatter.number(one.customer_rating)),
                        formatter.text(one.note),
                    )
                    for one in plan.reviews
                ),
                numeric=(4,),
            )
        ),
    )


def _decision(decision: Decision, formatter: PlanFormatter) -> str:
    said = formatter.text(decision.text).rstrip(".")
    parts = [
        formatter.name_and_date(decision.owner, decision.due),
        ""
        if decision.is_open
        else formatter.label(
            labels.DECISION_STATUS, "done" if decision.status == "open" else decision.status
        ).lower(),
        formatter.date(decision.done_on),
    ]
    who = ", ".join(part for part in parts if part)
    return joined("", [said, " (", who, ")"]) if who else said
