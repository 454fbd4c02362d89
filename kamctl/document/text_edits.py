"""Changes to a text, each at its place; everything around them stays as it is."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kamctl.document.source import LINE_END
from kamctl.document.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

AnyChange = TypeVar("AnyChange")

_MAX_TRIES = 64
"""How often a text is read again to find what holds: enough for dozens of conflicts."""


class TextEdit(NamedTuple):
    """Put `text` in the place of what is at `span`."""

    span: Span
    text: str


class LineOffsets:
    """Where the lines of a text begin, so that line and column become an offset."""

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]
        else:
            self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._length = len(text)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place counted from 1, as YAML counts lines."""
        if line > len(self._starts):
            return self._length
        return min(self._starts[line - 1] + column - 1, self._length)


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all `edits` made; of two that overlap the later one is left out."""
    places = LineOffsets(text)
    made = ""
    done = 0
    for edit in sorted(edits):
        start = places.offset(edit.span.line, edit.span.column)
        end = places.offset(edit.span.end_line, edit.span.end_column)
        if start < done:
            continue
        made += text[done:start] + edit.text
        done = end
    return made + text[done:]


def largest_valid(
    groups: Sequence[list[AnyChange]], hold: Callable[[list[AnyChange]], bool]
) -> list[AnyChange]:
    """Keep the groups that hold: all together, else half by half, down to the conflicting ones.

    To ask means to read the text again, so what hundreds have in common is not asked of each.
    What is still to be tried after the most tries is left out.
    """
    held: list[AnyChange] = []
    waiting = [groups] if groups else []
    for _ in range(_MAX_TRIES):
        if not waiting:
            break
        some = waiting.pop()
        more = [change for group in some for change in group]
        if hold([*held, *more]):
            held += more
        elif len(some) > 1:
            half = len(some) // 2
            waiting += [some[half:], some[:half]]
    return held
