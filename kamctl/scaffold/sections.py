"""The sections that can be added to a plan, as its models have them, and what each is for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from kamctl.i18n.message import Message, message
from kamctl.plan.fields import labels_at
from kamctl.plan.labels import TOOLS
from kamctl.plan.plan_metadata import Tool
from kamctl.plan.schema_lookup import is_list, keys_at
from kamctl.plan.value_synonyms import asked_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.span import KeyPath

ACCOUNT: Final = ("account",)
OBJECTIVES: Final = ("objectives",)
_NEVER_ADDED = ("account", "plan")
"""What no plan is without."""
_REPEATED = ("team", "objectives")
"""Lists that a first plan has already: one more entry is added to them."""

_PURPOSES: Final = {
    "team": message("Another member of our team"),
    "customer": message("The customer's business: model, goals, initiatives and needs"),
    "swot": message("Strengths, weaknesses, opportunities and threats"),
    "stakeholders": message("The customer's people: role, influence and attitude"),
    "relations": message("Relations between the customer's people"),
    "buying": message("How the customer buys: criteria, process and contracts"),
    "position": message("Turnover and share of wallet: history and targets"),
    "whitespace": message("Untapped potential, by customer unit and offering"),
    "competitors": message("Competitors at this account, and our response"),
    "opportunities": message("Opportunities in progress, and the objective each supports"),
    "objectives": message("Another strategic objective"),
    "risks": message("Risks, and how each is mitigated"),
    "reviews": message("Account reviews and the decisions taken"),
    "relationship": message("The relationship today, the target and the gap"),
    "health": message("Your own judgment of the account"),
    "scope": message("Where it applies: units, countries and offerings"),
    "outcome": message("Outcome, once the objective is closed"),
    "economics": message("Investment, margin gain and cost to serve"),
    "measures": message("Another measure: baseline, target and readings"),
    "directions": message("What you ask of another function, and its answer"),
    "actions": message("Another action: who does what by when"),
    "customer_confirmation": message("The customer's confirmation, or the reason for a waiver"),
}


class Section(NamedTuple):
    """A part of a plan that can be added."""

    name: str
    """Its key in the plan, by which the user asks for it."""
    parent: KeyPath
    """Where it belongs: `()`, `ACCOUNT`, or `OBJECTIVES` for a part of one objective."""
    is_repeated: bool
    """Whether another entry is added where there are some."""

    @property
    def purpose(self) -> Message:
        """What it is for, in ten words at most."""
        return _PURPOSES[self.name]

    @property
    def is_tool(self) -> bool:
        """Whether `plan.tools` lists it."""
        return self.name in get_args(Tool)


@cache
def plan_sections() -> dict[str, Section]:
    """Return all sections by name: those of the plan, of the account and of an objective.

    Each of the three is in the order of the format.
    """
    found = (
        *(Section(name, (), name in _REPEATED) for name in _parts(()) if name not in _NEVER_ADDED),
        *(Section(name, ACCOUNT, is_repeated=False) for name in _parts(ACCOUNT)),
        *(
            Section(name, OBJECTIVES, is_list((*OBJECTIVES, 0, name)))
            for name in _parts((*OBJECTIVES, 0))
        ),
    )
    return {one.name: one for one in found}


def find_section(name: str) -> Section | None:
    """Return the section that is called `name`, in the singular too: `action`, `opportunity`.

    Its label will do, in every language.
    """
    known = plan_sections()
    key = name.strip().lower().replace("-", "_")
    for written in (key, f"{key}s", f"{key.removesuffix('y')}ies"):
        if written in known:
            return known[written]
    found = asked_value(name, known, section_labels())
    return None if found is None else known[found]


@cache
def section_labels() -> dict[str, str]:
    """Return the labels of the sections, msgids by name."""
    places = ("objectives[]", "account", "")
    fields = {key: label for place in places for key, label in labels_at(place).items()}
    return {name: TOOLS.get(name) or fields[name] for name in plan_sections()}


def _parts(path: KeyPath) -> Iterator[str]:
    """Return the keys at a path that hold entries with keys of their own."""
    for key in keys_at(path):
        below = (*path, key)
        if keys_at((*below, 0) if is_list(below) else below):
            yield key
