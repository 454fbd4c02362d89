"""Which changes a reader may be told of: those of fields that their briefing shows, and no others.

A change that cannot be judged for a reader is for the account team alone: what is not listed here
is not told. So the concerns of other functions are not, although some readers see the open ones;
nor are the customer's people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience
    from kamctl.comparison.change import Change
    from kamctl.plan.model import Plan

_ANY: Final = "*"
"""What everyone may see, whatever the facets of the reader."""
_FIGURE: Final = "figure"
"""What goes with the figures of a year, and is seen where one of them is."""
_FIGURES: Final = ("turnover", "margin", "volumes")
_SERVED: Final = "served"
"""What is shown where an objective serves it."""

_OBJECTIVE: Final = {
    f"objectives[].{name}": facet
    for facet, names in (
        (
            _ANY,
            ("id", "statement", "due", "status", "outcome.result", "owner", "decider", "sponsor",
             "scope.units", "scope.countries", "scope.offerings", "serves", "customer_gain",
             "our_gain", "strategy", "success_criterion", "customer_confirmation.by"),
        ),
        (
            "measures",
            ("measures[].name", "measures[].unit", "measures[].direction",
             "measures[].baseline.value", "measures[].baseline.on", "measures[].target.value",
             "measures[].target.on", "measures[].readings[].value", "measures[].readings[].on"),
        ),
        (
            "actions",
            ("actions[].title", "actions[].owner", "actions[].start", "actions[].due",
             "actions[].status", "actions[].progress", "actions[].reason"),
        ),
        (
            "economics",
            ("economics.investment", "economics.yearly_margin_gain", "economics.cost_to_serve",
             "economics.note"),
        ),
        (
            "all_directions",
            ("directions[].function", "directions[].leader", "directions[].ask",
             "directions[].impact.budget.effect", "directions[].impact.resources.effect",
             "directions[].impact.business.effect"),
        ),
        ("adjustments", ("directions[].their_need", "directions[].our_adjustment")),
        (
            "amounts",
            ("directions[].impact.budget.amount", "directions[].impact.resources.amount",
             "directions[].impact.business.amount"),
        ),
    )
    for name in names
}  # fmt: skip
_SEEN: Final = _OBJECTIVE | {
    "signoffs": "alignment",
    "plan.stage": _ANY,
    "plan.next_review": _ANY,
    "plan.confidentiality": _ANY,
    "account.name": _ANY,
    "account.industry": _ANY,
    "account.headquarters": _ANY,
    "account.customer_since": _ANY,
    "account.website": _ANY,
    "account.summary": _ANY,
    "account.relationship.now": "relationship",
    "account.relationship.target": "relationship",
    "account.relationship.by": "relationship",
    "account.relationship.gap": "relationship",
    **{
        f"customer.{list_}[].{name}": _SERVED
        for list_ in ("goals", "needs", "initiatives")
        for name in ("text", "so_what", "source", "told_by", "on", "status")
    },
    "customer.needs[].trend": "needs",
    **{
        f"position.{list_}[].{name}": facet
        for list_ in ("history", "targets")
        for name, facet in (
            ("turnover", "turnover"),
            ("customer_spend", "turnover"),
            ("margin", "margin"),
            ("volume", "volumes"),
            ("year", _FIGURE),
        )
    },
    **{
        f"buying.contracts[].{name}": "contracts"
        for name in (
            "title", "start", "end", "notice_by", "value", "exclusivity", "liability",
            "payment_terms",
        )
    },
    **{
        f"risks[].{name}": "risks"
        for name in ("text", "threatens", "likelihood", "impact", "response", "owner", "status")
    },
}  # fmt: skip
_OF_DIRECTION: Final = "objectives[].directions[]."


def may_see_change(change: Change, audience: Audience, plan: Plan) -> bool:
    """Tell whether `audience` may be told of a change in `plan`: of all that its words tell of."""
    if audience.sees("all_details"):
        return True
    return all(_may_see_field(field, change, audience, plan) for field in change.fields)


def _may_see_field(field: str, change: Change, audience: Audience, plan: Plan) -> bool:
    own = audience.function is not None and change.function == audience.function
    if own and field.startswith(_OF_DIRECTION):
        return True
    facet = _SEEN.get(field)
    if facet is None:
        return False
    if facet == _SERVED:
        return _is_served(change, plan)
    if facet == _FIGURE:
        return any(audience.sees(one) for one in _FIGURES)
    return facet == _ANY or audience.sees(facet)


def _is_served(change: Change, plan: Plan) -> bool:
    """Tell whether a goal, need or initiative is one that an objective serves."""
    served = {name for objective in plan.objectives for name in objective.serves}
    return any(step in served for step in change.path)
