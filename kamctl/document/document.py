"""A document: plain values, and for each of them the place in the text it came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kamctl.document.key_paths import put_value, value_at
from kamctl.document.node_index import Branch, Leaf, Pruned, is_empty_node
from kamctl.document.span import TOP, KeyPath, Span, json_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamctl.document.finding import Finding
    from kamctl.document.source import Source


@dataclass(frozen=True)
class Document:
    """What was read from a source.

    `value` holds plain Python values (dict, list, str, int, float, bool) or None when the text
    could not be read; `damaged` are the paths whose value is not what the author meant, `blank`
    those of keys with nothing after them, which `value` leaves out.
    """

    source: Source
    value: Any
    root: Any
    findings: tuple[Finding, ...] = ()
    damaged: tuple[KeyPath, ...] = ()
    blank: tuple[KeyPath, ...] = ()
    pruned: bool = False
    """Whether something was left out since it was read, so that places in lists may have moved."""
    _found: dict[KeyPath, tuple[Any, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The places that were asked for: findings lie close together."""

    @property
    def is_yaml(self) -> bool:
        """Whether the text could be read, if only as nothing."""
        return self.root is not None or not self.findings

    def span(self, path: KeyPath) -> Span:
        """Return the place that stands for `path`, on one line where that can be.

        A scalar is shown itself; a group or list by its key, or, inside a list, by its first pair.
        Where the path leads out of the document, the nearest place on the way is taken.
        """
        key, node = self._find(path)
        if node is None:
            return TOP
        if not isinstance(node, Branch) and not (key is not None and is_empty_node(node)):
            return self._trimmed(node)
        if key is not None:
            return _between(key, key)
        if isinstance(node, Branch) and node.is_mapping and (pair := node.first()):
            first_key, first = pair
            if not isinstance(first, Branch) and not is_empty_node(first):
                whole = self._trimmed(first)
                if whole.end_line == first_key.start_mark.line + 1:
                    return _between(first_key, first)
            return _between(first_key, first_key)
        return self._trimmed(node)

    def key_span(self, path: KeyPath) -> Span:
        """Return the place of the key at `path` itself, else that of the value."""
        key, _ = self._find(path, exact=True)
        return _between(key, key) if key is not None else self.span(path)

    def has(self, path: KeyPath) -> bool:
        """Tell whether the document has a key or an item at `path`, even one left empty."""
        return self._find(path, exact=True)[1] is not None

    def place(self, path: KeyPath) -> tuple[Any, Any]:
        """Return the place of the key, in a mapping, and the node at `path`; None for either."""
        return self._find(path, exact=True)

    def origin(self, path: KeyPath) -> KeyPath:
        """Return `path` as it was in the file, before anything was left out of it."""
        if not self.pruned:
            return path
        steps: list[str | int] = []
        node = self.root
        for step in path:
            numbers = node.numbers if isinstance(node, Branch) else None
            if numbers is not None and isinstance(step, int) and step < len(numbers):
                steps.append(numbers[step])
            else:
                steps.append(step)
            there = _part(node, step)
            node = there[1] if there else None
        return tuple(steps)

    def pointer(self, path: KeyPath) -> str:
        """Write `path` as a JSON Pointer into the file as it is on disk."""
        return json_pointer(self.origin(path))

    def get(self, path: KeyPath) -> Any:
        """Return the plain value at `path`, or None."""
        return value_at(self.value, path)

    def without(self, paths: Iterable[KeyPath]) -> Document:
        """Return a copy that lacks the values at `paths`; items of a list close up."""
        value, root = self.value, self.root
        there = {path for path in paths if path and self.has(path)}
        if there:
            value, root = _pruned(value, root, there)
        return replace(self, value=value, root=root, pruned=True)

    def with_value(self, path: KeyPath, new: Any) -> Document:
        """Return a copy with `new` at `path`, whose parent must be there."""
        return replace(self, value=put_value(self.value, path, lambda _: new))

    def is_text(self, line: int, column: int) -> bool:
        """Tell whether a character lies in a key or a value, and so not in a comment."""
        return _is_in_scalar(self.root, (line - 1, column - 1))

    def lines_about(self, line: int, column: int) -> range:
        """Return the lines that a comment at this place is about.

        Above the first key it is the whole file. Elsewhere it is what begins on the comment's line
        or, for a comment on a line of its own, on the next line where something does; at the end
        of an entry of several lines it is that entry.
        """
        lines = self.source.lines
        starts = self._starts
        if not starts or line < min(starts):
            return range(1, len(lines) + 1)
        if not lines[line - 1][: column - 1].strip():
            line = min((start for start in starts if start > line), default=line)
        elif line not in starts:
            line = self._begun_before(starts, line)
        last = max((self._trimmed(node).end_line for node in starts.get(line, ())), default=line)
        return range(line, max(line, last) + 1)

    @cached_property
    def _starts(self) -> dict[int, list[Any]]:
        """What begins on each line: all entries but the document itself."""
        found: dict[int, list[Any]] = {}
        _note_starts(self.root, found)
        return found

    def _begun_before(self, starts: dict[int, list[Any]], line: int) -> int:
        """Return where the innermost entry begins that is still going on at `line`."""
        for start in sorted((start for start in starts if start < line), reverse=True):
            if any(self._trimmed(node).end_line >= line for node in starts[start]):
                return start
        return line

    def _find(self, path: KeyPath, *, exact: bool = False) -> tuple[Any, Any]:
        """Return the place of the key (in a mapping) and the node at `path`, or the nearest."""
        while (found := self._place(path)) is None:
            if exact:
                return None, None
            path = path[:-1]
        return found

    def _place(self, path: KeyPath) -> tuple[Any, Any] | None:
        """Return the place of the key (in a mapping) and the node at `path`; None without one."""
        if not path:
            return None, self.root
        found = self._found.get(path)
        if found is None and (around := self._place(path[:-1])) is not None:
            found = _part(around[1], path[-1])
            if found is not None:
                self._found[path] = found
        return found

    def _trimmed(self, node: Any) -> Span:
        """Make a span that ends with the last character that is not blank."""
        start, end = node.start_mark, node.end_mark
        line, column = end.line, end.column
        lines = self.source.lines
        while line > start.line:
            text = lines[line][:column] if line < len(lines) else ""
            bare = text.rstrip()
            if bare and not (bare.lstrip().startswith("#") and isinstance(node, Branch)):
                column = len(bare)
                break
            line -= 1
            column = len(lines[line]) if line < len(lines) else 0
        return Span(start.line + 1, start.column + 1, line + 1, max(column, 0) + 1)


def _is_in_scalar(node: Any, place: tuple[int, int]) -> bool:
    if isinstance(node, Branch):
        if not node.start_mark.line <= place[0] <= node.end_mark.line:
            return False
        children = node.children.values() if node.is_mapping else node.children
        inside = (part for child in children for part in (child if node.is_mapping else (child,)))
        return any(_is_in_scalar(part, place) for part in inside)
    if node is None:
        return False
    start, end = node.start_mark, node.end_mark
    # What follows the sign of a block text, on its own line, is no text yet.
    if isinstance(node, Leaf) and node.style in ("|", ">"):
        return bool(start.line < place[0] and place < (end.line, end.column))
    return bool((start.line, start.column) <= place < (end.line, end.column))


def _note_starts(node: Any, found: dict[int, list[Any]]) -> None:
    if not isinstance(node, Branch):
        return
    for child in node.children.values() if node.is_mapping else node.children:
        start, inner = child if node.is_mapping else (child, child)
        found.setdefault(start.start_mark.line + 1, []).append(inner)
        _note_starts(inner, found)


def _between(first: Any, last: Any) -> Span:
    start, end = first.start_mark, last.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _part(node: Any, step: str | int) -> tuple[Any, Any] | None:
    return node.child(step) if isinstance(node, Branch) else None


def _pruned(value: Any, node: Branch, paths: Iterable[KeyPath]) -> tuple[Any, Branch]:
    """Copy `value` and its positions along `paths`, leaving out what is at their ends.

    Each is copied once, however many parts are left out of it.
    """
    branch = Pruned(node)
    copy = value.copy()
    gone: set[Any] = set()
    inner: dict[Any, list[KeyPath]] = {}
    for step, *rest in paths:
        if rest:
            inner.setdefault(step, []).append(tuple(rest))
        else:
            gone.add(step)
    for step, rests in inner.items():
        if node.is_mapping:
            key, child = node.children[step]
            copy[step], pruned = _pruned(value[step], child, rests)
            branch.children[step] = (key, pruned)
        else:
            copy[step], branch.children[step] = _pruned(value[step], node.children[step], rests)
    if node.is_mapping:
        for step in gone:
            copy.pop(step, None)
    elif gone:
        left = [place for place in range(len(copy)) if place not in gone]
        numbers = node.numbers
        branch.numbers = left if numbers is None else [numbers[place] for place in left]
        branch.children[:] = [branch.children[place] for place in left]
        copy[:] = [copy[place] for place in left]
    return copy, branch
