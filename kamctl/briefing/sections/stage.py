"""The stage that a plan states, and whether the plan meets its requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import PlanFormatter
    from kamctl.checks.engine.plan_report import PlanReport


def stated_stage(report: PlanReport, formatter: PlanFormatter) -> str:
    """Return the stage that a plan states; it says so where the plan does not meet it."""
    _ = formatter.translate
    stage = formatter.label(labels.STAGES, formatter.plan.plan.stage.value)
    return stage if report.is_stage_met else _("{stage}, but requirements are missing", stage=stage)
