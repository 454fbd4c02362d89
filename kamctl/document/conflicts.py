"""The markers that git leaves in a text where it could not merge two branches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.document import error_codes
from kamctl.document.limits import MAX_FINDINGS
from kamctl.document.span import Span
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source

_SHORTEST = ("<" * 7, "|" * 7, "=" * 7, ">" * 7)
_MARKER = re.compile(r"(?P<sign><{7,}|\|{7,}|={7,}|>{7,})(?=[ \t]|$)").match
"""Git draws a marker longer where a conflict holds another one."""
MARKER_SIGNS = "<<<<<<<, |||||||, =======, >>>>>>>"
_OURS, _SEPARATOR, _THEIRS = "<", "=", ">"


def conflicts(source: Source, *, is_yaml: bool = True) -> tuple[Finding, ...]:
    """Find each conflict that was not resolved: one finding, at its first marker.

    In a text that is not YAML, a line of equal signs alone is what is left of one.
    """
    text = source.text
    # One character is quick to look for, and most plans have none of these.
    if not any(sign[0] in text and sign in text for sign in _SHORTEST):
        return ()
    found: list[Finding] = []
    for first, last in _conflicts(markers(source.lines, alone=not is_yaml)):
        if len(found) == MAX_FINDINGS:
            break
        found.append(_finding(source, first, last))
    return tuple(found)


def markers(lines: Sequence[str], *, alone: bool = False) -> list[tuple[int, str]]:
    """Return the lines, from 1, that are markers of a conflict, each with the marker's character.

    A line of equal signs is one only inside a conflict, or where it may be one `alone`.
    """
    found: list[tuple[int, str]] = []
    is_open = False
    for number, line in enumerate(lines, 1):
        marker = _MARKER(line)
        if marker is None or (marker["sign"][0] == _SEPARATOR and not (is_open or alone)):
            continue
        sign = marker["sign"][0]
        found.append((number, sign))
        is_open = sign != _THEIRS
    return found


def _conflicts(marked: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Give the first and the last line of each conflict; one half deleted may have one only."""
    first = last = 0
    for number, sign in marked:
        if first and sign == _OURS:
            yield first, last
            first = 0
        first, last = first or number, number
        if sign == _THEIRS:
            yield first, last
            first = 0
    if first:
        yield first, last


def _finding(source: Source, first: int, last: int) -> Finding:
    line = source.lines[first - 1]
    text = (
        message(
            "Git could not merge two versions of lines {first} to {last}.", first=first, last=last
        )
        if first != last
        else message("This line is a git conflict marker.")
    )
    return error_codes.CONFLICT_MARKERS.found(
        source.name,
        text,
        Span(first, 1, first, len(line.rstrip()) + 1),
        hint=message(
            "Keep one version or merge the two, and delete the lines that begin with {signs}.",
            signs=MARKER_SIGNS,
        ),
    )
