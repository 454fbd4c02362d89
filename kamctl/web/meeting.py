"""A meeting about the plan: who is there, and what each function says and decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.errors import UserError
from kamctl.i18n.message import message
from kamctl.signoffs.signed_content import ROLES
from kamctl.web.editing.agreement import PartyInPlan, TextToSign, parties, text_to_sign
from kamctl.web.editing.entry_changes import insert_entry
from kamctl.web.editing.field_keys import field_key, place_of
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus

if TYPE_CHECKING:
    from kamctl.web.editing.edit_session import EditSession
    from kamctl.web.editing.form_field import FormField

_UNDECIDED = message("No decision yet")
"""“Shared” names what was done with the text, not what somebody in a meeting has to say of it."""
_REVIEWS = field_key(("reviews",))


class MeetingParty(NamedTuple):
    """A function, the decider or the sponsor in a meeting; `text` is what they decide on."""

    objective: str
    party: str
    label: str
    person: str
    state: str
    state_label: str
    reasons: tuple[str, ...]
    ask: str
    restatement: str
    is_function: bool
    text: TextToSign | None
    why_not: str


def meeting_parties(session: EditSession, objective: str) -> tuple[MeetingParty, ...]:
    """Return who is asked for an objective, with the text that each decides on."""
    return tuple(_meeting_party(session, one) for one in parties(session, objective))


def todays_meeting(session: EditSession) -> tuple[str, FormField | None]:
    """Return the key of the record of today's meeting, and the field of who is there.

    The key is empty, and the field None, where nothing was recorded today.
    """
    listed = session.field(_REVIEWS)
    day = session.today().isoformat()
    written = session.form.document.get(("reviews",))
    for entry, value in zip(listed.entries if listed else (), written or (), strict=False):
        if isinstance(value, dict) and str(value.get("date")) == day:
            field = session.field(field_key((*place_of(entry.key), "participants")))
            return entry.key, field
    return "", None


def begin_meeting(session: EditSession) -> ChangeOutcome:
    """Add the record of a meeting today, unless another page has done so."""

    def begin() -> ChangeOutcome:
        begun, _ = todays_meeting(session)
        if begun:
            return ChangeOutcome(OutcomeStatus.UNCHANGED, key=begun)
        kind = session.say(message("Joint session"))
        return insert_entry(session, _REVIEWS, {"date": session.today().isoformat(), "kind": kind})

    return session.guarded(begin)


def shown_text(session: EditSession, objective: str, party: str, fingerprint: str) -> TextToSign:
    """Return the text of a party as a page has shown it: the one with this fingerprint.

    Raises:
        UserError: it cannot be signed.
    """
    return replace(text_to_sign(session, objective, party), fingerprint=fingerprint)


def _meeting_party(session: EditSession, one: PartyInPlan) -> MeetingParty:
    text, why_not = None, one.why_not
    if one.can_sign:
        try:
            text = text_to_sign(session, one.objective, one.party)
        except UserError as error:
            why_not = session.say(error.message)
    return MeetingParty(
        one.objective,
        one.party,
        one.label,
        one.person,
        one.state,
        session.say(_UNDECIDED) if one.state == "shared" else one.state_label,
        one.reasons,
        one.ask,
        one.restatement,
        one.party not in ROLES,
        text,
        why_not,
    )
