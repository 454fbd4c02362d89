"""Keys that an entry of the format does not have: misspelt, or in the wrong place."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kamctl.i18n.nearest import nearest, unambiguous_match
from kamctl.plan.model import Plan
from kamctl.plan.schema_lookup import Root, entries_of, keys_at

if TYPE_CHECKING:
    from kamctl.document.span import KeyPath

_MISSPELT: Final = 0.85
"""How like a key of its entry a key must be, from 0 to 1, where other entries have it as it is."""


@lru_cache(maxsize=64)
def entries_with(key: str, root: Root = Plan) -> tuple[str, ...]:
    """Return the entries of the format that have this key, such as `objectives.measures`.

    The file itself is "".
    """
    return tuple(dict.fromkeys(place for place, keys in entries_of(root) if key in keys))


def likely_key(path: KeyPath, root: Root = Plan) -> str | None:
    """Return the key that the unknown one at `path` was likely meant to be, or None."""
    key, known = str(path[-1]), keys_at(path[:-1], root)
    near = nearest(key, known)
    # `country` for `countries`, though another entry has `country`
    if near and (_is_misspelt(key, near, root) or near.startswith(key[:-1])):
        return near
    # `spend` for `customer_spend`, though another entry has `spend`
    longer = [one for one in known if key.casefold() in one.split("_")]
    return longer[0] if len(longer) == 1 else None


def certain_key(path: KeyPath) -> str | None:
    """Return the one key of a plan that the unknown one at `path` can have been meant to be."""
    near = unambiguous_match(str(path[-1]), keys_at(path[:-1]))
    return near if near and _is_misspelt(str(path[-1]), near, Plan) else None


def _is_misspelt(key: str, near: str, root: Root) -> bool:
    """Tell whether `near` was meant, and not the key of another entry as it is written."""
    if not entries_with(key, root):
        return True
    return SequenceMatcher(None, key, near).ratio() >= _MISSPELT
