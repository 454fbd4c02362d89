"""What is known of a plan at one moment: its report, its workspace, and what is in the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamctl.briefing.engine.branding import load_branding
from kamctl.checks.engine.plan_report import CRASHED, PlanReport, unread
from kamctl.checks.engine.runner import check_source
from kamctl.checks.engine.workspace_findings import workspace_findings
from kamctl.document.errors import InvalidFile
from kamctl.document.finding import Finding, Severity
from kamctl.document.source import Source, read_source
from kamctl.i18n.message import message
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs, signoffs_beside
from kamctl.workspace.config import NO_WORKSPACE, InvalidWorkspace, Workspace
from kamctl.workspace.discovery import read_workspace_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kamctl.briefing.engine.branding import Branding


@dataclass(frozen=True)
class Texts:
    """The texts that a reading was made of; two that are the same need no second reading."""

    plan: Source | Finding
    signoffs: Signoffs
    house: Source | None


@dataclass(frozen=True)
class Reading:
    """A plan as it was read at one moment.

    `look` is None where the workspace is not as it must be: `report` then says why, and is about
    the workspace's file. `saved` is when the plan was last written.
    """

    texts: Texts
    report: PlanReport
    workspace: Workspace
    look: Branding | None
    today: dt.date
    saved: dt.datetime | None = None
    others: tuple[Source, ...] = ()
    """Texts other than the plan's that findings speak of."""

    @property
    def is_whole(self) -> bool:
        """Whether pages can be made of it."""
        return self.report.plan is not None and self.look is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether the plan may only be in the middle of being saved: it is empty, or not there."""
        plan = self.texts.plan
        return not isinstance(plan, Source) or not plan.text.strip()

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that findings speak of."""
        for source in self.others:
            if source.name == file:
                return source.lines
        return self.report.lines_of(file)


def read_now(plan: Path, name: str, today: dt.date, before: Reading | None = None) -> Reading:
    """Read and check the plan at `plan`, which findings call `name`.

    Returns `before` where nothing that it was made of has changed. Whatever goes wrong is in the
    report: nothing is raised.
    """
    try:
        return _read(plan, name, today, before)
    except Exception as error:  # a preview goes on: what failed is told, and the next save may pass
        texts = Texts(read_source(plan, name), NO_SIGNOFFS, None)
        report = unread(crashed(name, error))
        return Reading(texts, report, NO_WORKSPACE, None, today, _saved(plan))


def crashed(file: str, error: Exception) -> Finding:
    """Say that kamctl itself failed."""
    return Finding(
        CRASHED,
        "check-crashed",
        Severity.ERROR,
        message(
            "kamctl failed here ({error}). This is a bug in kamctl.",
            error=f"{type(error).__name__}: {error}",
        ),
        file,
        hint=message("Please report it, with the plan if you may."),
    )


def _read(plan: Path, name: str, today: dt.date, before: Reading | None) -> Reading:
    source = read_source(plan, name)
    signoffs = signoffs_beside(plan)
    workspace, wrong = _house(plan, before)
    house = workspace.document.source if workspace.document else None
    texts = Texts(source, signoffs, house)
    saved = _saved(plan)
    try:
        if wrong is not None:
            raise wrong
        look = load_branding(workspace)
        if before and (before.texts, before.look, before.today) == (texts, look, today):
            return before
        if not isinstance(source, Source):
            return Reading(texts, unread(source), workspace, look, today, saved)
        report = check_source(source, workspace, today, signoffs=signoffs)
    except InvalidFile as bad:
        return _of_a_bad_house(bad, texts, workspace, today, saved)
    return Reading(texts, report, workspace, look, today, saved)


def _house(plan: Path, before: Reading | None) -> tuple[Workspace, InvalidFile | None]:
    """Read the workspace anew: what is kept for the length of one command is too old here."""
    try:
        workspace = read_workspace_of(plan.parent)
    except InvalidFile as bad:
        return (bad.workspace if isinstance(bad, InvalidWorkspace) else NO_WORKSPACE), bad
    if before is not None and _is_as_before(workspace, before.workspace):
        return before.workspace, None  # what was made for it can be used again
    return workspace, None


def _is_as_before(now: Workspace, before: Workspace) -> bool:
    if now.above is not None and before.above is not None:
        if not _is_as_before(now.above, before.above):
            return False
    elif now.above is not before.above:
        return False
    return (
        now.root == before.root
        and now.document is not None
        and before.document is not None
        and now.document.source == before.document.source
    )


def _of_a_bad_house(
    bad: InvalidFile, texts: Texts, workspace: Workspace, today: dt.date, saved: dt.datetime | None
) -> Reading:
    findings = tuple(workspace_findings(bad))
    report = PlanReport(findings[0].file, bad.source, findings)
    others = (bad.source,) if bad.source else ()
    return Reading(texts, report, workspace, None, today, saved, others)


def _saved(plan: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(plan.stat().st_mtime)
    except (OSError, ValueError, OverflowError):
        return None
