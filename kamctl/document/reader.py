"""The YAML reader: a text in, a document out, with what was likely meant where it is not YAML."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from kamctl.document import hash_signs, invisible_blanks
from kamctl.document.conflicts import conflicts
from kamctl.document.document import Document
from kamctl.document.document_builder import parse
from kamctl.document.limits import MAX_FINDINGS
from kamctl.document.parse_errors import is_of_all_lines
from kamctl.document.parser import FASTEST_LOADER
from kamctl.document.source import Source
from kamctl.document.syntax_units import units_behind
from kamctl.document.text_edits import apply_edits


def read(source: Source, *, loader: type[Any] = FASTEST_LOADER) -> Document:
    """Read `source` into a document; everything wrong with it is in the document's findings.

    `loader` is one of PyYAML's; by default the fastest that is installed.
    """
    found = conflicts(source)
    if found:
        return Document(source, None, None, found)
    document = _with_likely_causes(parse(source, loader))
    return document if document.is_yaml else _with_later_errors(document)


def _with_later_errors(document: Document) -> Document:
    """Add the errors of later parts of a text that is not YAML, one of each part."""
    found = [*document.findings]
    line = max((one.span.line for one in found), default=0)
    for unit in units_behind(document.source, line):
        alone = parse(unit.alone)
        if alone.is_yaml or any(parse(one).is_yaml for one in unit.with_neighbours):
            continue
        known = [one.message for one in found if is_of_all_lines(one)]
        later = _with_likely_causes(alone).findings
        found.extend(one for one in later if one.message not in known)
        if len(found) >= MAX_FINDINGS:
            break
    return replace(document, findings=tuple(found[:MAX_FINDINGS]))


def _with_likely_causes(document: Document) -> Document:
    """Say what was likely meant where a text is not YAML, or is and says something else."""
    source = document.source
    if not document.is_yaml and (found := conflicts(source, is_yaml=False)):
        return Document(source, None, None, found)
    blanks = invisible_blanks.invisible_blanks(document)
    if blanks:
        left = parse(Source(source.name, apply_edits(source.text, blanks)))
        still = (
            ()
            if left.is_yaml
            else tuple(invisible_blanks.as_written(one, blanks) for one in left.findings)
        )
        return Document(
            source, None, None, (*invisible_blanks.invisible_blank_findings(source, blanks), *still)
        )
    if not document.is_yaml:
        cuts, left = hash_signs.recover_cuts(document)
        if not cuts:
            return document
        cut_findings = [hash_signs.cut_finding(source, cut, is_yaml=False) for cut in cuts]
        still = () if left.is_yaml else left.findings
        return Document(source, None, None, (*cut_findings[:MAX_FINDINGS], *still))
    return _with_cut_findings(document)


def _with_cut_findings(document: Document) -> Document:
    """Add what is said of texts that a `#` has cut; YAML's value is kept."""
    found = list(islice(hash_signs.cuts_with_paths(document), MAX_FINDINGS))
    if not found:
        return document
    cut_findings = (hash_signs.cut_finding(document.source, cut, path) for cut, path in found)
    empty = (path for cut, path in found if cut.is_empty)
    return replace(
        document,
        findings=(*document.findings, *cut_findings),
        damaged=(*document.damaged, *empty),
    )
