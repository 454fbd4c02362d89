"""Family 4xx: is what the plan knows of late, and when is it looked at again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, Option, plan_check
from kamctl.checks.helpers.contacts import is_covered, is_influential
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import message
from kamctl.plan.people import has_left
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context


CLAIM_DAYS = Option(
    "claim_days", 365, "Maximum age of a goal, a need or an initiative, in days.", least=1
)

CONTACT_DAYS = Option(
    "contact_days", 180, "Maximum time since the last contact with a person, in days.", least=1
)


@plan_check("KAM403", "fresh", warns_from=Stage.SHARED, options=(CLAIM_DAYS, CONTACT_DAYS))
def fresh(context: Context) -> Iterator[Observation]:
    """Information behind open objectives and contacts with influential stakeholders are recent.

    This covers the goals, needs and initiatives that they serve, by their date `on`, and the
    significant and decisive stakeholders, by `last_contact`. If the account's tier sets a maximum
    age (`max_age_days`), it applies to both. Missing dates are covered by KAM401, people without a
    contact on our team by KAM502.

    Why:
        Many account plans are written once and never opened again, while the customer changes. A
        plan based on last year's conversations fits last year's customer. Source: practitioners on
        why account plans fail: one-off plans.

    Example:
        stakeholders:
          - id: mercier
            name: Hélène Mercier
            influence: decisive
            covered_by: [claire]
            last_contact: 2026-02-11
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        stakeholders:
          - id: mercier
            name: Hélène Mercier
            influence: decisive
            covered_by: [claire]
            last_contact: 2026-10-21
        team:
          - {id: claire, name: Claire Morel}
    """
    if context.in_use("customer"):
        yield from _old_claims(context, context.max_age_days(CLAIM_DAYS))
    if context.in_use("stakeholders"):
        yield from _old_contacts(context, context.max_age_days(CONTACT_DAYS))


def _old_claims(context: Context, limit: int) -> Iterator[Observation]:
    served = context.customer_claims
    names = dict.fromkeys(
        name
        for objective in context.open_objectives
        for name in objective.model.serves
        if name in served
    )
    for name in names:
        claim, path = served[name]
        age = (context.today - claim.on.day).days if claim.on else 0
        if age > limit:
            yield Observation(
                (*path, "on"),
                message(
                    "“{claim}” is {days} days old ({date}).",
                    claim=quoted(context, claim.text),
                    days=age,
                    date=claim.on,
                ),
                message(
                    "Check that it is still true, then set `on:` to today. It should be at "
                    "most {limit} days old.",
                    limit=limit,
                ),
            )


def _old_contacts(context: Context, limit: int) -> Iterator[Observation]:
    for index, person in enumerate(context.plan.stakeholders):
        if not is_influential(person) or has_left(person, context.today):
            continue
        path = ("stakeholders", index, "last_contact")
        last = person.last_contact
        if last is None:
            if is_covered(context, person):
                yield Observation(
                    path,
                    message("{name} has no date of last contact.", name=person.name),
                    message("Add `last_contact:` with the date; a month is enough: 2026-10."),
                )
        elif (age := (context.today - last.day).days) > limit:
            yield Observation(
                path,
                message(
                    "Last contact with {name} was {days} days ago ({date}).",
                    name=person.name,
                    days=age,
                    date=last,
                ),
                message(
                    "Contact them, then update `last_contact:`. It should be at most {limit} "
                    "days ago.",
                    limit=limit,
                ),
            )


@plan_check("KAM405", "next-review", required_from=Stage.SHARED, rank=NextRank(group="dates"))
def next_review(context: Context) -> Iterator[Observation]:
    """The next account review has a date that is not past.

    Why:
        A plan that is never reopened has no effect. A review date keeps it current, and tells
        colleagues when they will be heard. Source: practitioners on why account plans fail:
        one-off plans, never reopened.

    Example:
        plan: {next_review: 2026-09-30}

    Instead:
        plan: {next_review: 2027-01-20}
    """
    date = context.plan.plan.next_review
    path = ("plan", "next_review")
    if date is None:
        yield Observation(
            path,
            message("No date is set for the next account review."),
            message("Add `next_review:` under `plan:`, for example 2027-01-20 or 2027-Q1."),
        )
    elif date.day < context.today:
        values = {"date": date, "days": (date.day - context.today).days}
        yield Observation(
            path,
            message("The next review was due on {date}.", **values)
            if date.precision == "day"
            else message("The next review was due in {date}.", **values),
            message(
                "Set a new date; if the review has taken place, record its decisions under "
                "`reviews:`."
            ),
        )
