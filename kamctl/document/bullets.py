"""Bullets where YAML needs a hyphen: they come from word processors, e-mails and web pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kamctl.document.span import Span
from kamctl.document.text_edits import TextEdit
from kamctl.document.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.source import Source

_BULLET: Final = (
    r"^\s*(?P<whole>(?P<bullet>[\u2022\u00b7\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u2023\u2043"
    r"\u2010-\u2015\uf0a7\uf0b7\uf0d8*]|o(?=\t))\s+)[a-z][a-z0-9_-]*:(?:\s|$)"
)
"""A line of a list of entries: behind the bullet is a key. Word writes `o` and a tab at times."""


def bullets(source: Source) -> Iterator[tuple[str, Span]]:
    """Return the bullets that begin an entry, outside of texts, each with its place."""
    tokens: Tokens | None = None
    for row, line in enumerate(source.lines):
        found = re.match(_BULLET, line)
        if found is None:
            continue
        tokens = tokens or Tokens(source.text)
        scalar = tokens.scalar_at((row, found.start("whole")))
        if scalar is None or scalar.plain:
            column = found.start("bullet") + 1
            yield found["bullet"], Span(row + 1, column, row + 1, column + 1)


def bullet_edits(source: Source) -> list[TextEdit]:
    """Return what makes a hyphen and a space of each bullet and the blank behind it."""
    places = [span for _, span in bullets(source)]
    return [TextEdit(one._replace(end_column=one.end_column + 1), "- ") for one in places]
