"""A plan as it was read at one moment: its report, its workspace, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.briefing.engine.branding import load_branding
from kamctl.checks.engine.plan_report import PlanReport, crash_finding, unread
from kamctl.checks.engine.runner import check_source
from kamctl.checks.engine.workspace_findings import workspace_findings
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source, behind_link, read_source
from kamctl.i18n.message import message
from kamctl.signoffs.removed_signoffs import noting_removed
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs, signoffs_beside
from kamctl.workspace.config import NO_WORKSPACE, InvalidWorkspace, Workspace
from kamctl.workspace.discovery import read_workspace_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kamctl.briefing.engine.branding import Branding
    from kamctl.document.finding import Finding


@dataclass(frozen=True)
class SnapshotSources:
    """The texts that a snapshot was made of; where they are the same, so is the snapshot."""

    plan: Source | Finding
    signoffs: Signoffs
    workspace: Source | None


@dataclass(frozen=True)
class PlanSnapshot:
    """A plan as it was read at one moment.

    `branding` is None where the workspace is invalid: `report` is then about its file. `saved_at`
    is when the plan was last written.
    """

    sources: SnapshotSources
    report: PlanReport
    workspace: Workspace
    branding: Branding | None
    today: dt.date
    saved_at: dt.datetime | None = None
    other_sources: tuple[Source, ...] = ()
    """Files other than the plan that have findings."""

    @property
    def is_renderable(self) -> bool:
        """Whether pages can be rendered from it."""
        return self.report.plan is not None and self.branding is not None

    @property
    def may_be_incomplete(self) -> bool:
        """Whether the plan is missing or empty: it may be in the middle of being saved."""
        plan = self.sources.plan
        return not isinstance(plan, Source) or not plan.text.strip()

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that has findings."""
        for source in self.other_sources:
            if source.name == file:
                return source.lines
        return self.report.lines_of(file)


def take_snapshot(
    plan: Path, name: str, today: dt.date, before: PlanSnapshot | None = None
) -> PlanSnapshot:
    """Read and check the plan at `plan`, which findings call `name`.

    Returns `before` where nothing that it was made of has changed. Nothing is raised: whatever goes
    wrong is in the report.
    """
    try:
        return _take(plan, name, today, before)
    except Exception as error:  # the preview goes on: the next save may work
        sources = SnapshotSources(read_source(plan, name), NO_SIGNOFFS, None)
        report = unread(preview_crash(name, error))
        return PlanSnapshot(sources, report, NO_WORKSPACE, None, today, _saved_at(plan))


def preview_crash(file: str, error: Exception) -> Finding:
    """Return the finding that kamctl has failed on a plan that is shown."""
    return crash_finding(
        file,
        message(
            "kamctl failed here ({error}). This is a bug in kamctl.",
            error=f"{type(error).__name__}: {error}",
        ),
        message("Please report it, with the plan if you can share it."),
    )


def _take(plan: Path, name: str, today: dt.date, before: PlanSnapshot | None) -> PlanSnapshot:
    source = read_source(plan, name)
    signoffs = signoffs_beside(plan)
    workspace, error = _read_workspace(plan, before)
    workspace_source = workspace.document.source if workspace.document else None
    sources = SnapshotSources(source, signoffs, workspace_source)
    saved_at = _saved_at(plan)
    try:
        if error is not None:
            raise error
        branding = load_branding(workspace)
        if before and (before.sources, before.branding, before.today) == (sources, branding, today):
            return before
        if not isinstance(source, Source):
            return PlanSnapshot(sources, unread(source), workspace, branding, today, saved_at)
        report = check_source(source, workspace, today, signoffs=noting_removed(signoffs, plan))
    except InvalidFile as invalid:
        return _with_invalid_workspace(invalid, sources, workspace, today, saved_at)
    return PlanSnapshot(sources, report, workspace, branding, today, saved_at)


def _read_workspace(
    plan: Path, before: PlanSnapshot | None
) -> tuple[Workspace, InvalidFile | None]:
    """Read the workspace of a plan, past the cache that one command has of it.

    Returns what can be understood of it, and the error if it is invalid.
    """
    try:
        workspace = read_workspace_of(behind_link(plan).parent)
    except InvalidFile as error:
        understood = error.workspace if isinstance(error, InvalidWorkspace) else NO_WORKSPACE
        return understood, error
    if before is not None and _is_unchanged(workspace, before.workspace):
        return before.workspace, None  # which other caches have by its identity
    return workspace, None


def _is_unchanged(now: Workspace, before: Workspace) -> bool:
    if now.above is not None and before.above is not None:
        if not _is_unchanged(now.above, before.above):
            return False
    elif now.above is not before.above:
        return False
    return (
        now.root == before.root
        and now.document is not None
        and before.document is not None
        and now.document.source == before.document.source
    )


def _with_invalid_workspace(
    error: InvalidFile,
    sources: SnapshotSources,
    workspace: Workspace,
    today: dt.date,
    saved_at: dt.datetime | None,
) -> PlanSnapshot:
    findings = tuple(workspace_findings(error))
    report = PlanReport(findings[0].file, error.source, findings)
    other_sources = (error.source,) if error.source else ()
    return PlanSnapshot(sources, report, workspace, None, today, saved_at, other_sources)


def _saved_at(plan: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(plan.stat().st_mtime)
    except (OSError, ValueError, OverflowError):
        return None
