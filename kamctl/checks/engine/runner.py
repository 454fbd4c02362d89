"""Run all checks over plans: in files, as texts, or loaded already."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kamctl.checks.engine.completeness import completeness
from kamctl.checks.engine.context import Context, ObjectiveInPlan
from kamctl.checks.engine.cross_plan_facts import cross_plan_facts
from kamctl.checks.engine.plan_report import PlanReport, crash_finding, unread_report
from kamctl.checks.engine.plan_sources import PlanSource, plan_sources
from kamctl.checks.engine.registry import Check, Observation
from kamctl.checks.engine.suppressions import (
    Suppressed,
    apply_suppressions,
    is_cross_plan,
    suppressions,
)
from kamctl.document.error_codes import SIGNOFF_CHANGED
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.key_paths import is_inside, is_inside_any
from kamctl.document.reader import read
from kamctl.document.span import Span
from kamctl.i18n.message import message
from kamctl.i18n.words_error import WordsError
from kamctl.plan.autofix import fixed_findings
from kamctl.plan.load import Loaded, load_plan
from kamctl.plan.plan_metadata import Stage
from kamctl.signoffs.agreement_status import total_agreement
from kamctl.signoffs.removal_findings import removed_findings
from kamctl.signoffs.removed_signoffs import SignoffHistories
from kamctl.signoffs.signoff_file import NO_SIGNOFFS, Signoffs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.checks.engine.settings import Settings
    from kamctl.checks.engine.suppressions import Suppression
    from kamctl.document.source import Source
    from kamctl.document.span import KeyPath
    from kamctl.workspace.config import Workspace


@dataclass(frozen=True)
class CheckOptions:
    """How a plan is checked.

    Without `todos`, what later stages need is only counted: most findings are such, and over many
    plans nobody reads them one by one. `cross_plan` asks for the facts compared between plans,
    `fixes` for the findings that `validate --fix` would resolve: it is tried on the plan in memory.
    Standard input is read as if it were the file `stdin_as`.
    """

    stage: Stage | None = None
    """The stage to ask for, where it is not the one that the plan claims."""
    todos: bool = True
    cross_plan: bool = False
    fixes: bool = False
    stdin_as: str | None = None


BATCH_PLANS: Final = 32
"""How many plans to read at once: git is asked for the sign-offs of all of them together."""
_DEFAULTS: Final = CheckOptions()
_ENTRY_DEPTH: Final = 2
"""A path no longer than this is of a whole entry: damage to a part of it does not count."""


def check_file(path: str, today: dt.date, options: CheckOptions = _DEFAULTS) -> PlanReport:
    """Read and check the plan in a file; `-` is standard input.

    Raises:
        InvalidFile: the workspace is invalid.
    """
    return next(check_files([path], today, options))


def check_files(
    files: Sequence[str],
    today: dt.date,
    options: CheckOptions = _DEFAULTS,
    histories: SignoffHistories | None = None,
) -> Iterator[PlanReport]:
    """Read and check the plans in files, and report on each in the order given.

    `histories` has what git has answered for other files of the same run.

    Raises:
        InvalidFile: a workspace is invalid.
    """
    histories = histories or SignoffHistories()
    for start in range(0, len(files), BATCH_PLANS):
        for one in plan_sources(files[start : start + BATCH_PLANS], options.stdin_as, histories):
            if isinstance(one, PlanSource):
                yield check_source(one.source, one.workspace, today, options, signoffs=one.signoffs)
            else:
                yield unread_report(one)


def check_source(
    source: Source,
    workspace: Workspace,
    today: dt.date,
    options: CheckOptions = _DEFAULTS,
    *,
    signoffs: Signoffs = NO_SIGNOFFS,
) -> PlanReport:
    """Check a text as a plan.

    Raises:
        InvalidFile: the workspace names a check or an option that there is not.
    """
    return check_loaded(load_plan(read(source)), workspace, today, options, signoffs=signoffs)


def check_loaded(
    loaded: Loaded,
    workspace: Workspace,
    today: dt.date,
    options: CheckOptions = _DEFAULTS,
    *,
    signoffs: Signoffs = NO_SIGNOFFS,
) -> PlanReport:
    """Check a plan that is loaded, and report on it with the findings about its shape."""
    if loaded.plan is None:
        return _report_without_plan(loaded, signoffs, options)
    stage = options.stage or loaded.plan.plan.stage
    context = Context(
        loaded.plan, loaded.document, loaded.original, workspace, today, stage, signoffs
    )
    run = _PlanRun(loaded, context, options)
    _run_checks(run)
    return _report(run)


class _PlanRun:
    """The checks of one plan while they run, and what they have found so far.

    `not_met` holds, by objective id, the codes of the checks that the objective does not meet.
    """

    def __init__(self, loaded: Loaded, context: Context, options: CheckOptions) -> None:
        self.loaded = loaded
        self.context = context
        self.options = options
        self.damaged = bool(loaded.damaged)
        self.findings: list[Finding] = []
        self.hidden_todos = 0
        self.not_met: dict[str, set[str]] = {}
        self.settings = context.settings
        self.severities = self.settings.severities(context.stage)
        self.suppressions = suppressions(loaded.original)
        self.todos = options.todos or bool(self.suppressions)


class _Target(NamedTuple):
    """What a check runs on: the plan, or one objective in it; `not_met` collects codes."""

    context: Context
    objective: ObjectiveInPlan | None
    not_met: set[str]


def _run_checks(run: _PlanRun) -> None:
    context = run.context
    _run(run, run.settings.for_plan, [_Target(context, None, set())])
    run.not_met = {one.model.id: set() for one in context.open_objectives}
    open_objectives = [
        _Target(context, one, run.not_met[one.model.id]) for one in context.open_objectives
    ]
    _run(run, run.settings.for_objectives, open_objectives)


def _report_without_plan(loaded: Loaded, signoffs: Signoffs, options: CheckOptions) -> PlanReport:
    findings = _in_file_order(loaded.findings)
    return PlanReport(
        loaded.original.source.name,
        loaded.original.source,
        findings,
        document=loaded.original,
        fixed=_fixed(loaded, findings, (), signoffs, options),
    )


def _report(run: _PlanRun) -> PlanReport:
    """Apply the suppressions, and report on the plan."""
    loaded, context, plan = run.loaded, run.context, run.context.plan
    source = loaded.original.source
    suppressed, remaining = _suppress(run) if run.suppressions else ((), set())
    signoffs = _with_removed_signoffs(context)
    findings = _in_file_order(
        (
            *(_with_severity_at(one, context.stage) for one in loaded.findings),
            *signoffs.findings,
            *run.findings,
        )
    )
    return PlanReport(
        file=source.name,
        source=source,
        findings=findings,
        objectives=tuple(
            completeness(name, run.settings, codes, _excused(name, suppressed, remaining))
            for name, codes in run.not_met.items()
        ),
        account=plan.account.name,
        stage=plan.plan.stage,
        suppressed=suppressed,
        plan=plan,
        document=loaded.document,
        unread_parts=loaded.unread_parts,
        damaged=loaded.damaged,
        fixed=_fixed(loaded, findings, context.workspace.functions, signoffs, run.options),
        hidden_todos=run.hidden_todos,
        signoffs=signoffs,
        agreed=total_agreement(context.agreement),
        cross_plan_facts=(
            _cross_plan_facts(context, run.suppressions) if run.options.cross_plan else None
        ),
        workspace_sources=tuple(
            workspace.document.source
            for workspace in context.workspace.nested
            if workspace.document is not None
        ),
        functions=context.workspace.functions,
        rules=context.rules,
        agreement=context.agreement,
        today=context.today,
    )


def _suppress(run: _PlanRun) -> tuple[tuple[Suppressed, ...], set[tuple[str | None, str]]]:
    """Remove what is suppressed from the findings, and run the checks of the suppressions.

    Return what is suppressed, and by objective and code what the other checks still find.
    """
    run.findings, suppressed, applied = apply_suppressions(
        run.findings, run.suppressions, run.loaded.original.source.name, run.context.today
    )
    remaining = {(finding.objective, finding.code) for finding in run.findings}
    with_result = replace(run.context, applied_suppressions=applied)
    _run(run, run.settings.at_last, [_Target(with_result, None, set())])
    return suppressed, remaining


def _fixed(
    loaded: Loaded,
    findings: tuple[Finding, ...],
    functions: Iterable[str],
    signoffs: Signoffs,
    options: CheckOptions,
) -> tuple[Finding, ...]:
    """Return the findings that are gone once the plan is fixed, where that was asked for."""
    if not options.fixes:
        return ()
    return tuple(fixed_findings(loaded, findings, functions, signoffs.ids))


def _with_removed_signoffs(context: Context) -> Signoffs:
    """Return the sign-offs with the findings about removed ones.

    A failure there is a finding, as that of a check.
    """
    signoffs = context.signoffs
    try:
        gone = tuple(removed_findings(context.plan, signoffs, context.rules.now))
    except Exception as error:  # it must not stop the report
        gone = (_crashed(SIGNOFF_CHANGED.code, context, error),)
    return replace(signoffs, findings=(*signoffs.findings, *gone))


def _cross_plan_facts(context: Context, comments: tuple[Suppression, ...]) -> CrossPlanFacts:
    of_cross_plan_checks = (
        one
        for one in comments
        if any(named.code and is_cross_plan(named.code) for named in one.checks)
    )
    return cross_plan_facts(context, tuple(of_cross_plan_checks))


def _excused(
    objective: str, suppressed: Iterable[Suppressed], remaining: set[tuple[str | None, str]]
) -> dict[str, Suppressed]:
    """Return, by code, what is suppressed in an objective and not found there elsewhere."""
    return {
        one.finding.code: one
        for one in suppressed
        if one.finding.objective == objective and (objective, one.finding.code) not in remaining
    }


def _run(run: _PlanRun, checks: Iterable[Check], targets: Sequence[_Target]) -> None:
    """Run each check on all targets; note what it observes, and what is not met."""
    for check in checks:
        if not check.todos and run.severities[check.code] is Severity.TODO:
            continue
        for target in targets:
            try:
                for observation in check.run(target.context, target.objective):
                    _note(run, check, observation, target)
            except WordsError:  # no check reads texts without it
                raise
            except Exception as error:  # one check that fails must not stop the others
                run.findings.append(_crashed(check.code, target.context, error))


def _note(run: _PlanRun, check: Check, observation: Observation, target: _Target) -> None:
    severity = observation.severity or run.severities[check.code]
    if observation.severity is None or severity is Severity.ERROR:
        target.not_met.add(check.code)
    if observation.reported_elsewhere or (
        run.damaged and _is_damaged(run.loaded, observation.path)
    ):
        return
    if severity is Severity.TODO and not run.todos:
        run.hidden_todos += 1
        return
    run.findings.append(_finding(check, observation, severity, target.context, target.objective))


def _crashed(code: str, context: Context, error: Exception) -> Finding:
    return crash_finding(
        context.original.source.name,
        message(
            "The check {code} failed on this plan ({error}). This is a bug in kamctl.",
            code=code,
            error=f"{type(error).__name__}: {error}",
        ),
        message("Please report this bug, with the plan if possible. The other checks have run."),
    )


def _is_damaged(loaded: Loaded, path: KeyPath) -> bool:
    """Tell whether something at, around or inside `path` could not be read."""
    origin = loaded.document.origin(path)
    if is_inside_any(origin, loaded.damaged):
        return True
    return len(origin) > _ENTRY_DEPTH and any(
        is_inside(damaged, origin) for damaged in loaded.damaged
    )


def _finding(
    check: Check,
    observation: Observation,
    severity: Severity,
    context: Context,
    objective: ObjectiveInPlan | None,
) -> Finding:
    document = context.document
    stage = observation.stage or context.settings.stage(check)
    is_in_plan = observation.source is None
    return Finding(
        code=check.code,
        name=check.name,
        severity=severity,
        message=observation.message,
        file=(observation.source or document.source).name,
        span=observation.span or document.span(observation.path),
        path=observation.path,
        pointer=document.pointer(observation.path) if is_in_plan else "",
        hint=observation.hint,
        related=tuple(
            Related(text, place if isinstance(place, Span) else document.span(place))
            for text, place in observation.related
        ),
        objective=objective.model.id if objective else _objective_of(context, observation.path),
        stage=None if severity is Severity.ERROR else stage.value,
        fixable=check.fixable,
        requirement_of=(
            stage.value if _is_requirement(check, observation, stage, context.settings) else None
        ),
    )


def _is_requirement(
    check: Check, observation: Observation, stage: Stage, settings: Settings
) -> bool:
    """Tell whether `stage` requires it: a plan fails from there on, and not before."""
    if observation.severity is not None and observation.stage is None:
        return False  # as serious at every stage
    return stage is not Stage.DRAFT and settings.severity(check, stage) is Severity.ERROR


def _objective_of(context: Context, path: KeyPath) -> str | None:
    if len(path) >= _ENTRY_DEPTH and path[0] == "objectives" and isinstance(path[1], int):
        return context.objectives[path[1]].model.id
    return None


def _with_severity_at(finding: Finding, stage: Stage) -> Finding:
    """Make a finding of the reader an error from the stage on from which it is one."""
    if finding.stage is None or stage.rank < Stage(finding.stage).rank:
        return finding
    return finding._replace(severity=Severity.ERROR, stage=None)


def _in_file_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
