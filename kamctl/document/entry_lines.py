"""Which part of a text belongs to an entry: its lines, and its own comments.

The comments of an entry are those on its lines, those directly above it that begin in its column,
and those below it that are indented deeper than it is. A comment at the top of the file, or one
with a blank line below, belongs to no entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.node_index import Branch, Leaf, is_empty_node
from kamctl.document.source import indent_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.source import Source


class EntryLines(NamedTuple):
    """Where an entry of a mapping or list in lines is; lines and columns count from 0."""

    line: int
    """The first line of its comments, else its own."""
    own: int
    """The line of its key or dash."""
    last: int
    """The last line of its value and of the comments below."""
    is_inline: bool
    """Whether it begins behind the dash of the list it is in: something else is on its line."""


def entry_lines(source: Source, branch: Branch, above: int) -> list[EntryLines]:
    """Return where each entry of a branch in lines is, in the order of the text.

    `above` is the line of the key that the branch belongs to, -1 for the whole document.
    """
    lines = source.lines
    column = branch_column(branch)
    found: list[EntryLines] = []
    for key, node in ordered(branch):
        own = key.start_mark.line if branch.is_mapping else _dash_line(lines, branch, node, above)
        is_inline = bool(lines[own][:column].strip())
        first = own if is_inline else _first_comment(lines, own, above, column)
        last = last_line(source, key if key is not None and is_empty_node(node) else node)
        last = comments_below(lines, max(own, last), column + 1)
        found.append(EntryLines(first, own, last, is_inline))
        above = last
    return found


def ordered(branch: Branch) -> list[tuple[Any, Any]]:
    """Return the keys and nodes of a branch in the order of the text; no keys in a list."""
    if branch.is_mapping:
        return sorted(branch.children.values(), key=_start)
    return [(None, node) for node in branch.children]


def _start(entry: tuple[Any, Any]) -> tuple[int, int]:
    return entry[0].start_mark.line, entry[0].start_mark.column


def branch_column(branch: Branch) -> int:
    """Return the column in which the entries of a branch in lines begin."""
    if not branch.is_mapping:
        return int(branch.start_mark.column)
    return min(int(key.start_mark.column) for key, _ in branch.children.values())


def _dash_line(lines: Sequence[str], branch: Branch, node: Any, above: int) -> int:
    """Return the line of the dash of an entry: its value may begin below."""
    column = branch.start_mark.column
    line = int(node.start_mark.line)
    if line == branch.start_mark.line:
        return line
    while line > max(above, branch.start_mark.line):
        text = lines[line]
        if text[column : column + 1] == "-" and not text[:column].strip():
            return line
        line -= 1
    return int(max(line, branch.start_mark.line))


def _first_comment(lines: Sequence[str], own: int, above: int, column: int) -> int:
    """Return the first line of the comments directly above an entry, else its own."""
    first = own
    while first - 1 > above and _comment_column(lines[first - 1]) == column:
        first -= 1
    if above == -1 and (first == 0 or lines[first - 1].startswith(("---", "%"))):
        return own  # what is said at the top is said of the whole file
    return first


def _comment_column(line: str) -> int | None:
    return indent_width(line) if line.lstrip(" ").startswith("#") else None


def comments_below(lines: Sequence[str], last: int, column: int) -> int:
    """Return the last line of an entry: comments below it belong to it, from `column` on."""
    for number in range(last + 1, len(lines)):
        if not lines[number].strip():
            continue
        indent = _comment_column(lines[number])
        if indent is None or indent < column:
            break
        last = number
    return last


def last_line(source: Source, node: Any) -> int:
    """Return the number, from 0, of the last line that belongs to a node."""
    if isinstance(node, Branch):
        if node.flow or not node.children:
            return int(node.end_mark.line)
        key, inner = ordered(node)[-1]
        if is_empty_node(inner):
            return int(inner.start_mark.line) if key is None else last_line(source, key)
        return last_line(source, inner)
    if isinstance(node, Leaf) and node.style in ("|", ">"):
        return _last_line_of_block(source.lines, node)
    return int(node.end_mark.line)


def _last_line_of_block(lines: Sequence[str], node: Leaf) -> int:
    header = lines[node.start_mark.line][node.start_mark.column :]
    last: int = min(node.end_mark.line - (node.end_mark.column == 0), len(lines) - 1)
    if "+" in header[:3]:
        return last  # the blank lines below belong to it
    while last > node.start_mark.line and not lines[last].strip():
        last -= 1
    return last
