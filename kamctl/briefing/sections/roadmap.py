"""The roadmap of an objective: its actions as a table and on a line of time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kamctl.briefing.charts.data import Task, Tick, Timeline
from kamctl.briefing.tables import table
from kamctl.briefing.views.elements import Cell, Chart, Table
from kamctl.plan import labels
from kamctl.plan.actions import is_late, is_waited_for, starts_too_early
from kamctl.plan.months import days_later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kamctl.briefing.anchors import Anchors
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.plan.actions import Action
    from kamctl.plan.model import Plan
    from kamctl.plan.objectives import Objective

_MIN_ACTIONS: Final = 2
"""Actions from which on a picture says more than the table."""
_DRAWN: Final = 40
_MONTHS_UP_TO: Final = 240
_QUARTERS_UP_TO: Final = 1300
"""Days up to which the line of time is marked by months, and by quarters."""


def roadmap_table(objective: Objective, formatter: PlanFormatter) -> Table | None:
    """Return the actions of `objective`, the earliest due first."""
    _ = formatter.translate
    conflicts = _conflicts(objective, formatter)
    ordered = sorted(objective.actions, key=_due_day)
    return table(
        _("Roadmap"),
        (_("Action"), _("Owner"), _("Start"), _("Due"), _("Status"), _("Reason")),
        (
            (
                formatter.text(one.title),
                formatter.person_name(one.owner),
                formatter.short_date(one.start),
                formatter.short_date(one.due),
                _status(one, formatter),
                " ".join(
                    part
                    for part in (formatter.text(one.reason), conflicts.get(id(one), ""))
                    if part
                ),
            )
            for one in ordered
        ),
        charts=(_chart(objective, ordered, conflicts, formatter),),
        pictured=(1, 3),
    )


def open_actions(plan: Plan) -> list[Action]:
    """Return what is still to be done for the active objectives, the earliest due first."""
    waiting = [
        action
        for objective in plan.objectives
        if objective.is_active
        for action in objective.actions
        if is_waited_for(action)
    ]
    return sorted(waiting, key=_due_day)


def _due_day(action: Action) -> dt.date:
    """Return the day by which an action is sorted: one without a date comes last."""
    return action.due.day if action.due else dt.date.max


def open_actions_table(plan: Plan, formatter: PlanFormatter) -> Table | None:
    """Return the open actions, the earliest due first."""
    _ = formatter.translate
    return table(
        _("Next actions"),
        (_("Action"), _("Owner"), _("Due"), _("Status")),
        (
            (
                formatter.text(one.title),
                formatter.person_name(one.owner),
                formatter.short_date(one.due),
                _status(one, formatter),
            )
            for one in open_actions(plan)
        ),
    )


def _actions_by_id(plan: Plan) -> dict[str, Action]:
    """Return the actions that have an id; of several with the same, the last."""
    return {
        action.id: action
        for objective in plan.objectives
        for action in objective.actions
        if action.id
    }


def _conflicts(objective: Objective, formatter: PlanFormatter) -> dict[int, str]:
    """Say of each action that starts before one it waits for ends, which that is."""
    _ = formatter.translate
    known = _actions_by_id(formatter.plan)
    found = {}
    for action in objective.actions:
        early = [
            known[name]
            for name in action.after
            if name in known and starts_too_early(action, known[name])
        ]
        if early:
            titles = [_("“{text}”", text=formatter.text(one.title)) for one in early]
            found[id(action)] = _(
                "Conflict: starts before the end of {actions}", actions=formatter.list(titles)
            )
    return found


def _status(one: Action, formatter: PlanFormatter) -> Cell:
    status = formatter.label(labels.ACTION_STATUS, one.status)
    if one.progress is not None:
        status = f"{status}, {formatter.percent(one.progress)}"
    if is_late(one, formatter.today):
        return Cell(formatter.translate("{status}, overdue", status=status), "bad")
    return Cell(
        status, {"done": "good", "at_risk": "warn", "blocked": "bad"}.get(one.status, "plain")
    )


def _chart(
    objective: Objective,
    actions: Sequence[Action],
    conflicts: Mapping[int, str],
    formatter: PlanFormatter,
) -> Chart | None:
    _ = formatter.translate
    dated = [one for one in actions if one.due or one.start]
    if len(dated) < _MIN_ACTIONS:
        return None
    shown = dated[:_DRAWN]
    places = {one.id: place for place, one in enumerate(shown) if one.id}
    tasks = [
        _task(one, shown, places, formatter)._replace(conflict=conflicts.get(id(one), ""))
        for one in shown
    ]
    if len(dated) > _DRAWN:
        more = formatter.and_more(len(dated) - _DRAWN)
        tasks.append(Task(more, "", "", None, None))
    days = [day for task in tasks for day in (task.start, task.end) if day]
    first, last = _around(min(days), max(days), formatter.today)
    outside = formatter.today_outside(
        is_before=formatter.today < first, is_after=formatter.today > last
    )
    return Chart(
        formatter.unique_id(f"roadmap-{objective.id}"),
        _("Roadmap"),
        _(
            "Actions: {count}. Done: {done}. Overdue: {late}.",
            count=len(dated),
            done=sum(one.status == "done" for one in dated),
            late=sum(is_late(one, formatter.today) for one in dated),
        )
        + "".join(f" {conflicts[id(one)]}." for one in dated if id(one) in conflicts)
        + (f" {outside}" if outside else ""),
        Timeline(
            first,
            last,
            formatter.today,
            formatter.today_label(is_outside=bool(outside)),
            tuple(_ticks(first, last, formatter)),
            tuple(tasks),
        ),
    )


def _task(
    one: Action, shown: Sequence[Action], places: Mapping[str, int], formatter: PlanFormatter
) -> Task:
    """Return an action as it is drawn among those that are `shown`, at `places` by their ids."""
    due = formatter.unbroken(formatter.short_date(one.due))
    before = [places[each] for each in one.after if each in places]
    kind = ""
    if one.status == "blocked" or is_late(one, formatter.today):
        kind = "bad"
    elif one.status == "done":
        kind = "good"
    return Task(
        label=formatter.text(one.title),
        note=", ".join(part for part in (formatter.person_name(one.owner), due) if part),
        kind=kind,
        start=one.start.first if one.start else None,
        end=one.due.day if one.due else None,
        done=one.progress / 100 if one.progress is not None else None,
        after=tuple(before),
        early=tuple(place for place in before if starts_too_early(one, shown[place])),
    )


def _around(first: dt.date, last: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the time to show: today too, unless it lies far away from all of it."""
    span = max((last - first).days, 60)
    if 0 < (today - last).days <= span // 2:
        last = today
    elif 0 < (first - today).days <= span // 2:
        first = today
    if (last - first).days < 30:
        last = days_later(last, 30)
    return first, last


def _ticks(first: dt.date, last: dt.date, formatter: PlanFormatter) -> Iterator[Tick]:
    """Mark the beginnings of months, quarters or years, whichever are few enough."""
    span = (last - first).days
    months = 1 if span <= _MONTHS_UP_TO else 3 if span <= _QUARTERS_UP_TO else 12
    for number in range(first.year * 12, last.year * 12 + 12, months):
        day = dt.date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            yield Tick(day, formatter.period(day, months))


def action_purposes_table(plan: Plan, anchors: Anchors, formatter: PlanFormatter) -> Table | None:
    """Return what each action is for; actions without a purpose are left out."""
    _ = formatter.translate
    titles = {key: formatter.text(one.title) for key, one in _actions_by_id(plan).items()}
    return table(
        _("Purpose of each action"),
        (
            _("Action"),
            _("Objective"),
            _("Function"),
            _("Serves"),
            _("Success criterion"),
            _("Comes after"),
        ),
        (
            (
                formatter.text(one.title),
                anchors.objectives([objective.id]),
                formatter.function_title(one.function) if one.function else "",
                anchors.claims(one.serves),
                formatter.text(one.success),
                formatter.join(titles.get(each) or each for each in one.after),
            )
            for objective in plan.objectives
            for one in objective.actions
            if one.function or one.serves or one.success or one.after
        ),
    )
