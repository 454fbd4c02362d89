"""A sign-off: who said what to which text, and when; and how it stands on its line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from kamctl.alignment.fingerprint import canonical
from kamctl.alignment.matter import ROLES
from kamctl.words.message import Message, message

Decision = Literal["agree", "agree_with_conditions", "object", "validate"]
FOR_FUNCTIONS: Final[tuple[Decision, ...]] = ("agree", "agree_with_conditions", "object")
FOR_ROLES: Final[tuple[Decision, ...]] = ("validate", "object")
LONGEST_LINE: Final = 1024 * 1024

_SEAL_DIGITS = 16
_NEEDED = ("on", "objective", "by", "decision", "seal")
_TEXTS = ("on", "account", "objective", "for", "as", "by", "recorded_by", "decision", "note",
          "fingerprint", "seal", "signature")  # fmt: skip
_UNSEALED = ("seal", "signature")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class BadEntry(Exception):
    """A line that is no sign-off; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Signoff:
    """What somebody signed: `function` or `role` says for whom, `signed` the text, as matter.

    `on` is in UTC. `seal` tells whether the line was changed by hand; it keeps nobody from making
    a line that was never said, as `signature` does. `line` is its place in the file, from 1.
    """

    on: str
    objective: str
    by: str
    decision: Decision
    account: str = ""
    function: str | None = None
    role: str | None = None
    recorded_by: str = ""
    note: str = ""
    signed: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    seal: str = ""
    signature: str = ""
    line: int = 0
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """What a later version of kamctl has written besides: kept, since the seal covers it."""

    @property
    def party(self) -> str:
        """The function or the role it was given for."""
        return self.function or self.role or ""

    @property
    def day(self) -> dt.date:
        """The day it was given."""
        return dt.date.fromisoformat(self.on[:10])

    @property
    def payload(self) -> bytes:
        """The bytes that seal and signature are made over."""
        return canonical({key: _plain(value) for key, value in _sealed_values(self).items()})

    @property
    def is_sealed(self) -> bool:
        """Tell whether the line is as it was written."""
        return self.seal == _seal(self)


def sealed(signoff: Signoff) -> Signoff:
    """Return the sign-off with its seal."""
    return replace(signoff, seal=_seal(signoff))


def as_line(signoff: Signoff) -> str:
    """Write a sign-off as one line of YAML, which is JSON after its dash; without the line's end.

    What YAML takes for the end of a line, and what cannot be seen, is escaped.
    """
    values = _sealed_values(signoff) | {"seal": signoff.seal, "signature": signoff.signature}
    said = {key: value for key, value in values.items() if value}
    text = json.dumps(said, ensure_ascii=False)
    return "- " + _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def from_line(text: str, line: int = 0) -> Signoff:
    """Read a line that `as_line` has written.

    Raises:
        BadEntry: it is something else.
    """
    values = _values(text)
    for key in _NEEDED:
        if not values.get(key):
            raise BadEntry(message("it has no “{key}”", key=key))
    for key in _TEXTS:
        if not isinstance(values.get(key, ""), str):
            raise BadEntry(message("“{key}” is no text", key=key))
    function, role = values.get("for"), values.get("as")
    if bool(function) == bool(role) or (role and role not in ROLES):
        raise BadEntry(message("it is not said for which function or role it was given"))
    if values["decision"] not in (FOR_ROLES if role else FOR_FUNCTIONS):
        raise BadEntry(message("there is no decision “{word}” here", word=values["decision"]))
    if not _is_time(values["on"]):
        raise BadEntry(message("“{on}” is no time", on=values["on"][:40]))
    if not isinstance(values.get("signed", {}), dict):
        raise BadEntry(message("what was signed cannot be read"))
    known = {*_TEXTS, "signed"}
    return Signoff(
        values["on"],
        values["objective"],
        values["by"],
        values["decision"],
        values.get("account", ""),
        function,
        role,
        values.get("recorded_by", ""),
        values.get("note", ""),
        values.get("signed", {}),
        values.get("fingerprint", ""),
        values["seal"],
        values.get("signature", ""),
        line,
        {key: value for key, value in values.items() if key not in known},
    )


def _values(text: str) -> dict[str, Any]:
    if not text.startswith("- "):
        raise BadEntry(message("it does not begin with a dash and a blank"))
    if len(text) > LONGEST_LINE:
        raise BadEntry(message("it is too long"))
    try:
        values = json.loads(text[2:], object_pairs_hook=_pairs, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadEntry(message("a part of it is missing or misspelt")) from None
    if not isinstance(values, dict):
        raise BadEntry(message("it holds no entry"))
    return values


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("twice")
    return values


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _is_time(text: str) -> bool:
    try:
        return dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _sealed_values(one: Signoff) -> dict[str, Any]:
    values = {
        "on": one.on,
        "account": one.account,
        "objective": one.objective,
        "for": one.function,
        "as": one.role,
        "by": one.by,
        "recorded_by": one.recorded_by,
        "decision": one.decision,
        "note": one.note,
        "signed": one.signed,
        "fingerprint": one.fingerprint,
        **one.unknown,
    }
    return {key: value for key, value in values.items() if value}


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _seal(one: Signoff) -> str:
    return hashlib.sha256(one.payload).hexdigest()[:_SEAL_DIGITS]
