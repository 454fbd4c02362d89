"""Family 2xx: dates that cannot be, wrong at every stage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.document.finding import Severity
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import N_, Message, message
from kamctl.plan.measure_progress import is_before_baseline
from kamctl.plan.plan_date import PlanDate
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.position_years import is_year_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.checks.helpers.plan_texts import Quotation
    from kamctl.document.span import KeyPath
    from kamctl.plan.plan_metadata import Period


@plan_check("KAM203", "impossible-date", required_from=Stage.DRAFT)
def impossible_date(context: Context) -> Iterator[Observation]:
    """Work starts before it is due; due dates are in the plan's period, past events in the past.

    Notice to end a contract is due before its end, a decision after its review, the answer to a
    concern after the concern. Past events, such as a review, a reading or a contact, are dated
    today or earlier, and so are the years of the history. A month or a quarter is wrong only if all
    its days are.

    Three things are warnings: a due date outside the plan's period; a reading before the baseline
    of its measure, which does not count; a target of `position` for a year that ended more than 180
    days ago and is not in its history. If the plan's period ends before December, a year may end on
    that day of the next one.

    Why:
        One impossible date makes readers doubt the others. Usually the year is wrong.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, start: 2026-11-01, due: 2026-01-31}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, start: 2026-11-01, due: 2027-01-31}
    """
    yield from _wrong_order_in_objectives(context)
    yield from _wrong_order_elsewhere(context)
    yield from _outside_period(context)
    yield from _future_years(context)
    yield from _past_targets(context)
    yield from _readings_before_baseline(context)
    today = context.today
    written = today.isoformat()
    for text, path in context.names.history_dates:
        if text <= written:  # all forms of a date begin with the year, and a quarter sorts last
            continue
        try:
            date = PlanDate.parse(text)
        except ValueError:
            continue
        if date.first > today:
            yield Observation(
                path,
                message("{date} is in the future, but this has already happened.", date=date),
                message("Correct the date (today is {today}).", today=LocalizedDay(today)),
            )


def _future_years(context: Context) -> Iterator[Observation]:
    for figures, path in context.yearly_figures["history"]:
        if figures.year > context.today.year:
            hint = message("Correct the year. Figures for later years belong under `targets:`.")
            yield _in_future((*path, "year"), figures.year, hint)
    since = context.plan.account.customer_since
    if since is not None and since > context.today.year:
        hint = message("Correct the year (today is {today}).", today=LocalizedDay(context.today))
        yield _in_future(("account", "customer_since"), since, hint)


def _in_future(path: KeyPath, year: int, hint: Message) -> Observation:
    return Observation(
        path,
        message("The year {year} is in the future, but this has already happened.", year=year),
        hint,
    )


def _past_targets(context: Context) -> Iterator[Observation]:
    """Find targets of years whose results should be known, and are not in the history."""
    known = {figures.year for figures, _ in context.yearly_figures["history"]}
    for figures, path in context.yearly_figures["targets"]:
        if figures.year not in known and is_year_over(context.plan, figures.year, context.today):
            yield Observation(
                (*path, "year"),
                message(
                    "The year {year} is over: this is no longer a target, and the history has no "
                    "figures for that year.",
                    year=figures.year,
                ),
                message("Add the results of that year under `history:`, or correct the year."),
                Severity.WARNING,
            )


def _readings_before_baseline(context: Context) -> Iterator[Observation]:
    for objective in context.objectives:
        for index, measure in enumerate(objective.model.measures):
            since = measure.baseline.on if measure.baseline else None
            for number, reading in enumerate(measure.readings):
                if since and reading.on and is_before_baseline(reading.on, since):
                    at = objective.at("measures", index)
                    yield Observation(
                        (*at, "readings", number, "on"),
                        message(
                            "The reading ({on}) is older than the baseline ({baseline}) and does "
                            "not count.",
                            on=reading.on,
                            baseline=since,
                        ),
                        message("Correct one of the two dates, or remove the reading."),
                        Severity.WARNING,
                        related=((message("The baseline is here."), (*at, "baseline", "on")),),
                    )


class _Order(NamedTuple):
    """What is said of two dates in the wrong order: a msgid, and what the dates are in it."""

    msgid: str
    first: str
    second: str


_PERIOD: Final = _Order(N_("The end ({end}) is before the start ({start})."), "start", "end")
_NOTICE: Final = _Order(
    N_("The notice date ({notice}) is after the end of the contract ({end})."), "notice", "end"
)
_ANSWER: Final = _Order(
    N_("The answer is due ({due}) before the concern was raised ({raised})."), "raised", "due"
)
_DECISION: Final = _Order(
    N_("This date ({on}) is before the review that decided it ({date})."), "date", "on"
)


def _wrong_order_in_objectives(context: Context) -> Iterator[Observation]:
    """Report the dates of objectives that are before one they must follow."""
    for objective in context.objectives:
        for index, action in enumerate(objective.model.actions):
            if _is_before(action.due, action.start):
                path = objective.at("actions", index, "due")
                yield _in_wrong_order(path, _PERIOD, action.start, action.due)
        for index, direction in enumerate(objective.model.directions):
            for number, concern in enumerate(direction.resistances):
                if _is_before(concern.due, concern.on):
                    path = objective.at("directions", index, "resistances", number, "due")
                    yield _in_wrong_order(path, _ANSWER, concern.on, concern.due)


def _wrong_order_elsewhere(context: Context) -> Iterator[Observation]:
    """Do the same for the plan's period, the decisions of reviews and the contracts."""
    period = context.plan.plan.period
    if period and _is_before(period.end, period.start):
        yield _in_wrong_order(("plan", "period", "end"), _PERIOD, period.start, period.end)
    for index, review in enumerate(context.plan.reviews):
        for number, decision in enumerate(review.decisions):
            for key, day in (("due", decision.due), ("done_on", decision.done_on)):
                if _is_before(day, review.date):
                    path = ("reviews", index, "decisions", number, key)
                    yield _in_wrong_order(path, _DECISION, review.date, day)
    for index, contract in enumerate(context.plan.buying.contracts if context.plan.buying else ()):
        here = ("buying", "contracts", index)
        if _is_before(contract.end, contract.start):
            yield _in_wrong_order((*here, "end"), _PERIOD, contract.start, contract.end)
        if _is_before(contract.end, contract.notice_by):
            yield _in_wrong_order((*here, "notice_by"), _NOTICE, contract.notice_by, contract.end)


def _is_before(date: PlanDate | None, other: PlanDate | None) -> bool:
    """Tell whether all days that a date may be of are before those of the other."""
    if date is None or other is None:
        return False
    # The first day is computed from the last: most dates need only the last.
    return date.day < other.day and date.day < other.first


def _in_wrong_order(
    path: KeyPath, order: _Order, first: PlanDate | None, second: PlanDate | None
) -> Observation:
    return Observation(
        path,
        Message(order.msgid, {order.first: first, order.second: second}),
        message("Correct one of the two dates."),
    )


def _outside_period(context: Context) -> Iterator[Observation]:
    period = context.plan.plan.period
    if period is None:
        return
    last = period.end.day if period.end else dt.date.max
    first = period.start.first if period.start else dt.date.min
    for objective in context.objectives:
        due = objective.model.due
        if due and not first <= due.day <= last:
            yield from _outside(objective.at("due"), due, period)
        for index, action in enumerate(objective.model.actions):
            due = action.due
            if due and not first <= due.day <= last:
                path = objective.at("actions", index, "due")
                yield from _outside(path, due, period, quoted(context, action.title))


def _outside(
    path: KeyPath, due: PlanDate, period: Period, action: Quotation | None = None
) -> Iterator[Observation]:
    if period.end and due.first > period.end.day:
        yield Observation(
            path,
            message(
                "The due date ({due}) is after the end of the plan ({end}).",
                due=due,
                end=period.end,
            )
            if action is None
            else message(
                "The due date ({due}) of the action “{action}” is after the end of the plan "
                "({end}).",
                action=action,
                due=due,
                end=period.end,
            ),
            message("Choose an earlier date, or extend `plan.period`."),
            Severity.WARNING,
        )
    elif period.start and due.day < period.start.first:
        yield Observation(
            path,
            message(
                "The due date ({due}) is before the start of the plan ({start}).",
                due=due,
                start=period.start,
            )
            if action is None
            else message(
                "The due date ({due}) of the action “{action}” is before the start of the plan "
                "({start}).",
                action=action,
                due=due,
                start=period.start,
            ),
            message("Correct the date, or set an earlier start in `plan.period`."),
            Severity.WARNING,
        )
