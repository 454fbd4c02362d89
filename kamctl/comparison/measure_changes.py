"""What has changed in the measures: targets, baselines, and what was read since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison.change import STATUS, WHEN, At, Change
from kamctl.comparison.change_values import Day, Quantity
from kamctl.comparison.fields import (
    Entries,
    Field,
    Sides,
    Value,
    arrow,
    by,
    by_id,
    date,
    entries,
    one_of,
    plain,
    text,
)
from kamctl.comparison.matching import paired
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.objectives import Units
from kamctl.signoffs.signed_changes import BETTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.comparison.change import Kind
    from kamctl.comparison.fields import Said
    from kamctl.plan.objectives import Measure, Objective, Point, Unit


def _unit(sides: Sides, name: Message | None, old: Any, new: Any) -> Iterator[Said]:
    """Compare two units: one with a singular is the same as its plural alone."""
    if isinstance(old, Units) and isinstance(new, Units):
        before, after = f"{old.one}/{old.other}", f"{new.one}/{new.other}"
        yield from plain(sides, name, before, after)
    else:
        yield from plain(sides, name, _plural(old), _plural(new))


def _plural(unit: Unit | None) -> str | None:
    return unit.other if isinstance(unit, Units) else unit


_SHAPE: Final = (
    Field("name", N_("name"), text, STATUS),
    Field("unit", N_("unit"), _unit, STATUS),
    Field("direction", "", one_of(BETTER), STATUS),
    Field("target.on", N_("day of the target"), date, WHEN),
    Field("baseline.on", N_("day of the baseline"), date, STATUS),
)
_VALUES: Final = (
    ("target", N_("target of {measure}"), WHEN),
    ("baseline", N_("baseline of {measure}"), STATUS),
)


def measures(sides: Sides, at: At, old: Objective, new: Objective) -> Iterator[Change]:
    """Compare the measures of an objective."""
    field = "objectives[].measures[]"
    here = at._replace(field=field, path=(*at.path, "measures"), weight=STATUS)
    yield from entries(sides, here, _MEASURES, old.measures, new.measures)


def _inside(sides: Sides, at: At, old: Measure, new: Measure) -> Iterator[Change]:
    units = _Units(sides, old, new)
    whole = at._replace(of=None)
    for key, of_measure, weight in _VALUES:
        one, other = getattr(old, key), getattr(new, key)
        before, after = _value(one), _value(other)
        if before == after:
            continue
        name = Message(of_measure, {"measure": at.of})
        words_ = arrow(name, units.then(before), units.now(after))
        kind: Kind = "changed" if one and other else "new" if other else "gone"
        yield whole.change(f"{key}.value", kind, words_, before, after, weight=weight)
    yield from _readings(at, old, new, units)


def _readings(at: At, old: Measure, new: Measure, units: _Units) -> Iterator[Change]:
    """Say what was read since; readings are told apart by their days."""
    pairs = paired(old.readings, new.readings, (by("on"), lambda one: one.value))
    for one, other in pairs:
        if one == other:
            continue
        point = other or one
        assert point is not None
        more = (f"{at.field}.readings[].on",)
        before, after = _value(one), _value(other)
        if one is None:
            said = _read(N_("read {value} on {date}"), N_("read {value}"), units.now(after), point)
        elif other is None:
            said = _read(
                N_("the reading {value} of {date} taken out"),
                N_("the reading {value} taken out"),
                units.then(before),
                point,
            )
        elif before == after:
            said = message("the day of the reading {value} changed", value=units.now(after))
        else:
            name = message("the reading of {date}", date=Day(point.on)) if point.on else None
            said = arrow(name or message("the reading"), units.then(before), units.now(after))
        kind: Kind = "read" if one is None else "gone" if other is None else "changed"
        yield at.change("readings[].value", kind, said, before, after, weight=STATUS, more=more)


def _read(dated: str, undated: str, value: Value | None, point: Point) -> Message:
    if point.on is None:
        return Message(undated, {"value": value})
    return Message(dated, {"value": value, "date": Day(point.on)})


class _Units:
    """Writes values in the unit of the measure as it was, and as it is."""

    def __init__(self, sides: Sides, old: Measure, new: Measure) -> None:
        self._then = old.unit, sides.currency(then=True)
        self._now = new.unit, sides.currency()

    def then(self, value: float | None) -> Quantity | None:
        return None if value is None else Quantity(value, *self._then)

    def now(self, value: float | None) -> Quantity | None:
        return None if value is None else Quantity(value, *self._now)


def _value(point: Any) -> float | None:
    return None if point is None else float(point.value)


def _title(sides: Sides, one: Any, then: bool) -> Value:
    return sides.text(one.name, then=then)


_MEASURES: Final = Entries(
    N_("measure"), _title, ("name",), _SHAPE, (by_id, by("name")), inside=_inside, weight=STATUS
)
