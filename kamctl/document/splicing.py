"""One change, written into a text at its place; every other byte stays as it is.

What is new is written as its neighbours are: in lines of its own, or between braces. Whether a
text came out as it was meant is for `apply_changes.py` to find out, by reading it. Where there are
several ways to write a change all are given, the best first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamctl.document.block_scalars import (
    WIDTH,
    BlockText,
    folded,
    header_end,
    literal,
    rewrapped,
)
from kamctl.document.changes import InsertItem, MoveItem, RemoveValue, SetValue
from kamctl.document.emit import INDENT, behind_dash, behind_key, flow_style, item, pair
from kamctl.document.entry_lines import branch_column, entry_lines, last_line, ordered
from kamctl.document.node_index import Branch, Leaf, is_empty_node
from kamctl.document.quoting import double_quoted, plain_or_quoted, single_quoted
from kamctl.document.source import LINE_END
from kamctl.document.text_edits import LineOffsets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.document.changes import ValueEdit
    from kamctl.document.document import Document
    from kamctl.document.entry_lines import EntryLines
    from kamctl.document.span import KeyPath

    KeyOrder = Callable[[KeyPath], Sequence[str]]

_COLON = re.compile(r"\s*:").match
_COMMA = re.compile(r"[ \t]*,").match
_LINE_COMMENT = re.compile(r"[ \t]*,?([ \t]+#[^\r\n]*)?").match


def spliced(document: Document, change: ValueEdit, key_order: KeyOrder) -> Iterator[str]:
    """Give the texts that a change may come to, the best first; none where there is no way.

    The path of the change has indexes for entries. `key_order` gives the keys of the mapping at a
    path in their order: a new key goes below those that come before it.
    """
    splicer = _Splicer(document)
    path: Any = change.path
    match change:
        case SetValue():
            yield from splicer.set(path, change.value, key_order)
        case RemoveValue():
            yield from splicer.remove(path)
        case InsertItem():
            assert isinstance(change.before, int)
            yield from splicer.insert(path, change.value, change.before, key_order)
        case MoveItem():
            assert isinstance(change.before, int)
            yield from splicer.move(path, change.before)


class _Splicer:
    """Finds the place of a change in a text, and writes it there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.text = document.source.text
        self.lines = document.source.lines
        self.offsets = LineOffsets(self.text)
        found = LINE_END.search(self.text)
        self.end = found[0] if found else "\n"

    # --- A value in the place of another ----------------------------------------------------------

    def set(self, path: KeyPath, value: Any, key_order: KeyOrder) -> Iterator[str]:
        """Put a value in the place of another, or behind a new key."""
        key, node = self.document.place(path)
        if node is None:
            yield from self._new(path, value, key_order)
        elif is_empty_node(node):
            yield from self._behind(path, key, node, value)
        elif isinstance(node, Branch) and not node.flow:
            yield from self._over_branch(path, key, node, value)
        elif isinstance(node, Leaf) and node.style in ("|", ">"):
            yield from self._over_block_text(path, node, value)
        else:
            yield from self._over_inline(path, node, value)

    def _over_inline(self, path: KeyPath, node: Any, value: Any) -> Iterator[str]:
        """Put a value in the place of a plain or quoted scalar, or of braces."""
        start, end = self._start(node), self._stop(node)
        in_lines = not self._is_in_braces(path)
        forms = list(self._one_line_forms(node, value, in_lines=in_lines))
        if in_lines:
            before = LINE_END.split(self.text[start:end])
            if len(before) > 1 and isinstance(node, Leaf) and isinstance(value, str):
                yield from (self._with(start, end, self._rewrapped(before, one)) for one in forms)
            is_wide = len(self.lines[node.start_mark.line]) > WIDTH and len(before) == 1
            first, *more = self._value_lines(path, value)
            if more and not (is_wide and isinstance(value, str) and "\n" not in value):
                yield self._with_lines(start, end, first, more)
        yield from (self._with(start, end, form) for form in forms)

    def _one_line_forms(self, node: Any, value: Any, *, in_lines: bool) -> Iterator[str]:
        """Give the ways to write a value on one line, the one most like the current first."""
        style = node.style if isinstance(node, Leaf) else None
        if isinstance(value, str):
            if style == "'" and (quoted := single_quoted(value)) is not None:
                yield quoted
            if style != '"' and (plain := plain_or_quoted(value, in_lines=in_lines)) is not None:
                yield plain
            yield double_quoted(value)
        elif isinstance(value, int) and not isinstance(value, bool) and self._is_grouped(node):
            yield f"{value:_}"
        else:
            yield flow_style(value)

    def _is_grouped(self, node: Any) -> bool:
        """Tell whether a number is written in groups of digits, as `31_400`."""
        return isinstance(node, Leaf) and "_" in self.text[self._start(node) : self._stop(node)]

    def _rewrapped(self, before: Sequence[str], form: str) -> str:
        """Wrap a scalar over the lines of the one that was there."""
        indents = [len(line) - len(line.lstrip(" ")) for line in before[1:] if line.strip()]
        bare = [line.strip(" \t") for line in before]
        lines = rewrapped(bare, form, max(map(len, bare)))
        return f"{self.end}{' ' * min(indents, default=INDENT)}".join(lines)

    def _over_branch(self, path: KeyPath, key: Any, node: Branch, value: Any) -> Iterator[str]:
        """Put a value in the place of a mapping or list in lines."""
        end = self._line_end(last_line(self.source, node))
        start = self._offset(node.start_mark.line, branch_column(node))
        first, *more = self._value_lines(path, value)
        colon = self._colon(key) if key is not None else None
        if colon is not None and key.end_mark.line < node.start_mark.line:
            head = self.text[:colon] + (f" {first}" if first else "")
            rest = self.text[colon : self._line_end(key.end_mark.line)]
            yield head + rest + "".join(self.end + line for line in more) + self.text[end:]
        if first:
            yield self._with(start, end, self.end.join([first, *more]))
        yield self._with(start, end, flow_style(value))

    def _over_block_text(self, path: KeyPath, node: Leaf, value: Any) -> Iterator[str]:
        """Put a value in the place of a text below `|` or `>`; its sign and indentation stay."""
        row = node.start_mark.line
        start = self._start(node)
        sign_end = self._offset(row, header_end(self.lines[row], node.start_mark.column))
        last = last_line(self.source, node)
        rest, below = self.text[sign_end : self._line_end(row)], self.text[self._line_end(last) :]
        if isinstance(value, str):
            content = self.lines[row + 1 : last + 1]
            column = self._column(path)
            indents = [len(one) - len(one.lstrip(" ")) for one in content if one.strip()]
            indent = min(indents, default=column + INDENT)
            before = BlockText(self.text[start:sign_end], [one[indent:] for one in content])
            blocks = [literal(value, indent - column, before)]
            if node.style == ">":
                blocks.insert(0, folded(value, indent - column, WIDTH - indent, before))
            for block in blocks:
                if block is not None:
                    lines = [" " * indent + one if one else one for one in block.lines]
                    new = "".join(self.end + one for one in lines)
                    yield self.text[:start] + block.sign + rest + new + below
        for first, *more in (self._value_lines(path, value), [flow_style(value)]):
            head = self.text[:start] if first else self.text[:start].rstrip(" ")
            yield head + first + rest + "".join(self.end + line for line in more) + below

    def _behind(self, path: KeyPath, key: Any, node: Any, value: Any) -> Iterator[str]:
        """Put a value behind a key or dash that has none."""
        at = self._start(node) if key is None else self._colon(key)
        if at is None:  # a word between braces
            yield self._with(self._stop(key), self._stop(key), f": {flow_style(value)}")
            return
        space = "" if self.text[at - 1 : at] == " " else " "
        if not self._is_in_braces(path):
            first, *more = self._value_lines(path, value)
            yield self._with_lines(at, at, space + first if first else "", more)
        yield self._with(at, at, space + flow_style(value))

    def _value_lines(self, path: KeyPath, value: Any) -> list[str]:
        """Write a value in lines: what is on the line of its key or dash, and what below."""
        column = self._column(path)
        step = path[-1]
        if isinstance(step, str):
            first, *more = behind_key(value, self._step(), column, len(step) + len(": "))
        elif self._is_like_braces(path[:-1], value):
            return [flow_style(value)]
        else:
            first, *more = behind_dash(value, self._step(), column)
        return [first, *(" " * column + line if line else line for line in more)]

    def _is_like_braces(self, path: KeyPath, value: Any) -> bool:
        """Tell whether an entry belongs between braces, as the mappings beside it are."""
        _, branch = self.document.place(path)
        if not isinstance(value, dict) or any("\n" in str(one) for one in value.values()):
            return False
        beside = [one for one in branch.children if isinstance(one, Branch) and one.is_mapping]
        return bool(beside) and all(one.flow for one in beside)

    # --- What is new ------------------------------------------------------------------------------

    def _new(self, path: KeyPath, value: Any, key_order: KeyOrder) -> Iterator[str]:
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
                yield from self._behind(path[:length], key, node, {step: value})
            elif isinstance(node, Branch) and node.is_mapping:
                at = _place_of(step, node, key_order(path[:length]))
                yield from self._insert(path[:length], node, at, {step: value})
            return

    def insert(self, path: KeyPath, value: Any, at: int, key_order: KeyOrder) -> Iterator[str]:
        """Put an entry into a list."""
        key, node = self.document.place(path)
        if node is None:
            yield from self._new(path, [value], key_order)
        elif is_empty_node(node):
            yield from self._behind(path, key, node, [value])
        elif isinstance(node, Branch) and node.children:
            yield from self._insert(path, node, at, value)
        elif isinstance(node, Branch):
            yield from self._over_inline(path, node, [value])

    def _insert(self, path: KeyPath, branch: Branch, at: int, value: Any) -> Iterator[str]:
        """Put an entry into a list, or a pair into a mapping: given as a mapping of one key."""
        if branch.flow or not branch.children:
            form = flow_style(value)
            yield from self._insert_in_braces(branch, at, form[1:-1] if branch.is_mapping else form)
            return
        column = branch_column(branch)
        if branch.is_mapping:
            ((key, inner),) = value.items()
            lines = pair(key, inner, self._step(), column)
        elif self._is_like_braces(path, value):
            lines = [f"- {flow_style(value)}"]
        else:
            lines = item(value, self._step(), column)
        indent = " " * column
        entries = self._entries(path, branch)
        lines = [indent + line if line else line for line in lines]
        if at < len(entries) and entries[at].is_inline:
            offset = self._offset(entries[at].own, column)
            first, *more = lines
            new = self.end.join([first[column:], *more]) + self.end + indent
            yield self._with(offset, offset, new)
            return
        spaced = [lines] if not self._is_spaced(entries, at) else [
            [*lines, ""] if at < len(entries) else ["", *lines], lines
        ]  # fmt: skip
        for some in spaced:
            if at < len(entries):
                offset = self._offset(entries[at].line, 0)
                yield self._with(offset, offset, "".join(line + self.end for line in some))
            else:
                offset = self._line_end(entries[-1].last)
                yield self._with(offset, offset, "".join(self.end + line for line in some))

    def _is_spaced(self, entries: Sequence[EntryLines], at: int) -> bool:
        """Tell whether the entries about a place have blank lines between them."""
        above = min(max(at, 1), len(entries) - 1)
        return len(entries) > 1 and any(
            not self.lines[line].strip()
            for line in range(entries[above - 1].last + 1, entries[above].line)
        )

    def _insert_in_braces(self, branch: Branch, at: int, form: str) -> Iterator[str]:
        spans = self._spans(branch)
        if not spans:
            start = self._start(branch) + 1
            yield self._with(start, start, form)
            return
        if at < len(spans):
            start = spans[at][0]
            indent = self._indent_before(start)
            yield self._with(start, start, f"{form}, " if indent is None else
                             f"{form},{self.end}{indent}")  # fmt: skip
            return
        start, stop = spans[-1]
        indent = self._indent_before(start)
        if indent is not None:
            comma = _COMMA(self.text, stop)
            line_end = self._line_end(self.source.place_of(stop)[0] - 1)
            comment = _LINE_COMMENT(self.text, stop)
            if comment is not None and comment.end() == line_end:
                below = f"{self.end}{indent}{form}{',' if comma else ''}"
                rest = ("" if comma else ",") + self.text[stop:line_end]
                yield self.text[:stop] + rest + below + self.text[line_end:]
        yield self._with(stop, stop, f", {form}")

    def _indent_before(self, offset: int) -> str | None:
        """Return the indentation of what is first on its line; None where it is not the first."""
        line, column = self.source.place_of(offset)
        before = self.lines[line - 1][: column - 1]
        return None if before.strip() else before

    # --- What goes --------------------------------------------------------------------------------

    def remove(self, path: KeyPath) -> Iterator[str]:
        """Remove a key with its value, or an entry; what is left may be `{}` or `[]`."""
        parent, branch = self.document.place(path[:-1])
        if not isinstance(branch, Branch):
            return
        at = self._position(branch, path[-1])
        if branch.flow:
            yield from self._remove_in_braces(branch, at)
            return
        entries = self._entries(path[:-1], branch)
        if len(entries) == 1:
            yield from self._remove_only(branch, parent, entries[0])
        elif entries[at].is_inline:
            line = entries[at].last + 1
            while not self.lines[line].strip():
                line += 1
            start = self._offset(entries[at].own, branch_column(branch))
            text = self.lines[line]
            yield self._with(start, self._offset(line, len(text) - len(text.lstrip(" "))), "")
        else:
            yield from self._remove_lines(entries[at], is_first=not at)

    def _remove_lines(self, entry: EntryLines, *, is_first: bool) -> Iterator[str]:
        """Remove whole lines, and of the blank lines above and below them one side."""
        first, last = entry.line, entry.last
        above, below = first, last
        while above > 0 and self._is_empty(above - 1):
            above -= 1
        while self._is_empty(below + 1):
            below += 1
        is_end = below + 1 >= len(self.lines) or (
            below + 2 == len(self.lines) and not self.lines[-1]
        )
        ways = [(first, last)]
        if is_end:
            ways.insert(0, (above, below))
        elif below > last:
            ways.insert(0 if above < first or is_first else 1, (first, below))
        for start, stop in ways:
            if stop + 1 >= len(self.lines) and start:
                yield self.text[: self._line_end(start - 1)]
            yield self._with(self._offset(start, 0), self._offset(stop + 1, 0), "")

    def _is_empty(self, line: int) -> bool:
        return line < len(self.lines) - 1 and not self.lines[line].strip()

    def _remove_only(self, branch: Branch, parent: Any, entry: EntryLines) -> Iterator[str]:
        """Remove the only entry of a mapping or list in lines."""
        empty = "{}" if branch.is_mapping else "[]"
        start = self._offset(entry.line, 0)
        stop = self._offset(entry.last + 1, 0)
        colon = self._colon(parent) if parent is not None else None
        if colon is not None and not entry.is_inline:
            rest = self.text[stop:]
            head = self.text[:colon] + f" {empty}" + self.text[colon:start]
            yield head + rest if rest else head.rstrip("\r\n") + self.text[len(self.text) :]
            yield head + rest
        start = self._offset(entry.own, branch_column(branch))
        yield self._with(start, self._line_end(entry.last), empty)

    def _remove_in_braces(self, branch: Branch, at: int) -> Iterator[str]:
        spans = self._spans(branch)
        start, stop = spans[at]
        if at + 1 < len(spans):
            yield self._with(start, spans[at + 1][0], "")
            return
        comma = _COMMA(self.text, stop)
        behind = comma.end() if comma else stop
        if not at:
            inner = self.text[self._start(branch) + 1 : self._stop(branch) - 1]
            if "#" not in inner:
                yield self._with(self._start(branch) + 1, self._stop(branch) - 1, "")
            yield self._with(start, behind, "")
            return
        before = spans[at - 1][1]
        if "#" not in self.text[before:start] or self._indent_before(start) is None:
            yield self._with(before, stop, "")
            return
        # A comment is between the two: it stays, the comma goes.
        found = _COMMA(self.text, before)
        kept = self.text[found.end() if found and not comma else before : start].rstrip(" ")
        comment = _LINE_COMMENT(self.text, stop)
        end = comment.end() if comment else stop
        yield self.text[:before] + kept.removesuffix(self.end) + self.text[end:]

    # --- What moves -------------------------------------------------------------------------------

    def move(self, path: KeyPath, to: int) -> Iterator[str]:
        """Put an entry of a list before the one at `to`; what is between entries stays."""
        _, branch = self.document.place(path[:-1])
        place = path[-1]
        assert isinstance(branch, Branch) and isinstance(place, int)
        order = list(range(len(branch.children)))
        order.insert(to if to <= place else to - 1, order.pop(place))
        if branch.flow:
            spans = self._spans(branch)
            comments = [self._comment_behind(stop) for _, stop in spans]
            if None not in comments:
                both = [one for pair in zip(spans, comments, strict=True) for one in pair if one]
                twice = [one for at in order for one in (2 * at, 2 * at + 1)]
                yield self._reordered(both, twice)
            yield self._reordered(spans, order)
            return
        column = branch_column(branch)
        chunks = [
            (self._offset(one.own if one.is_inline else one.line, column), self._line_end(one.last))
            for one in self._entries(path[:-1], branch)
        ]
        yield self._reordered(chunks, order)

    def _comment_behind(self, stop: int) -> tuple[int, int] | None:
        """Return where the comment on the line of an entry is, nothing where there is none."""
        found = _LINE_COMMENT(self.text, stop)
        if found is None:
            return None
        return found.span(1) if found[1] else (found.end(), found.end())

    def _reordered(self, spans: Sequence[tuple[int, int]], order: Sequence[int]) -> str:
        """Put the parts at `spans` in another order; what is between them stays."""
        made = self.text[: spans[0][0]]
        for slot, (_, stop) in enumerate(spans):
            start, end = spans[order[slot]]
            following = spans[slot + 1][0] if slot + 1 < len(spans) else len(self.text)
            made += self.text[start:end] + self.text[stop:following]
        return made

    # --- Places -----------------------------------------------------------------------------------

    def _entries(self, path: KeyPath, branch: Branch) -> list[EntryLines]:
        key, _ = self.document.place(path) if path else (None, None)
        if key is not None:
            above = int(key.end_mark.line)
        elif path:
            above = int(branch.start_mark.line) - 1
        else:
            above = -1
        return entry_lines(self.source, branch, above)

    def _position(self, branch: Branch, step: str | int) -> int:
        """Return which entry of a branch a step leads to, in the order of the text."""
        if isinstance(step, int):
            return step
        mark = branch.children[step][0].start_mark
        starts = [(key.start_mark.line, key.start_mark.column) for key, _ in ordered(branch)]
        return starts.index((mark.line, mark.column))

    def _spans(self, branch: Branch) -> list[tuple[int, int]]:
        """Return where each entry between braces begins and ends."""
        found = []
        for key, node in ordered(branch):
            if key is None:
                found.append((self._start(node), self._stop(node)))
            elif is_empty_node(node):
                found.append((self._start(key), self._colon(key) or self._stop(key)))
            else:
                found.append((self._start(key), self._stop(node)))
        return found

    def _column(self, path: KeyPath) -> int:
        """Return the column in which the entry at a path begins."""
        _, branch = self.document.place(path[:-1])
        return branch_column(branch) if isinstance(branch, Branch) else 0

    def _step(self) -> int:
        """Return by how many columns the document indents: as its first mapping does."""
        root = self.document.root
        for key, node in ordered(root) if isinstance(root, Branch) else ():
            if isinstance(node, Branch) and node.is_mapping and not node.flow and node.children:
                return max(branch_column(node) - int(key.start_mark.column), 1)
        return INDENT

    def _is_in_braces(self, path: KeyPath) -> bool:
        """Tell whether what is at a path is between braces or brackets."""
        node = self.document.root
        for step in path:
            if not isinstance(node, Branch):
                return False
            if node.flow:
                return True
            found = node.child(step)
            node = found[1] if found else None
        return False

    def _colon(self, key: Any) -> int | None:
        """Return the offset behind the colon of a key; None where it has none."""
        found = _COLON(self.text, self._stop(key))
        return found.end() if found else None

    def _offset(self, line: int, column: int) -> int:
        return self.offsets.offset(line + 1, column + 1)

    def _start(self, node: Any) -> int:
        return self._offset(node.start_mark.line, node.start_mark.column)

    def _stop(self, node: Any) -> int:
        return self._offset(node.end_mark.line, node.end_mark.column)

    def _line_end(self, line: int) -> int:
        """Return the offset behind the last character of a line."""
        return self._offset(line, len(self.lines[line]))

    def _with(self, start: int, stop: int, new: str) -> str:
        return self.text[:start] + new + self.text[stop:]

    def _with_lines(self, start: int, stop: int, first: str, more: Sequence[str]) -> str:
        """Put `first` between two offsets, and lines below that line: its comment stays on it."""
        head = self.text[:start] + first if first else self.text[:start].rstrip(" ")
        line_end = self._line_end(self.source.place_of(stop)[0] - 1)
        below = "".join(self.end + line for line in more)
        return head + self.text[stop:line_end] + below + self.text[line_end:]


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
