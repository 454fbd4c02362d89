"""What a format allows at a path: its keys, values and types.

The format is that of plans, unless another model is named as its root. Looked up where
something is wrong, and for each field that a page shows.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kamctl.document.span import KeyPath
from kamctl.plan.model import Plan
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.text import ShortForm, Text

Root = type[BaseModel]
"""The model of a whole file."""


def keys_at(path: KeyPath, root: Root = Plan) -> tuple[str, ...]:
    """Return the keys the format knows for the entry at `path`."""
    return tuple(key for type_ in _types_at(path, root) for key in fields_by_key(type_))


def fields_by_key(type_: Any) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by their keys in a file; none for any other type."""
    if not (isinstance(type_, type) and issubclass(type_, BaseModel)):
        return {}
    return {field.alias or name: field for name, field in type_.model_fields.items()}


@lru_cache(maxsize=8)
def entries_of(root: Root) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return where the format has entries, such as `objectives.measures`, with their keys.

    The file itself is ""; the languages of a text and the company's own fields are no keys.
    """
    return tuple(_entries_below(root, ""))


def _entries_below(type_: Any, place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if get_origin(type_) is tuple:
        for item in union_members(get_args(type_)[0]):
            yield from _entries_below(item, place)
    elif fields := fields_by_key(type_):
        yield place, tuple(fields)
        for key, field in fields.items():
            for inner in union_members(field.annotation):
                yield from _entries_below(inner, f"{place}.{key}" if place else key)


def values_at(path: KeyPath, root: Root = Plan) -> tuple[str, ...]:
    """Return the values the format allows at `path`, where it lists them."""
    return next(filter(None, map(allowed_values, _types_at(path, root))), ())


@lru_cache(maxsize=256)
def allowed_values(type_: Any) -> tuple[str, ...]:
    """Return the values of a `Literal` or an enumeration; empty for other types."""
    if get_origin(type_) is Literal:
        return tuple(str(value) for value in get_args(type_))
    if isinstance(type_, type) and issubclass(type_, Enum):
        return tuple(str(member.value) for member in type_)
    return ()


def is_date(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether the format has a date at `path`."""
    return PlanDate in _types_at(path, root)


def is_text(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether the format has a text at `path`, which may be written for each language."""
    return Text in _types_at(path, root)


def is_required(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether something is required at `path`: a key without default, or an item."""
    if not path or not isinstance(path[-1], str):
        return True
    return any(field.is_required() for field in _fields_named(path, root))


def needed_in_entries(path: KeyPath, root: Root = Plan) -> tuple[str, ...]:
    """Return the keys that each entry of the list at `path` needs.

    Empty where an entry is no group of keys, or may be a text alone.
    """
    item = (*path, 0)
    if has_short_form(item, root):
        return ()
    return tuple(key for key in keys_at(item, root) if is_required((*item, key), root))


def example_entry(path: KeyPath, root: Root = Plan) -> dict[str, Any] | None:
    """Return the documented example of the entry at `path`, or of those in the list there.

    Its sentences are left out: they are English, and a message may be in any language.
    """
    place = path[:-1] if path and isinstance(path[-1], int) else path
    if not place:
        return None
    field = next(_fields_named(place, root), None)
    if field is None:
        return None
    found = (one[0] if isinstance(one, list) else one for one in field.examples or ())
    example = next((one for one in found if isinstance(one, dict)), None)
    return None if example is None else _without_sentences(example)


def _without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: one if key == "name" else _without_sentences(one) for key, one in value.items()
        }
    if isinstance(value, list):
        return [_without_sentences(one) for one in value]
    return "…" if isinstance(value, str) and " " in value else value


def _fields_named(path: KeyPath, root: Root) -> Iterator[FieldInfo]:
    """Give the fields that may be at `path`, whose last step is a key."""
    for type_ in _types_at(path[:-1], root):
        field = fields_by_key(type_).get(str(path[-1]))
        if field is not None:
            yield field


def is_list(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether the format has a list at `path`."""
    return any(get_origin(type_) is tuple for type_ in _types_at(path, root))


def is_custom_field(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether `path` is a field of the company's own, or an item of one."""
    own = path[:-1] if path and isinstance(path[-1], int) else path
    return len(own) > 1 and any(
        get_origin(type_) is dict and keys_at(own[:-2], root) and own[-2] == "custom"
        for type_ in _types_at(own[:-1], root)
    )


def has_short_form(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether the entry at `path` may be a text alone, and so one for each language."""
    return any(
        isinstance(type_, type) and issubclass(type_, ShortForm) for type_ in _types_at(path, root)
    )


def allows_other_keys(path: KeyPath, root: Root = Plan) -> bool:
    """Tell whether the entry at `path` may have other keys than those that are listed."""
    return any(
        isinstance(type_, type)
        and issubclass(type_, BaseModel)
        and type_.model_config.get("extra") == "allow"
        for type_ in _types_at(path, root)
    )


def _types_at(path: KeyPath, root: Root) -> tuple[Any, ...]:
    """Return the types that may be at `path`, unions opened."""
    # All entries of a list have the same types: pages ask for each field of each.
    return _types_in_format(tuple(0 if isinstance(step, int) else step for step in path), root)


@lru_cache(maxsize=4096)
def _types_in_format(path: KeyPath, root: Root) -> tuple[Any, ...]:
    if not path:
        return (root,)
    outer = _types_in_format(path[:-1], root)
    return tuple(inner for type_ in outer for inner in _step(type_, path[-1]))


def _step(type_: Any, step: str | int) -> tuple[Any, ...]:
    if field := fields_by_key(type_).get(str(step)):
        return union_members(field.annotation)
    origin = get_origin(type_)
    if origin is tuple and isinstance(step, int):
        return union_members(get_args(type_)[0])
    if origin is dict or origin is Mapping:
        return union_members(get_args(type_)[1])
    return ()


def union_members(annotation: Any) -> tuple[Any, ...]:
    """Return the types that an annotation allows, `None` included; a list is one of them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return union_members(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(type_ for inner in get_args(annotation) for type_ in union_members(inner))
    return (annotation,)
