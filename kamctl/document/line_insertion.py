"""Lines of YAML with their comments, put into a text at their place; every other byte stays.

Values alone are put in by `apply_changes.py`. Here the text itself matters: a section that explains
itself is comments for the most part. The result is read again: if anything else
has changed, nothing is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.emit import INDENT
from kamctl.document.entry_lines import branch_column, comments_below, last_line
from kamctl.document.errors import UserError
from kamctl.document.key_paths import NoSuchPlace, put_value
from kamctl.document.node_index import Branch, is_empty_node
from kamctl.document.reader import read
from kamctl.document.source import Source
from kamctl.document.span import KeyPath
from kamctl.document.text_edits import LineOffsets
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.document import Document


class KeyLines(NamedTuple):
    """A key with its value, to be put into the mapping at `path`.

    It comes below those keys of `after` that are there; with `after` None, at the end.
    """

    path: KeyPath
    lines: Sequence[str]
    after: Sequence[str] | None = None


class ItemLines(NamedTuple):
    """An item, with its dash, to be put at the end of the list at `path`."""

    path: KeyPath
    lines: Sequence[str]


class InsertedText(NamedTuple):
    """A text with lines put in, and the number, from 1, of the first of them."""

    text: str
    line: int


def insert_lines(document: Document, change: KeyLines | ItemLines) -> InsertedText:
    """Put lines that begin in the first column into the text, indented as their neighbours are.

    Raises:
        UserError: they cannot be put there without changing something else.
    """
    place = _place(document, change)
    if place is not None:
        done = place.insert(document.source, change.lines, spaced=not change.path)
        if _holds(document, change, done.text):
            return done
    lines = "\n".join(f"      {line}".rstrip() for line in change.lines)
    raise UserError(
        message(
            "These lines cannot be added to {file} without changing something else.",
            file=document.source.name,
        ),
        message("Add it by hand:\n{lines}", lines=lines),
    )


def _holds(document: Document, change: KeyLines | ItemLines, text: str) -> bool:
    """Tell whether a text says what the document said, and what was put in."""
    after = read(Source(document.source.name, text))
    added = read(Source("lines", "\n".join(change.lines) + "\n")).value
    wanted = document.value
    if added:
        try:
            wanted = put_value(wanted, change.path, lambda before: _joined(before, added))
        except NoSuchPlace:
            return False
    return after.value == wanted and len(after.findings) <= len(document.findings)


def _joined(before: Any, added: Any) -> Any:
    if isinstance(added, dict):
        return {**(before or {}), **added}
    return [*(before or []), *added]


class _Place(NamedTuple):
    """Where lines go: below a line (counted from 0), indented to a column."""

    below: int
    column: int
    replaced: tuple[int, int] | None = None
    """The offsets of an empty list, `[]`, that the lines take the place of."""

    def insert(self, source: Source, lines: Sequence[str], *, spaced: bool) -> InsertedText:
        """Write the lines; `spaced` ones have a blank line above and below."""
        text = source.text
        end = source.line_end
        offset = LineOffsets(text).offset(self.below + 2, 1)
        rest = text[offset:]
        new = [f"{' ' * self.column}{line}".rstrip() for line in lines]
        if spaced:
            new = ["", *new] if text[:offset].strip() else new
            if rest and rest[0] not in "\r\n":
                new.append("")
        added = "".join(line + end for line in new)
        before = text[:offset]
        if self.replaced is not None:
            start, stop = self.replaced
            before = text[:start].rstrip(" ") + text[stop:offset]
        if before and before[-1] not in "\r\n":
            before, added = before + end, added.removesuffix(end)
        return InsertedText(before + added + rest, self.below + 2 + (new[0] == ""))


def _place(document: Document, change: KeyLines | ItemLines) -> _Place | None:
    """Find the place of a change; None where there is none."""
    key, node = document.place(change.path)
    if key is not None and is_empty_node(node):
        column = key.start_mark.column + INDENT
        return _Place(comments_below(document.source.lines, key.end_mark.line, column - 1), column)
    if not isinstance(node, Branch):
        return None
    if isinstance(change, ItemLines):
        return _place_in_list(document.source, key, node)
    return _place_in_mapping(document.source, node, change.after)


def _place_in_list(source: Source, key: Any, node: Branch) -> _Place | None:
    """Find the end of a list; an empty one, `[]`, gives its place to the lines."""
    if node.is_mapping:
        return None
    start, stop = node.start_mark, node.end_mark
    if not node.flow:
        last = last_line(source, node)
        return _Place(comments_below(source.lines, last, max(start.column, 1)), start.column)
    if key is None or node.children:
        return None
    offsets = LineOffsets(source.text)
    column = key.start_mark.column + INDENT
    return _Place(
        comments_below(source.lines, stop.line, column - 1),
        column,
        (
            offsets.offset(start.line + 1, start.column + 1),
            offsets.offset(stop.line + 1, stop.column + 1),
        ),
    )


def _place_in_mapping(source: Source, node: Branch, after: Sequence[str] | None) -> _Place | None:
    """Find the place below those keys of `after` that are there, or at the end for None."""
    if not node.is_mapping or node.flow or not node.children:
        return None
    column = branch_column(node)
    if after is None:
        return _Place(comments_below(source.lines, last_line(source, node), column), column)
    above = [node.children[name] for name in after if name in node.children]
    if not above:
        return None
    last = max(last_line(source, key if is_empty_node(inner) else inner) for key, inner in above)
    return _Place(comments_below(source.lines, last, column + 1), column)
