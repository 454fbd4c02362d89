"""Family 2xx: references and dates, wrong at every stage."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Observation, plan_check
from kamctl.document.finding import Severity
from kamctl.plan.values import PlanDate
from kamctl.words.message import Message, message
from kamctl.words.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamctl.checks.context import Context
    from kamctl.document.span import Path


@plan_check("KAM201", "unknown-reference")
def unknown_reference(context: Context) -> Iterator[Observation]:
    """Every id that is referred to stands in the plan, and is of the right kind."""
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


@plan_check("KAM202", "circular-reference")
def circular_reference(context: Context) -> Iterator[Observation]:
    """Nobody is their own superior, and no action waits for itself, by whatever detour."""
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


@plan_check("KAM203", "impossible-date")
def impossible_date(context: Context) -> Iterator[Observation]:
    """Work starts before it is due, inside the plan's period, and nothing has happened tomorrow."""
    yield from _wrong_order(context)
    yield from _outside_period(context)
    for text, path in context.names.happened:
        try:
            date = PlanDate.parse(text)
        except ValueError:
            continue
        if date.first > context.today:
            yield Observation(
                path,
                message("{date} is in the future, and this has already happened.", date=date),
                message("Correct the date (today is {today}).", today=context.today),
            )


def _wrong_order(context: Context) -> Iterator[Observation]:
    plan = context.plan
    spans: list[tuple[Path, PlanDate | None, PlanDate | None]] = []
    if plan.plan.period:
        spans.append((("plan", "period", "end"), plan.plan.period.start, plan.plan.period.end))
    for objective in context.objectives:
        for place, action in enumerate(objective.objective.actions):
            spans.append((objective.at("actions", place, "due"), action.start, action.due))
    if plan.buying:
        for place, contract in enumerate(plan.buying.contracts):
            spans.append((("buying", "contracts", place, "end"), contract.start, contract.end))
    for path, start, end in spans:
        if start and end and end.day < start.first:
            yield Observation(
                path,
                message("It ends on {end}, before it starts on {start}.", end=end, start=start),
                message("Correct one of the two dates."),
            )


def _outside_period(context: Context) -> Iterator[Observation]:
    period = context.plan.plan.period
    if period is None:
        return
    dues = [(objective.at("due"), objective.objective.due) for objective in context.objectives] + [
        (objective.at("actions", place, "due"), action.due)
        for objective in context.objectives
        for place, action in enumerate(objective.objective.actions)
    ]
    for path, due in dues:
        if due is None:
            continue
        if period.end and due.first > period.end.day:
            yield Observation(
                path,
                message(
                    "{due} is after the plan's period, which ends on {end}.",
                    due=due,
                    end=period.end,
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


@plan_check("KAM204", "whitespace-cell")
def whitespace_cell(context: Context) -> Iterator[Observation]:
    """Cells of the white space name known units and offerings, each pair once."""
    whitespace = context.plan.whitespace
    if whitespace is None:
        return
    first: dict[tuple[str, str], Path] = {}
    for place, cell in enumerate(whitespace.cells):
        path: Path = ("whitespace", "cells", place)
        for key, name, known in (
            ("unit", cell.unit, whitespace.units),
            ("offering", cell.offering, whitespace.offerings),
        ):
            if name in known:
                continue
            near = nearest(name, known)
            yield Observation(
                (*path, key),
                message("“{name}” is not among `whitespace.{list}`.", name=name, list=f"{key}s"),
                message("Did you mean “{near}”?", near=near)
                if near
                else message("Add it to `whitespace.{list}`, or correct it here.", list=f"{key}s"),
            )
        pair = (cell.unit, cell.offering)
        if pair in first:
            yield Observation(
                path,
                message("{unit} × {offering} stands twice.", unit=pair[0], offering=pair[1]),
                message("Keep one cell for each unit and offering."),
                beside=((message("It stands here first."), first[pair]),),
            )
        first.setdefault(pair, path)
