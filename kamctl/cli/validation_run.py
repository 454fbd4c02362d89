"""Many plans checked, each alone and all together, and made ready to be written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kamctl.checks.engine.cross_plan import with_cross_plan_report
from kamctl.cli.load_plans import map_reports, open_plans
from kamctl.reports.report_formats import REPORT_FORMATS, RenderedReport, render_report
from kamctl.workspace.plan_files import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.runner import CheckOptions
    from kamctl.checks.engine.selection import Selection
    from kamctl.reports.report_options import ReportOptions


def check_plans(
    files: Sequence[str],
    formats: tuple[tuple[str, ReportOptions], ...],
    asked: CheckOptions,
    chosen: Selection | None,
    workers: int,
) -> Iterator[PlanReport | RenderedReport]:
    """Check the plans, and at the end what several of them say together.

    To-dos, and what lies between plans, are found only where a format or the user needs them.
    Where several processes share the work and every format allows it, plans come back as text.
    """
    options = formats[0][1]
    entries = [REPORT_FORMATS[name] for name, _ in formats]
    todos = (
        options.todos
        or options.ahead
        or chosen is not None
        or any(one.lists_todos for one in entries)
    )
    several = len(files) > 1
    fixes = any(one.counts_fixable for one in entries)
    checked = replace(asked, todos=todos, cross_plan=several, fixes=fixes)
    reports: Iterator[PlanReport | RenderedReport]
    fresh = tuple((name, replace(one)) for name, one in formats)  # without cached values
    if workers > 1 and STANDARD_INPUT not in files and all(one.is_stateless for one in entries):
        render = partial(render_report, formats=fresh, chosen=chosen)
        reports = map_reports(files, options.today, render, checked, workers)
    else:
        reports = open_plans(files, options.today, checked, workers)
    if several:
        reports = with_cross_plan_report(reports, options.today)
    return reports if chosen is None else _chosen(reports, chosen)


def _chosen(
    reports: Iterator[PlanReport | RenderedReport], chosen: Selection
) -> Iterator[PlanReport | RenderedReport]:
    """Keep the findings that were selected; what is rendered already has no others."""
    for report in reports:
        yield report if isinstance(report, RenderedReport) else chosen.of(report)
        del report  # else it stays in memory while the next plan is read
