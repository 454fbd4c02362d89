"""What to do where an id names no entry: which ids there are, and where an entry is added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.i18n.message import Message, alternatives, message
from kamctl.i18n.text_normalization import without_accents
from kamctl.i18n.truncate import shortened_list
from kamctl.plan.references import ENTRY_KINDS, STAKEHOLDER, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.span import KeyPath

_MAX_NAMED = 12
"""How many ids a hint names."""


def ids_within(text: str, ids: Sequence[str]) -> list[str]:
    """Return the ids that are words of a text, as in `anna and ben`."""
    words = re.findall(r"[\w-]+", without_accents(text.casefold()))
    return [one for one in ids if one.casefold() in words]


def places_of(kinds: tuple[str, ...]) -> Iterator[KeyPath]:
    """Return the sections with entries of these kinds; lists inside other lists are none."""
    for place, kind in ENTRY_KINDS.items():
        if kind in kinds and place.count("[]") == 1:
            yield tuple(place.removesuffix("[]").split("."))


def add_person(kinds: tuple[str, ...]) -> Message | None:
    """Say where a person is added that is referred to here; None where it is no person."""
    if not {TEAM, STAKEHOLDER}.issuperset(kinds):
        return None
    keys = _keys_of(kinds)
    return message("Add the person under {keys}, and write their id here.", keys=alternatives(keys))


def add_or_choose(kinds: tuple[str, ...], ids: Sequence[str]) -> Message:
    """Say under which key an entry of these kinds is added, or which ids there are."""
    shown = shortened_list(ids, _MAX_NAMED)
    if kinds == (TEAM,):
        return message(
            "Add the person under `team:` (`kamctl add team` helps), or use one of: {ids}.",
            ids=shown,
        )
    keys = _keys_of(kinds)
    if not keys:
        return message("Add it, or use one of: {ids}.", ids=shown)
    if {TEAM, STAKEHOLDER}.issuperset(kinds):
        return message(
            "Add the person under {keys}, or use one of: {ids}.", keys=alternatives(keys), ids=shown
        )
    return message("Add it under {keys}, or use one of: {ids}.", keys=alternatives(keys), ids=shown)


def _keys_of(kinds: tuple[str, ...]) -> list[str]:
    return [f"`{'.'.join(map(str, place))}:`" for place in places_of(kinds)]
