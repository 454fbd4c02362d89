"""Whether an e-mail can be the answer of the person who decided: when it is recorded, and later."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any, Final

from kamctl.document.errors import UserError
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.people import has_left
from kamctl.plan.person_names import is_one_mailbox, is_one_name, plain_email
from kamctl.signoffs.evidence_objection import objection_in
from kamctl.signoffs.fingerprint import fingerprint
from kamctl.signoffs.signed_content import ROLES
from kamctl.signoffs.signoff import CONCERN_SEVERITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.plan.team import Member
    from kamctl.signoffs.signoff import Evidence, Signoff

_SLACK: Final = dt.timedelta(minutes=10)
"""How far two clocks may differ."""
_LONGEST_AGE: Final = dt.timedelta(days=365)
"""Plans are reviewed and agreed at least once a year: what is older answers another text."""
_OLDER_THAN: Final = {
    "agree": N_("The e-mail of {date} is older than the agreement of {day}."),
    "agree_with_conditions": N_(
        "The e-mail of {date} is older than the agreement with conditions of {day}."
    ),
    "object": N_("The e-mail of {date} is older than the objection of {day}."),
    "validate": N_("The e-mail of {date} is older than the validation of {day}."),
}


def check_sender(evidence: Evidence, person: Member) -> None:
    """Check that an answer came from the address of the person who signs.

    Raises:
        UserError: it came from another one, or that person has none in the plan.
    """
    address = plain_email(person.email)
    if not address:
        raise UserError(
            message(
                "{name} has no e-mail address in the plan, so the e-mail cannot be attributed.",
                name=person.name,
            ),
            message("Add `email:` to {id} under `team:`.", id=person.id),
        )
    if plain_email(evidence.sender) != address:
        raise UserError(
            message(
                "The e-mail is from {sender}, not from {name} ({address}).",
                sender=evidence.sender,
                name=person.name,
                address=address,
            ),
            message(
                "Use the answer of {name}. If both addresses are theirs, correct `email:` in the "
                "plan first.",
                name=person.name,
            ),
        )


def check_answer(evidence: Evidence, decision: str) -> None:
    """Check that an answer does not object to what it is to be recorded as agreeing to.

    Raises:
        UserError: it does.
    """
    if words := objection_in(evidence.quote, decision):
        raise UserError(
            message("The e-mail says “{words}”: it is no evidence of this decision.", words=words),
            message(
                "Record what it says, such as --decision object, or leave out --evidence if it "
                "means something else."
            ),
        )


def check_time(
    evidence: Evidence,
    party: str,
    decision: str,
    content: Mapping[str, Any],
    given: Iterable[Signoff],
    now: dt.datetime,
) -> None:
    """Check that an answer can be one to the current text.

    `content` is what is signed; without the signer's address it is the same text: that is added to
    a plan when an e-mail comes. `given` are the sign-offs on the same objective. An answer that has
    been recorded already for another text of it, one that is older than such a sign-off, than
    another decision on this text or than a year, and one from the future is none.

    Raises:
        UserError: it cannot.
    """
    sent = evidence.sent
    if sent is not None and sent > now + _SLACK:
        raise UserError(
            message("The e-mail is dated {date}, in the future.", date=LocalizedDay(sent.date())),
            message("Check this computer's clock and the e-mail's date."),
        )
    if sent is not None and sent < now - _LONGEST_AGE:
        raise UserError(
            message(
                "The e-mail is dated {date}, more than a year ago.",
                date=LocalizedDay(sent.date()),
            ),
            message("Send the current text, and use the answer to it."),
        )
    same = {fingerprint(content), fingerprint(_without_address(content))}
    for one in given:
        if not _is_of_party(one, party, evidence):
            continue
        if one.fingerprint in same:
            _check_last_word(evidence, decision, one)
            continue
        if one.evidence is not None and one.evidence.is_same_email(evidence):
            raise UserError(
                message(
                    "This e-mail was recorded on {day} for another text of {objective}.",
                    day=LocalizedDay(one.day),
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )
        if sent is not None and sent < one.instant:
            raise UserError(
                message(
                    "The e-mail of {date} is older than the sign-off of {day}, which was given "
                    "for another text of {objective}.",
                    date=LocalizedDay(sent.date()),
                    day=LocalizedDay(one.day),
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )


def _is_of_party(one: Signoff, party: str, evidence: Evidence) -> bool:
    """Tell whether a sign-off is of a party: decider and sponsor sign one text, if one person."""
    if one.party == party:
        return True
    is_one = plain_email(one.email) == plain_email(evidence.sender)
    return is_one and one.party in ROLES and party in ROLES


def _check_last_word(evidence: Evidence, decision: str, given: Signoff) -> None:
    """Check that an answer was given after `given`, where that decides otherwise on the same text.

    What was recorded as an agreement by mistake can be corrected with the same e-mail.

    Raises:
        UserError: it was given before, or the same e-mail was recorded as `given`.
    """
    if given.decision == decision:
        return
    if (
        given.decision in CONCERN_SEVERITY
        and given.evidence is not None
        and given.evidence.is_same_email(evidence)
    ):
        raise UserError(
            message(
                "This e-mail was recorded on {day} with another decision.",
                day=LocalizedDay(given.day),
            ),
            message("Use the answer that was given after it."),
        )
    decided_at = given.evidence.sent if given.evidence is not None else None
    if decided_at is None or decided_at.tzinfo is None:
        decided_at = given.instant
    if evidence.sent is None or evidence.sent >= decided_at:
        return
    raise UserError(
        Message(
            _OLDER_THAN[given.decision],
            {"date": LocalizedDay(evidence.sent.date()), "day": LocalizedDay(given.day)},
        ),
        message("Use the answer that was given after it."),
    )


def evidence_fault(
    signoff: Signoff, team: Iterable[Member], given: Sequence[Signoff]
) -> Message | None:
    """Say why the e-mail of a sign-off cannot be the answer of who signed; None where it can.

    A line can be written by hand: it is held to what `evidence_in`, `check_sender`, `check_answer`
    and `check_time` ask of an e-mail that is recorded, and to what the plan and the other lines
    say. `given` are all sign-offs beside the plan, in the order in which they take effect.
    """
    evidence = signoff.evidence
    if evidence is None:
        return None
    if not signoff.email or plain_email(evidence.sender) != plain_email(signoff.email):
        return message("the e-mail is from another address")
    if evidence.sent is None or evidence.sent.tzinfo is None or not evidence.quote.strip():
        return message("the e-mail has no date or no text")
    if words := objection_in(evidence.quote, signoff.decision):
        return message("the e-mail says “{words}”", words=words)
    if _is_of_several_people(signoff, team):
        return message("the e-mail is from an address that several people have")
    before = tuple(itertools.takewhile(lambda one: one is not signoff, given))
    if any(_contradicts(one.evidence, evidence) for one in before):
        return message("the e-mail was recorded before with another sender or date")
    try:
        here = (one for one in before if one.objective == signoff.objective)
        check_time(evidence, signoff.party, signoff.decision, signoff.signed, here, signoff.instant)
    except UserError:
        return message("the e-mail cannot be an answer to this text")
    return None


def _is_of_several_people(signoff: Signoff, team: Iterable[Member]) -> bool:
    """Tell whether the address of who signed is also that of somebody else in the team.

    Or of who recorded the sign-off for them. Somebody who has left may have left the address.
    """
    name, _, address = signoff.recorded_by.partition(" <")
    if is_one_mailbox(address.rstrip(">"), signoff.email) and not is_one_name(name, signoff.name):
        return True
    return any(
        is_one_mailbox(one.email, signoff.email)
        and one.id != signoff.by
        and not is_one_name(one.name, signoff.name)
        and not has_left(one, signoff.day)
        for one in team
    )


def _without_address(content: Mapping[str, Any]) -> Mapping[str, Any]:
    signer = {key: value for key, value in content.get("signer", {}).items() if key != "email"}
    return {**content, "signer": signer}


def _contradicts(other: Evidence | None, evidence: Evidence) -> bool:
    """Tell whether another line says otherwise of the same e-mail who sent it, or when."""
    return (
        other is not None
        and other.is_same_email(evidence)
        and (plain_email(other.sender), other.sent) != (plain_email(evidence.sender), evidence.sent)
    )
