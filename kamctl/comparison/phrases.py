"""What values are called inside a sentence where that is not their label with a small letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_, Localized, Message
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES
from kamctl.plan.labels import InSentence

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTIONS: Final = FUNCTION_NAMES | ROLE_NAMES
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
    "in_house": N_("in house"),
    "open": N_("nobody’s yet"),
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


def word(words: Mapping[str, str], code: str) -> Message | Localized | str:
    """Return what a value is called inside a sentence; a company's own is said as it is written.

    `words` are labels, or one of the tables above.
    """
    msgid = words.get(code)
    if msgid is None:
        return code.replace("-", " ").replace("_", " ")
    return Message(msgid) if any(words is table for table in _AS_THEY_ARE) else InSentence(msgid)


_AS_THEY_ARE: Final = (FUNCTIONS, SEVERITIES, RESISTANCE_STATUS, WHITESPACE, CONFIDENTIALITY, TOOLS)
