"""Look at several plans together, once each has been checked by itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from kamctl.checks.engine.plan_report import PlanReport, crash_finding
from kamctl.checks.engine.registry import Check, CrossPlanFinding, Option, Value
from kamctl.checks.engine.settings import Settings, settings
from kamctl.checks.engine.suppressions import apply_suppressions
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.source import Source, read_source
from kamctl.document.span import json_pointer
from kamctl.i18n.message import message
from kamctl.i18n.words_error import WordsError
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.workspace.config import Workspace


class WorkspacePlans(NamedTuple):
    """What a check across plans may look at: the plans of one workspace, and its settings."""

    all: tuple[CrossPlanFacts, ...]
    settings: Settings

    def option(self, option: Option[Value]) -> Value:
        """Return what an option of a check is set to here."""
        return self.settings.value(option)


class CrossPlanReport(PlanReport):
    """What was found between several plans; `file` is empty."""

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of one of the plans: read again, as none was kept."""
        return _lines(file)


@lru_cache(maxsize=8)
def _lines(file: str) -> Sequence[str]:
    source = read_source(Path(file))
    return source.lines if isinstance(source, Source) else ()


class HasCrossPlanFacts(Protocol):
    """A report, or what was made of one, with the facts compared between plans."""

    @property
    def cross_plan_facts(self) -> CrossPlanFacts | None:
        """What is compared with other plans, where that was asked for."""


AnyReport = TypeVar("AnyReport", bound=HasCrossPlanFacts)


def with_cross_plan_report(
    reports: Iterable[AnyReport], today: dt.date
) -> Iterator[AnyReport | CrossPlanReport]:
    """Return the reports as they come, and at the end what was found between the plans, if any."""
    found: list[CrossPlanFacts] = []
    for report in reports:
        if report.cross_plan_facts is not None:
            found.append(report.cross_plan_facts)
        yield report
        del report  # or it would be kept until the next plan is read
    together = check_across_plans(found, today)
    if together is not None:
        yield together


def check_across_plans(
    found: Sequence[CrossPlanFacts], today: dt.date, workspace: Workspace | None = None
) -> CrossPlanReport | None:
    """Run the checks of several plans together; None where they find nothing.

    Each plan is compared with those of its workspace: `workspace`, or that of its file.
    """
    groups: dict[str, list[CrossPlanFacts]] = {}
    for one in found:
        groups.setdefault(one.root, []).append(one)
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    for group in groups.values():
        if len(group) > 1:
            new, new_suppressed = _compared(
                group, today, workspace or find_workspace(Path(group[0].file))
            )
            findings += new
            suppressed += new_suppressed
    if not findings and not suppressed:
        return None
    return CrossPlanReport(
        "",
        None,
        tuple(sorted(findings, key=lambda one: one.order)),
        suppressed=tuple(suppressed),
        is_cross_plan=True,
    )


def _compared(
    group: list[CrossPlanFacts], today: dt.date, workspace: Workspace
) -> tuple[list[Finding], list[Suppressed]]:
    plans = WorkspacePlans(tuple(group), settings(workspace))
    found: dict[str, list[Finding]] = {}
    for check in plans.settings.for_plans_together:
        assert check.run_on_plans is not None
        try:
            for one in check.run_on_plans(plans):
                found.setdefault(one.plan.file, []).append(_finding(check, one, plans.settings))
        except WordsError:  # no check reads texts without it
            raise
        except Exception as error:  # one check that fails must not stop the others
            found.setdefault(group[0].file, []).append(_crashed(check, group[0].file, error))
    remaining: list[Finding] = []
    suppressed: list[Suppressed] = []
    comments = {one.file: one.suppressions for one in group if one.suppressions}
    for file, findings in found.items():
        kept, ignored, _ = apply_suppressions(findings, comments.get(file, ()), file, today)
        suppressed += ignored
        remaining += kept
    return remaining, suppressed


def _finding(check: Check, one: CrossPlanFinding, here: Settings) -> Finding:
    severity = here.severity(check, Stage(one.plan.stage))
    return Finding(
        code=check.code,
        name=check.name,
        severity=severity,
        message=one.message,
        file=one.plan.file,
        span=one.where.span,
        path=one.where.path,
        pointer=json_pointer(one.where.path),
        hint=one.hint,
        related=tuple(Related(text, span, file) for text, file, span in one.related),
        stage=None if severity is Severity.ERROR else here.stage(check).value,
    )


def _crashed(check: Check, file: str, error: Exception) -> Finding:
    return crash_finding(
        file,
        message(
            "The check {code} failed on these plans ({error}). This is a bug in kamctl.",
            code=check.code,
            error=f"{type(error).__name__}: {error}",
        ),
        message("Please report this bug, with the plans if possible. The other checks have run."),
    )
