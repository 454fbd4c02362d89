"""Family 2xx: references and dates, wrong at every stage."""

from __future__ import annotations

import datetime as dt
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import Observation, plan_check
from kamctl.document.finding import Severity
from kamctl.i18n.message import Message, message
from kamctl.i18n.nearest import nearest
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.values import PlanDate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.checks.engine.context import Context
    from kamctl.document.span import Path
    from kamctl.plan.plan_metadata import Period


@plan_check("KAM201", "unknown-reference", required_from=Stage.DRAFT)
def unknown_reference(context: Context) -> Iterator[Observation]:
    """Every id that is referred to stands in the plan, and is of the right kind.

    Why:
        A name that leads nowhere is work that nobody does: the action of a colleague who has left,
        the goal that was renamed. And a briefing can only show what it can find.

    Example:
        plan: {owner: clare}
        team:
          - {id: claire, name: Claire Morel}

    Instead:
        plan: {owner: claire}
        team:
          - {id: claire, name: Claire Morel}
    """
    known = context.entries
    for named, kinds, path in context.names.references:
        entry = known.get(named)
        if entry is not None and entry.kind in kinds:
            continue
        wanted = _either(kinds)
        if entry is not None:
            yield Observation(
                path,
                message(
                    "`{id}` is {is_a}, and {wanted} is wanted here.",
                    id=named,
                    is_a=Message(entry.kind),
                    wanted=wanted,
                ),
                _ids_hint(context, kinds, named),
                beside=((message("It stands here."), (*entry.path, "id")),),
            )
        else:
            yield Observation(
                path,
                message("`{id}` is not {wanted} in this plan.", id=named, wanted=wanted),
                _ids_hint(context, kinds, named),
            )


def _either(kinds: tuple[str, ...]) -> Message:
    if len(kinds) == 1:
        return Message(kinds[0])
    if len(kinds) == 2:
        return message("{one} or {other}", one=Message(kinds[0]), other=Message(kinds[1]))
    return message(
        "{one}, {other} or {third}",
        one=Message(kinds[0]),
        other=Message(kinds[1]),
        third=Message(kinds[2]),
    )


def _ids_hint(context: Context, kinds: tuple[str, ...], named: str) -> Message:
    ids = [entry.id for entry in context.entries.values() if entry.kind in kinds]
    near = nearest(named, ids)
    if near:
        return message("Did you mean `{near}`?", near=near)
    if not ids:
        return message("The plan has none yet. Add it with this id, or take the reference out.")
    shown = ", ".join(ids[:12]) + (", …" if len(ids) > 12 else "")
    return message("Add it, or use one of: {ids}.", ids=shown)


@plan_check("KAM202", "circular-reference", required_from=Stage.DRAFT)
def circular_reference(context: Context) -> Iterator[Observation]:
    """Nobody is their own superior, and no action waits for itself, directly or by a detour.

    Why:
        Actions that wait for each other never begin, and everybody has a good reason. In a chain
        of superiors that runs in a circle nobody is at the top: the one whose yes is needed is the
        one who is missing.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten, after: [A2]}
              - {id: A2, title: Wear diagnosis in the field, after: [A1]}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten}
              - {id: A2, title: Wear diagnosis in the field, after: [A1]}
    """
    if _may_be_circular_superiors(context):
        superiors = {
            person.id: (
                ("stakeholders", place, "reports_to"),
                (person.reports_to,) if person.reports_to else (),
            )
            for place, person in enumerate(context.plan.stakeholders)
        }
        for circle in _circles(superiors):
            yield Observation(
                superiors[circle[0]][0],
                message("The chain of superiors runs in a circle: {chain}.", chain=_chain(circle)),
                message("Correct one `reports_to`; the person at the top has none."),
            )
    if _may_be_circular_actions(context):
        before = {
            action.id: ((*objective.path, "actions", place, "after"), action.after)
            for objective in context.objectives
            for place, action in enumerate(objective.objective.actions)
            if action.id
        }
        for circle in _circles(before):
            yield Observation(
                before[circle[0]][0],
                message("These actions wait for each other: {chain}.", chain=_chain(circle)),
                message("Take one of them out of an `after`."),
            )


def _may_be_circular_superiors(context: Context) -> bool:
    """Follow each chain upwards, as far as no chain before it has come."""
    superiors = {
        person.id: person.reports_to for person in context.plan.stakeholders if person.reports_to
    }
    followed: set[str] = set()
    for person in superiors:
        chain: set[str] = set()
        step: str | None = person
        while step in superiors and step not in followed:
            if step in chain:
                return True
            chain.add(step)
            step = superiors[step]
        followed |= chain
    return False


def _may_be_circular_actions(context: Context) -> bool:
    """Tell whether an action waits for one that does not stand before it in the file.

    Where none does, as in most plans, there is no circle. An id that stands twice leaves it open.
    """
    stood: set[str] = set()
    for objective in context.plan.objectives:
        for action in objective.actions:
            if action.id:
                if action.id in stood or (action.after and not stood.issuperset(action.after)):
                    return True
                stood.add(action.id)
    return False


def _chain(circle: list[str]) -> str:
    shown = [*circle, circle[0]]
    limit = 8
    return " → ".join(shown if len(shown) <= limit else [*shown[: limit - 1], "…", shown[-1]])


def _circles(links: Mapping[str, tuple[Path, tuple[str, ...]]]) -> Iterator[list[str]]:
    """Find circles in `links` until none is left, each told from its first entry in the file."""
    graph = {name: [to for to in targets if to in links] for name, (_, targets) in links.items()}
    order = {name: place for place, name in enumerate(links)}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1][:0:-1]
            start = circle.index(min(circle, key=order.__getitem__))
            circle = circle[start:] + circle[:start]
            yield circle
            graph[circle[0]].remove(circle[1 % len(circle)])
        else:
            return


@plan_check("KAM203", "impossible-date", required_from=Stage.DRAFT)
def impossible_date(context: Context) -> Iterator[Observation]:
    """Work starts before it is due, in the plan's period, and the past is not dated ahead.

    Notice to end a contract is due before it ends. What has happened, such as a review, a reading
    or a contact, is dated today or earlier. Work due outside the plan's period is a warning. A
    month or a quarter is wrong only if all its days are.

    Why:
        One impossible date makes the reader doubt the others, and the whole calendar with them.
        Mostly it is a slip of the year.

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
    yield from _wrong_order(context)
    yield from _outside_period(context)
    today = context.today
    written = today.isoformat()
    for text, path in context.names.happened:
        if text <= written:  # all forms of a date begin with the year, and a quarter sorts last
            continue
        try:
            date = PlanDate.parse(text)
        except ValueError:
            continue
        if date.first > today:
            yield Observation(
                path,
                message("{date} is in the future, and this has already happened.", date=date),
                message("Correct the date (today is {today}).", today=today),
            )


def _wrong_order(context: Context) -> Iterator[Observation]:
    plan = context.plan
    period = plan.plan.period
    if period and _is_reversed(period.start, period.end):
        yield _reversed(("plan", "period", "end"), period.start, period.end)
    for objective in context.objectives:
        for place, action in enumerate(objective.objective.actions):
            if _is_reversed(action.start, action.due):
                path = objective.at("actions", place, "due")
                yield _reversed(path, action.start, action.due)
    if plan.buying:
        for place, contract in enumerate(plan.buying.contracts):
            if _is_reversed(contract.start, contract.end):
                path = ("buying", "contracts", place, "end")
                yield _reversed(path, contract.start, contract.end)
            if _is_reversed(contract.notice_by, contract.end):
                yield Observation(
                    ("buying", "contracts", place, "notice_by"),
                    message(
                        "Notice is due by {notice}, after the contract ends on {end}.",
                        notice=contract.notice_by,
                        end=contract.end,
                    ),
                    message("Correct one of the two dates."),
                )


def _is_reversed(start: PlanDate | None, end: PlanDate | None) -> bool:
    # The last day is at hand, the first is worked out: most dates need only the one.
    return bool(start and end and end.day < start.day and end.day < start.first)


def _reversed(path: Path, start: PlanDate | None, end: PlanDate | None) -> Observation:
    return Observation(
        path,
        message("It ends on {end}, before it starts on {start}.", end=end, start=start),
        message("Correct one of the two dates."),
    )


def _outside_period(context: Context) -> Iterator[Observation]:
    period = context.plan.plan.period
    if period is None:
        return
    last = period.end.day if period.end else dt.date.max
    first = period.start.first if period.start else dt.date.min
    for objective in context.objectives:
        due = objective.objective.due
        if due and not first <= due.day <= last:
            yield from _outside(objective.at("due"), due, period)
    for objective in context.objectives:
        for place, action in enumerate(objective.objective.actions):
            due = action.due
            if due and not first <= due.day <= last:
                yield from _outside(objective.at("actions", place, "due"), due, period)


def _outside(path: Path, due: PlanDate, period: Period) -> Iterator[Observation]:
    if period.end and due.first > period.end.day:
        yield Observation(
            path,
            message(
                "{due} is after the plan's period, which ends on {end}.", due=due, end=period.end
            ),
            message("Bring it forward, or extend `plan.period`."),
            Severity.WARNING,
        )
    elif period.start and due.day < period.start.first:
        yield Observation(
            path,
            message(
                "{due} is before the plan's period, which starts on {start}.",
                due=due,
                start=period.start,
            ),
            message("Correct the date, or let `plan.period` start earlier."),
            Severity.WARNING,
        )


@plan_check("KAM204", "whitespace-cell", required_from=Stage.DRAFT)
def whitespace_cell(context: Context) -> Iterator[Observation]:
    """Cells of the white space name known units and offerings, each pair once.

    Why:
        The white space is a grid of units and offerings. A cell beside the grid is seen by nobody,
        and one that stands twice is counted twice: both make the room for growth look other than
        it is.

    Example:
        whitespace:
          offerings: [Hygienic valves, Sensors]
          units: [France, Germany]
          cells:
            - {unit: Germny, offering: Sensors, status: open, spend: 600_000}

    Instead:
        whitespace:
          offerings: [Hygienic valves, Sensors]
          units: [France, Germany]
          cells:
            - {unit: Germany, offering: Sensors, status: open, spend: 600_000}
    """
    whitespace = context.plan.whitespace
    if whitespace is None:
        return
    units, offerings = whitespace.units, whitespace.offerings
    first: dict[tuple[str, str], Path] = {}
    for place, cell in enumerate(whitespace.cells):
        path: Path = ("whitespace", "cells", place)
        pair = (cell.unit, cell.offering)
        if cell.unit not in units:
            yield _beside_the_grid(path, "unit", cell.unit, units)
        if cell.offering not in offerings:
            yield _beside_the_grid(path, "offering", cell.offering, offerings)
        if pair in first:
            yield Observation(
                path,
                message("{unit} × {offering} stands twice.", unit=pair[0], offering=pair[1]),
                message("Keep one cell for each unit and offering."),
                beside=((message("It stands here first."), first[pair]),),
            )
        first.setdefault(pair, path)


def _beside_the_grid(path: Path, key: str, name: str, known: tuple[str, ...]) -> Observation:
    near = nearest(name, known)
    return Observation(
        (*path, key),
        message("“{name}” is not among `whitespace.{list}`.", name=name, list=f"{key}s"),
        message("Did you mean “{near}”?", near=near)
        if near
        else message("Add it to `whitespace.{list}`, or correct it here.", list=f"{key}s"),
    )
