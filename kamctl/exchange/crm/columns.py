"""Which column of a CRM's table is which field: by the interface's name, else by its heading."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from kamctl.document.errors import UserError
from kamctl.i18n.message import N_, message
from kamctl.i18n.nearest import did_you_mean
from kamctl.i18n.text_normalization import comparison_key
from kamctl.workspace.crm_mapping import CrmSystemName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.workspace.crm_mapping import CrmMapping

RecordKind = Literal["accounts", "contacts", "opportunities"]
"""What a table has in its rows."""
KINDS: Final[tuple[RecordKind, ...]] = get_args(RecordKind)
KIND_NAMES: Final[Mapping[RecordKind, str]] = {
    "accounts": N_("Accounts"),
    "contacts": N_("Contacts"),
    "opportunities": N_("Opportunities"),
}
TURNOVER: Final = "turnover."
"""What the field of a year's turnover begins with: `turnover.2026`."""
_SYSTEMS: Final = Path(__file__).with_name("systems.toml")
_APOSTROPHES: Final = str.maketrans("’‘`´", "''''")


@dataclass(frozen=True)
class CrmColumns:
    """The columns of one CRM: by kind and field, the headings it may have, best first."""

    name: str
    probability: Literal["percent", "share"]
    """How a probability is written that has no percent sign."""
    locale: str | None
    headings: Mapping[RecordKind, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class FoundColumns:
    """The columns of one table: the kind of its rows, fields by their place, and what is unused."""

    kind: RecordKind
    places: Mapping[str, int]
    unused: Sequence[str]


def crm_columns(name: str, mappings: Mapping[str, CrmMapping]) -> CrmColumns:
    """Return the columns of a system, or of a mapping of the workspace, which comes first.

    Raises:
        UserError: there is none of that name.
    """
    mapping = mappings.get(name)
    if mapping is not None:
        return _mapped(name, mapping)
    if name in get_args(CrmSystemName):
        return _system(name)
    known = (*mappings, *get_args(CrmSystemName))
    raise UserError(
        message("“{name}” is neither a CRM that kamctl knows nor a mapping in kamctl.yaml.",
                name=name),
        did_you_mean(name, known) or message("Available: {names}.", names=", ".join(known)),
    )  # fmt: skip


def find_columns(headings: Sequence[str], columns: CrmColumns) -> FoundColumns | None:
    """Return what the columns of a table are; None where its headings are those of no kind."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(plain_heading(heading), place)
    found = {kind: _places(places, columns.headings[kind]) for kind in KINDS}
    kind = _kind(found)
    if kind is None:
        return None
    used = set(found[kind].values())
    unused = [
        heading for place, heading in enumerate(headings) if place not in used and heading.strip()
    ]
    return FoundColumns(kind, found[kind], unused)


def plain_heading(text: str) -> str:
    """Return a heading as it is compared: without capitals, and with plain blanks and quotes."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    return comparison_key(text)


def _places(places: Mapping[str, int], headings: Mapping[str, Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, names in headings.items():
        place = next(
            (places[one] for name in names if (one := plain_heading(name)) in places), None
        )
        if place is not None:
            found[field] = place
    return found


def _kind(found: Mapping[RecordKind, Mapping[str, int]]) -> RecordKind | None:
    """Tell what the rows are: each kind has fields that the others lack."""
    deal, person, account = found["opportunities"], found["contacts"], found["accounts"]
    if "title" in deal and deal.keys() & {"stage", "close", "value"}:
        return "opportunities"
    if person.keys() & {"last_name", "name"} and person.keys() & {"first_name", "email", "title"}:
        return "contacts"
    return "accounts" if "name" in account else None


@cache
def _system(name: str) -> CrmColumns:
    found = _systems()[name]
    return CrmColumns(
        found["name"], found["probability"], None, {kind: found[kind] for kind in KINDS}
    )


@cache
def closed_words() -> frozenset[str]:
    """Return what the columns that say so have for a deal that is closed."""
    return frozenset(_systems()["closed_words"])


@cache
def _systems() -> dict[str, Any]:
    return tomllib.loads(_SYSTEMS.read_text(encoding="utf-8"))


def _mapped(name: str, mapping: CrmMapping) -> CrmColumns:
    """Put the columns of a mapping before those of its system."""
    base = (
        _system(mapping.system)
        if mapping.system is not None
        else CrmColumns(name, "percent", None, {kind: {} for kind in KINDS})
    )
    headings: dict[RecordKind, dict[str, Sequence[str]]] = {
        kind: dict(base.headings[kind]) for kind in KINDS
    }
    for kind in KINDS:
        own = getattr(mapping, kind).model_dump(exclude_none=True, exclude={"turnover"})
        headings[kind].update({field: [heading] for field, heading in own.items()})
    for year, heading in mapping.accounts.turnover.items():
        headings["accounts"][f"{TURNOVER}{year}"] = [heading]
    return replace(
        base,
        name=name,
        probability=mapping.probability or base.probability,
        locale=mapping.locale,
        headings=headings,
    )
