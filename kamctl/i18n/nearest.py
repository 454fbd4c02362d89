"""Suggestions for what is misspelt: “Did you mean …?”"""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MIN_SIMILARITY = 0.7
"""How like two words must be, from 0 to 1: a wrong guess helps less than none."""

_MIN_PREFIX = 3
"""Letters that are enough to know a word by, where no other begins with them."""

_MIN_LEAD = 0.15
"""How much more alike the nearest word must be than the next, for no doubt to be left."""

_MAX_COMPARED = 300
"""Of so many words at most the likeness is measured; countries are the longest list there is."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that `word` was most likely meant to be, or None."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=256)  # what is wrong in one entry is often wrong in the others too
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    by_lower = {name.lower(): name for name in known}
    lowered = word.strip().lower().replace("-", "_").replace(" ", "_")
    for candidate in (word.lower(), lowered, lowered.replace("_", "-")):
        if candidate in by_lower:
            return by_lower[candidate]
    begun = [name for name in by_lower if name.startswith(lowered)]
    if len(lowered) >= _MIN_PREFIX and len(begun) == 1:
        return by_lower[begun[0]]
    letters = sorted(lowered)
    as_long = (name for name in by_lower if len(name) == len(letters))
    close = [name for name in as_long if sorted(name) == letters]
    if not close and len(by_lower) <= _MAX_COMPARED:
        close = get_close_matches(word.lower(), by_lower, n=1, cutoff=_MIN_SIMILARITY)
    return by_lower[close[0]] if close else None


def unambiguous_match(word: str, known: Iterable[str]) -> str | None:
    """Return the one word of `known` that `word` can have been meant to be; None if in doubt.

    The letters are the same but for case and what joins them, or no other word comes as near.
    """
    by_plain = {_normalized(name): name for name in known}
    plain = _normalized(word)
    if plain in by_plain:
        return by_plain[plain]
    close = get_close_matches(plain, by_plain, n=2, cutoff=_MIN_SIMILARITY)
    alike = [SequenceMatcher(None, plain, name).ratio() for name in close]
    if not close or (len(close) > 1 and alike[0] - alike[1] < _MIN_LEAD):
        return None
    return by_plain[close[0]]


def match_ignoring_separators(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that differs from `word` in case and in what joins it only."""
    plain = _normalized(word)
    found = [name for name in known if _normalized(name) == plain]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)  # the allowed words are compared with each value
def _normalized(word: str) -> str:
    return "".join(char for char in word.lower() if char not in " -_\t\u00a0")


def did_you_mean(name: str, allowed: Sequence[str], otherwise: Message | None = None) -> Message:
    """Say which of the names there are is likely meant; `otherwise`, or all of them, if none is."""
    near = nearest(name, allowed)
    if near:
        return message("Did you mean {near}?", near=near)
    return otherwise or message("Available: {names}.", names=", ".join(allowed) or "–")


def did_you_mean_to_write(text: str, known: Iterable[str], otherwise: Message) -> Message:
    """Say which key or value of a file is likely meant; `otherwise` where none is."""
    near = nearest(text, known)
    return message("Did you mean `{near}`?", near=near) if near else otherwise


def did_you_mean_one_of(
    text: str, allowed: Sequence[str], otherwise: Message | None = None
) -> Message:
    """Say which value of a short list is likely meant, and the list; `otherwise` where none is."""
    near, names = nearest(text, allowed), ", ".join(allowed)
    if near:
        return message("Did you mean `{near}`? Allowed: {allowed}.", near=near, allowed=names)
    return otherwise or message("Allowed: {allowed}.", allowed=names)
