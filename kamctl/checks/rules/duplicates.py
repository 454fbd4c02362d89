"""Family 0xx and 2xx: ids and entries that occur twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.document.finding import Severity
from kamctl.document.span import dotted
from kamctl.i18n.message import message
from kamctl.plan.duplicates import duplicates
from kamctl.plan.functions import function_name
from kamctl.plan.measure_progress import is_before_baseline
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import KeyPath


@plan_check("KAM014", "duplicate-id", required_from=Stage.DRAFT, rank=NextRank(group="structure"))
def duplicate_id(context: Context) -> Iterator[Observation]:
    """No two entries of a plan have the same id.

    All ids of a plan share one namespace, except the account's own id. They are case-sensitive.

    Why:
        Other entries refer to ids: `owner: claire` must mean exactly one Claire, our colleague or
        the customer's.

    Example:
        team:
          - {id: claire, name: Claire Morel}
        stakeholders:
          - {id: claire, name: Claire Dubois}

    Instead:
        team:
          - {id: claire, name: Claire Morel}
        stakeholders:
          - {id: dubois, name: Claire Dubois}
    """
    entries = context.names.entries
    if len({entry.id for entry in entries}) == len(entries):
        return
    first: dict[str, KeyPath] = {}
    for entry in entries:
        path = (*entry.path, "id")
        if entry.id not in first:
            first[entry.id] = path
            continue
        yield Observation(
            path,
            message("Two entries have the id `{id}`.", id=entry.id),
            message("Change one of the two ids, and every reference to it."),
            related=((message("First occurrence here."), first[entry.id]),),
        )


@plan_check("KAM205", "duplicate-entry", warns_from=Stage.DRAFT, fixable=True)
def duplicate_entry(context: Context) -> Iterator[Observation]:
    """A list of ids, countries, languages, tools, units or offerings has no duplicates.

    An objective has one direction per function, and a measure one value per day: two directions,
    or two different readings, are an error instead of a warning. Until it is corrected, the reading
    listed last counts.

    Why:
        A duplicate has no effect, and is often a typing error: claire twice instead of claire and
        thomas. With two directions for one function, it is unclear which of them the function has
        agreed to.

    Example:
        account:
          name: Lactea
          countries: [FR, DE, FR]

    Instead:
        account:
          name: Lactea
          countries: [FR, DE]
    """
    for path, first in duplicates(context.document, context.names):
        yield Observation(
            path,
            message(
                "“{entry}” occurs twice in `{list}`.",
                entry=context.document.get(path),
                list=dotted(path[:-1]),
            ),
            message("Remove one of them, or correct it. `--fix` removes one."),
            related=((message("First occurrence here."), first),),
        )
    yield from _duplicate_directions(context)
    yield from _duplicate_readings(context)


def _duplicate_directions(context: Context) -> Iterator[Observation]:
    """Find two directions for one function in one objective: who has agreed to what?"""
    for objective in context.objectives:
        first: dict[str, KeyPath] = {}
        for index, direction in enumerate(objective.model.directions):
            path = objective.at("directions", index, "function")
            known = first.setdefault(direction.function, path)
            if known is path:
                continue
            yield Observation(
                path,
                message(
                    "{function} has two directions, but a function signs only once.",
                    function=function_name(direction.function),
                ),
                message(
                    "Combine everything asked of it in one direction with one leader, or "
                    "assign this one to another function."
                ),
                Severity.ERROR,
                related=((message("First occurrence here."), known),),
            )


def _duplicate_readings(context: Context) -> Iterator[Observation]:
    """Find two readings of one measure on one day: a month is its last day."""
    for objective in context.objectives:
        for index, measure in enumerate(objective.model.measures):
            first: dict[dt.date, tuple[float, KeyPath]] = {}
            since = measure.baseline.on if measure.baseline else None
            for number, reading in enumerate(measure.readings):
                # One before the baseline does not count, which KAM203 reports.
                if reading.on is None or is_before_baseline(reading.on, since):
                    continue
                path = objective.at("measures", index, "readings", number, "on")
                value, known = first.setdefault(reading.on.day, (reading.value, path))
                if known is path:
                    continue
                differs = value != reading.value
                yield Observation(
                    path,
                    message(
                        "“{measure}” has two different readings on one day ({on}): the last one "
                        "counts.",
                        measure=quoted(context, measure.name),
                        on=reading.on,
                    )
                    if differs
                    else message(
                        "“{measure}” has the same reading twice ({on}).",
                        measure=quoted(context, measure.name),
                        on=reading.on,
                    ),
                    message("Keep the right one, or correct its date."),
                    Severity.ERROR if differs else None,
                    related=((message("First occurrence here."), known),),
                )
