"""What can be fixed in a plan: the changes that have one right answer, before they are tried."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kamctl.document import error_codes
from kamctl.document.node_index import Branch
from kamctl.document.scalars import resolve
from kamctl.document.span import Span
from kamctl.document.text_edits import TextEdit
from kamctl.i18n.characters import MINUS
from kamctl.i18n.nearest import match_ignoring_separators
from kamctl.i18n.text_normalization import without_invisible
from kamctl.i18n.words import all_words, compiled, either
from kamctl.plan.amounts import conventions_of, currency_meant, is_percent, score_of_ten
from kamctl.plan.code_names import code_named
from kamctl.plan.date_forms import fiscal_year, is_year, iso_date
from kamctl.plan.duplicates import duplicates
from kamctl.plan.fields import field_at
from kamctl.plan.ids import id_for, is_id
from kamctl.plan.references import id_by_name, names_in
from kamctl.plan.schema_lookup import is_date, values_at
from kamctl.plan.unknown_keys import certain_key
from kamctl.plan.value_synonyms import value_for
from kamctl.plan.values import POSSIBLE_YEARS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.plan.load import Loaded
    from kamctl.plan.references import Reference

_MAX_ID_STEM = 58
"""How much of an id is kept before a number: an id has 64 letters at most."""


class Proposal(NamedTuple):
    """A change to the text, and the change of meaning that it should make."""

    edit: TextEdit
    path: KeyPath
    kind: Literal["rename", "replace", "remove"]
    """`rename` the key at the path, `replace` the value, or `remove` the entry of a list."""
    new: str = ""
    value: Any = None
    """What a replaced value is then."""


def proposals(loaded: Loaded, functions: tuple[str, ...]) -> Iterator[Proposal]:
    """Propose right keys, values and functions, and to leave repeated entries out."""
    document = loaded.original
    for finding in loaded.findings:
        if finding.code == error_codes.UNKNOWN_KEY.code:
            yield from _right_key(document, finding)
        elif finding.code in (error_codes.BAD_VALUE.code, error_codes.WRONG_TYPE.code):
            yield from _right_value(document, finding)
    if document.value is not None:
        named = names_in(document.value)
        for function, path in named.functions:
            yield from _right_function(document, function, path, functions)
        for path, _ in duplicates(document, named):
            yield from _repeated_entry(document, path)


def _right_key(document: Document, finding: Finding) -> Iterator[Proposal]:
    path = finding.path_in_file
    entry = document.get(path[:-1]) if path else None
    if not isinstance(entry, dict):
        return
    near = certain_key(path)
    if near is None or document.has((*path[:-1], near)):
        return
    yield Proposal(_in_quotes(document, document.key_span(path), near), path, "rename", near)


def _right_value(document: Document, finding: Finding) -> Iterator[Proposal]:
    path = finding.path_in_file
    value = document.get(path)
    if not path or not isinstance(value, str | int | float) or isinstance(value, bool):
        return
    written = value if isinstance(value, str) else document.source.text_at(document.span(path))
    visible = without_invisible(written).strip()
    new = _intended_text(document, path, visible)
    if new is not None and new != value:
        yield _replacement(document, path, new)
    elif (year := _year(path, visible)) is not None and int(year) != value:
        edit = TextEdit(document.span(path), year)
        yield Proposal(edit, path, "replace", year, int(year))
    elif visible != written:
        yield _replacement(document, path, visible)


def _intended_text(document: Document, path: KeyPath, written: str) -> str | None:
    """Return the text that is meant by what is written at `path`; None in doubt."""
    if is_date(path):
        return iso_date(written, conventions_of(document.value).language)
    allowed = values_at(path)
    if path == ("plan", "currency"):
        return currency_meant(written)
    if allowed:
        return (
            match_ignoring_separators(written, allowed)
            or value_for(written, allowed, certain=True)
            or code_named(written, allowed, conventions_of(document.value).language)
        )
    if path[-1] == "customer_rating":
        return score_of_ten(written)
    if path[2:3] == ("measures",) and not is_percent(str(document.get((*path[:4], "unit")))):
        return score_of_ten(written) or _percent(written)
    return _percent(written)


def _year(path: KeyPath, written: str) -> str | None:
    """Read a year in quotes, or a fiscal year such as `FY26`, where a year is wanted."""
    field = field_at(path)
    if field is None or field.kind != "year":
        return None
    year = written.strip()
    if match := fiscal_year(year):
        year = match[1] if len(match[1]) == len("2026") else f"20{match[1]}"
    return year if is_year(year) and int(year) in POSSIBLE_YEARS else None


def _right_function(
    document: Document, function: object, path: KeyPath, functions: tuple[str, ...]
) -> Iterator[Proposal]:
    if not isinstance(function, str) or function in functions:
        return
    new = match_ignoring_separators(function, functions) or value_for(
        function, functions, certain=True
    )
    if new is not None:
        yield _replacement(document, path, new)


def _replacement(document: Document, path: KeyPath, new: str) -> Proposal:
    """Put `new` in the place of a scalar: inside its quotes, else as a plain one."""
    span = document.span(path)
    edit = _in_quotes(document, span, new)
    return Proposal(edit, path, "replace", new, new if edit.span != span else resolve(new))


def _in_quotes(document: Document, span: Span, new: str) -> TextEdit:
    """Put `new` in the place of a scalar, inside its quotes if it has any."""
    line = document.source.lines[span.line - 1]
    if span.line == span.end_line and line[span.column - 1] in "\"'":
        span = Span(span.line, span.column + 1, span.end_line, span.end_column - 1)
    return TextEdit(span, new)


@cache
def _percentage() -> re.Pattern[str]:
    percent = either({"%", *all_words().amounts.percent})
    return compiled((rf"([-+\u2212]?)(\d+)(?:(?:\.|(,))(\d+))?\s*{percent}",))


def _percent(text: str) -> str | None:
    """Read a percentage written another way: `34,5 %`, `34 percent`, `34 pour cent`."""
    match = _percentage().fullmatch(text.strip())
    if match is None or (match[3] and len(match[4]) == len("000")):
        return None  # in `1,500 %` the comma can group thousands
    sign = "-" if match[1] in ("-", MINUS) else ""
    decimals = f".{match[4]}" if match[4] else ""
    return f"{sign}{match[2]}{decimals}%"


def _repeated_entry(document: Document, path: KeyPath) -> Iterator[Proposal]:
    """Take a repeated entry out of its list, with its comma or its whole line."""
    place = path[-1]
    _, node = document.place(path[:-1])
    assert isinstance(node, Branch) and isinstance(place, int)
    item, before = node.children[place], node.children[place - 1]
    span = _in_brackets(item, before) if node.flow else _whole_line(item, document.source.lines)
    if span is not None:
        yield Proposal(TextEdit(span, ""), path, "remove", str(document.get(path)))


def _in_brackets(item: Any, before: Any) -> Span | None:
    """Return where an entry of `[a, b]` and the comma before it are; None on several lines."""
    start, end = before.end_mark, item.end_mark
    if start.line != end.line:
        return None  # a comment may be between them
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _whole_line(item: Any, lines: Sequence[str]) -> Span | None:
    """Return the line of an entry that begins with `-`; None where more is on the line."""
    row = item.start_mark.line
    alone = re.fullmatch(r"\s*-\s+", lines[row][: item.start_mark.column])
    rest = lines[row][item.end_mark.column :] if item.end_mark.line == row else "#"
    if alone is None or rest.strip():
        return None
    if row + 1 < len(lines):
        return Span(row + 1, 1, row + 2, 1)
    return Span(row, len(lines[row - 1]) + 1, row + 1, len(lines[row]) + 1)


# --- Ids ------------------------------------------------------------------------------------------


def id_proposals(document: Document, signed: Collection[str]) -> Iterator[list[Proposal]]:
    """Propose valid ids; each list is applied whole: an id and all that refers to it.

    `signed` are the ids that sign-offs name: they stay.
    """
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
        if old in entries:
            continue
        by_name = [None if is_id(old) else id_by_name(there, one) for one in references]
        if any(by_name):
            for one, named in zip(references, by_name, strict=True):
                if named is not None:
                    yield [_new_id(document, one.path, named)]
            continue
        meant = _in_other_case(old, kinds) if is_id(old) else id_for(old)
        if meant is not None and all(kinds.get(meant) in one.kinds for one in references):
            yield [_new_id(document, one.path, meant) for one in references]
    account: KeyPath = ("account", "id")
    own = document.get(account)
    if isinstance(own, str) and not is_id(own) and not signed and (new := id_for(own)):
        yield [_new_id(document, account, new)]


def _in_other_case(written: str, ids: Iterable[str]) -> str | None:
    """Return the one id that differs from what is written in capitals only."""
    found = [one for one in ids if one.casefold() == written.casefold()]
    return found[0] if len(found) == 1 else None


def _free_id(wanted: str | None, taken: Collection[str]) -> str | None:
    """Return an id that nothing else has: a number goes behind one that is taken."""
    if wanted is None or wanted.casefold() not in taken:
        return wanted
    numbered = (f"{wanted[:_MAX_ID_STEM]}-{number}" for number in count(2))
    return next(one for one in numbered if one.casefold() not in taken)


def _new_id(document: Document, path: KeyPath, new: str) -> Proposal:
    return Proposal(_in_quotes(document, document.span(path), new), path, "replace", new, new)
