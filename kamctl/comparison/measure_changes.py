"""Changes in figures that belong together: baselines, targets, readings, the share of wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kamctl.comparison.change import STATUS, WHEN, At, Change
from kamctl.comparison.field_changes import field_changes
from kamctl.comparison.field_values import arrow
from kamctl.comparison.matching import paired
from kamctl.i18n.localized import LocalizedDate, LocalizedPercent, LocalizedQuantity
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.fields import fields_at
from kamctl.plan.labels import InSentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from kamctl.comparison.change import ChangeKind
    from kamctl.comparison.sides import Sides
    from kamctl.i18n.localized import SentenceValue
    from kamctl.plan.objectives import Measure, Point

_POINTS: Final = (
    ("target", N_("target of {measure}"), N_("Target date"), WHEN),
    ("baseline", N_("baseline of {measure}"), N_("Baseline date"), STATUS),
)


def measure_changes(sides: Sides, at: At, old: Measure, new: Measure) -> Iterator[Change]:
    """Compare the figures of a measure, each in its unit."""
    units = _Units(sides, old, new)
    for name, of_measure, day, weight in _POINTS:
        one, other = getattr(old, name), getattr(new, name)
        days = (None if point is None else point.on for point in (one, other))
        date = next(
            each for each in fields_at(f"objectives[].measures[].{name}") if each.name == "on"
        )
        if other is not None or one is None:  # a day that goes with its value is no other change
            yield from field_changes(sides, at, f"{name}.on", date, InSentence(day), *days)
        before, after = _value(one), _value(other)
        if before == after:
            continue
        label = Message(of_measure, {"measure": at.of})
        text = arrow(label, units.then(before), units.now(after))
        kind: ChangeKind = "changed" if one and other else "new" if other else "gone"
        whole = at._replace(of=None)
        yield whole.change(f"{name}.value", kind, text, before, after, weight=weight)
    yield from _readings(at, old, new, units)


def share_changes(_: Sides, at: At, old: Any, new: Any) -> Iterator[Change]:
    """Say what turnover and spend of a year mean together: the share of wallet."""
    before, after = (
        None if year is None or year.share_of_wallet is None else round(year.share_of_wallet, 1)
        for year in (old, new)
    )
    if before == after:
        return
    old_share, new_share = (
        None if one is None else LocalizedPercent(one, 1) for one in (before, after)
    )
    yield at.change(
        "turnover",
        "changed",
        arrow(InSentence(N_("Share of wallet")), old_share, new_share),
        before,
        after,
        weight=STATUS,
        more=(f"{at.field}.customer_spend",),
    )._replace(path=(*at.path, "share_of_wallet"))


def _readings(at: At, old: Measure, new: Measure, units: _Units) -> Iterator[Change]:
    """Say what was read since; readings are distinguished by their days."""
    for one, other in paired(old.readings, new.readings, (_day, lambda point: point.value)):
        point = other or one
        if one == other or point is None:
            continue
        before, after = _value(one), _value(other)
        if one is None:
            text = _read(
                N_("reading {value} ({date})"), N_("reading {value}"), units.now(after), point
            )
        elif other is None:
            text = _read(
                N_("the reading {value} of {date} removed"),
                N_("the reading {value} removed"),
                units.then(before),
                point,
            )
        elif before == after:
            text = message("the date of the reading {value} changed", value=units.now(after))
        else:
            label = (
                message("the reading of {date}:", date=LocalizedDate(point.on))
                if point.on
                else None
            )
            text = arrow(label or message("the reading"), units.then(before), units.now(after))
        kind: ChangeKind = "read" if one is None else "gone" if other is None else "changed"
        fields = (f"{at.field}.readings[].on",)
        yield at.change("readings[].value", kind, text, before, after, weight=STATUS, more=fields)


def _day(point: Point) -> Hashable:
    return None if point.on is None else point.on.day


def _read(dated: str, undated: str, value: SentenceValue | None, point: Point) -> Message:
    if point.on is None:
        return Message(undated, {"value": value})
    return Message(dated, {"value": value, "date": LocalizedDate(point.on)})


class _Units:
    """Writes values in the unit of the measure as it was, and as it is."""

    def __init__(self, sides: Sides, old: Measure, new: Measure) -> None:
        self._then = old.unit, sides.currency(then=True)
        self._now = new.unit, sides.currency()

    def then(self, value: float | None) -> LocalizedQuantity | None:
        return None if value is None else LocalizedQuantity(value, *self._then)

    def now(self, value: float | None) -> LocalizedQuantity | None:
        return None if value is None else LocalizedQuantity(value, *self._now)


def _value(point: Point | None) -> float | None:
    return None if point is None else float(point.value)
