"""Family 1xx, who holds to it: actions, answers to the risks, the customer's own word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, Option, not_met, objective_check
from kamctl.checks.plan_texts import is_filled, quoted
from kamctl.checks.text_analysis import is_placeholder
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import texts_of
from kamctl.signoffs.confirmation import binding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import Path
    from kamctl.plan.actions import Action
    from kamctl.plan.risks import Risk

LEAST_ACTIONS = Option(
    "least", 2, "How many actions an objective needs at least.", least=1, more_is_stricter=True
)


@objective_check(
    "KAM115",
    "actions",
    N_("Plan its first actions, each with an owner and a date"),
    required_from=Stage.ALIGNED,
    options=(LEAST_ACTIONS,),
)
def actions(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has at least two actions, each with an owner and a due date.

    Cancelled actions do not count. Those that are done count, and are asked nothing more.

    Why:
        An objective without a next step is a wish, and a step without a name and a date is one
        too. Two are enough to begin. Source: guidance of account planning practice (Altify): name
        who does what by when.

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
    for place, action in enumerate(objective.objective.actions):
        if action.status == "cancelled":
            continue
        counted += 1
        if action.status != "done":
            yield from _open_ends(context, action, objective.at("actions", place))
    least = context.option(LEAST_ACTIONS)
    if counted < least:
        yield Observation(
            objective.at("actions"),
            message("Nothing is planned yet to reach this objective.")
            if counted == 0
            else message(
                "The objective has fewer actions than it needs: {count} of {least}.",
                count=counted,
                least=least,
            ),
            message(
                "Add under `actions:` what is done next, each with `title`, `owner` and `due`."
            ),
        )


def _open_ends(context: Context, action: Action, path: Path) -> Iterator[Observation]:
    title = quoted(context, action.title)
    if action.owner is None and action.due is None:
        yield Observation(
            path,
            message("“{action}” has neither an owner nor a date.", action=title),
            message("Add `owner:` with the id of who does it, and `due:` with the day."),
        )
    elif action.owner is None:
        yield Observation(
            (*path, "owner"),
            message("“{action}” has no owner.", action=title),
            message("Add `owner:` with the id of the one person who does it."),
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
    N_("Answer the risks that threaten it"),
    required_from=Stage.ALIGNED,
)
def risk_answered(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """Each risk that threatens the objective has a response, and somebody who sees to it.

    Looked at are the risks that are open or have occurred; those mitigated or closed are over. A
    risk that threatens several objectives is shown once. It counts whether or not `plan.tools`
    lists `risks`.

    Why:
        A risk that is only listed happens all the same. What the plan owes the sponsor is what
        will be done, and by whom. Source: L. Ryals and M. McDonald, "Key Account Plans" (2008).

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
    name = objective.objective.id
    for place, risk in enumerate(context.plan.risks):
        if name not in risk.threatens or risk.status in {"mitigated", "closed"}:
            continue
        answered = _is_answered(risk)
        if answered and risk.owner is not None:
            continue
        threatened = _open_among(context, risk)
        if threatened[0] is not objective:
            yield not_met(("risks", place))
            continue
        yield _unanswered(context, risk, place, answered=answered)


def _is_answered(risk: Risk) -> bool:
    return is_filled(risk.response) and not all(map(is_placeholder, texts_of(risk.response)))


def _open_among(context: Context, risk: Risk) -> list[ObjectiveInPlan]:
    """Return the open objectives that a risk threatens, in the order of the plan."""
    return [
        one
        for one in context.objectives
        if one.objective.id in risk.threatens and not one.objective.is_closed
    ]


def _unanswered(context: Context, risk: Risk, place: int, *, answered: bool) -> Observation:
    text = quoted(context, risk.text)
    if answered:
        return Observation(
            ("risks", place, "owner"),
            message("Nobody sees to the risk “{risk}”.", risk=text),
            message("Add `owner:` with the id of one person from `team`."),
        )
    if risk.owner is not None:
        return Observation(
            ("risks", place, "response"),
            message("It is not said what is done about the risk “{risk}”.", risk=text),
            message("Add `response:`, one sentence; to accept the risk is a response too."),
        )
    return Observation(
        ("risks", place, "response"),
        message("Nothing is done about the risk “{risk}”, and nobody sees to it.", risk=text),
        message(
            "Add `response:` with what is done, and `owner:` with the id of who sees to it; "
            "to accept the risk is a response too."
        ),
    )


@objective_check(
    "KAM117",
    "customer-confirmed",
    N_("Have the customer confirm it, or say why not"),
    required_from=Stage.VALIDATED,
)
def customer_confirmed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer has confirmed the objective; or a waiver says why it goes without.

    Who confirmed and on which day is enough, and so is how: the minutes, the letter, the meeting
    where it can be found. `kamctl align confirm` records it and binds it to the text: when the
    text changes later, it no longer counts (KAM320).

    Why:
        A plan made for a customer and not with them meets its first surprise in their meeting
        room. Source: M. McDonald and D. Woodburn, "Key Account Management: the definitive guide"
        (2011): acceptance by the customer.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_confirmation: {by: mercier, on: 2026-10-21, how: Steering committee minutes}
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
    """
    said = objective.objective.customer_confirmation
    if said is not None:
        if not binding(context.plan, objective.objective).holds:
            yield Observation(
                objective.at("customer_confirmation"),
                message("The customer confirmed an earlier text of this objective."),
                message(
                    "Ask them about the current text, then: {command}",
                    command=_confirm(context, objective),
                ),
            )
            return
        if (said.by and said.on) or is_filled(said.how):
            return
        if said.waiver is not None:
            if not is_filled(said.waiver.reason):
                yield Observation(
                    objective.at("customer_confirmation", "waiver", "reason"),
                    message("It is not said why this goes without the customer's confirmation."),
                    message("Write the reason in a sentence, so that it can be weighed."),
                )
            return
        if said.by or said.on:
            yield Observation(
                objective.at("customer_confirmation", "on" if said.by else "by"),
                message("It is not said when the customer confirmed this objective.")
                if said.by
                else message("It is not said who confirmed this objective for the customer."),
                message("Add `on:` with the day; a month is enough: 2026-10.")
                if said.by
                else message("Add `by:` with the id of a stakeholder; or `how:`, as in “minutes”."),
            )
            return
    yield Observation(
        objective.at("customer_confirmation"),
        message("The customer has not confirmed this objective yet."),
        message(
            "Ask them whether they want it too, then add {form}; "
            "where it cannot be asked, add a `waiver` with its `reason`.",
            form=f"customer_confirmation: {{by: …, on: {context.today.isoformat()}}}",
        ),
    )


@objective_check(
    "KAM320",
    "confirmation-bound",
    N_("Have the customer confirm the current text"),
    warns_from=Stage.DRAFT,
)
def confirmation_bound(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer's confirmation is of the text as it is.

    `kamctl align confirm` writes a fingerprint beside it: of the sentence, the measures, the due
    date, what the customer gains, the currency and who confirmed. Once one of them changes, the
    confirmation no longer counts for KAM117. One without a fingerprint counts, with a warning from
    stage validated on: nobody can tell which text was confirmed.

    Why:
        A customer who confirmed 80 % has not confirmed 65 %. If our own people are asked again
        when a target changes, so is the customer.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_confirmation:
              by: mercier
              on: 2026-10-21
              fingerprint: v2 by=90f3a44effa4e8f5 statement=0000000000000000
        stakeholders:
          - {id: mercier, name: Hélène Mercier}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_confirmation:
              by: mercier
              on: 2026-10-21
              fingerprint: v2 by=90f3a44effa4e8f5 statement=4420b0e6bf0598b0
        stakeholders:
          - {id: mercier, name: Hélène Mercier}
    """
    said = objective.objective.customer_confirmation
    if said is None or not (said.by or is_filled(said.how)):
        return
    found = binding(context.plan, objective.objective)
    if not found.holds:
        yield Observation(
            objective.at("customer_confirmation"),
            message(
                "Changed since the customer confirmed this objective: {parts}.", parts=found.changed
            ),
            message(
                "Ask them about the current text, then: {command}",
                command=_confirm(context, objective),
            ),
        )
    elif not found.is_bound and context.stage.rank >= Stage.VALIDATED.rank:
        yield Observation(
            objective.at("customer_confirmation"),
            message("It is not recorded which text of this objective the customer confirmed."),
            message(
                "If it was the current one, record it: {command}",
                command=_confirm(context, objective),
            ),
        )


def _confirm(context: Context, objective: ObjectiveInPlan) -> str:
    return f"kamctl align confirm {context.document.source.name} {objective.objective.id} --by …"
