"""The labels of what documents show and no plan holds: stages ahead, progress, open concerns."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_

BEFORE_STAGES: Final = {
    "draft": N_("Required at every stage"),
    "shared": N_("Required for “shared”"),
    "aligned": N_("Required for “aligned”"),
    "validated": N_("Required for “validated”"),
}
PACES: Final = {
    "reached": N_("Target reached"),
    "ahead": N_("Ahead"),
    "on_track": N_("On track"),
    "behind": N_("Behind"),
    "unknown": "",
}
OPEN_CONCERNS: Final = {"blocking": N_("blocking concern"), "condition": N_("condition to settle")}
