"""The whole plan in chapters, for the account team: what stands around the objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels, views
from kamctl.briefing.anchors import Anchors
from kamctl.briefing.formatter import facts, table, web_link
from kamctl.briefing.sections.claims import claim_facts, claim_summary, claims_table
from kamctl.briefing.sections.objectives_section import actions_chapter, objectives_chapter
from kamctl.briefing.sections.people_section import people_chapter
from kamctl.briefing.sections.position import position_table
from kamctl.briefing.sections.relationship import relationship_facts
from kamctl.briefing.sections.swot import swot_table
from kamctl.briefing.sections.white_space import white_space_table
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
    plan: Plan, alignments: Sequence[ObjectiveStatus], audience: Audience, say: PlanFormatter
) -> views.FullPlanView:
    """Return the chapters around the objectives; those with nothing in them are left out.

    For an audience that may see everything: nothing is held back here.
    """
    places = Anchors(plan, say)
    return views.FullPlanView(
        cover=_cover(plan, say),
        before=_filled(
            objectives_chapter(plan, alignments, audience, places, say),
            _customer(plan, places, say),
            _standing(plan, audience, places, say),
        ),
        after=_filled(
            people_chapter(plan, audience, say),
            actions_chapter(plan, places, say),
            _risks(plan, places, say),
            _reviews(plan, say),
        ),
    )


def _filled(*chapters: views.Chapter) -> tuple[views.Chapter, ...]:
    return tuple(one for one in chapters if one.texts or one.facts or one.tables)


def _there(*tables: views.Table | None) -> tuple[views.Table, ...]:
    return tuple(one for one in tables if one is not None)


def _cover(plan: Plan, say: PlanFormatter) -> tuple[views.Fact, ...]:
    header = plan.plan
    period = header.period
    return facts(
        (say.t("Stage of the plan"), say.word(labels.STAGES, header.stage.value)),
        (say.t("Owner"), say.titled(header.owner)),
        (say.t("Sponsor"), say.titled(header.sponsor)),
        (
            say.t("Period"),
            " – ".join(part for part in (say.date(period.start), say.date(period.end)) if part)
            if period
            else "",
        ),
        (say.t("Tier"), say.word(document_labels.TIERS, plan.account.tier)),
        (say.t("Next review"), say.date(header.next_review)),
    )


def _health(account: Account, say: PlanFormatter) -> str:
    """Say how the account manager judges the account, and why."""
    if account.health is None:
        return ""
    said, why = say.word(labels.HEALTH, account.health.status), say.text(account.health.why)
    return say.say("{status}: {why}", status=said, why=why) if why else said


def _customer(plan: Plan, places: Anchors, say: PlanFormatter) -> views.Chapter:
    account, customer = plan.account, plan.customer
    site = web_link(account.website)
    texts: tuple[views.Fact, ...] = facts((say.t("In short"), say.text(account.summary)))
    tables: tuple[views.Table, ...] = ()
    if customer is not None:
        texts += claim_facts(say.t("Business model"), customer.business_model, say)
        texts += claim_facts(say.t("Strategy"), customer.strategy, say)
        tables = _there(
            claims_table(say.t("Goals"), say.t("Goal"), customer.goals, places, say),
            claims_table(say.t("Pressures"), say.t("Pressure"), customer.pressures, places, say),
            claims_table(
                say.t("Initiatives"), say.t("Initiative"), customer.initiatives, places, say
            ),
            claims_table(say.t("Obstacles"), say.t("Obstacle"), customer.obstacles, places, say),
            claims_table(
                say.t("What the customer needs, and how it evolves"),
                say.t("Need"),
                customer.needs,
                places,
                say,
            ),
        )
    return views.Chapter(
        "customer",
        say.t("The customer"),
        texts,
        facts(
            (say.t("Former names"), say.formats.list(account.formerly)),
            (say.t("Health"), _health(account, say)),
            (say.t("Renewal"), say.date(account.renewal)),
            (say.t("Links"), say.formats.list(account.links)),
            (say.t("Industry"), say.text(account.industry)),
            (say.t("Head office"), (account.headquarters or "").strip()),
            (
                say.t("Countries"),
                say.formats.list([say.formats.country(code) for code in account.countries]),
            ),
            (say.t("Part of"), (account.parent or "").strip()),
            (
                say.t("Employees"),
                "" if account.employees is None else say.formats.number(account.employees),
            ),
            (say.t("Customer since"), str(account.customer_since or "")),
            (say.t("Website"), site.text if site else ""),
        ),
        tables,
    )


def _standing(plan: Plan, audience: Audience, places: Anchors, say: PlanFormatter) -> views.Chapter:
    return views.Chapter(
        "position",
        say.t("Where we stand"),
        (),
        (*_place(plan, say), *relationship_facts(plan, say)),
        _there(
            position_table(plan, audience, say),
            white_space_table(plan, say),
            swot_table(plan, say, places),
            _competitors(plan, say),
            _opportunities(plan, places, say),
        ),
    )


def _place(plan: Plan, say: PlanFormatter) -> tuple[views.Fact, ...]:
    """Return the account's place among the others."""
    return facts(
        (say.t("Attractiveness to us"), say.word(labels.LEVELS, plan.account.attractiveness)),
        (say.t("Our strength there"), say.word(labels.LEVELS, plan.account.strength)),
    )


def _competitors(plan: Plan, say: PlanFormatter) -> views.Table | None:
    return table(
        say.t("Competitors"),
        (
            say.t("Competitor"),
            say.t("Strengths"),
            say.t("Weaknesses"),
            say.t("Installed"),
            say.t("Our answer"),
        ),
        (
            (
                one.name,
                say.series(claim_summary(claim, say) for claim in one.strengths),
                say.series(claim_summary(claim, say) for claim in one.weaknesses),
                say.formats.list(one.installed),
                claim_summary(one.our_answer, say) if one.our_answer else "",
            )
            for one in plan.competitors
        ),
    )


def _opportunities(plan: Plan, places: Anchors, say: PlanFormatter) -> views.Table | None:
    return table(
        say.t("Opportunities in view"),
        (
            say.t("Opportunity"),
            say.t("Value"),
            say.t("Probability"),
            say.t("Stage of the deal"),
            say.t("Close"),
            say.t("Objective"),
            say.t("Owner"),
        ),
        (
            (
                say.text(one.title),
                say.money(one.value),
                "" if one.probability is None else say.formats.percent(one.probability),
                one.stage or "",
                say.short_date(one.close),
                places.objectives([one.objective] if one.objective else ()),
                say.person(one.owner),
            )
            for one in plan.opportunities
        ),
        numeric=(1, 2),
    )


def _risks(plan: Plan, places: Anchors, say: PlanFormatter) -> views.Chapter:
    return views.Chapter(
        "risks",
        say.t("Risks"),
        (),
        (),
        _there(
            table(
                say.t("Risks, and what is done about them"),
                (
                    say.t("Risk"),
                    say.t("Objective"),
                    say.t("Likelihood"),
                    say.t("Impact"),
                    say.t("What is done about it"),
                    say.t("Owner"),
                    say.t("Due"),
                    say.t("Status"),
                ),
                (
                    (
                        say.text(one.text),
                        places.objectives(one.threatens),
                        say.word(labels.LEVELS, one.likelihood),
                        say.word(labels.LEVELS, one.impact),
                        say.text(one.response),
                        say.person(one.owner),
                        say.short_date(one.due),
                        say.word(labels.RISK_STATUS, one.status),
                    )
                    for one in plan.risks
                ),
            )
        ),
    )


def _reviews(plan: Plan, say: PlanFormatter) -> views.Chapter:
    return views.Chapter(
        "reviews",
        say.t("Reviews"),
        (),
        (),
        _there(
            table(
                say.t("What was decided, and when"),
                (
                    say.t("Date"),
                    say.t("Review"),
                    say.t("Participants"),
                    say.t("Decisions"),
                    say.t("The customer's rating"),
                    say.t("Note"),
                ),
                (
                    (
                        say.date(one.date),
                        one.kind or "",
                        say.people(one.participants),
                        say.series(_decision(each, say) for each in one.decisions),
                        ""
                        if one.customer_rating is None
                        else say.say(
                            "{rating} of 10", rating=say.formats.number(one.customer_rating)
                        ),
                        say.text(one.note),
                    )
                    for one in plan.reviews
                ),
                numeric=(4,),
            )
        ),
    )


def _decision(decision: Decision, say: PlanFormatter) -> str:
    said = say.text(decision.text).rstrip(".")
    parts = [
        say.by_on(decision.owner, decision.due),
        ""
        if decision.is_open
        else say.word(
            labels.DECISION_STATUS, "done" if decision.status == "open" else decision.status
        ).lower(),
        say.date(decision.done_on),
    ]
    who = ", ".join(part for part in parts if part)
    return joined("", [said, " (", who, ")"]) if who else said
