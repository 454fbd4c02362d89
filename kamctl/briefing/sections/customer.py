"""The customer: who they are, what they want and what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing.sections.claims import claim_facts, claim_status, claims_table
from kamctl.briefing.tables import facts, table, web_link
from kamctl.plan import labels

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.views.elements import Fact, Table
    from kamctl.plan.account import Account
    from kamctl.plan.model import Plan


def about_facts(account: Account, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return the facts about the customer that every reader may see."""
    heading = formatter.headings("account")
    return facts(
        (heading("industry"), formatter.text(account.industry)),
        (heading("headquarters"), (account.headquarters or "").strip()),
        (heading("customer_since"), str(account.customer_since or "")),
    )


def account_facts(account: Account, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return all facts about the account, for its team."""
    heading = formatter.headings("account")
    site = web_link(account.website)
    countries = [formatter.country(code) for code in account.countries]
    employees = "" if account.employees is None else formatter.number(account.employees)
    return facts(
        (heading("formerly"), formatter.list(account.formerly)),
        (heading("health"), _health(account, formatter)),
        (heading("renewal"), formatter.date(account.renewal)),
        (heading("links"), formatter.list(account.links)),
        (heading("industry"), formatter.text(account.industry)),
        (heading("headquarters"), (account.headquarters or "").strip()),
        (heading("countries"), formatter.list(countries)),
        (heading("parent"), (account.parent or "").strip()),
        (heading("employees"), employees),
        (heading("customer_since"), str(account.customer_since or "")),
        (heading("website"), site.text if site else ""),
    )


def _health(account: Account, formatter: PlanFormatter) -> str:
    """Say how the account manager judges the account, and why."""
    if account.health is None:
        return ""
    status = formatter.label(labels.HEALTH, account.health.status)
    why = formatter.text(account.health.why)
    return formatter.translate("{status}: {why}", status=status, why=why) if why else status


def customer_texts(plan: Plan, formatter: PlanFormatter) -> tuple[Fact, ...]:
    """Return what the customer does and how it wants to win, for the account's team."""
    _ = formatter.translate
    texts = facts((_("Summary"), formatter.text(plan.account.summary)))
    if plan.customer is None:
        return texts
    return (
        *texts,
        *claim_facts(_("Business model"), plan.customer.business_model, formatter),
        *claim_facts(_("Strategy"), plan.customer.strategy, formatter),
    )


def customer_tables(plan: Plan, anchors: Anchors, formatter: PlanFormatter) -> list[Table | None]:
    """Return what the customer wants and needs, and what it struggles with, for the team."""
    _ = formatter.translate
    customer = plan.customer
    if customer is None:
        return []
    needs = _("Customer needs and trends")
    return [
        claims_table(_("Goals"), _("Goal"), customer.goals, anchors, formatter),
        claims_table(_("Pressures"), _("Pressure"), customer.pressures, anchors, formatter),
        claims_table(_("Initiatives"), _("Initiative"), customer.initiatives, anchors, formatter),
        claims_table(_("Obstacles"), _("Obstacle"), customer.obstacles, anchors, formatter),
        claims_table(needs, _("Need"), customer.needs, anchors, formatter),
    ]


def needs_table(
    plan: Plan, formatter: PlanFormatter, explained: Collection[str] = ()
) -> Table | None:
    """Return the needs of the customer for a reader who may not see who told us of them.

    What follows from those that are `explained`, by their ids, the page says elsewhere.
    """
    _ = formatter.translate
    needs = plan.customer.needs if plan.customer else ()
    return table(
        _("Customer needs and trends"),
        (_("Need"), _("Trend"), _("Confidence"), _("Implication for us")),
        (
            (
                formatter.text(need.text),
                formatter.label(labels.TRENDS, need.trend),
                claim_status(need, formatter),
                "" if need.id in explained else formatter.text(need.so_what),
            )
            for need in needs
        ),
    )
