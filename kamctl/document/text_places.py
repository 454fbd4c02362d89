"""Where the parts of a YAML text are, as offsets, and the text with something else there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamctl.document.emit import INDENT
from kamctl.document.entry_lines import branch_column, entry_lines, ordered
from kamctl.document.node_index import Branch, is_empty_node
from kamctl.document.text_edits import LineOffsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.document.document import Document
    from kamctl.document.entry_lines import EntryLines
    from kamctl.document.span import KeyPath

_COLON = re.compile(r"\s*:").match
COMMA = re.compile(r"[ \t]*,").match
LINE_COMMENT = re.compile(r"[ \t]*,?([ \t]+#[^\r\n]*)?").match
"""What may be behind an entry between braces on its line; its group 1 is the comment."""


class TextPlaces:
    """Finds nodes, entries and lines in the text of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.text = document.source.text
        self.lines = document.source.lines
        self.offsets = LineOffsets(self.text)
        self.end = self.source.line_end

    def entries(self, path: KeyPath, branch: Branch) -> list[EntryLines]:
        """Return the lines of each entry of the branch in lines at a path, with its comments."""
        key, _ = self.document.place(path) if path else (None, None)
        if key is not None:
            above = int(key.end_mark.line)
        elif path:
            above = int(branch.start_mark.line) - 1
        else:
            above = -1
        return entry_lines(self.source, branch, above)

    def position(self, branch: Branch, step: str | int) -> int:
        """Return which entry of a branch a step leads to, in the order of the text."""
        if isinstance(step, int):
            return step
        mark = branch.children[step][0].start_mark
        starts = [(key.start_mark.line, key.start_mark.column) for key, _ in ordered(branch)]
        return starts.index((mark.line, mark.column))

    def spans(self, branch: Branch) -> list[tuple[int, int]]:
        """Return where each entry between braces begins and ends."""
        found = []
        for key, node in ordered(branch):
            if key is None:
                found.append((self.start(node), self.stop(node)))
            elif is_empty_node(node):
                found.append((self.start(key), self.colon_end(key) or self.stop(key)))
            else:
                found.append((self.start(key), self.stop(node)))
        return found

    def column(self, path: KeyPath) -> int:
        """Return the column in which the entry at a path begins."""
        _, branch = self.document.place(path[:-1])
        return branch_column(branch) if isinstance(branch, Branch) else 0

    def indent_step(self) -> int:
        """Return by how many columns the document indents: as its first mapping does."""
        root = self.document.root
        for key, node in ordered(root) if isinstance(root, Branch) else ():
            if isinstance(node, Branch) and node.is_mapping and not node.flow and node.children:
                return max(branch_column(node) - int(key.start_mark.column), 1)
        return INDENT

    def is_in_braces(self, path: KeyPath) -> bool:
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

    def colon_end(self, key: Any) -> int | None:
        """Return the offset behind the colon of a key; None where it has none."""
        found = _COLON(self.text, self.stop(key))
        return found.end() if found else None

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place; both are counted from 0."""
        return self.offsets.offset(line + 1, column + 1)

    def start(self, node: Any) -> int:
        """Return the offset at which a node begins."""
        return self.offset(node.start_mark.line, node.start_mark.column)

    def stop(self, node: Any) -> int:
        """Return the offset behind a node."""
        return self.offset(node.end_mark.line, node.end_mark.column)

    def line_end(self, line: int) -> int:
        """Return the offset behind the last character of a line."""
        return self.offset(line, len(self.lines[line]))

    def indent_before(self, offset: int) -> str | None:
        """Return the indentation of what is first on its line; None where it is not the first."""
        line, column = self.source.place_of(offset)
        before = self.lines[line - 1][: column - 1]
        return None if before.strip() else before

    def with_text(self, start: int, stop: int, new: str) -> str:
        """Return the text with `new` between two offsets."""
        return self.text[:start] + new + self.text[stop:]

    def with_lines(self, start: int, stop: int, first: str, more: Sequence[str]) -> str:
        """Put `first` between two offsets, and lines below that line: its comment stays on it."""
        head = self.text[:start] + first if first else self.text[:start].rstrip(" ")
        line_end = self.line_end(self.source.place_of(stop)[0] - 1)
        below = "".join(self.end + line for line in more)
        return head + self.text[stop:line_end] + below + self.text[line_end:]
