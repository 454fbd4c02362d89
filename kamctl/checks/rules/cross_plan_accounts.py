"""Family 95x, accounts of several plans: groups and ids."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import CrossPlanFinding, cross_plan_check
from kamctl.i18n.message import message
from kamctl.plan.person_names import plain_name
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.cross_plan import WorkspacePlans
    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts, PlanLocation
    from kamctl.i18n.message import Message


@cross_plan_check("KAM955", "same-group", warns_from=Stage.SHARED)
def same_group(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """Owners of accounts in the same group are in each other's team.

    Accounts belong to one group if `parent` is the same, or if one is the parent of the other. It
    is enough if one of two owners is in the other's `team`.

    Why:
        The customer's head office sees one supplier. It compares the prices, terms and promises
        that two of our colleagues made independently, and takes the better of each.

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
        first, *others = _connected_plans(group)
        for component in others:
            plan, other = component[0], first[0]
            there = other.parent_at if other.parent else other.named_at
            yield CrossPlanFinding(
                plan,
                plan.parent_at if plan.parent else plan.named_at,
                message(
                    "{account} belongs to the same group, but {owner} and {other} are not in "
                    "each other's team.",
                    account=other.name,
                    owner=plan.owner_name,
                    other=other.owner_name,
                ),
                message("Add {other} to `team:`, and agree on a common message to the group.",
                        other=other.owner_name),
                ((message("The plan of {other}", other=other.owner_name),
                  other.file, there.span),),
            )  # fmt: skip


def _connected_plans(plans: Sequence[CrossPlanFacts]) -> list[list[CrossPlanFacts]]:
    """Part plans into components whose owners know of each other, directly or through others."""
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
    components: dict[str, list[CrossPlanFacts]] = defaultdict(list)
    for plan in plans:
        components[top(plan.owner)].append(plan)
    return list(components.values())


@cross_plan_check("KAM956", "one-plan", warns_from=Stage.DRAFT)
def one_plan(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """No two plans have the same `account.id`, in capitals or not.

    No plan names the id of another under `formerly` either, or has it as the account's name
    without an id of its own: the other's sign-offs would count in it.

    Why:
        Documents, sign-offs and other systems identify an account by its id. Usually the same id
        occurs twice because a plan was copied from another one.

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
                    "The plan of {account} also has the id {id}.",
                    account=group[0].name,
                    id=group[0].id,
                ),
                message("Give each account its own `id:`."),
                ((message("Also here"), group[0].file, group[0].id_at.span),),
            )
    for plan in plans.all:
        others = [] if plan.id else groups.get(plain_name(plan.name), [])
        if others:
            yield _signoffs_of_another(
                plan, plan.named_at, others[0], message("Give this account its own `id:`.")
            )
        for earlier, where in plan.formerly:
            known = plain_name(earlier)  # as sign-offs are compared
            others = [one for one in groups.get(known, ()) if one is not plan]
            if others and known != plan.id.casefold():
                yield _signoffs_of_another(
                    plan,
                    where,
                    others[0],
                    message("Remove it from `formerly:`: that account still exists."),
                )


def _signoffs_of_another(
    plan: CrossPlanFacts, where: PlanLocation, other: CrossPlanFacts, hint: Message
) -> CrossPlanFinding:
    return CrossPlanFinding(
        plan,
        where,
        message(
            "{id} is the id of {account}, so its sign-offs would count here.",
            id=other.id,
            account=other.name,
        ),
        hint,
        ((message("Here"), other.file, other.id_at.span),),
    )
