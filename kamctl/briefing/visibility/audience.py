"""Audiences: who reads a document, and what they may see. Nothing is shown that is not listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kamctl.i18n.message import N_
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES

EVERYONE: Final = "everyone"
ACCOUNT_TEAM: Final = "account-team"
EXECUTIVE: Final = "executive"
SPONSOR: Final = "sponsor"
AUDIENCE_LABELS: Final = {
    EVERYONE: N_("everyone"),
    ACCOUNT_TEAM: N_("the account team"),
    **ROLE_NAMES,
    **FUNCTION_NAMES,
}
"""Audiences, and functions and roles as parties, inside a sentence."""

_FOR_ALL: Final = frozenset({"adjustments", "all_directions", "actions", "alignment", "measures"})
_FOR_EXECUTIVES: Final = (_FOR_ALL - {"actions"}) | {
    "contacts",
    "escalations",
    "messages",
    "relationship",
    "risks",
    "turnover",
}
_ADDED: Final = {
    "finance": frozenset({"amounts", "contracts", "economics", "margin", "turnover"}),
    "legal": frozenset({"contracts"}),
    "local-sales": frozenset({"contacts"}),
    "operations": frozenset({"volumes"}),
    "research-development": frozenset({"needs"}),
    "supply-chain": frozenset({"volumes"}),
}
_EVERYTHING: Final = (
    _FOR_ALL
    | _FOR_EXECUTIVES
    | frozenset().union(*_ADDED.values())
    | {"all_details", "attitudes", "stakeholders", "swot", "whitespace"}
)


@dataclass(frozen=True)
class Audience:
    """Who reads: a `name`, the `function` it speaks for if any, and its permissions.

    Each permission is given by itself:

    - `measures`, `alignment`, `all_directions`: the measures, and one table of all directions;
    - `adjustments`: what every function needs and what was changed for it, without names;
    - `all_details`: the full direction and resistances of every function, not only its own;
    - `amounts`: amounts in the directions of other functions;
    - `actions`, `risks`, `escalations`: the roadmap, what threatens, what blocks;
    - `turnover`, `volumes`, `margin`, `economics`, `contracts`, `needs`, `relationship`;
    - `whitespace`, `swot`: where the customer could buy from us, and our position there;
    - `contacts`, `messages`: the customer's people its own members are in touch with, and what
      is next with each;
    - `stakeholders`, `attitudes`: all of the customer's people, and how they see us.
    """

    name: str
    function: str | None
    permissions: frozenset[str]

    def sees(self, permission: str) -> bool:
        """Tell whether this audience has a permission.

        Raises:
            KeyError: nobody has it: a typing error must not hide or show anything.
        """
        if permission not in _EVERYTHING:
            raise KeyError(permission)
        return permission in self.permissions


def audience_for(function: str | None) -> Audience:
    """Return the audience called `function`; everyone, where it is None.

    A function without rules of its own sees what everyone sees, and its own direction.
    """
    if function is None or function == EVERYONE:
        return Audience(EVERYONE, None, _FOR_ALL)
    if function == ACCOUNT_TEAM:
        return Audience(ACCOUNT_TEAM, None, _EVERYTHING)
    if function in (EXECUTIVE, SPONSOR):
        return Audience(function, EXECUTIVE, _FOR_EXECUTIVES)
    return Audience(function, function, _FOR_ALL | _ADDED.get(function, frozenset()))


def audience_names(functions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names a briefing can be made for, given the company's functions."""
    return (EVERYONE, ACCOUNT_TEAM, SPONSOR, *(name for name in functions if name != EVERYONE))
