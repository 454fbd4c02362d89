"""Where each function stands on each objective, and whether the whole was validated.

What the plan says (asked, restated) and what was signed (agreed, on which text) come together
here. Nothing is counted or ranked: it says who is to be heard next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from kamctl.alignment.belonging import belongs
from kamctl.alignment.matching import differences, matches
from kamctl.alignment.matter import ROLES, is_bare
from kamctl.plan.header import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.alignment.entry import Signoff
    from kamctl.plan.directions import Direction, Resistance
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.words.message import Message

State = Literal[
    "not_asked", "shared", "restated", "agreed", "conditions", "objected", "validated", "void"
]
"""In the order people come through them; `void`: the text has changed since they signed."""

_STATES: Mapping[str, State] = {
    "agree": "agreed",
    "agree_with_conditions": "conditions",
    "object": "objected",
    "validate": "validated",
}
_HEARD_FIRST: tuple[State, ...] = ("void", "objected", "restated", "shared", "not_asked")
ALIGNED: frozenset[State] = frozenset({"agreed", "conditions", "validated"})


class PartyStatus(NamedTuple):
    """Where a function, the decider or the sponsor stands on an objective.

    `person` is the id of who answers for it; `signed` the last sign-off, if any; `changed` what is
    different from the text that was signed.
    """

    party: str
    person: str | None
    state: State
    signed: Signoff | None = None
    changed: tuple[Message, ...] = ()
    place: int | None = None
    """The position of the direction in the objective's list; None for decider and sponsor."""

    @property
    def is_aligned(self) -> bool:
        """Tell whether they agreed to this very text."""
        return self.state in ALIGNED


class ObjectiveStatus(NamedTuple):
    """Where everybody stands on one objective."""

    objective: Objective
    place: int
    functions: tuple[PartyStatus, ...]
    decider: PartyStatus
    sponsor: PartyStatus

    @property
    def to_hear(self) -> tuple[PartyStatus, ...]:
        """Who is to be heard next, functions first; decider and sponsor once these are aligned."""
        functions = sorted(
            (one for one in self.functions if not one.is_aligned),
            key=lambda one: _HEARD_FIRST.index(one.state),
        )
        if functions:
            return tuple(functions)
        people: dict[str | None, PartyStatus] = {}
        for one in (self.decider, self.sponsor):
            if not one.is_aligned:
                people.setdefault(one.person, one)
        return tuple(people.values())

    @property
    def blocking(self) -> tuple[tuple[Direction, Resistance], ...]:
        """The open concerns without whose answer somebody cannot agree."""
        return tuple(
            (direction, one)
            for direction in self.objective.directions
            for one in direction.resistances
            if one.severity == "blocking" and one.status == "open"
        )

    @property
    def everybody(self) -> tuple[PartyStatus, ...]:
        """The functions, then the decider and the sponsor."""
        return (*self.functions, self.decider, self.sponsor)


def agreement_status(plan: Plan, signoffs: Iterable[Signoff]) -> tuple[ObjectiveStatus, ...]:
    """Return the alignment on each objective; `signoffs` are all of the plan, oldest first."""
    last: dict[tuple[str, str], Signoff] = {}
    for one in signoffs:
        if belongs(plan, one):
            last[one.objective, one.party] = one
    return tuple(
        _alignment(plan, objective, place, last) for place, objective in enumerate(plan.objectives)
    )


def _alignment(
    plan: Plan, objective: Objective, place: int, last: Mapping[tuple[str, str], Signoff]
) -> ObjectiveStatus:
    def signed(
        party: str, person: str | None, before: State, direction: int | None = None
    ) -> PartyStatus:
        if not last:  # most plans: nobody has signed anything
            return PartyStatus(party, person, before, place=direction)
        entry = last.get((objective.id, party)) or _by_the_same(objective, party, person, last)
        if entry is None:
            return PartyStatus(party, person, before, place=direction)
        if matches(entry, plan, objective):
            return PartyStatus(party, person, _STATES[entry.decision], entry, place=direction)
        return PartyStatus(
            party, person, "void", entry, differences(entry, plan, objective), direction
        )

    shared = plan.plan.stage.rank >= Stage.SHARED.rank
    at_first: State = "shared" if shared else "not_asked"
    return ObjectiveStatus(
        objective,
        place,
        tuple(
            signed(one.function, one.leader, _before(one, shared=shared), number)
            for number, one in enumerate(objective.directions)
        ),
        signed("decider", objective.decider, at_first),
        signed("sponsor", objective.sponsor or plan.plan.sponsor, at_first),
    )


def _by_the_same(
    objective: Objective,
    party: str,
    person: str | None,
    last: Mapping[tuple[str, str], Signoff],
) -> Signoff | None:
    """One person who is decider and sponsor signs once."""
    if party not in ROLES or person is None:
        return None
    other = last.get((objective.id, ROLES[1 - ROLES.index(party)]))
    return other if other is not None and other.by == person else None


def _before(direction: Direction, *, shared: bool) -> State:
    """Return how far a function is that has signed nothing yet."""
    said = direction.restatement
    if said is not None and not is_bare(said.text):
        return "restated"
    return "shared" if shared and not is_bare(direction.ask) else "not_asked"
