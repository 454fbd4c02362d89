"""Fixes what has one right answer: a key, a value, a date, a percentage, an id, a repetition.

A fix is spliced into the text at its place. Then the text is read again: a fix that does not come
out as it was meant, or changes anything else, is not made.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.document import error_codes
from kamctl.document.key_paths import path_order
from kamctl.document.reader import read
from kamctl.document.repair import repair_edits
from kamctl.document.source import Source
from kamctl.document.text_edits import TextEdit, apply_edits, largest_valid
from kamctl.i18n.text_normalization import single_spaced
from kamctl.plan.fix_proposals import Proposal, id_proposals, proposals
from kamctl.plan.load import load_plan
from kamctl.plan.values import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from kamctl.document.finding import Finding
    from kamctl.plan.load import Loaded

_READ_WRONG = frozenset(
    one.code for one in (error_codes.SYNTAX, error_codes.CUT_AT_HASH, error_codes.INVISIBLE_BLANK)
)
"""The codes of what can be fixed about text that is not read as it looks."""
_MAX_ROUNDS = 4
"""A right key can reveal a wrong value; more than one such step is rare."""
_MAX_ID_ROUNDS = 2
"""Where a name is written instead of an id, the id itself can have been fixed before."""
_MAX_REPAIRS = 8
"""A repair can reveal another; more than a few such steps are rare."""


class Fix(NamedTuple):
    """One fix: on which line, from what to what; `after` is empty for what was removed."""

    line: int
    before: str
    after: str


class FixedText(NamedTuple):
    """A text, and what was fixed in it."""

    text: str
    fixes: tuple[Fix, ...]
    places: frozenset[str] = frozenset()
    """The JSON Pointers to what was fixed, in the text as it was before each round."""
    repaired: frozenset[int] = frozenset()
    """The lines that were not read as they look, and are now."""


def fixed_findings(
    loaded: Loaded,
    findings: Iterable[Finding],
    functions: Iterable[str],
    signed: Collection[str] = (),
) -> list[Finding]:
    """Return the `findings` about a plan that are gone once its text is fixed."""
    name = loaded.original.source.name
    candidates = [one for one in findings if one.fixable and one.file == name]
    if not candidates:
        return []
    found = _fixed(loaded, functions, signed)
    return [
        one
        for one in candidates
        if (
            one.span.line in found.repaired
            if one.code in _READ_WRONG
            else one.pointer in found.places
        )
    ]


def fix_text(
    source: Source, functions: Iterable[str] = FUNCTIONS, signed: Collection[str] = ()
) -> FixedText:
    """Fix the text of a plan as far as there is one right answer.

    `functions` are those that the company knows. `signed` are the ids that the plan's sign-offs
    name: they are never changed.
    """
    return _fixed(_load(source.name, source.text), functions, signed)


def _fixed(loaded: Loaded, functions: Iterable[str], signed: Collection[str]) -> FixedText:
    """Fix a text that was read already; it is read again only where there is something to try."""
    functions = tuple(functions)
    loaded, fixes = _repaired(loaded)
    repaired = frozenset(one.line for one in fixes)
    places: set[str] = set()

    def of_ids(now: Loaded) -> Iterable[list[Proposal]]:
        return id_proposals(now.original, signed)

    def of_values(now: Loaded) -> Iterable[list[Proposal]]:
        return ([one] for one in proposals(now, functions))

    for propose, rounds in ((of_ids, _MAX_ID_ROUNDS), (of_values, _MAX_ROUNDS)):
        for _ in range(rounds):
            verified = _verified(loaded, propose(loaded))
            if not verified:
                break
            document = loaded.original
            fixes += [_fix_of(document.source, one) for one in verified]
            places |= {document.pointer(one.path) for one in verified}
            loaded = _edited(loaded, [one.edit for one in verified])
    in_order = tuple(sorted(fixes, key=lambda fix: fix.line))
    return FixedText(loaded.original.source.text, in_order, frozenset(places), repaired)


def _load(name: str, text: str) -> Loaded:
    return load_plan(read(Source(name, text)))


def _edited(loaded: Loaded, edits: Iterable[TextEdit]) -> Loaded:
    """Read a text again with some edits."""
    source = loaded.original.source
    return _load(source.name, apply_edits(source.text, edits))


def _repaired(loaded: Loaded) -> tuple[Loaded, list[Fix]]:
    """Fix what keeps the text from being read as it looks."""
    fixes: list[Fix] = []
    for _ in range(_MAX_REPAIRS):
        document = loaded.original
        if document.is_yaml and _READ_WRONG.isdisjoint(one.code for one in document.findings):
            break
        edits = _harmless(loaded, repair_edits(document.source))
        if not edits:
            break
        fixes += dict.fromkeys(_fix_of_repair(document.source, edit) for edit in edits)
        loaded = _edited(loaded, edits)
    return loaded, fixes


def _harmless(before: Loaded, edits: Sequence[TextEdit]) -> Sequence[TextEdit]:
    """Keep the edits that leave no value wrong that was right: a day with a comment, say."""
    if not edits or before.original.value is None:
        return edits
    return largest_valid([[edit] for edit in edits], lambda some: _is_harmless(before, some))


def _is_harmless(before: Loaded, edits: Sequence[TextEdit]) -> bool:
    after = _edited(before, edits)
    wrong = [one.pointer for one in before.findings if one.code != error_codes.CUT_AT_HASH.code]
    now = [one.pointer for one in after.findings if one.code != error_codes.CUT_AT_HASH.code]
    return set(now) <= set(wrong) and len(now) <= len(wrong)


def _fix_of_repair(source: Source, edit: TextEdit) -> Fix:
    """Describe a repair; characters that cannot be seen are shown by their code points."""
    span = edit.span
    first, *more = source.text_at(span).split("\n")
    before = " ".join([first, *map(str.strip, more)])
    if before.isprintable() and before.strip():
        return Fix(span.line, before, single_spaced(edit.text))
    return Fix(span.line, " ".join(f"U+{ord(char):04X}" for char in before), edit.text)


def _fix_of(source: Source, proposal: Proposal) -> Fix:
    span = proposal.edit.span
    if proposal.kind == "remove":
        return Fix(span.line, proposal.new, "")
    return Fix(span.line, source.text_at(span), proposal.edit.text)


# --- Verifying proposals --------------------------------------------------------------------------


def _verified(loaded: Loaded, proposed: Iterable[list[Proposal]]) -> Sequence[Proposal]:
    """Keep the proposals that come out as they were meant: each list as a whole or not at all."""
    return largest_valid(list(proposed), lambda some: _are_as_meant(loaded, some))


def _are_as_meant(loaded: Loaded, proposed: list[Proposal]) -> bool:
    """Tell whether proposals change what they should and nothing else, and leave no error."""
    document = loaded.original
    again = _edited(loaded, [proposal.edit for proposal in proposed])
    value = deepcopy(document.value)
    for proposal in sorted(proposed, key=_position, reverse=True):
        _change(value, proposal)
    if again.original.value != value or again.original.damaged != document.damaged:
        return False
    still = {(finding.code, finding.pointer) for finding in again.findings}
    pointers = {document.pointer(one.path) for one in proposed if one.kind == "replace"}
    return not any(pointer in pointers for _, pointer in still)


def _position(proposal: Proposal) -> tuple[int, tuple[tuple[int, Any], ...]]:
    """Sort changes so that, in reverse, none moves the place of one that is still to come."""
    return len(proposal.path), path_order(proposal.path)


def _change(value: Any, proposal: Proposal) -> None:
    *steps, last = proposal.path
    for step in steps:
        value = value[step]
    if proposal.kind == "rename":
        if last in value:
            value[proposal.new] = value.pop(last)
    elif proposal.kind == "replace":
        value[last] = proposal.value
    else:
        del value[last]
