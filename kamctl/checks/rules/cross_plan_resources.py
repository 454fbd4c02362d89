"""Family 95x, resources that several plans count on: what functions give, and time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from kamctl.checks.engine.cross_plan_facts import RequestedResource
from kamctl.checks.engine.registry import CrossPlanFinding, Option, cross_plan_check
from kamctl.checks.helpers.placeholders import is_mere_assent
from kamctl.checks.helpers.plan_groups import grouped_by_key, other_plans
from kamctl.i18n.localized import LocalizedPercent
from kamctl.i18n.message import message
from kamctl.plan.functions import function_name
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.cross_plan import WorkspacePlans


MAX_PERCENT = Option(
    "percent",
    100,
    "Maximum share of a person's time over all plans, in percent.",
    least=1,
)

_ROUNDING = 1e-6


@cross_plan_check("KAM953", "one-promise", warns_from=Stage.SHARED)
def one_promise(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """Two plans do not ask a function for the same single resource at the same time.

    This covers named resources: two plans that ask the same function for the same thing, in the
    same words, under `resources.requested`. A quantity, such as 2 engineers, may be requested more
    than once. Plans whose periods do not overlap (from the period's start to the objective's due
    date), and objectives that are closed or on hold, are not checked.

    Why:
        Each plan is correct, but together they promise the same test line twice. The function
        notices when both account managers come in the same week, and one customer has to wait.

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
    for group in grouped_by_key(
        (one, plan)
        for plan in plans.all
        for one in plan.requested_resources
        if not is_mere_assent(one.text)  # “none” requests nothing
    ):
        first, where = group[0]
        others = [
            (one, plan) for one, plan in group[1:] if plan is not where and _may_overlap(first, one)
        ]
        if others:
            one, plan = others[0]
            yield CrossPlanFinding(
                plan,
                one.where,
                message(
                    "The plan of {account} asks {function} for the same: “{text}”",
                    function=function_name(one.key[0]),
                    account=where.name,
                    text=one.text,
                ),
                message("Agree with {function} on who gets it and when, and record it in "
                        "both plans.",
                        function=function_name(one.key[0])),
                ((message("Also requested here"), where.file, first.where.span),),
            )  # fmt: skip


def _may_overlap(one: RequestedResource, other: RequestedResource) -> bool:
    """Tell whether two requests can be for the same time; an undated one may be."""
    one_ends_first = (one.last and other.first and one.last < other.first) or (
        other.last and one.first and other.last < one.first
    )
    return not one_ends_first


@cross_plan_check("KAM954", "whole-time", warns_from=Stage.SHARED, options=(MAX_PERCENT,))
def whole_time(plans: WorkspacePlans) -> Iterator[CrossPlanFinding]:
    """The plans together do not exceed a person's available time.

    The shares under `allocation` in `team` are added up over all plans, except those of people
    who have left. People are identified by the address, otherwise by the name.

    Why:
        Time is promised account by account, and nobody adds it up. People promised twice work
        overtime for a while, then decide for themselves which account has to wait.

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
    most = plans.option(MAX_PERCENT)
    for group in grouped_by_key((one, plan) for plan in plans.all for one in plan.shared):
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
                "{count} plans require {percent} of {name}'s time in total.",
                count=len({plan.file for _, plan in group}),
                percent=LocalizedPercent(total),
                name=person.name,
            ),
            message("Agree with {name} on the time for each account, or find another person.",
                    name=person.name),
            other_plans(group, plan),
        )  # fmt: skip
