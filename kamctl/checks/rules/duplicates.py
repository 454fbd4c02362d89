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
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.checks.helpers.plan_texts import Quotation
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Point
    from kamctl.plan.plan_date import PlanDate


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
            related=((message("First occurrence"), first[entry.id]),),
        )


@plan_check("KAM205", "duplicate-entry", warns_from=Stage.DRAFT, fixable=True)
def duplicate_entry(context: Context) -> Iterator[Observation]:
    """No list has duplicates, no function two directions, and no measure two readings of one day.

    The lists are those of ids, countries, languages, tools, units and offerings. Two directions
    for one function in an objective are an error at every stage, and so are two different readings
    of a measure for the same day, month, quarter or half-year: until it is corrected, the one
    listed last counts. The same reading twice is a warning, and so are different readings for a
    month and for the quarter that ends with it.

    Why:
        An entry listed twice is often a typing error: claire twice instead of claire and thomas.
        With two directions for one function, it is unclear which of them the function has agreed
        to; with two readings for one day, which of them is right.

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
            related=((message("First occurrence"), first),),
        )
    yield from _duplicate_directions(context)
    yield from _duplicate_readings(context)


def _duplicate_directions(context: Context) -> Iterator[Observation]:
    """Find two directions for one function in one objective: who has agreed to what?"""
    for objective in context.objectives:
        first: dict[str, int] = {}
        for index, direction in enumerate(objective.model.directions):
            known = first.setdefault(direction.function, index)
            if known == index:
                continue
            yield Observation(
                objective.at("directions", index, "function"),
                message(
                    "{function} has two directions, but a function signs only once.",
                    function=function_name(direction.function),
                ),
                message(
                    "Combine everything asked of it in one direction with one leader, or "
                    "assign this one to another function."
                ),
                Severity.ERROR,
                related=(
                    (
                        message("First occurrence"),
                        objective.at("directions", known, "function"),
                    ),
                ),
            )


def _duplicate_readings(context: Context) -> Iterator[Observation]:
    """Find two readings of one measure of the same day or period, or of periods that end together.

    A reading that does not count, because it is before the baseline, is reported as such alone.
    """
    for objective in context.objectives:
        for index, measure in enumerate(objective.model.measures):
            since = measure.baseline.on if measure.baseline else None
            first: dict[object, tuple[Point, KeyPath]] = {}
            for number, reading in enumerate(measure.readings):
                on = reading.on
                if on is None or is_before_baseline(on, since):
                    continue
                here = (reading, objective.at("measures", index, "readings", number, "on"))
                same = first.setdefault((on.day, on.precision), here)
                ending = first.setdefault(on.day, here)
                name = quoted(context, measure.name)
                if same is not here:
                    yield _repeated_reading(name, on, here, same)
                elif ending is not here and ending[0].value != reading.value:
                    yield Observation(
                        here[1],
                        message(
                            "“{measure}” has two readings of periods that end on the same day "
                            "({first}, {second}): only the last one counts.",
                            measure=name,
                            first=ending[0].on,
                            second=on,
                        ),
                        message("Keep the right one, or correct its date."),
                        related=((message("First occurrence"), ending[1]),),
                    )


def _repeated_reading(
    measure: Quotation, on: PlanDate, here: tuple[Point, KeyPath], known: tuple[Point, KeyPath]
) -> Observation:
    differs = here[0].value != known[0].value
    return Observation(
        here[1],
        message(
            "“{measure}” has two different readings of the same date ({on}): the last one counts.",
            measure=measure,
            on=on,
        )
        if differs
        else message("“{measure}” has the same reading twice ({on}).", measure=measure, on=on),
        message("Keep the right one, or correct its date."),
        Severity.ERROR if differs else None,
        related=((message("First occurrence"), known[1]),),
    )
