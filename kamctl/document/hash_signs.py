"""Texts that a `#` has cut: after a blank it begins a comment, and “PO #4711” becomes “PO”.

Only a `#` with something glued to it is meant: `# until June` is a comment.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from yaml.tokens import (
    BlockEntryToken,
    FlowEntryToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    ValueToken,
)

from kamctl.document import error_codes
from kamctl.document.document_builder import parse
from kamctl.document.finding import Severity
from kamctl.document.limits import MAX_FINDINGS
from kamctl.document.node_index import Branch, is_empty_node
from kamctl.document.source import Source, indent_width
from kamctl.document.span import KeyPath, Span, json_pointer
from kamctl.document.text_edits import LineOffsets, TextEdit, apply_edits, largest_valid
from kamctl.document.tokens import OPENING, Tokens
from kamctl.i18n.message import message
from kamctl.i18n.truncate import truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.tokens import LineColumn

_HASH_SIGN = re.compile(r"(?:^|(?<=[ \t\[,]))#+(?![\s#=*_~-]|$)(?![ \t]*kamctl:)", re.IGNORECASE)
"""A rule such as `#----` separates, and `#kamctl:` speaks to kamctl."""
_GLUED = re.compile("#(?! )").search
_NUMBER = re.compile(r"#+\d").match
_COMMENT = re.compile(r"[ \t]+#(?:\s|$)")
_END_IN_BRACKETS = re.compile(r"[ \t]*(?:[,\]}]|$)|[ \t]+#(?:\s|$)")
_BEGINS = re.compile(r"[\[{,][ \t]*(?:[\w-]+:[ \t]+)?")
_MAX_LINES_BEFORE = 12
"""How many lines before a mistake are looked at."""
_MAX_EDITS = 100
"""How many texts are put between quotes in one go."""
_MAX_SHOWN = 40


class Cut(NamedTuple):
    """A text that goes on behind a `#`: `start` is where it begins, for its value.

    `edit` puts it between quotes; None where a comment is in it. A number behind the `#` is
    surely no comment; what else is glued to it may be one (`#TODO`), and is never published by us.
    """

    span: Span
    start: LineColumn
    is_empty: bool
    edit: TextEdit | None
    is_number: bool

    @property
    def can_be_fixed(self) -> bool:
        """Whether there is one right answer."""
        return self.edit is not None and self.is_number


def cuts(source: Source, *, is_yaml: bool = True) -> list[Cut]:
    """Find the texts that a `#` has cut."""
    if _GLUED(source.text) is None:  # all begin comments, as in most plans
        return []
    signs = [
        (row, sign.start())
        for row, line in enumerate(source.lines)
        if "#" in line
        for sign in _HASH_SIGN.finditer(line)
    ]
    if not signs:
        return []
    found: list[Cut] = []
    tokens, places = Tokens(source.text), LineOffsets(source.text)
    done: LineColumn = (-1, -1)
    for sign in signs:
        if sign < done:
            continue
        cut = _cut(source, tokens, places, sign, is_yaml=is_yaml)
        if cut is None and sign[0] == done[0]:
            cut = _next_on_line(source, done, sign)
        if cut is not None:
            found.append(cut)
            done = (cut.span.end_line - 1, cut.span.end_column - 1)
    return found


def _next_on_line(source: Source, done: LineColumn, sign: LineColumn) -> Cut | None:
    """Find a text between brackets that begins behind `done`, in what YAML takes for a comment."""
    row, column = sign
    line = source.lines[row]
    begun = [begin.end() for begin in _BEGINS.finditer(line, done[1], column)]
    end = _END_IN_BRACKETS.search(line, column)
    if not begun or end is None or line[begun[-1]] in "\"'":
        return None
    start, stop = begun[-1], end.start()
    whole = Span(row + 1, start + 1, row + 1, stop + 1)
    edit = TextEdit(whole, _double_quoted(line[start:stop]))
    is_number = _NUMBER(line, column) is not None
    span = whole._replace(column=column + 1)
    return Cut(span, (row, start), start == column, edit, is_number)


def _cut(
    source: Source, tokens: Tokens, places: LineOffsets, sign: LineColumn, *, is_yaml: bool
) -> Cut | None:
    at = tokens.before(sign)
    if at is None or tokens.scalar_at(sign) is not None:
        return None
    before, row = tokens.all[at], sign[0]
    line, end = source.lines[row], before.end_mark
    is_plain = isinstance(before, ScalarToken) and before.plain
    begun = before.start_mark.line
    if end.line != row:
        # Below a text, a number goes on with it: other lines are comments of their own.
        goes_on = is_plain and end.line == row - 1 and _NUMBER(line, sign[1])
        if not goes_on or line[: sign[1]].strip() or sign[1] <= indent_width(source.lines[begun]):
            return None
    elif line[end.column : sign[1]].strip():
        return None
    in_brackets = tokens.is_in_brackets(at)
    if is_plain:
        start = begun, before.start_mark.column
    elif isinstance(before, ValueToken | BlockEntryToken | FlowEntryToken | FlowSequenceStartToken):
        if not _is_empty(tokens.all, at, in_brackets=in_brackets, is_yaml=is_yaml):
            return None
        start = sign
    else:
        return None
    if end.line == row and end.column == sign[1] and is_plain:
        return None
    last, stop = _stop(source, tokens, at, sign, in_brackets=in_brackets)
    span = Span(row + 1, sign[1] + 1, last + 1, stop + 1)
    whole = Span(start[0] + 1, start[1] + 1, last + 1, stop + 1)
    written = source.text[places.offset(*whole[:2]) : places.offset(*whole[2:])]
    noted = any(map(_COMMENT.search, re.split("[\r\n]+", written)))
    edit = None if noted else TextEdit(whole, _double_quoted(written))
    return Cut(span, start, not is_plain, edit, _NUMBER(line, sign[1]) is not None)


def _is_empty(tokens: Sequence[Any], at: int, *, in_brackets: bool, is_yaml: bool) -> bool:
    """Tell whether nothing follows as the value or the entry that begins at a token."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if in_brackets:
        # In a text that is no YAML, what follows is on the wrong side of a bracket.
        return not is_yaml or not isinstance(following, (ScalarToken, KeyToken, *OPENING))
    if isinstance(following, BlockEntryToken):
        return isinstance(tokens[at], BlockEntryToken)
    name = type(following).__name__
    return name in ("KeyToken", "BlockEndToken", "StreamEndToken", "DocumentEndToken", "NoneType")


def _stop(
    source: Source, tokens: Tokens, at: int, sign: LineColumn, *, in_brackets: bool
) -> tuple[int, int]:
    """Return where a text ends that goes on at `sign`."""
    row, column = sign
    if in_brackets:
        end = _END_IN_BRACKETS.search(source.lines[row], column)
        return row, end.start() if end else len(source.lines[row])
    for token in tokens.all[at + 1 :]:  # lines that would go on with the text, but for the comment
        if not (isinstance(token, ScalarToken) and token.plain):
            break
        row, column = token.end_mark.line, token.end_mark.column
    line = source.lines[row]
    comment = _COMMENT.search(line, column)
    return row, len((line[: comment.start()] if comment else line).rstrip())


def _double_quoted(written: str) -> str:
    """Put a plain text between quotes as it is: its lines are folded as before."""
    escaped = written.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- In a text that is YAML -----------------------------------------------------------------------


def cuts_with_paths(document: Document) -> Iterator[tuple[Cut, KeyPath]]:
    """Find the texts in a document that a `#` has cut, each with its path."""
    if "#" not in document.source.text:
        return
    found = cuts(document.source)
    if not found:
        return
    paths = dict(_paths(document.root, ()))
    for cut in found:
        path = paths.get(cut.start if not cut.is_empty else (cut.start[0], -1))
        if path is not None:
            yield cut, path


def _paths(node: Any, path: KeyPath) -> Iterator[tuple[LineColumn, KeyPath]]:
    """Give the path of each text by where it begins, of each empty one by its line alone."""
    if isinstance(node, Branch):
        parts = node.children.items() if node.is_mapping else enumerate(node.children)
        for step, part in parts:
            key, inner = part if node.is_mapping else (None, part)
            if key is not None and is_empty_node(inner):
                yield (key.end_mark.line, -1), (*path, step)
            else:
                yield from _paths(inner, (*path, step))
    elif node is not None:
        mark = node.start_mark
        yield (mark.line, -1 if is_empty_node(node) else mark.column), path


def cut_finding(source: Source, cut: Cut, path: KeyPath = (), *, is_yaml: bool = True) -> Finding:
    """Say that a text is cut."""
    line = source.lines[cut.span.line - 1]
    end = cut.span.end_column - 1 if cut.span.end_line == cut.span.line else len(line)
    rest = line[cut.span.column - 1 : end].rstrip()
    rest = truncate(rest, _MAX_SHOWN)
    text = (
        message("“{rest}” is read as a comment, so this has no value.", rest=rest)
        if cut.is_empty
        else message("The text ends before “{rest}”, which is read as a comment.", rest=rest)
    )
    hint = message(
        "If it belongs to the text, put the whole text between quotes; if it is a comment, write a "
        "space after the “#”."
    )
    fails_from = error_codes.CUT_AT_HASH.fails_from if is_yaml else None
    return error_codes.CUT_AT_HASH.found(
        source.name,
        text,
        cut.span
        if cut.span.end_line == cut.span.line
        else cut.span._replace(end_line=cut.span.line, end_column=len(line.rstrip()) + 1),
        hint=hint,
        path=path,
        pointer=json_pointer(path),
        severity=Severity.WARNING if is_yaml else Severity.ERROR,
    )._replace(stage=fails_from, requirement_of=fails_from)


def quoting_edits(document: Document) -> list[TextEdit]:
    """Return what puts cut texts between quotes and changes nothing else of what is read."""
    source = document.source
    changes = [
        [(cut.edit, path)]
        for cut, path in islice(cuts_with_paths(document), _MAX_EDITS)
        if cut.edit is not None and cut.is_number and isinstance(document.get(path), str | None)
    ]

    def hold(some: Sequence[tuple[TextEdit, KeyPath]]) -> bool:
        after = parse(Source(source.name, apply_edits(source.text, (edit for edit, _ in some))))
        texts = [after.get(path) for _, path in some]
        return (
            after.is_yaml
            and all(isinstance(text, str) and "#" in text for text in texts)
            and len(after.findings) <= len(document.findings)
            and _is_kept(document.value, after.value, [path for _, path in some])
        )

    return [edit for edit, _ in largest_valid(changes, hold)]


def _is_kept(before: Any, after: Any, but: Iterable[KeyPath]) -> bool:
    """Tell whether all that was read is still read, `but` for what is at these paths."""
    below: dict[Any, list[KeyPath]] = {}
    for path in but:
        if not path:
            return True
        below.setdefault(path[0], []).append(path[1:])

    def kept(step: Any, one: Any) -> bool:
        return _is_kept(one, after[step], below[step]) if step in below else one == after[step]

    if isinstance(before, dict) and isinstance(after, dict):
        return all(key in after and kept(key, one) for key, one in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return len(before) <= len(after) and all(kept(at, one) for at, one in enumerate(before))
    return False


# --- In a text that is not ------------------------------------------------------------------------


def recover_cuts(document: Document) -> tuple[list[Cut], Document]:
    """Find the cut texts for which a text is no YAML; return them, and what is read without them.

    A bracket behind a `#` is part of the comment, and so is what a text's next line goes on with.
    """
    source = document.source
    taken: list[Cut] = []
    now = document
    if "#" not in source.text:
        return taken, now
    groups = _by_line(cuts(source, is_yaml=False))
    for _ in range(MAX_FINDINGS):
        if now.is_yaml or not groups:
            break
        stopped = now.findings[0].span
        line = stopped.line
        near = [row for row in groups if row <= line][-_MAX_LINES_BEFORE:]
        tries = [[row] for row in reversed(near)]
        for rows in (*tries, near) if len(near) > 1 else tries:
            new = [cut for row in rows for cut in groups[row]]
            text = apply_edits(source.text, [cut.edit for cut in (*taken, *new) if cut.edit])
            after = parse(Source(source.name, text))
            # On a line that was changed, a later column may be the same mistake.
            least = stopped[:2] if line not in rows else (line + 1, 0)
            if after.is_yaml or after.findings[0].span[:2] > least:
                taken, now = [*taken, *new], after
                groups = {row: cut for row, cut in groups.items() if row not in rows}
                break
        else:
            break
    return sorted(taken, key=lambda cut: cut.span), now


def _by_line(found: Sequence[Cut]) -> dict[int, list[Cut]]:
    groups: dict[int, list[Cut]] = {}
    for cut in found:
        if cut.edit is not None:
            groups.setdefault(cut.span.line, []).append(cut)
    return groups
