"""The version of the views: a company's template says for which one it was made."""

from typing import Final

VIEW_VERSION: Final = 2

RENAMED_FIELDS: Final = {
    "Cell": {"to": "links"},
    "Table": {"pictures": "charts", "unbroken": "has_long_words"},
    "ServedClaim": {"what": "kind", "standing": "status"},
    "ImpactView": {"on": "area"},
    "ConcernView": {"raised": "raised_by"},
    "FeedbackView": {
        "nothing": "no_feedback",
        "signed": "signoff",
        "changed": "invalidation_reasons",
        "restated": "restated_by",
    },
    "DirectionView": {"heard": "feedback"},
    "RequestView": {"by": "due", "to": "contact"},
    "PointView": {"on": "date"},
    "MeasureView": {"way": "progress", "due": "expected"},
    "MissingSteps": {"before": "title"},
    "ObjectiveView": {
        "served": "served_claims",
        "no_served": "no_served_claims",
        "asks": "view.request",
        "scope": "scope_line",
    },
    "KeyFigure": {
        "now_on": "now_date",
        "goal": "target",
        "goal_on": "target_date",
        "picture": "chart",
    },
    "KeyObjectiveView": {
        "criterion": "success_criterion",
        "more": "more_measures",
        "asks": "directions",
    },
    "OnePagerView": {
        "aims": "objectives",
        "more": "more_objectives",
        "standing": "figures",
        "asks": "request",
        "review": "next_review",
    },
    "ReviewView": {
        "nothing": "no_changes",
        "decide": "decisions",
        "no_decision": "no_decisions",
        "way": "history",
        "next": "next_review",
    },
    "BriefingView": {"glance": "one_pager", "book": "full_plan"},
    "PortfolioView": {
        "lead": "summary",
        "needs": "priorities",
        "more_needs": "more_priorities",
        "no_needs": "no_priorities",
    },
    "TemplateModule": {"heard": "feedback", "heard_of": "feedback_section"},
}
"""The new names of the fields of version 1, by class; of the macros, for those who import them."""

REMOVED_FIELDS: Final = {"Notice": ("command",), "DirectionView": ("opens",)}
"""The fields of version 1 that version 2 has no other for, by class."""
