"""Invisible blanks where YAML takes only a space: they come from word processors and web pages.

A no-break space looks like a space and is a letter for YAML, so `name:` with one behind it is no
key. It is left alone where it belongs to a text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from kamctl.document import error_codes
from kamctl.document.document_builder import parse
from kamctl.document.limits import MAX_FINDINGS
from kamctl.document.source import Source, indent_width
from kamctl.document.span import Span
from kamctl.document.text_edits import TextEdit, apply_edits
from kamctl.document.tokens import Tokens
from kamctl.i18n.message import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.tokens import LineColumn

_NO_BREAK = "\u00a0\u2007\u202f"
_WIDE = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_NO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ALL = _NO_BREAK + _WIDE + _NO_WIDTH
_INVISIBLE = f"[{_ALL}]"
_BLANK = f"[ \\t{_ALL}]"
_KEY = r"[a-z0-9][a-z0-9_-]*"
"""What keys are made of: “Note” with a colon may well begin a text."""
# Compiled where they are used: that takes time, and few texts need it.
_PLACES = (
    # What a line begins with, and the dashes of a list.
    rf"^{_BLANK}*(?:-{_BLANK}+)*-?{_BLANK}*",
    # What ends a text or a line: behind a quote or a bracket, behind `|`, before a comment.
    rf"""(?<=["'\]}}]){_BLANK}+(?=$|[#,\]}}:])""",
    rf"(?<=[|>]){_BLANK}+$|(?<=[|>][-+0-9]){_BLANK}+$",
    rf"{_BLANK}+(?=#(?:\s|$))",
    # Between brackets, what an entry begins and ends with.
    rf"(?<=[\[{{,]){_BLANK}+|{_BLANK}+(?=[\]}}])",
)
_COLONS = (
    rf"^{_BLANK}*(?:-{_BLANK}+)*[\"']?{_KEY}[\"']?(?P<blank>{_BLANK}*:{_BLANK}*)",
    rf"[\[{{,]{_BLANK}*[\"']?{_KEY}[\"']?(?P<blank>{_BLANK}*:{_BLANK}*)",
)


def invisible_blanks(document: Document) -> tuple[TextEdit, ...]:
    """Return what makes plain spaces of the invisible ones on which the structure depends."""
    source = document.source
    if not any(blank in source.text for blank in _ALL):  # in a tenth of the expression's time
        return ()
    tokens = Tokens(source.text)
    for places in (_PLACES + _COLONS, _PLACES):
        found = [
            place
            for row, line in enumerate(source.lines)
            for place in _in(row, line, places)
            if not _is_quoted(tokens.scalar_at(place))
        ]
        edits = _structural(source, found, is_yaml=document.is_yaml) if found else []
        held = _useful_edits(document, edits) if edits else ()
        if held:
            return held
    return ()


def _in(row: int, line: str, places: Sequence[str]) -> Iterator[LineColumn]:
    invisible = re.compile(_INVISIBLE)
    if invisible.search(line) is None:
        return
    columns: set[int] = set()
    for pattern in map(re.compile, places):
        for match in pattern.finditer(line):
            start, end = match.span("blank" if "blank" in pattern.groupindex else 0)
            columns.update(odd.start() for odd in invisible.finditer(line, start, end))
    yield from ((row, column) for column in sorted(columns))


def _is_quoted(scalar: Any) -> bool:
    """Tell whether this is a text between quotes, or below a `|`."""
    return scalar is not None and not scalar.plain


def _structural(source: Source, places: Sequence[LineColumn], *, is_yaml: bool) -> list[TextEdit]:
    """Keep what lies outside of texts and comments once all are plain spaces."""
    edits = [_edit(source, place) for place in places]
    fixed = Source(source.name, apply_edits(source.text, edits))
    if len(fixed.lines) != len(source.lines):
        return []  # what was between a CR and an LF separated two lines
    tokens = Tokens(fixed.text)
    kept: list[TextEdit] = []
    row, gone = -1, 0
    for place, edit in zip(places, edits, strict=True):
        if place[0] != row:
            row, gone = place[0], 0
        now = (row, place[1] - gone)
        gone += not edit.text
        if not _is_text(fixed, tokens, now, is_gone=not edit.text, is_yaml=is_yaml):
            kept.append(edit)
    return kept


def _is_text(
    source: Source, tokens: Tokens, place: LineColumn, *, is_gone: bool, is_yaml: bool
) -> bool:
    """Tell whether a place lies in a text or in a comment; what is gone was before the place."""
    row, column = place
    line = source.lines[row]
    scalar = tokens.scalar_at(place)
    if scalar is None or (is_gone and place == (scalar.start_mark.line, scalar.start_mark.column)):
        end = tokens.end_before((row, column - 1) if is_gone else place)
        return "#" in line[end[1] if end[0] == row else 0 : column]
    first = scalar.start_mark.line
    if scalar.style not in ("|", ">"):
        return True
    if row == first:
        return "#" in line[scalar.start_mark.column : column]
    # The indentation of a block's lines is no text.
    end = scalar.end_mark
    block = source.lines[first + 1 : end.line + (end.column > 0)]
    indent = min((indent_width(one) for one in block if one.strip()), default=0)
    return is_yaml or bool(line[:column].strip()) or column >= indent


def _edit(source: Source, place: LineColumn) -> TextEdit:
    row, column = place
    char = source.lines[row][column]
    span = Span(row + 1, column + 1, row + 1, column + 2)
    return TextEdit(span, "" if _has_no_width(char) else " ")


def _has_no_width(char: str) -> bool:
    return re.match(f"[{_NO_WIDTH}]", char) is not None


def _useful_edits(document: Document, edits: Sequence[TextEdit]) -> tuple[TextEdit, ...]:
    """Keep the edits that make a text readable, or that give it another meaning."""
    source = document.source
    again = parse(Source(source.name, apply_edits(source.text, edits)))
    if document.is_yaml:
        changed = again.is_yaml and again.value != document.value
        return tuple(edits) if changed else ()
    if again.is_yaml:
        return tuple(edits)
    stopped = document.findings[0].span
    if as_written(again.findings[0], edits).span[:2] <= stopped[:2]:
        return ()
    return tuple(edit for edit in edits if edit.span.line <= stopped.line)


def as_written(finding: Finding, edits: Sequence[TextEdit]) -> Finding:
    """Put a finding of the text with the edits made where it is in the text as written."""
    span = finding.span
    column = span.column
    for edit in edits:
        if not edit.text and edit.span.line == span.line and edit.span.column <= column:
            column += 1
    return finding._replace(
        span=span._replace(column=column, end_column=span.end_column + column - span.column)
    )


def invisible_blank_findings(source: Source, edits: Sequence[TextEdit]) -> Iterator[Finding]:
    """Make one finding of each run of invisible blanks."""
    runs: list[list[TextEdit]] = []
    for edit in edits:
        if runs and runs[-1][-1].span[2:] == edit.span[:2]:
            runs[-1].append(edit)
        else:
            runs.append([edit])
    for run in runs[:MAX_FINDINGS]:
        first = run[0].span
        span = Span(first.line, first.column, first.line, run[-1].span.end_column)
        char = source.lines[first.line - 1][first.column - 1]
        yield error_codes.INVISIBLE_BLANK.found(
            source.name, _name(char, first.column), span, hint=_what_to_do(run)
        )


def _name(char: str, column: int) -> Message:
    code = f"U+{ord(char):04X}"
    if char in _NO_BREAK:
        return message(
            "An invisible no-break space, {code}, at column {column}: YAML needs a plain space "
            "here.",
            code=code,
            column=column,
        )
    if _has_no_width(char):
        return message(
            "An invisible character without width, {code}, at column {column}: for YAML it is a "
            "letter.",
            code=code,
            column=column,
        )
    return message(
        "A special space, {code} ({name}), at column {column}: YAML needs a plain space here.",
        code=code,
        name=unicodedata.name(char).lower(),
        column=column,
    )


def _what_to_do(run: Sequence[TextEdit]) -> Message:
    if any(edit.text for edit in run):
        return message("Delete it and type a space.")
    return message("Delete it; if in doubt, type the line again.")
