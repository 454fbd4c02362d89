"""A key or an entry that is new, written where its neighbours are and as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.emit import flow_style, item, pair
from kamctl.document.entry_lines import branch_column
from kamctl.document.node_index import Branch, is_empty_node
from kamctl.document.text_places import COMMA, LINE_COMMENT
from kamctl.document.value_splicing import ValueSplicer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.document.entry_lines import EntryLines
    from kamctl.document.span import KeyPath

    KeyOrder = Callable[[KeyPath], Sequence[str]]


class InsertionSplicer(ValueSplicer):
    """Writes what is new; gives the texts that it may come to, the best first."""

    def set(self, path: KeyPath, value: Any, key_order: KeyOrder) -> Iterator[str]:
        """Put a value in the place of another, or behind a new key."""
        key, node = self.document.place(path)
        if node is None:
            yield from self._add_key(path, value, key_order)
        else:
            yield from self.replace(path, key, node, value)

    def _add_key(self, path: KeyPath, value: Any, key_order: KeyOrder) -> Iterator[str]:
        """Put a key into the nearest mapping on the way, with what is missing below it."""
        for length in range(len(path) - 1, -1, -1):
            key, node = self.document.place(path[:length])
            step = path[length]
            if not isinstance(step, str):
                return
            if node is None:
                value = {step: value}
                continue
            if is_empty_node(node):
                yield from self.put_behind(path[:length], key, node, {step: value})
            elif isinstance(node, Branch) and node.is_mapping:
                at = _place_of(step, node, key_order(path[:length]))
                yield from self._insert(path[:length], node, at, {step: value})
            return

    def insert(self, path: KeyPath, value: Any, at: int, key_order: KeyOrder) -> Iterator[str]:
        """Put an entry into a list."""
        key, node = self.document.place(path)
        if node is None:
            yield from self._add_key(path, [value], key_order)
        elif is_empty_node(node):
            yield from self.put_behind(path, key, node, [value])
        elif isinstance(node, Branch) and node.children:
            yield from self._insert(path, node, at, value)
        elif isinstance(node, Branch):
            yield from self.replace_inline(path, node, [value])

    def _insert(self, path: KeyPath, branch: Branch, at: int, value: Any) -> Iterator[str]:
        """Put an entry into a list, or a pair into a mapping: given as a mapping of one key."""
        if branch.flow or not branch.children:
            form = flow_style(value)
            yield from self._insert_between_braces(
                branch, at, form[1:-1] if branch.is_mapping else form
            )
            return
        column = branch_column(branch)
        if branch.is_mapping:
            ((key, inner),) = value.items()
            lines = pair(key, inner, self.indent_step(), column)
        elif self.is_like_braces(path, value):
            lines = [f"- {flow_style(value)}"]
        else:
            lines = item(value, self.indent_step(), column)
        indent = " " * column
        entries = self.entries(path, branch)
        lines = [indent + line if line else line for line in lines]
        if at < len(entries) and entries[at].is_inline:
            offset = self.offset(entries[at].own, column)
            first, *more = lines
            new = self.end.join([first[column:], *more]) + self.end + indent
            yield self.with_text(offset, offset, new)
            return
        spaced = [lines] if not self._is_spaced(entries, at) else [
            [*lines, ""] if at < len(entries) else ["", *lines], lines
        ]  # fmt: skip
        for some in spaced:
            if at < len(entries):
                offset = self.offset(entries[at].line, 0)
                yield self.with_text(offset, offset, "".join(line + self.end for line in some))
            else:
                offset = self.line_end(entries[-1].last)
                yield self.with_text(offset, offset, "".join(self.end + line for line in some))

    def _is_spaced(self, entries: Sequence[EntryLines], at: int) -> bool:
        """Tell whether the entries about a place have blank lines between them."""
        above = min(max(at, 1), len(entries) - 1)
        return len(entries) > 1 and any(
            not self.lines[line].strip()
            for line in range(entries[above - 1].last + 1, entries[above].line)
        )

    def _insert_between_braces(self, branch: Branch, at: int, form: str) -> Iterator[str]:
        """Put an entry, written as `form`, between braces or brackets before the one at `at`."""
        spans = self.spans(branch)
        if not spans:
            start = self.start(branch) + 1
            yield self.with_text(start, start, form)
            return
        if at < len(spans):
            start = spans[at][0]
            indent = self.indent_before(start)
            yield self.with_text(start, start, f"{form}, " if indent is None else
                             f"{form},{self.end}{indent}")  # fmt: skip
            return
        start, stop = spans[-1]
        indent = self.indent_before(start)
        if indent is not None:
            comma = COMMA(self.text, stop)
            line_end = self.line_end(self.source.place_of(stop)[0] - 1)
            comment = LINE_COMMENT(self.text, stop)
            if comment is not None and comment.end() == line_end:
                below = f"{self.end}{indent}{form}{',' if comma else ''}"
                rest = ("" if comma else ",") + self.text[stop:line_end]
                yield self.text[:stop] + rest + below + self.text[line_end:]
        yield self.with_text(stop, stop, f", {form}")


def _place_of(key: str, branch: Branch, known: Sequence[str]) -> int:
    """Return where a new key goes: below those before it, else above the next, else last."""
    there = [name for name, _ in sorted(branch.children.items(), key=_start)]
    if key not in known:
        return len(there)
    rank = {name: number for number, name in enumerate(known)}
    earlier = [at for at, name in enumerate(there) if rank.get(name, len(known)) < rank[key]]
    if earlier:
        return max(earlier) + 1
    later = [at for at, name in enumerate(there) if rank.get(name, -1) > rank[key]]
    return min(later, default=len(there)) or min(1, len(there))


def _start(child: tuple[str, tuple[Any, Any]]) -> tuple[int, int]:
    mark = child[1][0].start_mark
    return mark.line, mark.column
