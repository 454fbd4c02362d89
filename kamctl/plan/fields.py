"""The fields of the plan format: what each is called, what it holds, and where it is.

Whatever goes through a whole plan, such as the comparison of two plans, reads them from here, so
that it knows a new field. The signed content is written out in `signoffs/signed_content.py`.
"""

from __future__ import annotations

from functools import lru_cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from kamctl.document.key_paths import place_name
from kamctl.plan.codes import Country
from kamctl.plan.facet import Facet
from kamctl.plan.model import Plan
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.references import FUNCTIONS_NAMED, REFERENCES
from kamctl.plan.schema_lookup import allowed_values, fields_by_key, union_members
from kamctl.plan.text import Claim, Text
from kamctl.plan.values import YEAR_VALIDATOR, FigureValidator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from kamctl.document.span import KeyPath

FieldKind = Literal[
    "text", "date", "year", "amount", "percent", "number", "choice", "country", "function",
    "reference", "plain", "custom", "claim", "part",
]  # fmt: skip
"""What a field holds: `plain` as it is written, `claim` and `part` other fields."""
_OF_FIGURE: dict[str, FieldKind] = {"amount": "amount", "percent": "percent"}


class PlanField(NamedTuple):
    """A field of the format.

    `name` is the attribute of its model; `place` is where it is in a plan, such as
    `objectives[].measures[].unit`, without `[]` at its own end. `values` are those it may have,
    where the format lists them; `references` say what an id in it may name; `figure` reads a figure
    as people type it. `description` says what it is for: a msgid.
    """

    name: str
    place: str
    facet: Facet
    kind: FieldKind
    is_list: bool = False
    values: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    figure: FigureValidator | None = None
    is_required: bool = False
    description: str = ""
    may_be_list: bool = False
    """Whether it takes several values; unless `is_list`, one alone is written without a list."""

    @property
    def key(self) -> str:
        """Its key in the entry that it is in."""
        return self.place.rpartition(".")[2]


@lru_cache(maxsize=256)
def fields_at(place: str) -> tuple[PlanField, ...]:
    """Return the fields of the entry at `place`, in the order of the format.

    `place` is "" for the plan itself, else the names of the fields that lead there, joined by
    dots, with `[]` after that of a list: `objectives[].measures[]`.

    Raises:
        KeyError: the format has no entry there.
    """
    return tuple(
        _field(name, ".".join(filter(None, (place, info.alias or name))), facet, info)
        for name, info in _model_at(place).model_fields.items()
        if (facet := _facet(info)) is not None
    )


def fields_in(place: str) -> tuple[PlanField, ...]:
    """Return what `fields_at` does; nothing where the format has no entry at `place`."""
    try:
        return fields_at(place)
    except KeyError:
        return ()


def field_at(path: KeyPath) -> PlanField | None:
    """Return the field that the format has at `path`; None for an entry, or for no field."""
    if not path or not isinstance(path[-1], str):
        return None
    return next((one for one in fields_in(place_name(path[:-1])) if one.key == path[-1]), None)


def labels_at(place: str) -> dict[str, str]:
    """Return the labels of the fields at `place`, msgids by their keys."""
    return {one.key: one.facet.label for one in fields_at(place)}


def _facet(info: FieldInfo) -> Facet | None:
    return next((one for one in info.metadata if isinstance(one, Facet)), None)


def _model_at(place: str) -> type[BaseModel]:
    model: type[BaseModel] = Plan
    for step in place.split(".") if place else ():
        info = fields_by_key(model).get(step.removesuffix("[]"))
        parts = (one for one, _ in _types(info.annotation) if _is_part(one)) if info else iter(())
        found = next(parts, None)
        if found is None:
            raise KeyError(place)
        model = found
    return model


def _field(name: str, place: str, facet: Facet, info: FieldInfo) -> PlanField:
    types = tuple(_types(info.annotation, tuple(info.metadata)))
    forms = [
        get_origin(one) is tuple for one in union_members(info.annotation) if one is not type(None)
    ]
    is_list = all(forms)
    values = tuple(dict.fromkeys(value for one, _ in types for value in allowed_values(one)))
    return PlanField(
        name,
        place,
        facet,
        _kind(types, place + "[]" * is_list),
        is_list,
        values,
        REFERENCES.get(place + "[]" * is_list, ()),
        _figure(types),
        info.is_required(),
        info.description or "",
        any(forms),
    )


def _kind(types: tuple[tuple[Any, tuple[Any, ...]], ...], place: str) -> FieldKind:
    if place in REFERENCES:
        return "reference"
    if place in FUNCTIONS_NAMED:
        return "function"
    if all(_is_part(one) for one, _ in types):
        return "claim" if all(issubclass(one, Claim) for one, _ in types) else "part"
    first, metadata = types[0]
    figure = _figure(types)
    if figure is not None:
        return _OF_FIGURE.get(figure.kind, "number")
    if first is Text:
        return "text"
    if first is PlanDate:
        return "date"
    if YEAR_VALIDATOR in metadata:
        return "year"
    if first is Country:
        return "country"
    if get_origin(first) is dict:
        return "custom"
    if first is float:
        return "number"
    return "choice" if allowed_values(first) else "plain"


def _figure(types: tuple[tuple[Any, tuple[Any, ...]], ...]) -> FigureValidator | None:
    return next((one for one in types[0][1] if isinstance(one, FigureValidator)), None)


def _is_part(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _types(
    annotation: Any, metadata: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Return the types that an annotation allows but None, those in its lists, with metadata."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _types(inner, (*metadata, *more))
    elif origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _types(inner, metadata)
    elif origin is tuple:
        yield from _types(get_args(annotation)[0], metadata)
    elif annotation is not type(None):
        yield annotation, metadata
