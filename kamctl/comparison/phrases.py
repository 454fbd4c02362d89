"""What values are called inside a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_, Localized, Message
from kamctl.plan.labels import InSentence, labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEVERITIES: Final = {
    "blocking": N_("blocking"),
    "condition": N_("a condition"),
    "comment": N_("a comment"),
}
RESISTANCE_STATUS: Final = {
    "open": N_("unanswered"),
    "answered": N_("answered"),
    "withdrawn": N_("withdrawn"),
}
WHITESPACE: Final = {
    "ours": N_("ours"),
    "competitor": N_("a competitor’s"),
    "in_house": N_("in-house"),
    "open": N_("no supplier yet"),
    "not_needed": N_("not needed"),
    "unknown": N_("unknown"),
}
CONFIDENTIALITY: Final = {"internal": N_("internal"), "restricted": N_("restricted")}
TOOLS: Final = {
    "customer": N_("customer"),
    "swot": N_("SWOT"),
    "stakeholders": N_("stakeholders"),
    "buying": N_("buying"),
    "position": N_("position"),
    "whitespace": N_("white space"),
    "competitors": N_("competitors"),
    "opportunities": N_("opportunities"),
    "risks": N_("risks"),
    "reviews": N_("reviews"),
}
BETTER: Final = {
    "increase": N_("higher is better"),
    "decrease": N_("lower is better"),
    "hold": N_("to be maintained"),
}
"""Which way of a measure is better."""
EXCEPTIONS: Final = (
    SEVERITIES,
    RESISTANCE_STATUS,
    WHITESPACE,
    CONFIDENTIALITY,
    TOOLS,
    BETTER,
)
"""Values that a sentence calls otherwise than by their label with a small letter."""


def phrase_of(value: str, values: Sequence[str]) -> Message | Localized | str:
    """Return what a sentence calls one of `values`, which the format lists; codes stay codes."""
    phrases = phrases_of(values)
    if phrases is not None:
        return Message(phrases[value]) if value in phrases else value
    label = labels_of(values).get(value)
    return value if label is None else InSentence(label)


def phrases_of(values: Sequence[str]) -> Mapping[str, str] | None:
    """Return what a sentence calls `values`; None where it calls them by their labels."""
    known = frozenset(values)
    return next((table for table in EXCEPTIONS if table.keys() == known), None)
