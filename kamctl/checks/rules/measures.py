"""Family 1xx, measures: figures with a baseline, a target that lies ahead, fresh readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, Option, not_met, objective_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.labels import InSentence
from kamctl.plan.measure_progress import holds, latest_dated
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.objectives import Measure, Point

MAX_DAYS = Option("max_days", 180, "Maximum age of the latest reading, in days.", least=1)


@objective_check(
    "KAM110",
    "measurable",
    N_("Add a measure or a success criterion"),
    required_from=Stage.SHARED,
    rank=NextRank(order=90),
)
def measurable(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has a measure from a dated baseline to a dated target, or a criterion.

    Each measure needs a unit, a `baseline` and a `target`, both with a value and a date. If
    nothing can be measured, `success_criterion` describes the result in words.

    Why:
        Without a baseline, progress cannot be calculated; without a date, nobody knows whether we
        are late. Source: G. Doran, "There's a S.M.A.R.T. way to write management's goals and
        objectives" (1981): measurable.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - {name: Share of wallet, target: {value: 42, on: 2028-12-31}}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - name: Share of wallet
                unit: "%"
                baseline: {value: 27, on: 2025-12-31}
                target: {value: 42, on: 2028-12-31}
    """
    model = objective.model
    if not model.measures:
        if is_empty(model.success_criterion):
            yield Observation(
                objective.at("measures"),
                message("The objective has no measure."),
                message(
                    "Add `measures:` with name, unit, baseline and target; if it cannot be "
                    "measured, add `success_criterion:`."
                ),
            )
        return
    for index, measure in enumerate(model.measures):
        lacks = tuple(_missing_parts(measure))
        if not lacks:
            continue
        at = objective.at("measures", index)
        if len(lacks) > 1:
            yield Observation(
                at,
                message(
                    "“{measure}” is incomplete. Missing: {lacks}.",
                    measure=quoted(context, measure.name),
                    lacks=", ".join(f"`{'.'.join(map(str, key))}`" for key, _, _ in lacks),
                ),
                message(
                    "Add them, so that progress can be calculated: {form}",
                    form=", ".join(dict.fromkeys(form for _, _, form in lacks)),
                ),
            )
            continue
        for key, lack, form in lacks:
            yield Observation(
                (*at, *key),
                message("The measure has no {lack}.", lack=lack),
                message("Add it, so that progress can be calculated: {form}", form=form),
            )


_UNIT = 'unit: "%"'
_BASELINE = "baseline: {value: 27, on: 2025-12-31}"
_TARGET = "target: {value: 42, on: 2028-12-31}"


def _missing_parts(measure: Measure) -> Iterator[tuple[KeyPath, Message | InSentence, str]]:
    """Return what a measure lacks: where, in words, and how it is written."""
    if not measure.unit_name:
        yield ("unit",), message("unit"), _UNIT
    if measure.baseline is None:
        yield ("baseline",), InSentence(N_("Baseline")), _BASELINE
    elif measure.baseline.on is None:
        yield ("baseline", "on"), message("date for its baseline"), _BASELINE
    if measure.target is None:
        yield ("target",), InSentence(N_("Target")), _TARGET
    elif measure.target.on is None:
        yield ("target", "on"), message("date for its target"), _TARGET


@objective_check(
    "KAM111",
    "target-ahead",
    N_("Set targets beyond the baseline and before the due date"),
    required_from=Stage.SHARED,
    rank=NextRank(order=100),
)
def target_ahead(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """A target is beyond its baseline, dated later, and not dated after the objective's due date.

    If the measure has a `direction`, the target must lie in that direction. A measure to be held,
    such as the customer's rating while we grow, has `direction: hold`: its target equals its
    baseline, within 5%. In an objective of the category `defence`, a target may also equal its
    baseline.

    Why:
        A target on the wrong side of its baseline is a typing error that every dashboard repeats.
        A target dated after the objective's end is never reviewed.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            due: 2028-12-31
            measures:
              - name: Delivery reliability
                unit: "%"
                direction: increase
                baseline: {value: 97, on: 2025-12-31}
                target: {value: 87, on: 2027-06-30}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            due: 2028-12-31
            measures:
              - name: Delivery reliability
                unit: "%"
                direction: increase
                baseline: {value: 87, on: 2025-12-31}
                target: {value: 97, on: 2027-06-30}
    """
    model = objective.model
    if not model.measures and is_empty(model.success_criterion):
        yield not_met(objective.at("measures"))
    for index, measure in enumerate(model.measures):
        baseline, target = measure.baseline, measure.target
        at = objective.at("measures", index, "target")
        if target is None:
            yield not_met(objective.at("measures", index))
            continue
        if baseline is None:
            yield not_met(objective.at("measures", index))
        else:
            yield from _compared_with_baseline(
                measure, baseline, target, at, may_equal=model.category == "defence"
            )
        if model.due and target.on and target.on.first > model.due.day:
            yield Observation(
                (*at, "on"),
                message(
                    "The target date ({on}) is after the objective's due date ({due}).",
                    on=target.on,
                    due=model.due,
                ),
                message("Bring the target date forward, or postpone the objective's due date."),
            )


def _compared_with_baseline(
    measure: Measure, baseline: Point, target: Point, at: KeyPath, *, may_equal: bool
) -> Iterator[Observation]:
    """Compare a target with its baseline; `may_equal` says that the two may be the same."""
    if measure.direction == "hold":
        if not holds(target.value, baseline.value):
            yield Observation(
                (*at, "value"),
                message("The measure is to be held, but its target differs from its baseline."),
                message("Set the target to the baseline, or correct `direction`."),
            )
    elif target.value == baseline.value:
        if not may_equal:
            yield Observation(
                (*at, "value"),
                message("The target equals the baseline."),
                message(
                    "Set the target to the value to reach; if the value should stay the "
                    "same, add `direction: hold`."
                ),
            )
    elif measure.direction and (measure.direction == "increase") == (target.value < baseline.value):
        yield Observation(
            (*at, "value"),
            message(
                "The measure should {direction}, but its target is in the opposite direction.",
                direction=message("increase")
                if measure.direction == "increase"
                else message("decrease"),
            ),
            message("Correct the target, the baseline or `direction`."),
        )
    if baseline.on and target.on and target.on.day <= baseline.on.first:
        yield Observation(
            (*at, "on"),
            message("The target date ({on}) is not after the baseline date.", on=target.on),
            message("Correct one of the two dates."),
        )


@objective_check(
    "KAM119",
    "fresh-reading",
    N_("Update the reading of each measure"),
    warns_from=Stage.ALIGNED,
    options=(MAX_DAYS,),
)
def fresh_reading(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The latest reading of each measure is recent enough.

    If there is no reading, the age of the baseline counts. A reading without a date is reported. A
    measure read after its target date needs no more readings; neither does an objective on hold.
    The limit is `max_age_days` of the account's tier if it is set, otherwise the option.

    Why:
        Without readings, a missed target is discovered when it is too late. Two readings a year
        are enough to react in time.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - name: Share of wallet
                unit: "%"
                baseline: {value: 27, on: 2025-12-31}
                target: {value: 42, on: 2028-12-31}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            measures:
              - name: Share of wallet
                unit: "%"
                baseline: {value: 27, on: 2025-12-31}
                target: {value: 42, on: 2028-12-31}
                readings: [{value: 29, on: 2026-09-30}]
    """
    if not objective.model.is_active:
        return
    limit = context.max_age_days(MAX_DAYS)
    for index, measure in enumerate(objective.model.measures):
        if any(reading.on is None for reading in measure.readings):
            yield Observation(
                objective.at("measures", index, "readings"),
                message(
                    "“{measure}” has readings without a date.",
                    measure=quoted(context, measure.name),
                ),
                message("Add to each reading when it was measured: {form}", form="on: 2026-09-30"),
            )
            continue
        text = _old_reading_message(context, measure, limit)
        if text is not None:
            # At the readings as a whole: where one could not be read, nothing may be said of them.
            yield Observation(
                objective.at("measures", index, "readings"),
                text,
                message(
                    "Add the current value: {form}",
                    form=f"readings: [{{value: …, on: {context.today.isoformat()}}}]",
                )
                if not measure.readings
                else message(
                    "Add the current value under `readings:` with its date. The latest "
                    "reading should be at most {limit} days old.",
                    limit=limit,
                ),
            )


def _old_reading_message(context: Context, measure: Measure, limit: int) -> Message | None:
    """Say what is old about the readings of a measure, if anything is."""
    reading = latest_dated(measure, context.today)
    latest = reading.on if reading else None
    seen = latest or (measure.baseline.on if measure.baseline else None)
    due = measure.target.on if measure.target else None
    if seen is None or (due and latest and latest.day >= due.first):
        return None
    days = (context.today - seen.day).days
    if days <= limit:
        return None
    name = quoted(context, measure.name)
    if latest is None:
        return message(
            "“{measure}” has no reading since its baseline {days} days ago ({on}).",
            measure=name,
            days=days,
            on=seen,
        )
    if due and due.day < context.today:
        return message(
            "“{measure}”: the target date has passed ({due}), the latest reading is older ({on}).",
            measure=name,
            due=due,
            on=seen,
        )
    return message(
        "The latest reading of “{measure}” is {days} days old ({on}).",
        measure=name,
        days=days,
        on=seen,
    )
