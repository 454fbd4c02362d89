"""The words for the codes of the format: what a reader sees instead of `in_progress`."""

from __future__ import annotations

from typing import Final

from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES
from kamctl.words.message import N_

FUNCTIONS: Final = {
    "everyone": N_("everyone"),
    "account-team": N_("the account team"),
    **ROLE_NAMES,
    **FUNCTION_NAMES,
}
STAGES: Final = {
    "draft": N_("Draft"),
    "shared": N_("Shared"),
    "aligned": N_("Aligned"),
    "validated": N_("Validated"),
}
BEFORE_STAGES: Final = {
    "draft": N_("First of all"),
    "shared": N_("Before it can be shared"),
    "aligned": N_("Before it can be called aligned"),
    "validated": N_("Before it can be validated"),
}
OBJECTIVE_STATUS: Final = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "on_hold": N_("On hold"),
    "closed": N_("Closed"),
}
OUTCOMES: Final = {
    "achieved": N_("Achieved"),
    "partly_achieved": N_("Partly achieved"),
    "missed": N_("Missed"),
    "cancelled": N_("Cancelled"),
}
ACTION_STATUS: Final = {
    "planned": N_("Planned"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "blocked": N_("Blocked"),
    "cancelled": N_("Cancelled"),
}
EFFECTS: Final = {
    "negative": N_("Negative"),
    "neutral": N_("Neutral"),
    "positive": N_("Positive"),
}
EFFECT_KINDS: Final = {"negative": "bad", "neutral": "plain", "positive": "good"}
SEVERITIES: Final = {
    "blocking": N_("Blocking"),
    "condition": N_("Condition"),
    "comment": N_("Comment"),
}
SEVERITY_KINDS: Final = {"blocking": "bad", "condition": "warn", "comment": "plain"}
RESISTANCE_STATUS: Final = {
    "open": N_("Still open"),
    "answered": N_("Answered"),
    "withdrawn": N_("Withdrawn"),
}
LEVELS: Final = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High")}
TRENDS: Final = {
    "emerging": N_("Emerging"),
    "rising": N_("Rising"),
    "stable": N_("Stable"),
    "fading": N_("Fading"),
}
CLAIM_STATUS: Final = {"confirmed": N_("Confirmed"), "assumed": N_("Assumed")}
CATEGORIES: Final = {
    "growth": N_("Growth"),
    "relationship": N_("Relationship"),
    "customer_success": N_("Success of the customer"),
    "defence": N_("Defence"),
    "efficiency": N_("Efficiency"),
}
COVERAGES: Final = {
    "none": N_("No contact"),
    "brief": N_("Brief contact"),
    "multiple": N_("Several contacts"),
    "in_depth": N_("Close contact"),
}
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
RELATIONSHIPS: Final = {
    "exploratory": N_("Exploratory"),
    "basic": N_("Basic"),
    "cooperative": N_("Cooperative"),
    "interdependent": N_("Interdependent"),
    "integrated": N_("Integrated"),
    "disintegrating": N_("Disintegrating"),
}
BUYING_ROLES: Final = {
    "decider": N_("Decider"),
    "approver": N_("Approver"),
    "buyer": N_("Buyer"),
    "user": N_("User"),
    "technical": N_("Technical adviser"),
    "gatekeeper": N_("Gatekeeper"),
    "coach": N_("Coach"),
}
INFLUENCES: Final = {
    "minor": N_("Minor"),
    "significant": N_("Significant"),
    "decisive": N_("Decisive"),
}
ATTITUDES: Final = {
    "champion": N_("Champion"),
    "supporter": N_("Supporter"),
    "neutral": N_("Neutral"),
    "critic": N_("Critic"),
    "opponent": N_("Opponent"),
    "unknown": N_("Unknown"),
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
    "on_course": N_("On course"),
    "behind": N_("Behind"),
    "unknown": "",
}
PACE_KINDS: Final = {"reached": "good", "on_course": "good", "behind": "warn", "unknown": "plain"}
STANDINGS: Final = {
    "not_asked": N_("Not asked"),
    "asked": N_("Asked"),
    "restated": N_("Restated"),
    "condition": N_("With a condition"),
    "blocking": N_("Blocking concern"),
    "agreed": N_("Agreed"),
    "conditions": N_("Agreed on a condition"),
    "objected": N_("Objects"),
    "void": N_("Void: the text has changed"),
}
STANDING_KINDS: Final = {
    "not_asked": "plain",
    "asked": "plain",
    "restated": "good",
    "condition": "warn",
    "blocking": "bad",
    "agreed": "good",
    "conditions": "warn",
    "objected": "bad",
    "void": "bad",
}
DECISION_KINDS: Final = {
    "agreed": "good",
    "conditions": "warn",
    "objected": "bad",
    "validated": "good",
    "void": "bad",
}
DECISIONS: Final = {
    "agreed": N_("Agreed"),
    "conditions": N_("Agreed on a condition"),
    "objected": N_("Objects"),
    "validated": N_("Validated"),
    "void": N_("Void: the text has changed"),
}
WHITESPACE: Final = {
    "ours": N_("Ours"),
    "competitor": N_("A competitor"),
    "in_house": N_("In house"),
    "open": N_("Nobody yet"),
    "not_needed": N_("Not needed"),
    "unknown": N_("Not known"),
}
RISK_STATUS: Final = {
    "open": N_("Open"),
    "mitigated": N_("Mitigated"),
    "occurred": N_("Occurred"),
    "closed": N_("Closed"),
}
RELATIONS: Final = {"influences": N_("influences"), "conflict": N_("in conflict with")}
