"""The ids of a plan: which entries have one, where they are referred to, and by which other names.

One table for each; `names_in` finds all of it in a document, whatever its shape.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kamctl.document.span import KeyPath
from kamctl.i18n.message import N_
from kamctl.plan.ids import is_id
from kamctl.plan.person_names import plain_name

TEAM = N_("a team member")
STAKEHOLDER = N_("a stakeholder")
GOAL = N_("a customer goal")
NEED = N_("a customer need")
INITIATIVE = N_("a customer initiative")
CLAIM = N_("a piece of information")
SWOT = N_("a SWOT entry")
COMPETITOR = N_("a competitor")
OPPORTUNITY = N_("an opportunity")
OBJECTIVE = N_("an objective")
MEASURE = N_("a measure")
ACTION = N_("an action")
RESISTANCE = N_("a concern")
RISK = N_("a risk")
CONTRACT = N_("a contract")
BUYING_STEP = N_("a buying step")
DECISION = N_("a decision")

SHORT_FORMS = frozenset({GOAL, NEED, INITIATIVE, CLAIM, SWOT})
"""What may be written as a text alone: it has no id then."""
_PEOPLE = (TEAM, STAKEHOLDER)
_SERVED = (GOAL, NEED, INITIATIVE)

ENTRY_KINDS: Mapping[str, str] = {
    "team[]": TEAM,
    "stakeholders[]": STAKEHOLDER,
    "stakeholders[].levers[]": CLAIM,
    "stakeholders[].goals[]": CLAIM,
    "customer.business_model": CLAIM,
    "customer.strategy": CLAIM,
    "customer.goals[]": GOAL,
    "customer.pressures[]": CLAIM,
    "customer.initiatives[]": INITIATIVE,
    "customer.obstacles[]": CLAIM,
    "customer.needs[]": NEED,
    "swot.strengths[]": SWOT,
    "swot.weaknesses[]": SWOT,
    "swot.opportunities[]": SWOT,
    "swot.threats[]": SWOT,
    "buying.strategy": CLAIM,
    "buying.levers[]": CLAIM,
    "buying.process[]": BUYING_STEP,
    "buying.contracts[]": CONTRACT,
    "competitors[]": COMPETITOR,
    "competitors[].strengths[]": CLAIM,
    "competitors[].weaknesses[]": CLAIM,
    "competitors[].our_answer": CLAIM,
    "opportunities[]": OPPORTUNITY,
    "objectives[]": OBJECTIVE,
    "objectives[].measures[]": MEASURE,
    "objectives[].directions[].resistances[]": RESISTANCE,
    "objectives[].actions[]": ACTION,
    "risks[]": RISK,
    "reviews[].decisions[]": DECISION,
}
"""Every entry that may carry an id, and what it is."""

REFERENCES: Mapping[str, tuple[str, ...]] = {
    "plan.owner": (TEAM,),
    "plan.sponsor": (TEAM,),
    **{
        f"{place}.told_by": _PEOPLE
        for place, kind in ENTRY_KINDS.items()
        if kind in (*_SERVED, CLAIM, SWOT)
    },
    "customer.goals[].who_cares[]": (STAKEHOLDER,),
    "customer.needs[].who_cares[]": (STAKEHOLDER,),
    "customer.initiatives[].supports[]": (GOAL, NEED),
    "stakeholders[].reports_to": (STAKEHOLDER,),
    "stakeholders[].covered_by[]": (TEAM,),
    "team[].successor": (TEAM,),
    "stakeholders[].successor": (STAKEHOLDER,),
    "relations[].from": (STAKEHOLDER,),
    "relations[].to": (STAKEHOLDER,),
    "buying.process[].decided_by[]": (STAKEHOLDER,),
    "whitespace.cells[].competitor": (COMPETITOR,),
    "opportunities[].objective": (OBJECTIVE,),
    "opportunities[].owner": (TEAM,),
    "objectives[].owner": (TEAM,),
    "objectives[].decider": (TEAM,),
    "objectives[].sponsor": (TEAM,),
    "objectives[].serves[]": _SERVED,
    "objectives[].uses[]": (SWOT,),
    "objectives[].directions[].leader": (TEAM,),
    "objectives[].directions[].restatement.by": (TEAM,),
    "objectives[].directions[].resistances[].raised_by": _PEOPLE,
    "objectives[].directions[].resistances[].owner": (TEAM,),
    "objectives[].actions[].owner": _PEOPLE,
    "objectives[].actions[].after[]": (ACTION,),
    "objectives[].actions[].serves[]": _SERVED,
    "objectives[].customer_confirmation.by": (STAKEHOLDER,),
    "objectives[].customer_confirmation.waiver.by": (TEAM,),
    "risks[].threatens[]": (OBJECTIVE,),
    "risks[].owner": (TEAM,),
    "reviews[].participants[]": _PEOPLE,
    "reviews[].decisions[].owner": _PEOPLE,
}
"""Every place that holds the id of another entry, and what that entry may be."""


HISTORY_DATES: Mapping[str, str] = {
    **{
        f"{place}.on": N_("Date of a source")
        for place, kind in ENTRY_KINDS.items()
        if kind in (*_SERVED, CLAIM, SWOT)
    },
    "objectives[].measures[].readings[].on": N_("Date of a reading"),
    "objectives[].directions[].restatement.on": N_("Date of a restatement"),
    "objectives[].directions[].resistances[].on": N_("Date of a concern"),
    "objectives[].customer_confirmation.on": N_("Date of the customer's confirmation"),
    "objectives[].customer_confirmation.waiver.on": N_("Date of the waiver"),
    "objectives[].outcome.on": N_("Date an objective was closed"),
    "stakeholders[].last_contact": N_("Last contact"),
    "reviews[].date": N_("Date of a review"),
    "reviews[].decisions[].done_on": N_("Date a decision was carried out"),
}
"""Every date of something that has happened, so never one in the future, and its name (a msgid)."""

FUNCTIONS_NAMED: tuple[str, ...] = (
    "team[].function",
    "objectives[].directions[].function",
    "objectives[].actions[].function",
)
"""Every place where a function of the company is named."""


LISTS: tuple[str, ...] = (
    "account.countries[]",
    "plan.languages[]",
    "plan.tools[]",
    "whitespace.units[]",
    "whitespace.offerings[]",
    "competitors[].installed[]",
    "objectives[].scope.units[]",
    "objectives[].scope.countries[]",
    "objectives[].scope.offerings[]",
)
"""Lists of codes and names, in which the same one twice means nothing; so do lists of ids."""


class NamedEntry(NamedTuple):
    """An entry with an id: what it is, and where it is."""

    id: str
    kind: str
    path: KeyPath
    name: str | None = None
    """What people call it, where it has a name."""


class Reference(NamedTuple):
    """An id named somewhere, and what it may be."""

    id: str
    kinds: tuple[str, ...]
    path: KeyPath


@dataclass(frozen=True, slots=True)
class Names:
    """The ids, references, past dates and functions in a document, in the order of the tables."""

    entries: list[NamedEntry]
    references: list[Reference]
    history_dates: list[tuple[str, KeyPath]]
    functions: list[tuple[str, KeyPath]]
    repeated: list[KeyPath]
    """The lists of ids or codes in which something occurs twice."""


def names_in(value: Any) -> Names:
    """Find the names in a document's `value`, whatever its shape."""
    found = Names([], [], [], [], [])
    _walk(_TREE, value, (), found)
    return found


def id_by_name(names: Names, reference: Reference) -> str | None:
    """Return the id of the entry whose name is written where its id is needed.

    None where no entry that may be referred to has that name, or several have.
    """
    written = plain_name(reference.id)
    found = [
        one.id
        for one in names.entries
        if one.kind in reference.kinds
        and is_id(one.id)
        and one.name is not None
        and plain_name(one.name) == written
    ]
    return found[0] if len(found) == 1 else None


@dataclass(slots=True)
class _NamePlace:
    """What the tables say of one place, and the places below it."""

    entry: str | None = None
    reference: tuple[str, ...] | None = None
    is_history_date: bool = False
    is_plain: bool = False
    """Whether it is an item of a list of ids, codes or names."""
    is_name: bool = False
    """Whether a text here names something: an entry, a day, a function."""
    items: "_NamePlace | None" = None
    keys: "dict[str, _NamePlace]" = field(default_factory=dict)


def _place(tree: _NamePlace, where: str) -> _NamePlace:
    """Return the place called `where`, such as `team[].id`, made if it was not there."""
    for step in where.split("."):
        tree = tree.keys.setdefault(step.removesuffix("[]"), _NamePlace())
        if step.endswith("[]"):
            tree.items = tree.items or _NamePlace()
            tree = tree.items
    return tree


def _tree() -> _NamePlace:
    tree = _NamePlace()
    for where, kind in ENTRY_KINDS.items():
        _place(tree, where).entry = kind
    for where, kinds in REFERENCES.items():
        _place(tree, where).reference = kinds
    for where in HISTORY_DATES:
        _place(tree, where).is_history_date = True
    for where in (*REFERENCES, *HISTORY_DATES, *FUNCTIONS_NAMED):
        _place(tree, where).is_name = True
    for where in (*REFERENCES, *LISTS):
        if where.endswith("[]"):
            _place(tree, where).is_plain = True
    return tree


def _walk(place: _NamePlace, value: Any, path: KeyPath, found: Names) -> None:
    """Collect into `found` what the tables name in a mapping or a list; the rest is skipped."""
    if type(value) is dict:
        get = value.get
        if place.entry is not None and type(name := get("id")) is str:
            called = get("name")
            called = called if type(called) is str else None
            found.entries.append(NamedEntry(name, place.entry, path, called))
        for key, below in place.keys.items():
            inner = get(key)
            if inner is None:  # most entries have few of the keys
                continue
            if type(inner) is not str:
                _walk(below, inner, (*path, key), found)
            elif below.is_name:
                _add_name(below, inner, (*path, key), found)
    elif type(value) is list and place.items is not None:
        items = place.items
        if items.is_plain and len(value) > 1 and _has_twice(value):
            found.repeated.append(path)
        for number, item in enumerate(value):
            if type(item) is not str:
                _walk(items, item, (*path, number), found)
            elif items.is_name:
                _add_name(items, item, (*path, number), found)


def _has_twice(value: list[Any]) -> bool:
    try:
        return len(set(value)) < len(value)
    except TypeError:  # lists and mappings in it: no list of names
        return False


def _add_name(place: _NamePlace, text: str, path: KeyPath, found: Names) -> None:
    if place.reference is not None:
        found.references.append(Reference(text, place.reference, path))
    elif place.is_history_date:
        found.history_dates.append((text, path))
    else:
        found.functions.append((text, path))


_TREE = _tree()
