"""A value, written in the place of another or behind a key that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.block_scalars import WIDTH, BlockText, folded, header_end, literal, rewrapped
from kamctl.document.emit import INDENT, behind_dash, behind_key, flow_style
from kamctl.document.entry_lines import branch_column, last_line
from kamctl.document.node_index import Branch, Leaf, is_empty_node
from kamctl.document.quoting import double_quoted, plain_or_quoted, single_quoted
from kamctl.document.source import LINE_END, indent_width
from kamctl.document.text_places import TextPlaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.span import KeyPath


class ValueSplicer(TextPlaces):
    """Writes values; gives the texts that each may come to, the best first."""

    def replace(self, path: KeyPath, key: Any, node: Any, value: Any) -> Iterator[str]:
        """Put a value in the place of the one that is at a path, or behind a key without one."""
        if is_empty_node(node):
            yield from self.put_behind(path, key, node, value)
        elif isinstance(node, Branch) and not node.flow:
            yield from self._over_branch(path, key, node, value)
        elif isinstance(node, Leaf) and node.style in ("|", ">"):
            yield from self._over_block_text(path, node, value)
        else:
            yield from self.replace_inline(path, node, value)

    def replace_inline(self, path: KeyPath, node: Any, value: Any) -> Iterator[str]:
        """Put a value in the place of a plain or quoted scalar, or of braces."""
        start, end = self.start(node), self.stop(node)
        in_lines = not self.is_in_braces(path)
        forms = list(self._one_line_forms(node, value, in_lines=in_lines))
        if in_lines:
            before = LINE_END.split(self.text[start:end])
            if len(before) > 1 and isinstance(node, Leaf) and isinstance(value, str):
                for form in forms:
                    yield self.with_text(start, end, self._rewrapped(before, form))
            is_wide = len(self.lines[node.start_mark.line]) > WIDTH and len(before) == 1
            first, *more = self._value_lines(path, value)
            if more and not (is_wide and isinstance(value, str) and "\n" not in value):
                yield self.with_lines(start, end, first, more)
        yield from (self.with_text(start, end, form) for form in forms)

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
        return isinstance(node, Leaf) and "_" in self.text[self.start(node) : self.stop(node)]

    def _rewrapped(self, before: Sequence[str], form: str) -> str:
        """Wrap a scalar over the lines of the one that was there."""
        indents = [indent_width(line) for line in before[1:] if line.strip()]
        bare = [line.strip(" \t") for line in before]
        lines = rewrapped(bare, form, max(map(len, bare)))
        return f"{self.end}{' ' * min(indents, default=INDENT)}".join(lines)

    def _over_branch(self, path: KeyPath, key: Any, node: Branch, value: Any) -> Iterator[str]:
        """Put a value in the place of a mapping or list in lines."""
        end = self.line_end(last_line(self.source, node))
        start = self.offset(node.start_mark.line, branch_column(node))
        first, *more = self._value_lines(path, value)
        colon = self.colon_end(key) if key is not None else None
        if colon is not None and key.end_mark.line < node.start_mark.line:
            head = self.text[:colon] + (f" {first}" if first else "")
            rest = self.text[colon : self.line_end(key.end_mark.line)]
            yield head + rest + "".join(self.end + line for line in more) + self.text[end:]
        if first:
            yield self.with_text(start, end, self.end.join([first, *more]))
        yield self.with_text(start, end, flow_style(value))

    def _over_block_text(self, path: KeyPath, node: Leaf, value: Any) -> Iterator[str]:
        """Put a value in the place of a text below `|` or `>`; its sign and indentation stay."""
        row = node.start_mark.line
        start = self.start(node)
        sign_end = self.offset(row, header_end(self.lines[row], node.start_mark.column))
        last = last_line(self.source, node)
        rest, below = self.text[sign_end : self.line_end(row)], self.text[self.line_end(last) :]
        if isinstance(value, str):
            content = self.lines[row + 1 : last + 1]
            column = self.column(path)
            indents = [indent_width(one) for one in content if one.strip()]
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

    def put_behind(self, path: KeyPath, key: Any, node: Any, value: Any) -> Iterator[str]:
        """Put a value behind a key or dash that has none."""
        at = self.start(node) if key is None else self.colon_end(key)
        if at is None:  # a word between braces
            yield self.with_text(self.stop(key), self.stop(key), f": {flow_style(value)}")
            return
        space = "" if self.text[at - 1 : at] == " " else " "
        if not self.is_in_braces(path):
            first, *more = self._value_lines(path, value)
            yield self.with_lines(at, at, space + first if first else "", more)
        yield self.with_text(at, at, space + flow_style(value))

    def _value_lines(self, path: KeyPath, value: Any) -> list[str]:
        """Write a value in lines: what is on the line of its key or dash, and what below."""
        column = self.column(path)
        step = path[-1]
        if isinstance(step, str):
            first, *more = behind_key(value, self.indent_step(), column, len(step) + len(": "))
        elif self.is_like_braces(path[:-1], value):
            return [flow_style(value)]
        else:
            first, *more = behind_dash(value, self.indent_step(), column)
        return [first, *(" " * column + line if line else line for line in more)]

    def is_like_braces(self, path: KeyPath, value: Any) -> bool:
        """Tell whether an entry belongs between braces, as the mappings beside it are."""
        _, branch = self.document.place(path)
        if not isinstance(value, dict) or any("\n" in str(one) for one in value.values()):
            return False
        beside = [one for one in branch.children if isinstance(one, Branch) and one.is_mapping]
        return bool(beside) and all(one.flow for one in beside)
