"""Look at several plans together, once each has been checked by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kamctl.checks.engine.registry import Check, CrossPlanFinding, Option, Value
from kamctl.checks.engine.runner import CRASHED, PlanReport
from kamctl.checks.engine.settings import Settings, settings
from kamctl.checks.engine.suppressions import set_aside
from kamctl.document.finding import Finding, Related, Severity
from kamctl.document.source import Source, read_source
from kamctl.document.span import pointer
from kamctl.i18n.message import message
from kamctl.plan.plan_metadata import Stage
from kamctl.workspace.discovery import find_workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from kamctl.checks.engine.cross_plan_facts import CrossPlanFacts
    from kamctl.checks.engine.suppressions import Suppressed
    from kamctl.workspace.config import Workspace


@dataclass(frozen=True)
class Plans:
    """What a check across plans may look at: the plans of one workspace, and its settings."""

    all: tuple[CrossPlanFacts, ...]
    settings: Settings

    def option(self, option: Option[Value]) -> Value:
        """Return what an option of a check is set to here."""
        return self.settings.value(option)


@dataclass(frozen=True)
class AcrossReport(PlanReport):
    """What was found between several plans; `file` is empty."""

    def lines_of(self, file: str) -> Sequence[str]:
        """Return the lines of one of the plans: read again, as none was kept."""
        return _lines(file)


@lru_cache(maxsize=8)
def _lines(file: str) -> Sequence[str]:
    source = read_source(Path(file))
    return source.lines if isinstance(source, Source) else ()


class Tied(Protocol):
    """Anything made of a plan that says what ties it to others."""

    @property
    def ties(self) -> CrossPlanFacts | None:
        """What ties it to others, where that was noted."""


One = TypeVar("One", bound=Tied)


def with_those_across(reports: Iterable[One], today: dt.date) -> Iterator[One | AcrossReport]:
    """Return the reports as they come, and at the end what was found between the plans, if any."""
    found: list[CrossPlanFacts] = []
    for report in reports:
        if report.ties is not None:
            found.append(report.ties)
        yield report
        del report  # or it would be kept until the next plan is read
    across = across_plans(found, today)
    if across is not None:
        yield across


def across_plans(
    found: Sequence[CrossPlanFacts], today: dt.date, house: Workspace | None = None
) -> AcrossReport | None:
    """Return what the checks see between plans; None where they see nothing.

    Plans are compared with those of their own workspace, which is `house` or that of their file.
    """
    groups: dict[str, list[CrossPlanFacts]] = {}
    for one in found:
        groups.setdefault(one.root, []).append(one)
    findings: list[Finding] = []
    aside: list[Suppressed] = []
    for group in groups.values():
        if len(group) > 1:
            seen, left = _compared(group, today, house or _workspace(group[0].file))
            findings += seen
            aside += left
    if not findings and not aside:
        return None
    return AcrossReport(
        "",
        None,
        tuple(sorted(findings, key=lambda one: one.order)),
        set_aside=tuple(aside),
        across=True,
    )


def _workspace(file: str) -> Workspace:
    return find_workspace(Path(file))


def _compared(
    group: list[CrossPlanFacts], today: dt.date, house: Workspace
) -> tuple[list[Finding], list[Suppressed]]:
    plans = Plans(tuple(group), settings(house))
    found: dict[str, list[Finding]] = {}
    for check in plans.settings.across:
        assert check.run_across is not None
        try:
            for one in check.run_across(plans):
                found.setdefault(one.plan.file, []).append(_finding(check, one, plans.settings))
        except Exception as error:  # one check that fails must not stop the others
            found.setdefault(group[0].file, []).append(_crashed(check, group[0].file, error))
    standing: list[Finding] = []
    aside: list[Suppressed] = []
    comments = {one.file: one.suppressions for one in group if one.suppressions}
    for file, findings in found.items():
        kept, left, _ = set_aside(findings, comments.get(file, ()), file, today)
        aside += left
        standing += kept
    return standing, aside


def _finding(check: Check, one: CrossPlanFinding, here: Settings) -> Finding:
    severity = here.severity(check, Stage(one.plan.stage))
    return Finding(
        check.code,
        check.name,
        severity,
        one.message,
        one.plan.file,
        one.where.span,
        one.where.path,
        pointer(one.where.path),
        one.hint,
        tuple(Related(text, span, file) for text, file, span in one.beside),
        stage=None if severity is Severity.ERROR else here.stage(check).value,
    )


def _crashed(check: Check, file: str, error: Exception) -> Finding:
    return Finding(
        CRASHED,
        "check-crashed",
        Severity.ERROR,
        message(
            "The check {code} failed on these plans ({error}). This is a bug in kamctl.",
            code=check.code,
            error=f"{type(error).__name__}: {error}",
        ),
        file,
        hint=message("Please report it, with the plans if you may. The other checks have run."),
    )
