"""Repairs of what keeps a text from being read as it looks, each with one right answer.

Invisible blanks become spaces, a text with a `#` gets quotes, bullets become hyphens, and tabs
become spaces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kamctl.document import error_codes, hash_signs, invisible_blanks
from kamctl.document.bullets import bullet_edits
from kamctl.document.conflicts import conflicts
from kamctl.document.document_builder import parse
from kamctl.document.source import Source
from kamctl.document.span import Span
from kamctl.document.syntax_units import units_behind
from kamctl.document.text_edits import TextEdit, apply_edits
from kamctl.document.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDENT = re.compile(r"[ \t]*(?:-[ \t]+)*").match
_AFTER_DASH = re.compile(r"-[ \t]*\t[ \t]*").sub
_TAB_WIDTHS = (2, 4, 8)


def repair_edits(source: Source) -> Sequence[TextEdit]:
    """Return the edits that repair the text as it is now: the repaired text may show more."""
    if conflicts(source):
        return ()
    document = parse(source)
    if blanks := invisible_blanks.invisible_blanks(document):
        return blanks
    if document.is_yaml:
        return hash_signs.quoting_edits(document)
    if any(one.code == error_codes.TOO_LARGE.code for one in document.findings):
        return ()
    cuts, _ = hash_signs.recover_cuts(document)
    if cuts and all(cut.can_be_fixed for cut in cuts):
        return [cut.edit for cut in cuts if cut.edit]
    if cuts:
        return ()
    return (
        _readable(source, bullet_edits(source)) or _tab_edits(source) or _tab_edits_by_part(source)
    )


def _readable(source: Source, edits: Sequence[TextEdit]) -> Sequence[TextEdit]:
    """Return the edits if the text can be read with them."""
    return edits if parse(Source(source.name, apply_edits(source.text, edits))).is_yaml else ()


def _tab_edits(source: Source) -> Sequence[TextEdit]:
    """Return what makes spaces of tabs in the indentation, where all widths mean the same."""
    if "\t" not in source.text:
        return ()
    found = []
    for width in _TAB_WIDTHS:
        edits = _spaces_for_tabs(source, width)
        document = parse(Source(source.name, apply_edits(source.text, edits)))
        if edits and document.is_yaml:
            found.append((document.value, edits))
    if not found or any(value != found[0][0] for value, _ in found):
        return ()
    return found[0][1]


def _tab_edits_by_part(source: Source) -> Sequence[TextEdit]:
    """Return the same where another error keeps the whole from being read: part by part."""
    if "\t" not in source.text:
        return ()
    parts = (unit.alone for unit in units_behind(source, 0))
    return [edit for part in parts if not parse(part).is_yaml for edit in _tab_edits(part)]


def _spaces_for_tabs(source: Source, width: int) -> list[TextEdit]:
    edits = []
    for row, line in enumerate(source.lines):
        indent = _INDENT(line)
        assert indent is not None
        if "\t" in indent[0] and line.strip():
            span = Span(row + 1, 1, row + 1, indent.end() + 1)
            spaces = _AFTER_DASH("- ", indent[0]).replace("\t", " " * width)
            edits.append(TextEdit(span, spaces))
    tokens = Tokens(apply_edits(source.text, edits))
    return [edit for edit in edits if not _begins_inside(tokens, edit)]


def _begins_inside(tokens: Tokens, edit: TextEdit) -> bool:
    """Tell whether a line begins inside a text that began on one before it."""
    row = edit.span.line - 1
    scalar = tokens.scalar_at((row, len(edit.text)))
    return scalar is not None and scalar.start_mark.line < row
