"""Family 2xx: dates that are near or past, from contracts to decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kamctl.checks.engine.registry import NextRank, Observation, Option, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.message import N_, Message, counted, message
from kamctl.plan.dates import DATES, urgent_deadlines
from kamctl.plan.functions import function_name
from kamctl.plan.months import DAYS_PER_YEAR
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.agreement_status import answered_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kamctl.checks.engine.context import Context
    from kamctl.plan.dates import DateInPlan


_MEANINGS: Final = {
    "renewal_days": "Days of warning before a renewal.",
    "relationship_days": "Days of warning before the due date of the target relationship.",
    "period_days": "Days of warning before the end of the plan's period.",
    "step_days": "Days of warning before a buying step.",
    "notice_days": "Days of warning before the last day to give notice.",
    "contract_days": "Days of warning before the end of a contract.",
    "opportunity_days": "Days of warning before the decision on an opportunity.",
    "objective_days": "Days of warning before the due date of an objective.",
    "answer_days": "Days of warning before the date of a function's answer.",
    "decision_days": "Days of warning before the due date of a decision.",
}

OPTIONS: Final = {
    name: Option(
        name,
        next(row.near for row in DATES if row.option == name),
        meaning,
        more_is_stricter=True,
    )
    for name, meaning in _MEANINGS.items()
}

_YEARS_FROM_DAYS: Final = 3 * 365
"""Days from which on the distance of a date is given in years."""
_HINTS: Final = {
    "account.renewal": (
        N_("Prepare the renewal, then set the next date."),
        N_("If it was renewed, set the next date; if not, mention it in `account.summary`."),
    ),
    "account.relationship.by": (
        N_("Check what is still missing, and update `now:`."),
        N_("Update `now:`, or agree on a new date in `by:`."),
    ),
    "plan.period.end": (
        N_("Prepare the next plan: close or carry over each objective."),
        N_("Start the next plan, or extend `plan.period`."),
    ),
    "buying.process[].due": (
        N_("Check that the customer's date is still valid."),
        N_("Remove the step if it has taken place; otherwise ask for the new date."),
    ),
    "buying.contracts[].notice_by": (
        N_("Decide now whether to give notice."),
        N_("Record the decision: set the next `notice_by:` and `end:`."),
    ),
    "buying.contracts[].end": (
        N_("Agree on the next steps, then set the new dates."),
        N_("Set the dates of the next contract, or remove this one."),
    ),
    "whitespace.cells[].contract_end": (
        N_("Submit an offer before the renewal."),
        N_("Find out the outcome and update the cell."),
    ),
    "opportunities[].close": (
        N_("Check that the date is still valid."),
        N_("Set `stage: won` or `stage: lost`, or a new `close:` date."),
    ),
    "objectives[].due": (
        N_("Check whether it will be achieved, and update its `status:`."),
        N_("Set `status: closed` with its `outcome:`, or agree on a new date."),
    ),
    "objectives[].directions[].answer_by": (
        N_("Request the sign-off: kamctl align ask"),
        N_("Request the sign-off, or agree on a new date: kamctl align ask"),
    ),
    "reviews[].decisions[].due": (
        N_("Check that it will be done by then."),
        N_("Set `status:` to done or dropped, or agree on a new date."),
    ),
}
"""What to do, by the date: while it is near, and once it is past."""


@plan_check(
    "KAM206",
    "dates-near-or-past",
    warns_from=Stage.DRAFT,
    options=tuple(OPTIONS.values()),
    rank=NextRank(group="dates"),
)
def dates_near_or_past(context: Context) -> Iterator[Observation]:
    """Dates in the plan that are past or due soon are reported, in all its sections.

    This covers contracts (last day to give notice, and end), those of competitors, renewals,
    opportunities, buying steps, the target relationship, sign-offs requested of functions, the due
    dates of objectives, the plan's period, and decisions of reviews, including undated ones that a
    later review has not closed. The options set how many days before each date it is reported; 0
    means on the day itself. Closed, won, lost, completed and cancelled entries are not
    checked, nor are objectives on hold. The next review is covered by KAM405; actions, risks and
    concerns by KAM701.

    Why:
        A missed notice date costs a year, and an opportunity whose date has passed still counts in
        the forecast. A report in time leaves room to act.

    Example:
        plan: {owner: claire}
        buying:
          contracts:
            - {title: Framework agreement valves, end: 2027-02-28, notice_by: 2026-11-26}
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        plan: {owner: claire}
        buying:
          contracts:
            - {title: Framework agreement valves, end: 2029-02-28, notice_by: 2028-11-30}
        team:
          - {id: claire, name: Claire Morel}
    """
    yield from _decisions_left_open(context)
    answered = answered_functions(context.agreement)
    days = {name: context.option(option) for name, option in OPTIONS.items()}
    for one in urgent_deadlines(context.plan, context.today, days, answered=answered):
        left = one.days_left(context.today)
        near, past = _HINTS[one.row.path]
        yield Observation(
            one.path, _date_message(context, one, left), Message(past if left < 0 else near)
        )


def _decisions_left_open(context: Context) -> Iterator[Observation]:
    """Return open decisions without a date that a later review has found still open."""
    held = [one.date.day for one in context.plan.reviews if one.date.day <= context.today]
    last = max(held, default=None)
    for index, review in enumerate(context.plan.reviews):
        if last is None or review.date.day >= last:
            continue
        for number, one in enumerate(review.decisions):
            if one.is_open and one.due is None:
                yield Observation(
                    ("reviews", index, "decisions", number),
                    message(
                        "“{title}” has been open since the review of {date}.",
                        title=quoted(context, one.text),
                        date=review.date,
                    ),
                    message("Set `status:` to done or dropped, or add a due date: `due:`."),
                )


def _date_message(context: Context, one: DateInPlan, left: int) -> Message:
    values = {
        "name": Message(one.row.name),
        "date": one.date,
        "when": days_from_today(left),
        "days": left,
    }
    title = one.title
    if title is None:
        function = getattr(one.parts[-1], "function", None)
        if function is None:
            return message("{name}: {date} ({when}).", **values)
        return message(
            "{name}, “{title}”: {date} ({when}).", title=function_name(function), **values
        )
    return message("{name}, “{title}”: {date} ({when}).", title=quoted(context, title), **values)


def days_from_today(left: int) -> Message:
    """Say how far away a day is; below zero it is past."""
    match left:
        case 0:
            return message("today")
        case 1:
            return message("tomorrow")
        case -1:
            return message("yesterday")
    if abs(left) >= _YEARS_FROM_DAYS:
        years = round(abs(left) / DAYS_PER_YEAR)
        if left < 0:
            return counted("about {count} year ago", "about {count} years ago", years)
        return counted("in about {count} year", "in about {count} years", years)
    if left < 0:
        return counted("{count} day ago", "{count} days ago", -left)
    return counted("in {count} day", "in {count} days", left)
