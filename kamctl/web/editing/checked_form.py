"""A plan with its findings, checked anew only when something that they depend on has changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.plan_sources import signoffs_to_check
from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import InvalidFile
from kamctl.signoffs.signoff_file import signoffs_path
from kamctl.web.editing.form_fields import FormPlan
from kamctl.workspace.config import NO_WORKSPACE, InvalidWorkspace
from kamctl.workspace.discovery import read_workspace_of
from kamctl.workspace.files import workspace_files

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.plan.plan_file import PlanFile
    from kamctl.web.editing.custom_fields import DeclaredFields
    from kamctl.workspace.config import Workspace


class CheckedForm(NamedTuple):
    """A plan as `form_fields` shows it, and all that is known of it."""

    form: FormPlan
    report: PlanReport


class _Inputs(NamedTuple):
    """What findings depend on: the plan, the day, the states of the files that decide on it."""

    hash: str
    day: dt.date
    signoffs: tuple[int, int]
    workspace: tuple[tuple[Path, int, int], ...]


class FormChecker:
    """Checks one plan; the last result stays as long as it holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: tuple[_Inputs, CheckedForm] | None = None

    def checked(self, file: PlanFile, language: str, day: dt.date) -> CheckedForm:
        """Return the plan `file` as it is on a day, shown in `language`."""
        inputs = _Inputs(
            file.hash,
            day,
            _file_stamp(signoffs_path(self._path)),
            tuple((one, *_file_stamp(one)) for one in workspace_files(self._folder)),
        )
        if self._last is None or self._last[0] != inputs:
            workspace = self._workspace()
            report = check_source(
                file.source, workspace, day, signoffs=signoffs_to_check(str(self._path))
            )
            form = FormPlan(
                file.document, language, report.findings, report.functions, workspace.custom
            )
            self._last = inputs, CheckedForm(form, report)
        return self._last[1]

    @property
    def custom(self) -> DeclaredFields:
        """The fields that the company declares for its plans, as they were last read."""
        return self._last[1].form.custom if self._last is not None else self._workspace().custom

    @property
    def _folder(self) -> Path:
        return self._path.absolute().parent

    def _workspace(self) -> Workspace:
        """Read the workspace; what is wrong in it is for whoever keeps it."""
        try:
            return read_workspace_of(self._folder)
        except InvalidWorkspace as invalid:
            return invalid.workspace
        except InvalidFile:
            return NO_WORKSPACE


def _file_stamp(file: Path) -> tuple[int, int]:
    """Return what changes when a file does: when it was written, and its size."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
