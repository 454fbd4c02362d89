"""A text's tokens, as far as there are any: what is known of a text that cannot be parsed."""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import yaml
from yaml.tokens import (
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    ScalarToken,
)

from kamctl.document.parser import FASTEST_LOADER, with_placeholders

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENING = (FlowSequenceStartToken, FlowMappingStartToken)
CLOSING = (FlowSequenceEndToken, FlowMappingEndToken)

LineColumn = tuple[int, int]
"""A line and a column, from 0 as PyYAML counts them."""


def scanned(text: str) -> Iterator[Any]:
    """Give the tokens of `text`, up to the first place that cannot be split into tokens."""
    with contextlib.suppress(yaml.YAMLError, ValueError, OverflowError):
        yield from yaml.scan(with_placeholders(text)[0], FASTEST_LOADER)


class Tokens:
    """The tokens of a text, to be asked what is at a place."""

    def __init__(self, text: str) -> None:
        self.all = list(scanned(text))
        self._shown = [at for at, token in enumerate(self.all) if _start(token) != _end(token)]
        self._starts = [_start(self.all[at]) for at in self._shown]
        steps = (isinstance(one, OPENING) - isinstance(one, CLOSING) for one in self.all)
        self._depths = list(accumulate(steps))

    def before(self, place: LineColumn) -> int | None:
        """Return the index of the last token that takes room and starts at or before `place`."""
        found = bisect_right(self._starts, place)
        return self._shown[found - 1] if found else None

    def scalar_at(self, place: LineColumn) -> Any:
        """Return the scalar that has the character at `place` in it."""
        at = self.before(place)
        token = None if at is None else self.all[at]
        return token if isinstance(token, ScalarToken) and place < _end(token) else None

    def end_before(self, place: LineColumn) -> LineColumn:
        """Return where the last token before `place` ends."""
        at = self.before(place)
        return (0, 0) if at is None else _end(self.all[at])

    def is_in_brackets(self, at: int) -> bool:
        """Tell whether a bracket is open behind the token with index `at`."""
        return self._depths[at] > 0


def _start(token: Any) -> LineColumn:
    return token.start_mark.line, token.start_mark.column


def _end(token: Any) -> LineColumn:
    return token.end_mark.line, token.end_mark.column
