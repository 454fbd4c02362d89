"""Run all checks over one plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kamctl.checks.catalogue import Check, Observation, catalogue
from kamctl.checks.completeness import Completeness, completeness
from kamctl.checks.context import Context, ObjectiveInPlan
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.reader import read
from kamctl.plan.load import Loaded, is_under, load_plan
from kamctl.words.message import message

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

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
    """What is known of one plan: the plan itself as far as it could be read, and the findings."""

    file: str
    plan: Plan | None
    document: Document | None
    findings: tuple[Finding, ...]
    objectives: tuple[Completeness, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings fail."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def crashed(self) -> bool:
        """Tell whether a check failed itself."""
        return any(finding.code == CRASHED for finding in self.findings)


def unread(finding: Finding) -> PlanReport:
    """Report a file that could not be read at all."""
    return PlanReport(finding.file, None, None, (finding,))


def check_source(
    source: Source, workspace: Workspace, today: dt.date, stage: Stage | None = None
) -> PlanReport:
    """Read and check one plan; `stage` asks for another stage than the plan claims."""
    return check_plan(load_plan(read(source)), workspace, today, stage)


def check_plan(
    loaded: Loaded, workspace: Workspace, today: dt.date, stage: Stage | None = None
) -> PlanReport:
    """Check a plan that was read, with all that is known of its shape."""
    file = loaded.original.source.name
    if loaded.plan is None:
        return PlanReport(file, None, loaded.original, _ordered(loaded.findings))
    context = Context(loaded.plan, loaded.document, loaded.original, workspace, today)
    claimed = stage or loaded.plan.plan.stage
    findings = list(loaded.findings)
    unmet: dict[str, set[str]] = {}
    for_plan, for_objectives = _checks()
    for check in for_plan:
        findings += _run(check, context, loaded, claimed, None, set())
    for objective in context.objectives:
        lacks = unmet.setdefault(objective.objective.id, set())
        if objective.objective.status == "closed":
            continue
        for check in for_objectives:
            findings += _run(check, context, loaded, claimed, objective, lacks)
    lists = tuple(
        completeness(name, for_objectives, frozenset(codes)) for name, codes in unmet.items()
    )
    return PlanReport(file, loaded.plan, loaded.document, _ordered(findings), lists)


@cache
def _checks() -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """Return the checks of the plan, and those of each objective in the order of their stages."""
    checks = sorted(catalogue(), key=lambda check: (check.required_from.rank, check.code))
    return (
        tuple(check for check in checks if check.run),
        tuple(check for check in checks if check.run_on_objective),
    )


def _run(
    check: Check,
    context: Context,
    loaded: Loaded,
    claimed: Stage,
    objective: ObjectiveInPlan | None,
    lacks: set[str],
) -> Iterator[Finding]:
    """Make findings of what one check sees; note in `lacks` a check that is not met."""
    try:
        for seen in _observe(check, context, objective):
            severity = seen.severity or check.severity_at(claimed)
            if seen.severity is None or severity is Severity.ERROR:
                lacks.add(check.code)
            if seen.said_elsewhere:
                continue
            if loaded.damaged and _is_damaged(loaded, seen.path):
                continue
            yield _finding(check, seen, severity, context, objective)
    except Exception as error:  # one check that fails must not stop the others
        yield Finding(
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
        document.source.name,
        document.span(seen.path),
        seen.path,
        document.pointer(seen.path),
        seen.hint,
        tuple(Related(text, context.original.span(path)) for text, path in seen.beside),
        objective.objective.id if objective else _objective_of(context, seen.path),
        check.required_from.value if severity is not Severity.ERROR else None,
    )


def _objective_of(context: Context, path: Path) -> str | None:
    if len(path) >= _WHOLE_ENTRY and path[0] == "objectives" and isinstance(path[1], int):
        return context.objectives[path[1]].objective.id
    return None


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))
