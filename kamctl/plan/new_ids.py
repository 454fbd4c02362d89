"""Ids of new entries: of a name, else the next in the row of their neighbours."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from kamctl.document.key_paths import place_name, value_at
from kamctl.plan.ids import id_for, is_id
from kamctl.plan.references import names_in

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamctl.document.span import KeyPath

_NUMBERED = re.compile(r"([A-Za-z]{1,4})([0-9]{1,4})").fullmatch
_PEOPLE = ("team[]", "stakeholders[]", "competitors[]")
"""Those whose id is made of their name."""
_MAX_NAME = 40
_PREFIXES = {
    "team": "P",
    "stakeholders": "K",
    "objectives": "SO",
    "objectives[].directions[].resistances": "X",
    "opportunities": "D",
    "swot.opportunities": "O",
    "buying.process": "B",
    "reviews[].decisions": "V",
}
"""The letters of ids where the first of the list's name would be another's."""


def new_id(value: Any, path: KeyPath, name: str = "") -> str:
    """Return an id that no entry of a plan has, for a new one of the list at `path`.

    `value` is what the plan's document holds; `name` is what the entry is called.
    """
    used = {one.id for one in names_in(value).entries}
    if f"{place_name(path)}[]" in _PEOPLE and name:
        for words in (name.split()[-1:], name.split()):
            own = id_for(" ".join(words)[:_MAX_NAME])
            if own is not None and own not in used:
                return own
    own_ids = [one.get("id") for one in value_at(value, path) or () if isinstance(one, dict)]
    letters = _letters(path, [one for one in own_ids if isinstance(one, str)])
    return next(one for number in count(1) if (one := f"{letters}{number}") not in used)


def _letters(path: KeyPath, ids: Collection[str]) -> str:
    for one in ids:
        if match := _NUMBERED(one):
            return match[1]
    found = _PREFIXES.get(place_name(path), str(path[-1])[:1].upper())
    return found if is_id(f"{found}1") else "E"
