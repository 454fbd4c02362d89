"""The labels of what documents show and no plan holds: readers, sign-off states, progress."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES

AUDIENCES: Final = {
    "everyone": N_("everyone"),
    "account-team": N_("the account team"),
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
    "on_course": N_("On track"),
    "behind": N_("Behind"),
    "unknown": "",
}
SIGNOFF_STATES: Final = {
    "not_asked": N_("Not asked"),
    "shared": N_("Shared"),
    "restated": N_("Restated"),
    "agreed": N_("Agreed"),
    "agreed_with_conditions": N_("Agreed with conditions"),
    "objected": N_("Objected"),
    "validated": N_("Validated"),
    "invalidated": N_("Invalidated"),
}
OPEN_CONCERNS: Final = {"blocking": N_("blocking concern"), "condition": N_("condition to settle")}
