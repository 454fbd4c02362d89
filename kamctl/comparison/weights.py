"""How much a change of a field weighs, by its place in the format: what is shown first."""

from __future__ import annotations

from typing import Final

from kamctl.comparison.change import FIRST, SENTENCE, STATUS, WHEN, WORK

_PLACES: Final = {
    FIRST: ("plan.stage",),
    SENTENCE: ("objectives[].statement",),
    WHEN: (
        "objectives[].due",
        "objectives[].success_criterion",
        "objectives[].actions[].due",
        "objectives[].measures[].target.on",
        "stakeholders[].attitude",
    ),
    STATUS: (
        "objectives[].status",
        "objectives[].outcome.result",
        "objectives[].owner",
        "objectives[].decider",
        "objectives[].sponsor",
        "objectives[].customer_confirmation.by",
        "objectives[].directions[].ask",
        "objectives[].directions[].resources.granted",
        "objectives[].directions[].restatement.text",
        "objectives[].directions[].resistances[].concern",
        "objectives[].directions[].resistances[].status",
        "objectives[].directions[].resistances[].severity",
        "objectives[].directions[].resistances[].response",
        "risks[].status",
        "stakeholders[].influence",
        "stakeholders[].buying_role",
        "stakeholders[].covered_by",
        "stakeholders[].left",
        "stakeholders[].successor",
        "team[].left",
        "team[].successor",
        "whitespace.cells[].status",
        "opportunities[].value",
        "opportunities[].probability",
        "opportunities[].stage",
        "opportunities[].close",
        "plan.owner",
        "plan.sponsor",
        "plan.next_review",
        "plan.confidentiality",
        "account.name",
        "account.tier",
        "account.relationship.now",
        "account.renewal",
        "account.health.status",
        "reviews[].decisions[].status",
        "buying.contracts[].end",
        "buying.contracts[].notice_by",
        "buying.contracts[].value",
    ),
    WORK: ("reviews[].decisions[].due", "buying.process[].due"),
}
CHANGE_WEIGHTS: Final = {place: weight for weight, places in _PLACES.items() for place in places}
"""A field that is not here weighs what its entry says, the least by default."""
