"""Family 1xx, why: whom does the objective serve, and what do they and we gain?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, objective_check
from kamctl.checks.plan_texts import is_filled, wordings
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, message
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


@objective_check(
    "KAM107",
    "serves-customer",
    N_("Link it to a goal or need of the customer"),
    required_from=Stage.SHARED,
)
def serves_customer(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective serves at least one goal, need or initiative of the customer.

    Why:
        It brings the customer back to the heart of decisions: an objective that serves nothing the
        customer wants is a sales target. Source: M. McDonald and D. Woodburn, "Key Account
        Management: the definitive guide" (2011).

    Example:
        customer:
          goals:
            - {id: G1, text: Cut water use per litre by 25 % by 2028}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        customer:
          goals:
            - {id: G1, text: Cut water use per litre by 25 % by 2028}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            serves: [G1]
    """
    if not objective.objective.serves:
        yield Observation(
            objective.at("serves"),
            message("The objective serves no goal or need of the customer."),
            message("Add `serves:` with ids from `customer.goals`, `needs` or `initiatives`."),
        )


_OURS = re.compile(
    r"""
    \bour\s(?:(?:own|yearly|annual|total|net|gross|operating|overall|additional|recurring)\s)*
      (?:turnover | revenues? | sales\b(?!\s(?:team|force|people|staff|office|rep|engineer|manager))
       | margins? | profits? | profitability | order\sintake | earnings | bonus(?:es)?
       | share\sof\s(?:the\s|their\s)?(?:wallet|spend|purchases|market|business)
       | (?:market\s|wallet\s)?share\b(?!\sof))
    | \b(?:turnover|revenues?|sales|margins?|profits?|business|volumes?)\sfor\sus\b
    | \bwe\s(?:will\s|can\s)?(?:sell|earn|invoice)\smore\b
    | \b(?:notre|nos)\s(?:propres?\s)?
      (?:chiffres?\sd[’']affaires | ca\b | ventes | marges? | profits? | bénéfices? | rentabilité
       | résultats?\b(?!\sd[’'e]\s?(?:essai|mesure|test)) | primes?
       | parts?\sde\s(?:marché|portefeuille))
    | \b(?:chiffre\sd[’']affaires|ca|marge|ventes|volumes?|profits?)(?:\s\w+)?\spour\snous\b
    | \bnous\s(?:vendrons|vendons|gagnons|gagnerons|facturons|facturerons)\s(?:plus|davantage)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Our own figures."""
_SIGNS = ("our ", " us", "we ", "notre ", "nos ", "nous")
"""What every match of `_OURS` holds: most gains are done with after looking for these."""
_THEIRS = re.compile(
    r"\b(?:they|them|their|theirs|you|your|yours|leurs?|ils|elles|eux|vous|votre|vos)\b",
    re.IGNORECASE,
)
_OUR_SIDE = re.compile(r"\b(?:we|us|our|ours|nous|notre|nos)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;:!?…]\s+|\s[–—]\s|\s(?:and|et)\s", re.IGNORECASE)


def is_only_ours(wording: str) -> bool:
    """Tell whether a gain speaks of our figures and of nothing else.

    Each of its clauses must be about us: what gets better for the customer is often said without
    a word for them ("a quarter less water").
    """
    lowered = wording.lower()
    if not any(sign in lowered for sign in _SIGNS) or not _OURS.search(wording):
        return False
    rest = _OURS.sub("our", wording)
    return not _THEIRS.search(rest) and all(
        _OUR_SIDE.search(clause) for clause in _CLAUSE.split(rest) if clause.strip(" .!?…")
    )


@objective_check(
    "KAM108", "customer-gain", N_("Say what the customer gains"), required_from=Stage.SHARED
)
def customer_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective says what the customer gains, and not what we sell.

    A gain that only speaks of our own turnover, margin or share is a warning, in English and in
    French; one that says both is not.

    Why:
        The customer decides whether the objective is reached, and colleagues at the customer's
        side must be able to say why it is worth their time. Source: LAMP (Miller Heiman), the
        charter statement: how will they gain?

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: Our turnover grows by EUR 5 m.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            customer_gain: A quarter less water per litre, and one number to call.
            our_gain: EUR 5 m more turnover a year.
    """
    gain = objective.objective.customer_gain
    path = objective.at("customer_gain")
    if not is_filled(gain):
        yield Observation(
            path,
            message("What does the customer gain? The objective does not say."),
            message("Add `customer_gain:` in words the customer would use."),
        )
        return
    for wording, place in wordings(gain, path):
        if is_only_ours(wording):
            yield Observation(
                place,
                message("This gain speaks of our figures, not of the customer's."),
                message("Say what gets better for them; our part goes under `our_gain`."),
                Severity.WARNING,
            )


@objective_check("KAM109", "our-gain", N_("Say what we gain"), required_from=Stage.SHARED)
def our_gain(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective says what we gain.

    Why:
        Colleagues who are asked for people, stock or money may know what it is for. Source: LAMP
        (Miller Heiman), the charter statement.

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
            our_gain: EUR 5.3 m more turnover a year, and a seat at the table for new lines.
    """
    if not is_filled(objective.objective.our_gain):
        yield Observation(
            objective.at("our_gain"),
            message("What do we gain? The objective does not say."),
            message("Add `our_gain:`; a figure and a sentence are enough."),
        )
