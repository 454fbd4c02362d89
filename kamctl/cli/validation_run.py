"""Many plans checked, each alone and all together, and made ready to be written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kamctl.checks.engine.cross_plan import with_cross_plan_report
from kamctl.checks.engine.plan_files import STANDARD_INPUT
from kamctl.cli.load_plans import map_reports, open_plans
from kamctl.reports.report_formats import RenderedReport, render_report, report_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamctl.checks.engine.plan_report import PlanReport
    from kamctl.checks.engine.selection import Selection
    from kamctl.plan.plan_metadata import Stage
    from kamctl.reports.report_options import ReportOptions


def check_plans(
    files: Sequence[str],
    forms: tuple[tuple[str, ReportOptions], ...],
    stage: Stage | None,
    chosen: Selection | None,
    workers: int,
    stdin_as: str | None = None,
) -> Iterator[PlanReport | RenderedReport]:
    """Check the plans, and at the end what lies between them.

    Standard input is checked as if it were the file `stdin_as`.

    Where several processes share the work and every form allows it, plans come back as text.
    """
    options = forms[0][1]
    todos = options.todos or options.ahead or chosen is not None or "json" in dict(forms)
    several = len(files) > 1
    reports: Iterator[PlanReport | RenderedReport]
    anew = tuple((form, replace(wish)) for form, wish in forms)  # without what they have kept
    if (
        workers > 1
        and STANDARD_INPUT not in files
        and all(report_format(*form).is_stateless for form in forms)
    ):
        look = partial(render_report, forms=anew, chosen=chosen)
        today = options.today
        reports = map_reports(
            files, today, look, workers, stage=stage, todos=todos, cross_plan=several
        )
    else:
        reports = open_plans(
            files, options.today, stage, workers, todos=todos, cross_plan=several, stdin_as=stdin_as
        )
    if several:
        reports = with_cross_plan_report(reports, options.today)
    return reports if chosen is None else _chosen(reports, chosen)


def _chosen(
    reports: Iterator[PlanReport | RenderedReport], chosen: Selection
) -> Iterator[PlanReport | RenderedReport]:
    """Leave out what was not asked for; in what has been told already it is left out."""
    for report in reports:
        yield report if isinstance(report, RenderedReport) else chosen.of(report)
        del report  # or it would be kept until the next plan is read
