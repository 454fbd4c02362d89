"""Family 5xx, people over time: whoever has left is replaced wherever somebody has to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.checks.engine.registry import NextRank, Observation, plan_check
from kamctl.checks.helpers.contacts import is_influential
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import Message, message
from kamctl.plan.actions import is_waited_for
from kamctl.plan.functions import function_name
from kamctl.plan.opportunities import is_decided
from kamctl.plan.people import current_person, has_left
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.risks import needs_response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.stakeholders import Stakeholder
    from kamctl.plan.team import Member


_DECIDING_ROLES: Final = frozenset({"decider", "approver"})


class _Role(NamedTuple):
    """Something that somebody has to do: who, where it says so, and what it is."""

    who: str | None
    path: KeyPath
    what: Message


@plan_check(
    "KAM506",
    "who-left-is-replaced",
    warns_from=Stage.DRAFT,
    rank=NextRank(weight=9, group="departure"),  # nobody does their tasks
)
def who_left_is_replaced(context: Context) -> Iterator[Observation]:
    """People who left have no open responsibilities; influential contacts have a successor.

    This covers the plan's owner and sponsor; owner, decider and sponsor of objectives; leaders of
    directions; owners of open actions, responses, risks, opportunities and decisions; colleagues
    who cover a contact; people who decide a buying step. Objectives that are closed or on hold are
    not checked. Influential contacts need a `successor:` once they have left. The past is kept:
    who told us, who signed, who took part.

    Why:
        People change jobs every few years, and plans cover three. Their tasks remain undone until
        somebody notices, and our champion's position goes to someone who owes us nothing. Source:
        practitioners on champion dependence.

    Example:
        team:
          - {id: jan, name: Jan Kowalczyk, left: 2026-09-01}
          - {id: ana, name: Ana Sousa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Trondheim, owner: jan, due: 2027-03-31}

    Instead:
        team:
          - {id: jan, name: Jan Kowalczyk, left: 2026-09-01, successor: ana}
          - {id: ana, name: Ana Sousa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Trondheim, owner: ana, due: 2027-03-31}
    """
    left = context.departed
    if not left:
        return
    for role in _roles(context):
        if role.who is not None and role.who in left:
            yield _still_in_role(context, left[role.who], role)
    if not context.in_use("stakeholders"):
        return
    for index, person in enumerate(context.plan.stakeholders):
        matters = is_influential(person) or not _DECIDING_ROLES.isdisjoint(person.buying_roles)
        if person.id in left and matters and person.successor is None:
            yield Observation(
                ("stakeholders", index, "left"),
                message(
                    "{name} left ({date}) and has no successor.",
                    name=person.name,
                    date=person.left,
                    who=person.id,
                ),
                message("Find the successor, add them, and set `successor:`."),
            )


def _still_in_role(context: Context, person: Member | Stakeholder, role: _Role) -> Observation:
    successor = current_person(context.plan, person.id, context.today)
    return Observation(
        role.path,
        message(
            "{name} left ({date}): {what}.",
            name=person.name,
            date=person.left,
            what=role.what,
            who=person.id,
        ),
        message(
            "Name {name} (`{id}`) or another successor here.",
            name=(name := context.people[successor]),
            id=successor,
            own=[(name, message("Name yourself (`{id}`) or another successor.", id=successor))],
        )
        if successor
        else message("Name the successor here, and in `successor:` of {name}.", name=person.name),
    )


def _roles(context: Context) -> Iterator[_Role]:
    """Return everything that somebody has to do in this plan."""
    header = context.plan.plan
    yield _Role(header.owner, ("plan", "owner"), message("still owner of the plan"))
    yield _Role(header.sponsor, ("plan", "sponsor"), message("still sponsor of the plan"))
    for objective in context.active_objectives:
        yield from _roles_in_objective(context, objective)
    yield from _roles_outside_objectives(context)
    for index, person in enumerate(context.plan.stakeholders):
        if has_left(person, context.today):
            continue
        for number, who in enumerate(person.covered_by):
            yield _Role(
                who,
                ("stakeholders", index, "covered_by", number),
                message("still responsible for contact with {contact}", contact=person.name),
            )


def _roles_in_objective(context: Context, objective: ObjectiveInPlan) -> Iterator[_Role]:
    model = objective.model
    for key, what in (
        ("owner", message("still owner of {objective}", objective=model.id)),
        (
            "decider",
            message("decision and sign-off on {objective} still expected", objective=model.id),
        ),
        ("sponsor", message("still sponsor of {objective}, sign-off expected", objective=model.id)),
    ):
        yield _Role(getattr(model, key), objective.at(key), what)
    for number, direction in enumerate(model.directions):
        yield _Role(
            direction.leader,
            objective.at("directions", number, "leader"),
            message(
                "response and sign-off still expected for {function}",
                function=function_name(direction.function),
            ),
        )
        for index, one in enumerate(direction.resistances):
            if one.status == "open":
                yield _Role(
                    one.owner,
                    objective.at("directions", number, "resistances", index, "owner"),
                    message(
                        "answer to “{title}” still expected", title=quoted(context, one.concern)
                    ),
                )
    for index, action in enumerate(model.actions):
        if is_waited_for(action):
            yield _Role(
                action.owner,
                objective.at("actions", index, "owner"),
                message("still owner of “{title}”", title=quoted(context, action.title)),
            )


def _roles_outside_objectives(context: Context) -> Iterator[_Role]:
    """Return what is outside of the objectives: steps, opportunities, risks, decisions."""
    plan = context.plan
    if plan.buying:
        for index, step in enumerate(plan.buying.process):
            if step.due is not None and step.due.day < context.today:
                continue
            for number, who in enumerate(step.decided_by):
                yield _Role(
                    who,
                    ("buying", "process", index, "decided_by", number),
                    message(
                        "decision on “{title}” still expected", title=quoted(context, step.step)
                    ),
                )
    for index, deal in enumerate(plan.opportunities):
        if not is_decided(deal):
            what = message("still owner of “{title}”", title=quoted(context, deal.title))
            yield _Role(deal.owner, ("opportunities", index, "owner"), what)
    for index, risk in enumerate(plan.risks):
        if needs_response(risk, plan.objectives):
            what = message("still owner of “{title}”", title=quoted(context, risk.text))
            yield _Role(risk.owner, ("risks", index, "owner"), what)
    for index, review in enumerate(plan.reviews):
        for number, decision in enumerate(review.decisions):
            if decision.is_open:
                what = message("still owner of “{title}”", title=quoted(context, decision.text))
                at: KeyPath = ("reviews", index, "decisions", number, "owner")
                yield _Role(decision.owner, at, what)
