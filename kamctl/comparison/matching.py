"""Which entry of one list is which of another: by id, by name, by likeness; never by its place."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Entry = TypeVar("Entry")

_LIKE: Final = 0.6
"""How like two texts must be, from 0 to 1, to be one that was rewritten."""
_MAX_ENTRIES: Final = 40
"""Longer lists of entries that are new or gone are not searched for likeness."""


def paired(
    before: Sequence[Entry],
    after: Sequence[Entry],
    names: Sequence[Callable[[Entry], Hashable]],
    text: Callable[[Entry], str] | None = None,
) -> list[tuple[Entry | None, Entry | None]]:
    """Return each entry with what it was; first those that are there, then those that are gone.

    Entries that are the same are paired first. `names` say what an entry is called, the surest
    first; one that says None has no such name. What is left is paired by how like its `text` is.
    """
    old, new = dict(enumerate(before)), dict(enumerate(after))
    found: dict[int, int] = {}
    called_alike: dict[Hashable, list[int]] = {}
    for place, one in old.items():
        called_alike.setdefault(_called(one, names), []).append(place)
    for place, one in list(new.items()):
        # What is the same is called the same: the others need not be compared.
        alike = called_alike.get(_called(one, names), [])
        same = next((other for other in alike if old[other] == one), None)
        if same is not None:
            found[place] = same
            alike.remove(same)
            del old[same], new[place]
    for name in names:
        known = _numbered(old.items(), name)
        for called, place in _numbered(new.items(), name).items():
            if called in known:
                found[place] = known[called]
                del old[known[called]], new[place]
    if text is not None and old and new and max(len(old), len(new)) <= _MAX_ENTRIES:
        for place in list(new):
            likely = _most_like(text(new[place]), old, text)
            if likely is not None:
                found[place] = likely
                del old[likely], new[place]
    pairs: list[tuple[Entry | None, Entry | None]] = [
        (before[found[place]] if place in found else None, one) for place, one in enumerate(after)
    ]
    return [*pairs, *((one, None) for one in old.values())]


def _called(entry: Entry, names: Sequence[Callable[[Entry], Hashable]]) -> Hashable:
    return tuple(name(entry) for name in names)


def _numbered(
    entries: Iterable[tuple[int, Entry]], name: Callable[[Entry], Hashable]
) -> dict[Hashable, int]:
    """Return places by name; of several with one name, each but the first has its number."""
    found: dict[Hashable, int] = {}
    count: dict[Hashable, int] = {}
    for place, one in entries:
        called = name(one)
        if called is not None:
            count[called] = count.get(called, 0) + 1
            found[called, count[called]] = place
    return found


def _most_like(text: str, old: dict[int, Entry], text_of: Callable[[Entry], str]) -> int | None:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best, place_of_best = _LIKE, None
    for place, one in old.items():
        matcher.set_seq1(text_of(one))
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            like = matcher.ratio()
            if like > best:
                best, place_of_best = like, place
    return place_of_best
