"""How a field is stored: a claim may be a text alone, a text may be written for each language.

A page shows the same fields whichever it is. `value_of` finds what is in a field, `change_of` gives
the change of the text that puts something else there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamctl.document.changes import RemoveValue, SetValue, entry_path
from kamctl.document.key_paths import value_at
from kamctl.plan.codes import LANGUAGES
from kamctl.plan.schema_lookup import has_short_form, is_text, keys_at

if TYPE_CHECKING:
    from kamctl.document.changes import Place, ValueEdit
    from kamctl.document.span import KeyPath

_TEXT = "text"


def value_of(value: Any, path: KeyPath, language: str) -> Any:
    """Return what a document has in the field at `path`; None for nothing.

    `language` is that of the plan: a text that is not written for each language is in it.
    """
    for at, step in enumerate(path):
        if _is_text_alone(value, path[:at]):
            wording = path[at:]
            if has_short_form(path[:at]):
                if step != _TEXT:
                    return None
                wording = wording[1:]
            if not wording:
                return value
            if isinstance(value, dict):
                return value.get(wording[0])
            return value if wording == (language,) else None
        value = _inside(value, step)
    return value


def stored_path(value: Any, path: KeyPath) -> KeyPath:
    """Return where the document has what is in the field at `path`, as far as it is there."""
    found: list[str | int] = []
    for at, step in enumerate(path):
        if step == _TEXT and has_short_form(path[:at]) and _is_text_alone(value, path[:at]):
            continue
        if isinstance(value, str):
            break
        found.append(step)
        value = _inside(value, step)
    return tuple(found)


def change_of(value: Any, path: KeyPath, new: Any, language: str) -> ValueEdit:
    """Return the change that puts `new` into the field at `path`, or empties it for None.

    Its path has indexes; `language` is that of the plan.
    """
    there: Any = value
    for at, step in enumerate(path):
        here, rest = path[:at], path[at:]
        is_claim = has_short_form(here) if isinstance(step, str) and here else False
        if is_claim and there is None and rest == (_TEXT,):
            return _set(here, new)
        if _is_text_alone(there, here):
            if is_claim and step == _TEXT:
                if rest[1:]:
                    return _wording(there, here, str(rest[1]), new, language)
                return _wording(there, here, language, new, language)
            if is_claim:
                return SetValue(here, {_TEXT: there, **_nested(rest, new)})
            return _wording(there, here, str(step), new, language)
        if there is None and step in LANGUAGES and is_text(here):
            return _set(here, new if step == language else {step: new})
        there = _inside(there, step)
    return _set(path, new)


def place_in(value: Any, path: KeyPath) -> Place:
    """Return a path with what entries hold in the place of indexes, as far as it leads."""
    at, there = 0, value
    for step in path:
        there = _inside(there, step)
        if there is None:
            break
        at += 1
    return (*entry_path(value, path[:at]), *path[at:])


def measure_unit_at(value: Any, path: KeyPath) -> str:
    """Return the unit of the measure that a path is in; empty for other figures."""
    if path[:1] != ("objectives",) or path[2:3] != ("measures",):
        return ""
    unit = value_at(value, (*path[:4], "unit"))
    if isinstance(unit, dict):
        unit = unit.get("other")
    return unit.strip() if isinstance(unit, str) else ""


def _inside(value: Any, step: str | int) -> Any:
    """Return what a mapping or list has at a key or index; None for nothing."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _is_text_alone(value: Any, path: KeyPath) -> bool:
    """Tell whether what is at `path` is a text, in one language or several, and no mapping."""
    if isinstance(value, str):
        return has_short_form(path) or is_text(path)
    if not isinstance(value, dict) or LANGUAGES.isdisjoint(value) or not has_short_form(path):
        return False
    return value.keys().isdisjoint(keys_at(path))  # `id` is a language and a key


def _set(path: KeyPath, new: Any) -> ValueEdit:
    return RemoveValue(path) if new is None else SetValue(path, new)


def _wording(there: Any, path: KeyPath, language: str, new: Any, plan_language: str) -> ValueEdit:
    """Put a wording into a text, or take it out."""
    if isinstance(there, dict):
        return _set((*path, language), new)
    if language == plan_language:
        return _set(path, new)
    return SetValue(path, there if new is None else {plan_language: there, language: new})


def _nested(path: KeyPath, new: Any) -> dict[str, Any]:
    key, *rest = path
    if not rest:
        return {} if new is None else {str(key): new}
    return {str(key): _nested(tuple(rest), new)}
