"""The labels of what documents show and no plan holds: readers, stages ahead, progress."""

from __future__ import annotations

from typing import Final

from kamctl.briefing.visibility.audience import ACCOUNT_TEAM, EVERYONE
from kamctl.i18n.message import N_
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES

AUDIENCES: Final = {
    EVERYONE: N_("everyone"),
    ACCOUNT_TEAM: N_("the account team"),
    **ROLE_NAMES,
    **FUNCTION_NAMES,
}
"""Audiences, and functions and roles as parties, inside a sentence."""
BEFORE_STAGES: Final = {
    "draft": N_("Priorities"),
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
