"""PyYAML's parser, and what must be hidden from it to read lines and texts as YAML 1.2 has them."""

from __future__ import annotations

import re
import sys
from itertools import chain
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import ScalarEvent

if TYPE_CHECKING:
    from collections.abc import Callable

_MISREAD = "\x85\u2028\u2029\ufeff"
"""What is text in YAML 1.2, while PyYAML ends a line at it (as YAML 1.1 has it) or skips it."""
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))").finditer
"""Find the characters that are written as their number."""

FASTEST_LOADER: type[Any] = (
    yaml.cyaml.CParser  # type: ignore[attr-defined]  # the stubs leave it out
    if yaml.__with_libyaml__
    else yaml.SafeLoader
)
"""PyYAML's C parser where it is installed: some new Pythons have no wheel with it yet."""


def with_placeholders(text: str) -> tuple[str, dict[int, str]]:
    """Put characters that `text` does not have in the place of those PyYAML takes for others.

    Returns the text, each place as it was, and what the characters stand for.
    """
    odd = [char for char in _MISREAD if char in text]
    if not odd:
        return text, {}
    used = {*map(ord, text), *(int(found[1] or found[2], 16) for found in _ESCAPED(text))}
    free = (
        code
        for code in chain(range(0xE000, 0xF900), range(0xF0000, sys.maxunicode))
        if code not in used
    )
    stand_ins = dict(zip(free, odd, strict=False))
    return text.translate({ord(char): code for code, char in stand_ins.items()}), stand_ins


def restoring(next_event: Callable[[], Any], stand_ins: dict[int, str]) -> Callable[[], Any]:
    """Return what gives the events with what was written in the place of `stand_ins`."""
    if not stand_ins:
        return next_event

    def restored() -> Any:
        event = next_event()
        if type(event) is ScalarEvent:
            event.value = event.value.translate(stand_ins)
        return event

    return restored
