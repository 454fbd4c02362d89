"""What weights and stages are called when they are said; in files they keep their keys."""

from __future__ import annotations

from kamctl.document.finding import Severity
from kamctl.i18n.message import N_, Message
from kamctl.plan.plan_metadata import Stage

SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to do"),
}
_STAGES = {
    Stage.DRAFT: N_("draft"),
    Stage.SHARED: N_("shared"),
    Stage.ALIGNED: N_("aligned"),
    Stage.VALIDATED: N_("validated"),
}


def stage_word(stage: Stage | str) -> Message:
    """Return what a stage is called."""
    return Message(_STAGES[Stage(stage)])
