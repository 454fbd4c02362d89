"""From pydantic's errors to findings: each at its place in the document, one for each place."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kamctl.document import error_codes
from kamctl.document.node_index import Branch
from kamctl.plan.codes import LANGUAGES
from kamctl.plan.error_messages import explain_value
from kamctl.plan.ids import id_for, is_id
from kamctl.plan.model import Plan
from kamctl.plan.references import id_by_name, names_in
from kamctl.plan.schema_lookup import allows_other_keys, has_short_form, keys_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kamctl.document.document import Document
    from kamctl.document.finding import Finding
    from kamctl.document.span import KeyPath
    from kamctl.plan.explanation import Explanation
    from kamctl.plan.references import Names, Reference
    from kamctl.plan.schema_lookup import Root

    Explain = Callable[[KeyPath, Any, Root], Explanation]

_TAGS = frozenset({"one text", "by language"})
"""The forms of a text, as pydantic names them between a key and a language."""
_OF_A_KEY = "[key]"


def unknown_blank_keys(
    document: Document, root: Root = Plan, explain: Explain = explain_value
) -> Iterator[Finding]:
    """Report empty keys that the format does not know."""
    for path in document.blank:
        entry, key = path[:-1], path[-1]
        known = keys_at(entry, root)
        if not known or key in known or allows_other_keys(entry, root):
            continue
        if key in LANGUAGES and has_short_form(entry, root):
            continue
        yield finding_at(document, path, [{"type": "extra_forbidden"}], root, explain)


def errors_by_path(document: Document, errors: Iterable[Any]) -> dict[KeyPath, list[Any]]:
    """Group pydantic's errors by the place in the document they are about."""
    groups: dict[KeyPath, list[Any]] = defaultdict(list)
    for error in errors:
        loc = error["loc"]
        if error["type"] == "missing":
            path = (*_path(document, loc[:-1]), loc[-1])
        else:
            path = _path(document, loc)
        groups[path].append(error)
    return groups


def _path(document: Document, loc: Sequence[str | int]) -> KeyPath:
    """Follow pydantic's location as far as the document goes: it also names unions and forms."""
    path: list[str | int] = []
    node = document.root
    for step in loc:
        if not isinstance(node, Branch) or step == _OF_A_KEY:
            break
        if step in _TAGS:
            continue
        there = node.child(step)
        if there is None:
            continue
        _, node = there
        path.append(step)
    return tuple(path)


def finding_at(
    document: Document,
    path: KeyPath,
    errors: Sequence[Any],
    root: Root = Plan,
    explain: Explain = explain_value,
) -> Finding:
    """Make a finding of the errors at `path`; the first one says what is wrong."""
    known = {"written": _written(document, path)} | _ids_at(document, path, errors[0])
    problem, text, hint = explain(path, errors[0] | known, root)
    if problem is error_codes.UNKNOWN_KEY:
        span = document.key_span(path)
    elif problem is error_codes.MISSING_KEY and not document.has(path):
        span = document.span(path[:-1]) if len(path) > 1 else _first_line(document)
    else:
        span = document.span(path)
    return problem.found(
        document.source.name, text, span, hint=hint, path=path, pointer=document.pointer(path)
    )


def _written(document: Document, path: KeyPath) -> str:
    """Return what is in the file at `path`, as it is written there."""
    return document.source.text_at(document.span(path)) if document.has(path) else ""


def _ids_at(document: Document, path: KeyPath, error: Any) -> dict[str, Any]:
    """Return the id of the entry whose name is at `path`, where an id is needed, and all ids."""
    if error["type"] != "string_pattern_mismatch":
        return {}
    names = names_in(document.value)
    reference = next((one for one in names.references if one.path == path), None)
    if reference is None:
        return {}
    named = id_by_name(names, reference) or _likely_id(names, reference)
    possible = (one.id for one in names.entries if one.kind in reference.kinds)
    return {"named_id": named, "possible_ids": [one for one in possible if is_id(one)]}


def _likely_id(names: Names, reference: Reference) -> str | None:
    """Return the id that was written with spaces or accents, if an entry has it."""
    meant = id_for(reference.id)
    return next(
        (one.id for one in names.entries if one.id == meant and one.kind in reference.kinds), None
    )


def _first_line(document: Document) -> Any:
    """Return the place of the document's first key."""
    first = next(iter(document.root.children), None)
    return document.span(()) if first is None else document.key_span((first,))
