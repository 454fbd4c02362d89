"""What is compared between plans: people, groups, resources. Small, as it is kept of each plan."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.suppressions import Suppression
from kamctl.document.span import Span
from kamctl.i18n.text_normalization import comparison_key
from kamctl.i18n.words import all_words, compiled, either
from kamctl.plan.account import group_key
from kamctl.plan.entry_lookup import entries_by_id
from kamctl.plan.people import has_left, person_key
from kamctl.plan.text import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.plan.team import Member

SIDES = {
    "champion": "for",
    "supporter": "for",
    "neutral": "neutral",
    "critic": "against",
    "opponent": "against",
}
"""Attitudes that are no contradiction when two account managers see them have one side."""


class PlanLocation(NamedTuple):
    """A place in a plan."""

    path: KeyPath
    span: Span


class TeamMember(NamedTuple):
    """One of our people, as a plan names them."""

    key: str
    name: str
    where: PlanLocation
    percent: float = 0.0
    """How much of their time the plan counts on."""


class Contact(NamedTuple):
    """One of the customer's people, and how they see us."""

    key: str
    name: str
    title: str
    attitude: str
    where: PlanLocation


class RequestedResource(NamedTuple):
    """Something named that a plan requests of a function."""

    key: tuple[str, str]
    text: str
    first: dt.date | None
    last: dt.date | None
    where: PlanLocation


class CrossPlanFacts(NamedTuple):
    """What is compared between one plan and the others of its workspace."""

    file: str
    root: str
    """The folder of the workspace; empty without one."""
    stage: str
    name: str
    id: str
    parent: str
    owner: str
    owner_name: str
    team: frozenset[str]
    named_at: PlanLocation
    id_at: PlanLocation
    parent_at: PlanLocation
    sponsor: TeamMember | None
    shared: tuple[TeamMember, ...]
    """Our people whose time the plan counts on."""
    people: tuple[Contact, ...]
    requested_resources: tuple[RequestedResource, ...]
    suppressions: tuple[Suppression, ...] = ()
    formerly: tuple[tuple[str, PlanLocation], ...] = ()
    """The names and ids that the account had, as they are written."""

    @property
    def group(self) -> str:
        """What accounts of one group have in common: the parent's name, else their own."""
        return group_key(self.name, self.parent)


def cross_plan_facts(context: Context, comments: tuple[Suppression, ...]) -> CrossPlanFacts:
    """Return what is compared of the plan of `context`; `comments` are its suppressions."""
    plan, workspace = context.plan, context.workspace
    account, header = plan.account, plan.plan
    team = entries_by_id(plan.team)
    owner, sponsor = team.get(header.owner or ""), team.get(header.sponsor or "")

    def at(*path: str | int) -> PlanLocation:
        return _where(context, path)

    return CrossPlanFacts(
        file=context.document.source.name,
        root=str(workspace.root or ""),
        stage=context.stage.value,
        name=account.name.strip(),
        id=account.id or "",
        parent=(account.parent or "").strip(),
        owner=_key(owner) if owner else "",
        owner_name=owner.name.strip() if owner else "",
        team=frozenset(map(_key, plan.team)),
        named_at=at("account", "name"),
        id_at=at("account", "id"),
        parent_at=at("account", "parent"),
        sponsor=TeamMember(_key(sponsor), sponsor.name.strip(), at("plan", "sponsor"))
        if sponsor
        else None,
        shared=tuple(
            TeamMember(_key(one), one.name.strip(), at("team", index, "allocation"), one.allocation)
            for index, one in enumerate(plan.team)
            if one.allocation and not has_left(one, context.today)
        ),
        people=tuple(
            Contact(
                comparison_key(one.name),
                one.name.strip(),
                comparison_key(text_in(one.title, header.language, header.language)),
                one.attitude or "",
                at("stakeholders", index, "attitude"),
            )
            for index, one in enumerate(plan.stakeholders)
            if one.attitude in SIDES and not has_left(one, context.today)
        ),
        requested_resources=tuple(_requested_resources(context)),
        suppressions=comments,
        formerly=tuple(
            (one, at("account", "formerly", index)) for index, one in enumerate(account.formerly)
        ),
    )


def _key(member: Member) -> str:
    return person_key(member.name, member.email)


@cache
def _starts_with_amount() -> re.Pattern[str]:
    """Return how a text begins that asks for so much of a kind, and names no thing."""
    return compiled((r"[\d½¼¾]", rf"{either(all_words().amounts.small_numbers)}\b"))


def _requested_resources(context: Context) -> Iterator[RequestedResource]:
    language = context.plan.plan.language
    period = context.plan.plan.period
    start = period.start.first if period and period.start else None
    for objective in context.objectives:
        model = objective.model
        if not model.is_active:
            continue
        for index, direction in enumerate(model.directions):
            resources = direction.resources
            text = text_in(resources.requested, language, language) if resources else ""
            if not text or _starts_with_amount().match(text):
                continue
            path = objective.at("directions", index, "resources", "requested")
            yield RequestedResource(
                (direction.function, comparison_key(text).rstrip(". ")),
                text,
                start,
                model.due.day if model.due else None,
                _where(context, path),
            )


def _where(context: Context, path: KeyPath) -> PlanLocation:
    return PlanLocation(context.document.origin(path), context.document.span(path))
