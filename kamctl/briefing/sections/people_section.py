"""The chapter of the people: ours, the customer's, what is between them and how they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.briefing import document_labels
from kamctl.briefing.sections.claims import claim_facts, claim_source, claim_status, claim_summary
from kamctl.briefing.sections.contracts import contracts_table
from kamctl.briefing.sections.people import people_table
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Chapter, Table
from kamctl.plan import labels
from kamctl.plan.people import has_left

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.plan.model import Plan


def people_chapter(plan: Plan, audience: Audience, formatter: PlanFormatter) -> Chapter:
    """Return who is there on both sides, and how the customer buys."""
    _ = formatter.translate
    buying = plan.buying
    return Chapter(
        "people",
        _("People and buying"),
        claim_facts(_("How the customer buys"), buying.strategy if buying else None, formatter),
        (),
        tuple(
            one
            for one in (
                _team(plan, formatter),
                people_table(plan, audience, formatter),
                _reached(plan, formatter),
                _behind(plan, formatter),
                _relations(plan, formatter),
                _levers(plan, formatter),
                _process(plan, formatter),
                contracts_table(plan, formatter, notes=True),
            )
            if one is not None
        ),
    )


def _team(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return table(
        _("Our team"),
        (
            _("Name"),
            _("Title"),
            _("Function"),
            _("Part in the account"),
            _("Share of their time"),
            _("Where"),
            _("Email"),
            _("Phone"),
            _("Leaves"),
            _("Successor"),
            _("Note"),
        ),
        (
            (
                one.name
                if one.left is None or not has_left(one, formatter.today)
                else _("{name} (left {date})", name=one.name, date=formatter.short_date(one.left)),
                formatter.text(one.title),
                formatter.function_title(one.function) if one.function else "",
                formatter.label(document_labels.TEAM_ROLES, one.role),
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


def _reached(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return how to reach the customer's people, who leaves, and who comes after them."""
    _ = formatter.translate
    return table(
        _("How to reach them"),
        (_("Name"), _("Email"), _("Phone"), _("Leaves"), _("Successor"), _("Note")),
        (
            (
                one.name,
                (one.email or "").strip(),
                one.phone or "",
                formatter.short_date(one.left),
                formatter.person_name(one.successor),
                formatter.text(one.note),
            )
            for one in plan.stakeholders
            if one.email or one.phone or one.left or one.successor or one.note
        ),
    )


def _behind(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return what moves each person, our part in what stands between us, what they need."""
    _ = formatter.translate
    return table(
        _("What moves them"),
        (
            _("Name"),
            _("What makes them decide"),
            _("Own goals"),
            _("Our part in it"),
            _("What they need from us"),
            _("Closeness"),
            _("Country"),
        ),
        (
            (
                one.name,
                formatter.join(claim_summary(lever, formatter) for lever in one.levers),
                formatter.join(claim_summary(goal, formatter) for goal in one.goals),
                formatter.text(one.our_part),
                formatter.text(one.their_need),
                formatter.label(labels.COVERAGES, one.coverage),
                formatter.country(one.country) if one.country else "",
            )
            for one in plan.stakeholders
            if one.levers or one.goals or one.our_part or one.their_need or one.coverage
        ),
    )


def _relations(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    return table(
        _("What is between them"),
        (_("From"), _("Relation"), _("To"), _("Note")),
        (
            (
                formatter.person_name(one.from_),
                formatter.label(labels.RELATIONS, one.kind),
                formatter.person_name(one.to),
                formatter.text(one.note),
            )
            for one in plan.relations
        ),
    )


def _levers(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    levers = plan.buying.levers if plan.buying else ()
    return table(
        _("What decides"),
        (_("Criterion"), _("Weight"), _("Standing"), _("What it means for us"), _("Source")),
        (
            (
                formatter.text(one.text),
                "" if one.weight is None else formatter.percent(one.weight),
                claim_status(one, formatter),
                formatter.text(one.so_what),
                claim_source(one, formatter),
            )
            for one in levers
        ),
        numeric=(1,),
    )


def _process(plan: Plan, formatter: PlanFormatter) -> Table | None:
    _ = formatter.translate
    steps = plan.buying.process if plan.buying else ()
    return table(
        _("Steps to their decision"),
        (_("Step"), _("Due"), _("Decided by"), _("Note")),
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
