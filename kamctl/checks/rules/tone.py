"""Family 3xx: does the plan speak of our customer, and of colleagues without blame?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.checks.engine.registry import NextRank, Observation, Option, plan_check
from kamctl.checks.helpers.plan_texts import wordings
from kamctl.checks.helpers.tone_wording import (
    QUOTATION,
    blame,
    blame_words,
    first_match,
    my_customer,
    personal_or_blame_words,
    personal_words,
)
from kamctl.i18n.message import message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.i18n.words import all_words
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath


PERSONAL: Option[tuple[str, ...]] = Option(
    "personal", (), "Additional ways to call the customer one's own, such as “my baby”."
)

BLAMING: Option[tuple[str, ...]] = Option("blaming", (), "Additional words that blame colleagues.")

# The texts that are in our own words: no concern, no restatement, no customer's gain.
_OBJECTIVE = ("statement", "our_gain", "strategy", "success_criterion")
_DIRECTION = ("ask", "gain", "mitigation", "their_need", "our_adjustment")
_RESISTANCE = ("our_part", "response")
_ACTION = ("title", "success", "reason")
_STAKEHOLDER = ("next_step", "our_part", "their_need")

TextsInPlan = list[tuple[Any, "KeyPath", str]]
"""Texts, in one language or several, each with the entry it is in and its key there."""


@plan_check(
    "KAM308",
    "our-customer",
    warns_from=Stage.DRAFT,
    options=(PERSONAL, BLAMING),
    rank=NextRank(group="correction"),
)
def our_customer(context: Context) -> Iterator[Observation]:
    """The plan says “our customer”, not “my customer”, and blames no function.

    This covers the author's own texts, in each of kamctl's languages: the account's summary and
    gap, objectives that are not closed with their directions and actions, our part in a concern and
    our response, the next step with a stakeholder. Concerns, restatements and quotations are other
    people's words and are not checked. The options add the company's own expressions.

    Why:
        Colleagues support an objective that includes them: “my customer” leaves them out. Blaming a
        function does not help; a statement of what happened and what is needed can be answered.
        Source: key account managers on moving from personal to collective objectives (2016).

    Example:
        objectives:
          - id: SO1
            statement: Double my customer's share of wallet by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Double our customer's share of wallet by the end of 2028.
    """
    found = _texts_in_our_words(context)
    personal, blaming = context.option(PERSONAL), context.option(BLAMING)
    together = " ".join([_joined_wordings(text) for text, _, _ in found])
    if not (personal or blaming or personal_or_blame_words().may_have_any(together)):
        return
    for text, entry, key in found:
        for wording, path in wordings(text, (*entry, key)):
            mine = personal_words().may_have_any(wording)
            blames = blame_words().may_have_any(wording)
            if not (mine or blames or personal or blaming):
                continue
            own_words = single_spaced(QUOTATION.sub("…", wording))
            if words := first_match(my_customer() if mine else None, personal, own_words):
                yield _personal_observation(words, path)
            elif words := first_match(blame() if blames else None, blaming, own_words):
                yield _blaming_observation(words, path)


def _joined_wordings(text: Any) -> str:
    return text if isinstance(text, str) else " ".join(text.values())


def _texts_in_our_words(context: Context) -> TextsInPlan:
    """Return the texts in our own words, from the plain values: this runs on every plan."""
    found: TextsInPlan = []

    def take(entry: Any, keys: tuple[str, ...], path: KeyPath) -> None:
        for key in keys:
            if key in entry:
                found.append((entry[key], path, key))

    plan = context.document.value
    account = plan["account"]
    take(account, ("summary",), ("account",))
    if "relationship" in account:
        take(account["relationship"], ("gap",), ("account", "relationship"))
    if context.in_use("stakeholders"):
        for number, person in enumerate(plan.get("stakeholders", ())):
            take(person, _STAKEHOLDER, ("stakeholders", number))
    for number, objective in enumerate(plan.get("objectives", ())):
        if objective.get("status") == "closed":
            continue
        path: KeyPath = ("objectives", number)
        take(objective, _OBJECTIVE, path)
        for index, action in enumerate(objective.get("actions", ())):
            take(action, _ACTION, (*path, "actions", index))
        for index, direction in enumerate(objective.get("directions", ())):
            at = (*path, "directions", index)
            take(direction, _DIRECTION, at)
            for key, effects in direction.get("impact", {}).items():
                take(effects, ("note",), (*at, "impact", key))
            for count, resistance in enumerate(direction.get("resistances", ())):
                take(resistance, _RESISTANCE, (*at, "resistances", count))
    return found


def _personal_observation(words: str, path: KeyPath) -> Observation:
    first, _, rest = words.partition(" ")
    ours = all_words().tone.ours[first.lower()] if my_customer().fullmatch(words) else None
    if ours and first[0].isupper():
        ours = ours.capitalize()
    return Observation(
        path,
        message("“{words}” leaves out colleagues who also serve this customer.", words=words),
        message("Write “{ours}”: the customer is the whole company's.", ours=f"{ours} {rest}")
        if ours
        else message("Reword it to include them: the plan is shared."),
    )


def _blaming_observation(words: str, path: KeyPath) -> Observation:
    return Observation(
        path,
        message("“{words}” blames colleagues who will read this.", words=words),
        message("State what happened and what they need from us, so that it can be answered."),
    )
