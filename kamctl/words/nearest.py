"""Did you mean …? One answer, wherever something is misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIKENESS = 0.7
"""How like two words must be, from 0 to 1: a wrong guess helps less than none."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that `word` was most likely meant to be, or None."""
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    lowered = word.strip().lower().replace("-", "_").replace(" ", "_")
    for candidate in (word.lower(), lowered, lowered.replace("_", "-")):
        if candidate in by_lower:
            return by_lower[candidate]
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=LIKENESS)
    return by_lower[close[0]] if close else None
