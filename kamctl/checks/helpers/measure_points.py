"""The values of measures, and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Measure

    Values = Sequence[tuple[KeyPath, float]]


def values_of_measures(
    context: Context, wanted: Callable[[Measure], bool]
) -> Iterator[tuple[Measure, KeyPath, Values]]:
    """Return the measures `wanted` of all objectives, each with its path and its values.

    Those are its baseline, its target and its readings, each with its path in the measure.
    """
    for objective in context.objectives:
        for index, measure in enumerate(objective.model.measures):
            if wanted(measure):
                yield measure, objective.at("measures", index), _values_of(measure)


def _values_of(measure: Measure) -> Values:
    ends = (("baseline", measure.baseline), ("target", measure.target))
    values: list[tuple[KeyPath, float]] = [
        ((key, "value"), point.value) for key, point in ends if point is not None
    ]
    for place, reading in enumerate(measure.readings):
        values.append((("readings", place, "value"), reading.value))
    return values
