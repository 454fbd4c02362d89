"""The status of one party on one objective: its states, their names, and how many have agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kamctl.comparison.change import EntryChange
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.functions import party_name
from kamctl.signoffs.evidence_naming import NO_EMAIL, EmailNaming
from kamctl.signoffs.signatures import SIGNATURE_LABELS, SignatureState

if TYPE_CHECKING:
    from kamctl.signoffs.signoff import Evidence, Signoff

AgreementState = Literal[
    "not_asked",
    "shared",
    "restated",
    "agreed",
    "agreed_with_conditions",
    "objected",
    "validated",
    "invalidated",
]
"""In the order in which people reach them; `invalidated`: a sign-off that no longer counts."""
STATE_LABELS: Final[Mapping[str, str]] = {
    "not_asked": N_("Not asked"),
    "shared": N_("Pending"),
    "restated": N_("Restated"),
    "agreed": N_("Agreed"),
    "agreed_with_conditions": N_("Agreed with conditions"),
    "objected": N_("Objected"),
    "validated": N_("Validated"),
    "invalidated": N_("Invalidated"),
}

Assurance = Literal["signed", "evidenced", "recorded"]
"""With the signer's own key, by an e-mail that is kept, or by somebody's word alone."""

AGREED: Final[frozenset[AgreementState]] = frozenset(
    {"agreed", "agreed_with_conditions", "validated"}
)


class AgreementCount(NamedTuple):
    """How many functions have agreed, without and with conditions, of those that are asked."""

    agreed: int = 0
    with_conditions: int = 0
    asked: int = 0

    @classmethod
    def of(cls, states: Iterable[AgreementState]) -> AgreementCount:
        """Count the states of functions: the one way to say how many have agreed."""
        found = list(states)
        return cls(found.count("agreed"), found.count("agreed_with_conditions"), len(found))

    @property
    def is_complete(self) -> bool:
        """Tell whether all that are asked have agreed, with or without conditions."""
        return self.agreed + self.with_conditions == self.asked > 0

    @property
    def message(self) -> Message:
        """Say it: “2 agreed, 2 with conditions, of 4”."""
        if not self.with_conditions:
            return message("{agreed} of {asked} agreed", agreed=self.agreed, asked=self.asked)
        return message(
            "{agreed} agreed, {conditions} with conditions, of {asked}",
            agreed=self.agreed,
            conditions=self.with_conditions,
            asked=self.asked,
        )

    @property
    def values(self) -> dict[str, int]:
        """Return it as plain values, the same in every JSON."""
        return {
            "asked": self.asked,
            "agreed": self.agreed,
            "agreed_with_conditions": self.with_conditions,
        }

    @property
    def short(self) -> str:
        """Write it for a narrow column: `2+2/4`, or `2/4` without conditions."""
        if not self.asked:
            return ""
        more = f"+{self.with_conditions}" if self.with_conditions else ""
        return f"{self.agreed}{more}/{self.asked}"


NOBODY_ASKED: Final = AgreementCount()


class PassedOver(NamedTuple):
    """A sign-off that is the last for its party, and does not count; `reasons` say why."""

    signoff: Signoff
    reasons: tuple[Message, ...]


@dataclass  # nobody changes one; frozen, the eight of a plan took longer to make
class PartyStatus:
    """The status of a function, the decider or the sponsor on one objective.

    `person` is the id of who answers for it, `signoff` the sign-off that decides its state, if
    there is one; `signer` and `recorder` are the names of who gave and who recorded it. `reasons`
    say why the sign-off no longer counts: empty unless the state is `invalidated`.
    """

    party: str
    person: str | None
    state: AgreementState
    signoff: Signoff | None = None
    reasons: tuple[Message, ...] = ()
    place: int | None = None
    """The position of the direction in the objective's list; None for decider and sponsor."""
    signer: str = ""
    recorder: str = ""
    check: Callable[[], SignatureState] | None = field(default=None, repr=False, compare=False)
    """Verifies the signature of the sign-off."""
    evidence_fault: Message | None = None
    """Why the e-mail that was recorded with the sign-off cannot be the signer's answer."""
    email_naming: EmailNaming = NO_EMAIL
    """For how many sign-offs that e-mail was recorded, and whether its text names this one."""
    passed_over: PassedOver | None = None
    """A later sign-off that does not count, though nothing replaced it."""

    @property
    def explanation(self) -> tuple[Message, ...]:
        """The `reasons` for a text that names the party: it is not named again.

        Another entry that changed is before a comma, so that a sentence has one colon at most.
        """
        return tuple(
            self._without_party(one) if isinstance(one, EntryChange) else one
            for one in self.reasons
        )

    def _without_party(self, reason: EntryChange) -> Message:
        if reason.entry.say() == party_name(self.party).say():
            return reason.change
        return message("{of}, {title}", of=reason.entry, title=reason.change)

    @property
    def has_agreed(self) -> bool:
        """Tell whether they agreed to the text as it is, or validated it."""
        return self.state in AGREED

    @cached_property
    def signature(self) -> SignatureState | None:
        """What is known of the signature; None where there is no sign-off."""
        return self.check() if self.check is not None else None

    @property
    def is_signed(self) -> bool:
        """Tell whether the sign-off has a verified signature by the person who gave it."""
        return self.signature is SignatureState.VERIFIED

    @property
    def assurance(self) -> Assurance | None:
        """How the sign-off is assured; None where there is none.

        An e-mail assures nothing where it cannot be the signer's answer, where it was recorded for
        several sign-offs and does not name this one, or where the line has a signature that was
        made over something else.
        """
        if self.signoff is None:
            return None
        if self.is_signed:
            return "signed"
        if self.signoff.evidence is None or self._why_not_evidenced is not None:
            return "recorded"
        return "recorded" if self.signature is SignatureState.WRONG else "evidenced"

    @property
    def is_only_recorded(self) -> bool:
        """Tell whether the sign-off counts, and rests on the word of whoever recorded it."""
        return self.has_agreed and self.assurance == "recorded"

    @property
    def recorded_how(self) -> tuple[Message, ...]:
        """Say what a sign-off rests on that is only recorded: who recorded it, and what failed."""
        return tuple(self._recorded_how())

    def _recorded_how(self) -> Iterable[Message]:
        if self.signoff is None:
            return
        if not self.recorder:
            yield message("it is not known who recorded it")
        elif self.signoff.is_recorded_by_signer:
            yield message("recorded under the signer's own name")
        else:
            yield message("recorded by {name}", name=self.recorder)
        if self.signature is not None and self.signature is not SignatureState.UNSIGNED:
            yield Message(SIGNATURE_LABELS[self.signature])
        if self._why_not_evidenced is not None:
            yield self._why_not_evidenced

    @property
    def _why_not_evidenced(self) -> Message | None:
        """Say why the e-mail does not assure the sign-off; None where it does, or there is none."""
        if self.evidence_fault is not None or self.email_naming.names_it:
            return self.evidence_fault
        if self.signoff and self.signoff.evidence and self.signoff.evidence.is_quote_shortened:
            return message(
                "the e-mail was recorded for {count} sign-offs, and its beginning, which is all "
                "that was kept, does not name this one",
                count=self.email_naming.signoffs,
            )
        return message(
            "the e-mail was recorded for {count} sign-offs and does not name this one",
            count=self.email_naming.signoffs,
        )

    @property
    def provenance(self) -> tuple[Message, ...]:
        """Say who recorded the sign-off, and on which evidence.

        Empty where the signer used their own key.
        """
        return tuple(self._provenance())

    def _provenance(self) -> Iterable[Message]:
        if self.signoff is None:
            return
        if not self.is_signed:
            if not self.signoff.is_recorded_by_signer:
                yield message(
                    "recorded by {recorder} for {name}", recorder=self.recorder, name=self.signer
                )
            elif self.recorder:
                yield message("recorded by {name}", name=self.recorder)
            if self._why_not_evidenced is not None:
                yield self._why_not_evidenced
            elif self.signoff.evidence is not None:
                yield _evidenced(self.signoff.evidence)
        if self.signoff.version == 1:
            yield message("recorded before version 2 (person and currency not signed)")


def _evidenced(evidence: Evidence) -> Message:
    if evidence.sent is None:
        return message("confirmed by e-mail")
    return message(
        "confirmed by e-mail of {day}", day=LocalizedDay(evidence.sent.date(), short=True)
    )
