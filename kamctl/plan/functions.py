"""The names of functions and of those who sign: what people read instead of `supply-chain`."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_, Message

FUNCTION_NAMES: Final = {
    "executive": N_("executive management"),
    "sales": N_("sales"),
    "local-sales": N_("local sales"),
    "finance": N_("finance"),
    "supply-chain": N_("supply chain"),
    "operations": N_("operations"),
    "research-development": N_("research and development"),
    "quality": N_("quality"),
    "service": N_("service"),
    "marketing": N_("marketing"),
    "legal": N_("legal"),
    "information-technology": N_("information technology"),
    "human-resources": N_("human resources"),
}

ROLE_NAMES: Final = {"decider": N_("the decider"), "sponsor": N_("the sponsor")}
"""Those who sign an objective as a whole, inside a sentence."""
ROLE_TITLES: Final = {"decider": N_("Decider"), "sponsor": N_("Sponsor")}
"""The same where they are alone."""
PARTY_LABELS: Final = {**ROLE_TITLES, **FUNCTION_NAMES}
"""The labels of all who may sign."""


def function_name(function: str) -> Message:
    """Return the name of a function, to be said in any language.

    One of the company's own is called as its code reads.
    """
    known = FUNCTION_NAMES.get(function)
    return Message(known or function.replace("-", " ").replace("_", " "))


def party_name(party: str) -> Message:
    """Return the name of whoever signs: a function, the decider or the sponsor."""
    role = ROLE_NAMES.get(party)
    return function_name(party) if role is None else Message(role)
