"""The words for the codes of the format: what a reader sees instead of `in_progress`."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES
from kamctl.plan.labels import (
    ACTION_STATUS,
    ATTITUDES,
    BUYING_ROLES,
    CATEGORIES,
    CLAIM_STATUS,
    COVERAGES,
    DECISION_STATUS,
    EFFECTS,
    HEALTH,
    INFLUENCES,
    LEVELS,
    OBJECTIVE_STATUS,
    OUTCOMES,
    RELATIONS,
    RELATIONSHIPS,
    RESISTANCE_STATUS,
    RISK_STATUS,
    SEVERITIES,
    STAGES,
    TRENDS,
    WHITESPACE,
)

__all__ = [
    "ACTION_STATUS",
    "ATTITUDES",
    "BUYING_ROLES",
    "CATEGORIES",
    "CLAIM_STATUS",
    "COVERAGES",
    "DECISION_STATUS",
    "EFFECTS",
    "HEALTH",
    "INFLUENCES",
    "LEVELS",
    "OBJECTIVE_STATUS",
    "OUTCOMES",
    "RELATIONS",
    "RELATIONSHIPS",
    "RESISTANCE_STATUS",
    "RISK_STATUS",
    "SEVERITIES",
    "STAGES",
    "TRENDS",
    "WHITESPACE",
]

FUNCTIONS: Final = {
    "everyone": N_("everyone"),
    "account-team": N_("the account team"),
    **ROLE_NAMES,
    **FUNCTION_NAMES,
}
BEFORE_STAGES: Final = {
    "draft": N_("First of all"),
    "shared": N_("Before it can be shared"),
    "aligned": N_("Before it can be called aligned"),
    "validated": N_("Before it can be validated"),
}
EFFECT_KINDS: Final = {"negative": "bad", "neutral": "plain", "positive": "good"}
SEVERITY_KINDS: Final = {"blocking": "bad", "condition": "warn", "comment": "plain"}
ROLES: Final = {
    "account_manager": N_("Account manager"),
    "core_team": N_("Core team"),
    "decider": N_("Decider"),
    "sponsor": N_("Sponsor"),
}
TIERS: Final = {
    "strategic": N_("Strategic"),
    "key": N_("Key account"),
    "target": N_("Target account"),
}
ATTITUDE_KINDS: Final = {
    "champion": "good",
    "supporter": "good",
    "neutral": "plain",
    "critic": "warn",
    "opponent": "bad",
}
PACES: Final = {
    "reached": N_("Target reached"),
    "ahead": N_("Ahead"),
    "on_course": N_("On course"),
    "behind": N_("Behind"),
    "unknown": "",
}
PACE_KINDS: Final = {
    "reached": "good",
    "ahead": "good",
    "on_course": "good",
    "behind": "warn",
    "unknown": "plain",
}
STATES: Final = {
    "not_asked": N_("Not asked"),
    "shared": N_("Shared"),
    "restated": N_("Restated"),
    "agreed": N_("Agreed"),
    "agreed_with_conditions": N_("Agreed with conditions"),
    "objected": N_("Objects"),
    "validated": N_("Validated"),
    "invalidated": N_("Invalidated"),
}
STATE_KINDS: Final = {
    "not_asked": "plain",
    "shared": "plain",
    "restated": "plain",
    "agreed": "good",
    "agreed_with_conditions": "warn",
    "objected": "bad",
    "validated": "good",
    "invalidated": "bad",
}
OPEN_CONCERNS: Final = {
    "blocking": N_("blocking concern"),
    "condition": N_("condition to settle"),
}
