"""kamctl for Python programs: what the commands do, with values returned instead of printed.

A plan is given by its path or as a `Plan`. For one that was loaded, and for its copies, the
workspace and the sign-offs beside its file count; one that a program made has neither. `today` is
the day for which a plan is checked and shown; by default, the day of the call.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kamctl.briefing.plan_document import DocumentOptions, render_document
from kamctl.checks.engine.plan_sources import signoffs_to_check
from kamctl.checks.engine.runner import CheckOptions, check_file, check_files, check_source
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.finding import Severity
from kamctl.document.output_formats import TEMPLATE_FORMATS
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.history.compared_plans import compare_files, read_version
from kamctl.i18n.message import message
from kamctl.i18n.nearest import did_you_mean
from kamctl.plan.load import load_plan
from kamctl.plan.model import Origin, Plan
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.account_summary import AccountSummary, UnreadPlan
from kamctl.portfolio.summarize_plan import summarize_plan
from kamctl.reports.status_data import COLUMNS, column_values
from kamctl.signoffs.agreement_status import SignoffRules
from kamctl.signoffs.signoff_file import NO_SIGNOFFS
from kamctl.workspace.config import NO_WORKSPACE
from kamctl.workspace.discovery import clear_caches, find_workspace
from kamctl.workspace.plan_files import file_name, plan_files

if TYPE_CHECKING:
    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.document import finding
    from kamctl.history.past_plan import PlanVersion
    from kamctl.workspace.config import Workspace

PlanOrPath: TypeAlias = Plan | str | PathLike[str]
_NO_FILE = "plan.yaml"
"""What hints call a plan without a file."""


class Error(Exception):
    """A request that cannot be met: `str(error)` says why, and `hint` what to do next."""

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it pass from one process to another."""
        return type(self), (str(self), self.hint)


class FileError(Error):
    """An invalid file: a plan, a `kamctl.yaml`, a template. `findings` say where."""

    def __init__(self, text: str, hint: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(text, hint)
        self.findings = findings

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it pass from one process to another."""
        return type(self), (str(self), self.hint, self.findings)


@dataclass(frozen=True)
class Finding:
    """A problem in a plan.

    `path` is the file, empty for a plan without one. `line` and `column` count from 1; they are 0
    for a plan that was made or changed in a program. `pointer` is where it is in the plan, as a
    JSON Pointer (RFC 6901).
    """

    code: str
    name: str
    severity: Literal["error", "warning", "todo"]
    message: str
    hint: str
    path: str
    line: int
    column: int
    pointer: str
    objective: str | None


@dataclass(frozen=True, eq=False)
class Report:
    """What was found in a plan. Where the file holds none that can be read, `plan` is None."""

    path: str
    plan: Plan | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that fail."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def ok(self) -> bool:
        """Whether nothing fails."""
        return not self.errors


@dataclass(frozen=True)
class Change:
    """A difference in meaning between two plans.

    `path` leads to it by names: `("objectives", "SO1", "due")`. `before` and `after` are plain
    values, None where there is nothing.
    """

    section: str
    path: tuple[str, ...]
    kind: str
    text: str
    before: object
    after: object
    objective: str | None


@dataclass(frozen=True)
class Portfolio:
    """Several accounts together; `unread` are the files that hold no plan that can be read."""

    accounts: tuple[AccountSummary, ...]
    unread: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return an account a row, with the columns of `kamctl status --format csv`."""
        return [dict(zip(COLUMNS, column_values(one), strict=True)) for one in self.accounts]


def load(path: str | PathLike[str]) -> Plan:
    """Read a plan.

    Raises:
        FileError: the file or a part of it cannot be read; `check` reports the same and reads
            the rest.
    """
    with _errors():
        source = read_source(Path(_path_text(path)))
        if not isinstance(source, Source):
            raise InvalidFile([source])
        loaded = load_plan(read(source))
        wrong = [one for one in loaded.findings if one.severity is Severity.ERROR]
        if loaded.plan is None or wrong:
            raise InvalidFile(wrong or loaded.findings, source)
    loaded.plan._origin = Origin(source)
    return loaded.plan


def check(
    plan: PlanOrPath,
    stage: Literal["draft", "shared", "aligned", "validated"] | None = None,
    today: dt.date | None = None,
) -> Report:
    """Check a plan; whatever is wrong with its file is among the findings.

    `stage` asks for another stage than it claims.

    Raises:
        FileError: its `kamctl.yaml` is invalid.
        Error: there is no such stage.
    """
    with _errors():
        given = _PlanInput(plan, _day(today))
        report = given.report(_stage(stage))
    return Report(given.file, report.plan, tuple(map(given.finding, report.findings)))


def brief(
    plan: PlanOrPath,
    audience: str | None = None,
    kind: str = "briefing",
    format: Literal["html", "markdown"] = "html",  # noqa: A002 - as on the command line
    language: str | None = None,
    today: dt.date | None = None,
    full: bool = False,
) -> str:
    """Return a document as text: what one reader may see of a plan, and nothing else.

    `audience` is a function such as `finance`, or executive, sponsor, account-team; None is
    everyone. `kind` is briefing, onepage, plan (for the account team), review (of a file in git),
    or a company's own. The language is the plan's unless given. `full` adds all details to a
    briefing.

    Raises:
        FileError: the plan, its `kamctl.yaml` or a company's own template cannot be read.
        Error: there is no such audience, kind, format or language.
    """
    with _errors():
        given = _PlanInput(plan, _day(today))
        report = given.report()
        if report.plan is None:
            raise InvalidFile(report.findings, report.source)
        if format not in TEMPLATE_FORMATS:
            raise UserError(
                message("Unknown format “{name}”.", name=format),
                did_you_mean(format, TEMPLATE_FORMATS),
            )
        options = DocumentOptions(kind, audience, format, language, full)
        return render_document(report, options, has_history=given.has_history)


def compare(old: PlanOrPath, new: PlanOrPath, today: dt.date | None = None) -> tuple[Change, ...]:
    """Return what is different in meaning between two plans, the most important first.

    Sign-offs beside them that a change invalidates are among the changes.

    Raises:
        FileError: one of them cannot be read.
    """
    with _errors():
        day = _day(today)
        before, after = _PlanInput(old, day), _PlanInput(new, day)
        sides = before.side(), after.side()
        rules = SignoffRules(after.workspace, day)
        language = sides[1].plan.plan.language
        found = compare_files(*sides, (before.file, after.file), language, rules)
    return tuple(
        Change(one.section, one.path, one.kind, str(one.text), one.before, one.after, one.objective)
        for one in found.difference.changes
    )


def read_portfolio(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]], today: dt.date | None = None
) -> Portfolio:
    """Read plans, and all plans in folders, for an overview of the accounts.

    Raises:
        FileError: a `kamctl.yaml` is invalid.
        Error: a folder holds no plan.
    """
    several = [paths] if isinstance(paths, str | PathLike) else paths
    with _errors():
        day = _day(today)
        found = list(_summaries(plan_files(map(_path_text, several)), day))
    return Portfolio(
        tuple(one for one in found if isinstance(one, AccountSummary)),
        tuple(one.file for one in found if isinstance(one, UnreadPlan)),
    )


def _summaries(files: list[str], today: dt.date) -> Iterator[AccountSummary | UnreadPlan]:
    options = CheckOptions(todos=False)
    for report in check_files(files, today, options):
        yield summarize_plan(report, today)


class _PlanInput:
    """A plan as it was given: by its path, loaded from one, changed since, or made in a program."""

    def __init__(self, plan: PlanOrPath, today: dt.date) -> None:
        self.today = today
        self.plan = plan if isinstance(plan, Plan) else None
        origin = plan._origin.source if isinstance(plan, Plan) else None
        if isinstance(plan, Plan):
            self.file = origin.name if origin else ""
        else:
            self.file = _path_text(plan)
        self.source = origin
        if self.plan is not None and not _is_unchanged(origin, self.plan):
            values = self.plan.model_dump(mode="json", by_alias=True, exclude_unset=True)
            text = json.dumps(values, ensure_ascii=False, indent=2)
            self.source = Source(self.file or _NO_FILE, text)
        self.has_lines = self.plan is None or self.source is origin

    @property
    def has_history(self) -> bool:
        """Whether it is what a file holds, of which git may have earlier versions."""
        return bool(self.file) and self.has_lines

    @property
    def workspace(self) -> Workspace:
        """The workspace that its file is in."""
        return find_workspace(Path(self.file)) if self.file else NO_WORKSPACE

    def report(self, stage: Stage | None = None) -> PlanReport:
        """Check it."""
        options = CheckOptions(stage)
        if self.source is None:
            return check_file(self.file, self.today, options)
        signoffs = signoffs_to_check(self.file) if self.file else NO_SIGNOFFS
        return check_source(self.source, self.workspace, self.today, options, signoffs=signoffs)

    def side(self) -> PlanVersion:
        """Return it as one side of a comparison.

        Raises:
            InvalidFile: it cannot be read.
        """
        return read_version(self.source, self.file, signed=bool(self.file))

    def finding(self, one: finding.Finding) -> Finding:
        """Return a finding in it as programs get it."""
        found = _finding(one)
        return found if self.has_lines else replace(found, path=self.file, line=0, column=0)


def _is_unchanged(source: Source | None, plan: Plan) -> bool:
    """Tell whether a text still is that of a plan: copies may have been changed."""
    return source is not None and load_plan(read(source)).plan == plan


@contextmanager
def _errors() -> Iterator[None]:
    """Raise the errors of this API, and read workspaces afresh."""
    clear_caches()
    try:
        yield
    except InvalidFile as error:
        hint = str(error.hint) if error.hint else ""
        raise FileError(str(error), hint, tuple(map(_finding, error.findings))) from None
    except UserError as error:
        raise Error(str(error), str(error.hint) if error.hint else "") from None


def _path_text(path: str | PathLike[str]) -> str:
    """Return a path as a text that means a file or a folder and nothing else.

    Raises:
        UserError: it is empty, or holds what no path does.
    """
    text = fspath(path)
    if not text:
        raise UserError(message("The path is empty."), message("Give a plan or a folder."))
    if "\0" in text:
        raise UserError(
            message("There is no such file."), message("The path contains a NUL character.")
        )
    return file_name(text)


def _day(today: dt.date | None) -> dt.date:
    if today is None:
        return dt.date.today()
    if isinstance(today, dt.datetime):
        return today.date()
    if not isinstance(today, dt.date):
        raise TypeError(f"today is a datetime.date, not {type(today).__name__}")
    return today


def _stage(stage: str | None) -> Stage | None:
    if stage is None:
        return None
    known = tuple(one.value for one in Stage)
    if stage not in known:
        raise UserError(message("Unknown stage “{name}”.", name=stage), did_you_mean(stage, known))
    return Stage(stage)


def _finding(one: finding.Finding) -> Finding:
    return Finding(
        one.code,
        one.name,
        one.severity.value,
        str(one.message),
        str(one.hint) if one.hint else "",
        one.file,
        one.span.line,
        one.span.column,
        one.pointer,
        one.objective,
    )
