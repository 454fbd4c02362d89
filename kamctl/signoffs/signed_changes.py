"""What has changed since somebody signed, in words: “target of Share of wallet 42% → 38%”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.comparison.objective_changes import changes_of_objective
from kamctl.comparison.sides import Sides
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.labels import InSentence
from kamctl.signoffs.signed_plan import name_of, people_by_role, signed_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.signoffs.signoff import Signoff


def signed_changes(
    signoff: Signoff, now: Mapping[str, Any], people: Mapping[str, str], language: str
) -> tuple[Message, ...]:
    """Say what is different now from what was signed.

    `people` are the names of the team by id; texts are read in `language`, the plan's. Empty where
    nothing is different, or where what was signed is not known.
    """
    signed = signoff.signed
    if not signed:
        return ()
    before, after = (signed_plan(one, people, language) for one in (signed, now))
    sides = Sides(before, after, language)
    found = sorted(
        changes_of_objective(sides, before.objectives[0], after.objectives[0]),
        key=lambda one: one.weight,
    )
    return (
        *_of_signer(signoff, now, people),
        *_of_currency(signoff, now),
        *(one.text for one in found),
        *_of_ids(signed, now, people),
    )


def _of_signer(
    signoff: Signoff, now: Mapping[str, Any], people: Mapping[str, str]
) -> Iterator[Message]:
    """Tell whether the id that signed belongs to another person, or another address."""
    if signoff.version == 1:  # which signed neither
        return
    before, after = signoff.signed.get("signer", {}), now.get("signer", {})
    name = after.get("name")
    if before.get("name") != name:
        signer = name_of({"id": signoff.by, "name": name}, people) if name else None
        yield _arrow(InSentence(N_("Signatory")), signoff.name, signer)
    elif before.get("email") != after.get("email"):
        address = message("e-mail address of {name}", name=signoff.name)
        yield _arrow(address, before.get("email"), after.get("email"))


def _of_currency(signoff: Signoff, now: Mapping[str, Any]) -> Iterator[Message]:
    before, after = signoff.signed.get("currency"), now.get("currency")
    if before != after and signoff.version > 1:  # version 1 signed no currency
        yield _arrow(InSentence(N_("Currency")), before, after)


def _of_ids(
    signed: Mapping[str, Any], now: Mapping[str, Any], people: Mapping[str, str]
) -> Iterator[Message]:
    """Say who goes by another id in the plan than when it was signed."""
    before, after = people_by_role(signed), people_by_role(now)
    ids = {
        (name_of(was, people), was["id"], after[role]["id"]): None
        for role, was in before.items()
        if role in after and name_of(was, people) == name_of(after[role], people)
    }
    for name, old, new in ids:
        if old != new:
            yield _arrow(message("ID of {name}", name=name), old, new)


def _arrow(name: Message | InSentence, before: Any, after: Any) -> Message:
    nothing = message("nothing")
    return message(
        "{name}: {before} → {after}", name=name, before=before or nothing, after=after or nothing
    )
