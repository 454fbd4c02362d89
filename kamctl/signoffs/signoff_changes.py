"""Which sign-offs were invalidated, and who has signed, between two moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.comparison.change import FIRST, Change
from kamctl.i18n.localized import LocalizedDay, LocalizedList
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import party_name
from kamctl.signoffs.agreement_status import agreement_status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus, SignoffRules
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.signoff import Signoff

_SECTION: Final = "signoffs"
FIELD: Final = "signoffs"
"""What a change in the sign-offs tells of: every reader sees who has agreed."""
_SIGNED_TEXTS: Final = {
    "agreed": N_("{party} agreed on {day}"),
    "agreed_with_conditions": N_("{party} agreed with conditions on {day}"),
    "objected": N_("{party} objected on {day}"),
    "validated": N_("{party} validated it on {day}"),
}
_REMOVED_TEXTS: Final = {
    "agree": N_("an agreement of {party} ({day}) was removed from the sign-off file"),
    "agree_with_conditions": N_(
        "an agreement with conditions of {party} ({day}) was removed from the sign-off file"
    ),
    "object": N_("an objection of {party} ({day}) was removed from the sign-off file"),
    "validate": N_("a validation of {party} ({day}) was removed from the sign-off file"),
}


def signoff_changes(
    before: Sequence[ObjectiveStatus],
    after: Sequence[ObjectiveStatus],
    given_before: Sequence[Signoff] = (),
    given: Sequence[Signoff] = (),
) -> Iterator[Change]:
    """Say, by objective, which sign-offs the new text invalidates, and who has signed since.

    `given_before` and `given` are the sign-offs themselves: lines are added, never removed, so one
    that is gone is named.
    """
    old = {one.objective.id: one for one in before}
    known = {one.payload for one in given_before}
    there = {(one.payload, one.signature) for one in given}
    for one in given_before:
        if (one.payload, one.signature) not in there:
            yield _removed_change(one)
    for now in after:
        yield from _objective_changes(old.get(now.objective.id), now, known)


def _removed_change(entry: Signoff) -> Change:
    party = party_name(entry.party)
    return Change(
        _SECTION,
        ("objectives", entry.objective, _SECTION, entry.party),
        (FIELD,),
        "gone",
        Message(
            _REMOVED_TEXTS[entry.decision],
            {"party": party, "day": LocalizedDay(entry.day, short=True)},
        ),
        entry.decision,
        None,
        entry.objective,
        weight=FIRST,
    )


def lost_signoffs(
    before: Plan, after: Plan, signoffs: Sequence[Signoff], rules: SignoffRules
) -> Iterator[Message]:
    """Say, by objective, which of the sign-offs that count a change of the plan invalidates."""
    if not signoffs:
        return
    now = {one.objective.id: one for one in agreement_status(after, signoffs, rules)}
    for then in agreement_status(before, signoffs, rules):
        objective = now.get(then.objective.id)
        if objective is None:
            lost = tuple(one for one in then.everybody if one.has_agreed)
        else:
            lost = invalidated(then, objective)
        if lost:
            yield message(
                "{objective}: invalidates the sign-offs of {parties}",
                objective=then.objective.id,
                parties=party_names(lost),
            )


def invalidated(before: ObjectiveStatus | None, now: ObjectiveStatus) -> tuple[PartyStatus, ...]:
    """Return who had agreed, or has since, and whose sign-off no longer counts."""
    then = {one.party: one for one in before.everybody} if before else {}
    return tuple(one for one in now.everybody if one.state == "invalidated" and _is_new(then, one))


def _is_new(then: dict[str, PartyStatus], now: PartyStatus) -> bool:
    assert now.signoff is not None
    if now.signoff.decision == "object":
        return False
    before = then.get(now.party)
    return before is None or before.has_agreed or before.signoff != now.signoff


def _objective_changes(
    before: ObjectiveStatus | None, now: ObjectiveStatus, known: Collection[bytes]
) -> Iterator[Change]:
    lost = invalidated(before, now)
    name = now.objective.id
    if lost:
        yield Change(
            _SECTION,
            ("objectives", name, _SECTION),
            (FIELD,),
            "invalidated",
            message("invalidates the sign-offs of {parties}", parties=party_names(lost)),
            [one.party for one in lost],
            None,
            name,
            weight=FIRST,
        )
    then = {one.party: one for one in before.everybody} if before else {}
    for one in now.everybody:
        entry = one.signoff
        signed = _SIGNED_TEXTS.get(one.state)
        if entry is None or signed is None:
            continue
        was = then.get(one.party)
        if entry.payload in known:
            continue
        if was is not None and was.signoff is not None and was.signoff.payload == entry.payload:
            continue
        party = party_name(one.party)
        sentence = Message(signed, {"party": party, "day": LocalizedDay(entry.day, short=True)})
        if one.provenance:
            sentence = message("{what} ({how})", what=sentence, how=one.provenance)
        yield Change(
            _SECTION,
            ("objectives", name, _SECTION, one.party),
            (FIELD,),
            "signed",
            sentence,
            None,
            entry.decision,
            name,
            weight=FIRST,
        )


def party_names(statuses: Sequence[PartyStatus]) -> LocalizedList:
    """Say who they are: “supply chain and finance”."""
    return LocalizedList(tuple(party_name(one.party) for one in statuses))
