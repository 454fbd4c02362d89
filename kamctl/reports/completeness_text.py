"""The completeness of a plan in a table, marked where the plan does not meet its stage."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_

STAGE_NOT_MET: Final = N_("* The plan does not meet the requirements of the stage that it states.")
"""What the mark behind a completeness means."""


def completeness_text(met: int, required: int, *, is_stage_met: bool) -> str:
    """Write how many requirements are met: `60/64`, with a mark `60/64*`."""
    mark = "" if is_stage_met else "*"
    return f"{met}/{required}{mark}" if required else mark
