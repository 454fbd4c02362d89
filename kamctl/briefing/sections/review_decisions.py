"""What is to be decided in a review: agreements to ask for again, dates, concerns, what is late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kamctl.comparison.durations import how_often
from kamctl.i18n.localized import LocalizedList
from kamctl.i18n.message import counted
from kamctl.plan.actions import is_late
from kamctl.plan.dates import dates_of
from kamctl.plan.functions import party_name
from kamctl.plan.measure_progress import progress
from kamctl.plan.plan_date import PlanDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.document.span import KeyPath
    from kamctl.plan.actions import Action
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus

_OFTEN: Final = 2
"""How often a date slips before somebody must decide about it."""


def objective_names(ordered: Sequence[ObjectiveStatus], formatter: PlanFormatter) -> dict[str, str]:
    """Return what each objective is called on a page, by its id: a reader does not know the ids."""
    _ = formatter.translate
    if len(ordered) == 1:
        return {ordered[0].objective.id: _("Objective")}
    return {
        one.objective.id: formatter.unbroken(_("Objective {number}", number=one.number))
        for one in ordered
    }


def actions_by_ids(plan: Plan) -> dict[tuple[str, str], Action]:
    """Return the actions that have an id, by that of their objective and their own."""
    return {
        (objective.id, action.id): action
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }


def objective_numbers(ordered: Sequence[ObjectiveStatus]) -> dict[str, str]:
    """Return the number of each objective, by its id, for a column of that name.

    Empty where there is one objective: it is not named in each row.
    """
    if len(ordered) == 1:
        return {}
    return {one.objective.id: str(one.number) for one in ordered}


def pending_decisions(
    plan: Plan,
    ordered: Sequence[ObjectiveStatus],
    changes: Sequence[Change],
    reported: Collection[KeyPath],
    audience: Audience,
    formatter: PlanFormatter,
) -> Iterator[str]:
    """Return what is to be decided, the weightiest first.

    `changes` are those the reader sees, `reported` the places of the dates that are near or past.
    """
    names = objective_names(ordered, formatter)
    for one in changes:
        if one.kind == "invalidated" and isinstance(one.before, list):
            parties = LocalizedList(tuple(party_name(str(party)) for party in one.before))
            yield formatter.translate(
                "{objective}: ask {parties} for new sign-offs, as theirs are invalidated; or "
                "restore the text they signed.",
                objective=names.get(one.objective or "", ""),
                parties=formatter.translate_message(parties),
            )
        elif one.kind == "invalidated":
            yield formatter.translate(
                "{objective}: ask the customer to confirm the current text, as their confirmation "
                "is invalidated; or restore the text they confirmed.",
                objective=names.get(one.objective or "", ""),
            )
    yield from _concerns(ordered, names, audience, formatter)
    yield from _dates(plan, names, changes, formatter)
    if audience.sees("measures"):
        yield from _behind(plan, names, formatter)
    if audience.sees("actions"):
        yield from _overdue(plan, names, formatter)
    if audience.sees("all_details"):
        yield from _business(plan, reported, formatter)
        yield from _decided(plan, formatter)


def _concerns(
    ordered: Sequence[ObjectiveStatus],
    names: Mapping[str, str],
    audience: Audience,
    formatter: PlanFormatter,
) -> Iterator[str]:
    """Say whose concern is blocking, and in which words to those who may know them."""
    _ = formatter.translate
    for each in ordered:
        if not each.is_active:
            continue
        for direction, concern in each.blocking:
            own = direction.function == audience.function
            if own or audience.sees("all_details") or audience.sees("escalations"):
                yield _(
                    "{objective}: answer the blocking concern of {function}: “{concern}”",
                    objective=names[each.objective.id],
                    function=formatter.function_name(direction.function),
                    concern=formatter.text(concern.concern),
                )
            elif audience.sees("alignment"):
                yield _(
                    "{objective}: answer the blocking concern of {function}.",
                    objective=names[each.objective.id],
                    function=formatter.function_name(direction.function),
                )


def _dates(
    plan: Plan, names: Mapping[str, str], changes: Sequence[Change], formatter: PlanFormatter
) -> Iterator[str]:
    _ = formatter.translate
    actions = actions_by_ids(plan)
    for one in changes:
        if one.kind != "later" or one.path[-1] != "due" or not isinstance(one.after, str):
            continue
        date = formatter.date(PlanDate.parse(one.after))
        action = actions.get((one.objective or "", one.path[-2]))
        if action is None and one.path[-2] == one.objective:
            yield _(
                "{objective}: confirm the new date, {date}, or return to the previous one.",
                objective=names.get(one.objective or "", ""),
                date=date,
            )
        elif action is not None and one.times >= _OFTEN:
            yield _(
                "{objective}: “{action}” has been postponed {times}. Keep, change or stop it.",
                objective=names.get(one.objective or "", ""),
                action=formatter.text(action.title),
                times=formatter.translate_message(how_often(one.times)),
            )


def _behind(plan: Plan, names: Mapping[str, str], formatter: PlanFormatter) -> Iterator[str]:
    _ = formatter.translate
    for objective in plan.objectives:
        if not objective.is_active:
            continue
        for measure in objective.measures:
            if progress(measure, formatter.today).pace == "behind":
                values = {
                    "objective": names[objective.id],
                    "measure": formatter.text(measure.name),
                }
                if measure.direction == "hold":
                    yield _(
                        "{objective}: {measure} is off target. Decide on corrective action.",
                        **values,
                    )
                else:
                    yield _(
                        "{objective}: “{measure}” is behind. Decide on corrective action.", **values
                    )


def _overdue(plan: Plan, names: Mapping[str, str], formatter: PlanFormatter) -> Iterator[str]:
    for objective in plan.objectives:
        late = [one for one in objective.actions if is_late(one, formatter.today)]
        if late and objective.is_active:
            titles = [
                formatter.translate("“{text}”", text=formatter.text(one.title)) for one in late
            ]
            values = {"objective": names[objective.id], "actions": formatter.list(titles)}
            yield formatter.translate_message(
                counted(
                    "{objective}: {actions} is overdue. Agree on a new date.",
                    "{objective}: {actions} are overdue. Agree on new dates.",
                    len(late),
                    **values,
                )
                if all(formatter.current_person(one.owner) for one in late)
                else counted(
                    "{objective}: {actions} is overdue. Agree on an owner and a new date.",
                    "{objective}: {actions} are overdue. Agree on owners and new dates.",
                    len(late),
                    **values,
                )
            )


def _business(plan: Plan, reported: Collection[KeyPath], formatter: PlanFormatter) -> Iterator[str]:
    """Tell the dates of the business that the check told, the oldest first."""
    _ = formatter.translate
    found = [
        one
        for one in dates_of(plan)
        if one.path in reported and not one.row.path.startswith("reviews")
    ]
    for one in sorted(found, key=lambda one: one.date.day):
        values = {"name": _(one.row.name), "date": formatter.date(one.date)}
        title = formatter.text(one.title)
        if title:
            text = _("{name}, “{title}”: {date}", title=title, **values)
        else:
            text = _("{name}: {date}", **values)
        past = one.days_left(formatter.today) < 0
        yield _("{what} (date past).", what=text) if past else f"{text}."


def _decided(plan: Plan, formatter: PlanFormatter) -> Iterator[str]:
    """Ask after what was decided in earlier reviews and is still open; overdue ones first."""
    _ = formatter.translate
    waiting = [
        (review, one)
        for review in plan.reviews
        if review.date.first <= formatter.today
        for one in review.decisions
        if one.is_open
    ]
    waiting.sort(key=lambda pair: pair[1].due.day if pair[1].due else dt.date.max)
    for review, one in waiting:
        values = {
            "day": formatter.date(review.date),
            "decision": formatter.text(one.text).rstrip("."),
        }
        who = formatter.person_name(formatter.current_person(one.owner))
        if one.due is None:
            text = _("Decided on {day} and still open: “{decision}”.", **values)
        elif one.due.day < formatter.today:
            text = _(
                "Decided on {day}, overdue since {due}: “{decision}”.",
                due=formatter.date(one.due),
                **values,
            )
        else:
            text = _(
                "Decided on {day}, due on {due}: “{decision}”.",
                due=formatter.date(one.due),
                **values,
            )
        question = (
            _("Status to confirm with {person}.", person=who) if who else _("Status to confirm.")
        )
        yield f"{text} {question}"
