"""The status of agreement: each function, the decider and the sponsor, on each objective.

What the plan says (asked, restated) and what was signed (agreed, on which text) come together
here, under the rules of the workspace. Every surface shows what this module returns: no other one
decides what a sign-off counts for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.i18n.message import Message, message
from kamctl.plan.people import has_left, member_with_id
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty
from kamctl.signoffs.evidence_naming import email_naming
from kamctl.signoffs.evidence_validity import evidence_fault
from kamctl.signoffs.party_status import AgreementCount, PartyStatus, PassedOver
from kamctl.signoffs.signatures import SignatureState, signature_of
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signers import (
    account_names,
    is_of_account,
    recorder_of,
    signatory_on,
    signer_of,
    sponsor_of,
)
from kamctl.signoffs.signoff import in_effect_order, last_moment
from kamctl.signoffs.validity import changes_since_signed, is_valid

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.plan.directions import Direction, Resistance
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective
    from kamctl.signoffs.party_status import AgreementState
    from kamctl.signoffs.signoff import Signoff
    from kamctl.workspace.config import Workspace

_STATES: Final[Mapping[str, AgreementState]] = {
    "agree": "agreed",
    "agree_with_conditions": "agreed_with_conditions",
    "object": "objected",
    "validate": "validated",
}
_FIRST_TO_ASK: Final[tuple[AgreementState, ...]] = (
    "invalidated",
    "objected",
    "restated",
    "shared",
    "not_asked",
)


@dataclass(frozen=True)
class SignoffRules:
    """What decides which sign-offs count: the workspace of the plan, and the day."""

    workspace: Workspace
    today: dt.date
    _verified: dict[tuple[bytes, str, str], SignatureState] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What was found of signatures: each is asked for several times, and takes two programs."""

    @property
    def now(self) -> dt.datetime:
        """The end of the day: no sign-off after it counts."""
        return last_moment(self.today)

    def signature(self, plan: Plan, signoff: Signoff) -> SignatureState:
        """Verify the signature of a sign-off against the keys of the person who gave it."""
        asked = signoff.payload, signoff.signature, signer_of(plan, signoff)
        if asked not in self._verified:
            self._verified[asked] = signature_of(signoff, plan, self.workspace)
        return self._verified[asked]

    def counts(self, plan: Plan, signoff: Signoff) -> bool:
        """Tell whether a sign-off has the signature that the workspace requires of it."""
        if signoff.decision != "validate" or not self.workspace.signatures_required:
            return True
        return self.signature(plan, signoff) is SignatureState.VERIFIED


class ObjectiveStatus(NamedTuple):
    """The status of every party on one objective; `place` is its position in the plan."""

    objective: Objective
    place: int
    functions: tuple[PartyStatus, ...]
    decider: PartyStatus
    sponsor: PartyStatus

    @property
    def number(self) -> int:
        """Its number in documents, from 1: the same for all readers."""
        return self.place + 1

    @property
    def directions(self) -> tuple[tuple[Direction, PartyStatus], ...]:
        """What is asked of each function, with its status."""
        return tuple(
            (self.objective.directions[one.place], one)
            for one in self.functions
            if one.place is not None
        )

    @property
    def agreed(self) -> AgreementCount:
        """How many of its functions have agreed."""
        return AgreementCount.of(one.state for one in self.functions)

    @property
    def is_active(self) -> bool:
        """Tell whether the objective is neither closed nor on hold: then it is counted."""
        return self.objective.is_active

    @property
    def next_parties(self) -> tuple[PartyStatus, ...]:
        """Who is to be asked next, functions first; decider and sponsor once these have agreed."""
        functions = sorted(
            (one for one in self.functions if not one.has_agreed),
            key=lambda one: _FIRST_TO_ASK.index(one.state),
        )
        if functions:
            return tuple(functions)
        people: dict[str | None, PartyStatus] = {}
        for one in (self.decider, self.sponsor):
            if not one.has_agreed:
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
    def only_recorded(self) -> tuple[PartyStatus, ...]:
        """Those whose sign-off counts without a verified signature or an e-mail of theirs."""
        return tuple(one for one in self.everybody if one.is_only_recorded)

    @property
    def everybody(self) -> tuple[PartyStatus, ...]:
        """The functions, then the decider and the sponsor."""
        return (*self.functions, self.decider, self.sponsor)


def total_agreement(statuses: Iterable[ObjectiveStatus]) -> AgreementCount:
    """Count over all objectives that are neither closed nor on hold, once an objective."""
    return AgreementCount.of(
        one.state for each in statuses if each.is_active for one in each.functions
    )


def answered_functions(statuses: Iterable[ObjectiveStatus]) -> frozenset[tuple[str, str]]:
    """Return the functions that have agreed or objected, each with the id of the objective."""
    return frozenset(
        (each.objective.id, one.party)
        for each in statuses
        for one in each.functions
        if one.has_agreed or one.state == "objected"
    )


def agreement_status(
    plan: Plan, signoffs: Sequence[Signoff], rules: SignoffRules
) -> tuple[ObjectiveStatus, ...]:
    """Return the status of agreement on each objective of a plan.

    `signoffs` are all that are beside the plan, in any order. Those of another account, and
    those from the future, do not count; nor does a validation without the signature that the
    workspace requires.
    """
    found: dict[tuple[str, str], list[Signoff]] = {}
    ordered: tuple[Signoff, ...] = ()
    if signoffs:  # most plans: nobody has signed anything
        names = account_names(plan)
        ordered = in_effect_order(signoffs, rules.now)
        for one in ordered:
            if is_of_account(names, one):
                found.setdefault((one.objective, one.party), []).append(one)
    return tuple(
        _StatusBuilder(plan, objective, place, rules, found, ordered).status()
        for place, objective in enumerate(plan.objectives)
    )


class _StatusBuilder:
    """Finds the status of the parties of one objective; `found` are sign-offs, the oldest first.

    `all_given` are those of other accounts too: one e-mail may have been recorded several times.
    """

    def __init__(
        self,
        plan: Plan,
        objective: Objective,
        place: int,
        rules: SignoffRules,
        found: Mapping[tuple[str, str], list[Signoff]],
        all_given: Sequence[Signoff],
    ) -> None:
        self.plan = plan
        self.objective = objective
        self.place = place
        self.rules = rules
        self.found = found
        self.all_given = all_given
        self.is_shared = plan.plan.stage.rank >= Stage.SHARED.rank

    def status(self) -> ObjectiveStatus:
        objective = self.objective
        first: AgreementState = "shared" if self.is_shared else "not_asked"
        return ObjectiveStatus(
            objective,
            self.place,
            tuple(
                self.party_status(one.function, one.leader, self.first_state(one), number)
                for number, one in enumerate(objective.directions)
            ),
            self.party_status("decider", objective.decider, first),
            self.party_status("sponsor", sponsor_of(self.plan, objective), first),
        )

    def first_state(self, direction: Direction) -> AgreementState:
        """Return the state of a function that has signed nothing yet."""
        restatement = direction.restatement
        if restatement is not None and not is_empty(restatement.text):
            return "restated"
        return "shared" if self.is_shared and not is_empty(direction.ask) else "not_asked"

    def party_status(
        self, party: str, person: str | None, first: AgreementState, place: int | None = None
    ) -> PartyStatus:
        signoffs = self.signoffs_for(party, person)
        if not signoffs:
            return PartyStatus(party, person, first, place=place)
        signoff, last = self.deciding_signoff(signoffs, person), signoffs[-1]
        reasons = self.reasons(signoff, person)
        return PartyStatus(
            party,
            person,
            "invalidated" if reasons else _STATES[signoff.decision],
            signoff,
            reasons,
            place,
            signer_of(self.plan, signoff),
            recorder_of(self.plan, signoff),
            lambda: self.rules.signature(self.plan, signoff),
            evidence_fault(signoff, self.plan.team, self.all_given),
            email_naming(signoff, self.place + 1, self.all_given),
            PassedOver(last, self.reasons(last, person)) if last is not signoff else None,
        )

    def signoffs_for(self, party: str, person: str | None) -> Sequence[Signoff]:
        """Return the sign-offs for a party, the last one last."""
        if not self.found:
            return ()
        signoffs: Sequence[Signoff] = self.found.get((self.objective.id, party), [])
        if party in ROLES and person is not None:  # who is decider and sponsor signs once
            other = ROLES[1 - ROLES.index(party)]
            same = [
                one
                for one in self.found.get((self.objective.id, other), [])
                if self.is_by_signatory(one, person)
            ]
            if same:
                signoffs = in_effect_order([*signoffs, *same], self.rules.now)
        return signoffs

    def deciding_signoff(self, signoffs: Sequence[Signoff], person: str | None) -> Signoff:
        """Return the sign-off that decides: the last of the person who answers for the party.

        Where there is none that counts, the last of all.
        """
        for one in reversed(signoffs):
            if self.is_by_signatory(one, person) and self.rules.counts(self.plan, one):
                return one
        return signoffs[-1]

    def reasons(self, signoff: Signoff, person: str | None) -> tuple[Message, ...]:
        """Say why a sign-off does not count; empty where it does."""
        member = member_with_id(self.plan, signoff.by)
        if member is None:
            return (
                message(
                    "{name} is no longer a member of the plan's team",
                    name=signer_of(self.plan, signoff),
                ),
            )
        if member.left is not None and has_left(member, signoff.day):
            return (
                message(
                    "{name} left ({date}) before this sign-off",
                    name=member.name,
                    date=member.left,
                ),
            )
        if not (
            self.is_by_signatory(signoff, person) and is_valid(signoff, self.plan, self.objective)
        ):
            return changes_since_signed(signoff, self.plan, self.objective) or (
                self._other_person(signoff, person),
            )
        if not self.rules.counts(self.plan, signoff):
            return (message("no verifiable signature, which the workspace requires"),)
        return ()

    def is_by_signatory(self, signoff: Signoff, person: str | None) -> bool:
        """Tell whether who signed was who may sign for this person on that day."""
        return signoff.by == signatory_on(self.plan, person, signoff.day)

    def _other_person(self, signoff: Signoff, person: str | None) -> Message:
        if self.is_by_signatory(signoff, person):
            return message("the text has changed")
        current = signatory_on(self.plan, person, self.rules.today)
        member = member_with_id(self.plan, current)
        if member is not None and signoff.by == current:
            return message("{name} signed before becoming responsible", name=member.name)
        if member is None:
            return message("no person is responsible for it now")
        return message("{name} is now responsible", name=member.name)
