"""Family 95x: what no plan shows by itself, and several of them do together."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from kamctl.checks.engine.cross_plan_facts import SIDES, Promise, TeamMember
from kamctl.checks.engine.registry import CrossPlanFinding, Option, across_check
from kamctl.i18n.message import Message, message
from kamctl.plan.labels import ATTITUDES, InSentence
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.person_names import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.cross_plan import Plans
    from kamctl.checks.engine.cross_plan_facts import Contact, CrossPlanFacts
    from kamctl.document.span import Span

Tie = TypeVar("Tie", TeamMember, Promise)
MOST_ACCOUNTS = Option("most", 5, "How many accounts one sponsor may stand for.", least=1)
MOST_TIME = Option(
    "percent",
    100,
    "How much of one person's time the plans may count on together, in percent.",
    least=1,
)
_ROUNDING = 1e-6
_NAMED = 3
"""How many other plans are named beside a finding."""


@across_check("KAM951", "sponsor-load", warns_from=Stage.SHARED, options=(MOST_ACCOUNTS,))
def sponsor_load(plans: Plans) -> Iterator[CrossPlanFinding]:
    """Nobody is the sponsor of more accounts than one person can stand for.

    One person is told from another by the address in `team`, else by the name.

    Why:
        A sponsor opens doors at the customer and clears what blocks inside. Whoever is named in ten
        plans does so in none of them, and each account team still counts on it.

    Example:
        # kamctl.yaml
        checks:
          sponsor-load: {most: 1}
        # alpa/plan.yaml
        account: {name: Alpa}
        plan: {sponsor: thomas}
        team:
          - {id: thomas, name: Thomas Berger}
        # baltik/plan.yaml
        account: {name: Baltik}
        plan: {sponsor: thomas}
        team:
          - {id: thomas, name: Thomas Berger}

    Instead:
        # kamctl.yaml
        checks:
          sponsor-load: {most: 1}
        # alpa/plan.yaml
        account: {name: Alpa}
        plan: {sponsor: thomas}
        team:
          - {id: thomas, name: Thomas Berger}
        # baltik/plan.yaml
        account: {name: Baltik}
        plan: {sponsor: vera}
        team:
          - {id: vera, name: Vera Holm}
    """
    most = plans.option(MOST_ACCOUNTS)
    for group in _by_key((one.sponsor, one) for one in plans.all if one.sponsor):
        if len(group) <= most:
            continue
        person, plan = group[most]
        yield CrossPlanFinding(
            plan,
            person.where,
            message(
                "{name} is the sponsor of {count} accounts; the limit is {most}.",
                name=person.name,
                count=len(group),
                most=most,
            ),
            message("Ask who else of the management can stand for some of them."),
            _beside(group, plan),
        )


@across_check("KAM952", "one-attitude", warns_from=Stage.SHARED)
def one_attitude(plans: Plans) -> Iterator[CrossPlanFinding]:
    """A person at the customer is seen alike in all plans of the group.

    Two plans speak of one person where the name is the same and the accounts belong to one group
    (the same `parent`, or the same name), or where name and title both are the same. A champion in
    one plan and a supporter in the other is no contradiction; neutral and critic is one.

    Why:
        Two of ours talk to the same person and come back with two stories. One of them is about to
        be surprised; together they know more than each alone.

    Example:
        # alpa/plan.yaml
        account: {name: Alpa, parent: Northfold}
        stakeholders:
          - {id: mercier, name: Hélène Mercier, attitude: champion}
        # baltik/plan.yaml
        account: {name: Baltik, parent: Northfold}
        stakeholders:
          - {id: hm, name: Hélène Mercier, attitude: critic}

    Instead:
        # alpa/plan.yaml
        account: {name: Alpa, parent: Northfold}
        stakeholders:
          - {id: mercier, name: Hélène Mercier, attitude: neutral}
        # baltik/plan.yaml
        account: {name: Baltik, parent: Northfold}
        stakeholders:
          - {id: hm, name: Hélène Mercier, attitude: neutral}
    """
    known: dict[tuple[str, str], list[tuple[Contact, CrossPlanFacts]]] = defaultdict(list)
    for plan in plans.all:
        for one in plan.people:
            known[one.key, f"group {plan.group}"].append((one, plan))
            if one.title:
                known[one.key, f"title {one.title}"].append((one, plan))
    told: set[tuple[str, str]] = set()
    for group in known.values():
        first, where = group[0]
        for one, plan in group[1:]:
            if plan is where or SIDES[one.attitude] == SIDES[first.attitude]:
                continue
            if (plan.file, one.key) not in told:
                told.add((plan.file, one.key))
                yield _two_stories(first, where, one, plan)
            break


def _two_stories(
    first: Contact, where: CrossPlanFacts, one: Contact, plan: CrossPlanFacts
) -> CrossPlanFinding:
    return CrossPlanFinding(
        plan,
        one.where,
        message(
            "{name} is called {attitude} here, and {other} in the plan of {account}.",
            name=one.name,
            attitude=InSentence(ATTITUDES[one.attitude]),
            other=InSentence(ATTITUDES[first.attitude]),
            account=where.name,
        ),
        message(
            "Talk to {owner} about what each of you has heard, and write down the same.",
            owner=where.owner_name,
        )
        if where.owner_name
        else message("Find out together what each of you has heard, and write down the same."),
        ((message("There it is called {other}", other=InSentence(ATTITUDES[first.attitude])),
          where.file, first.where.span),),
    )  # fmt: skip


@across_check("KAM953", "one-promise", warns_from=Stage.SHARED)
def one_promise(plans: Plans) -> Iterator[CrossPlanFinding]:
    """What a function can give once is not asked of it in two plans for the same time.

    This is about things that are named: two plans that ask the same function for the same thing, in
    the same words, under `resources.requested`. An amount of a kind, such as 2 engineers, may be
    asked for more than once. Plans whose times do not meet (from the period's start to the
    objective's due date), and objectives that are closed or on hold, are left alone.

    Why:
        Each plan is sound, and together they promise the same test line twice. The function learns
        of it when both account managers come in the same week, and one customer waits.

    Example:
        # alpa/plan.yaml
        account: {name: Alpa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: research-development
                resources: {requested: The pilot line in Kempten}
        # baltik/plan.yaml
        account: {name: Baltik}
        objectives:
          - id: SO1
            statement: Halve the water that their dairies use by the end of 2028.
            directions:
              - function: research-development
                resources: {requested: The pilot line in Kempten}

    Instead:
        # alpa/plan.yaml
        account: {name: Alpa}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            directions:
              - function: research-development
                resources: {requested: The pilot line in Kempten, odd weeks}
        # baltik/plan.yaml
        account: {name: Baltik}
        objectives:
          - id: SO1
            statement: Halve the water that their dairies use by the end of 2028.
            directions:
              - function: research-development
                resources: {requested: The pilot line in Kempten, even weeks}
    """
    for group in _by_key((one, plan) for plan in plans.all for one in plan.promises):
        first, where = group[0]
        others = [(one, plan) for one, plan in group[1:] if plan is not where and _meet(first, one)]
        if others:
            one, plan = others[0]
            yield CrossPlanFinding(
                plan,
                one.where,
                message(
                    "{function} is asked for the same in the plan of {account}: “{text}”",
                    function=one.key[0],
                    account=where.name,
                    text=one.said,
                ),
                message("Agree with {function} who gets it when, and say so in both plans.",
                        function=one.key[0]),
                ((message("There it is asked for, too"), where.file, first.where.span),),
            )  # fmt: skip


def _meet(one: Promise, other: Promise) -> bool:
    """Tell whether two promises can be for the same time; what is not said may be."""
    apart = (one.last and other.first and one.last < other.first) or (
        other.last and one.first and other.last < one.first
    )
    return not apart


@across_check("KAM954", "whole-time", warns_from=Stage.SHARED, options=(MOST_TIME,))
def whole_time(plans: Plans) -> Iterator[CrossPlanFinding]:
    """The plans together count on no more of a person's time than there is.

    The shares under `allocation` in `team` are added up over all plans. One person is told from
    another by the address, else by the name.

    Why:
        A share of somebody's time is promised account by account, and nobody adds it up. Those who
        are promised twice work in the evening for a while, and then choose for themselves whom to
        let down.

    Example:
        # alpa/plan.yaml
        account: {name: Alpa}
        team:
          - {id: erik, name: Erik Lindqvist, allocation: 60%}
        # baltik/plan.yaml
        account: {name: Baltik}
        team:
          - {id: erik, name: Erik Lindqvist, allocation: 50%}

    Instead:
        # alpa/plan.yaml
        account: {name: Alpa}
        team:
          - {id: erik, name: Erik Lindqvist, allocation: 60%}
        # baltik/plan.yaml
        account: {name: Baltik}
        team:
          - {id: erik, name: Erik Lindqvist, allocation: 40%}
    """
    most = plans.option(MOST_TIME)
    for group in _by_key((one, plan) for plan in plans.all for one in plan.shared):
        total = sum(one.percent for one, _ in group)
        if total <= most + _ROUNDING or len({plan.file for _, plan in group}) == 1:
            continue
        so_far = accumulate(one.percent for one, _ in group)
        place = next(number for number, each in enumerate(so_far) if each > most + _ROUNDING)
        person, plan = group[place]
        yield CrossPlanFinding(
            plan,
            person.where,
            message(
                "{count} plans together count on {percent} % of {name}'s time.",
                count=len(group),
                percent=f"{total:g}",
                name=person.name,
            ),
            message("Agree with {name} on what each account gets, or find somebody else.",
                    name=person.name),
            _beside(group, plan),
        )  # fmt: skip


@across_check("KAM955", "same-group", warns_from=Stage.SHARED)
def same_group(plans: Plans) -> Iterator[CrossPlanFinding]:
    """Owners of accounts that belong to one group know of each other.

    Accounts belong to one group where `parent` is the same, or one is the parent of the other. Two
    owners know of each other where one of them stands in the other's `team`.

    Why:
        The customer's head office sees one supplier. It compares prices, terms and promises that
        two of ours have made without asking each other, and takes the better of each.

    Example:
        # alpa/plan.yaml
        account: {name: Alpa, parent: Northfold}
        plan: {owner: claire}
        team:
          - {id: claire, name: Claire Morel}
        # baltik/plan.yaml
        account: {name: Baltik, parent: Northfold}
        plan: {owner: jan}
        team:
          - {id: jan, name: Jan Kowalczyk}

    Instead:
        # alpa/plan.yaml
        account: {name: Alpa, parent: Northfold}
        plan: {owner: claire}
        team:
          - {id: claire, name: Claire Morel}
          - {id: jan, name: Jan Kowalczyk}
        # baltik/plan.yaml
        account: {name: Baltik, parent: Northfold}
        plan: {owner: jan}
        team:
          - {id: jan, name: Jan Kowalczyk}
    """
    groups: dict[str, list[CrossPlanFacts]] = defaultdict(list)
    for plan in plans.all:
        if plan.owner:
            groups[plan.group].append(plan)
    for group in groups.values():
        first, *others = _circles(group)
        for circle in others:
            plan, other = circle[0], first[0]
            there = other.parent_at if other.parent else other.named_at
            yield CrossPlanFinding(
                plan,
                plan.parent_at if plan.parent else plan.named_at,
                message(
                    "{account} belongs to the same group, and neither {owner} nor {other} is in "
                    "the other's team.",
                    account=other.name,
                    owner=plan.owner_name,
                    other=other.owner_name,
                ),
                message("Add {other} to `team:`, and agree on what the group hears from us.",
                        other=other.owner_name),
                ((message("The plan of {other}", other=other.owner_name),
                  other.file, there.span),),
            )  # fmt: skip


def _circles(plans: Sequence[CrossPlanFacts]) -> list[list[CrossPlanFacts]]:
    """Part plans into circles whose owners know of each other, directly or through others."""
    above = {plan.owner: plan.owner for plan in plans}

    def top(owner: str) -> str:
        while above[owner] != owner:
            above[owner] = above[above[owner]]
            owner = above[owner]
        return owner

    for plan in plans:
        for member in plan.team:
            if member in above:
                above[top(member)] = top(plan.owner)
    circles: dict[str, list[CrossPlanFacts]] = defaultdict(list)
    for plan in plans:
        circles[top(plan.owner)].append(plan)
    return list(circles.values())


@across_check("KAM956", "one-plan", warns_from=Stage.DRAFT)
def one_plan(plans: Plans) -> Iterator[CrossPlanFinding]:
    """No two plans have the same `account.id`, in capitals or not.

    Nor does one name the id of another under `formerly`: the other's sign-offs would count in it.

    Why:
        Pages, sign-offs and other systems know an account by its id. Two plans with one id mostly
        mean that somebody began a new plan as a copy of another, and forgot it.

    Example:
        # alpa/plan.yaml
        account: {id: alpa, name: Alpa}
        # baltik/plan.yaml
        account: {id: alpa, name: Baltik}

    Instead:
        # alpa/plan.yaml
        account: {id: alpa, name: Alpa}
        # baltik/plan.yaml
        account: {id: baltik, name: Baltik}
    """
    groups: dict[str, list[CrossPlanFacts]] = defaultdict(list)
    for plan in plans.all:
        if plan.id:
            groups[plan.id.casefold()].append(plan)
    for group in groups.values():
        for plan in group[1:]:
            yield CrossPlanFinding(
                plan,
                plan.id_at,
                message(
                    "The plan of {account} has the id {id}, too.",
                    account=group[0].name,
                    id=group[0].id,
                ),
                message("Give each account an `id:` of its own."),
                ((message("There, too"), group[0].file, group[0].id_at.span),),
            )
    for plan in plans.all:
        for earlier, where in plan.formerly:
            known = plain_name(earlier)  # as sign-offs are compared
            others = [one for one in groups.get(known, ()) if one is not plan]
            if others and known != plan.id.casefold():
                yield CrossPlanFinding(
                    plan,
                    where,
                    message(
                        "{id} is the id of {account}, whose sign-offs would count here.",
                        id=others[0].id,
                        account=others[0].name,
                    ),
                    message("Take it out of `formerly:`: that account is still here."),
                    ((message("There"), others[0].file, others[0].id_at.span),),
                )


def _by_key(
    found: Iterable[tuple[Tie, CrossPlanFacts]],
) -> Iterable[list[tuple[Tie, CrossPlanFacts]]]:
    """Return what has one key together, in the order of the plans."""
    groups: dict[object, list[tuple[Tie, CrossPlanFacts]]] = defaultdict(list)
    for one, plan in found:
        groups[one.key].append((one, plan))
    return groups.values()


def _beside(
    group: Sequence[tuple[TeamMember, CrossPlanFacts]], plan: CrossPlanFacts
) -> tuple[tuple[Message, str, Span], ...]:
    """Name some of the other plans."""
    others = [(one, other) for one, other in group if other is not plan]
    return tuple(
        (message("The plan of {account}", account=other.name), other.file, one.where.span)
        for one, other in others[:_NAMED]
    )
