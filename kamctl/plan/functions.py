"""The company's functions by name: what people read instead of `supply-chain`."""

from __future__ import annotations

from typing import Final

from kamctl.words.message import N_, Message

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


def function_name(function: str) -> Message:
    """Return the name of a function, to be said in any language.

    One of the house's own is called as its code reads.
    """
    known = FUNCTION_NAMES.get(function)
    return Message(known or function.replace("-", " ").replace("_", " "))
