"""Family 1xx and 3xx: has the customer confirmed the objective, and the text as it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, objective_check
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty
from kamctl.signoffs.confirmation import ConfirmationState, binding, confirmation_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


@objective_check(
    "KAM117",
    "customer-confirmed",
    N_("Have the customer confirm it, or waive it with a reason"),
    required_from=Stage.VALIDATED,
    needs_signoff=True,
)
def customer_confirmed(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer has confirmed the objective, or a waiver gives the reason why not.

    Record who confirmed and when, or how: the minutes, the letter or the meeting. `kamctl align
    confirm` records it and binds it to the text: when the text changes later, it no longer counts
    (KAM320). It also does not count if the person had left by that date.

    Why:
        A plan made for a customer rather than with them is first questioned in the customer's
        meeting room. Source: M. McDonald and D. Woodburn, "Key Account Management: the definitive
        guide" (2011): acceptance by the customer.

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
    status = confirmation_status(context.plan, objective.model)
    part: tuple[str, ...] = ()
    match status.state:
        case ConfirmationState.CONFIRMED | ConfirmationState.WAIVED:
            return
        case ConfirmationState.CHANGED:
            hint = _ask_again(context, objective)
        case ConfirmationState.HAD_LEFT:
            part = ("by",)
            hint = message("Correct the contact or the date, or ask the successor.")
        case ConfirmationState.NO_DATE:
            part = ("on",)
            hint = message("Add `on:` with the date; a month is enough: 2026-10.")
        case ConfirmationState.NO_CONTACT:
            part = ("by",)
            hint = message(
                "Add `by:` with the id of a stakeholder, or `how:`, for example “minutes”."
            )
        case ConfirmationState.NONE:
            hint = message(
                "If the customer cannot be asked, add `waiver` with its `reason` under "
                "`customer_confirmation`; else ask for the confirmation, and record it: {command}",
                command=_confirm_command(context, objective),
            )
    assert status.problem is not None
    yield Observation(objective.at("customer_confirmation", *part), status.problem, hint)


@objective_check(
    "KAM320",
    "confirmation-bound",
    N_("Have the customer confirm the current text"),
    warns_from=Stage.DRAFT,
    needs_signoff=True,
)
def confirmation_bound(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer's confirmation is for the current text.

    `kamctl align confirm` adds a fingerprint of the statement, the measures, the due date, the
    customer's gain, the currency and the person who confirmed. When one of them changes, the
    confirmation no longer counts for KAM117. From the stage that requires the customer's
    confirmation, KAM117 reports this instead. A confirmation without a fingerprint counts, with a
    warning from stage validated on: it is unknown which text was confirmed.

    Why:
        A customer who confirmed 80% has not confirmed 65%. When a target changes, our own people
        are asked again, and the customer should be too.

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
    confirmation = objective.model.customer_confirmation
    if confirmation is None or (not confirmation.by and is_empty(confirmation.how)):
        return
    found = binding(context.plan, objective.model)
    if found.problem is None:
        return
    if not found.holds:
        if context.is_error("KAM117"):
            return  # KAM117 says so
        hint = _ask_again(context, objective)
    elif context.stage.rank >= Stage.VALIDATED.rank:
        hint = message(
            "If it was the current text, record it: {command}",
            command=_confirm_command(context, objective),
        )
    else:
        return
    yield Observation(objective.at("customer_confirmation"), found.problem, hint)


def _ask_again(context: Context, objective: ObjectiveInPlan) -> Message:
    return message(
        "Ask the customer to confirm the current text, then record it: {command}",
        command=_confirm_command(context, objective),
    )


def _confirm_command(context: Context, objective: ObjectiveInPlan) -> str:
    return f"kamctl align confirm {context.printable_name} {objective.model.id} --by …"
