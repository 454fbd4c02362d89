"""Run all checks over one plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamctl.alignment.signoff_file import NO_SIGNOFFS, Signoffs
from kamctl.checks.catalogue import Check, Observation
from kamctl.checks.completeness import Completeness, completeness
from kamctl.checks.context import Context, ObjectiveInPlan
from kamctl.checks.suppressions import SetAside, is_across, set_aside, suppressions
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.reader import read
from kamctl.plan.load import Loaded, is_under, load_plan
from kamctl.words.message import message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kamctl.checks.suppressions import Suppression
    from kamctl.checks.ties import Ties
    from kamctl.document.document import Document
    from kamctl.document.source import Source
    from kamctl.document.span import Path
    from kamctl.plan.header import Stage
    from kamctl.plan.model import Plan
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
    set_aside: tuple[SetAside, ...] = ()
    plan: Plan | None = None
    document: Document | None = None
    hidden: int = 0
    """How many to-dos there are besides the findings: counted only, where nobody reads them."""
    signoffs: Signoffs = NO_SIGNOFFS
    """The sign-offs beside the plan."""
    ties: Ties | None = None
    """What ties the plan to others, where that was asked for."""
    across: bool = False
    """Whether this is no plan, but what was found between several."""

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
            signoffs = replace(self.signoffs, entries=())
        return replace(self, plan=None, document=None, signoffs=signoffs)

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of a file that findings speak of: the plan, or its sign-offs."""
        for source in (self.source, self.signoffs.source):
            if source is not None and source.name == file:
                return source.lines
        return ()


def unread(finding: Finding) -> PlanReport:
    """Report a file that could not be read at all."""
    return PlanReport(finding.file, None, (finding,))


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
        BadFile: the workspace names a check or an option that there is not.
    """
    loaded = load_plan(read(source))
    return check_plan(loaded, workspace, today, stage, signoffs=signoffs, todos=todos, tied=tied)


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
    source = loaded.original.source
    if loaded.plan is None:
        return PlanReport(source.name, source, _ordered(loaded.findings), document=loaded.original)
    stage = stage or loaded.plan.plan.stage
    context = Context(
        loaded.plan, loaded.document, loaded.original, workspace, today, stage, signoffs
    )
    settings = context.settings
    comments = suppressions(loaded.original)
    found = _Found([], settings.severities(stage), todos=todos or bool(comments))
    unmet: dict[str, set[str]] = {}
    _run(settings.for_plan, context, loaded, None, set(), found)
    for objective in context.objectives:
        lacks = unmet.setdefault(objective.objective.id, set())
        if objective.objective.status == "closed":
            continue
        _run(settings.for_objectives, context, loaded, objective, lacks, found)
    aside: tuple[SetAside, ...] = ()
    still: set[tuple[str | None, str]] = set()
    if comments:
        found.findings, aside, suppressing = set_aside(found.findings, comments, today)
        still = {(finding.objective, finding.code) for finding in found.findings}
        knowing = replace(context, suppressing=suppressing)
        _run(settings.at_last, knowing, loaded, None, set(), found)
    return PlanReport(
        source.name,
        source,
        _ordered((*loaded.findings, *signoffs.findings, *found.findings)),
        tuple(
            completeness(name, settings, codes, _excuses(name, aside, still))
            for name, codes in unmet.items()
        ),
        loaded.plan.account.name,
        loaded.plan.plan.stage,
        aside,
        loaded.plan,
        loaded.document,
        found.hidden,
        signoffs,
        _ties(context, comments) if tied else None,
    )


def _ties(context: Context, comments: tuple[Suppression, ...]) -> Ties:
    from kamctl.checks.ties import ties

    about = (one for one in comments if any(code and is_across(code) for _, _, code in one.codes))
    return ties(context, tuple(about))


@dataclass(slots=True)
class _Found:
    """What the checks have found so far; without `todos`, to-dos are counted only."""

    findings: list[Finding]
    severities: Mapping[str, Severity]
    todos: bool
    hidden: int = 0


def _excuses(
    objective: str, aside: Iterable[SetAside], still: set[tuple[str | None, str]]
) -> dict[str, SetAside]:
    """Return, by code, what is set aside in an objective and not found there elsewhere."""
    return {
        one.finding.code: one
        for one in aside
        if one.finding.objective == objective and (objective, one.finding.code) not in still
    }


def _run(
    checks: Iterable[Check],
    context: Context,
    loaded: Loaded,
    objective: ObjectiveInPlan | None,
    lacks: set[str],
    found: _Found,
) -> None:
    """Put into `found` what the checks see; note in `lacks` those that are not met."""
    damaged = bool(loaded.damaged)
    severities = found.severities
    for check in checks:
        try:
            for seen in _observe(check, context, objective):
                severity = seen.severity or severities[check.code]
                if seen.severity is None or severity is Severity.ERROR:
                    lacks.add(check.code)
                if seen.said_elsewhere or (damaged and _is_damaged(loaded, seen.path)):
                    continue
                if severity is Severity.TODO and not found.todos:
                    found.hidden += 1
                    continue
                found.findings.append(_finding(check, seen, severity, context, objective))
        except Exception as error:  # one check that fails must not stop the others
            found.findings.append(_crashed(check, context, error))


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


def _observe(
    check: Check, context: Context, objective: ObjectiveInPlan | None
) -> Iterator[Observation]:
    if objective is None:
        assert check.run is not None
        return check.run(context)
    assert check.run_on_objective is not None
    return check.run_on_objective(context, objective)


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


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
