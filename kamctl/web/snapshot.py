"""A plan as it was read at one moment: its report, its workspace, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.plan_report import PlanReport
from kamctl.checks.engine.workspace_findings import workspace_findings
from kamctl.document.source import Source
from kamctl.signoffs.signoff_file import NO_SIGNOFFS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.briefing.engine.branding import Branding
    from kamctl.document.errors import InvalidFile
    from kamctl.document.finding import Finding
    from kamctl.signoffs.signoff_file import Signoffs
    from kamctl.web.watched_files import FileContents
    from kamctl.workspace.config import Workspace


class SnapshotInputs(NamedTuple):
    """What a snapshot was made of; where it is the same, so is the snapshot.

    `plan` is its text, or what keeps it from being read; `beside` is what is in its other files.
    """

    plan: Source | Finding
    beside: FileContents
    day: dt.date


@dataclass(frozen=True)
class PlanSnapshot:
    """A plan as it was read at one moment.

    `plan_report` is about the plan, checked with what can be understood of its workspace;
    `workspace_error` says what is wrong in that one, and `branding` is None then. `signoffs` are
    those beside the plan, with what git has of them; `saved_at` is when the plan was last written.
    """

    inputs: SnapshotInputs
    plan_report: PlanReport
    workspace: Workspace
    branding: Branding | None
    workspace_error: InvalidFile | None = None
    signoffs: Signoffs = NO_SIGNOFFS
    saved_at: dt.datetime | None = None

    @cached_property
    def report(self) -> PlanReport:
        """What is to be corrected first: the workspace where it is invalid, else the plan."""
        error = self.workspace_error
        if error is None:
            return self.plan_report
        findings = tuple(workspace_findings(error))
        return PlanReport(findings[0].file, error.source, findings)

    @property
    def today(self) -> dt.date:
        """The day for which the plan was checked."""
        return self.inputs.day

    @property
    def is_renderable(self) -> bool:
        """Whether pages can be rendered from it."""
        return self.report.plan is not None and self.branding is not None

    @property
    def may_be_incomplete(self) -> bool:
        """Whether the plan is missing or empty: it may be in the middle of being saved."""
        plan = self.inputs.plan
        return not isinstance(plan, Source) or not plan.text.strip()

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that has findings."""
        error = self.workspace_error
        if error is not None and error.source is not None and error.source.name == file:
            return error.source.lines
        return self.report.lines_of(file)
