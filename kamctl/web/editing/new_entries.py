"""New entries of lists: with an id, so that others can refer to them."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

from kamctl.plan.fields import fields_at
from kamctl.plan.ids import id_for, is_id
from kamctl.plan.references import names_in
from kamctl.web.editing.form_fields import place_name
from kamctl.web.editing.typed_values import typed_value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kamctl.document.span import KeyPath
    from kamctl.web.editing.form_fields import FormPlan

_NUMBERED = re.compile(r"([A-Za-z]{1,4})([0-9]{1,4})").fullmatch
_PEOPLE = ("team[]", "stakeholders[]", "competitors[]")
"""Those whose id is made of their name."""
_MAX_NAME = 40


def new_entry(form: FormPlan, path: KeyPath, values: Mapping[str, str]) -> dict[str, Any]:
    """Return an entry for the list at `path`: an id where the format has one, and typed values.

    `values` are texts as people type them, by key.
    """
    place = f"{place_name(path)}[]"
    entry: dict[str, Any] = {}
    size = len(form.document.get(path) or ())
    for field in fields_at(place):
        if field.key == "id" and not values.get("id"):
            entry["id"] = _new_id(form, path, values)
        elif values.get(field.key):
            entry[field.key] = typed_value(form, (*path, size, field.key), values[field.key])
    return entry


def _new_id(form: FormPlan, path: KeyPath, values: Mapping[str, str]) -> str:
    """Return an id that no entry has: of a name, else the next in the row of its neighbours."""
    used = {one.id for one in names_in(form.document.value).entries}
    name = next((values[key] for key in ("name",) if values.get(key)), "")
    if f"{place_name(path)}[]" in _PEOPLE and name:
        for words in (name.split()[-1:], name.split()):
            own = id_for(" ".join(words)[:_MAX_NAME])
            if own is not None and own not in used:
                return own
    there = form.document.get(path)
    own_ids = [one.get("id") for one in there or () if isinstance(one, dict)]
    letters = _letters(path, [one for one in own_ids if isinstance(one, str)])
    return next(one for number in count(1) if (one := f"{letters}{number}") not in used)


def _letters(path: KeyPath, ids: Collection[str]) -> str:
    for one in ids:
        if match := _NUMBERED(one):
            return match[1]
    found = _PREFIXES.get(place_name(path), str(path[-1])[:1].upper())
    return found if is_id(f"{found}1") else "E"


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
