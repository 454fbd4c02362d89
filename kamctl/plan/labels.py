"""The labels of the values of the format: what a reader sees instead of `in_progress`.

`value_synonyms` finds the value again where somebody has written a label in a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kamctl.i18n.message import N_, NC_, Localized, Message, message
from kamctl.i18n.sentence_case import inside_sentence
from kamctl.plan.functions import FUNCTION_NAMES, ROLE_TITLES
from kamctl.plan.plan_metadata import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kamctl.i18n.message import Translate

STAGES: Final = {
    "draft": N_("Draft"),
    "shared": N_("Shared"),
    "aligned": N_("Aligned"),
    "validated": N_("Validated"),
}
OBJECTIVE_STATUS: Final = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "at_risk": N_("At risk"),
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
    "at_risk": N_("At risk"),
    "done": N_("Done"),
    "blocked": N_("Blocked"),
    "cancelled": NC_("action", "Cancelled"),
}
EFFECTS: Final = {
    "negative": N_("Negative"),
    "neutral": N_("Neutral"),
    "positive": N_("Positive"),
}
SEVERITIES: Final = {
    "blocking": N_("Blocking"),
    "condition": N_("Condition"),
    "comment": N_("Comment"),
}
HEALTH: Final = {"green": N_("Green"), "amber": N_("Amber"), "red": N_("Red")}
DECISION_STATUS: Final = {
    "open": N_("Not done yet"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
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
    "customer_success": N_("Customer success"),
    "defence": N_("Defence"),
    "efficiency": N_("Efficiency"),
}
COVERAGES: Final = {
    "none": N_("No contact"),
    "brief": N_("Occasional contact"),
    "multiple": N_("Several contacts"),
    "in_depth": N_("Close contact"),
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
WHITESPACE: Final = {
    "ours": N_("Ours"),
    "competitor": N_("Competitor"),
    "in_house": N_("In-house"),
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
CONFIDENTIALITY: Final = {"internal": N_("Internal"), "restricted": N_("Restricted")}
TOOLS: Final = {
    "customer": N_("Customer"),
    "swot": N_("SWOT"),
    "stakeholders": N_("Stakeholders"),
    "buying": N_("Buying"),
    "position": N_("Position"),
    "whitespace": N_("White space"),
    "competitors": N_("Competitors"),
    "opportunities": N_("Opportunities"),
    "risks": N_("Risks"),
    "reviews": N_("Reviews"),
}
DESIRED_TRENDS: Final = {
    "increase": N_("Upward"),
    "decrease": N_("Downward"),
    "hold": N_("Hold"),
}
RELATIONS: Final = {"influences": N_("influences"), "conflict": N_("in conflict with")}
# The usual words of two fields that take any text.
TEAM_ROLES: Final = {
    "account_manager": N_("Account manager"),
    "core_team": N_("Core team"),
    **ROLE_TITLES,
}
TIERS: Final = {
    "strategic": N_("Strategic"),
    "key": N_("Key account"),
    "target": N_("Target account"),
}
# What an objective has an impact on in a function: fields, where a heading has said “Impact”.
IMPACT_AREAS: Final = {
    "budget": N_("Budget"),
    "resources": N_("Resources"),
    "business": N_("Business"),
}


@dataclass(frozen=True, slots=True)
class InSentence(Localized):
    """A label as it is inside a sentence: in most languages it begins with a small letter."""

    label: str

    def say(self, translate: Translate) -> str:
        """Write it in the reader's language."""
        return inside_sentence(translate(self.label), translate)


def stage_label(stage: Stage | str) -> InSentence:
    """Return the label of a stage inside a sentence."""
    return InSentence(STAGES[Stage(stage).value])


def stated_stage(stage: Stage | str, *, is_met: bool, alone: bool = False) -> Localized | Message:
    """Return the label of the stage that a plan states, with a note where it does not meet it.

    It is as inside a sentence, or as it is `alone`, such as in a table.
    """
    label = Message(STAGES[Stage(stage).value]) if alone else stage_label(stage)
    return label if is_met else message("{stage} (incomplete)", stage=label)


VALUE_LABELS: Final = (
    STAGES,
    OBJECTIVE_STATUS,
    OUTCOMES,
    ACTION_STATUS,
    EFFECTS,
    SEVERITIES,
    HEALTH,
    DECISION_STATUS,
    RESISTANCE_STATUS,
    LEVELS,
    TRENDS,
    CLAIM_STATUS,
    CATEGORIES,
    COVERAGES,
    RELATIONSHIPS,
    BUYING_ROLES,
    INFLUENCES,
    ATTITUDES,
    WHITESPACE,
    RISK_STATUS,
    CONFIDENTIALITY,
    TOOLS,
    DESIRED_TRENDS,
    RELATIONS,
)
"""All tables, each of the values of one list."""


def labels_of(values: Iterable[str]) -> Mapping[str, str]:
    """Return the labels of a list of values, msgids by value; empty where it has none."""
    allowed = frozenset(values)
    if allowed & FUNCTION_NAMES.keys():
        return FUNCTION_NAMES
    return next((table for table in VALUE_LABELS if table.keys() == allowed), {})
