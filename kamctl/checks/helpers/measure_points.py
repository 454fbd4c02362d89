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
) -> Iterator[tuple[Measure, Values]]:
    """Return the measures `wanted` of all objectives, each with its values.

    Those are its baseline, its target and its readings, each with its path.
    """
    for objective in context.objectives:
        for index, measure in enumerate(objective.model.measures):
            if not wanted(measure):
                continue
            points = [
                (("baseline",), measure.baseline),
                (("target",), measure.target),
                *((("readings", place), one) for place, one in enumerate(measure.readings)),
            ]
            yield (
                measure,
                [
                    (objective.at("measures", index, *steps, "value"), point.value)
                    for steps, point in points
                    if point is not None
                ],
            )
