"""Texts of several lines, below a `|` (as they are) or a `>` (wrapped), and wrapping itself.

What is written here is read again before anything is done with it; a text that cannot have this
form is refused with None where that is known, and found out by reading where it is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kamctl.document.quoting import ESCAPED

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 100
"""Columns after which a text is wrapped, where the text in its place was not wrapped otherwise."""
_NARROWEST = 40
_HEADER = re.compile(r"(?P<style>[|>])(?P<signs>[0-9+-]*)").match
_BREAK = re.compile(r"(?<=\S) (?=\S)")
"""A space at which a line can end."""


class BlockText(NamedTuple):
    """A text as it is below its sign, such as `>-`, in lines without their indentation."""

    sign: str
    lines: Sequence[str]


def header_end(line: str, column: int) -> int:
    """Return the column behind the sign of a block text, such as `>2-`."""
    found = _HEADER(line, column)
    assert found is not None
    return found.end()


def literal(text: str, step: int, before: BlockText | None = None) -> BlockText | None:
    """Write a text below `|`, indented by `step`; `before` is the one in whose place it comes."""
    return _block("|", text, step, text.rstrip("\n").split("\n"), before)


def folded(
    text: str, step: int, width: int = WIDTH, before: BlockText | None = None
) -> BlockText | None:
    """Write a text below `>`, in lines of at most `width` columns where it has spaces for that.

    Lines of the text `before` stay where they say the same.
    """
    paragraphs = text.rstrip("\n").split("\n")
    if not paragraphs[0] or any(line[:1] in (" ", "\t") for line in paragraphs):
        return None  # lines that are indented are not joined
    old = _paragraphs(before.lines) if before is not None else []
    if before is not None and len(before.lines) > 1:
        width = max(_NARROWEST, *map(len, before.lines))
    lines: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number and paragraphs[number - 1]:
            lines.append("")
        if not paragraph:
            lines.append("")
            continue
        same_count = len(old) == sum(map(bool, paragraphs))
        there = old[sum(map(bool, paragraphs[:number]))] if same_count else []
        lines += rewrapped(there, paragraph, width)
    return _block(">", text, step, lines, before)


def _paragraphs(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines between blank ones, group by group."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def rewrapped(before: Sequence[str], text: str, width: int) -> list[str]:
    """Wrap a text without line ends, so that lines of `before` stay where they say the same."""
    head = tail = start = 0
    while head < len(before) and text.startswith(f"{before[head]} ", start):
        start += len(before[head]) + 1
        head += 1
    end = len(text)
    while tail < len(before) - head:
        line = f" {before[-1 - tail]}"
        if not text.endswith(line, 0, end) or end - len(line) < start - 1:
            break
        end -= len(line)
        tail += 1
    middle = text[start:end]
    wrapped = _wrapped(middle, width) if middle else []
    return [*before[:head], *wrapped, *before[len(before) - tail :]]


def _wrapped(line: str, width: int) -> list[str]:
    words = _BREAK.split(line)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _block(
    style: str, text: str, step: int, lines: Sequence[str], before: BlockText | None
) -> BlockText | None:
    body = text.rstrip("\n")
    if not body or re.search(ESCAPED, text) or "\r" in text:
        return None
    ends = len(text) - len(body)
    was = before.sign if before is not None else ""
    if ends == 0:
        chomp = "-"
    elif ends == 1:
        chomp = "+" if "+" in was else ""
    else:
        chomp = "+"
    first = next((line for line in lines if line), "")
    is_indented = first[:1] == " " or lines[0] == ""
    indent = str(step) if is_indented or any(one.isdigit() for one in was) else ""
    return BlockText(f"{style}{indent}{chomp}", [*lines, *[""] * (ends - 1)])
