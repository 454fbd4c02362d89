"""Family 5xx, how the customer buys: levers and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.localized import LocalizedPercent
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context


_TOLERANCE = 0.5
"""How far from 100% the weights may be: a third is written 33.3."""


@plan_check("KAM504", "lever-weights", warns_from=Stage.DRAFT)
def lever_weights(context: Context) -> Iterator[Observation]:
    """The weights of the buying levers add up to 100%, if any lever has a weight.

    A difference of half a percentage point is allowed for rounding.

    Why:
        Weights show what counts most, which only works as shares of one total. Purchasing is
        becoming more complex, and knowing the levers focuses the discussion on what matters.
        Source: key account managers on mastering buyers' levers of decision (2016).

    Example:
        buying:
          levers:
            - {text: Total cost of ownership over ten years, weight: 50%}
            - {text: Delivery reliability above 95%, weight: 30%}

    Instead:
        buying:
          levers:
            - {text: Total cost of ownership over ten years, weight: 60%}
            - {text: Delivery reliability above 95%, weight: 40%}
    """
    buying = context.plan.buying
    if buying is None or not context.in_use("buying"):
        return
    given = [lever.weight for lever in buying.levers if lever.weight is not None]
    if not given or not context.is_whole("buying", "levers"):
        return
    total = sum(given)
    if len(given) < len(buying.levers):
        without = next(n for n, lever in enumerate(buying.levers) if lever.weight is None)
        yield Observation(
            ("buying", "levers", without, "weight"),
            message(
                "{count} of {all} levers have no weight; the other weights add up to {total}.",
                count=len(buying.levers) - len(given),
                all=len(buying.levers),
                total=LocalizedPercent(total),
            ),
            message("Give each lever a weight; a rough estimate is enough."),
        )
    elif abs(total - 100) > _TOLERANCE:
        yield Observation(
            ("buying", "levers"),
            message(
                "The levers' weights add up to {total}, not 100%.", total=LocalizedPercent(total)
            ),
            message("Correct the weights, or add the missing lever."),
        )


@plan_check("KAM505", "buying-process", warns_from=Stage.ALIGNED)
def buying_process(context: Context) -> Iterator[Observation]:
    """Every step of the buying process has a due date and a decider.

    Why:
        Knowing what the customer decides, when and through whom is the difference between
        answering a tender and shaping it. Source: key account managers on mastering buyers' levers
        of decision (2016).

    Example:
        buying:
          process:
            - {step: Framework award}

    Instead:
        buying:
          process:
            - {step: Framework award, due: 2027-Q3, decided_by: [vidal]}
        stakeholders:
          - {id: vidal, name: Antoine Vidal}
    """
    buying = context.plan.buying
    if buying is None or not context.in_use("buying"):
        return
    if not buying.process and context.is_whole("buying", "process"):
        yield Observation(
            ("buying", "process"),
            message("The buying process has no steps."),
            message("Add `process:` with the steps, each with `step:`, `due:` and `decided_by:`."),
        )
    for index, step in enumerate(buying.process):
        if step.due is None and not step.decided_by:
            text = N_("The step “{step}” has no due date and no decider.")
            hint = N_("Add `due:`, and `decided_by:` with the ids of stakeholders.")
        elif step.due is None:
            text = N_("The step “{step}” has no due date.")
            hint = N_("Add `due:`; a month or a quarter is enough: 2027-04, 2027-Q2.")
        elif not step.decided_by:
            text = N_("The step “{step}” has no decider.")
            hint = N_("Add `decided_by:` with the ids of the stakeholders who decide.")
        else:
            continue
        yield Observation(
            ("buying", "process", index),
            Message(text, {"step": quoted(context, step.step)}),
            Message(hint),
        )
