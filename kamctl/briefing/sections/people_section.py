"""The chapter of the people: ours, the customer's, what is between them and how they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels, views
from kamctl.briefing.formatter import table
from kamctl.briefing.sections.claims import claim_facts, claim_source, claim_status, claim_summary
from kamctl.briefing.sections.contracts import contracts_table
from kamctl.briefing.sections.people import people_table
from kamctl.plan import labels
from kamctl.plan.people import has_left

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan


def people_chapter(plan: Plan, audience: Audience, say: PlanFormatter) -> views.Chapter:
    """Return who is there on both sides, and how the customer buys."""
    buying = plan.buying
    return views.Chapter(
        "people",
        say.t("People and buying"),
        claim_facts(say.t("How the customer buys"), buying.strategy if buying else None, say),
        (),
        tuple(
            one
            for one in (
                _team(plan, say),
                people_table(plan, audience, say),
                _reached(plan, say),
                _behind(plan, say),
                _relations(plan, say),
                _levers(plan, say),
                _process(plan, say),
                contracts_table(plan, say, notes=True),
            )
            if one is not None
        ),
    )


def _team(plan: Plan, say: PlanFormatter) -> views.Table | None:
    return table(
        say.t("Our team"),
        (
            say.t("Name"),
            say.t("Title"),
            say.t("Function"),
            say.t("Part in the account"),
            say.t("Share of their time"),
            say.t("Where"),
            say.t("Email"),
            say.t("Phone"),
            say.t("Leaves"),
            say.t("Successor"),
            say.t("Note"),
        ),
        (
            (
                one.name
                if one.left is None or not has_left(one, say.today)
                else say.say("{name} (left {date})", name=one.name, date=say.short_date(one.left)),
                say.text(one.title),
                say.function_title(one.function) if one.function else "",
                say.word(document_labels.TEAM_ROLES, one.role),
                "" if one.allocation is None else say.formats.percent(one.allocation),
                one.based_in or "",
                (one.email or "").strip(),
                one.phone or "",
                say.short_date(one.left),
                say.person(one.successor),
                say.text(one.note),
            )
            for one in plan.team
        ),
        numeric=(4,),
    )


def _reached(plan: Plan, say: PlanFormatter) -> views.Table | None:
    """Return how to reach the customer's people, who leaves, and who comes after them."""
    return table(
        say.t("How to reach them"),
        (
            say.t("Name"),
            say.t("Email"),
            say.t("Phone"),
            say.t("Leaves"),
            say.t("Successor"),
            say.t("Note"),
        ),
        (
            (
                one.name,
                (one.email or "").strip(),
                one.phone or "",
                say.short_date(one.left),
                say.person(one.successor),
                say.text(one.note),
            )
            for one in plan.stakeholders
            if one.email or one.phone or one.left or one.successor or one.note
        ),
    )


def _behind(plan: Plan, say: PlanFormatter) -> views.Table | None:
    """Return what moves each person, our part in what stands between us, what they need."""
    return table(
        say.t("What moves them"),
        (
            say.t("Name"),
            say.t("What makes them decide"),
            say.t("Own goals"),
            say.t("Our part in it"),
            say.t("What they need from us"),
            say.t("Closeness"),
            say.t("Country"),
        ),
        (
            (
                one.name,
                say.series(claim_summary(lever, say) for lever in one.levers),
                say.series(claim_summary(goal, say) for goal in one.goals),
                say.text(one.our_part),
                say.text(one.their_need),
                say.word(labels.COVERAGES, one.coverage),
                say.formats.country(one.country) if one.country else "",
            )
            for one in plan.stakeholders
            if one.levers or one.goals or one.our_part or one.their_need or one.coverage
        ),
    )


def _relations(plan: Plan, say: PlanFormatter) -> views.Table | None:
    return table(
        say.t("What is between them"),
        (say.t("From"), say.t("Relation"), say.t("To"), say.t("Note")),
        (
            (
                say.person(one.from_),
                say.word(labels.RELATIONS, one.kind),
                say.person(one.to),
                say.text(one.note),
            )
            for one in plan.relations
        ),
    )


def _levers(plan: Plan, say: PlanFormatter) -> views.Table | None:
    levers = plan.buying.levers if plan.buying else ()
    return table(
        say.t("What decides"),
        (
            say.t("Criterion"),
            say.t("Weight"),
            say.t("Standing"),
            say.t("What it means for us"),
            say.t("Source"),
        ),
        (
            (
                say.text(one.text),
                "" if one.weight is None else say.formats.percent(one.weight),
                claim_status(one, say),
                say.text(one.so_what),
                claim_source(one, say),
            )
            for one in levers
        ),
        numeric=(1,),
    )


def _process(plan: Plan, say: PlanFormatter) -> views.Table | None:
    steps = plan.buying.process if plan.buying else ()
    return table(
        say.t("Steps to their decision"),
        (say.t("Step"), say.t("Due"), say.t("Decided by"), say.t("Note")),
        (
            (
                say.text(one.step),
                say.short_date(one.due),
                say.people(one.decided_by),
                say.text(one.note),
            )
            for one in steps
        ),
    )
