"""What has one right answer only is mended: a key, a value, a date, a percentage, a repetition.

A change is spliced into the text at its place. Then the text is read again: what does not come
out as it was meant, and at that place alone, is not changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from kamctl.document import error_codes
from kamctl.document.edits import Edit, edited, most
from kamctl.document.node_index import Branch
from kamctl.document.reader import read
from kamctl.document.repair import repairs
from kamctl.document.scalars import resolve
from kamctl.document.source import Source
from kamctl.document.span import Span
from kamctl.i18n.nearest import only_near, same_letters
from kamctl.plan.amounts import conventions_of, score_of_ten
from kamctl.plan.date_forms import BUSINESS_YEAR, iso_date
from kamctl.plan.duplicates import duplicates
from kamctl.plan.ids import id_for, is_id
from kamctl.plan.load import load_plan
from kamctl.plan.references import names_in
from kamctl.plan.schema_lookup import is_date, keys_at, values_at
from kamctl.plan.value_synonyms import value_for
from kamctl.plan.values import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import Path
    from kamctl.plan.load import Loaded
    from kamctl.plan.references import Reference

FIXABLE = frozenset({"KAM010", "KAM011", "KAM012", "KAM015", "KAM021", "KAM022", "KAM205"})
"""The codes of findings that can have a fix."""
_REPAIRED = frozenset({"KAM021", "KAM022"})
"""Those about text that is not read as it looks."""

_ROUNDS = 4
"""A key that is spelt right can show a value that is not; more than one such step is rare."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing mended: on which line, from what to what; `after` is empty for what was cut out."""

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixedText:
    """A text, and what was mended in it."""

    text: str
    fixes: tuple[Fix, ...]
    places: frozenset[str] = frozenset()
    """The JSON Pointers to what was mended, in the text as it was when it was mended."""
    repaired: frozenset[int] = frozenset()
    """The lines that were not read as they look, and are now."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A change to the text, and the change of meaning that it should make."""

    edit: Edit
    path: Path
    kind: str
    """`rename` the key at the path, `replace` the value, or `remove` the entry of a list."""
    new: str = ""
    value: Any = None
    """What a replaced value is then."""


def count_fixed(
    source: Source,
    findings: Iterable[Finding],
    functions: Iterable[str],
    signed: Collection[str] = (),
) -> int:
    """Return how many of the `findings` about a plan are gone once its text is mended."""
    candidates = [one for one in findings if one.code in FIXABLE and one.file == source.name]
    if not candidates:
        return 0
    found = fix_text(source, functions, signed)
    return sum(
        one.span.line in found.repaired if one.code in _REPAIRED else one.pointer in found.places
        for one in candidates
    )


def fix_text(
    source: Source, functions: Iterable[str] = FUNCTIONS, signed: Collection[str] = ()
) -> FixedText:
    """Mend the text of a plan as far as there is one right answer.

    `functions` are those that the company knows. `signed` are the ids that the plan's sign-offs
    name: they are never changed.
    """
    functions = tuple(functions)
    text, fixes = _read_right(source)
    repaired = frozenset(one.line for one in fixes)
    text, renamed, places = _with_ids(Source(source.name, text), signed)
    fixes += renamed
    for _ in range(_ROUNDS):
        loaded = load_plan(read(Source(source.name, text)))
        held = _that_hold(loaded, list(_proposals(loaded, functions)))
        if not held:
            break
        lines = loaded.original.source.lines
        fixes += [_fix_of(lines, proposal) for proposal in held]
        places |= {loaded.original.pointer(proposal.path) for proposal in held}
        text = edited(text, (proposal.edit for proposal in held))
    in_order = tuple(sorted(fixes, key=lambda fix: fix.line))
    return FixedText(text, in_order, frozenset(places), repaired)


_LONGEST = 58
"""How much of an id is kept before a number: an id has 64 letters at most."""
_REPAIRS = 8
"""What is read right shows what is not yet; more than a few such steps are rare."""


def _read_right(source: Source) -> tuple[str, list[Fix]]:
    """Mend what keeps the text from being read as it looks."""
    text = source.text
    fixes: list[Fix] = []
    for _ in range(_REPAIRS):
        now = Source(source.name, text)
        edits = _that_are_no_worse(now, repairs(now))
        if not edits:
            break
        fixes += dict.fromkeys(_repair(now, edit) for edit in edits)
        text = edited(text, edits)
    return text, fixes


def _that_are_no_worse(source: Source, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Keep the edits that leave no value wrong that was right: a day with a comment, say."""
    if not edits:
        return ()
    before = load_plan(read(source))
    if before.original.value is None:
        return edits
    return most([[edit] for edit in edits], lambda some: _is_no_worse(before, some))


def _is_no_worse(before: Loaded, edits: Sequence[Edit]) -> bool:
    source = before.original.source
    after = load_plan(read(Source(source.name, edited(source.text, edits))))
    wrong = [one.pointer for one in before.findings if one.code != error_codes.CUT_AT_HASH.code]
    now = [one.pointer for one in after.findings if one.code != error_codes.CUT_AT_HASH.code]
    return set(now) <= set(wrong) and len(now) <= len(wrong)


def _repair(source: Source, edit: Edit) -> Fix:
    """Say what was mended, with what cannot be seen as its number."""
    span = edit.span
    last = source.lines[span.end_line - 1][: span.end_column - 1]
    lines = [*source.lines[span.line - 1 : span.end_line - 1], last]
    before = " ".join(
        line[span.column - 1 :] if at == 0 else line.strip() for at, line in enumerate(lines)
    )
    if before.isprintable() and before.strip():
        return Fix(span.line, before, " ".join(edit.text.split()))
    return Fix(span.line, " ".join(f"U+{ord(char):04X}" for char in before), edit.text)


def _fix_of(lines: Any, proposal: _Proposal) -> Fix:
    span = proposal.edit.span
    line = lines[span.line - 1]
    if proposal.kind == "remove":
        return Fix(span.line, proposal.new, "")
    return Fix(span.line, line[span.column - 1 : span.end_column - 1], proposal.edit.text)


# --- What could be changed ------------------------------------------------------------------------


def _proposals(loaded: Loaded, functions: tuple[str, ...]) -> Iterator[_Proposal]:
    document = loaded.original
    for finding in loaded.findings:
        if finding.code == error_codes.UNKNOWN_KEY.code:
            yield from _key(document, finding)
        elif finding.code in (error_codes.BAD_VALUE.code, error_codes.WRONG_TYPE.code):
            yield from _value(document, finding)
    if document.value is not None:
        named = names_in(document.value)
        for function, path in named.functions:
            yield from _function(document, function, path, functions)
        for path, _ in duplicates(document, named):
            yield from _repetition(document, path)


def _key(document: Document, finding: Finding) -> Iterator[_Proposal]:
    path = _in_file(finding)
    entry = document.get(path[:-1]) if path else None
    if not isinstance(entry, dict):
        return
    near = only_near(str(path[-1]), keys_at(path[:-1]))
    if near is None or document.has((*path[:-1], near)):
        return
    yield _Proposal(_in_quotes(document, document.key_span(path), near), path, "rename", near)


def _value(document: Document, finding: Finding) -> Iterator[_Proposal]:
    path = _in_file(finding)
    value = document.get(path)
    if not path or not isinstance(value, str | int | float) or isinstance(value, bool):
        return
    written = value if isinstance(value, str) else _as_written(document, document.span(path))
    new = _meant(document, path, written)
    if new is not None and new != value:
        yield _replacement(document, path, new)
    elif (year := _year(path, written)) is not None:
        edit = Edit(document.span(path), year)
        yield _Proposal(edit, path, "replace", year, int(year))


def _meant(document: Document, path: Path, written: str) -> str | None:
    """Return the one text that was meant by what is written at `path`, None where there is none."""
    if is_date(path):
        return iso_date(written, conventions_of(document.value).language)
    allowed = values_at(path)
    if allowed:
        return same_letters(written, allowed) or value_for(written, allowed)
    if path[-1] == "customer_rating":
        return score_of_ten(written)
    if path[2:3] == ("measures",) and document.get((*path[:4], "unit")) != "%":
        return score_of_ten(written) or _percent(written)
    return _percent(written)


def _year(path: Path, written: str) -> str | None:
    """Read a year in quotes, or a business year such as `FY26`, where a year is wanted."""
    if path[-1] not in ("year", "customer_since"):
        return None
    written = written.strip()
    if match := BUSINESS_YEAR(written):
        return match[1] if len(match[1]) == len("2026") else f"20{match[1]}"
    return written if _FOUR_DIGITS(written) else None


_FOUR_DIGITS = re.compile(r"[0-9]{4}").fullmatch


def _function(
    document: Document, function: object, path: Path, functions: tuple[str, ...]
) -> Iterator[_Proposal]:
    if not isinstance(function, str) or function in functions:
        return
    new = same_letters(function, functions) or value_for(function, functions)
    if new is not None:
        yield _replacement(document, path, new)


def _replacement(document: Document, path: Path, new: str) -> _Proposal:
    """Put `new` in the place of a scalar: inside its quotes, else as a plain one."""
    span = document.span(path)
    edit = _in_quotes(document, span, new)
    return _Proposal(edit, path, "replace", new, new if edit.span != span else resolve(new))


def _as_written(document: Document, span: Span) -> str:
    """Return what stands at a place that is on one line."""
    return document.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]


def _in_file(finding: Finding) -> Path:
    """Return a finding's path in the file: its JSON Pointer, taken apart."""
    steps = finding.pointer.split("/")[1:]
    plain = (step.replace("~1", "/").replace("~0", "~") for step in steps)
    return tuple(
        int(step) if isinstance(given, int) else step
        for step, given in zip(plain, finding.path, strict=True)
    )


def _in_quotes(document: Document, span: Span, new: str) -> Edit:
    """Put `new` in the place of a scalar, inside its quotes if it has any."""
    line = document.source.lines[span.line - 1]
    if span.line == span.end_line and line[span.column - 1] in "\"'":
        span = Span(span.line, span.column + 1, span.end_line, span.end_column - 1)
    return Edit(span, new)


_PERCENTAGE = re.compile(
    r"([-+\u2212]?)(\d+)(?:(?:\.|(,))(\d+))?\s*(?:%|percent|per cent|pct\.?|pour ?cent|p\. ?c\.)",
    re.I,
).fullmatch


def _percent(text: str) -> str | None:
    """Read a percentage written another way: `34,5 %`, `34 percent`, `34 pour cent`."""
    match = _PERCENTAGE(text.strip())
    if match is None or (match[3] and len(match[4]) == len("000")):
        return None  # in `1,500 %` the comma can group thousands
    sign = "-" if match[1] in ("-", "\u2212") else ""
    decimals = f".{match[4]}" if match[4] else ""
    return f"{sign}{match[2]}{decimals}%"


def _repetition(document: Document, path: Path) -> Iterator[_Proposal]:
    """Take an entry that stands before in its list out of it: the comma too, or the whole line."""
    place = path[-1]
    node = document.root
    for step in path[:-1]:
        _, node = node.child(step)
    assert isinstance(node, Branch) and isinstance(place, int)
    item, before = node.children[place], node.children[place - 1]
    lines = document.source.lines
    said = str(document.get(path))
    row = item.start_mark.line
    if node.flow:
        between = (before.end_mark, item.end_mark)
        if before.end_mark.line != item.end_mark.line:
            return  # a comment may stand between them
        span = Span(
            between[0].line + 1, between[0].column + 1, between[1].line + 1, between[1].column + 1
        )
    else:
        alone = re.fullmatch(r"\s*-\s+", lines[row][: item.start_mark.column])
        rest = lines[row][item.end_mark.column :] if item.end_mark.line == row else "#"
        if alone is None or rest.strip():
            return
        span = (
            Span(row + 1, 1, row + 2, 1)
            if row + 1 < len(lines)
            else Span(row, len(lines[row - 1]) + 1, row + 1, len(lines[row]) + 1)
        )
    yield _Proposal(Edit(span, ""), path, "remove", said)


# --- Ids ------------------------------------------------------------------------------------------


def _with_ids(source: Source, signed: Collection[str]) -> tuple[str, list[Fix], set[str]]:
    """Write ids as the format has them, each with all that refers to it or not at all."""
    loaded = load_plan(read(source))
    held = most(list(_renamings(loaded.original, signed)), lambda some: _holds(loaded, some))
    fixes = [_fix_of(source.lines, proposal) for proposal in held]
    places = {loaded.original.pointer(proposal.path) for proposal in held}
    return edited(source.text, (proposal.edit for proposal in held)), fixes, places


def _renamings(document: Document, signed: Collection[str]) -> Iterator[list[_Proposal]]:
    """Give the changes that belong together: an id and its references, or what refers to one."""
    if document.value is None:
        return
    there = names_in(document.value)
    entries = Counter(entry.id for entry in there.entries)
    taken = {entry.casefold() for entry in entries if is_id(entry)}
    kinds = {entry.id: entry.kind for entry in there.entries if entries[entry.id] == 1}
    referring: dict[str, list[Reference]] = {}
    for reference in there.references:
        referring.setdefault(reference.id, []).append(reference)
    for entry in there.entries:
        if is_id(entry.id) or entries[entry.id] > 1 or entry.id in signed:
            continue
        new = _free_id(id_for(entry.id), taken)
        if new is not None:
            taken.add(new.casefold())
            kinds[new] = entry.kind
            paths = [(*entry.path, "id"), *(one.path for one in referring.get(entry.id, ()))]
            yield [_new_id(document, path, new) for path in paths]
    for old, references in referring.items():
        meant = None if is_id(old) or old in entries else id_for(old)
        if meant is not None and all(kinds.get(meant) in one.kinds for one in references):
            yield [_new_id(document, one.path, meant) for one in references]
    account: Path = ("account", "id")
    own = document.get(account)
    if isinstance(own, str) and not is_id(own) and not signed and (new := id_for(own)):
        yield [_new_id(document, account, new)]


def _free_id(wanted: str | None, taken: Collection[str]) -> str | None:
    """Return an id that nothing else has: a number goes behind one that is taken."""
    if wanted is None or wanted.casefold() not in taken:
        return wanted
    numbered = (f"{wanted[:_LONGEST]}-{number}" for number in count(2))
    return next(one for one in numbered if one.casefold() not in taken)


def _new_id(document: Document, path: Path, new: str) -> _Proposal:
    return _Proposal(_in_quotes(document, document.span(path), new), path, "replace", new, new)


# --- What holds -----------------------------------------------------------------------------------


def _that_hold(loaded: Loaded, proposals: list[_Proposal]) -> list[_Proposal]:
    """Keep the proposals that come out as they were meant."""
    return most([[one] for one in proposals], lambda some: _holds(loaded, some))


def _holds(loaded: Loaded, proposals: list[_Proposal]) -> bool:
    document = loaded.original
    text = edited(document.source.text, (proposal.edit for proposal in proposals))
    again = load_plan(read(Source(document.source.name, text)))
    value = _copied(document.value)
    for proposal in sorted(proposals, key=_deepest_last_first, reverse=True):
        _change(value, proposal)
    if again.original.value != value or again.original.damaged != document.damaged:
        return False
    still = {(finding.code, finding.pointer) for finding in again.findings}
    pointers = {document.pointer(one.path) for one in proposals if one.kind == "replace"}
    return not any(pointer in pointers for _, pointer in still)


def _deepest_last_first(proposal: _Proposal) -> tuple[int, tuple[tuple[int, Any], ...]]:
    """Order changes so that none moves the place of one that is still to come."""
    path = tuple((0, step) if isinstance(step, int) else (1, step) for step in proposal.path)
    return len(path), path


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _change(value: Any, proposal: _Proposal) -> None:
    *way, last = proposal.path
    for step in way:
        value = value[step]
    if proposal.kind == "rename":
        if last in value:
            value[proposal.new] = value.pop(last)
    elif proposal.kind == "replace":
        value[last] = proposal.value
    else:
        del value[last]
