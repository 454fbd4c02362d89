"""Run all checks over plans: one, or several at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kamctl.checks.engine.completeness import Completeness, completeness
from kamctl.checks.engine.context import Context, ObjectiveInPlan
from kamctl.checks.engine.cross_plan_facts import cross_plan_facts
from kamctl.checks.engine.registry import Check, Observation
from kamctl.checks.engine.suppressions import Suppressed, is_across, set_aside, suppressions
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.reader import read
from kamctl.i18n.message import message
from kamctl.plan.load import Loaded, is_under, load_plan
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.signoff import last_moment
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs, removed
from kamctl.signoffs.status import NOBODY_ASKED, Count, Rules, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.checks.engine.suppressions import Suppression
    from kamctl.document.document import Document
    from kamctl.document.source import Source
    from kamctl.document.span import Path
    from kamctl.plan.model import Plan
    from kamctl.signoffs.status import ObjectiveStatus
    from kamctl.workspace.config import Workspace

CRASHED = "KAM000"
"""The code of a finding about a check that failed itself: a bug of ours, never of the plan."""


@dataclass(frozen=True)
class PlanReport:
    """What is known of one plan.

    `source` is its text, for the lines to show; None where it could not be read. `account` and
    `stage` are what the plan says of itself. `plan` and `document` are the plan as far as it could
    be read; a report that comes from another process goes without them.
    """

    file: str
    source: Source | None
    findings: tuple[Finding, ...]
    objectives: tuple[Completeness, ...] = ()
    account: str | None = None
    stage: Stage | None = None
    set_aside: tuple[Suppressed, ...] = ()
    plan: Plan | None = None
    document: Document | None = None
    hidden: int = 0
    """How many to-dos there are besides the findings: counted only, where nobody reads them."""
    signoffs: Signoffs = NO_SIGNOFFS
    """The sign-offs beside the plan."""
    agreed: Count = NOBODY_ASKED
    """How many functions have agreed, over the objectives that are neither closed nor on hold."""
    ties: CrossPlanFacts | None = None
    """What ties the plan to others, where that was asked for."""
    houses: tuple[Source, ...] = ()
    """The files of the workspaces inside others that the plan is in: findings may speak of them."""
    functions: tuple[str, ...] = ()
    """The functions of the company."""
    today: dt.date = dt.date.min
    """The day it was looked at."""
    across: bool = False
    """Whether this is no plan, but what was found between several."""
    rules: Rules | None = None
    """What decides which sign-offs count; None where the plan could not be read."""
    agreement: tuple[ObjectiveStatus, ...] = ()
    """The status of agreement on each objective, in the order of the plan."""

    @property
    def todos(self) -> int:
        """How many to-dos there are, told one by one or counted only."""
        return self.hidden + sum(finding.severity is Severity.TODO for finding in self.findings)

    @property
    def errors(self) -> int:
        """How many findings fail."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def crashed(self) -> bool:
        """Tell whether a check failed itself."""
        return any(finding.code == CRASHED for finding in self.findings)

    def alone(self) -> PlanReport:
        """Return the report without the plan: what is quick to hand to another process."""
        signoffs = NO_SIGNOFFS
        if self.signoffs is not NO_SIGNOFFS:
            signoffs = replace(self.signoffs, entries=(), removed=())
        return replace(self, plan=None, document=None, signoffs=signoffs, rules=None, agreement=())

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that findings are in: the plan, sign-offs, a workspace."""
        for source in (self.source, self.signoffs.source, *self.houses):
            if source is not None and source.name == file:
                return source.lines
        return ()


def unread(finding: Finding) -> PlanReport:
    """Report a file that could not be read at all."""
    return PlanReport(finding.file, None, (finding,))


class ToCheck(NamedTuple):
    """A plan to check: its text, the house it lives in, and the sign-offs beside it."""

    source: Source
    workspace: Workspace
    signoffs: Signoffs = NO_SIGNOFFS


def check_source(
    source: Source,
    workspace: Workspace,
    today: dt.date,
    stage: Stage | None = None,
    *,
    signoffs: Signoffs = NO_SIGNOFFS,
    todos: bool = True,
    tied: bool = False,
) -> PlanReport:
    """Read and check one plan; `stage` asks for another stage than the plan claims.

    Raises:
        InvalidFile: the workspace names a check or an option that there is not.
    """
    plans = [ToCheck(source, workspace, signoffs)]
    return check_sources(plans, today, stage, todos=todos, tied=tied)[0]


def check_sources(
    plans: Sequence[ToCheck],
    today: dt.date,
    stage: Stage | None = None,
    *,
    todos: bool = True,
    tied: bool = False,
) -> list[PlanReport]:
    """Read and check plans, and report on each in the order given.

    All are read, then all are made plans, then each check goes over all: so each stays in the
    processor's caches for as long as it is needed, which saves a fifth of the time.

    Raises:
        InvalidFile: a workspace names a check or an option that there is not.
    """
    documents = [read(one.source) for one in plans]
    loaded = [load_plan(document) for document in documents]
    cases = [
        _Case(one, plan.workspace, today, stage, plan.signoffs, todos=todos)
        for one, plan in zip(loaded, plans, strict=True)
    ]
    return _judged(cases, tied=tied)


def check_plan(
    loaded: Loaded,
    workspace: Workspace,
    today: dt.date,
    stage: Stage | None = None,
    *,
    signoffs: Signoffs = NO_SIGNOFFS,
    todos: bool = True,
    tied: bool = False,
) -> PlanReport:
    """Check a plan that was read, with all that is known of its shape.

    Without `todos`, what later stages need is counted only: most findings are such, and over many
    plans nobody reads them one by one. `tied` asks for what ties the plan to others.
    """
    case = _Case(loaded, workspace, today, stage, signoffs, todos=todos)
    return _judged([case], tied=tied)[0]


class _Case:
    """A plan while it is checked, and what was found so far.

    `unmet` are the checks that an objective, by its id, does not meet. Without `todos`, to-dos are
    counted only, as `hidden`. A plan whose shape nothing is known of has no `context`.
    """

    def __init__(
        self,
        loaded: Loaded,
        workspace: Workspace,
        today: dt.date,
        stage: Stage | None,
        signoffs: Signoffs,
        *,
        todos: bool,
    ) -> None:
        self.loaded = loaded
        self.signoffs = signoffs
        self.damaged = bool(loaded.damaged)
        self.findings: list[Finding] = []
        self.hidden = 0
        self.unmet: dict[str, set[str]] = {}
        self.context: Context | None = None
        if loaded.plan is None:
            return
        stage = stage or loaded.plan.plan.stage
        self.context = Context(
            loaded.plan, loaded.document, loaded.original, workspace, today, stage, signoffs
        )
        self.settings = self.context.settings
        self.severities = self.settings.severities(stage)
        self.comments = suppressions(loaded.original)
        self.todos = todos or bool(self.comments)


class _About(NamedTuple):
    """What a check looks at: a plan, or one objective in it; `lacks` are those not met."""

    case: _Case
    context: Context
    objective: ObjectiveInPlan | None
    lacks: set[str]


def _judged(cases: Sequence[_Case], *, tied: bool) -> list[PlanReport]:
    """Run the checks over the cases, those of one house together."""
    houses: dict[int, list[tuple[_Case, Context]]] = {}
    for case in cases:
        if case.context is not None:
            houses.setdefault(id(case.settings), []).append((case, case.context))
    for plans in houses.values():
        settings = plans[0][0].settings
        _run(settings.for_plan, [_About(case, context, None, set()) for case, context in plans])
        objectives = [
            _About(case, context, one, case.unmet.setdefault(one.objective.id, set()))
            for case, context in plans
            for one in context.objectives
        ]
        still_open = [one for one in objectives if not _is_closed(one)]
        _run(settings.for_objectives, still_open)
    return [_report(case, tied=tied) for case in cases]


def _is_closed(about: _About) -> bool:
    return about.objective is not None and about.objective.objective.is_closed


def _report(case: _Case, *, tied: bool) -> PlanReport:
    """Set aside what is to be, run the checks of what was set aside, and report on the plan."""
    loaded, context = case.loaded, case.context
    source = loaded.original.source
    if loaded.plan is None or context is None:
        return PlanReport(source.name, source, _ordered(loaded.findings), document=loaded.original)
    aside: tuple[Suppressed, ...] = ()
    still: set[tuple[str | None, str]] = set()
    if case.comments:
        case.findings, aside, suppressing = set_aside(
            case.findings, case.comments, source.name, context.today
        )
        still = {(finding.objective, finding.code) for finding in case.findings}
        knowing = replace(context, suppressing=suppressing)
        _run(case.settings.at_last, [_About(case, knowing, None, set())])
    return PlanReport(
        source.name,
        source,
        _ordered(
            (
                *(_weighed(one, context.stage) for one in loaded.findings),
                *case.signoffs.findings,
                *removed(loaded.plan, case.signoffs, last_moment(context.today)),
                *case.findings,
            )
        ),
        tuple(
            completeness(name, case.settings, codes, _excuses(name, aside, still))
            for name, codes in case.unmet.items()
        ),
        loaded.plan.account.name,
        loaded.plan.plan.stage,
        aside,
        loaded.plan,
        loaded.document,
        case.hidden,
        case.signoffs,
        total(context.agreement),
        _ties(context, case.comments) if tied else None,
        tuple(
            house.document.source
            for house in context.workspace.nested
            if house.document is not None
        ),
        context.workspace.functions,
        rules=context.rules,
        agreement=context.agreement,
        today=context.today,
    )


def _ties(context: Context, comments: tuple[Suppression, ...]) -> CrossPlanFacts:
    about = (one for one in comments if any(code and is_across(code) for _, _, code in one.codes))
    return cross_plan_facts(context, tuple(about))


def _excuses(
    objective: str, aside: Iterable[Suppressed], still: set[tuple[str | None, str]]
) -> dict[str, Suppressed]:
    """Return, by code, what is set aside in an objective and not found there elsewhere."""
    return {
        one.finding.code: one
        for one in aside
        if one.finding.objective == objective and (objective, one.finding.code) not in still
    }


def _run(checks: Iterable[Check], about: Sequence[_About]) -> None:
    """Let each check look at all; note what it sees, and what is not met."""
    for check in checks:
        run = check.run
        for one in about:
            try:
                for seen in run(one.context) if run is not None else _in_objective(check, one):
                    _note(check, seen, one)
            except Exception as error:  # one check that fails must not stop the others
                one.case.findings.append(_crashed(check, one.context, error))


def _note(check: Check, seen: Observation, about: _About) -> None:
    case = about.case
    severity = seen.severity or case.severities[check.code]
    if seen.severity is None or severity is Severity.ERROR:
        about.lacks.add(check.code)
    if seen.said_elsewhere or (case.damaged and _is_damaged(case.loaded, seen.path)):
        return
    if severity is Severity.TODO and not case.todos:
        case.hidden += 1
        return
    case.findings.append(_finding(check, seen, severity, about.context, about.objective))


def _crashed(check: Check, context: Context, error: Exception) -> Finding:
    return Finding(
        CRASHED,
        "check-crashed",
        Severity.ERROR,
        message(
            "The check {code} failed on this plan ({error}). This is a bug in kamctl.",
            code=check.code,
            error=f"{type(error).__name__}: {error}",
        ),
        context.original.source.name,
        hint=message("Please report it, with the plan if you may. The other checks have run."),
    )


def _in_objective(check: Check, about: _About) -> Iterator[Observation]:
    assert check.run_on_objective is not None
    assert about.objective is not None
    return check.run_on_objective(about.context, about.objective)


_WHOLE_ENTRY = 2
"""Paths no longer than this mean an entry as a whole: damage inside it says nothing about it."""


def _is_damaged(loaded: Loaded, path: Path) -> bool:
    """Tell whether something at, around or inside `path` could not be read."""
    origin = loaded.document.origin(path)
    if is_under(origin, loaded.damaged):
        return True
    return len(origin) > _WHOLE_ENTRY and any(
        damaged[: len(origin)] == origin for damaged in loaded.damaged
    )


def _finding(
    check: Check,
    seen: Observation,
    severity: Severity,
    context: Context,
    objective: ObjectiveInPlan | None,
) -> Finding:
    document = context.document
    return Finding(
        check.code,
        check.name,
        severity,
        seen.message,
        (seen.source or document.source).name,
        seen.span or document.span(seen.path),
        seen.path,
        document.pointer(seen.path) if seen.source is None else "",
        seen.hint,
        tuple(Related(text, context.original.span(path)) for text, path in seen.beside),
        objective.objective.id if objective else _objective_of(context, seen.path),
        (seen.stage or context.settings.stage(check)).value
        if severity is not Severity.ERROR
        else None,
    )


def _objective_of(context: Context, path: Path) -> str | None:
    if len(path) >= _WHOLE_ENTRY and path[0] == "objectives" and isinstance(path[1], int):
        return context.objectives[path[1]].objective.id
    return None


def _weighed(finding: Finding, stage: Stage) -> Finding:
    """Make a finding of the reader an error from the stage on from which it is one."""
    if finding.stage is None or stage.rank < Stage(finding.stage).rank:
        return finding
    return finding._replace(severity=Severity.ERROR, stage=None)


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
