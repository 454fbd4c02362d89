"""Who agrees on what: restatements and sign-offs, recorded on the text that was shown.

The page gets a text with its fingerprint and sends the fingerprint back: where the text was changed
since, nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamctl.document.changes import InsertItem, SetValue
from kamctl.document.errors import UserError
from kamctl.i18n.marked_text import capitalized
from kamctl.i18n.message import Message, message
from kamctl.plan.field_text import cleaned
from kamctl.plan.functions import party_name
from kamctl.plan.people import member_with_id, names_by_id
from kamctl.plan.text import text_in
from kamctl.signoffs.new_signoff import (
    NewSignoff,
    add_signoff,
    concern_entry,
)
from kamctl.signoffs.party_status import STATE_LABELS
from kamctl.signoffs.pending_signoff import parse_decision, prepare_signoff
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signoff import CONCERN_SEVERITY, DECISION_LABELS
from kamctl.signoffs.signoff_schema import FOR_FUNCTIONS, FOR_ROLES
from kamctl.signoffs.signoff_text import signatory, signed_lines
from kamctl.signoffs.unread_text import check_read
from kamctl.web.editing.form_field import Choice
from kamctl.web.editing.outcome import ChangeOutcome, OutcomeStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kamctl.document.span import KeyPath
    from kamctl.plan.directions import Direction
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.party_status import PartyStatus
    from kamctl.signoffs.pending_signoff import PendingSignoff
    from kamctl.signoffs.signoff_text import LabelledValue
    from kamctl.web.editing.edit_session import EditSession


@dataclass(frozen=True)
class PartyInPlan:
    """A function, the decider or the sponsor of an objective, in the language of the session.

    `person` is who answers, `reasons` say why a sign-off no longer counts. `can_sign` tells whether
    a sign-off can be recorded now; `why_not` says what is missing.
    """

    objective: str
    party: str
    label: str
    person: str
    state: str
    state_label: str
    reasons: tuple[str, ...] = ()
    ask: str = ""
    restatement: str = ""
    can_sign: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class TextToSign:
    """What one party signs of an objective: all of it, as labels and texts.

    `fingerprint` is sent back with the decision; a label may be empty.
    """

    objective: str
    party: str
    person: str
    """The id of who signs."""
    signatory: str
    lines: tuple[tuple[str, str], ...]
    fingerprint: str
    decisions: tuple[Choice, ...]
    needs_note: tuple[str, ...]
    """The decisions that need a note."""
    recorded_by: str


def parties(session: EditSession, objective: str) -> list[PartyInPlan]:
    """Return who is asked for an objective: its functions, the decider and the sponsor."""
    plan = session.report.plan
    found = next((one for one in session.report.agreement if one.objective.id == objective), None)
    if plan is None or found is None:
        return []
    return [_party_in_plan(session, plan, found, one) for one in found.everybody]


def text_to_sign(session: EditSession, objective: str, party: str) -> TextToSign:
    """Return what a party is asked to sign, by whoever answers for it.

    Raises:
        UserError: it cannot be signed: nobody answers for it, or the plan is a draft.
    """
    pending = _pending(session, objective, party)
    plan = session.report
    if plan.source is not None:
        check_read(pending.objective.id, plan.findings, plan.source)
    people = names_by_id(pending.plan.team)
    decisions = FOR_ROLES if party in ROLES else FOR_FUNCTIONS
    return TextToSign(
        objective,
        party,
        pending.person.id,
        signatory(pending.person),
        shown_lines(session, signed_lines(pending.content, people)),
        pending.fingerprint,
        tuple(Choice(one, session.say(Message(DECISION_LABELS[one]))) for one in decisions),
        tuple(one for one in decisions if one in CONCERN_SEVERITY),
        pending.recorded_by,
    )


def record_decision(
    session: EditSession, shown: TextToSign, decision: str, note: str = ""
) -> ChangeOutcome:
    """Record what a party has decided on the text that was shown.

    A condition or an objection needs a note, which is added to the plan, too. Where the text is not
    the one `shown`, nothing is recorded.
    """
    note = cleaned(note)

    def record() -> ChangeOutcome:
        pending = _pending_as_shown(session, shown)
        report = session.report
        if report.source is not None:
            check_read(pending.objective.id, report.findings, report.source)
        decided = parse_decision(decision, pending.party)
        new = NewSignoff(str(session.path), pending, decided, note)
        if new.needs_note and not note:
            raise UserError(message("A condition or an objection needs a text."))
        if not new.counts_in(session.workspace):
            raise UserError(
                message(
                    "Your company requires a validation to be signed with a key. Nothing was "
                    "recorded."
                ),
                message("Ask whoever maintains the rules of your company how to sign it."),
            )
        # Prepared before anything is recorded, and written when it is.
        add_concern = (
            _prepared_concern(session, pending, decided, note) if new.may_be_concern else None
        )
        if add_signoff(new, session.now) is not None:
            return ChangeOutcome(OutcomeStatus.UNCHANGED)
        text = message("Recorded: {name}, {decision}", name=pending.person.name,
                       decision=Message(DECISION_LABELS[decided]))  # fmt: skip
        try:
            if add_concern is not None:
                add_concern()
        except UserError as error:
            reason, _ = session.explained(error)
            text = message(
                "{recorded}. The note was not added to the plan: {reason}",
                recorded=text,
                reason=reason,
            )
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(text))

    return session.guarded(record, note)


def record_restatement(session: EditSession, shown: TextToSign, words: str) -> ChangeOutcome:
    """Record how a function restates what is asked of it, in its own words.

    Where the text is not the one `shown`, nothing is recorded.
    """
    words = cleaned(words)

    def record() -> ChangeOutcome:
        pending = _pending_as_shown(session, shown)
        if not pending.directions:
            raise UserError(message("This function has no direction."))
        if not words:
            raise UserError(message("The restatement is missing."))
        value = {"text": words, "by": pending.person.id, "on": session.today().isoformat()}
        place = (*_direction_path(session, pending), "restatement")
        text = message("Restated by {name}", name=pending.person.name)
        session.change([SetValue(place, value)], text)
        return ChangeOutcome(OutcomeStatus.SAVED, session.say(text))

    return session.guarded(record, words)


def _party_in_plan(
    session: EditSession, plan: Plan, status: ObjectiveStatus, one: PartyStatus
) -> PartyInPlan:
    language = plan.plan.language
    direction: Direction | None = None
    if one.place is not None:
        direction = status.objective.directions[one.place]
    restatement = direction.restatement if direction is not None else None
    member = member_with_id(plan, one.person)
    try:
        _pending(session, status.objective.id, one.party, "")
        why_not = ""
    except UserError as error:
        why_not = session.say(error.message)
    label = session.say(party_name(one.party))
    return PartyInPlan(
        status.objective.id,
        one.party,
        capitalized(label),
        member.name if member is not None else "",
        one.state,
        session.say(Message(STATE_LABELS[one.state])),
        tuple(session.say(reason) for reason in one.explanation),
        text_in(direction.ask, language, language) if direction is not None else "",
        text_in(restatement.text, language, language) if restatement is not None else "",
        not why_not,
        why_not,
    )


def _pending(session: EditSession, objective: str, party: str, by: str = "") -> PendingSignoff:
    """Return what a party is about to sign; by default as whoever answers for it.

    Raises:
        UserError: it cannot be signed.
    """
    plan = session.plan
    here = session.user
    day, file = session.now().date(), str(session.path)
    if by:
        return prepare_signoff(plan, objective, party, by, here=here, day=day, file=file)
    # A colleague's decision may be recorded by whoever sits here: that name is recorded, too.
    nobody = here._replace(email="")
    pending = prepare_signoff(plan, objective, party, None, here=nobody, day=day, file=file)
    return replace(pending, recorded_by=str(here))


def _pending_as_shown(session: EditSession, shown: TextToSign) -> PendingSignoff:
    """Return what a party is about to sign, which is the text that was `shown`.

    Raises:
        UserError: the text was changed since, or cannot be signed now.
    """
    pending = _pending(session, shown.objective, shown.party, shown.person)
    if pending.fingerprint != shown.fingerprint:
        raise changed_since()
    return pending


def _direction_path(session: EditSession, pending: PendingSignoff) -> KeyPath:
    document = session.report.document
    assert document is not None
    return pending.direction_path(document)


def _prepared_concern(
    session: EditSession, pending: PendingSignoff, decision: str, note: str
) -> Callable[[], None]:
    """Prepare the concern in the plan that a note becomes; return what writes it.

    Raises:
        UserError: it cannot be added.
    """
    entry = concern_entry(pending, decision, note, session.today())
    place = (*_direction_path(session, pending), "resistances")
    label = message("Concern of {name}", name=pending.person.name)
    return session.prepared([InsertItem(place, entry)], label)


def shown_lines(
    session: EditSession, lines: Iterable[LabelledValue]
) -> tuple[tuple[str, str], ...]:
    """Return the labels and texts of what is signed or confirmed, in the language of the page."""
    return tuple(
        (
            session.say(label) if isinstance(label, Message) else label,
            session.say(message("{text}", text=text)),
        )
        for label, text in lines
    )


def changed_since() -> UserError:
    """Return the error about a text that is no longer the one that was shown."""
    return UserError(
        message("The text changed while it was on screen. Nothing was recorded."),
        message("Read the new text, then record it again."),
    )
