"""Values put into a text of YAML at their place; every other byte stays as it is.

What is put in is written as its neighbours are: in lines of its own, or between braces. Then the
text is read again: if it does not say what it said before and the new value, nothing is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document.edits import LineOffsets
from kamctl.document.emit import block_style, flow_style
from kamctl.document.errors import UserError
from kamctl.document.node_index import Branch, Leaf, is_blank
from kamctl.document.reader import read
from kamctl.document.source import LINE_END, Source
from kamctl.document.span import KeyPath, dotted
from kamctl.i18n.message import message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kamctl.document.document import Document


class SetValue(NamedTuple):
    """Set the value at `path`: an existing value is replaced, missing parents are made."""

    path: KeyPath
    value: Any


class AppendItem(NamedTuple):
    """Add an entry at the end of the list at `path`; a list that is missing is made."""

    path: KeyPath
    value: Any


class NotPossible(Exception):
    """Raised where there is no way to put something there; who called says so."""


def insert_values(source: Source, changes: Sequence[SetValue | AppendItem]) -> str:
    """Return the text of `source` with all `changes` made.

    Raises:
        UserError: the text cannot be read, or a change cannot be made without changing more.
    """
    document = read(source)
    if document.value is None or document.root is None:
        raise UserError(
            message("{file} cannot be read; nothing was added.", file=source.name),
            message("Run `kamctl validate` to see the errors."),
        )
    for change in changes:
        document = _apply(document, change)
    return document.source.text


def _apply(document: Document, change: SetValue | AppendItem) -> Document:
    """Make one change, and read the text again."""
    try:
        wanted = _expected(document.value, change)
        text = _Splicer(document).text(change)
        after = read(Source(document.source.name, text))
    except NotPossible:
        raise _error(document, change) from None
    if after.value != wanted or len(after.findings) > len(document.findings):
        raise _error(document, change)
    return after


def _error(document: Document, change: SetValue | AppendItem) -> UserError:
    entry = [change.value] if isinstance(change, AppendItem) else change.value
    lines = block_style({str(change.path[-1]): entry}) if change.path else []
    return UserError(
        message(
            "{where} could not be added to {file} without changing something else.",
            where=dotted(change.path),
            file=document.source.name,
        ),
        message("Add it by hand:\n{lines}", lines="\n".join(f"      {line}" for line in lines)),
    )


def _expected(value: Any, change: SetValue | AppendItem) -> Any:
    """Return what the document should hold afterwards."""
    if isinstance(change, AppendItem):
        return put_value(value, change.path, lambda before: [*_list(before), change.value])
    return put_value(value, change.path, lambda _: change.value)


def put_value(value: Any, path: KeyPath, change: Callable[[Any], Any]) -> Any:
    """Return a copy of `value` where `change` was made to what is at `path`: None if nothing is.

    Raises:
        NotPossible: the path leads through something that has no such part.
    """
    if not path:
        return change(value)
    step, *rest = path
    if isinstance(step, int):
        if not isinstance(value, list) or not 0 <= step < len(value):
            raise NotPossible
        return [
            put_value(one, tuple(rest), change) if place == step else one
            for place, one in enumerate(value)
        ]
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise NotPossible
    return value | {step: put_value(value.get(step), tuple(rest), change)}


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise NotPossible
    return value


class _Splicer:
    """Finds the place of a change in a text, and writes it there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.places = LineOffsets(self.source.text)
        found = LINE_END.search(self.source.text)
        self.end = found[0] if found else "\n"

    def text(self, change: SetValue | AppendItem) -> str:
        """Return the text with the change made."""
        path, value = change.path, change.value
        key, node = self._at(path)
        if isinstance(change, AppendItem):
            if isinstance(node, Branch) and not node.is_mapping and node.children:
                return self._item(node, value)
            value = [value]
            if key is not None and isinstance(node, Branch) and not self._is_in_braces(key):
                return self._after_key(key, value, node)
        if node is not None:
            return self._over(key, node, value)
        return self._new(path, value)

    def _at(self, path: KeyPath) -> tuple[Any, Any]:
        """Return the key and the node at a path; no node where there is none."""
        key, node = None, self.document.root
        for step in path:
            if not isinstance(node, Branch):
                return None, None
            if node.is_mapping:
                key, node = node.children.get(step, (None, None))
            elif isinstance(step, int) and 0 <= step < len(node.children):
                key, node = None, node.children[step]
            else:
                return None, None
        return key, node

    # --- What is new ------------------------------------------------------------------------------

    def _new(self, path: KeyPath, value: Any) -> str:
        """Put a key into the nearest mapping on the way, with what is missing below it."""
        for length in range(len(path) - 1, -1, -1):
            key, node = self._at(path[:length])
            step = path[length]
            if node is None:
                value = {step: value}
                continue
            if not isinstance(step, str):
                break
            if isinstance(node, Branch):
                if not node.is_mapping:
                    break
                return self._pair(node, step, value)
            if key is not None and is_blank(node):
                return self._over(key, node, {step: value})
            break
        raise NotPossible

    def _pair(self, branch: Branch, key: str, value: Any) -> str:
        """Put a pair at the end of a mapping."""
        if branch.flow:
            return self._between_braces(branch, flow_style({key: value})[1:-1])
        column = min(one.start_mark.column for one, _ in branch.children.values())
        return self._lines_after(branch, block_style({key: value}), column)

    def _item(self, branch: Branch, value: Any) -> str:
        """Put an entry at the end of a list that has some."""
        if branch.flow:
            return self._between_braces(branch, flow_style(value))
        return self._lines_after(branch, block_style([value]), branch.start_mark.column)

    def _between_braces(self, branch: Branch, entry: str) -> str:
        last = _last(branch)
        if last is None:
            start = branch.start_mark
            return self._insert(self._offset(start.line, start.column) + 1, entry)
        end = last.end_mark
        return self._insert(self._offset(end.line, end.column), f", {entry}")

    def _lines_after(self, branch: Branch, lines: Sequence[str], column: int) -> str:
        """Put lines below the last line of a branch, indented to `column`."""
        text = self.source.text
        offset = self._offset(last_line(self.source, branch) + 1, 0)
        indented = "".join(f"{' ' * column if line else ''}{line}{self.end}" for line in lines)
        if offset and text[offset - 1] not in "\r\n":
            return self._insert(offset, self.end + indented.removesuffix(self.end))
        return self._insert(offset, indented)

    # --- Existing text --------------------------------------------------------------------

    def _over(self, key: Any, node: Any, value: Any) -> str:
        """Put a value in the place of one that is there."""
        if isinstance(node, Branch) and not node.flow and node.is_mapping and key is not None:
            return self._over_lines(key, node, value)
        start, end = node.start_mark, node.end_mark
        if is_blank(node):
            if key is None:
                raise NotPossible
            return self._after_key(key, value)
        if isinstance(node, Branch) and not node.flow:
            return self._over_lines(key, node, value)
        if isinstance(node, Leaf) and node.style in ("|", ">"):
            return self._over_lines(key, node, value)
        first = self._offset(start.line, start.column)
        return self._insert(first, flow_style(value), self._offset(end.line, end.column))

    def _after_key(self, key: Any, value: Any, empty: Branch | None = None) -> str:
        """Put a value behind a key that has none, or an `empty` list."""
        colon = self._colon(key)
        if not isinstance(value, dict | list) or not value or self._is_in_braces(key):
            return self._insert(colon, f" {flow_style(value)}")
        # The lines go below the key's own, which a comment may follow.
        text, done, line = self.source.text, colon, key.end_mark.line
        if empty is not None:
            line = empty.end_mark.line
            done = self._offset(line, empty.end_mark.column)
        offset = self._offset(line + 1, 0)
        column = " " * (key.start_mark.column + 2)
        lines = "".join(
            f"{column}{one}{self.end}" if one else self.end for one in block_style(value)
        )
        if text[offset - 1] not in "\r\n":
            lines = self.end + lines.removesuffix(self.end)
        return text[:colon] + text[done:offset] + lines + text[offset:]

    def _over_lines(self, key: Any, node: Any, value: Any) -> str:
        """Put a value on its key's line, in the place of lines below it."""
        if key is None:
            raise NotPossible
        last = last_line(self.source, node)
        end = self._offset(last + 1, 0)
        text = self.source.text
        while end and text[end - 1] in "\r\n":
            end -= 1
        return self._insert(self._colon(key), f" {flow_style(value)}", end)

    def _colon(self, key: Any) -> int:
        """Return the offset behind the colon of a key."""
        offset = self._offset(key.end_mark.line, key.end_mark.column)
        return self.source.text.index(":", offset) + 1

    def _is_in_braces(self, key: Any) -> bool:
        """Tell whether a key is in a mapping between braces."""

        def holds(node: Any) -> bool:
            if not isinstance(node, Branch):
                return False
            if node.is_mapping:
                if any(one is key for one, _ in node.children.values()):
                    return bool(node.flow)
                return any(holds(inner) for _, inner in node.children.values())
            return any(map(holds, node.children))

        return holds(self.document.root)

    # --- Places -----------------------------------------------------------------------------------

    def _offset(self, line: int, column: int) -> int:
        return self.places.offset(line + 1, column + 1)

    def _insert(self, start: int, new: str, end: int | None = None) -> str:
        text = self.source.text
        return text[:start] + new + text[start if end is None else end :]


def last_line(source: Source, node: Any) -> int:
    """Return the number, from 0, of the last line that belongs to a node."""
    if isinstance(node, Branch):
        if node.flow or not node.children:
            return int(node.end_mark.line)
        if node.is_mapping:
            key, inner = _last_pair(node)
            return last_line(source, key if is_blank(inner) else inner)
        inner = node.children[-1]
        return int(inner.start_mark.line) if is_blank(inner) else last_line(source, inner)
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


def _last_pair(branch: Branch) -> tuple[Any, Any]:
    """Return the pair that is last in the text."""
    pairs: list[tuple[Any, Any]] = list(branch.children.values())
    return max(pairs, key=lambda pair: (pair[0].start_mark.line, pair[0].start_mark.column))


def _last(branch: Branch) -> Any:
    """Return the node that is last in a branch; None in an empty one."""
    if not branch.children:
        return None
    if not branch.is_mapping:
        return branch.children[-1]
    key, node = _last_pair(branch)
    return key if is_blank(node) else node
