"""The answer of the person who decided, as it came by e-mail: who, when, what, in a few fields."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final

from kamctl.document.errors import UserError
from kamctl.document.given_files import read_given_file
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import Message, message
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.people import has_left
from kamctl.plan.person_names import is_one_mailbox, is_one_name, plain_email
from kamctl.signoffs.mail_text import (
    LONGEST_HEADER,
    QUOTED,
    UNREADABLE_MAIL,
    date_of,
    sender_of,
    text_of_part,
    valid_text,
)
from kamctl.signoffs.signoff import LONGEST_QUOTE, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from email.message import EmailMessage
    from pathlib import Path

    from kamctl.plan.team import Member
    from kamctl.signoffs.signoff import Signoff

_SLACK: Final = dt.timedelta(minutes=10)
"""How far two clocks may differ."""
_LONGEST_AGE: Final = dt.timedelta(days=365)
"""Plans are reviewed and agreed at least once a year: what is older answers another text."""
LARGEST_EVIDENCE: Final = 25 * 1024 * 1024
_BLANK_LINES = re.compile(r"\n{3,}")


def evidence_in(path: Path) -> Evidence:
    """Read an e-mail that was saved as a file (.eml), as e-mail programs write it.

    Raises:
        UserError: it cannot be read, is larger than 25 MB, or is no e-mail with an answer in it.
    """
    data = _bytes(path)
    try:
        mail = message_from_bytes(data, policy=policy.default)
        sender, date = sender_of(mail), date_of(mail)
        message_id = _header(mail, "Message-ID")
        quote = _answer(mail) if sender else ""
    except UNREADABLE_MAIL:
        sender = date = message_id = quote = ""
    if not sender or not date:  # without a date nobody can tell which text was answered
        raise UserError(
            message("{path} is not an e-mail with one sender and a date.", path=path),
            message("Save the answer from the mail program as a file (.eml) and name that file."),
        )
    if not quote:
        raise UserError(
            message("The e-mail {path} contains no new text.", path=path),
            message("Save the message in which the person answers."),
        )
    return Evidence(sender, hashlib.sha256(data).hexdigest(), date, message_id, quote)


def check_sender(evidence: Evidence, person: Member) -> None:
    """See that an answer came from the address of the person who signs.

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


def check_time(
    evidence: Evidence, party: str, fingerprint: str, given: Iterable[Signoff], now: dt.datetime
) -> None:
    """See that an answer can be one to the current text.

    `given` are the sign-offs on the same objective. An answer that has been recorded already for
    another text of it, one that is older than such a sign-off or than a year, and one from the
    future is none.

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
    for one in given:
        if one.party != party or one.fingerprint == fingerprint:
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
                    "The e-mail is dated {date}, before the sign-off of {day}, which was given "
                    "for another text of {objective}.",
                    date=LocalizedDay(sent.date()),
                    day=LocalizedDay(one.day),
                    objective=one.objective,
                ),
                message("Send the current text, and use the answer to it."),
            )


def evidence_fault(
    signoff: Signoff, team: Iterable[Member], given: Sequence[Signoff]
) -> Message | None:
    """Say why the e-mail of a sign-off cannot be the answer of who signed; None where it can.

    A line can be written by hand: it is held to what `evidence_in`, `check_sender` and `check_time`
    ask of an e-mail that is recorded, and to what the plan and the other lines say. `given` are all
    sign-offs beside the plan, in the order in which they take effect.
    """
    evidence = signoff.evidence
    if evidence is None:
        return None
    if not signoff.email or plain_email(evidence.sender) != plain_email(signoff.email):
        return message("the e-mail is from another address")
    if evidence.sent is None or evidence.sent.tzinfo is None or not evidence.quote.strip():
        return message("the e-mail has no date or no text")
    if _is_of_several_people(signoff, team):
        return message("the e-mail is from an address that several people have")
    before = tuple(itertools.takewhile(lambda one: one is not signoff, given))
    if any(_contradicts(one.evidence, evidence) for one in before):
        return message("the e-mail was recorded before with another sender or date")
    try:
        here = (one for one in before if one.objective == signoff.objective)
        check_time(evidence, signoff.party, signoff.fingerprint, here, signoff.instant)
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


def _contradicts(other: Evidence | None, evidence: Evidence) -> bool:
    """Tell whether another line says otherwise of the same e-mail who sent it, or when."""
    return (
        other is not None
        and other.is_same_email(evidence)
        and (plain_email(other.sender), other.sent) != (plain_email(evidence.sender), evidence.sent)
    )


def _bytes(path: Path) -> bytes:
    hint = message("Give the saved e-mail, such as reply.eml.")
    data = read_given_file(path, LARGEST_EVIDENCE, hint)
    if len(data) > LARGEST_EVIDENCE:
        raise UserError(
            message(
                "The e-mail {path} is larger than {limit} MB.",
                path=path,
                limit=LARGEST_EVIDENCE // 1024 // 1024,
            ),
            message("Save it without its attachments."),
        )
    return data


def _header(mail: EmailMessage, name: str) -> str:
    return valid_text(single_spaced(str(mail.get(name, ""))))[:LONGEST_HEADER]


def _answer(mail: EmailMessage) -> str:
    """Return the text of an e-mail without what it quotes, shortened."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    answer = _without_quotes(text_of_part(body))
    if len(answer) > LONGEST_QUOTE:
        answer = answer[: LONGEST_QUOTE - 1].rstrip() + "…"
    return answer


def _without_quotes(text: str) -> str:
    kept: list[str] = []
    in_quote = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith(QUOTED):
            if not in_quote:
                _drop_attribution(kept)
            in_quote = True
            continue
        in_quote = in_quote and not line
        kept.append(line)
    return _BLANK_LINES.sub("\n\n", valid_text("\n".join(kept))).strip()


def _drop_attribution(lines: list[str]) -> None:
    """Take off what announces a quote, such as “On Monday, Claire wrote:”."""
    last = next((place for place in reversed(range(len(lines))) if lines[place]), None)
    if last is not None and lines[last].endswith(":"):
        del lines[last:]
