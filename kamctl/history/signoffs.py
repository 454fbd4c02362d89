"""Whose agreement fell, and who has signed, between two moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.alignment.status import agreement_status
from kamctl.history import words
from kamctl.history.change import FIRST, Change
from kamctl.history.values import Several, Stamp
from kamctl.history.words import word
from kamctl.words.message import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.alignment.entry import Signoff
    from kamctl.alignment.status import ObjectiveStatus, PartyStatus
    from kamctl.history.compare import Sides

_SECTION: Final = "signoffs"
FIELD: Final = "signoffs"
"""What a change in the sign-offs tells of: every reader sees who has agreed."""
_GAVE: Final = {
    "agreed": N_("{party} agreed on {day}"),
    "conditions": N_("{party} agreed on a condition on {day}"),
    "objected": N_("{party} objected on {day}"),
    "validated": N_("{party} validated it on {day}"),
}


def signoffs(
    sides: Sides, before: Sequence[Signoff] | None, after: Sequence[Signoff]
) -> Iterator[Change]:
    """Say, by objective, whose agreement the new text voids, and who has signed since.

    Where those of then are not known, those of now tell what had been agreed to the text of then.
    """
    if not after and not before:
        return
    then = after if before is None else before
    old = {one.objective.id: one for one in agreement_status(sides.before, then)}
    for now in agreement_status(sides.after, after):
        yield from _objective(old.get(now.objective.id), now)


def fallen(before: ObjectiveStatus | None, now: ObjectiveStatus) -> tuple[PartyStatus, ...]:
    """Return who had agreed, or has since, and whose agreement is to another text now."""
    then = {one.party: one for one in before.everybody} if before else {}
    return tuple(one for one in now.everybody if one.state == "void" and _fell(then, one))


def _fell(then: dict[str, PartyStatus], now: PartyStatus) -> bool:
    assert now.signed is not None
    if now.signed.decision == "object":
        return False
    before = then.get(now.party)
    return before is None or before.is_aligned or before.signed != now.signed


def _objective(before: ObjectiveStatus | None, now: ObjectiveStatus) -> Iterator[Change]:
    fell = fallen(before, now)
    name = now.objective.id
    if fell:
        yield Change(
            _SECTION,
            ("objectives", name, _SECTION),
            (FIELD,),
            "void",
            message("voids the agreement of {parties}", parties=parties(fell)),
            [one.party for one in fell],
            None,
            name,
            weight=FIRST,
        )
    then = {one.party: one for one in before.everybody} if before else {}
    for one in now.everybody:
        entry = one.signed
        gave = _GAVE.get(one.state)
        if entry is None or gave is None:
            continue
        was = then.get(one.party)
        if was is not None and was.signed is not None and was.signed.payload == entry.payload:
            continue
        party = word(words.FUNCTIONS, one.party)
        yield Change(
            _SECTION,
            ("objectives", name, _SECTION, one.party),
            (FIELD,),
            "signed",
            Message(gave, {"party": party, "day": Stamp(entry.day)}),
            None,
            entry.decision,
            name,
            weight=FIRST,
        )


def parties(standings: Sequence[PartyStatus]) -> Several:
    """Say who they are: “supply chain and finance”."""
    return Several(tuple(word(words.FUNCTIONS, one.party) for one in standings))
