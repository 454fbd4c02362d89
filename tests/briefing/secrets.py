"""A plan with something in every field of the format, and each field changed in turn.

What changes in a briefing when one field changes is what its reader can learn of that field: of
texts, figures and dates as of value lists, ids and the order of things.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from kamctl.plan.base import Part
from kamctl.plan.model import Plan

OWN, ANOTHER = 0, 1
"""In lists of two: what is the reader's function's, and what is not."""
_TWICE = {
    "objectives[].directions[]": ("(own)", "(another's)"),
    "stakeholders[]": ("(own contact)", "(others)"),
    "team[]": ("(own)", "(others)"),
}
"""Lists in which it makes a difference whose entry it is."""


class Leaf(NamedTuple):
    """A place in the plan with one value: its path, its name in the table, another value."""

    path: tuple[str | int, ...]
    name: str
    other: Any


class Planted(NamedTuple):
    """A plan with something everywhere, and all the places where it can be changed."""

    plan: dict[str, Any]
    leaves: list[Leaf]


def planted(function: str) -> Planted:
    """Fill every field of the format; the first of two is of `function`."""
    leaves: list[Leaf] = []
    plan = _Filler(leaves).part(Plan, (), "")
    _connect(plan, function)
    return Planted(plan, [leaf for leaf in leaves if _at(plan, leaf.path) != leaf.other])


def changed(plan: dict[str, Any], leaf: Leaf) -> dict[str, Any]:
    """Return the plan with one value changed."""
    other = copy.deepcopy(plan)
    inner: Any = other
    for step in leaf.path[:-1]:
        inner = inner[step]
    inner[leaf.path[-1]] = leaf.other
    return other


def _at(plan: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        plan = plan[step]
    return plan


def _connect(plan: dict[str, Any], function: str) -> None:
    """Make the references that decide whether something is shown at all."""
    plan["account"]["website"] = "https://zq.example"
    plan["plan"] |= {"stage": "shared", "language": "en", "languages": ["en"]}
    for place, member in enumerate(plan["team"]):
        member["function"] = function if place == OWN else "quality"
    for place, person in enumerate(plan["stakeholders"]):
        person["covered_by"] = [plan["team"][place]["id"]]
    objective = plan["objectives"][0]
    customer = plan["customer"]
    objective["serves"] = [customer[key][0]["id"] for key in ("goals", "needs", "initiatives")]
    for place, direction in enumerate(objective["directions"]):
        direction["function"] = function if place == OWN else "quality"
        direction["resistances"][0] |= {"status": "open", "severity": "condition"}
    objective |= {"status": "in_progress"}
    reading = objective["measures"][0]["readings"][0]
    # What was read, was read before; one of a unit shows its singular.
    reading |= {"on": "2026-01-31", "value": 1}
    plan["risks"][0] |= {"threatens": [objective["id"]], "status": "open"}


class _Filler:
    """Puts a value into every field, and notes how it can be changed."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self.leaves = leaves
        self.count = 0

    def part(self, model: type[Part], path: tuple[str | int, ...], name: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for field, info in model.model_fields.items():
            key = info.alias or field
            said[key] = self.field(info, (*path, key), f"{name}.{key}".removeprefix("."))
        return said

    def field(self, info: FieldInfo, path: tuple[str | int, ...], name: str) -> Any:
        annotation: Any = info.annotation
        if info.metadata:
            annotation = Annotated[annotation, *info.metadata]
        model = _part_in(annotation)
        if model is None:
            return self.leaf(annotation, path, name)
        if not _is_list(annotation):
            return self.part(model, path, name)
        signs = _TWICE.get(f"{name}[]", ("",))
        return [
            self.part(model, (*path, place), f"{name}[]{f' {sign}' if sign else ''}")
            for place, sign in enumerate(signs)
        ]

    def leaf(self, annotation: Any, path: tuple[str | int, ...], name: str) -> Any:
        self.count += 1
        value, other = _two_values(annotation, self.count)
        self.leaves.append(Leaf(path, _in_order(name), other))
        return value


def _in_order(name: str) -> str:
    """Put whose entry it is at the end: `team[].name (own)`."""
    for signs in _TWICE.values():
        for sign in signs:
            if f" {sign}" in name:
                return name.replace(f" {sign}", "") + f" {sign}"
    return name


def _parts(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts(inner)


def _part_in(annotation: Any) -> type[Part] | None:
    return next(_parts(annotation), None)


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) is tuple:
        return True
    inner = get_args(annotation)
    return get_origin(annotation) in (Annotated, Union) and any(map(_is_list, inner[:1]))


def _words(annotation: Any) -> Iterator[str]:
    """Return what a value list allows."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (one.value for one in annotation)
    if get_origin(annotation) is Literal:
        yield from (word for word in get_args(annotation) if isinstance(word, str))
    for inner in get_args(annotation):
        yield from _words(inner)


def _two_values(annotation: Any, count: int) -> tuple[Any, Any]:
    """Return two values that a field takes, unlike those of any other field where that can be."""
    day = dt.date(2031, 1, 1) + dt.timedelta(days=37 * count)
    words = list(dict.fromkeys(_words(annotation)))
    candidates: list[Any] = [
        *((f"zq{count}", f"zq{count}b") if len(words) < 2 or _takes(annotation, "zq") else ()),
        *words[:2],
        day.isoformat(),
        (day + dt.timedelta(days=11)).isoformat(),
        7_000_000 + 1_000 * count,
        7_000_500 + 1_000 * count,
        f"{10 + count % 80}.{count}%",
        f"{11 + count % 80}.{count}%",
        2001 + count % 90,
        2101 + count % 90,
        1,
        2,
        [f"zq{count}"],
        [f"zq{count}b"],
        *([one] for one in words[:2]),
        {f"zq{count}": f"zq{count}"},
        {f"zq{count}b": f"zq{count}b"},
    ]
    fits = [one for one in candidates if _takes(annotation, one)]
    if len(fits) < 2:
        fits *= 2
    # Two of a kind: a list beside a list, a date beside a date.
    value = fits[0]
    return value, next(one for one in fits[1:] if type(one) is type(value))


_adapters: dict[str, TypeAdapter[Any]] = {}


def _takes(annotation: Any, value: Any) -> bool:
    adapter = _adapters.get(repr(annotation)) or TypeAdapter(annotation)
    _adapters[repr(annotation)] = adapter
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True
