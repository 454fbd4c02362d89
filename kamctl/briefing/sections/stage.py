"""The stage that a plan states, and whether the plan meets its requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import Formatter
    from kamctl.checks.engine.plan_report import PlanReport


def stage_in_text(stage: str, formatter: Formatter, report: PlanReport) -> str:
    """Return the stage that a plan states; it says so where the plan does not meet it.

    Or where it is validated on sign-offs that are only recorded.
    """
    _ = formatter.translate
    label = formatter.label(labels.STAGES, stage)
    if not report.is_stage_met:
        return _("{stage}, but not all requirements are met", stage=label)
    return only_recorded_stage(formatter, report) or label


def only_recorded_stage(formatter: Formatter, report: PlanReport) -> str:
    """Return the stage of a plan that meets it on sign-offs that are only recorded; else ""."""
    if report.stage is None or not (report.is_stage_met and report.is_only_recorded):
        return ""
    return formatter.translate(
        "{stage}, with sign-offs that have no signature and no e-mail",
        stage=formatter.label(labels.STAGES, report.stage.value),
    )
