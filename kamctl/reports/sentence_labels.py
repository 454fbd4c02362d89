"""Labels of severities inside a sentence; data keeps their keys."""

from __future__ import annotations

from kamctl.document.finding import Severity
from kamctl.i18n.message import N_

SEVERITY_LABELS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.TODO: N_("to do"),
}
