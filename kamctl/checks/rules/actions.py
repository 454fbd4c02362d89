"""Family 7xx: are the actions done, and can they be?"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kamctl.checks.engine.registry import NextRank, Observation, Option, plan_check
from kamctl.checks.helpers.plan_texts import quoted
from kamctl.i18n.localized import LocalizedPercent
from kamctl.i18n.message import Message, message
from kamctl.plan.actions import COMPLETE, is_late, is_waited_for, starts_too_early
from kamctl.plan.plan_metadata import Stage
from kamctl.plan.risks import needs_response
from kamctl.plan.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.context import Context, ObjectiveInPlan
    from kamctl.document.span import KeyPath
    from kamctl.plan.actions import Action
    from kamctl.plan.plan_date import PlanDate
    from kamctl.plan.text import Text

MAX_ACTIONS = Option("most", 10, "Maximum number of open actions per person.", least=1)


def _actions(objectives: Iterable[ObjectiveInPlan]) -> Iterator[tuple[Action, KeyPath]]:
    """Return the actions of objectives, each with its place."""
    return chain.from_iterable([objective.actions for objective in objectives])


@plan_check("KAM701", "overdue", warns_from=Stage.DRAFT, rank=NextRank(weight=12))
def overdue(context: Context) -> Iterator[Observation]:
    """Everything past its due date is done, cancelled, or has a new date.

    This covers actions, answers to open resistances, and responses to open risks. A month or a
    quarter ends with its last day. Objectives that are closed or on hold are not checked.

    Why:
        A date that passes without a comment makes all other dates less credible. Agreeing on a new
        date is normal. Source: practitioners on why account plans fail: written once, and never
        opened again.

    Example:
        team:
          - {id: jan, name: Jan Kowalczyk}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Trondheim, owner: jan, due: 2026-10-31, status: planned}

    Instead:
        team:
          - {id: jan, name: Jan Kowalczyk}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Trondheim, owner: jan, due: 2026-12-15, status: in_progress}
    """
    for action, path in _actions(context.active_objectives):
        # What is finished but not called done is for KAM702 to say.
        if is_late(action, context.today):
            yield _overdue_by(
                context,
                (*path, "due"),
                action.due,
                _quoted_with_owner(context, action.title, action.owner),
                message("Set `status:` to done or cancelled, or agree on a new date."),
            )
    for objective in context.active_objectives:
        for number, direction in enumerate(objective.model.directions):
            for index, resistance in enumerate(direction.resistances):
                if resistance.status == "open" and _is_past(context, resistance.due):
                    yield _overdue_by(
                        context,
                        objective.at("directions", number, "resistances", index, "due"),
                        resistance.due,
                        message(
                            "The answer to {concern}",
                            concern=_quoted_with_owner(
                                context, resistance.concern, resistance.owner
                            ),
                        ),
                        message("Set `status:` to answered or withdrawn, or agree on a new date."),
                    )
    yield from _overdue_risks(context)


def _overdue_risks(context: Context) -> Iterator[Observation]:
    if not context.in_use("risks"):
        return
    for index, risk in enumerate(context.plan.risks):
        if not _is_past(context, risk.due) or not needs_response(risk, context.plan.objectives):
            continue
        yield _overdue_by(
            context,
            ("risks", index, "due"),
            risk.due,
            message(
                "The response to {risk}", risk=_quoted_with_owner(context, risk.text, risk.owner)
            ),
            message("Set `status:` to mitigated, occurred or closed, or agree on a new date."),
        )


def _is_past(context: Context, due: PlanDate | None) -> bool:
    return due is not None and due.day < context.today


def _quoted_with_owner(context: Context, text: Text, owner: str | None) -> Message:
    """Quote a text, and say whose it is where somebody is named."""
    name = context.people.get(owner) if owner else None
    if name is None:
        return message("“{text}”", text=quoted(context, text))
    return message("“{text}” ({name})", text=quoted(context, text), name=name)


def _overdue_by(
    context: Context, path: KeyPath, due: PlanDate | None, what: Message, hint: Message
) -> Observation:
    assert due is not None
    days = (context.today - due.day).days
    return Observation(
        path,
        message("{what} was due yesterday.", what=what)
        if days == 1
        else message("{what} is {days} days overdue.", what=what, days=days),
        hint,
    )


@plan_check("KAM702", "action-status", warns_from=Stage.DRAFT)
def action_status(context: Context) -> Iterator[Observation]:
    """An action's status, progress and start agree, and a blocked action has a reason.

    Done means 100%, planned means 0%; no action is in progress or done before its start. An open
    decision of a review has no completion date. Closed objectives are not checked.

    Why:
        Colleagues read status and progress first. If the two disagree, they believe the better one.
        And nobody can unblock an action without knowing why it is blocked.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, status: done, progress: 40%}
              - {title: Trial contract Trondheim, status: blocked}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, status: in_progress, progress: 40%}
              - {title: Trial contract Trondheim, status: blocked, reason: No slot before May}
    """
    for action, path in _actions(context.open_objectives):
        contradiction = _contradiction(context, action)
        if contradiction is not None:
            key, text, hint = contradiction
            yield Observation((*path, key), text, hint)
    yield from _decisions_called_open(context)


def _decisions_called_open(context: Context) -> Iterator[Observation]:
    """Return decisions of reviews that are called open, and have a day on which they were done."""
    for index, review in enumerate(context.plan.reviews):
        for number, one in enumerate(review.decisions):
            is_called_open = one.status == "open" and "status" in one.model_fields_set
            if is_called_open and one.done_on is not None:
                yield Observation(
                    ("reviews", index, "decisions", number, "status"),
                    message(
                        "“{title}” is open, but has a completion date ({date}).",
                        title=quoted(context, one.text),
                        date=one.done_on,
                    ),
                    message("Set `status: done`, or remove `done_on:`."),
                )


def _contradiction(context: Context, action: Action) -> tuple[str, Message, Message] | None:
    """Return where an action contradicts its status, what is wrong, and what to do about it."""
    if action.status == "cancelled":
        return None
    title = quoted(context, action.title)
    progress = action.progress
    if action.status == "done" and progress is not None and progress < COMPLETE:
        return (
            "progress",
            message(
                "“{title}” is done, but its progress is {progress}.",
                title=title,
                progress=LocalizedPercent(progress),
            ),
            message("Remove `progress:`, or set `status: in_progress`."),
        )
    if action.status != "done" and progress == COMPLETE:
        return (
            "progress",
            message("“{title}” is at 100% but not done.", title=title),
            message("Set `status: done`, or correct the progress."),
        )
    if action.status == "planned" and progress:
        return (
            "progress",
            message(
                "“{title}” is at {progress} but still planned.",
                title=title,
                progress=LocalizedPercent(progress),
            ),
            message("Set `status: in_progress`, or remove the progress."),
        )
    if (
        action.status in ("in_progress", "done")
        and action.start
        and action.start.first > context.today
    ):
        return (
            "start",
            message(
                "“{title}” is done, but its start is in the future ({start}).",
                title=title,
                start=action.start,
            )
            if action.status == "done"
            else message(
                "“{title}” is in progress, but its start is in the future ({start}).",
                title=title,
                start=action.start,
            ),
            message("Correct the start, or set `status: planned`."),
        )
    if action.status == "blocked" and is_empty(action.reason):
        return (
            "status",
            message("“{title}” is blocked without a reason.", title=title),
            message("Add `reason:` with what it is waiting for, so that others can help."),
        )
    return None


@plan_check("KAM704", "starts-too-early", warns_from=Stage.DRAFT)
def too_early(context: Context) -> Iterator[Observation]:
    """No action starts before the one it is `after` ends.

    For an action without a start, the due date counts. A month or a quarter is too early only if
    all its days are. Actions that are done or cancelled, and objectives that are closed or on
    hold, are not checked.

    Why:
        A roadmap whose second step starts before the first ends is not credible: either the dates
        are wrong, or the dependency is.

    Example:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten, due: 2027-03-31}
              - {id: A2, title: Roll out to 14 plants, start: 2027-03-01, after: [A1]}

    Instead:
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {id: A1, title: Trial contract Kempten, due: 2027-03-31}
              - {id: A2, title: Roll out to 14 plants, start: 2027-04-01, after: [A1]}
    """
    actions = {
        action.id: (action, path) for action, path in _actions(context.objectives) if action.id
    }
    for action, path in _actions(context.active_objectives):
        for name in action.after:
            if name not in actions:
                continue
            before, there = actions[name]
            if not starts_too_early(action, before):
                continue
            values = {
                "title": quoted(context, action.title),
                "before": quoted(context, before.title),
                "due": before.due,
            }
            yield Observation(
                (*path, "start" if action.start else "due"),
                message(
                    "“{title}” starts ({start}) before “{before}” ends ({due}).",
                    start=action.start,
                    **values,
                )
                if action.start
                else message(
                    "“{title}” is due ({end}) before “{before}” ends ({due}).",
                    end=action.due,
                    **values,
                ),
                message("Move one of the two dates, or remove `{name}` from `after:`.", name=name),
                related=((message("It ends here."), (*there, "due")),),
            )


@plan_check("KAM703", "overloaded", warns_from=Stage.SHARED, options=(MAX_ACTIONS,))
def overloaded(context: Context) -> Iterator[Observation]:
    """Nobody owns more open actions than one person can manage.

    An action is open if it is neither done nor cancelled, in an objective that is neither closed
    nor on hold.

    Why:
        Many people manage accounts alongside another job. An overloaded owner finishes what is most
        urgent, and nobody knows what was left undone. Source: the X-matrix of hoshin planning,
        which matches actions with owners and so shows who is overloaded.

    Example:
        # kamctl.yaml
        checks:
          overloaded: {most: 2}
        # plan.yaml
        team:
          - {id: claire, name: Claire Morel}
          - {id: jan, name: Jan Kowalczyk}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, owner: claire}
              - {title: Trial contract Trondheim, owner: claire}
              - {title: Spare-parts catalogue, owner: claire}

    Instead:
        # kamctl.yaml
        checks:
          overloaded: {most: 2}
        # plan.yaml
        team:
          - {id: claire, name: Claire Morel}
          - {id: jan, name: Jan Kowalczyk}
        objectives:
          - id: SO1
            statement: Become their one partner for cleaning by the end of 2028.
            actions:
              - {title: Trial contract Kempten, owner: claire}
              - {title: Trial contract Trondheim, owner: jan}
              - {title: Spare-parts catalogue, owner: claire}
    """
    most = context.option(MAX_ACTIONS)
    owned: dict[str, list[KeyPath]] = {}
    for action, path in _actions(context.active_objectives):
        if action.owner in context.people and is_waited_for(action):
            owned.setdefault(str(action.owner), []).append((*path, "owner"))
    for owner, paths in owned.items():
        if len(paths) > most:
            yield Observation(
                paths[most],
                message(
                    "{name} owns {count} open actions; the limit is {most}.",
                    name=context.people[owner],
                    count=len(paths),
                    most=most,
                ),
                message("Reassign or postpone some of them."),
            )
