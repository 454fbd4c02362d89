"""Labels of severities and stages inside a sentence; data keeps their keys."""

from __future__ import annotations

from kamctl.document.finding import Severity
from kamctl.i18n.message import N_
from kamctl.plan.labels import STAGES, InSentence
from kamctl.plan.plan_metadata import Stage

SEVERITY_LABELS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to do"),
}


def stage_label(stage: Stage | str) -> InSentence:
    """Return the label of a stage."""
    return InSentence(STAGES[Stage(stage).value])
