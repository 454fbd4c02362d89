"""Family 1xx, what is done for it: first actions, and answers to the risks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, Option, not_met, objective_check
from kamctl.checks.helpers.plan_texts import is_answered, quoted
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.actions import Action
    from kamctl.plan.risks import Risk


MIN_ACTIONS = Option(
    "least", 2, "Minimum number of actions per objective.", least=1, more_is_stricter=True
)


@objective_check(
    "KAM115",
    "actions",
    N_("Plan its first actions, each with an owner and a due date"),
    required_from=Stage.ALIGNED,
    options=(MIN_ACTIONS,),
)
def actions(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has at least two actions, each with an owner and a due date.

    Cancelled actions do not count. Completed actions count, and need no owner or date.

    Why:
        An objective without next steps is only a wish, and so is a step without a name and a date.
        Two actions are enough to start. Source: guidance of account planning practice (Altify):
        name who does what by when.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, owner: claire, due: 2027-01-31}
              - {title: Trial contract Trondheim}
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, owner: claire, due: 2027-01-31}
              - {title: Trial contract Trondheim, owner: jan, due: 2027-04-30}
        team:
          - {id: claire, name: Claire Morel}
          - {id: jan, name: Jan Kowalczyk}
    """
    counted = 0
    for action, path in objective.actions:
        if action.status == "cancelled":
            continue
        counted += 1
        if action.status != "done":
            yield from _missing_owner_or_date(context, action, path)
    least = context.option(MIN_ACTIONS)
    if counted < least:
        yield Observation(
            objective.at("actions"),
            message("The objective has no actions.")
            if counted == 0
            else message(
                "The objective has too few actions: {count} of {least}.",
                count=counted,
                least=least,
            ),
            message("Add the next actions under `actions:`, each with `title`, `owner` and `due`."),
        )


def _missing_owner_or_date(
    context: Context, action: Action, path: KeyPath
) -> Iterator[Observation]:
    title = quoted(context, action.title)
    if action.owner is None and action.due is None:
        yield Observation(
            path,
            message("“{action}” has no owner and no due date.", action=title),
            message(
                "Add `owner:` with the id of the person responsible, and `due:` with the date."
            ),
        )
    elif action.owner is None:
        yield Observation(
            (*path, "owner"),
            message("“{action}” has no owner.", action=title),
            message("Add `owner:` with the id of the person responsible."),
        )
    elif action.due is None:
        yield Observation(
            (*path, "due"),
            message("“{action}” has no due date.", action=title),
            message("Add `due:`; a month or a quarter is enough: 2027-03, 2027-Q1."),
        )


@objective_check(
    "KAM116",
    "risk-answered",
    N_("Respond to the risks that threaten it"),
    required_from=Stage.ALIGNED,
)
def risk_answered(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Each risk that threatens the objective has a response and an owner.

    This covers risks that are open or have occurred, not mitigated or closed ones. A risk that
    threatens several objectives is reported once, whether or not `plan.tools` lists `risks`.

    Why:
        Listing a risk does not prevent it. The sponsor needs to know what will be done, and by
        whom. Source: L. Ryals and M. McDonald, "Key Account Plans" (2008).

    Example:
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning by the end of 2028.}
        risks:
          - {id: R1, text: The category team awards on price alone, threatens: [SO1]}

    Instead:
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning by the end of 2028.}
        risks:
          - id: R1
            text: The category team awards on price alone
            threatens: [SO1]
            response: Study of the total cost with the plant in Trondheim
            owner: claire
        team:
          - {id: claire, name: Claire Morel}
    """
    name = objective.model.id
    for index, risk in enumerate(context.plan.risks):
        if name not in risk.threatens or not risk.is_live:
            continue
        answered = is_answered(risk.response)
        if answered and risk.owner is not None:
            continue
        threatened = _threatened_objectives(context, risk)
        if threatened[0] is not objective:
            yield not_met(("risks", index))
            continue
        yield _unanswered(context, risk, index, answered=answered)


def _threatened_objectives(context: Context, risk: Risk) -> list[ObjectiveInPlan]:
    """Return the open objectives that a risk threatens, in the order of the plan."""
    return [one for one in context.open_objectives if one.model.id in risk.threatens]


def _unanswered(context: Context, risk: Risk, place: int, *, answered: bool) -> Observation:
    text = quoted(context, risk.text)
    if answered:
        return Observation(
            ("risks", place, "owner"),
            message("The risk “{risk}” has no owner.", risk=text),
            message("Add `owner:` with the id of one person from `team`."),
        )
    if risk.owner is not None:
        return Observation(
            ("risks", place, "response"),
            message("The risk “{risk}” has no response.", risk=text),
            message("Add `response:`, one sentence. Accepting the risk is a valid response."),
        )
    return Observation(
        ("risks", place, "response"),
        message("The risk “{risk}” has no response and no owner.", risk=text),
        message(
            "Add `response:` and, with the id of the person responsible, `owner:`. Accepting "
            "the risk is a valid response."
        ),
    )
