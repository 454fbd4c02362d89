"""The stage that a plan states, and whether the plan meets its requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.plan import labels

if TYPE_CHECKING:
    from kamctl.briefing.formatter import Formatter


def stage_in_text(stage: str, formatter: Formatter, *, is_met: bool) -> str:
    """Return the stage that a plan states; it says so where the plan does not meet it."""
    _ = formatter.translate
    label = formatter.label(labels.STAGES, stage)
    return label if is_met else _("{stage}, but not all requirements are met", stage=label)
