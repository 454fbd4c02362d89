"""A sign-off: who said what to which text, and when; and how its line is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from kamctl.i18n.message import N_, Message, message
from kamctl.plan.person_names import plain_email, plain_name
from kamctl.signoffs.fingerprint import FINGERPRINT_VERSION, canonical, fingerprint
from kamctl.signoffs.signoff_schema import first_error

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.signoffs.signoff_schema import SignoffDecision

LONGEST_LINE: Final = 1024 * 1024
LONGEST_QUOTE: Final = 2_000
"""Characters of an answer that are kept."""
_LOST_BLANKS: Final = 100
"""Blanks before the cut that are stripped at most, so that a shortened quote may be shorter."""

_SEAL_DIGITS = 16
_LAST_ZONE: Final = dt.timezone(dt.timedelta(hours=-12))
_TEXTS = ("on", "account", "objective", "for", "as", "by", "name", "email", "recorded_by",
          "decision", "note", "fingerprint", "seal", "signature")  # fmt: skip
_OF_VERSION_2 = frozenset({"version", "name", "email", "evidence"})
_KNOWN = frozenset({*_TEXTS, "signed", *_OF_VERSION_2})
_BREAKS = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
DECISION_LABELS: Final[Mapping[SignoffDecision, str]] = {
    "agree": N_("Agreement"),
    "agree_with_conditions": N_("Agreement with conditions"),
    "object": N_("Objection"),
    "validate": N_("Validation"),
}
CONCERN_SEVERITY: Final = {"agree_with_conditions": "condition", "object": "blocking"}
"""Decisions with a note to be answered, and the severity of the concern that it becomes."""
_WEIGHT: Mapping[SignoffDecision, int] = {
    "agree": 0,
    "validate": 0,
    "agree_with_conditions": 1,
    "object": 2,
}


class InvalidEntry(Exception):
    """A line that is no sign-off; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Evidence:
    """The answer of the person who decided, as it came by e-mail.

    `date` and `message_id` are those of its header, `quote` the beginning of what was answered,
    `sha256` the hash of the whole file.
    """

    sender: str
    sha256: str
    date: str = ""
    message_id: str = ""
    quote: str = ""

    @property
    def sent(self) -> dt.datetime | None:
        """When the e-mail was sent, as it says itself; None where it says none, or not a date."""
        try:
            return dt.datetime.fromisoformat(self.date)
        except ValueError:  # written by another program
            return None

    @property
    def is_quote_shortened(self) -> bool:
        """Tell whether the answer goes on behind the `quote`: blanks before the cut are lost."""
        return self.quote.endswith("…") and len(self.quote) > LONGEST_QUOTE - _LOST_BLANKS

    def is_same_email(self, other: Evidence) -> bool:
        """Tell whether `other` is the same e-mail, however it was saved."""
        return self.sha256 == other.sha256 or (
            bool(self.message_id) and self.message_id == other.message_id
        )


@dataclass(frozen=True)
class Signoff:
    """What somebody signed: `function` or `role` says for whom, `signed` the signed content.

    `on` is in UTC. `by` is the id of who decided, `name` and `email` that person as signed; both
    are empty in version 1, which did not sign them. `recorded_by` is who wrote it down: a name and
    an address; in version 1 an id of the team, or nothing. `seal` tells whether the line was
    changed by hand; it keeps nobody from making a line that was never said, as `signature` does.
    `line` is its place in the file, from 1.
    """

    on: str
    objective: str
    by: str
    decision: SignoffDecision
    account: str = ""
    function: str | None = None
    role: str | None = None
    name: str = ""
    email: str = ""
    recorded_by: str = ""
    note: str = ""
    signed: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    evidence: Evidence | None = None
    version: int = FINGERPRINT_VERSION
    seal: str = ""
    signature: str = ""
    line: int = 0
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """What a later version of kamctl has written besides: kept, since the seal covers it."""

    @property
    def party(self) -> str:
        """The function or the role it was given for."""
        return self.function or self.role or ""

    @cached_property
    def instant(self) -> dt.datetime:
        """The moment it was given, in UTC."""
        return dt.datetime.fromisoformat(self.on).astimezone(dt.UTC)

    @property
    def day(self) -> dt.date:
        """The day it was given, in UTC."""
        return self.instant.date()

    @cached_property
    def payload(self) -> bytes:
        """The bytes that seal and signature are made over."""
        return canonical(_sealed_values(self))

    @property
    def is_recorded_by_signer(self) -> bool:
        """Tell whether the person who decided wrote it down, going by the name and the address.

        Both must be theirs where both are known: the address comes from the plan, which whoever
        records can change. In version 1, whether nobody else of the team is known to have.
        """
        if self.version == 1:
            return not self.recorded_by
        name, _, address = self.recorded_by.partition(" <")
        if plain_name(name) != plain_name(self.name):
            return False
        if address and self.email:
            return plain_email(address.rstrip(">")) == plain_email(self.email)
        return True

    @property
    def is_sealed(self) -> bool:
        """Tell whether the line is as it was written."""
        return self.seal == _seal(self)

    @property
    def is_consistent(self) -> bool:
        """Tell whether the text and the person in it are those of its fingerprint."""
        if self.version == 1:
            return not self.signed or self.fingerprint == fingerprint(self.signed, 1)
        signer = self.signed["signer"]
        return (
            self.fingerprint == fingerprint(self.signed, self.version)
            and plain_name(self.name) == signer["name"]
            and plain_email(self.email) == signer.get("email", "")
        )


def in_effect_order(entries: Iterable[Signoff], now: dt.datetime) -> tuple[Signoff, ...]:
    """Return the sign-offs that can count at the moment `now`, in the order they were given.

    The last for a party is the one that holds, wherever its line is: a merge may have moved lines.
    Those dated after `now` are ignored. Of several at one moment, an objection comes last, after
    an agreement with conditions.
    """
    return tuple(
        sorted(
            (one for one in entries if one.instant <= now),
            key=lambda one: (one.instant, _WEIGHT[one.decision], one.payload, one.signature),
        )
    )


def replaces(new: Signoff, old: Signoff) -> bool:
    """Tell whether a person's sign-off says again, then or later, what an old one of theirs says.

    An agreement never replaces an objection, nor one with conditions: these are heard first.
    """
    return (
        (new.objective, new.party, new.by) == (old.objective, old.party, old.by)
        and new.instant >= old.instant
        and _WEIGHT[new.decision] >= _WEIGHT[old.decision]
    )


def answers_again(new: Signoff, old: Signoff, objective: str, party: str) -> bool:
    """Tell whether what was said of an objective was answered again, then or later, as it is now.

    `objective` is its id now, `party` who is asked now.
    """
    return (new.objective, new.party) == (objective, party) and new.instant >= old.instant


@lru_cache(maxsize=8)
def last_moment(day: dt.date) -> dt.datetime:
    """Return when a day ends in the last time zone on Earth, in UTC: later is in the future.

    So nobody's own sign-off is in the future, and the same ones count in every time zone.
    """
    try:
        return dt.datetime.combine(day, dt.time.max, _LAST_ZONE).astimezone(dt.UTC)
    except OverflowError:  # at the end of the calendar
        return dt.datetime.combine(day, dt.time.max, dt.UTC)


def sealed(signoff: Signoff) -> Signoff:
    """Return the sign-off with its seal."""
    return replace(signoff, seal=_seal(signoff))


def as_line(signoff: Signoff) -> str:
    """Write a sign-off as one line of YAML, which is JSON after its dash; without the line's end.

    What YAML takes for the end of a line, and what cannot be seen, is escaped.
    """
    values = _sealed_values(signoff) | {"seal": signoff.seal, "signature": signoff.signature}
    present = {key: value for key, value in values.items() if value}
    text = json.dumps(present, ensure_ascii=False, allow_nan=False)
    return "- " + re.sub(_BREAKS, lambda found: f"\\u{ord(found[0]):04x}", text)


def from_line(text: str, line: int = 0) -> Signoff:
    """Read a line that `as_line` has written, of this version or an earlier one.

    Raises:
        InvalidEntry: it is something else.
    """
    values = _values(text)
    version = values.get("version", 1)
    if isinstance(version, int) and version > FINGERPRINT_VERSION:
        raise InvalidEntry(message("it was written by a later version of kamctl"))
    fault = first_error(values)
    if fault is not None:
        raise InvalidEntry(_reason(*fault))
    known = _KNOWN if version > 1 else _KNOWN - _OF_VERSION_2
    evidence = values.get("evidence") if version > 1 else None
    entry = Signoff(
        on=values["on"],
        objective=values["objective"],
        by=values["by"],
        decision=values["decision"],
        account=values.get("account", ""),
        function=values.get("for"),
        role=values.get("as"),
        name=values.get("name", "") if version > 1 else "",
        email=values.get("email", "") if version > 1 else "",
        recorded_by=values.get("recorded_by", ""),
        note=values.get("note", ""),
        signed=values.get("signed", {}),
        fingerprint=values.get("fingerprint", ""),
        evidence=Evidence(**evidence) if evidence else None,
        version=version,
        seal=values["seal"],
        signature=values.get("signature", ""),
        line=line,
        unknown={key: value for key, value in values.items() if key not in known},
    )
    try:
        entry.payload.decode()  # what cannot be written again, as UTF-8, cannot be verified
    except (ValueError, RecursionError):
        raise InvalidEntry(_misspelt()) from None
    return entry


def _reason(place: tuple[str | int, ...], kind: str, value: object) -> Message:
    """Say what is wrong with a line whose shape is not that of a sign-off."""
    key = str(place[0]) if place else ""
    if key == "signed" and len(place) > 1:
        return message("what was signed cannot be read")
    if key == "evidence" and len(place) > 1:
        return message("its evidence cannot be read")
    if kind == "missing" or value == "":
        return message("it has no “{key}”", key=key)
    if not place or key == "as":
        return message("it is not for exactly one function or role that can take this decision")
    if key == "decision" and isinstance(value, str):
        return message("“{word}” is not a possible decision here", word=value[:40])
    if key == "on" and isinstance(value, str):
        return message("“{on}” is not a date with a time", on=value[:40])
    if key == "signed":
        return message("what was signed cannot be read")
    if key in _TEXTS and not isinstance(value, str):
        return message("“{key}” is not text", key=key)
    return message("“{key}” has a wrong value", key=key)


def _misspelt() -> Message:
    return message("a part of it is missing or misspelt")


def _values(text: str) -> dict[str, Any]:
    if not text.startswith("- "):
        raise InvalidEntry(message("it does not begin with a dash and a space"))
    if len(text) > LONGEST_LINE:
        raise InvalidEntry(message("it is too long"))
    try:
        values = json.loads(text[2:], object_pairs_hook=_pairs, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InvalidEntry(_misspelt()) from None
    if not isinstance(values, dict):
        raise InvalidEntry(message("it contains no entry"))
    return values


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("twice")
    return values


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _sealed_values(one: Signoff) -> dict[str, Any]:
    values = {
        "version": one.version if one.version > 1 else None,
        "on": one.on,
        "account": one.account,
        "objective": one.objective,
        "for": one.function,
        "as": one.role,
        "by": one.by,
        "name": one.name,
        "email": one.email,
        "recorded_by": one.recorded_by,
        "decision": one.decision,
        "note": one.note,
        "signed": dict(one.signed),
        "fingerprint": one.fingerprint,
        "evidence": one.evidence and _without_blanks(asdict(one.evidence)),
        **one.unknown,
    }
    return _without_blanks(values)


def _without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _seal(one: Signoff) -> str:
    return hashlib.sha256(one.payload).hexdigest()[:_SEAL_DIGITS]
