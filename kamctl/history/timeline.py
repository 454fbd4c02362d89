"""The timeline of a plan, commit by commit: stage, completeness, share of wallet, due dates.

Each content is read once, however many commits have it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.runner import CheckOptions, check_loaded
from kamctl.document.finding import Finding
from kamctl.git.repository import git_path
from kamctl.history.past_plan import due_dates, load_bytes, plan_or_none, signoffs_at, slipped
from kamctl.history.versions import FileVersion, commits_on, file_versions, signoffs_name
from kamctl.plan.actions import is_waited_for
from kamctl.plan.share_of_wallet import share_of_wallet
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, signoffs_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.history.versions import PlanAtCommit, TrackedPlan
    from kamctl.plan.load import Loaded
    from kamctl.plan.model import Plan
    from kamctl.signoffs.signoff_file import Signoffs
    from kamctl.workspace.config import Workspace


class DueDate(NamedTuple):
    """Something that is due: its path in the plan, its id, and the day."""

    path: tuple[str, ...]
    name: str
    day: dt.date


class TimelineStep(NamedTuple):
    """A commit that changed a plan or its sign-offs, and how the plan was after it.

    Where it could not be read then, `read` is False and nothing else is known of it.
    `is_stage_met` tells whether it met the requirements of its stage. `met` is how
    many points of the open objectives' checklists are there, of those `required`; `next` is what is
    due next, `slipped` what is due later than the commit before had it.
    """

    id: str
    day: dt.date
    author: str
    subject: str
    file: str
    read: bool
    stage: str = ""
    met: int = 0
    required: int = 0
    share: float | None = None
    next: DueDate | None = None
    slipped: tuple[DueDate, ...] = ()
    is_stage_met: bool = True


def timeline(
    plan: TrackedPlan,
    workspace: Workspace,
    *,
    then: PlanAtCommit | None = None,
    today: dt.date | None = None,
) -> list[TimelineStep]:
    """Return the steps of a plan, the oldest first.

    With `then`, they start with the plan at that moment. With `today`, they end with the plan in
    the working copy, if it differs from the last commit.

    Raises:
        UserError: git will not say.
        InvalidFile: the workspace names a check or an option that there is not.
    """
    since = then.moment.id if then else None
    plan_versions = then.since if then else file_versions(plan.git, plan.name)
    names = {name for one in plan_versions for name in (one.name, one.before)} | {plan.name}
    beside = commits_on(plan.git, sorted({signoffs_name(name) for name in names}), since=since)
    reader = _VersionReader(workspace)
    steps = list(_steps(plan, plan_versions, beside, reader, then))
    return [*steps, *(_uncommitted_step(plan, reader, today) if today is not None else ())]


def _steps(
    plan: TrackedPlan,
    plan_versions: Sequence[FileVersion],
    beside: Sequence[FileVersion],
    reader: _VersionReader,
    then: PlanAtCommit | None,
) -> Iterator[TimelineStep]:
    contents = _contents(plan, (*plan_versions, *beside))
    name, text, before = b"", b"", None
    signoffs: dict[bytes, bytes] = {}
    if then is not None:
        name, text = then.name, then.content
        if then.signoffs is not None:
            signoffs[signoffs_name(name)] = then.signoffs
        step, before = reader.step(_version_of(then), name, text, then.signoffs, None)
        yield step
    of_plan = set(plan_versions)
    for commit in _by_commit(plan_versions, beside):
        for one in commit:
            data = contents.get(one.blob, b"")
            if one in of_plan:
                name, text = one.name, data
            elif one.blob:
                signoffs[one.name] = data
            else:
                signoffs.pop(one.name, None)
        if not text:  # removed by this commit
            continue
        step, now = reader.step(commit[0], name, text, signoffs.get(signoffs_name(name)), before)
        before = now or before
        yield step


def _uncommitted_step(
    plan: TrackedPlan, reader: _VersionReader, today: dt.date
) -> Iterator[TimelineStep]:
    """Return the plan in the working copy, if it differs from the last commit."""
    name, file = git_path(plan.git.root, Path(plan.file)), Path(plan.file)
    text, beside = _read(file), _read(signoffs_path(file))
    if text is None or (_same_content(text, plan.content) and _same_content(beside, plan.signoffs)):
        return
    day = dt.datetime.combine(today, dt.time(), dt.UTC)
    before = plan_or_none(plan.content, plan.file)
    dates = dict(due_dates(before)) if before is not None else None
    at = FileVersion("", day, "", "", b"", name, name, "")
    yield reader.step(at, name, text, beside, dates)[0]


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _same_content(one: bytes | None, other: bytes | None) -> bool:
    return (one or b"").replace(b"\r\n", b"\n") == (other or b"").replace(b"\r\n", b"\n")


def _version_of(then: PlanAtCommit) -> FileVersion:
    at, day = then.moment, dt.datetime.combine(then.moment.day, dt.time(), dt.UTC)
    return FileVersion(at.id, day, at.author, at.subject, b"", then.name, then.name, "")


def _by_commit(
    plan_versions: Sequence[FileVersion], beside: Sequence[FileVersion]
) -> Iterable[list[FileVersion]]:
    """Group what commits did to the plan and its sign-offs by commit, the oldest first."""
    found: dict[str, list[FileVersion]] = {}
    for one in (*reversed(plan_versions), *reversed(beside)):
        found.setdefault(one.id, []).append(one)
    return sorted(found.values(), key=lambda each: each[0].at)


def _contents(plan: TrackedPlan, found: Iterable[FileVersion]) -> dict[str, bytes]:
    blobs = list(dict.fromkeys(one.blob for one in found if one.blob))
    kept = plan.git.objects([blob.encode("ascii") for blob in blobs])
    return {blob: one.data for blob, one in zip(blobs, kept, strict=True) if one is not None}


class _VersionReader:
    """Reads and checks versions of a plan; the same content is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded: dict[bytes, Loaded | None] = {}

    def step(
        self,
        at: FileVersion,
        name: bytes,
        text: bytes,
        beside: bytes | None,
        before: Mapping[tuple[str, ...], int] | None,
    ) -> tuple[TimelineStep, dict[tuple[str, ...], int] | None]:
        """Return how the plan was after a commit, and the dates at which things were due."""
        file = os.fsdecode(name)
        step = TimelineStep(at.id, at.day, at.author, at.subject, file, read=False)
        loaded = self._read(text, file)
        if loaded is None or loaded.plan is None:
            return step, None
        plan, signoffs = loaded.plan, signoffs_at(beside, name) if beside else NO_SIGNOFFS
        report = self._report(loaded, at.day, signoffs)
        dates = dict(due_dates(plan))
        late = slipped(before or {}, dates)
        share = share_of_wallet(plan, at.day)
        return (
            step._replace(
                read=True,
                stage=plan.plan.stage.value,
                met=report.met,
                required=report.required,
                share=share.percent if share else None,
                next=next_due(plan, at.day),
                slipped=tuple(_due(path, dates[path]) for path in late),
                is_stage_met=report.is_stage_met,
            ),
            dates,
        )

    def _read(self, text: bytes, file: str) -> Loaded | None:
        if text not in self._loaded:
            found = load_bytes(text, file)
            self._loaded[text] = None if isinstance(found, Finding) else found
        return self._loaded[text]

    def _report(self, loaded: Loaded, day: dt.date, signoffs: Signoffs) -> PlanReport:
        counted = CheckOptions(todos=False)
        return check_loaded(loaded, self._workspace, day, counted, signoffs=signoffs)


def next_due(plan: Plan, day: dt.date) -> DueDate | None:
    """Return what is due next, from a day on, of the objectives and actions that are open."""
    waiting = []
    for objective in plan.objectives:
        if not objective.is_active:
            continue
        if objective.due is not None:
            path: tuple[str, ...] = ("objectives", objective.id, "due")
            waiting.append(_due(path, objective.due.day.toordinal()))
        waiting += [
            _due(
                ("objectives", objective.id, "actions", action.id, "due"),
                action.due.day.toordinal(),
            )
            for action in objective.actions
            if action.id and action.due is not None and is_waited_for(action)
        ]
    return min((one for one in waiting if one.day >= day), key=lambda one: one.day, default=None)


def _due(path: tuple[str, ...], day: int) -> DueDate:
    return DueDate(path, path[-2], dt.date.fromordinal(day))
