"""A plan with something in every field of the format, and each field changed in turn.

What changes in a briefing when one field changes is what its reader can learn of that field: of
texts, figures and dates as of value lists, ids and the order of things.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from kamctl.plan.base import Part
from kamctl.plan.model import Plan
from kamctl.plan.schema import plan_schema

OWN, ANOTHER, NAMED = 0, 1, 2
"""In lists of several: what is the reader's function's, what is not, and who is named elsewhere."""
_SEVERAL = {
    "objectives[].directions[]": ("(own)", "(another's)"),
    "stakeholders[]": ("(own contact)", "(others)", "(named)"),
    "team[]": ("(own)", "(others)", "(named)"),
    **{
        f"customer.{part}[]": ("(served)", "(others)") for part in ("goals", "needs", "initiatives")
    },
}
"""Lists in which it makes a difference whose entry it is, or whether an objective refers to it."""

Path = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A place in the plan with one value: its path, its name in the table, other values."""

    path: Path
    name: str
    others: tuple[Any, ...]

    @property
    def other(self) -> Any:
        """The first of the other values."""
        return self.others[0]


class FilledPlan(NamedTuple):
    """A plan with something everywhere, and all the places where it can be changed."""

    plan: dict[str, Any]
    leaves: list[Leaf]


def filled_plan(function: str) -> FilledPlan:
    """Fill every field of the format; the first of several is of `function`."""
    filler, filled = _filled()
    plan = copy.deepcopy(filled)
    _connect(plan, function)
    return FilledPlan(plan, leaves_in(plan, filler.leaves))


@cache
def _filled() -> tuple[_Filler, dict[str, Any]]:
    """Return a plan with something in every field, which nobody changes, and what filled it."""
    filler = _Filler()
    return filler, filler.part(Plan, (), "")


def leaves_in(plan: dict[str, Any], leaves: Iterable[Leaf]) -> list[Leaf]:
    """Return those of the leaves that a plan has, with the values that it could have instead."""
    found = []
    for leaf in leaves:
        try:
            now = value_at(plan, leaf.path)
        except (KeyError, IndexError, TypeError):
            continue
        others = tuple(one for one in leaf.others if one != now)
        if others:
            found.append(leaf._replace(others=others))
    return found


def with_other_value(plan: dict[str, Any], leaf: Leaf) -> dict[str, Any]:
    """Return the plan with one value changed."""
    return with_other_values(plan, [leaf])


def with_other_values(
    plan: dict[str, Any], leaves: Iterable[Leaf], which: int = 0
) -> dict[str, Any]:
    """Return the plan with values changed: each into the one of its others that `which` says."""
    other: dict[str, Any] = json.loads(json.dumps(plan))  # a copy, and a quick one
    for leaf in leaves:
        inner = value_at(other, leaf.path[:-1])
        inner[leaf.path[-1]] = leaf.others[which % len(leaf.others)]
    return other


@cache
def _needed() -> frozenset[tuple[str, ...]]:
    """Return the paths, without places in lists, of what no plan can go without."""
    return frozenset(_filled()[0].needed)


def without_values(plan: dict[str, Any], leaves: Iterable[Leaf]) -> dict[str, Any]:
    """Return the plan without values, and without the entries and sections that hold no others.

    What no plan can go without stays.
    """
    gone = {leaf.path for leaf in leaves}

    def rest(part: Any, path: Path) -> tuple[bool, Any]:
        """Return whether something is left, and what."""
        if path in gone:
            return False, part
        if isinstance(part, list) and part and isinstance(part[0], dict):
            kept = [rest(one, (*path, place)) for place, one in enumerate(part)]
            return any(is_left for is_left, _ in kept), [one for is_left, one in kept if is_left]
        if isinstance(part, dict) and part and any(one[: len(path)] == path for one in gone):
            tried = {key: rest(one, (*path, key)) for key, one in part.items()}
            is_left = any(is_left for is_left, _ in tried.values())
            named = tuple(step for step in path if isinstance(step, str))
            return is_left, {
                key: one
                for key, (is_there, one) in tried.items()
                if is_there or (*named, key) in _needed()
            }
        return True, part

    return dict(rest(plan, ())[1])


def value_at(plan: Any, path: Path) -> Any:
    """Return what stands at a path of a plan."""
    for step in path:
        plan = plan[step]
    return plan


def fields_of_the_format() -> set[str]:
    """Return every field that takes a value, from the schema that kamctl publishes."""
    schema = plan_schema()

    def follow(part: dict[str, Any], path: str) -> Iterator[str]:
        if "$ref" in part:
            part = schema["$defs"][part["$ref"].rpartition("/")[2]]
        options = [one for key in ("anyOf", "oneOf", "allOf") for one in part.get(key, ())]
        inner = [name for one in options for name in follow(one, path)]
        if "properties" in part:
            for key, one in part["properties"].items():
                found = list(follow(one, f"{path}.{key}".removeprefix(".")))
                inner += found or [f"{path}.{key}".removeprefix(".")]
        elif "items" in part:
            inner += follow(part["items"], f"{path}[]")
        return iter(inner)

    return {name for name in follow(schema, "") if not name.startswith("$")}


def _connect(plan: dict[str, Any], function: str) -> None:
    """Make the references that decide whether something is shown at all."""
    plan["account"]["website"] = "https://zq.example"
    plan["plan"] |= {"stage": "shared", "language": "en", "languages": ["en"]}
    for place, member in enumerate(plan["team"]):
        member["function"] = function if place == OWN else "quality"
    for place, person in enumerate(plan["stakeholders"]):
        person["covered_by"] = [plan["team"][min(place, ANOTHER)]["id"]]
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

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.needed: set[tuple[str, ...]] = set()
        self.count = 0

    def part(self, model: type[Part], path: tuple[str | int, ...], name: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field, info in model.model_fields.items():
            key = info.alias or field
            if info.is_required():
                self.needed.add((*(step for step in path if isinstance(step, str)), key))
            values[key] = self.field(info, (*path, key), f"{name}.{key}".removeprefix("."))
        return values

    def field(self, info: FieldInfo, path: tuple[str | int, ...], name: str) -> Any:
        annotation: Any = info.annotation
        if info.metadata:
            annotation = Annotated[annotation, *info.metadata]
        model = _part_in(annotation)
        if model is None:
            return self.leaf(annotation, path, name)
        if not _is_list(annotation):
            return self.part(model, path, name)
        signs = _SEVERAL.get(f"{name}[]", ("",))
        return [
            self.part(model, (*path, place), f"{name}[]{f' {sign}' if sign else ''}")
            for place, sign in enumerate(signs)
        ]

    def leaf(self, annotation: Any, path: tuple[str | int, ...], name: str) -> Any:
        self.count += 1
        value, *others = _values(annotation, self.count)
        self.leaves.append(Leaf(path, _in_order(name), tuple(others)))
        return value


def _in_order(name: str) -> str:
    """Put whose entry it is at the end: `team[].name (own)`."""
    for signs in _SEVERAL.values():
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


def _values(annotation: Any, count: int) -> list[Any]:
    """Return values that a field takes, the first unlike that of any other field if that can be."""
    day = dt.date(2031, 1, 1) + dt.timedelta(days=37 * count)
    words = list(dict.fromkeys(_words(annotation)))
    adapter = TypeAdapter(annotation)
    if _takes(adapter, "zq"):
        return [f"zq{count}", f"zq{count}b"]
    candidates: list[Any] = [
        *words,
        day.isoformat(),
        (day + dt.timedelta(days=11)).isoformat(),
        (dt.date(2026, 1, 1) + dt.timedelta(days=count % 300)).isoformat(),
        *((True, False) if annotation is bool or bool in get_args(annotation) else ()),
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
        *([one] for one in words),
        {f"zq{count}": f"zq{count}"},
        {f"zq{count}b": f"zq{count}b"},
    ]
    fits = [one for one in candidates if _takes(adapter, one)]
    # Of a kind: a list beside a list, a date beside a date.
    return [one for one in fits if type(one) is type(fits[0])][:_MAX_VALUES] or [None]


_MAX_VALUES = 12
"""Of a field, so many are tried: as many as the longest list of words of the format has."""


def _takes(adapter: TypeAdapter[Any], value: Any) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True
