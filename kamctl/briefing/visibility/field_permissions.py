"""Which permission a reader needs to see a field by itself: one table, by the path of the field.

It decides about a change in a review, a cell of the Excel file and a question; there a field
without a row is for the account team alone. The sections of a document ask `Audience.sees`.
What a reader's own function is asked and has answered needs no permission.

The tests hold every document against `who_sees_what.yaml`. It is written down by hand, field by
field and document by document, so that a wrong row here shows: it is not made from this table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kamctl.briefing.visibility.audience import Audience

OF_DIRECTION: Final = "objectives[].directions[]."
"""How the fields begin of which a reader's own function sees all."""
ANY: Final = "*"
"""Everyone may see it, whatever the permissions of the reader."""
FIGURE: Final = "figure"
"""It goes with the figures of a year: whoever sees one of them sees it."""
FIGURE_PERMISSIONS: Final = ("turnover", "margin", "volumes")
SERVED: Final = "served"
"""Everyone may see it of a goal, need or initiative that an objective serves."""

_OBJECTIVE_PERMISSIONS: Final = {
    f"objectives[].{name}": permission
    for permission, names in (
        (
            ANY,
            ("id", "statement", "due", "status", "outcome.result", "owner", "decider", "sponsor",
             "scope.units", "scope.countries", "scope.offerings", "serves", "customer_gain",
             "our_gain", "strategy", "success_criterion", "customer_confirmation.by",
             "customer_confirmation.on", "customer_confirmation.how"),
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
FIELD_PERMISSIONS: Final = _OBJECTIVE_PERMISSIONS | {
    "signoffs": "alignment",
    "plan.stage": ANY,
    "plan.next_review": ANY,
    "plan.confidentiality": ANY,
    "account.name": ANY,
    "account.industry": ANY,
    "account.headquarters": ANY,
    "account.customer_since": ANY,
    "account.website": ANY,
    "account.summary": ANY,
    "account.relationship.now": "relationship",
    "account.relationship.target": "relationship",
    "account.relationship.by": "relationship",
    "account.relationship.gap": "relationship",
    **{
        f"customer.{list_}[].{name}": SERVED
        for list_ in ("goals", "needs", "initiatives")
        for name in ("text", "so_what", "source", "told_by", "on", "status")
    },
    "customer.needs[].trend": "needs",
    **{
        f"position.{list_}[].{name}": permission
        for list_ in ("history", "targets")
        for name, permission in (
            ("turnover", "turnover"),
            ("customer_spend", "turnover"),
            ("margin", "margin"),
            ("volume", "volumes"),
            ("year", FIGURE),
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


def has_permission(audience: Audience, permission: str | None) -> bool:
    """Tell whether a reader has what `FIELD_PERMISSIONS` says of a field; None is for nobody.

    `SERVED` depends on the entry, and is for whoever asks to find out.
    """
    if permission is None:
        return False
    if permission == FIGURE:
        return any(audience.sees(one) for one in FIGURE_PERMISSIONS)
    return permission == ANY or audience.sees(permission)
