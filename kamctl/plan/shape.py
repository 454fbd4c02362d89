"""What the format allows at a path of a plan: asked only when something is wrong there."""

from collections.abc import Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from kamctl.document.span import Path
from kamctl.plan.model import Plan
from kamctl.plan.text import ShortForm


def keys_at(path: Path) -> tuple[str, ...]:
    """Return the keys the format knows for the entry at `path`."""
    return tuple(
        field.alias or name
        for part in _parts_at(path)
        if isinstance(part, type) and issubclass(part, BaseModel)
        for name, field in part.model_fields.items()
    )


def values_at(path: Path) -> tuple[str, ...]:
    """Return the values the format allows at `path`, where it lists them."""
    for part in _parts_at(path):
        if get_origin(part) is Literal:
            return tuple(str(value) for value in get_args(part))
        if isinstance(part, type) and issubclass(part, Enum):
            return tuple(str(member.value) for member in part)
    return ()


def is_list(path: Path) -> bool:
    """Tell whether the format has a list at `path`."""
    return any(get_origin(part) is tuple for part in _parts_at(path))


def takes_languages(path: Path) -> bool:
    """Tell whether the entry at `path` may be a text alone, and so one for each language."""
    return any(isinstance(part, type) and issubclass(part, ShortForm) for part in _parts_at(path))


def _parts_at(path: Path) -> tuple[Any, ...]:
    """Return the types that may stand at `path`, unions opened."""
    parts: tuple[Any, ...] = (Plan,)
    for step in path:
        parts = tuple(inner for part in parts for inner in _step(part, step))
    return parts


def _step(part: Any, step: str | int) -> tuple[Any, ...]:
    if isinstance(part, type) and issubclass(part, BaseModel):
        for name, field in part.model_fields.items():
            if step == (field.alias or name):
                return _opened(field.annotation)
        return ()
    origin = get_origin(part)
    if origin is tuple and isinstance(step, int):
        return _opened(get_args(part)[0])
    if origin is dict or origin is Mapping:
        return _opened(get_args(part)[1])
    return ()


def _opened(annotation: Any) -> tuple[Any, ...]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _opened(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(part for inner in get_args(annotation) for part in _opened(inner))
    return (annotation,)
