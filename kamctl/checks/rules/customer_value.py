"""Family 1xx, why: whom does the objective serve, and what do they and we gain?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, not_met, objective_check
from kamctl.checks.helpers.gain_wording import says_nothing_concrete, speaks_only_of_our_figures
from kamctl.checks.helpers.placeholders import is_placeholder
from kamctl.checks.helpers.plan_texts import quoted, wordings
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty, is_invisible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


@objective_check(
    "KAM107",
    "serves-customer",
    N_("Link it to a goal or need of the customer"),
    required_from=Stage.SHARED,
    rank=NextRank(order=180),
)
def serves_customer(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective serves at least one goal, need or initiative of the customer.

    Why:
        The customer comes first in every decision: an objective that serves nothing the customer
        wants is a sales target. Source: M. McDonald and D. Woodburn, "Key Account Management: the
        definitive guide" (2011).

    Example:
        customer:
          goals:
            - {id: G1, text: Cut water use per litre by 25% by 2028}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        customer:
          goals:
            - {id: G1, text: Cut water use per litre by 25% by 2028}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]
    """
    if not objective.model.serves:
        yield Observation(
            objective.at("serves"),
            message("The objective serves no goal or need of the customer."),
            message("Add `serves:` with ids from `customer.goals`, `needs` or `initiatives`."),
        )


@objective_check(
    "KAM108",
    "customer-gain",
    N_("State the customer's gain"),
    required_from=Stage.SHARED,
    rank=NextRank(order=50),
)
def customer_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective states the customer's gain, not what we sell.

    A gain that is only about our own turnover, margin or share is a warning, in each of
    kamctl's languages; a gain that covers both is not.

    Why:
        The customer decides whether the objective is achieved, and our contacts there must be able
        to justify the time it takes. Source: LAMP (Miller Heiman), the charter statement: how will
        they gain?

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: Our turnover grows by €5m.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre, and one number to call.
            our_gain: €5m more turnover a year.
    """
    gain = objective.model.customer_gain
    path = objective.at("customer_gain")
    if is_empty(gain):
        yield Observation(
            path,
            message("The objective has no gain for the customer."),
            message("Add `customer_gain:` in the customer's terms."),
        )
        return
    for wording, place in wordings(gain, path):
        if speaks_only_of_our_figures(wording):
            yield Observation(
                place,
                message("This gain is about our figures, not the customer's."),
                message("State what improves for them; our gain belongs under `our_gain`."),
                Severity.WARNING,
            )


@objective_check(
    "KAM109", "our-gain", N_("State our gain"), required_from=Stage.SHARED, rank=NextRank(order=190)
)
def our_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective states our gain.

    Why:
        Colleagues who are asked for people, stock or money should know what it is for. Source:
        LAMP (Miller Heiman), the charter statement.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre.
            our_gain: €5.3m more turnover a year, and a seat at the table for new lines.
    """
    if is_empty(objective.model.our_gain):
        yield Observation(
            objective.at("our_gain"),
            message("The objective has no gain for us."),
            message("Add `our_gain:`; a figure and a sentence are enough."),
        )


@objective_check(
    "KAM122",
    "concrete-gain",
    N_("Make the customer's gain concrete"),
    warns_from=Stage.SHARED,
    counts=True,
    rank=NextRank(order=60),
)
def concrete_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The customer's gain is concrete: four words or more, not only empty phrases.

    Empty phrases are words such as partnership, value, synergies, quality, service or growth, in
    each of kamctl's languages. A gain that is otherwise concrete may use them.

    Why:
        A gain that would fit any customer convinces none, and colleagues who are asked for people
        or money cannot assess it. Source: Miller Heiman's LAMP charter: how will they gain?

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A win-win partnership with better service

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre, and one number to call when a line stops.
    """
    gain = objective.model.customer_gain
    path = objective.at("customer_gain")
    if is_empty(gain):
        yield not_met(path)  # KAM108 says so
        return
    for wording, place in wordings(gain, path):
        if is_invisible(wording) or is_placeholder(wording):
            yield not_met(place)  # KAM102 says so
            continue
        if speaks_only_of_our_figures(wording):
            yield not_met(place)  # KAM108 says so
        elif says_nothing_concrete(wording):
            yield Observation(
                place,
                message(
                    "The customer's gain is not concrete: “{gain}”.",
                    gain=quoted(context, wording.rstrip(" .!?…") or wording.strip()),
                ),
                message(
                    "Write at least four words on what improves for them, for example: a "
                    "quarter less water per litre."
                ),
            )
