"""What the values of the format are called inside a sentence."""

from __future__ import annotations

from typing import Final

from kamctl.i18n.message import N_, Message
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_NAMES

FUNCTIONS: Final = FUNCTION_NAMES | ROLE_NAMES
STAGES: Final = {
    "draft": N_("draft"),
    "shared": N_("shared"),
    "aligned": N_("aligned"),
    "validated": N_("validated"),
}
OBJECTIVE_STATUS: Final = {
    "not_started": N_("not started"),
    "in_progress": N_("in progress"),
    "at_risk": N_("at risk"),
    "on_hold": N_("on hold"),
    "closed": N_("closed"),
}
OUTCOMES: Final = {
    "achieved": N_("achieved"),
    "partly_achieved": N_("partly achieved"),
    "missed": N_("missed"),
    "cancelled": N_("cancelled"),
}
ACTION_STATUS: Final = {
    "planned": N_("planned"),
    "in_progress": N_("in progress"),
    "at_risk": N_("at risk"),
    "done": N_("done"),
    "blocked": N_("blocked"),
    "cancelled": N_("cancelled"),
}
SEVERITIES: Final = {
    "blocking": N_("blocking"),
    "condition": N_("a condition"),
    "comment": N_("a comment"),
}
RESISTANCE_STATUS: Final = {
    "open": N_("unanswered"),
    "answered": N_("answered"),
    "withdrawn": N_("withdrawn"),
}
HEALTH: Final = {"green": N_("green"), "amber": N_("amber"), "red": N_("red")}
DECISION_STATUS: Final = {
    "open": N_("open"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}
LEVELS: Final = {"low": N_("low"), "medium": N_("medium"), "high": N_("high")}
TRENDS: Final = {
    "emerging": N_("emerging"),
    "rising": N_("rising"),
    "stable": N_("stable"),
    "fading": N_("fading"),
}
CLAIM_STATUS: Final = {"confirmed": N_("confirmed"), "assumed": N_("assumed")}
CATEGORIES: Final = {
    "growth": N_("growth"),
    "relationship": N_("relationship"),
    "customer_success": N_("success of the customer"),
    "defence": N_("defence"),
    "efficiency": N_("efficiency"),
}
COVERAGES: Final = {
    "none": N_("no contact"),
    "brief": N_("brief contact"),
    "multiple": N_("several contacts"),
    "in_depth": N_("close contact"),
}
RELATIONSHIPS: Final = {
    "exploratory": N_("exploratory"),
    "basic": N_("basic"),
    "cooperative": N_("cooperative"),
    "interdependent": N_("interdependent"),
    "integrated": N_("integrated"),
    "disintegrating": N_("disintegrating"),
}
BUYING_ROLES: Final = {
    "decider": N_("decider"),
    "approver": N_("approver"),
    "buyer": N_("buyer"),
    "user": N_("user"),
    "technical": N_("technical adviser"),
    "gatekeeper": N_("gatekeeper"),
    "coach": N_("coach"),
}
INFLUENCES: Final = {
    "minor": N_("minor"),
    "significant": N_("significant"),
    "decisive": N_("decisive"),
}
ATTITUDES: Final = {
    "champion": N_("champion"),
    "supporter": N_("supporter"),
    "neutral": N_("neutral"),
    "critic": N_("critic"),
    "opponent": N_("opponent"),
    "unknown": N_("unknown"),
}
WHITESPACE: Final = {
    "ours": N_("ours"),
    "competitor": N_("a competitor’s"),
    "in_house": N_("in house"),
    "open": N_("nobody’s yet"),
    "not_needed": N_("not needed"),
    "unknown": N_("unknown"),
}
RISK_STATUS: Final = {
    "open": N_("open"),
    "mitigated": N_("mitigated"),
    "occurred": N_("occurred"),
    "closed": N_("closed"),
}
RELATIONS: Final = {"influences": N_("influences"), "conflict": N_("in conflict with")}
CONFIDENTIALITY: Final = {"internal": N_("internal"), "restricted": N_("restricted")}
TOOLS: Final = {
    "customer": N_("customer"),
    "swot": N_("SWOT"),
    "stakeholders": N_("stakeholders"),
    "buying": N_("buying"),
    "position": N_("position"),
    "whitespace": N_("white space"),
    "competitors": N_("competitors"),
    "opportunities": N_("opportunities"),
    "risks": N_("risks"),
    "reviews": N_("reviews"),
}


def word(words: dict[str, str], code: str) -> Message | str:
    """Return what a value is called; one of the house's own is said as it is written."""
    msgid = words.get(code)
    return code.replace("-", " ").replace("_", " ") if msgid is None else Message(msgid)
