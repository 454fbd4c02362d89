"""What values are called inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_, Localized, Message
from kamctl.plan.labels import InSentence, labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENTRY_WITH_ID: Final = N_("{id} {title}")
_SEVERITIES: Final = {
    "blocking": N_("Blocking"),
    "condition": N_("a condition"),
    "comment": N_("a comment"),
}
_RESISTANCE_STATUS: Final = {
    "open": N_("unanswered"),
    "answered": N_("Answered"),
    "withdrawn": N_("Withdrawn"),
}
_WHITESPACE: Final = {
    "ours": N_("Ours"),
    "competitor": N_("a competitor's"),
    "in_house": N_("In-house"),
    "open": N_("no supplier yet"),
    "not_needed": N_("Not needed"),
    "unknown": N_("Unknown"),
}
BETTER: Final = {
    "increase": N_("higher is better"),
    "decrease": N_("lower is better"),
    "hold": N_("to be maintained"),
}
"""Which way of a measure is better."""
EXCEPTIONS: Final = (
    _SEVERITIES,
    _RESISTANCE_STATUS,
    _WHITESPACE,
    BETTER,
)
"""Values whose wording in a sentence is not that of their label."""


def phrase_of(value: str, values: Sequence[str]) -> Localized | str:
    """Return what a sentence calls one of `values`, which the format lists; codes stay codes."""
    phrases = phrases_of(values)
    if phrases is not None:
        return InSentence(phrases[value]) if value in phrases else value
    label = labels_of(values).get(value)
    return value if label is None else InSentence(label)


def phrases_of(values: Sequence[str]) -> Mapping[str, str] | None:
    """Return what a sentence calls `values`; None where it calls them by their labels."""
    known = frozenset(values)
    return next((table for table in EXCEPTIONS if table.keys() == known), None)


def without_ids(text: Message) -> Message:
    """Return a sentence that calls entries by their titles alone, for readers of documents."""
    return text._replace(values={name: _titled(one) for name, one in text.values.items()})


def _titled(value: object) -> object:
    if not isinstance(value, Message):
        return value
    return value.values["title"] if value.msgid == ENTRY_WITH_ID else without_ids(value)
