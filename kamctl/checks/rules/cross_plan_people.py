"""Family 95x, people in several plans: sponsors, and how contacts are seen."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kamctl.checks.engine.cross_plan_facts import SIDES
from kamctl.checks.engine.registry import CrossPlanFinding, Option, cross_plan_check
from kamctl.checks.helpers.plan_groups import grouped_by_key, other_plans
from kamctl.i18n.message import message
from kamctl.plan.labels import ATTITUDES, InSentence
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.cross_plan import WorkspacePlans
    from kamctl.checks.engine.cross_plan_facts import Contact, CrossPlanFacts


MAX_ACCOUNTS = Option("most", 5, "Maximum number of accounts per sponsor.", least=1)


@cross_plan_check("KAM951", "sponsor-load", warns_from=Stage.SHARED, options=(MAX_ACCOUNTS,))
def sponsor_load(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """Nobody is the sponsor of more accounts than one person can support.

    People are identified by the address in `team`, otherwise by the name.

    Why:
        A sponsor opens doors at the customer and removes obstacles inside. Someone named in ten
        plans does so in none, although each account team relies on it.

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
    most = plans.option(MAX_ACCOUNTS)
    for group in grouped_by_key((one.sponsor, one) for one in plans.all if one.sponsor):
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
            message("Find another sponsor for some of them."),
            other_plans(group, plan),
        )


@cross_plan_check("KAM952", "one-attitude", warns_from=Stage.SHARED)
def one_attitude(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """A person at the customer has the same attitude in all plans of the group.

    Two plans describe the same person if the name is the same and the accounts belong to one group
    (the same `parent`, or the same name), or if name and title are the same. Champion and
    supporter are no contradiction; neutral and critic are. People who have left are not compared.

    Why:
        Two colleagues talk to the same person and reach different conclusions. One of them is
        wrong; together they know more.

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
        group_name = plan.group
        for one in plan.people:
            known[one.key, f"group {group_name}"].append((one, plan))
            if one.title:
                known[one.key, f"title {one.title}"].append((one, plan))
    reported: set[tuple[str, str]] = set()
    for group in known.values():
        first, where = group[0]
        for one, plan in group[1:]:
            if plan is where or SIDES[one.attitude] == SIDES[first.attitude]:
                continue
            if (plan.file, one.key) not in reported:
                reported.add((plan.file, one.key))
                yield _contradicting_attitudes(first, where, one, plan)
            break


def _contradicting_attitudes(
    first: Contact, where: CrossPlanFacts, one: Contact, plan: CrossPlanFacts
) -> CrossPlanFinding:
    return CrossPlanFinding(
        plan,
        one.where,
        message(
            "The attitude of {name} is {attitude} here, but {other} in the plan of {account}.",
            name=one.name,
            attitude=InSentence(ATTITUDES[one.attitude]),
            other=InSentence(ATTITUDES[first.attitude]),
            account=where.name,
        ),
        message(
            "Agree with {owner} on one assessment and write it in both plans.",
            owner=where.owner_name,
        )
        if where.owner_name
        else message("Agree on one assessment and write it in both plans."),
        ((message("In the other plan: {other}", other=InSentence(ATTITUDES[first.attitude])),
          where.file, first.where.span),),
    )  # fmt: skip
