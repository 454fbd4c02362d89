"""Checks one plan, once for each change: all that is shown of it comes from the same report."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from kamctl.briefing.engine.branding import load_branding
from kamctl.checks.engine.plan_report import PlanReport, crash_finding, unread_report
from kamctl.checks.engine.plan_sources import signoffs_to_check
from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import InvalidFile
from kamctl.document.source import Source, read_source
from kamctl.i18n.message import message
from kamctl.web.snapshot import PlanSnapshot, SnapshotInputs
from kamctl.web.watched_files import FileContents, WatchedFiles
from kamctl.workspace.config import NO_WORKSPACE, InvalidWorkspace, Workspace
from kamctl.workspace.discovery import read_workspace_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kamctl.document.finding import Finding
    from kamctl.signoffs.signoff_file import Signoffs


class PlanChecker:
    """Checks the plan at `plan`, which findings call `name`; safe to use from several threads.

    The last snapshot stays for as long as the plan, the files beside it and the day are the same.
    `today` returns the current day.
    """

    def __init__(self, plan: Path, name: str, today: Callable[[], dt.date]) -> None:
        self.plan = plan
        self.name = name
        self.today = today
        self.files = WatchedFiles(plan)
        self._lock = threading.RLock()
        self._last: PlanSnapshot | None = None
        self._contents: FileContents | None = None
        self._workspace = NO_WORKSPACE
        self._workspace_error: InvalidFile | None = None

    def current(self) -> PlanSnapshot:
        """Return the plan as its files are now."""
        return self.checked(read_source(self.plan, self.name))

    def checked(self, source: Source | Finding) -> PlanSnapshot:
        """Return a text of the plan, checked with the files beside it as they are now.

        Nothing is raised: whatever goes wrong is in the report.
        """
        day = self.today()
        with self._lock:
            contents = self._contents
            try:
                contents = self._read_workspace()
                inputs = SnapshotInputs(source, contents, day)
                if self._last is None or self._last.inputs != inputs:
                    self._last = self._take(inputs)
            except Exception as error:  # the pages go on: the next save may work
                inputs = SnapshotInputs(source, contents or FileContents((), (), ()), day)
                report = unread_report(plan_crash(self.name, error))
                saved_at = self._saved_at
                self._last = PlanSnapshot(inputs, report, NO_WORKSPACE, None, saved_at=saved_at)
            return self._last

    @property
    def workspace(self) -> Workspace:
        """The workspace of the plan as its files are now, as far as it can be understood."""
        with self._lock:
            self._read_workspace()
            return self._workspace

    def _read_workspace(self) -> FileContents:
        """Return what is beside the plan, with the workspace that it says read.

        One whose files are the same stays the same: other caches have it by its identity.
        """
        contents = self.files.contents()
        if self._contents is None or self._contents.workspace != contents.workspace:
            workspace, self._workspace_error = _understood_workspace(self.files.folder)
            self._workspace = workspace
            self.files.logo, self.files.templates = workspace.logo, workspace.templates
            contents = self.files.contents()._replace(workspace=contents.workspace)
        self._contents = contents
        return contents

    def _take(self, inputs: SnapshotInputs) -> PlanSnapshot:
        workspace, error = self._workspace, self._workspace_error
        branding = None
        try:
            branding = load_branding(workspace) if error is None else None
        except InvalidFile as invalid:
            error = invalid
        signoffs = signoffs_to_check(str(self.plan))
        report, wrong_settings = _report(inputs, workspace, signoffs)
        error = error or wrong_settings
        if error is not None:
            branding = None
        saved_at = self._saved_at
        return PlanSnapshot(inputs, report, workspace, branding, error, signoffs, saved_at)

    @property
    def _saved_at(self) -> dt.datetime | None:
        try:
            return dt.datetime.fromtimestamp(self.plan.stat().st_mtime)
        except (OSError, ValueError, OverflowError):
            return None


def _understood_workspace(folder: Path) -> tuple[Workspace, InvalidFile | None]:
    """Read a workspace; return what can be understood of it, and what is wrong in it."""
    try:
        return read_workspace_of(folder), None
    except InvalidWorkspace as invalid:
        return invalid.workspace, invalid
    except InvalidFile as invalid:
        return NO_WORKSPACE, invalid


def _report(
    inputs: SnapshotInputs, workspace: Workspace, signoffs: Signoffs
) -> tuple[PlanReport, InvalidFile | None]:
    """Check a plan; where its workspace names checks that there are not, without them."""
    source, day = inputs.plan, inputs.day
    if not isinstance(source, Source):
        return unread_report(source), None
    try:
        return check_source(source, workspace, day, signoffs=signoffs), None
    except InvalidFile as invalid:
        without = replace(workspace, checks={}, above=None)
        return check_source(source, without, day, signoffs=signoffs), invalid


def plan_crash(file: str, error: Exception) -> Finding:
    """Return the finding that kamctl has failed on a plan that is shown."""
    return crash_finding(
        file,
        message(
            "kamctl failed here ({error}). This is a bug in kamctl.",
            error=f"{type(error).__name__}: {error}",
        ),
        message("Please report it, with the plan if you can share it."),
    )
