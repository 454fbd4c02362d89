"""A plan compared with what it was, or with another file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.comparison.difference import difference
from kamctl.document.errors import InvalidFile
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.git.repository import git_path
from kamctl.git.revision import HEAD, Revision
from kamctl.history.past_plan import PlanVersion, past_version, slips_since
from kamctl.history.timeline import timeline
from kamctl.history.versions import (
    TrackedPlan,
    file_versions,
    find_tracked_plan,
    named_plan_at,
    plan_since,
)
from kamctl.plan.load import load_plan
from kamctl.signoffs.agreement_status import SignoffRules, agreement_status
from kamctl.signoffs.confirmation_changes import confirmation_changes
from kamctl.signoffs.signoff_changes import signoff_changes
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, signoffs_beside

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from kamctl.comparison.change import Change, Difference
    from kamctl.git.repository import Repository
    from kamctl.history.timeline import TimelineStep
    from kamctl.history.versions import FileVersion, PlanAtCommit
    from kamctl.plan.model import Plan
    from kamctl.signoffs.agreement_status import ObjectiveStatus
    from kamctl.signoffs.signoff import Signoff
    from kamctl.workspace.config import Workspace


class PlanComparison(NamedTuple):
    """What is different in a plan since `when`, None where it was compared with another file.

    `errors` tell how many errors the plan had then and has now: what could not be understood is
    not compared. `former_name` is its name then, where that was another.
    """

    file: str
    when: Revision | None
    difference: Difference
    errors: tuple[int, int] = (0, 0)
    former_name: str = ""
    other: str = ""
    """The file it was compared with, where there were two."""


class Past(NamedTuple):
    """A plan as it was and as it is, and where git has it."""

    tracked: TrackedPlan
    then: PlanAtCommit
    before: PlanVersion
    after: PlanVersion
    since: Callable[[], list[FileVersion]]
    """Gives the commits between both: only asked for if a date is later, as git may take long."""


class Lookback(NamedTuple):
    """What has changed in a plan since a moment, and its timeline since then."""

    compared: PlanComparison
    steps: tuple[TimelineStep, ...]


def read_version(source: Source | None, file: str, *, signed: bool | None = None) -> PlanVersion:
    """Read a plan as it is; `source` is its text where it comes from elsewhere than the file.

    Unless `signed` says otherwise, the sign-offs beside the file count where its text does.

    Raises:
        InvalidFile: it cannot be read.
    """
    found = source or read_source(Path(file))
    if not isinstance(found, Source):
        raise InvalidFile([found])
    loaded = load_plan(read(found))
    if loaded.plan is None:
        raise InvalidFile(loaded.findings, found)
    counts = source is None if signed is None else signed
    signoffs = signoffs_beside(Path(file)) if counts else NO_SIGNOFFS
    return PlanVersion(loaded.plan, signoffs, loaded.unread_parts)


def past_of(file: str, since: str | Callable[[Plan], str | None]) -> Past:
    """Read a plan as it is and as it was.

    `since` is a commit or a day, or a function that finds one in the plan; where it finds none, the
    plan is compared with its first version.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: what it was cannot be known.
    """
    now = read_version(None, file)
    plan = find_tracked_plan(file)
    then = plan_since(plan, since if isinstance(since, str) else since(now.plan))
    return Past(plan, then, past_version(plan, then), now, lambda: then.since)


def past_at_commit(git: Repository, when: Revision, file: str, former: bytes) -> Past:
    """Read a plan as it is and as it was in a commit, where it was called `former`.

    Raises:
        InvalidFile: the plan cannot be read.
        UserError: what it was cannot be known.
    """
    name = git_path(git.root, Path(file))
    now = read_version(None, file)
    then = named_plan_at(git, when, former)
    plan = TrackedPlan(git, file, name, when, then.content, then.signoffs)

    def since() -> list[FileVersion]:
        return [] if when.asked == HEAD else file_versions(git, name, since=when.id)

    return Past(plan, then, past_version(plan, then), now, since)


def compare_plans(file: str, past: Past, language: str, rules: SignoffRules) -> PlanComparison:
    """Return what is different in a plan, and how often its dates have slipped since."""
    then, now = past.before, past.after
    signoffs = (
        *_signoff_changes(then, now, rules),
        *confirmation_changes(then.plan, now.plan),
    )

    def compared(slips: dict[tuple[str, ...], int] | None = None) -> Difference:
        return difference(then.plan, now.plan, language=language, slips=slips, more=signoffs)

    found = compared()
    if any(one.kind == "later" and one.path[-1] == "due" for one in found.changes):
        between = past.then._replace(since=past.since())
        if between.since:
            found = compared(dict(slips_since(past.tracked, then.plan, between, now.plan)))
    name, before = past.tracked.name, past.then.name
    return PlanComparison(
        file,
        past.then.moment,
        found,
        (then.errors, now.errors),
        os.fsdecode(before) if before != name else "",
    )


def _agreement(
    plan: Plan, signoffs: Sequence[Signoff], rules: SignoffRules
) -> tuple[ObjectiveStatus, ...]:
    return agreement_status(plan, signoffs, rules) if signoffs else ()


def _signoff_changes(
    then: PlanVersion, now: PlanVersion, rules: SignoffRules
) -> tuple[Change, ...]:
    readable = now.signoffs.source is not None or not now.signoffs.findings
    return tuple(
        signoff_changes(
            _agreement(then.plan, then.signoffs.entries, rules),
            _agreement(now.plan, now.signoffs.entries, rules),
            # A file that cannot be read now has not lost what it held.
            then.signoffs.entries if readable else (),
            now.signoffs.entries,
        )
    )


def look_back(
    file: str, past: Past, language: str, workspace: Workspace, today: dt.date
) -> Lookback:
    """Return what has changed in a plan, and its timeline up to `today`.

    Raises:
        UserError: git will not say.
    """
    steps = timeline(past.tracked, workspace, then=past.then, today=today)
    rules = SignoffRules(workspace, today)
    return Lookback(compare_plans(file, past, language, rules), tuple(steps))


def last_review(today: dt.date) -> Callable[[Plan], str | None]:
    """Return a function that finds the day of a plan's last review before `today`, if any."""

    def found(plan: Plan) -> str | None:
        days = [one.date.day for one in plan.reviews if one.date.day < today]
        return max(days).isoformat() if days else None

    return found


def compare_files(
    old: PlanVersion, new: PlanVersion, files: tuple[str, str], language: str, rules: SignoffRules
) -> PlanComparison:
    """Return what is different between the plans in two files."""
    # A copy has no sign-offs beside it: those of the new file tell what was agreed to its text.
    before = old.signoffs.entries or new.signoffs.entries
    found = difference(
        old.plan,
        new.plan,
        language=language,
        more=(
            *signoff_changes(
                _agreement(old.plan, before, rules),
                _agreement(new.plan, new.signoffs.entries, rules),
            ),
            *confirmation_changes(old.plan, new.plan),
        ),
    )
    return PlanComparison(files[1], None, found, (old.errors, new.errors), other=files[0])
