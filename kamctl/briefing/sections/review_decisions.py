"""What is to be decided in a review: agreements to ask for again, dates, concerns, what is late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kamctl.comparison.change_values import Several
from kamctl.comparison.durations import how_often
from kamctl.comparison.phrases import FUNCTIONS, word
from kamctl.i18n.message import counted
from kamctl.plan.actions import is_late
from kamctl.plan.dates import dates_of
from kamctl.plan.progress import progress
from kamctl.plan.values import PlanDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.document.span import Path
    from kamctl.plan.model import Plan
    from kamctl.signoffs.status import ObjectiveStatus

_OFTEN: Final = 2
"""How often a date slips before somebody must decide about it."""


def pending_decisions(
    plan: Plan,
    ordered: Sequence[ObjectiveStatus],
    changes: Sequence[Change],
    told: Collection[Path],
    audience: Audience,
    say: PlanFormatter,
) -> Iterator[str]:
    """Return what is to be decided, the weightiest first.

    `changes` are those the reader sees, `told` the places of the dates that are near or past.
    """
    for one in changes:
        if one.kind == "invalidated" and isinstance(one.before, list):
            parties = Several(tuple(word(FUNCTIONS, str(party)) for party in one.before))
            yield say.say(
                "{objective}: ask {parties} for new sign-offs, as theirs are invalidated; or "
                "restore the text they signed.",
                objective=one.objective,
                parties=parties.say(say.t),
            )
    yield from _concerns(ordered, audience, say)
    yield from _dates(plan, changes, say)
    if audience.sees("measures"):
        yield from _behind(plan, say)
    if audience.sees("actions"):
        yield from _overdue(plan, say)
    if audience.sees("all_details"):
        yield from _business(plan, told, say)
        yield from _decided(plan, say)


def _concerns(
    ordered: Sequence[ObjectiveStatus], audience: Audience, say: PlanFormatter
) -> Iterator[str]:
    """Say whose concern is in the way, and in which words to those who may know them."""
    for each in ordered:
        if not each.is_active:
            continue
        for direction, concern in each.blocking:
            own = direction.function == audience.function
            if own or audience.sees("all_details") or audience.sees("escalations"):
                yield say.say(
                    "{objective}: answer the blocking concern of {function}: “{concern}”",
                    objective=each.objective.id,
                    function=say.function(direction.function),
                    concern=say.text(concern.concern),
                )
            elif audience.sees("alignment"):
                yield say.say(
                    "{objective}: answer the blocking concern of {function}.",
                    objective=each.objective.id,
                    function=say.function(direction.function),
                )


def _dates(plan: Plan, changes: Sequence[Change], say: PlanFormatter) -> Iterator[str]:
    titles = {
        (objective.id, action.id): say.text(action.title)
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }
    for one in changes:
        if one.kind != "later" or one.path[-1] != "due" or not isinstance(one.after, str):
            continue
        date = say.date(PlanDate.parse(one.after))
        title = titles.get((one.objective or "", one.path[-2]))
        if title is None and one.path[-2] == one.objective:
            yield say.say(
                "{objective}: stand by the new date, {date}, or come back to the old one.",
                objective=one.objective,
                date=date,
            )
        elif title is not None and one.times >= _OFTEN:
            yield say.say(
                "{objective}: “{action}” has slipped {times}. Keep it, change it or stop it?",
                objective=one.objective,
                action=title,
                times=how_often(one.times).say(say.t),
            )


def _behind(plan: Plan, say: PlanFormatter) -> Iterator[str]:
    for objective in plan.objectives:
        if not objective.is_active:
            continue
        for measure in objective.measures:
            way = progress(measure, say.today)
            if way.pace != "behind" or way.due_value is None or way.on is None:
                continue
            values = {
                "objective": objective.id,
                "measure": say.text(measure.name),
                "date": say.formats.day(way.on),
                "value": say.formats.quantity(round(way.due_value, 1), measure.unit),
            }
            if measure.direction == "hold":
                yield say.say(
                    "{objective}: {measure} is off target ({date}); it was to be held at {value}. "
                    "What is done about it?",
                    **values,
                )
            else:
                yield say.say(
                    "{objective}: {measure} is behind; expected by {date}: {value}. What is done "
                    "about it?",
                    **values,
                )


def _overdue(plan: Plan, say: PlanFormatter) -> Iterator[str]:
    for objective in plan.objectives:
        late = [one for one in objective.actions if is_late(one, say.today)]
        if late and objective.is_active:
            titles = [say.say("“{text}”", text=say.text(one.title)) for one in late]
            yield counted(
                "{objective}: {actions} is overdue. Who does it, and by when?",
                "{objective}: {actions} are overdue. Who does them, and by when?",
                len(late),
                objective=objective.id,
                actions=say.formats.list(titles),
            ).say(say.t)


def _business(plan: Plan, told: Collection[Path], say: PlanFormatter) -> Iterator[str]:
    """Tell the dates of the business that the check told, the oldest first."""
    found = [
        one for one in dates_of(plan) if one.path in told and not one.row.path.startswith("reviews")
    ]
    for one in sorted(found, key=lambda one: one.date.day):
        values = {"name": say.t(one.row.name), "date": say.date(one.date)}
        title = say.text(one.title)
        if title:
            said = say.say("{name}, “{title}”: {date}", title=title, **values)
        else:
            said = say.say("{name}: {date}", **values)
        past = one.days(say.today) < 0
        yield say.say("{what}, and that is past.", what=said) if past else f"{said}."


def _decided(plan: Plan, say: PlanFormatter) -> Iterator[str]:
    """Ask after what was decided in earlier reviews and is still open; overdue ones first."""
    waiting = [
        (review, one)
        for review in plan.reviews
        if review.date.first <= say.today
        for one in review.decisions
        if one.is_open
    ]
    waiting.sort(key=lambda pair: pair[1].due.day if pair[1].due else dt.date.max)
    for review, one in waiting:
        values = {"day": say.date(review.date), "decision": say.text(one.text).rstrip(".")}
        who = say.person(say.present(one.owner))
        if one.due is None:
            said = say.say("Decided on {day} and still open: “{decision}”.", **values)
        elif one.due.day < say.today:
            said = say.say(
                "Decided on {day}, overdue since {due}: “{decision}”.",
                due=say.date(one.due),
                **values,
            )
        else:
            said = say.say(
                "Decided on {day}, due on {due}: “{decision}”.", due=say.date(one.due), **values
            )
        question = say.say("Is it done, {person}?", person=who) if who else say.t("Is it done?")
        yield f"{said} {question}"
