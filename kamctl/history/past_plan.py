"""A plan as it was at a commit, and how often its due dates have slipped since."""

from __future__ import annotations

import os
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.document.errors import UserError
from kamctl.document.finding import Finding
from kamctl.document.reader import read
from kamctl.document.source import Source, decode
from kamctl.history.versions import file_versions, signoffs_name
from kamctl.i18n.localized import LocalizedDay
from kamctl.i18n.message import message
from kamctl.plan.load import load_plan
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, signoffs_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kamctl.history.versions import FileVersion, PlanAtCommit, TrackedPlan
    from kamctl.plan.load import Loaded
    from kamctl.plan.model import Plan
    from kamctl.signoffs.signoff_file import Signoffs

_MAX_TRIES: Final = 20
"""How many earlier versions are tried where one cannot be read."""


class PlanVersion(NamedTuple):
    """A plan as it is or was: what could be read of it, its sign-offs, its number of errors."""

    plan: Plan
    signoffs: Signoffs
    errors: int


def load_bytes(data: bytes, name: str) -> Loaded | Finding:
    """Read a plan from the bytes of a file called `name`."""
    source = decode(data, name)
    return load_plan(read(source)) if isinstance(source, Source) else source


def plan_or_none(data: bytes, name: str) -> Plan | None:
    """Return the plan in the bytes of a file; None where it cannot be read."""
    loaded = load_bytes(data, name)
    return None if isinstance(loaded, Finding) else loaded.plan


def account_name(plan: TrackedPlan) -> str:
    """Return the name of the account at the last commit; that of the file where it has none."""
    found = plan_or_none(plan.content, plan.file)
    return found.account.name if found is not None else plan.file


def past_version(plan: TrackedPlan, then: PlanAtCommit) -> PlanVersion:
    """Read a plan as it was.

    Raises:
        UserError: it cannot be read; the hint names the last version before that can.
    """
    name = f"{then.moment.asked}:{os.fsdecode(then.name)}"
    loaded = load_bytes(then.content, name)
    if isinstance(loaded, Finding):
        raise _unreadable(plan, then, loaded)
    if loaded.plan is None:
        raise _unreadable(plan, then, loaded.findings[0])
    return PlanVersion(loaded.plan, signoffs_at(then.signoffs, then.name), loaded.unread_parts)


def signoffs_at(data: bytes | None, plan: bytes) -> Signoffs:
    """Read the sign-offs beside a plan called `plan`; `data` is None where there are none."""
    if data is None:
        return NO_SIGNOFFS
    return signoffs_in(data, os.fsdecode(signoffs_name(plan)))


def _unreadable(plan: TrackedPlan, then: PlanAtCommit, finding: Finding) -> UserError:
    what = message(
        "The plan at {when} cannot be read (line {line}). {what}",
        when=then.moment.asked,
        line=finding.span.line,
        what=finding.message,
    )
    readable = _last_readable(plan, then)
    if readable is None:
        return UserError(what, message("Use a later commit."))
    return UserError(
        what,
        message(
            "An earlier version, of {day}, can be read: --since {commit}",
            day=LocalizedDay(readable.day),
            commit=readable.short,
        ),
    )


def _last_readable(plan: TrackedPlan, then: PlanAtCommit) -> FileVersion | None:
    """Return the last version before `then` that could be read."""
    earlier = file_versions(plan.git, then.name, until=then.moment.id)
    found = [one for one in earlier if one.blob][:_MAX_TRIES]
    contents = plan.git.objects([one.blob.encode("ascii") for one in found])
    return next(
        (
            one
            for one, kept in zip(found, contents, strict=True)
            if kept is not None and plan_or_none(kept.data, plan.file) is not None
        ),
        None,
    )


def slips_since(
    plan: TrackedPlan, before: Plan, then: PlanAtCommit, now: Plan
) -> Counter[tuple[str, ...]]:
    """Count how often each due date has slipped since then, commit by commit; by its path."""
    kept = [one.blob for one in reversed(then.since) if one.blob]
    blobs = list(dict.fromkeys(kept))
    contents = plan.git.objects([blob.encode("ascii") for blob in blobs])
    plans = {
        blob: plan_or_none(one.data, plan.file)
        for blob, one in zip(blobs, contents, strict=True)
        if one is not None
    }
    # A content may come back: a date that was moved back has slipped again.
    past = [plans.get(blob) for blob in kept]
    return slips([before, *(one for one in past if one is not None), now])


def slips(plans: Sequence[Plan]) -> Counter[tuple[str, ...]]:
    """Count how often each due date has slipped from one plan to the next; by its path."""
    count: Counter[tuple[str, ...]] = Counter()
    dates = [dict(due_dates(plan)) for plan in plans]
    for before, after in pairwise(dates):
        count.update(slipped(before, after))
    return count


def slipped(
    before: Mapping[tuple[str, ...], int], after: Mapping[tuple[str, ...], int]
) -> Iterable[tuple[str, ...]]:
    """Return the paths of the due dates that are later than they were."""
    return [path for path, day in after.items() if path in before and day > before[path]]


def due_dates(plan: Plan) -> Iterable[tuple[tuple[str, ...], int]]:
    """Return the due dates of objectives and their actions, by path."""
    for objective in plan.objectives:
        path = ("objectives", objective.id)
        if objective.due is not None:
            yield (*path, "due"), objective.due.day.toordinal()
        for action in objective.actions:
            if action.id and action.due is not None:
                yield (*path, "actions", action.id, "due"), action.due.day.toordinal()
