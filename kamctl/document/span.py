"""Places in a text."""

from __future__ import annotations

from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The way to a value in a document: keys and list positions, from the top."""


class Span(NamedTuple):
    """A stretch of text: 1-based lines and columns, the end column just past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


TOP = Span(1, 1, 1, 1)


def json_pointer(path: KeyPath) -> str:
    """Write `path` as a JSON Pointer (RFC 6901): `("objectives", 0)` gives `/objectives/0`."""
    joined = "/".join(("", *map(str, path)))
    if "~" in joined or joined.count("/") != len(path):
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    return joined


def dotted(path: KeyPath) -> str:
    """Write `path` as people say it: `("objectives", 0, "due")` gives `objectives[1].due`."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step + 1}]"
        else:
            written += f".{step}" if written else step
    return written
