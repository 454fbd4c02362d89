"""A key or an entry removed from a text, with what belongs to it and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.entry_lines import branch_column
from kamctl.document.node_index import Branch
from kamctl.document.source import indent_width
from kamctl.document.text_places import COMMA, LINE_COMMENT, TextPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.document.entry_lines import EntryLines
    from kamctl.document.span import KeyPath


class RemovalSplicer(TextPlaces):
    """Removes keys and entries; gives the texts that it may come to, the best first."""

    def remove(self, path: KeyPath) -> Iterator[str]:
        """Remove a key with its value, or an entry; what is left may be `{}` or `[]`."""
        parent, branch = self.document.place(path[:-1])
        if not isinstance(branch, Branch):
            return
        at = self.position(branch, path[-1])
        if branch.flow:
            yield from self._remove_in_braces(branch, at)
            return
        entries = self.entries(path[:-1], branch)
        if len(entries) == 1:
            yield from self._remove_only(branch, parent, entries[0])
        elif entries[at].is_inline:
            line = entries[at].last + 1
            while not self.lines[line].strip():
                line += 1
            start = self.offset(entries[at].own, branch_column(branch))
            yield self.with_text(start, self.offset(line, indent_width(self.lines[line])), "")
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
                yield self.text[: self.line_end(start - 1)]
            yield self.with_text(self.offset(start, 0), self.offset(stop + 1, 0), "")

    def _is_empty(self, line: int) -> bool:
        return line < len(self.lines) - 1 and not self.lines[line].strip()

    def _remove_only(self, branch: Branch, parent: Any, entry: EntryLines) -> Iterator[str]:
        """Remove the only entry of a mapping or list in lines."""
        empty = "{}" if branch.is_mapping else "[]"
        start = self.offset(entry.line, 0)
        stop = self.offset(entry.last + 1, 0)
        colon = self.colon_end(parent) if parent is not None else None
        if colon is not None and not entry.is_inline:
            rest = self.text[stop:]
            head = self.text[:colon] + f" {empty}" + self.text[colon:start]
            yield head + rest if rest else head.rstrip("\r\n") + self.text[len(self.text) :]
            yield head + rest
        start = self.offset(entry.own, branch_column(branch))
        yield self.with_text(start, self.line_end(entry.last), empty)

    def _remove_in_braces(self, branch: Branch, at: int) -> Iterator[str]:
        """Remove an entry between braces or brackets, with one of the commas beside it."""
        spans = self.spans(branch)
        start, stop = spans[at]
        if at + 1 < len(spans):
            yield self.with_text(start, spans[at + 1][0], "")
            return
        comma = COMMA(self.text, stop)
        behind = comma.end() if comma else stop
        if not at:
            inner = self.text[self.start(branch) + 1 : self.stop(branch) - 1]
            if "#" not in inner:
                yield self.with_text(self.start(branch) + 1, self.stop(branch) - 1, "")
            yield self.with_text(start, behind, "")
            return
        before = spans[at - 1][1]
        if "#" not in self.text[before:start] or self.indent_before(start) is None:
            yield self.with_text(before, stop, "")
            return
        # A comment is between the two: it stays, the comma goes.
        found = COMMA(self.text, before)
        kept = self.text[found.end() if found and not comma else before : start].rstrip(" ")
        comment = LINE_COMMENT(self.text, stop)
        end = comment.end() if comment else stop
        yield self.text[:before] + kept.removesuffix(self.end) + self.text[end:]
