"""kamctl for Python programs: what `kamctl` itself offers, with values in the place of output.

A plan is named by its path, and then its workspace and its sign-offs count; or it is a `Plan`,
which stands alone. The day is today unless `today` is given.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kamctl.briefing.pages.briefing import BOOK, REVIEW, build_view
from kamctl.briefing.pages.rendering import ALL, branding_of, check_kind, readers_of, rendered
from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, audience_for
from kamctl.checks.engine.plan_files import open_plan, open_several, plan_files
from kamctl.checks.engine.runner import check_source
from kamctl.document.errors import InvalidFile, UserError
from kamctl.document.finding import Severity
from kamctl.document.reader import read
from kamctl.document.source import Source, read_source
from kamctl.history.compared_plans import (
    Side,
    compare_files,
    last_review,
    look_back,
    past_of,
    side_of,
)
from kamctl.i18n.catalog import SOURCE_LANGUAGE, languages
from kamctl.i18n.language import spoken
from kamctl.i18n.message import message
from kamctl.plan.load import load_plan
from kamctl.plan.model import Plan
from kamctl.plan.plan_metadata import Stage
from kamctl.portfolio.facts import Account, Unread, facts
from kamctl.reports.status_values import COLUMNS, column_values
from kamctl.signoffs.signoff_file import NO_SIGNOFFS
from kamctl.signoffs.status import Rules
from kamctl.workspace.config import NO_WORKSPACE
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kamctl.checks.engine.runner import PlanReport
    from kamctl.document import finding
    from kamctl.history.compared_plans import Lookback
    from kamctl.workspace.config import Workspace


PlanOrPath: TypeAlias = Plan | str | PathLike[str]
_AT_ONCE = 32
"""How many plans are read at once."""


@dataclass(frozen=True)
class Finding:
    """Something to mend.

    `path` is the file; `line` and `column` count from 1, and are 0 for a `Plan`. `pointer` is where
    it stands in the plan, as a JSON Pointer (RFC 6901).
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


@dataclass(frozen=True)
class Report:
    """What was found in a plan, and how far it is. Without a plan in the file, `plan` is None."""

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

    accounts: tuple[Account, ...]
    unread: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """Return an account a row, with the columns of `kamctl status --format csv`."""
        return [dict(zip(COLUMNS, column_values(one), strict=True)) for one in self.accounts]


def load(path: str | PathLike[str]) -> Plan:
    """Read a plan.

    Raises:
        InvalidFile: it cannot be read, or something in it cannot stand; `check` tells of the same
            and reads the rest.
    """
    source = read_source(Path(path))
    if not isinstance(source, Source):
        raise InvalidFile([source])
    loaded = load_plan(read(source))
    wrong = [one for one in loaded.findings if one.severity is Severity.ERROR]
    if loaded.plan is None or wrong:
        raise InvalidFile(wrong or loaded.findings, source)
    return loaded.plan


def check(
    plan: PlanOrPath,
    stage: str | None = None,
    today: dt.date | None = None,
) -> Report:
    """Check a plan.

    `stage` asks for another stage than it claims: draft, shared, aligned or validated.

    Raises:
        ValueError: there is no such stage.
        UserError: its workspace cannot be read.
    """
    report = _report(plan, today or dt.date.today(), Stage(stage) if stage is not None else None)
    stands_alone = isinstance(plan, Plan)
    return Report(
        "" if stands_alone else report.file,
        report.plan,
        tuple(_finding(one, stands_alone=stands_alone) for one in report.findings),
    )


def brief(
    plan: PlanOrPath,
    audience: str | None = None,
    kind: str = "briefing",
    format: Literal["html", "markdown"] = "html",  # noqa: A002 - as on the command line
    language: str | None = None,
    today: dt.date | None = None,
) -> str:
    """Return a document as text: what one reader may see of a plan, and nothing else.

    `audience` is a function such as `finance`, or executive, sponsor, account-team. `kind` is
    briefing, onepage, plan (for the account team), review, or a company's own. The language is the
    plan's unless given.

    Raises:
        InvalidFile: the plan, or a company's own template, cannot be read.
        UserError: there is no such audience, kind, format or language.
    """
    day = today or dt.date.today()
    report = _report(plan, day)
    if report.plan is None:
        raise InvalidFile(report.findings, report.source)
    if format not in ("html", "markdown"):
        raise UserError(message("There is no format called “{name}”.", name=format),
                        message("There are: {names}.", names="html, markdown"))  # fmt: skip
    if audience == ALL:
        raise UserError(
            message("A document has one reader."), message("Ask for one after the other.")
        )
    if kind == BOOK and audience not in (None, ACCOUNT_TEAM):
        raise UserError(
            message("The whole plan is for its account team."),
            message("For another reader ask for a briefing."),
        )
    workspace = NO_WORKSPACE if isinstance(plan, Plan) else find_workspace(Path(plan))
    look = branding_of(workspace)
    check_kind(kind, format, look)
    (reader,) = readers_of(ACCOUNT_TEAM if kind == BOOK else audience, report.plan, workspace)
    speak = _language(language, report.plan)
    past = _past(plan, speak, workspace, day) if kind == REVIEW else None
    view = build_view(
        report.plan, audience_for(reader), speak, report, day, workspace.shown_name, kind, past
    )
    return rendered(view, look, kind, format)


def compare(
    old: PlanOrPath,
    new: PlanOrPath,
    today: dt.date | None = None,
) -> tuple[Change, ...]:
    """Return what is different in meaning between two plans, the weightiest first.

    Of files, the sign-offs beside them count as well: those that a change invalidates are told.

    Raises:
        InvalidFile: one of them cannot be read.
    """
    sides = _side(old), _side(new)
    workspace = NO_WORKSPACE if isinstance(new, Plan) else find_workspace(Path(new))
    rules = Rules(workspace, today or dt.date.today())
    found = compare_files(*sides, ("", ""), sides[1].plan.plan.language, rules)
    return tuple(
        Change(one.section, one.path, one.kind, str(one.text), one.before, one.after, one.objective)
        for one in found.difference.changes
    )


def read_portfolio(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]], today: dt.date | None = None
) -> Portfolio:
    """Read plans, and all plans in folders, for an overview of the accounts.

    Raises:
        UserError: a folder holds no plan.
    """
    day = today or dt.date.today()
    several = [paths] if isinstance(paths, str | PathLike) else paths
    files = plan_files(str(Path(one)) for one in several)
    accounts: list[Account] = []
    unread: list[str] = []
    for one in _facts(files, day):
        if isinstance(one, Account):
            accounts.append(one)
        else:
            unread.append(one.file)
    return Portfolio(tuple(accounts), tuple(unread))


def _facts(files: list[str], today: dt.date) -> Iterator[Account | Unread]:
    for start in range(0, len(files), _AT_ONCE):
        for report in open_several(files[start : start + _AT_ONCE], today, todos=False):
            yield facts(report, today)


def _report(plan: PlanOrPath, today: dt.date, stage: Stage | None = None) -> PlanReport:
    if not isinstance(plan, Plan):
        return open_plan(str(Path(plan)), today, stage)
    values = plan.model_dump(mode="json", by_alias=True, exclude_unset=True)
    source = Source("plan", json.dumps(values, ensure_ascii=False, indent=2))
    return check_source(source, NO_WORKSPACE, today, stage)


def _side(plan: PlanOrPath) -> Side:
    return Side(plan, NO_SIGNOFFS, 0) if isinstance(plan, Plan) else side_of(None, str(Path(plan)))


def _past(plan: PlanOrPath, language: str, workspace: Workspace, today: dt.date) -> Lookback:
    """Read what a plan was at its last review.

    Raises:
        UserError: it cannot be known: it is no file, or git has not kept it.
    """
    if isinstance(plan, Plan):
        raise UserError(
            message("A review tells what has changed in a file."), message("Give the path.")
        )
    file = str(Path(plan))
    return look_back(file, past_of(file, last_review(today)), language, workspace, today)


def _language(asked: str | None, plan: Plan) -> str:
    if asked is None:
        own: str = plan.plan.language
        return own if own in languages() else SOURCE_LANGUAGE
    found = spoken(asked)
    if found is None:
        raise UserError(
            message("kamctl does not speak “{language}”.", language=asked),
            message("There are: {names}.", names=", ".join(languages())),
        )
    return found


def _finding(one: finding.Finding, *, stands_alone: bool) -> Finding:
    return Finding(
        one.code,
        one.name,
        one.severity.value,
        str(one.message),
        str(one.hint) if one.hint else "",
        "" if stands_alone else one.file,
        0 if stands_alone else one.span.line,
        0 if stands_alone else one.span.column,
        one.pointer,
        one.objective,
    )
