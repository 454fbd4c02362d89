"""Family 1xx, what: how many objectives, each with a scope, an owner, a date and an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import (
    Mandatory,
    NextRank,
    Observation,
    Option,
    objective_check,
    plan_check,
)
from kamctl.checks.helpers.plan_texts import is_answered, quoted
from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.measure_progress import progress
from kamctl.plan.months import MONTHS_PER_YEAR, months_between, months_later, span_end
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan


MAX_RECOMMENDED = Option("few", 3, "Maximum number of open objectives before a warning.", least=1)

MAX_ALLOWED = Option("many", 5, "Maximum number of open objectives before an error.", least=1)

MIN_MONTHS = Option(
    "least_months",
    12,
    "Minimum number of months after the plan's start; an earlier due date is a warning.",
    more_is_stricter=True,
)

MAX_MONTHS = Option(
    "most_months",
    36,
    "Maximum number of months after the plan's start; a later due date is a warning.",
)


@objective_check(
    "KAM103",
    "scope",
    N_("Name the units, countries or offerings it covers"),
    required_from=Stage.SHARED,
    rank=NextRank(order=200),
)
def scope(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has a scope: units, countries or offerings.

    Why:
        Without a scope every function assumes its own: the plant thinks of Spain, finance of the
        whole group. Source: LAMP (Miller Heiman), the field of play.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            scope: {countries: [FR, DE, ES], offerings: [Hygienic valves, Service contracts]}
    """
    named = objective.model.scope
    if named is None or not (named.units or named.countries or named.offerings):
        yield Observation(
            objective.at("scope"),
            message("The objective has no scope."),
            message("Add `scope:` with the `units`, `countries` or `offerings` it covers."),
        )


@objective_check(
    "KAM104", "one-owner", N_("Name an owner"), required_from=Stage.SHARED, rank=NextRank(order=70)
)
def one_owner(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """One person from the team owns the objective.

    Why:
        With two owners, nobody is responsible, and a colleague with a question needs one name.
        Source: G. Doran, "There's a S.M.A.R.T. way to write management's goals and objectives"
        (1981): assignable.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            owner: claire
        team:
          - {id: claire, name: Claire Morel}
    """
    if objective.model.owner is None:
        yield Observation(
            objective.at("owner"),
            message("The objective has no owner."),
            message("Add `owner:` with the id of one person from `team`."),
        )


@objective_check(
    "KAM105",
    "due-date",
    N_("Add a due date"),
    required_from=Stage.SHARED,
    options=(MIN_MONTHS, MAX_MONTHS),
    rank=NextRank(order=80),
)
def due_date(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    """The objective has a due date, one to three years after the plan's start.

    An earlier or later date is a warning. In a plan whose period is a year or less, an earlier
    one is accepted, but not before the plan's start. Months are calendar months: 36 months after
    1 January 2026 is 1 January 2029. Without a `start` in the plan's `period`, any date is
    accepted.

    Why:
        Strategic objectives are about the medium and long term, not this year's bonus; beyond
        three years, plans are too uncertain. Source: LAMP (Miller Heiman): three years.

    Example:
        plan:
          period: {start: 2027-01-01, end: 2029-12-31}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.

    Instead:
        plan:
          period: {start: 2027-01-01, end: 2029-12-31}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning.
            due: 2028-12-31
    """
    due = objective.model.due
    if due is None:
        yield Observation(
            objective.at("due"),
            message("The objective has no due date."),
            message("Add `due:`, one to three years ahead: 2028-12-31, 2028-12 or 2028-Q4."),
        )
        return
    period = context.plan.plan.period
    if period is None or period.start is None:
        return
    start = period.start.first
    least, most = context.option(MIN_MONTHS), context.option(MAX_MONTHS)
    if due.day < start:
        yield Observation(
            objective.at("due"),
            message("Its due date is before the plan starts."),
            message("Correct the date, or set an earlier start in `plan.period`."),
            Severity.WARNING,
        )
    elif due.day < span_end(start, least):
        if period.end is None or period.end.day > span_end(start, MONTHS_PER_YEAR):
            yield Observation(
                objective.at("due"),
                _too_soon(months_between(start, due.day)),
                message("A strategic objective takes one to three years."),
                Severity.WARNING,
            )
    elif due.day > months_later(start, most):
        yield Observation(
            objective.at("due"),
            counted(
                "It is due more than one month after the plan's start.",
                "It is due more than {count} months after the plan's start.",
                most,
            ),
            message(
                "Few people can plan beyond three years; describe what will be achieved by then."
            ),
            Severity.WARNING,
        )


def _too_soon(months: int) -> Message:
    if not months:
        return message("It is due within a month of the plan's start: write it as an action.")
    return counted(
        "It is due one month after the plan's start: write it as an action.",
        "It is due {count} months after the plan's start: write it as an action.",
        months,
    )


@plan_check(
    "KAM106", "few-objectives", required_from=Stage.DRAFT, options=(MAX_RECOMMENDED, MAX_ALLOWED)
)
def few_objectives(context: Context) -> Iterator[Observation]:
    """A plan has at most three strategic objectives, and never more than five.

    The fourth is a warning, the sixth an error. Closed objectives do not count.

    Why:
        If everything is strategic, nothing is: all objectives take time from the same few people.
        Source: hoshin kanri practice: three to five breakthrough objectives.

    Example:
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning by 2028.}
          - {id: SO2, statement: Win the trust of the German plants by 2027.}
          - {id: SO3, statement: Win the sensors in France by 2028.}
          - {id: SO4, statement: Visit all the plants in Poland.}

    Instead:
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning by 2028.}
          - id: SO2
            statement: Win the trust of the German and Polish plants by 2027.
            actions:
              - {title: Visit all the plants in Poland}
          - {id: SO3, statement: Win the sensors in France by 2028.}
    """
    open_ones = context.open_objectives
    few, many = context.option(MAX_RECOMMENDED), context.option(MAX_ALLOWED)
    if len(open_ones) > min(few, many):
        too_many = len(open_ones) > many
        yield Observation(
            (*open_ones[many if too_many else few].path, "id"),
            message("The plan has {count} open objectives.", count=len(open_ones)),
            counted(
                "Keep the most important one; the others may be actions.",
                "Keep the {count} most important ones; the others may be actions.",
                few,
            ),
            Severity.ERROR if too_many else Severity.WARNING,
        )


@plan_check("KAM118", "outcome-recorded", required_from=Stage.DRAFT)
def outcome_recorded(context: Context) -> Iterator[Observation]:
    """A closed objective has an outcome and a lesson learned.

    Two things are a warning, because one of two statements is out of date: an outcome on an
    objective that is not closed, and the result `achieved` where the latest reading of a measure
    is short of its target.

    Why:
        Status and outcome are two things: work can be finished without success. The next objective
        needs what was learned, which is forgotten within a year unless it is written down.

    Example:
        objectives:
          - id: SO1
            statement: Win the trust of the German plants by the end of 2026.
            status: closed

    Instead:
        objectives:
          - id: SO1
            statement: Win the trust of the German plants by the end of 2026.
            status: closed
            outcome: {result: partly_achieved, learned: Service should have joined earlier.}
    """
    for objective in context.objectives:
        outcome = objective.model.outcome
        if objective.model.is_closed:
            if outcome is None:
                yield Observation(
                    objective.at("outcome"),
                    message("The objective is closed but has no outcome."),
                    message(
                        "Add `outcome:` with `result` (achieved, partly_achieved, missed or "
                        "cancelled) and `learned`, one sentence."
                    ),
                )
            elif not is_answered(outcome.learned):
                yield Observation(
                    objective.at("outcome", "learned"),
                    message("The outcome has no lesson learned."),
                    message("Add `learned:`, one sentence that helps to set the next objective."),
                )
            if outcome is not None and outcome.result == "achieved":
                yield from _missed_targets(context, objective)
        elif outcome is not None:
            # At the status: where that could not be read, nothing may be said of it.
            yield Observation(
                objective.at("status"),
                message("The objective has an outcome but is not closed."),
                message("If it is over, set `status: closed`; if not, remove `outcome:`."),
                Severity.WARNING,
                related=((message("The outcome is here."), objective.at("outcome")),),
            )


def _missed_targets(context: Context, objective: ObjectiveInPlan) -> Iterator[Observation]:
    for index, measure in enumerate(objective.model.measures):
        done = progress(measure, context.today).done
        if done is not None and done < 1:
            yield Observation(
                objective.at("outcome", "result"),
                message(
                    "The result is `achieved`, but “{measure}” has not reached its target.",
                    measure=quoted(context, measure.name),
                ),
                message("Add the last reading, or choose `partly_achieved` or `missed`."),
                Severity.WARNING,
                related=(
                    (
                        message("The readings are here."),
                        objective.at("measures", index, "readings"),
                    ),
                ),
            )


@plan_check(
    "KAM120",
    "open-objective",
    required_from=Stage.SHARED,
    # Without an objective there is nothing to share, align or validate.
    rank=NextRank(weight=500, order=10),
    mandatory=Mandatory(N_("Add an objective, or set `stage: draft`.")),
)
def open_objective(context: Context) -> Iterator[Observation]:
    """The plan has at least one open objective.

    An objective is open until its status is `closed`. A plan without open objectives can only be a
    draft.

    Why:
        The objective is what functions agree to and what decider and sponsor sign. A plan without
        one asks nothing of anyone: it cannot be shared, aligned or validated.

    Example:
        plan: {stage: shared}
        objectives: []

    Instead:
        plan: {stage: shared}
        objectives:
          - {id: SO1, statement: Become their one partner for cleaning by the end of 2028.}
    """
    if not context.is_whole("objectives"):
        return
    if all(one.model.is_closed for one in context.objectives):
        yield Observation(
            ("objectives",),
            message("All objectives of the plan are closed.")
            if context.objectives
            else message("The plan has no objective."),
            message(
                "Add one under `objectives:` with an `id` and a `statement`: one sentence "
                "that states what will be achieved with {account}, and by when.",
                account=context.plan.account.name,
            ),
        )
